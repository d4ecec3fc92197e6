import type { ScalingGroups, Tagging } from '../../aws/clients/services.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { CodeDeploy } from '../client.ts'
import { selects, type Tag, type TagFilter, type TagGroups } from '../selection.ts'

/** What one Auto Scaling group has. */
export interface ScalingGroupInstances {
  readonly name: string
  readonly exists: boolean
  /** Ids of the instances that are InService: those are deployed to. */
  readonly inService: readonly string[]
  /** How many instances are in each other state. */
  readonly others: Readonly<Record<string, number>>
  readonly desired: number | undefined
}

const NAMES_A_CALL = 50
const RESOURCES_A_PAGE = 100

/** Reads Auto Scaling groups by name; one that does not exist is reported as missing. */
export async function readScalingGroups(
  client: ScalingGroups,
  names: readonly string[],
): Promise<ScalingGroupInstances[]> {
  const found = new Map<string, ScalingGroupInstances>()
  for (let start = 0; start < names.length; start += NAMES_A_CALL) {
    const AutoScalingGroupNames = names.slice(start, start + NAMES_A_CALL)
    const pages = pagesOf('NextToken', (next) => client.describeAutoScalingGroups({ AutoScalingGroupNames, ...next }))
    for await (const { AutoScalingGroups = [] } of pages) {
      for (const { AutoScalingGroupName: name = '', Instances = [], DesiredCapacity: desired } of AutoScalingGroups) {
        const states = Map.groupBy(Instances, ({ LifecycleState }) => LifecycleState ?? 'unknown')
        const inService = (states.get('InService') ?? []).flatMap(({ InstanceId }) => InstanceId ?? [])
        const others = [...states]
          .filter(([state]) => state !== 'InService')
          .map(([state, list]) => [state, list.length])
        found.set(name, { name, exists: true, inService, others: Object.fromEntries(others), desired })
      }
    }
  }
  return names.map((name) => found.get(name) ?? { name, exists: false, inService: [], others: {}, desired: undefined })
}

/**
 * Ids of the EC2 instances that carry the tags. An upper bound: the Tagging API also has instances that are stopped, and
 * for a while those that are terminated.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function readTaggedInstances(client: Tagging, groups: TagGroups): Promise<string[]> {
  const tags = new Map<string, readonly Tag[]>()
  // Instances that match one group at all contain those that match every group.
  for (const query of queriesFor(groups[0] ?? [])) {
    const pages = pagesOf('PaginationToken', (next) =>
      client.getResources({
        ResourceTypeFilters: ['ec2:instance'],
        ResourcesPerPage: RESOURCES_A_PAGE,
        ...(query && { TagFilters: [query] }),
        ...next,
      }),
    )
    for await (const { ResourceTagMappingList = [] } of pages) {
      for (const { ResourceARN = '', Tags = [] } of ResourceTagMappingList) {
        tags.set(ResourceARN.split('/').at(-1) ?? ResourceARN, Tags)
      }
    }
  }
  return [...tags].filter(([, each]) => selects(groups, each)).map(([id]) => id)
}

/** A tag by its value alone cannot be asked for: then all instances are read. */
function queriesFor(filters: readonly TagFilter[]): ({ Key: string; Values?: string[] } | undefined)[] {
  if (filters.some(({ Type }) => Type === 'VALUE_ONLY')) return [undefined]
  return filters.map(({ Key = '', Value = '', Type }) => ({ Key, ...(Type !== 'KEY_ONLY' && { Values: [Value] }) }))
}

/** Names of the registered on-premises instances that the filters select. Each filter is asked about by itself. */
export async function readOnPremisesInstances(
  client: Pick<CodeDeploy, 'listOnPremisesInstances'>,
  groups: TagGroups,
): Promise<string[]> {
  const matching: Set<string>[] = []
  for (const filters of groups) {
    const names = new Set<string>()
    for (const { Key, Value, Type } of filters) {
      const tagFilters = [{ Key, Value, Type: (Type ?? 'KEY_AND_VALUE') as 'KEY_AND_VALUE' }]
      const pages = pagesOf('nextToken', (next) =>
        client.listOnPremisesInstances({ registrationStatus: 'Registered', tagFilters, ...next }),
      )
      for await (const { instanceNames = [] } of pages) for (const name of instanceNames) names.add(name)
    }
    matching.push(names)
  }
  const [first = new Set<string>(), ...others] = matching
  return [...first].filter((name) => others.every((each) => each.has(name)))
}
