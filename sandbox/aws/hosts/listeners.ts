import type { IncomingMessage } from 'node:http'
import { glob } from '../identity/text-match.ts'

/** A target group of a forward action, with its share of the traffic. */
export interface Forward {
  /** ARN of the target group. */
  readonly group: string
  weight: number
}

export type RuleCondition =
  | { readonly field: 'path-pattern' | 'host-header' | 'http-request-method'; readonly values: readonly string[] }
  | { readonly field: 'http-header'; readonly name: string; readonly values: readonly string[] }
  | { readonly field: 'query-string'; readonly values: readonly { readonly Key?: string; readonly Value: string }[] }
  /** A condition that the sandbox does not evaluate: it never holds. */
  | { readonly field: 'unknown' }

/** A rule of a listener. The default rule has no conditions, and the lowest priority. */
export interface ListenerRule {
  readonly arn: string
  readonly listener: string
  readonly priority: number
  readonly conditions: readonly RuleCondition[]
  readonly forward: Forward[]
}

export const DEFAULT_PRIORITY = Number.POSITIVE_INFINITY

export interface Listener {
  readonly arn: string
  /** The port on loopback; the first listener of a load balancer has the port of its DNS name. */
  readonly port: number
  readonly rules: Map<string, ListenerRule>
}

/** ARN of the listener in the ARN of a rule. */
export const listenerOf = (rule: string): string =>
  rule.replace(':listener-rule/', ':listener/').split('/').slice(0, -1).join('/')

/** ARN of the load balancer in the ARN of a listener. */
export const balancerOf = (listener: string): string =>
  listener.replace(':listener/', ':loadbalancer/').split('/').slice(0, 4).join('/')

/** The rule that applies to a request: the first by priority whose conditions hold. */
export function ruleFor({ rules }: Listener, message: IncomingMessage): ListenerRule | undefined {
  return [...rules.values()]
    .toSorted((left, right) => left.priority - right.priority)
    .find(({ conditions }) => conditions.every((condition) => holds(condition, message)))
}

function holds(condition: RuleCondition, { headers, method = '', url = '/' }: IncomingMessage): boolean {
  const { pathname, searchParams } = new URL(url, 'http://sandbox.invalid')
  switch (condition.field) {
    case 'path-pattern':
      return condition.values.some((pattern) => glob(pattern, pathname))
    case 'host-header':
      return condition.values.some((pattern) => glob(pattern.toLowerCase(), hostOf(headers.host)))
    case 'http-request-method':
      return condition.values.includes(method)
    case 'http-header': {
      const given = [headers[condition.name.toLowerCase()] ?? []].flat()
      return condition.values.some((pattern) => given.some((value) => glob(pattern.toLowerCase(), value.toLowerCase())))
    }
    case 'query-string':
      return condition.values.some(({ Key, Value }) =>
        [...searchParams].some(([key, value]) => (Key === undefined || glob(Key, key)) && glob(Value, value)),
      )
    default:
      return false
  }
}

/** The host without its port. */
const hostOf = (host = ''): string => host.toLowerCase().replace(/:\d+$/, '')

/**
 * Distributes requests over target groups by their weights. Each rule has its own turns, so that the shares are exact
 * over a round: of ten requests, a weight of 10 in 100 gets one.
 */
export function createWeights(): (rule: ListenerRule) => string | undefined {
  const turns = new WeakMap<ListenerRule, Map<string, number>>()
  return (rule) => {
    const open = rule.forward.filter(({ weight }) => weight > 0)
    const total = open.reduce((sum, { weight }) => sum + weight, 0)
    const credit = turns.get(rule) ?? new Map<string, number>()
    turns.set(rule, credit)
    let best: string | undefined
    for (const { group, weight } of open) {
      credit.set(group, (credit.get(group) ?? 0) + weight)
      if (best === undefined || (credit.get(group) ?? 0) > (credit.get(best) ?? 0)) best = group
    }
    if (best !== undefined) credit.set(best, (credit.get(best) ?? 0) - total)
    return best
  }
}
