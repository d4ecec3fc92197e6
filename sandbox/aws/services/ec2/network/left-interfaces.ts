import { glob } from '../../../identity/text-match.ts'
import { homeKey } from '../../../names.ts'
import type { Home } from '../../../names.ts'
import type { LiveResource } from '../../../resources/live.ts'
import { perWorld } from '../../../world.ts'
import type { World } from '../../../world.ts'
import { interfacesOf } from './interfaces.ts'
import type { NetworkInterface } from './interfaces.ts'
import { topologyOf } from './topology.ts'

interface Left {
  readonly home: Home
  readonly each: NetworkInterface
}

/** Network interfaces that stay after the resource that they were made for, as the scenario says. */
export const leftInterfaces = perWorld(() => new Map<string, Left>())

/** Keeps the interfaces of a resource that is about to be deleted, if the scenario says so. */
export function leaveInterfaces(world: World, { owner, physicalId }: LiveResource): void {
  const path = `${owner.stackName}/${owner.logicalId}`
  const stays = world.scenario.interfacesStay.find(({ resource }) => glob(resource, path))
  if (stays === undefined) return
  const home = { account: owner.account, region: owner.region }
  const left = leftInterfaces(world)
  const own = interfacesOf(world, home, topologyOf(world, home)).filter((each) => each.owner === physicalId)
  for (const each of own) {
    // A service that removes its interface itself still has it attached.
    left.set(each.id, { home, each: stays.for === undefined ? { ...each, attachedTo: undefined } : each })
    if (stays.for !== undefined) void world.clock.sleep(stays.for).then(() => left.delete(each.id))
  }
}

/** All interfaces of an account and region, those included that were left. */
export function allInterfaces(world: World, home: Home, topology = topologyOf(world, home)): NetworkInterface[] {
  const left = [...leftInterfaces(world).values()].filter((each) => homeKey(each.home) === homeKey(home))
  return [...interfacesOf(world, home, topology), ...left.map(({ each }) => each)]
}
