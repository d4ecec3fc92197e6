import type { PropertyDrift, ResourceDrift } from '../../cloudformation/drift/drift.ts'

/**
 * What a deployment group of CodeDeploy for ECS leads: the listeners of its pair of target groups, and its service.
 * CodeDeploy changes default actions and rules of a listener, and since November 2022 leaves the other target group there
 * with the weight 0 (https://github.com/traveloka/terraform-aws-alb-single-listener/pull/47).
 */
export interface TrafficRoute {
  /** Id of the deployment in the configuration. */
  readonly deployment: string
  readonly application: string
  readonly group: string
  /** Names of both target groups of the pair. */
  readonly targetGroups: readonly string[]
  readonly listeners: readonly RoutedListener[]
  readonly service: {
    readonly arn: string
    /** Of its primary task set. */
    readonly targetGroup: string
    readonly taskDefinition: string
  }
}

export interface RoutedListener {
  readonly arn: string
  /** Whether it takes the customers' requests, and not those of tests. */
  readonly isProduction: boolean
  readonly rules: readonly ListenerRule[]
}

export interface ListenerRule {
  readonly arn: string
  readonly isDefault: boolean
  /** Names of the target groups that it forwards to, with their weights. */
  readonly forwards: readonly { readonly targetGroup: string; readonly weight: number }[]
}

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener'
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule'
const SERVICE = 'AWS::ECS::Service'
const TARGETS =
  /^\/(?:Default)?Actions\/\d+\/(?:TargetGroupArn|ForwardConfig(?:\/TargetGroups(?:\/\d+(?:\/(?:TargetGroupArn|Weight))?)?)?)$/
const BALANCER = /^\/LoadBalancers\/\d+\/TargetGroupArn$/
const TARGET_GROUP = /:targetgroup\/([^/]+)\/[0-9a-z]+/g

/**
 * The route by which a deployment of this release's own group explains a difference; undefined for every other one. A
 * listener or rule has to forward to the two target groups of the pair alone, and all traffic to one of them; that of
 * customers to the one of the primary task set. A service has to have what its primary task set has. Pure.
 */
export function movedBy(
  { type, physicalId }: Pick<ResourceDrift, 'type' | 'physicalId'>,
  { path, expected, actual }: PropertyDrift,
  routes: readonly TrafficRoute[],
): TrafficRoute | undefined {
  return routes.find(({ targetGroups, listeners, service }) => {
    // A template that names a third target group declares something else than the pair.
    if (![...namesIn(expected), ...namesIn(actual)].every((name) => targetGroups.includes(name))) return false
    if (type === SERVICE && physicalId === service.arn) {
      if (path === '/TaskDefinition') return actual === service.taskDefinition
      const [now, ...others] = namesIn(actual)
      return BALANCER.test(path) && now === service.targetGroup && others.length === 0
    }
    if (!TARGETS.test(path) || (type === LISTENER) !== path.startsWith('/Default')) return false
    const found = listeners.flatMap((listener) =>
      listener.rules.flatMap((rule) => {
        const isIt =
          type === LISTENER ? rule.isDefault && listener.arn === physicalId : type === RULE && rule.arn === physicalId
        return isIt ? [{ rule, isProduction: listener.isProduction }] : []
      }),
    )
    return (
      found.length > 0 &&
      found.every(({ rule: { forwards }, isProduction }) => {
        const [taking, ...more] = forwards.filter(({ weight }) => weight > 0)
        const inPair = forwards.every(({ targetGroup }) => targetGroups.includes(targetGroup))
        const isServed = !isProduction || taking?.targetGroup === service.targetGroup
        return taking !== undefined && more.length === 0 && inPair && isServed
      })
    )
  })
}

/** Names of target groups in a text with their ARNs. */
function namesIn(text: string): string[] {
  return [...text.matchAll(TARGET_GROUP)].flatMap(([, name]) => name ?? [])
}
