import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import type { Rule, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Balancers, Traffic } from '../../aws/clients/traffic.ts'
import type { TestEndpoint } from '../../checks/engine/test-endpoint.ts'
import type { TargetState } from '../../codedeploy/targets.ts'
import type { Finding } from '../../evidence/finding.ts'

/** Where a version without traffic is reached, or why that is not known. */
export type Endpoints = { readonly endpoints: readonly TestEndpoint[] } | { readonly finding: Finding }

interface About {
  /** Id of the deployment in the configuration. */
  readonly id: string
  readonly group: DeploymentGroupInfo
  readonly targets: readonly TargetState[]
}

const INSTANCES_PER_CALL = 100

/** The green instances of a deployment to servers, on the port of the group's target group. They are in none yet. */
export async function greenInstances(traffic: Traffic, { id, group, targets }: About): Promise<Endpoints> {
  const green = targets.filter(({ label }) => label === 'Green').map((target) => target.id)
  if (green.length === 0) return noEndpoint(id, 'the deployment lists no green instance', 'at least one green instance')
  const [name] = (group.loadBalancerInfo?.targetGroupInfoList ?? []).flatMap((each) => each.name ?? [])
  if (name === undefined)
    return noEndpoint(id, 'the deployment group has no target group, whose port would be asked', 'a target group')
  const { TargetGroups: [found] = [] } = await (await traffic.balancers()).describeTargetGroups({ Names: [name] })
  if (found?.Port === undefined) return noEndpoint(id, `the target group ${name} has no port`, 'a port')
  const instances = await traffic.instances()
  const addresses = new Map<string, string>()
  for (let at = 0; at < green.length; at += INSTANCES_PER_CALL) {
    const ids = green.slice(at, at + INSTANCES_PER_CALL)
    const { Reservations: reservations = [] } = await instances.describeInstances({ InstanceIds: ids })
    for (const { InstanceId: instance, PrivateIpAddress: address } of reservations.flatMap(
      (each) => each.Instances ?? [],
    ))
      if (instance !== undefined && address !== undefined) addresses.set(instance, address)
  }
  const missing = green.filter((instance) => !addresses.has(instance))
  if (missing.length > 0)
    return noEndpoint(id, `EC2 returned no private address of ${missing.join(', ')}`, 'an address')
  return {
    endpoints: green.map((instance) => ({
      name: instance,
      address: `${addresses.get(instance)}:${found.Port}`,
      headers: {},
    })),
  }
}

/** The test listener of a deployment to ECS, with what its rule demands of a request that is to reach the new task set. */
export async function testListener(traffic: Traffic, { id, group, targets }: About): Promise<Endpoints> {
  const [pair] = group.loadBalancerInfo?.targetGroupPairInfoList ?? []
  const [listenerArn] = pair?.testTrafficRoute?.listenerArns ?? []
  if (listenerArn === undefined)
    return noEndpoint(id, 'the deployment group has no test listener', 'a TestTrafficRoute')
  const green = targets.flatMap(({ greenGroup }) => greenGroup ?? [])[0]
  if (green === undefined)
    return noEndpoint(id, 'CodeDeploy did not return the target group of the new task set', 'its name')
  return listenerEndpoint(traffic, { id, listener: listenerArn, group: green, hasRules: true })
}

/** A test listener, with what its rule demands of a request that is to reach the target group `group` and no other. */
export async function listenerEndpoint(
  traffic: Traffic,
  {
    id,
    listener: listenerArn,
    group: green,
    hasRules,
  }: {
    readonly id: string
    readonly listener: string
    /** By name. */
    readonly group: string
    /** False for a listener that forwards everything to one target group. */
    readonly hasRules: boolean
  },
): Promise<Endpoints> {
  const balancers = await traffic.balancers()
  const { Listeners: [listener] = [] } = await balancers.describeListeners({ ListenerArns: [listenerArn] })
  if (listener?.LoadBalancerArn === undefined || listener.Port === undefined)
    return noEndpoint(id, `the test listener ${listenerArn} has no load balancer and port`, 'a listener')
  const arns = [listener.LoadBalancerArn]
  const { LoadBalancers: [balancer] = [] } = await balancers.describeLoadBalancers({ LoadBalancerArns: arns })
  if (balancer?.DNSName === undefined) return noEndpoint(id, 'the load balancer has no name in DNS', 'a DNS name')
  const route = hasRules ? routeTo(await rulesOf(balancers, listenerArn), green, balancer.DNSName) : { headers: {} }
  if (!('headers' in route)) return noEndpoint(id, route.why, `a rule that forwards to ${green} and to nothing else`)
  const name = `test listener ${listener.Port}`
  return { endpoints: [{ name, address: `${balancer.DNSName}:${listener.Port}`, headers: route.headers }] }
}

async function rulesOf(balancers: Balancers, listener: string): Promise<Rule[]> {
  const rules: Rule[] = []
  let marker: string | undefined
  do {
    const page = await balancers.describeRules({
      ListenerArn: listener,
      ...(marker !== undefined && { Marker: marker }),
    })
    rules.push(...(page.Rules ?? []))
    marker = page.NextMarker
  } while (marker !== undefined && marker !== '')
  return rules
}

/**
 * Pure: what a request has to have so that a listener forwards it to a target group and to no other, by the name of the group.
 * The first rule counts whose conditions are on headers and the path, where no other rule can take the request: one before
 * it, or one after it where the path of a check may not fit. `host` is that of a request without a header for it.
 */
export function routeTo(
  rules: readonly Rule[],
  group: string,
  host: string,
): { readonly headers: Record<string, string> } | { readonly why: string } {
  const ordered = rules.toSorted((a, b) => orderOf(a) - orderOf(b))
  const isOther = (rule: Rule): boolean => !isTo(rule, group)
  if (ordered.every(isOther)) return { why: `no rule of the test listener forwards to ${group} alone` }
  for (const [index, rule] of ordered.entries()) {
    const headers = isOther(rule) ? undefined : headersFor(rule)
    if (headers === undefined) continue
    const isOnPath = (rule.Conditions ?? []).some(({ Field: field }) => field === 'path-pattern')
    const rivals = isOnPath ? ordered : ordered.slice(0, index)
    if (!rivals.some((rival) => isOther(rival) && mayTake(rival, { host, ...headers }))) return { headers }
  }
  return { why: `a request to ${group} may be taken by a rule that forwards elsewhere, or needs more than headers` }
}

/** The headers that meet the conditions of a rule; undefined where it has others than on headers and the path. */
function headersFor({ Conditions: conditions = [] }: Rule): Record<string, string> | undefined {
  const headers: Record<string, string> = {}
  for (const condition of conditions) {
    if (condition.Field === 'path-pattern') continue
    const { name, patterns } = headerOf(condition)
    const [pattern] = patterns
    if (name === undefined || pattern === undefined) return undefined
    headers[name] = pattern.replaceAll('*', 'test').replaceAll('?', 't')
  }
  return headers
}

function headerOf({ Field: field, Values: values, HostHeaderConfig: host, HttpHeaderConfig: header }: RuleCondition): {
  readonly name?: string | undefined
  readonly patterns: readonly string[]
} {
  if (field === 'host-header') return { name: 'host', patterns: host?.Values ?? values ?? [] }
  if (field === 'http-header') return { name: header?.HttpHeaderName?.toLowerCase(), patterns: header?.Values ?? [] }
  return { patterns: [] }
}

/** Whether a rule can take a request with these headers, whatever its path. */
function mayTake({ Conditions: conditions = [] }: Rule, headers: Readonly<Record<string, string>>): boolean {
  return conditions.every((condition) => {
    const { name, patterns } = headerOf(condition)
    const sent = name === undefined ? undefined : headers[name]
    if (sent === undefined) return condition.Field !== 'http-header'
    return patterns.some((pattern) => fits(pattern, sent))
  })
}

/** A pattern of a listener's rule: `*` and `?`, without regard to case. */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'is').test(text)
}

function isTo({ Actions: actions = [] }: Rule, group: string): boolean {
  const groups = actions.flatMap(({ ForwardConfig: forward, TargetGroupArn: arn }) =>
    forward?.TargetGroups
      ? forward.TargetGroups.filter(({ Weight: weight = 1 }) => weight > 0).map((each) => each.TargetGroupArn)
      : [arn],
  )
  return groups.length > 0 && groups.every((arn) => arn?.split(':targetgroup/')[1]?.split('/')[0] === group)
}

function orderOf({ Priority: priority = 'default' }: Rule): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : Number(priority)
}

export function noEndpoint(id: string, why: string, expected: string): Endpoints {
  return {
    finding: {
      code: 'traffic/no-endpoint',
      outcome: 'inconclusive',
      title: `${id}: ${why}, so nothing was checked before traffic`,
      subject: `deployment/${id}/test-endpoint`,
      expected,
      observed: why,
      advice:
        'Give the group or the service what `{test-endpoint}` is made from, or write the address of the new version into the check.',
    },
  }
}
