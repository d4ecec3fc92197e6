import type { Properties } from '../../contract.ts'
import type { Balancers } from '../hosts/balancers.ts'
import { DEFAULT_PRIORITY, listenerOf } from '../hosts/listeners.ts'
import type { Forward, RuleCondition } from '../hosts/listeners.ts'
import { asText, hexId } from '../names.ts'
import type { Kind, LiveResource } from './live.ts'

interface Action {
  readonly Type?: string
  readonly TargetGroupArn?: string
  readonly ForwardConfig?: { readonly TargetGroups?: readonly { TargetGroupArn: string; Weight?: unknown }[] }
}

const DEFAULT_WEIGHT = 1

/** The target groups of the first forward action, with their weights. Other actions are not implemented. */
function forwardOf(actions: unknown): Forward[] {
  const all = (actions as readonly Action[] | undefined) ?? []
  const action = all.find(({ Type }) => Type === undefined || Type === 'forward')
  const groups = action?.ForwardConfig?.TargetGroups
  if (groups !== undefined) {
    return groups.map(({ TargetGroupArn: group, Weight: weight }) => ({
      group,
      weight: Number(weight ?? DEFAULT_WEIGHT),
    }))
  }
  return action?.TargetGroupArn === undefined ? [] : [{ group: action.TargetGroupArn, weight: DEFAULT_WEIGHT }]
}

/** Actions with the weights that the load balancer has. */
function actionsWith(actions: unknown, forward: readonly Forward[]): unknown {
  if (!Array.isArray(actions)) return actions
  const wanted = forwardOf(actions)
  const same =
    wanted.length === forward.length &&
    wanted.every(({ group, weight }, index) => forward[index]?.group === group && forward[index]?.weight === weight)
  if (same) return actions
  const groups = forward.map(({ group, weight }) => ({ TargetGroupArn: group, Weight: weight }))
  return actions.map((action: Action) => {
    if (action.Type !== undefined && action.Type !== 'forward') return action
    const { TargetGroupArn: _group, ...rest } = action
    return { ...rest, ForwardConfig: { ...action.ForwardConfig, TargetGroups: groups } }
  })
}

/** AWS::ElasticLoadBalancingV2::Listener: its default rule. Its port is ignored: each listener has a port of its own. */
export function listenerKind(balancers: Balancers): Kind {
  const defaultRules = new Map<string, string>()
  const point = ({ physicalId, properties }: LiveResource): void => {
    const arn = defaultRules.get(physicalId)
    if (arn === undefined) return
    const forward = forwardOf(properties.DefaultActions)
    balancers.putRule({ arn, listener: physicalId, priority: DEFAULT_PRIORITY, conditions: [], forward })
  }
  return {
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    identify: (desired) =>
      `${asText(desired.LoadBalancerArn).replace(':loadbalancer/', ':listener/')}/${hexId('', 16)}`,
    attributes: ({ physicalId }) => ({ ListenerArn: physicalId }),
    async created(resource) {
      const { physicalId } = resource
      await balancers.addListener(physicalId)
      defaultRules.set(physicalId, `${physicalId.replace(':listener/', ':listener-rule/')}/${hexId('', 16)}`)
      point(resource)
    },
    updated: point,
    tampered: point,
    removed: ({ physicalId }) => balancers.removeListener(physicalId),
    observe({ physicalId, properties }) {
      const rule = balancers.rule(defaultRules.get(physicalId) ?? '')
      if (rule === undefined) return undefined
      return { ...properties, DefaultActions: actionsWith(properties.DefaultActions, rule.forward) }
    },
  }
}

/** AWS::ElasticLoadBalancingV2::ListenerRule: conditions, and target groups with weights. */
export function listenerRuleKind(balancers: Balancers): Kind {
  const put = ({ physicalId: arn, properties }: LiveResource): void => {
    const conditions = ((properties.Conditions as readonly Properties[] | undefined) ?? []).map(conditionOf)
    balancers.putRule({
      arn,
      listener: listenerOf(arn),
      priority: Number(properties.Priority),
      conditions,
      forward: forwardOf(properties.Actions),
    })
  }
  return {
    type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    identify: (desired) => `${asText(desired.ListenerArn).replace(':listener/', ':listener-rule/')}/${hexId('', 16)}`,
    attributes: ({ physicalId }) => ({ RuleArn: physicalId, IsDefault: false }),
    created: put,
    updated: put,
    tampered: put,
    removed: ({ physicalId }) => balancers.removeRule(physicalId),
    observe({ physicalId, properties }) {
      const rule = balancers.rule(physicalId)
      return rule && { ...properties, Actions: actionsWith(properties.Actions, rule.forward) }
    },
  }
}

interface HeaderConfig {
  readonly HttpHeaderName?: string
}
interface QueryConfig {
  readonly Values?: readonly { readonly Key?: string; readonly Value: string }[]
}

/** A condition by its `…Config`, or by the older `Values`. */
function conditionOf(given: Properties): RuleCondition {
  const config = given as { readonly HttpHeaderConfig?: HeaderConfig; readonly QueryStringConfig?: QueryConfig }
  const valuesOf = (name: string): readonly string[] =>
    (given[name] as { Values?: readonly string[] } | undefined)?.Values ??
    (given.Values as readonly string[] | undefined) ??
    []
  switch (given.Field) {
    case 'path-pattern':
      return { field: 'path-pattern', values: valuesOf('PathPatternConfig') }
    case 'host-header':
      return { field: 'host-header', values: valuesOf('HostHeaderConfig') }
    case 'http-request-method':
      return { field: 'http-request-method', values: valuesOf('HttpRequestMethodConfig') }
    case 'http-header': {
      const name = config.HttpHeaderConfig?.HttpHeaderName ?? ''
      return { field: 'http-header', name, values: valuesOf('HttpHeaderConfig') }
    }
    case 'query-string': {
      const values = config.QueryStringConfig?.Values ?? []
      return { field: 'query-string', values }
    }
    default:
      return { field: 'unknown' }
  }
}
