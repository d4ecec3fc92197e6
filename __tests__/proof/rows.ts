import { ASSETS } from './assets.ts'
import { AWS_CHECKS } from './aws-checks.ts'
import { CHECKS } from './checks.ts'
import { DEPLOYMENTS } from './deployments.ts'
import { GATES } from './gates.ts'
import { HANDOVERS } from './handovers.ts'
import { INSTANCES } from './instances.ts'
import { NETWORK } from './network.ts'
import { PHASES } from './phases.ts'
import { REFERENCES } from './references.ts'
import type { Row } from './row.ts'
import { SERVICES } from './services.ts'
import { STACKS } from './stacks.ts'
import { STATES } from './states.ts'
import { TEMPORARY_ROWS } from './temporary.ts'
import { TRUST } from './trust.ts'
import { UPDATES } from './updates.ts'

/** Every case in which AWS, GitHub or a service reports success falsely. */
export const ROWS: readonly Row[] = [
  ...STACKS,
  ...REFERENCES,
  ...ASSETS,
  ...UPDATES,
  ...DEPLOYMENTS,
  ...INSTANCES,
  ...PHASES,
  ...SERVICES,
  ...HANDOVERS,
  ...CHECKS,
  ...AWS_CHECKS,
  ...NETWORK,
  ...GATES,
  ...STATES,
  ...TRUST,
  ...TEMPORARY_ROWS,
]
