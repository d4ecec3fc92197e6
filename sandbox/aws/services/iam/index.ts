import type { RequiredPermission, Service } from '../../../contract.ts'
import { profileOperations } from './instance-profiles.ts'
import { policyOperations } from './policies.ts'
import { roleOperations } from './roles.ts'
import { simulationOperations } from './simulate.ts'
import { summaryOperations } from './summary.ts'
import type { World } from '../../world.ts'

/** IAM: roles, managed policies, instance profiles, and the policy simulator. */
export function createIam(world: Pick<World, 'iam' | 'scenario'>): Service {
  const { iam: state } = world
  return {
    name: 'iam',
    operations: {
      ...roleOperations(state),
      ...policyOperations(state),
      ...profileOperations(state),
      ...simulationOperations(state),
      ...summaryOperations(world),
    },
    permissions(operation, input, { account }): RequiredPermission[] {
      const action = `iam:${operation}`
      const { RoleName: role, InstanceProfileName: profile, PolicyName: policy } = input
      const arn = (kind: string, name: unknown): string => `arn:aws:iam::${account}:${kind}/${String(name)}`
      const path = typeof input.Path === 'string' ? input.Path.slice(1) : ''
      if (typeof profile === 'string') return [{ action, resource: arn('instance-profile', `${path}${profile}`) }]
      if (typeof role === 'string') {
        const known = state.roles(account).find(({ name }) => name === role)
        return [{ action, resource: known?.arn ?? arn('role', `${path}${role}`), context: contextOf(input) }]
      }
      const given = input.PolicyArn ?? input.PolicySourceArn
      if (typeof given === 'string') return [{ action, resource: given }]
      return [{ action, resource: operation === 'CreatePolicy' ? arn('policy', `${path}${String(policy)}`) : '*' }]
    },
  }
}

/** The condition keys of operations on a role. */
function contextOf({ PolicyArn, PermissionsBoundary }: Readonly<Record<string, unknown>>): Record<string, string> {
  return {
    ...(typeof PolicyArn === 'string' && { 'iam:policyarn': PolicyArn }),
    ...(typeof PermissionsBoundary === 'string' && { 'iam:permissionsboundary': PermissionsBoundary }),
  }
}
