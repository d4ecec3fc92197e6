import { describe, expect, it } from '@jest/globals'
import type { Rule } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Balancers, Instances, Traffic } from '../../../src/aws/clients/traffic.ts'
import { greenInstances, routeTo, testListener } from '../../../src/deploy/traffic/endpoints.ts'

const arnOf = (group: string): string => `arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/${group}/0123`
const forward = (...groups: string[]): Rule['Actions'] => [
  { Type: 'forward', ForwardConfig: { TargetGroups: groups.map((group) => ({ TargetGroupArn: arnOf(group) })) } },
]
const headers = (name: string, value: string): Rule['Conditions'] => [
  { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: name, Values: [value] } },
]

describe('the request for the new version through a test listener', () => {
  it.each<[string, Rule[], object]>([
    ['the default action', [{ Priority: 'default', Actions: forward('green') }], { headers: {} }],
    [
      'a rule with a host and a header',
      [
        {
          Priority: '5',
          Actions: forward('green'),
          Conditions: [
            { Field: 'host-header', HostHeaderConfig: { Values: ['*.test.example'] } },
            ...(headers('X-Test', 'yes') ?? []),
          ],
        },
        { Priority: 'default', Actions: forward('blue') },
      ],
      { headers: { host: 'test.test.example', 'x-test': 'yes' } },
    ],
    [
      'the rule with the highest priority',
      [
        { Priority: '20', Actions: forward('green'), Conditions: headers('x-b', '2') ?? [] },
        { Priority: '3', Actions: forward('green'), Conditions: headers('x-a', '1') ?? [] },
      ],
      { headers: { 'x-a': '1' } },
    ],
    [
      'the default, after a rule for another value of the header',
      [
        { Priority: '1', Actions: forward('blue'), Conditions: headers('x-test', 'no') ?? [] },
        { Priority: '2', Actions: forward('green'), Conditions: headers('x-test', 'yes') ?? [] },
      ],
      { headers: { 'x-test': 'yes' } },
    ],
    [
      'a rule on a path, which the check requests',
      [{ Priority: '1', Actions: forward('green'), Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }] }],
      { headers: {} },
    ],
  ])('uses %s', (_, rules, expected) => expect(routeTo(rules, 'green', 'lb.example')).toEqual(expected))

  it.each<[string, Rule[]]>([
    ['still shows the old version', [{ Priority: 'default', Actions: forward('blue') }]],
    ['splits its requests', [{ Priority: 'default', Actions: forward('green', 'blue') }]],
    ['answers itself', [{ Priority: 'default', Actions: [{ Type: 'fixed-response' }] }]],
    [
      'is on a path, and other paths lead to the old version',
      [
        { Priority: '1', Actions: forward('green'), Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }] },
        { Priority: 'default', Actions: forward('blue') },
      ],
    ],
    [
      'comes after a rule that leads a path to the old version',
      [
        { Priority: '1', Actions: forward('blue'), Conditions: [{ Field: 'path-pattern', Values: ['/health'] }] },
        { Priority: 'default', Actions: forward('green') },
      ],
    ],
    [
      'comes after a rule for the same header',
      [
        { Priority: '1', Actions: forward('blue'), Conditions: headers('X-Test', 'Y*') ?? [] },
        { Priority: '2', Actions: forward('green'), Conditions: headers('x-test', 'yes') ?? [] },
      ],
    ],
    ['requires a query', [{ Priority: '1', Actions: forward('green'), Conditions: [{ Field: 'query-string' }] }]],
  ])('is unknown where it %s', (_, rules) => expect(routeTo(rules, 'green', 'lb.example')).toHaveProperty('why'))
})

const traffic = (balancers: Partial<Balancers>, instances: Partial<Instances> = {}): Traffic => ({
  balancers: () => Promise.resolve(balancers as Balancers),
  instances: () => Promise.resolve(instances as Instances),
})
const answer = <T extends object>(value: T): Promise<T & { $metadata: object }> =>
  Promise.resolve({ $metadata: {}, ...value })
const target = (id: string, label: string) => ({ id, label, status: 'Ready', events: [] })

describe('the endpoints of green instances', () => {
  const group = { loadBalancerInfo: { targetGroupInfoList: [{ name: 'shop' }] } }
  const balancers = { describeTargetGroups: () => answer({ TargetGroups: [{ Port: 8080 }] }) }
  const found = (...ids: string[]): Partial<Instances> => ({
    describeInstances: ({ InstanceIds = [] }) =>
      answer({
        Reservations: InstanceIds.filter((id) => ids.includes(id)).map((id) => ({
          Instances: [{ InstanceId: id, PrivateIpAddress: `10.0.0.${id.slice(2)}` }],
        })),
      }),
  })

  it('are their private addresses, on the port of the target group', async () => {
    const targets = [target('i-1', 'Blue'), target('i-2', 'Green'), target('i-3', 'Green')]
    expect(await greenInstances(traffic(balancers, found('i-2', 'i-3')), { id: 'app', group, targets })).toEqual({
      endpoints: [
        { name: 'i-2', address: '10.0.0.2:8080', headers: {} },
        { name: 'i-3', address: '10.0.0.3:8080', headers: {} },
      ],
    })
  })

  it.each([
    ['none is green', [target('i-1', 'Blue')], group],
    ['one has no address', [target('i-2', 'Green'), target('i-9', 'Green')], group],
    ['the group has no target group', [target('i-2', 'Green')], {}],
  ])('are unknown where %s', async (_, targets, info) => {
    const read = await greenInstances(traffic(balancers, found('i-2')), { id: 'app', group: info, targets })
    expect(read).toMatchObject({ finding: { code: 'traffic/no-endpoint', outcome: 'inconclusive' } })
  })
})

describe('the endpoint of a new task set', () => {
  const LISTENER = 'arn:listener'
  const OTHER_HOST = [{ Field: 'host-header', Values: ['Other.Example'] }]
  const group = {
    loadBalancerInfo: { targetGroupPairInfoList: [{ testTrafficRoute: { listenerArns: [LISTENER] } }] },
  }
  const targets = [{ id: 'shop:web', status: 'InProgress', events: [], greenGroup: 'green' }]
  const balancers: Partial<Balancers> = {
    describeListeners: () => answer({ Listeners: [{ ListenerArn: LISTENER, LoadBalancerArn: 'arn:lb', Port: 8443 }] }),
    describeLoadBalancers: () => answer({ LoadBalancers: [{ DNSName: 'lb.example' }] }),
    describeRules: ({ Marker }) =>
      answer(
        Marker === undefined
          ? { Rules: [{ Priority: '1', Actions: forward('other'), Conditions: OTHER_HOST }], NextMarker: 'more' }
          : { Rules: [{ Priority: 'default', Actions: forward('green') }] },
      ),
  }

  it('is the test listener, read to the last page of its rules', async () => {
    expect(await testListener(traffic(balancers), { id: 'web', group, targets })).toEqual({
      endpoints: [{ name: 'test listener 8443', address: 'lb.example:8443', headers: {} }],
    })
  })

  it.each([
    ['there is no test listener', {}, targets],
    ['the new task set has no target group', group, [{ id: 'shop:web', status: 'InProgress', events: [] }]],
    ['the listener does not forward to it', group, [{ ...targets[0]!, greenGroup: 'purple' }]],
  ])('is unknown where %s', async (_, info, given) => {
    const read = await testListener(traffic(balancers), { id: 'web', group: info, targets: given })
    expect(read).toMatchObject({ finding: { code: 'traffic/no-endpoint', outcome: 'inconclusive' } })
  })
})
