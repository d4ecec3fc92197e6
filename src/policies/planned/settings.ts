import type { DeploymentConfigInfo, DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import type { AlarmFacts } from '../../alarms/read.ts'
import { alarmOfApi, alarmOfTemplate, type AlarmDefinition } from '../../alarms/definition.ts'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import { apiValue, GROUP_MEMBERS, type GroupProperty } from '../../codedeploy/group/properties.ts'
import type { Json } from '../../evidence/finding.ts'
import { findPlannedGroup, GROUP_TYPE } from './group.ts'
import {
  declaredProperty,
  nameAfter,
  ownerOf,
  plannedResources,
  type PlannedFrom,
  type PlannedResource,
} from './resource.ts'

/** Something as it will be, and how that is known. */
export interface Setting<T> {
  readonly value: T
  /** True where this release sets it; otherwise it is as it is now. */
  readonly isSet: boolean
  /** Why the value is not known before the deployment; undefined where it is. */
  readonly open?: string
  /** What the template says, with references to resources in place of what only the execution resolves. */
  readonly declared?: Json | undefined
}

/** A deployment group as this release makes it. */
export interface GroupAfter {
  /** True where the release makes the group. */
  readonly isNew: boolean
  /** In the form of GetDeploymentGroup. */
  readonly info: DeploymentGroupInfo
  setting(property: GroupProperty): Setting<unknown>
  readonly config: Setting<DeploymentConfigInfo | undefined>
  readonly alarms: readonly (Setting<AlarmDefinition> & { readonly name: string })[]
}

/** What planned groups name and do not have now, by name. */
export interface NamedByPlans {
  readonly alarms: ReadonlyMap<string, AlarmFacts>
  readonly configs: ReadonlyMap<string, DeploymentConfigInfo>
}

export const NOTHING_NAMED: NamedByPlans = { alarms: new Map(), configs: new Map() }

const ALARM_TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
const CONFIG_TYPE = 'AWS::CodeDeploy::DeploymentConfig'
const DURING = 'CloudFormation resolves it during the deployment'
const LEAVES = 'the template no longer sets it, and AWS does not document what the group then has'

/** Pure: a deployment group as this release makes it; undefined where there is none, and the release makes none. */
export function groupAfter(group: GroupFacts, from: PlannedFrom, named: NamedByPlans): GroupAfter | undefined {
  const found = findPlannedGroup(group, from)
  const planned = found === 'perhaps' ? undefined : found
  if (planned === undefined && group.info === undefined) return undefined
  const isNew = planned?.isNew ?? false
  const now: Readonly<Record<string, unknown>> = isNew ? {} : { ...group.info }
  const owner = planned ? ownPlace(planned) : ownerOf(group.group, [GROUP_TYPE], from)
  const setting = (property: GroupProperty): Setting<unknown> => {
    const set = planned?.properties.get(property)
    const present = now[GROUP_MEMBERS[property]]
    const declared = owner && declaredProperty(owner.stack, owner.logicalId, property, from, set !== undefined || isNew)
    if (set === undefined) return { value: present, isSet: isNew, ...(declared !== null && { declared }) }
    // A group that has what a template does not set any more may keep it.
    if (set.value === undefined && !set.isOpen) {
      return {
        value: present,
        isSet: true,
        ...(present !== undefined && { open: LEAVES, declared: { removed: asJson(present) } }),
      }
    }
    const value = apiValue(property, set.value)
    return { value, isSet: true, declared, ...(set.isOpen && { open: DURING }) }
  }
  const properties = Object.keys(GROUP_MEMBERS) as GroupProperty[]
  const members = properties.map((property) => [GROUP_MEMBERS[property], setting(property).value] as const)
  const info = {
    ...now,
    ...Object.fromEntries(members.filter(([, value]) => value !== undefined)),
  } as DeploymentGroupInfo
  return {
    isNew,
    info,
    setting,
    config: configAfter(group, setting('DeploymentConfigName'), from, named),
    alarms: alarmNames(info).map((name) => ({ name, ...alarmAfter(name, group, from, named) })),
  }
}

/** Names of alarms that a group has, without those that only the execution resolves. */
export function alarmNames(info: DeploymentGroupInfo): string[] {
  const alarms: unknown = info.alarmConfiguration?.alarms
  if (!Array.isArray(alarms)) return []
  const names = alarms.map((alarm: { readonly name?: unknown }) => alarm.name)
  return names.filter((name): name is string => typeof name === 'string' && name !== '' && !name.includes('{{'))
}

/** Whether a resource of the release has the name, so that AWS does not know yet what it will be. */
export function isMadeByRelease(name: string, from: PlannedFrom): boolean {
  return plannedResources(from, [...ALARM_TYPES, CONFIG_TYPE]).some(
    (each) => each.isNew && nameAfter(each.placed, from) === name,
  )
}

function configAfter(
  group: GroupFacts,
  name: Setting<unknown>,
  from: PlannedFrom,
  named: NamedByPlans,
): Setting<DeploymentConfigInfo | undefined> {
  const { declared, open, isSet } = name
  const about = { declared, isSet, ...(open !== undefined && { open }) }
  const made = plannedResources(from, [CONFIG_TYPE]).find(
    (each) => each.isNew && nameAfter(each.placed, from) === name.value,
  )
  if (made === undefined) {
    const isPresent = group.config !== undefined && group.config.deploymentConfigName === name.value
    if (!isSet || isPresent) return { ...about, value: group.config }
    const value = named.configs.get(String(name.value))
    return { ...about, value, ...(value === undefined && { open: open ?? DURING }) }
  }
  const properties = [...made.properties].map(([property, { value }]) => [property, value])
  const isOpen = [...made.properties.values()].some((each) => each.isOpen)
  const value = apiValue('', Object.fromEntries(properties)) as DeploymentConfigInfo
  return { ...about, value, isSet: true, ...(isOpen && { open: DURING }) }
}

function alarmAfter(name: string, group: GroupFacts, from: PlannedFrom, named: NamedByPlans): Setting<AlarmDefinition> {
  const now = group.alarms.find((alarm) => alarm.name === name) ?? named.alarms.get(name)
  const planned = plannedResources(from, ALARM_TYPES).find((each) => nameAfter(each.placed, from) === name)
  const owner = planned ? ownPlace(planned) : ownerOf(name, ALARM_TYPES, from)
  const declared = owner && declaredAlarm(owner, planned, from)
  const present = now && alarmOfApi(now)
  if (planned === undefined) {
    if (present === undefined) return { value: { state: 'missing' }, isSet: false }
    return { value: present, isSet: false, declared }
  }
  const properties = [...planned.properties].map(([property, { value }]) => [property, value] as const)
  const set = alarmOfTemplate(
    Object.fromEntries(properties),
    planned.placed.change.type,
    planned.isNew ? undefined : now,
  )
  const isOpen = [...planned.properties.values()].some((each) => each.isOpen)
  return { value: set, isSet: true, declared, ...(isOpen && { open: DURING }) }
}

/** All that a template says of an alarm. */
function declaredAlarm(
  { stack, logicalId }: NonNullable<ReturnType<typeof ownerOf>>,
  planned: PlannedResource | undefined,
  from: PlannedFrom,
): Json | undefined {
  const resource = stack.source.template.resources[logicalId]
  if (resource === undefined) return undefined
  const said: [string, Json][] = []
  for (const name of Object.keys(resource.properties)) {
    const isSet = planned !== undefined && (planned.isNew || planned.properties.has(name))
    const value = declaredProperty(stack, logicalId, name, from, isSet)
    if (value === undefined) return undefined
    said.push([name, value])
  }
  return Object.fromEntries(said)
}

function ownPlace({ placed }: PlannedResource): ReturnType<typeof ownerOf> {
  const isOwn = placed.id.split('/').length === 2
  return isOwn ? { stack: placed.stack, logicalId: placed.change.logicalId } : undefined
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json
}
