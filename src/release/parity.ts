import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { stackSnapshot, type DeployedStack } from '../cloudformation/snapshot.ts'
import type { AlarmFacts, GroupFacts } from '../codedeploy/group.ts'
import type { Environment } from '../config/resolve.ts'
import { digestOf } from '../evidence/digest.ts'
import type { Snapshot } from '../evidence/document.ts'
import type { Json } from '../evidence/finding.ts'
import type { StackSources } from './sources.ts'

/**
 * Pure: what one environment is made of, with names of environments, accounts and regions taken out, so that two
 * environments compare. Made by one job for each environment, or by one for both.
 */
export function makeSnapshot(from: {
  readonly environment: Environment
  readonly sources: StackSources
  readonly deployed: ReadonlyMap<string, DeployedStack>
  readonly groups: readonly GroupFacts[]
  /** Ids of stacks whose template is another file in the other environment: compared part by part, by digests. */
  readonly ownTemplates: ReadonlySet<string>
  /** `stacks/web`, `deployments/app`: what could not be read; that is all that is told of it. */
  readonly unread?: ReadonlySet<string>
}): Snapshot {
  const { environment, sources, deployed, groups } = from
  const facts: Record<string, Json> = {}
  for (const stack of environment.stacks) {
    const source = sources.get(stack.id)
    if (source === undefined || from.unread?.has(`stacks/${stack.id}`)) continue
    const found = stackSnapshot({
      template: source.template,
      given: source.parameters,
      capabilities: stack.capabilities,
      tags: stack.tags,
      role: stack.role,
      deployed: deployed.get(stack.id),
      detailed: from.ownTemplates.has(stack.id),
    })
    for (const [path, value] of Object.entries(found)) facts[`stacks/${stack.id}/${path}`] = value
  }
  for (const group of groups) {
    for (const [path, value] of Object.entries(groupSnapshot(group))) {
      facts[`deployments/${group.deployment}/${path}`] = value
    }
  }
  for (const owner of from.unread ?? []) facts[`${owner}/start/exists`] = null
  const normalise = normaliser(environment, accountOf(from))
  return {
    environment: environment.key,
    facts: Object.fromEntries(
      Object.entries(facts).map(([path, value]) => {
        const neutral = mapJson(value, normalise)
        const parted = /^stacks\/[^/]+\/template\//.test(path)
        return [neutralPath(path, normalise), parted ? { text: digestOf(value), meaning: digestOf(neutral) } : neutral]
      }),
    ),
  }
}

/**
 * Ids, parameters and tags are called the same in both environments, one of which may be called like them; alarms bear
 * the environment in their names.
 */
function neutralPath(path: string, normalise: (text: string) => string): string {
  const [kind = '', id = '', ...rest] = path.split('/')
  return kind === 'deployments' ? [kind, id, normalise(rest.join('/'))].join('/') : path
}

function accountOf({ environment, deployed, groups }: Parameters<typeof makeSnapshot>[0]): string | undefined {
  const arn =
    [...deployed.values()][0]?.state.arn ??
    environment.planRole ??
    environment.deployRole ??
    groups.find(({ info }) => info?.serviceRoleArn !== undefined)?.info?.serviceRoleArn
  return arn?.split(':')[4]
}

function groupSnapshot({ info, config, alarms }: GroupFacts): Record<string, Json> {
  if (info === undefined) return { 'start/exists': false }
  const facts: Record<string, unknown> = {
    'start/exists': true,
    platform: info.computePlatform,
    configuration: info.deploymentConfigName,
    'configuration/healthy-hosts': config?.minimumHealthyHosts,
    'configuration/traffic': config?.trafficRoutingConfig,
    'configuration/zones': config?.zonalConfig,
    style: info.deploymentStyle,
    'blue-green': info.blueGreenDeploymentConfiguration,
    'load-balancer': info.loadBalancerInfo,
    'alarms/enabled': info.alarmConfiguration?.enabled ?? false,
    'alarms/ignore-poll-failure': info.alarmConfiguration?.ignorePollAlarmFailure ?? false,
    'alarms/names': alarms.map((alarm) => alarm.name).toSorted(),
    'auto-rollback/enabled': info.autoRollbackConfiguration?.enabled ?? false,
    'auto-rollback/events': (info.autoRollbackConfiguration?.events ?? []).toSorted(),
    triggers: (info.triggerConfigurations ?? []).map((trigger) => ({
      target: trigger.triggerTargetArn ?? null,
      events: (trigger.triggerEvents ?? []).toSorted(),
    })),
    'tag-filters': info.ec2TagFilters,
    'tag-sets': info.ec2TagSet?.ec2TagSetList,
    'on-premises': info.onPremisesInstanceTagFilters,
    services: info.ecsServices,
    'scaling-groups': (info.autoScalingGroups ?? []).map((group) => group.name ?? ''),
    role: info.serviceRoleArn,
    outdated: info.outdatedInstancesStrategy,
    'termination-hook': info.terminationHookEnabled ?? false,
  }
  for (const alarm of alarms) facts[`alarm/${alarm.name}`] = alarmSnapshot(alarm)
  return Object.fromEntries(Object.entries(facts).map(([path, value]) => [path, asJson(value)]))
}

/** The definition of an alarm, not its state. */
function alarmSnapshot({ metric, composite, state }: AlarmFacts): unknown {
  if (composite !== undefined) {
    return {
      rule: composite.AlarmRule,
      actionsEnabled: composite.ActionsEnabled ?? true,
      actions: composite.AlarmActions,
    }
  }
  if (metric === undefined) return state
  const kept: (keyof MetricAlarm)[] = [
    'Namespace',
    'MetricName',
    'Statistic',
    'ExtendedStatistic',
    'Period',
    'EvaluationPeriods',
    'DatapointsToAlarm',
    'Threshold',
    'ThresholdMetricId',
    'ComparisonOperator',
    'TreatMissingData',
    'EvaluateLowSampleCountPercentile',
    'Unit',
    'Metrics',
  ]
  return {
    ...Object.fromEntries(kept.map((key) => [key, metric[key]])),
    dimensions: (metric.Dimensions ?? []).map((dimension) => `${dimension.Name}=${dimension.Value}`).toSorted(),
    actionsEnabled: metric.ActionsEnabled ?? true,
    actions: (metric.AlarmActions ?? []).toSorted(),
  }
}

/** Plain data without absent members; AWS's objects may hold them. */
function asJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json)
}

/**
 * Takes out of a text what differs between environments by their nature: the environment's name as a whole word, the
 * account, the region, and the random endings that AWS gives to names.
 */
function normaliser(environment: Environment, account: string | undefined): (text: string) => string {
  const word = (text: string): RegExp => new RegExp(`(?<![A-Za-z0-9])${escape(text)}(?![A-Za-z0-9])`, 'g')
  const names = [environment.name, environment.key].map(word)
  // A zone is its region with a letter.
  const region =
    environment.region === ''
      ? undefined
      : new RegExp(`(?<![A-Za-z0-9])${escape(environment.region)}(?=[a-z]?(?![A-Za-z0-9]))`, 'g')
  const accountWord = account === undefined || account === '' ? undefined : word(account)
  const neutral = (text: string): string => {
    let plain = text
    if (accountWord) plain = plain.replaceAll(accountWord, '{account}')
    for (const name of names) plain = plain.replaceAll(name, '{environment}')
    return region ? plain.replaceAll(region, '{region}') : plain
  }
  // After STACK-LogicalId- the ending is CloudFormation's own, also where chance gave it no digit.
  const generated = environment.stacks.map(
    (stack) => new RegExp(`(?<=${escape(neutral(stack.name))}-[A-Za-z0-9]+)-[A-Z0-9]{12,13}(?![A-Za-z0-9])`, 'g'),
  )
  return (text) => {
    const plain = generated.reduce((given, ending) => given.replaceAll(ending, '-{random}'), neutral(text))
    return plain.replaceAll(RANDOM_ENDING, '-{random}').replaceAll(BALANCER_ID, '/{id}')
  }
}

/** CloudFormation's endings of names: 12 or 13 capitals and digits, at least one of each kind. */
const RANDOM_ENDING = /-(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{12,13}(?![A-Za-z0-9])/g
/** The last part of the names of balancers and target groups. */
const BALANCER_ID = /\/[0-9a-f]{16}(?![0-9a-f])/g

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function mapJson(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item: Json) => mapJson(item, change))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapJson(member, change)]))
  }
  return value
}
