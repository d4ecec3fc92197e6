import { approvalGroup } from './approval-attempts.ts'
import { awsGroup } from './aws-attempts.ts'
import type { Group } from './case.ts'
import { bucketGroup } from './bucket-attempts.ts'
import { evidenceGroup } from './evidence-attempts.ts'
import { runsGroup } from './run-attempts.ts'

/** All attempts to bypass the gate, and the honest cases that it must accept. */
export const GROUPS: readonly (() => Promise<Group>)[] = [
  evidenceGroup,
  approvalGroup,
  awsGroup,
  runsGroup,
  bucketGroup,
]
