import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import { isRecord, recordOf } from '../../support/records.ts'
import { isCall } from '../planned/group.ts'

/** How a deployment group routes traffic. A member is undefined where it is not known. */
export interface GroupRouting {
  /** IN_PLACE or BLUE_GREEN. */
  readonly type: string | undefined
  /** WITH_TRAFFIC_CONTROL or WITHOUT_TRAFFIC_CONTROL. */
  readonly option: string | undefined
  /** Number of load balancers, target groups, and pairs of target groups. */
  readonly balancers: number | undefined
  /** Number of listeners for test traffic. */
  readonly testListeners: number | undefined
}

/** How a group that exists routes traffic. GetDeploymentGroup leaves out the load balancers of a group that has none. */
export function routingOf({ deploymentStyle, loadBalancerInfo: info }: DeploymentGroupInfo): GroupRouting {
  const pairs = info?.targetGroupPairInfoList ?? []
  return {
    type: deploymentStyle?.deploymentType,
    option: deploymentStyle?.deploymentOption,
    balancers: (info?.elbInfoList ?? []).length + (info?.targetGroupInfoList ?? []).length + pairs.length,
    testListeners: pairs.flatMap(({ testTrafficRoute }) => testTrafficRoute?.listenerArns ?? []).length,
  }
}

/**
 * How a group will route traffic: as its template declares, and otherwise as the group does that exists.
 * An update leaves settings alone that the template does not name.
 */
export function plannedRouting(
  properties: Readonly<Record<string, unknown>>,
  info: DeploymentGroupInfo | undefined,
): GroupRouting {
  const before = info && routingOf(info)
  const { DeploymentStyle: style, LoadBalancerInfo: balancing } = properties
  const styled = (member: string, otherwise: string | undefined): string | undefined => {
    if (style === undefined) return otherwise
    const value = isCall(style) ? undefined : recordOf(style)[member]
    return typeof value === 'string' ? value : undefined
  }
  return {
    type: styled('DeploymentType', before?.type),
    option: styled('DeploymentOption', before?.option),
    ...(balancing === undefined
      ? { balancers: before?.balancers ?? 0, testListeners: before?.testListeners ?? 0 }
      : declaredBalancing(balancing)),
  }
}

function declaredBalancing(balancing: unknown): Pick<GroupRouting, 'balancers' | 'testListeners'> {
  if (!isRecord(balancing) || isCall(balancing)) return { balancers: undefined, testListeners: undefined }
  const pairs = itemsOf(balancing['TargetGroupPairInfoList'])
  const lists = [itemsOf(balancing['ElbInfoList']), itemsOf(balancing['TargetGroupInfoList']), pairs]
  const routes = pairs?.map((pair) => listenersOf(recordOf(pair)['TestTrafficRoute']))
  return { balancers: sumOf(lists.map((list) => list?.length)), testListeners: sumOf(routes ?? [undefined]) }
}

/** The references to listeners stand in a list: what one of them resolves to does not matter, unless it may be nothing. */
function listenersOf(route: unknown): number | undefined {
  if (route === undefined) return 0
  const listeners = isCall(route) ? undefined : recordOf(route)['ListenerArns']
  if (listeners === undefined) return isCall(route) ? undefined : 0
  return Array.isArray(listeners) && !listeners.some(mayBeNothing) ? listeners.length : undefined
}

function mayBeNothing(value: unknown): boolean {
  const call = recordOf(value)
  return 'Fn::If' in call || call['Ref'] === 'AWS::NoValue'
}

/** Undefined where a function decides which entries there are. */
function itemsOf(list: unknown): readonly unknown[] | undefined {
  if (list === undefined) return []
  return Array.isArray(list) && !list.some(isCall) ? list : undefined
}

function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  return counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  )
}
