import type { DeploymentGroupInfo, TargetGroupPairInfo } from '@aws-sdk/client-codedeploy'
import type { Action, Rule } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { StateReads } from '../../../aws/clients/state-reads.ts'
import { allReports, type DriftReport } from '../../../cloudformation/drift/drift.ts'
import type { GroupFacts } from '../../../codedeploy/group/group.ts'
import type { ListenerRule, RoutedListener, TrafficRoute } from '../../../policies/drift/moved.ts'
import { ActionError } from '../../../support/errors.ts'

type RoutedGroup = Pick<GroupFacts, 'deployment' | 'application' | 'group' | 'info'>
type Reads = Pick<StateReads, 'describeRules' | 'describeServices'>

const MOVED = new Set([
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ECS::Service',
])

/**
 * Reads what the groups of this release lead, where a listener, rule or service has drifted. A group that cannot be read
 * completely explains nothing: its differences stay differences.
 */
export async function surveyRoutes(
  connect: () => Promise<Reads>,
  groups: readonly RoutedGroup[],
  drift: readonly DriftReport[],
): Promise<TrafficRoute[]> {
  const drifted = drift
    .flatMap(allReports)
    .flatMap(({ resources }) => resources)
    .filter(({ type, status }) => status === 'MODIFIED' && MOVED.has(type))
  const wanted = groups.filter(({ info }) => info?.computePlatform === 'ECS')
  if (drifted.length === 0 || wanted.length === 0) return []
  const reads = await connect()
  const routes = await Promise.all(
    wanted.map(async (group) => {
      try {
        return group.info && (await routeOf(reads, group, group.info))
      } catch (error) {
        if (error instanceof ActionError) return undefined
        throw error
      }
    }),
  )
  return routes.filter((route) => route !== undefined)
}

async function routeOf(
  reads: Reads,
  { deployment, application, group }: RoutedGroup,
  { loadBalancerInfo, ecsServices }: DeploymentGroupInfo,
): Promise<TrafficRoute | undefined> {
  const [pair, ...pairs] = loadBalancerInfo?.targetGroupPairInfoList ?? []
  const [named, ...services] = ecsServices ?? []
  const targetGroups = (pair?.targetGroups ?? []).flatMap(({ name }) => name ?? [])
  const { clusterName: cluster, serviceName } = named ?? {}
  if (pair === undefined || cluster === undefined || serviceName === undefined) return undefined
  if (pairs.length > 0 || services.length > 0 || targetGroups.length !== 2) return undefined
  const { services: [service] = [] } = await reads.describeServices({ cluster, services: [serviceName] })
  const [primary, ...others] = (service?.taskSets ?? []).filter(({ status }) => status === 'PRIMARY')
  const [serving] = (primary?.loadBalancers ?? []).flatMap(({ targetGroupArn }) => nameOf(targetGroupArn) ?? [])
  if (service?.deploymentController?.type !== 'CODE_DEPLOY' || others.length > 0) return undefined
  if (service.serviceArn === undefined || primary?.taskDefinition === undefined || serving === undefined)
    return undefined
  return {
    deployment,
    application,
    group,
    targetGroups,
    listeners: await Promise.all(
      listenersOf(pair).map(async (each): Promise<RoutedListener> => ({
        ...each,
        rules: await rulesOf(reads, each.arn),
      })),
    ),
    service: { arn: service.serviceArn, targetGroup: serving, taskDefinition: primary.taskDefinition },
  }
}

function listenersOf({ prodTrafficRoute, testTrafficRoute }: TargetGroupPairInfo): Omit<RoutedListener, 'rules'>[] {
  const production = prodTrafficRoute?.listenerArns ?? []
  return [
    ...production.map((arn) => ({ arn, isProduction: true })),
    ...(testTrafficRoute?.listenerArns ?? []).flatMap((arn) =>
      production.includes(arn) ? [] : [{ arn, isProduction: false }],
    ),
  ]
}

async function rulesOf(reads: Reads, listener: string): Promise<ListenerRule[]> {
  const rules: Rule[] = []
  let marker: string | undefined
  do {
    const page = await reads.describeRules({ ListenerArn: listener, ...(marker && { Marker: marker }) })
    rules.push(...(page.Rules ?? []))
    marker = page.NextMarker
  } while (marker !== undefined && marker !== '')
  return rules.map(({ RuleArn: arn = '', IsDefault: isDefault = false, Actions: actions = [] }) => ({
    arn,
    isDefault,
    forwards: actions.flatMap(forwardsOf),
  }))
}

/** A target group without a name counts as one that is in no pair. */
function forwardsOf({ Type: type, TargetGroupArn: arn, ForwardConfig: forward }: Action): ListenerRule['forwards'] {
  if (type !== 'forward') return []
  const all = forward?.TargetGroups ?? [{ TargetGroupArn: arn }]
  return all.map((each) => ({
    targetGroup: nameOf(each.TargetGroupArn) ?? '',
    weight: 'Weight' in each ? (each.Weight ?? 1) : 1,
  }))
}

function nameOf(arn: string | undefined): string | undefined {
  return /:targetgroup\/([^/]+)\//.exec(arn ?? '')?.[1]
}
