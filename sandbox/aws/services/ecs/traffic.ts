import type * as sdk from '@aws-sdk/client-ecs'
import type { Forward, ListenerRule } from '../../hosts/listeners.ts'
import type { Failure } from './failures.ts'
import type { Revision } from './model.ts'
import { targetGroupOf } from './scheduler.ts'
import type { EcsContext } from './scheduler.ts'

const NETWORK = 'Service deployment rolled back because of invalid networking configuration'

const networkFailure = (why: string): Failure => {
  const reason = `${NETWORK}${why}`
  return { kind: 'network', reason, event: `deployment failed: ${reason}`, rollback: true }
}

type Route = 'production' | 'test'

const ruleOf = ({ balancers }: EcsContext, balancer: sdk.LoadBalancer, route: Route): ListenerRule | undefined => {
  const { productionListenerRule, testListenerRule } = balancer.advancedConfiguration ?? {}
  return balancers.rule((route === 'production' ? productionListenerRule : testListenerRule) ?? '')
}

/** Whether a new revision has to use the alternate target groups: when production uses the others. */
export function usesAlternate(context: EcsContext, { settings }: Pick<Revision, 'settings'>, first: boolean): boolean {
  const [balancer] = settings.loadBalancers ?? []
  const alternate = balancer?.advancedConfiguration?.alternateTargetGroupArn
  if (balancer === undefined || alternate === undefined) return false
  const serving = ruleOf(context, balancer, 'production')?.forward.find(({ weight }) => weight > 0)
  // The first revision takes the target group that production uses already.
  return first ? serving?.group === alternate : serving?.group !== alternate
}

/** Checks the listener rules before any task starts. @returns why the deployment cannot shift its traffic */
export function networkFault(context: EcsContext, { settings }: Revision): Failure | undefined {
  for (const balancer of settings.loadBalancers ?? []) {
    const { alternateTargetGroupArn: alternate, ...advanced } = balancer.advancedConfiguration ?? {}
    if (alternate === undefined) continue
    const production = ruleOf(context, balancer, 'production')
    const test = ruleOf(context, balancer, 'test')
    const missing = production === undefined || (advanced.testListenerRule !== undefined && test === undefined)
    if (missing) return networkFailure('. One or more rules not found')
    const serving = production.forward.filter(({ weight }) => weight > 0)
    if (serving.length !== 1) {
      return networkFailure(
        `. productionListenerRule ${production.arn} should have exactly one target group serving traffic but found ${serving.length} target groups which are serving traffic`,
      )
    }
    const known = [balancer.targetGroupArn, alternate]
    const other = serving.find(({ group }) => !known.includes(group))
    if (other !== undefined) {
      return networkFailure(
        `. Production listener rule is forwarding traffic to unexpected target group ${other.group}. Expected traffic to be forwarded to either targetGroupArn: ${balancer.targetGroupArn} or alternateTargetGroupArn: ${alternate}`,
      )
    }
    const named = [...production.forward, ...(test?.forward ?? [])].map(({ group }) => group)
    const lonely = known.find((group) => group !== undefined && !named.includes(group))
    if (lonely !== undefined) {
      return networkFailure(
        `: Target group ${lonely} is not associated with either productionListenerRule or testListenerRule.`,
      )
    }
  }
  return undefined
}

/** Shifts `percent` of production or test traffic to the target groups of a revision, the rest to the other ones. */
export function shift(context: EcsContext, revision: Revision, route: Route, percent: number): void {
  for (const balancer of revision.settings.loadBalancers ?? []) {
    const alternate = balancer.advancedConfiguration?.alternateTargetGroupArn
    const rule = ruleOf(context, balancer, route)
    if (rule === undefined || alternate === undefined) continue
    const mine = targetGroupOf(revision, balancer)
    const other = mine === alternate ? (balancer.targetGroupArn ?? '') : alternate
    const forward: Forward[] = [
      { group: mine, weight: percent },
      { group: other, weight: 100 - percent },
    ]
    rule.forward.splice(0, rule.forward.length, ...forward)
  }
}
