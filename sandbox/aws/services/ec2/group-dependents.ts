import { ServiceError } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { World } from '../../world.ts'
import { allInterfaces } from './network/left-interfaces.ts'
import { securityGroups } from './security-groups.ts'
import type { SecurityGroup } from './security-groups.ts'

/** Whether a network interface has the security group, or a rule of another group names it. */
export function hasDependents(world: World, { id, home }: SecurityGroup): boolean {
  const others = securityGroups(world)
    .list(home)
    .filter((each) => each.id !== id && homeKey(each.home) === homeKey(home))
  const named = others.some(({ rules }) =>
    [...rules.values()].some(({ peer }) => peer.kind === 'group' && peer.value === id),
  )
  return named || allInterfaces(world, home).some(({ groups }) => groups.includes(id))
}

export const dependencyViolation = ({ id }: SecurityGroup): ServiceError =>
  new ServiceError('DependencyViolation', `resource ${id} has a dependent object`)
