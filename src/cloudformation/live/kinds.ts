import type { ResourceKind } from './kind.ts'
import { IAM_KINDS } from './kinds-iam.ts'
import { SERVICE_KINDS } from './kinds-services.ts'

/** The types whose access is read, and judged absolutely: what no template declares is a finding. */
export const ACCESS_KINDS: Readonly<Record<string, ResourceKind>> = { ...IAM_KINDS, ...SERVICE_KINDS }
