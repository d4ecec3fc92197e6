import { expect, test } from '@jest/globals'
import { rule as drift } from '../../../src/policies/precheck/drift.ts'
import { valuesOfReport } from '../../../src/precheck/state/drift-values.ts'
import { factsOf } from '../facts.ts'
import { movedBy, type ListenerRule, type TrafficRoute } from '../../../src/policies/drift/moved.ts'

const arn = (name: string): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/${name}/0123456789abcdef`
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/1/production'
const TEST_LISTENER = `${LISTENER}-test`
const RULE = `${LISTENER.replace(':listener/', ':listener-rule/')}/1`
const SERVICE = 'arn:aws:ecs:eu-west-1:111111111111:service/shop/prices'
const TASK = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/prices:7'
const ALL_GREEN = [
  { targetGroup: 'blue', weight: 0 },
  { targetGroup: 'green', weight: 100 },
]

function routeWith(forwards: ListenerRule['forwards'] = ALL_GREEN): TrafficRoute {
  const rules = [
    { arn: `${RULE}-default`, isDefault: true, forwards },
    { arn: RULE, isDefault: false, forwards },
  ]
  return {
    deployment: 'prices',
    application: 'shop',
    group: 'shop-preprod',
    targetGroups: ['blue', 'green'],
    listeners: [
      { arn: LISTENER, isProduction: true, rules },
      { arn: TEST_LISTENER, isProduction: false, rules },
    ],
    service: { arn: SERVICE, targetGroup: 'green', taskDefinition: TASK },
  }
}
const listener = { type: 'AWS::ElasticLoadBalancingV2::Listener', physicalId: LISTENER }
const testListener = { ...listener, physicalId: TEST_LISTENER }
const rule = { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', physicalId: RULE }
const service = { type: 'AWS::ECS::Service', physicalId: SERVICE }
const differs = (path: string, expected: string, actual: string, kind = 'NOT_EQUAL') => ({
  path,
  expected,
  actual,
  kind,
})
const GONE = differs('/DefaultActions/0/TargetGroupArn', arn('blue'), '', 'REMOVE')

test.each<[string, Parameters<typeof movedBy>[0], Parameters<typeof movedBy>[1]]>([
  ['a default action with the other group', listener, differs(GONE.path, arn('blue'), arn('green'))],
  ['a default action with weights in place of the group', listener, GONE],
  [
    'weights of a default action',
    listener,
    differs('/DefaultActions/0/ForwardConfig/TargetGroups/0/Weight', '100', '0'),
  ],
  [
    'a list of groups',
    listener,
    differs('/DefaultActions/0/ForwardConfig/TargetGroups', `[${arn('blue')}]`, `[${arn('blue')},${arn('green')}]`),
  ],
  ['a rule of the listener', rule, differs('/Actions/0/TargetGroupArn', arn('blue'), '', 'REMOVE')],
  ['the listener for tests', testListener, GONE],
  ['the target group of the service', service, differs('/LoadBalancers/0/TargetGroupArn', arn('blue'), arn('green'))],
  ['the task definition of the service', service, differs('/TaskDefinition', 'prices:1', TASK)],
])('a deployment explains %s', (_, resource, difference) => {
  expect(movedBy(resource, difference, [routeWith()])?.deployment).toBe('prices')
})

type Row = readonly [string, Parameters<typeof movedBy>[0], Parameters<typeof movedBy>[1], ListenerRule['forwards']?]

const UNEXPLAINED: readonly Row[] = [
  ['another listener', { ...listener, physicalId: `${LISTENER}-2` }, GONE],
  ['another rule', { ...rule, physicalId: `${RULE}-2` }, differs('/Actions/0/TargetGroupArn', arn('blue'), '')],
  ['the port of the listener', listener, differs('/Port', '80', '8080')],
  ['the protocol of the listener', listener, differs('/Protocol', 'HTTPS', 'HTTP')],
  ['another kind of action', listener, differs('/DefaultActions/0/Type', 'forward', 'redirect')],
  ['a redirect', listener, differs('/DefaultActions/0/RedirectConfig/Host', 'a', 'evil.example')],
  ['stickiness', listener, differs('/DefaultActions/0/ForwardConfig/TargetGroupStickinessConfig', 'a', 'b')],
  ['conditions of the rule', rule, differs('/Conditions/0/Values/0', '/a', '/b')],
  ['a third group in its place', listener, differs(GONE.path, arn('blue'), arn('other'))],
  ['a template with a third group', listener, differs(GONE.path, arn('other'), arn('green'))],
  ['a third group beside the pair', listener, GONE, [...ALL_GREEN, { targetGroup: 'other', weight: 0 }]],
  ['a group without a name', listener, GONE, [{ targetGroup: '', weight: 1 }]],
  ['traffic to both groups', listener, GONE, ALL_GREEN.map((each) => ({ ...each, weight: 50 }))],
  ['traffic to no group', listener, GONE, ALL_GREEN.map((each) => ({ ...each, weight: 0 }))],
  ['a listener that forwards nothing', listener, GONE, []],
  ['production traffic on the group without the service', listener, GONE, [{ targetGroup: 'blue', weight: 1 }]],
  ['a service on a third group', service, differs('/LoadBalancers/0/TargetGroupArn', arn('blue'), arn('other'))],
  ['a service on the old group', service, differs('/LoadBalancers/0/TargetGroupArn', arn('green'), arn('blue'))],
  ['a task definition that no task set has', service, differs('/TaskDefinition', 'prices:1', `${TASK}0`)],
  ['the number of tasks', service, differs('/DesiredCount', '2', '0')],
  ['another service', { ...service, physicalId: `${SERVICE}-2` }, differs('/TaskDefinition', 'prices:1', TASK)],
  ['another type of resource', { ...listener, type: 'AWS::EC2::Instance' }, GONE],
]
test.each(
  UNEXPLAINED.map(
    ([name, resource, difference, forwards = ALL_GREEN]) => [name, resource, difference, forwards] as const,
  ),
)('a deployment does not explain %s', (_, resource, difference, forwards) => {
  expect(movedBy(resource, difference, [routeWith(forwards)])).toBeUndefined()
})

test('without a route no difference is explained', () => {
  expect(movedBy(listener, GONE, [])).toBeUndefined()
})

test('a difference that a deployment explains is noted and counted, and blocks nothing; others are drift', () => {
  const resource = { ...listener, status: 'MODIFIED', differences: [GONE] }
  const reported = (routes: readonly TrafficRoute[]): string[] => {
    const facts = factsOf({ drift: [resource] })
    const environments = facts.environments.map((each) => ({ ...each, routes }))
    return drift
      .judge({ ...facts, environments })
      .map(({ outcome, code, observed }) => `${outcome} ${code}: ${observed}`)
  }
  expect(reported([routeWith()])).toEqual([
    'noted drift/moved-by-deployment: (absent)',
    expect.stringContaining('pass drift/in-sync: 1 of 1 resources checked'),
  ])
  expect(reported([routeWith()])[1]).toContain('1 accepted differences')
  expect(reported([])).toEqual(['fail drift/property-differs: (absent)'])
  // A second attempt finds the listener where the deployment of the first one led it.
  const report = { stack: 'web', stackArn: 'arn', reason: '', detection: 'complete' as const, throttled: false }
  const stateOf = (routes: readonly TrafficRoute[], differences: readonly object[] = [GONE]): object =>
    valuesOfReport(
      {
        ...report,
        nested: [],
        resources: [{ ...resource, logicalId: 'L', reason: '', differences: differences as [] }],
      },
      routes,
    )
  expect(stateOf([routeWith()])).toEqual({ 'stacks/web/drift': 'detected' })
  expect(stateOf([])).toHaveProperty(['stacks/web/drift/L'])
  expect(stateOf([routeWith()], [GONE, differs('/Port', '80', '8080')])).toEqual({
    'stacks/web/drift': 'detected',
    'stacks/web/drift/L': 'MODIFIED; /Port NOT_EQUAL 80 → 8080',
  })
})
