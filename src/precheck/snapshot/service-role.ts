import { canonical } from '../../evidence/digest.ts'
import type { Json } from '../../evidence/finding.ts'

/** What limits and allows the role with which CloudFormation changes a stack. Managed policies are told by their ARNs. */
export interface ServiceRole {
  readonly boundary: Json
  readonly attached: readonly Json[]
  readonly inline: readonly Json[]
}

/** Pure: the facts below `stacks/ID/service-role/`; lists are in the order of their neutral values. */
export function serviceRoleFacts(role: ServiceRole, neutral: (value: Json) => Json): Record<string, Json> {
  const sorted = (list: readonly Json[]): Json =>
    list.map(neutral).toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1))
  return { boundary: neutral(role.boundary), attached: sorted(role.attached), inline: sorted(role.inline) }
}
