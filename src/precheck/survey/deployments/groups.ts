import type { DeploymentConfigInfo } from '@aws-sdk/client-codedeploy'
import { readAlarms, type AlarmFacts } from '../../../alarms/read.ts'
import type { StackState } from '../../../cloudformation/stack.ts'
import { aliasPolicies } from '../../../cloudformation/template/update-policies.ts'
import { readConfig, readGroup, type GroupFacts } from '../../../codedeploy/group/group.ts'
import { isByCodeDeploy, type Deployment } from '../../../config/model/environment.ts'
import { fillOutputs, outputReferences, referencedStack, referencedStacks } from '../../../config/model/references.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import type { PlannedFrom } from '../../../policies/planned/resource.ts'
import {
  groupAfter,
  alarmNames,
  isMadeByRelease,
  NOTHING_NAMED,
  type NamedByPlans,
} from '../../../policies/planned/settings.ts'
import { mapLimit } from '../../../support/limit.ts'
import type { Attempt } from '../attempt.ts'
import { surveyAlias } from './alias.ts'

const GROUPS_AT_ONCE = 4

/** A group as the configuration names it. */
export interface NamedGroup {
  readonly id: string
  readonly application: string
  readonly group: string
  readonly platform?: Deployment['platform']
}

type ReadState = (name: string) => Promise<StackState | undefined>

/** Reads the deployment groups of the configuration, and those of update policies. */
export async function surveyGroups(
  options: PlanOptions,
  readState: ReadState,
  attempt: Attempt,
): Promise<GroupFacts[]> {
  const wanted = groupsOf(options)
  if (wanted.length === 0) return []
  const { environment, ports, access } = options
  const codedeploy = await ports.connect.codedeploy(access)
  const alarms = await ports.connect.alarms(access)
  const groups = await mapLimit(wanted, GROUPS_AT_ONCE, (deployment) =>
    attempt(`deployment/${deployment.id}`, async () => {
      const named = await fillNames(options, deployment, readState)
      const group = isOpen(named) ? unknownGroup(options, named) : await readGroup({ codedeploy, alarms }, named)
      const declared = environment.deployments.find(({ id }) => id === deployment.id)
      const alias = declared?.platform === 'lambda' && (await surveyAlias(options, declared, readState))
      return alias ? { ...group, alias } : group
    }),
  )
  return groups.filter((group) => group !== undefined)
}

/** Puts the outputs that exist into the names of a group. */
export async function fillNames(
  { environment }: Pick<PlanOptions, 'environment'>,
  deployment: NamedGroup,
  readState: ReadState,
): Promise<NamedGroup> {
  const { id, application, group } = deployment
  const ids = environment.stacks.map((stack) => stack.id)
  const needed = referencedStacks([application, group], ids)
  const outputs = await Promise.all(
    environment.stacks
      .filter((stack) => needed.includes(stack.id))
      .map(async (stack) => [stack.id, (await readState(stack.name))?.outputs ?? {}] as const),
  )
  const known = Object.fromEntries(outputs)
  const fill = (text: string): string => {
    const isKnown = outputReferences(text).every(({ stack, output }) =>
      Object.hasOwn(known[referencedStack(stack, ids) ?? ''] ?? {}, output),
    )
    return isKnown ? fillOutputs(text, known, `deployment/${id}`) : text
  }
  return { ...deployment, application: fill(application), group: fill(group) }
}

export function isOpen({ application, group }: NamedGroup): boolean {
  return outputReferences(`${application} ${group}`).length > 0
}

/** A group that is named by an output which does not exist yet does not exist either. */
function unknownGroup({ environment }: PlanOptions, { id, application, group, platform }: NamedGroup): GroupFacts {
  const ids = environment.stacks.map((stack) => stack.id)
  const [reference] = outputReferences(group)
  const stack = referencedStack(reference?.stack, ids)
  return {
    deployment: id,
    application,
    group,
    ...(reference && stack !== undefined && { reference: { stack, output: reference.output } }),
    ...(platform !== undefined && { platform }),
    info: undefined,
    config: undefined,
    alarms: [],
    running: [],
  }
}

/** Reads alarms and configurations that planned groups name, that they do not have now, and that exist already. */
export async function surveyNamed(
  { ports, access }: PlanOptions,
  from: PlannedFrom,
  groups: readonly GroupFacts[],
  attempt: Attempt,
): Promise<NamedByPlans> {
  const alarms = new Map<string, AlarmFacts>()
  const configs = new Map<string, DeploymentConfigInfo>()
  for (const group of groups) {
    const after = groupAfter(group, from, NOTHING_NAMED)
    if (after === undefined) continue
    const names = alarmNames(after.info).filter(
      (name) => !group.alarms.some((alarm) => alarm.name === name) && !isMadeByRelease(name, from),
    )
    const name = after.setting('DeploymentConfigName')
    const config = name.isSet && name.open === undefined && typeof name.value === 'string' ? name.value : undefined
    const isNew =
      config !== undefined && config !== group.config?.deploymentConfigName && !isMadeByRelease(config, from)
    if (names.length === 0 && !isNew) continue
    await attempt(`deployment/${group.deployment}`, async () => {
      const client = names.length > 0 ? await ports.connect.alarms(access) : undefined
      for (const alarm of client ? await readAlarms(client, names) : []) alarms.set(alarm.name, alarm)
      const info = isNew ? await readConfig(await ports.connect.codedeploy(access), config) : undefined
      if (info !== undefined && config !== undefined) configs.set(config, info)
    })
  }
  return { alarms, configs }
}

export function groupsOf(options: PlanOptions): NamedGroup[] {
  const declared = options.environment.deployments.filter(isByCodeDeploy)
  return [...declared, ...byUpdatePolicies(options)]
}

/** Groups outside of the stacks whose updates deploy by them; those inside are judged by their templates. */
function byUpdatePolicies({ sources }: PlanOptions): NamedGroup[] {
  return [...sources.values()].flatMap(({ id, template }) =>
    aliasPolicies(template).flatMap(({ alias, application, group }) =>
      'name' in application && 'name' in group
        ? [{ id: `${id}/${alias}`, application: application.name, group: group.name }]
        : [],
    ),
  )
}
