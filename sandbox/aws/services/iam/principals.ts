import type { Principal } from '../../identity/credentials.ts'
import type { Policies } from '../../identity/decision.ts'
import { ADMINISTRATOR } from './managed-by-aws.ts'
import type { IamState } from './state.ts'

/**
 * The policies that decide about a principal's requests now; undefined when it may do everything. A session of a
 * deleted role may do nothing.
 */
export function policiesOf(
  state: IamState,
  { account, role: arn, policies, session }: Principal,
): Policies | undefined {
  if (arn === undefined) {
    const control = state.control(account)
    if (policies === undefined && control.length === 0) return undefined
    return { identity: policies ?? [state.document(ADMINISTRATOR).document], control }
  }
  const role = state.findRole(arn)
  return role === undefined ? { identity: [] } : { ...state.policiesOf(role), ...(session && { session }) }
}
