import type { GroupFacts } from '../../codedeploy/group/group.ts'
import type { GroupProperty } from '../../codedeploy/group/properties.ts'
import type { Json } from '../../evidence/finding.ts'
import type { GroupAfter, Setting } from '../../policies/planned/settings.ts'

/** One fact as it will be when this release is deployed, and how that is known. */
export type FactAfter = Setting<Json>

/** Which property of the group decides about a fact. */
const DECIDED_BY: Readonly<Record<string, GroupProperty>> = {
  configuration: 'DeploymentConfigName',
  style: 'DeploymentStyle',
  'blue-green': 'BlueGreenDeploymentConfiguration',
  'load-balancer': 'LoadBalancerInfo',
  alarms: 'AlarmConfiguration',
  'auto-rollback': 'AutoRollbackConfiguration',
  triggers: 'TriggerConfigurations',
  'tag-filters': 'Ec2TagFilters',
  'tag-sets': 'Ec2TagSet',
  'on-premises': 'OnPremisesInstanceTagFilters',
  'on-premises-sets': 'OnPremisesTagSet',
  services: 'ECSServices',
  'scaling-groups': 'AutoScalingGroups',
  role: 'ServiceRoleArn',
  outdated: 'OutdatedInstancesStrategy',
  'termination-hook': 'TerminationHookEnabled',
}

/**
 * Pure: the facts of a deployment group and its alarms as this release makes them, by path below `deployments/ID/`. Of a
 * group that does not exist yet, only what its template sets: AWS decides about the rest.
 */
export function groupSnapshot(group: GroupFacts, after: GroupAfter | undefined): Record<string, FactAfter> {
  const facts: Record<string, FactAfter> = {
    'start/exists': { value: group.info !== undefined, isSet: false },
  }
  if (after === undefined) return facts
  const { isNew } = after
  for (const [path, value] of Object.entries(settingsOf(group, after))) {
    const property = DECIDED_BY[path.split('/')[0] ?? '']
    if (property === undefined) {
      facts[path] = { value: asJson(value), isSet: false }
      continue
    }
    const setting = path.startsWith('configuration/') ? after.config : after.setting(property)
    if (isNew && setting.value === undefined && setting.open === undefined) continue
    facts[path] = { ...setting, value: asJson(value) }
  }
  for (const { name, ...alarm } of after.alarms) facts[`alarm/${name}`] = { ...alarm, value: asJson(alarm.value) }
  return facts
}

function settingsOf(group: GroupFacts, { info, config: { value: config } }: GroupAfter): Record<string, unknown> {
  return {
    platform: info.computePlatform ?? group.applicationPlatform,
    configuration: info.deploymentConfigName,
    'configuration/healthy-hosts': config?.minimumHealthyHosts,
    'configuration/traffic': config?.trafficRoutingConfig,
    'configuration/zones': config?.zonalConfig,
    style: info.deploymentStyle,
    'blue-green': info.blueGreenDeploymentConfiguration,
    'load-balancer': info.loadBalancerInfo,
    'alarms/enabled': info.alarmConfiguration?.enabled ?? false,
    'alarms/ignore-poll-failure': info.alarmConfiguration?.ignorePollAlarmFailure ?? false,
    'alarms/names': listOf(info.alarmConfiguration?.alarms, ({ name }) => name ?? '').toSorted(),
    'auto-rollback/enabled': info.autoRollbackConfiguration?.enabled ?? false,
    'auto-rollback/events': listOf(info.autoRollbackConfiguration?.events, (event) => event).toSorted(),
    triggers: listOf(info.triggerConfigurations, (trigger) => ({
      target: trigger.triggerTargetArn ?? null,
      events: listOf(trigger.triggerEvents, (event) => event).toSorted(),
    })),
    'tag-filters': info.ec2TagFilters,
    'tag-sets': info.ec2TagSet?.ec2TagSetList,
    'on-premises': info.onPremisesInstanceTagFilters,
    'on-premises-sets': info.onPremisesTagSet?.onPremisesTagSetList,
    services: info.ecsServices,
    'scaling-groups': listOf(info.autoScalingGroups, ({ name }) => name ?? ''),
    role: info.serviceRoleArn,
    outdated: info.outdatedInstancesStrategy,
    'termination-hook': info.terminationHookEnabled ?? false,
  }
}

/** A function of a template may stand where a list does. */
function listOf<T, R>(list: readonly T[] | undefined, each: (item: T) => R): R[] {
  return Array.isArray(list) ? list.map(each) : []
}

/** Plain data without absent members; AWS's objects may hold them. */
function asJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json)
}
