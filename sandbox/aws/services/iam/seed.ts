import type { SandboxClock } from '../../../contract.ts'
import type { Scenario } from '../../../scenario.ts'
import { rolesOf } from '../../../scenario-roles.ts'
import { asList } from '../../identity/policy.ts'
import type { PolicyDocument } from '../../identity/policy.ts'
import { attach, createPolicy, createRole } from './create.ts'
import { policyOf } from './documents.ts'
import { ADMINISTRATOR } from './managed-by-aws.ts'
import { createIamState } from './state.ts'
import type { IamState } from './state.ts'

const OF_AWS = 'arn:aws:iam::aws:'

/** The IAM of all accounts, with the roles and managed policies of a scenario. */
export function seedIam(scenario: Scenario, clock: SandboxClock): IamState {
  const own = scenario.managedPolicies.filter(({ arn }) => !arn.startsWith(OF_AWS))
  const ofAws = scenario.managedPolicies.filter(({ arn }) => arn.startsWith(OF_AWS))
  const state = createIamState({
    clock,
    managedByAws: Object.fromEntries(ofAws.map(({ arn, policy }) => [arn, policy])),
    control: (account) => levelsOf(scenario, account),
  })
  for (const { arn, policy } of own) createPolicy(state, { ...placeOf(arn), document: policyOf(policy) })
  for (const { arn, trust, inline, managed, boundary, maxSession } of rolesOf(scenario)) {
    const role = createRole(state, { ...placeOf(arn), trust: policyOf(trust), boundary, maxSessionSeconds: maxSession })
    for (const [name, document] of Object.entries(inline ?? {})) role.inline.set(name, policyOf(document))
    for (const attached of managed) attach(state, role, attached)
    // Without policies in the scenario, the role may do everything.
    if (inline === undefined && managed.length === 0) attach(state, role, ADMINISTRATOR)
  }
  return state
}

/** The account, path and name in `arn:aws:iam::ACCOUNT:role/PATH/NAME`. */
function placeOf(arn: string) {
  const [, , , , account = '', resource = ''] = arn.split(':')
  const [, ...parts] = resource.split('/')
  const name = parts.pop() ?? ''
  return { account, name, path: parts.length === 0 ? '/' : `/${parts.join('/')}/` }
}

/** The service control policies of an account, by the place that they are attached to, in the scenario's order. */
function levelsOf({ controlPolicies }: Scenario, account: string): (readonly PolicyDocument[])[] {
  const levels = new Map<string, PolicyDocument[]>()
  for (const { accounts, target, policy } of controlPolicies) {
    if (!asList(accounts).includes(account)) continue
    levels.set(target, [...(levels.get(target) ?? []), policy])
  }
  return [...levels.values()]
}
