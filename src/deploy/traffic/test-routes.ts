import type { LoadBalancer } from '@aws-sdk/client-ecs'
import type { Traffic } from '../../aws/clients/traffic.ts'
import type { TestEndpoint } from '../../checks/engine/test-endpoint.ts'
import { listenerEndpoint, noEndpoint, type Endpoints } from './endpoints.ts'

/** ARN of a rule of an Application Load Balancer: the listener's, and the id of the rule. */
const RULE = /^(arn:[^:]+:elasticloadbalancing:[^:]+:\d+):listener-rule\/(.+)\/[0-9a-f]+$/
const NETWORK_LISTENER = ':listener/net/'

/** The listeners by whose test rules the new revision of a service is reached, with what these demand of a request. */
export async function testRoutes(
  traffic: Traffic,
  {
    id,
    balancers,
    targetGroups,
  }: {
    readonly id: string
    readonly balancers: readonly LoadBalancer[]
    /** ARNs of the target groups that the tasks of the new revision are in. */
    readonly targetGroups: readonly string[]
  },
): Promise<Endpoints> {
  const endpoints: TestEndpoint[] = []
  for (const { advancedConfiguration: advanced, targetGroupArn } of balancers) {
    const route = advanced?.testListenerRule
    if (route === undefined || route === '') continue
    const own = [targetGroupArn, advanced?.alternateTargetGroupArn]
    const green = targetGroups.find((group) => own.includes(group))
    if (green === undefined) return noEndpoint(id, 'ECS did not return the target group of the new revision', 'its ARN')
    const found = await listenerEndpoint(traffic, {
      id,
      listener: listenerOf(route),
      group: green.split(':targetgroup/')[1]?.split('/')[0] ?? green,
      hasRules: !route.includes(NETWORK_LISTENER),
    })
    if ('finding' in found) return found
    endpoints.push(...found.endpoints)
  }
  if (endpoints.length > 0) return { endpoints }
  return noEndpoint(id, 'the service has no rule for test traffic', 'a TestListenerRule')
}

/** A rule of an Application Load Balancer names its listener; for others the listener itself is given. */
function listenerOf(route: string): string {
  const [, home, path] = RULE.exec(route) ?? []
  return home === undefined || path === undefined ? route : `${home}:listener/${path}`
}
