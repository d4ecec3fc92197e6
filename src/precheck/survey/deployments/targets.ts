import {
  readOnPremisesInstances,
  readScalingGroups,
  readTaggedInstances,
} from '../../../codedeploy/group/count-instances.ts'
import type { GroupFacts } from '../../../codedeploy/group/group.ts'
import { areKnown, selectionOf, showTagGroups, type TagGroups } from '../../../codedeploy/selection.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import type { SelectedInstances } from '../../../policies/contract.ts'
import type { PlannedFrom } from '../../../policies/planned/resource.ts'
import { groupAfter, NOTHING_NAMED, type GroupAfter } from '../../../policies/planned/settings.ts'
import { ActionError } from '../../../support/errors.ts'
import { plural } from '../../../support/text/text.ts'
import type { Attempt } from '../attempt.ts'

const RESOLVED = 'CloudFormation resolves the name during the deployment'
const UNKNOWN_KIND = 'a tag filter is of a kind that this version does not know'

/** By deployment: the instances that its group selects now, by the selection that this release gives it. */
export async function surveyTargets(
  options: PlanOptions,
  from: PlannedFrom,
  groups: readonly GroupFacts[],
  attempt: Attempt,
): Promise<Map<string, SelectedInstances[]>> {
  const found = new Map<string, SelectedInstances[]>()
  for (const group of groups) {
    const platform = group.info?.computePlatform ?? group.applicationPlatform ?? 'Server'
    const after = groupAfter(group, from, NOTHING_NAMED)
    if (group.platform !== 'server' || platform !== 'Server' || after === undefined) continue
    const selected = await attempt(`deployment/${group.deployment}`, () => countSelected(options, after))
    if (selected !== undefined) found.set(group.deployment, selected)
  }
  return found
}

async function countSelected({ ports, access }: PlanOptions, after: GroupAfter): Promise<SelectedInstances[]> {
  const { ec2, onPremises, scalingGroups } = selectionOf(after.info)
  const isOpen = (...properties: Parameters<GroupAfter['setting']>[0][]): boolean =>
    properties.some((property) => after.setting(property).open !== undefined)
  const counted: SelectedInstances[] = []
  if (scalingGroups.length > 0) {
    const by = scalingGroups.map((name) => `the Auto Scaling group ${name}`)
    counted.push(
      ...(isOpen('AutoScalingGroups')
        ? by.map((each) => ({ by: each, kind: 'scaling-group' as const, unknown: RESOLVED }))
        : await orRefused('scaling-group', by.join(', '), async () => {
            const read = await readScalingGroups(await ports.connect.scalingGroups(access), scalingGroups)
            return read.map(({ name, exists, inService, others, desired }) => ({
              by: `the Auto Scaling group ${name}`,
              kind: 'scaling-group' as const,
              ids: inService,
              seen: exists ? showStates(inService.length, others, desired) : 'no such Auto Scaling group',
            }))
          })),
    )
  }
  const tagged = async (
    kind: 'ec2-tags' | 'on-premises-tags',
    groups: TagGroups,
    open: boolean,
    read: () => Promise<string[]>,
  ): Promise<void> => {
    if (groups.length === 0) return
    const by = `the tags ${showTagGroups(groups)} of ${kind === 'ec2-tags' ? 'EC2' : 'on-premises'} instances`
    const unknown = open ? RESOLVED : areKnown(groups) ? undefined : UNKNOWN_KIND
    if (unknown !== undefined) counted.push({ by, kind, unknown })
    else {
      counted.push(
        ...(await orRefused(kind, by, async () => {
          const ids = await read()
          return [{ by, kind, ids, seen: plural(ids.length, kind === 'ec2-tags' ? 'instance' : 'registered instance') }]
        })),
      )
    }
  }
  await tagged('ec2-tags', ec2, isOpen('Ec2TagFilters', 'Ec2TagSet'), async () =>
    readTaggedInstances(await ports.connect.tagging(access), ec2),
  )
  await tagged('on-premises-tags', onPremises, isOpen('OnPremisesInstanceTagFilters', 'OnPremisesTagSet'), async () =>
    readOnPremisesInstances(await ports.connect.codedeploy(access), onPremises),
  )
  return counted
}

/** Without the permission instances are not counted, which is noted. */
async function orRefused(
  kind: SelectedInstances['kind'],
  by: string,
  read: () => Promise<SelectedInstances[]>,
): Promise<SelectedInstances[]> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'aws/denied') throw error
    return [{ by, kind, unknown: error.message, advice: error.advice }]
  }
}

function showStates(inService: number, others: Readonly<Record<string, number>>, desired: number | undefined): string {
  const parts = Object.entries(others).map(([state, count]) => `${count} ${state}`)
  return [`${inService} InService`, ...parts, ...(desired === undefined ? [] : [`desired ${desired}`])].join(', ')
}
