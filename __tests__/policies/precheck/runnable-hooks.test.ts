import { describe, expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { placedHooks, type RevisionHooks } from '../../../src/codedeploy/group/declared-hooks.ts'
import { parseAppSpec, type Platform } from '../../../src/codedeploy/appspec/index.ts'
import { rule } from '../../../src/policies/precheck/runnable-hooks.ts'
import { factsOf } from '../facts.ts'

type Info = NonNullable<GroupFacts['info']>
type Judged = readonly (readonly [outcome: string, subject: string, observed: string | undefined])[]

const group = (info: Info | undefined): GroupFacts => ({
  deployment: 'app',
  application: 'shop',
  group: 'shop-production',
  info,
  config: undefined,
  alarms: [],
  running: [],
})
const hooksOf = (platform: Platform, ...events: readonly string[]): RevisionHooks => ({
  deployment: 'app',
  platform,
  hooks: events.map((event, index) => ({ event, source: { file: 'app/appspec.yml', line: index + 5, column: 3 } })),
})
const judged = (platform: Platform, events: readonly string[], from: Parameters<typeof factsOf>[0]): Judged =>
  rule
    .judge(factsOf({ declaredHooks: [hooksOf(platform, ...events)], ...from }))
    .map(({ outcome, subject, observed }) => [outcome, subject.replace('deployment/app/', ''), observed])

const style = (deploymentType: 'IN_PLACE' | 'BLUE_GREEN', traffic: 'WITH' | 'WITHOUT'): Info => ({
  computePlatform: 'Server',
  deploymentStyle: { deploymentType, deploymentOption: `${traffic}_TRAFFIC_CONTROL` },
})
const ELB: Info = { loadBalancerInfo: { elbInfoList: [{ name: 'shop' }] } }
const TARGETS: Info = { loadBalancerInfo: { targetGroupInfoList: [{ name: 'shop' }] } }
const NO_LISTS: Info = { loadBalancerInfo: { elbInfoList: [], targetGroupInfoList: [] } }
const PLAIN = style('IN_PLACE', 'WITHOUT')
const NEVER = '0 load balancers, IN_PLACE, WITHOUT_TRAFFIC_CONTROL'

describe('hooks of a revision for servers', () => {
  test.each<[string, Info, string[], Judged]>([
    ...['BeforeBlockTraffic', 'AfterBlockTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'].map(
      (event): [string, Info, string[], Judged] => [
        `${event} without a load balancer`,
        PLAIN,
        [event],
        [['fail', `hook/${event}`, NEVER]],
      ],
    ),
    [
      'with empty lists of load balancers',
      { ...PLAIN, ...NO_LISTS },
      ['AfterAllowTraffic'],
      [['fail', 'hook/AfterAllowTraffic', NEVER]],
    ],
    [
      'one that runs beside two that cannot',
      PLAIN,
      ['ApplicationStart', 'BeforeAllowTraffic', 'AfterAllowTraffic'],
      [
        ['fail', 'hook/BeforeAllowTraffic', NEVER],
        ['fail', 'hook/AfterAllowTraffic', NEVER],
      ],
    ],
    [
      'events of the agent without a load balancer',
      PLAIN,
      ['ApplicationStop', 'BeforeInstall', 'AfterInstall', 'ApplicationStart', 'ValidateService'],
      [['pass', 'hooks', NEVER]],
    ],
    [
      'around traffic with a classic load balancer',
      { ...style('IN_PLACE', 'WITH'), ...ELB },
      ['BeforeBlockTraffic', 'AfterAllowTraffic'],
      [['pass', 'hooks', '1 load balancer, IN_PLACE, WITH_TRAFFIC_CONTROL']],
    ],
    [
      'around traffic in a blue/green deployment',
      { ...style('BLUE_GREEN', 'WITH'), ...TARGETS },
      ['BeforeBlockTraffic', 'AfterAllowTraffic'],
      [['pass', 'hooks', '1 load balancer, BLUE_GREEN, WITH_TRAFFIC_CONTROL']],
    ],
    [
      'around traffic with a load balancer that the deployment does not use',
      { ...PLAIN, ...TARGETS },
      ['AfterBlockTraffic'],
      [['inconclusive', 'hook/AfterBlockTraffic', '1 load balancer, IN_PLACE, WITHOUT_TRAFFIC_CONTROL']],
    ],
    [
      'around traffic where the style has traffic control and no load balancer is configured',
      style('IN_PLACE', 'WITH'),
      ['AfterAllowTraffic'],
      [['inconclusive', 'hook/AfterAllowTraffic', '0 load balancers, IN_PLACE, WITH_TRAFFIC_CONTROL']],
    ],
    [
      'around traffic in a blue/green deployment without a load balancer',
      style('BLUE_GREEN', 'WITHOUT'),
      ['AfterAllowTraffic'],
      [['inconclusive', 'hook/AfterAllowTraffic', '0 load balancers, BLUE_GREEN, WITHOUT_TRAFFIC_CONTROL']],
    ],
    [
      'around traffic of a group with an unknown style',
      { computePlatform: 'Server', ...ELB },
      ['AfterAllowTraffic'],
      [['inconclusive', 'hook/AfterAllowTraffic', '1 load balancer, deployment type unknown, traffic control unknown']],
    ],
    [
      'around traffic of a group where only the platform is known',
      { computePlatform: 'Server' },
      ['AfterAllowTraffic'],
      [
        [
          'inconclusive',
          'hook/AfterAllowTraffic',
          '0 load balancers, deployment type unknown, traffic control unknown',
        ],
      ],
    ],
    ['none', PLAIN, [], []],
    ['in a group of an unknown platform, which another rule reports', {}, ['AfterAllowTraffic'], []],
    [
      'in a group of another platform, which another rule reports',
      { computePlatform: 'ECS' },
      ['AfterAllowTraffic'],
      [],
    ],
  ])('%s', (_, info, events, expected) => expect(judged('server', events, { groups: [group(info)] })).toEqual(expected))

  test('a hook that can never run is reported with its place in the AppSpec and the next step', () => {
    const [finding] = rule.judge(
      factsOf({ groups: [group(PLAIN)], declaredHooks: [hooksOf('server', 'AfterInstall', 'AfterAllowTraffic')] }),
    )
    expect(finding).toMatchObject({
      code: 'deployment/hook-cannot-run',
      title:
        'production: AfterAllowTraffic of app can never run in shop/shop-production: the group has no load balancer',
      source: { file: 'app/appspec.yml', line: 6, column: 3 },
      expected: 'a load balancer in the group, and WITH_TRAFFIC_CONTROL',
      advice: expect.stringMatching(/^Give the group a load balancer .*remove AfterAllowTraffic from the AppSpec\.$/),
    })
  })
})

describe('hooks of a deployment to ECS', () => {
  const pair = (listeners: readonly string[] | undefined): Info => ({
    computePlatform: 'ECS',
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          prodTrafficRoute: { listenerArns: ['arn:production'] },
          ...(listeners && { testTrafficRoute: { listenerArns: [...listeners] } }),
        },
      ],
    },
  })
  const shown = (pairs: string, listeners: string): string =>
    `${pairs} target group pair${pairs === '1' ? '' : 's'}, ${listeners}, BLUE_GREEN, WITH_TRAFFIC_CONTROL`
  test.each<[string, Info, string[], Judged]>([
    [
      'test traffic with a test listener',
      pair(['arn:test']),
      ['AfterAllowTestTraffic'],
      [['pass', 'hooks', shown('1', '1 test listener')]],
    ],
    [
      'test traffic without a test route',
      pair(undefined),
      ['AfterAllowTestTraffic', 'AfterAllowTraffic'],
      [['inconclusive', 'hook/AfterAllowTestTraffic', shown('1', '0 test listeners')]],
    ],
    [
      'test traffic with a test route that has no listener',
      pair([]),
      ['AfterAllowTestTraffic'],
      [['inconclusive', 'hook/AfterAllowTestTraffic', shown('1', '0 test listeners')]],
    ],
    [
      'the others without a test route',
      pair(undefined),
      ['BeforeInstall', 'AfterInstall', 'BeforeAllowTraffic', 'AfterAllowTraffic'],
      [['pass', 'hooks', shown('1', '0 test listeners')]],
    ],
    [
      'in a group without target groups',
      { computePlatform: 'ECS' },
      ['BeforeAllowTraffic'],
      [
        [
          'inconclusive',
          'hook/BeforeAllowTraffic',
          '0 target group pairs, 0 test listeners, deployment type unknown, traffic control unknown',
        ],
      ],
    ],
  ])('%s', (_, info, events, expected) => expect(judged('ecs', events, { groups: [group(info)] })).toEqual(expected))
})

test('hooks of a deployment to Lambda always have their events', () => {
  const info: Info = { computePlatform: 'Lambda' }
  const facts = factsOf({ groups: [group(info)], declaredHooks: [hooksOf('lambda', 'BeforeAllowTraffic')] })
  expect(rule.judge(facts)).toMatchObject([{ code: 'deployment/hooks-can-run', expected: 'BeforeAllowTraffic' }])
  expect(judged('lambda', ['BeforeAllowTraffic', 'AfterAllowTraffic'], { groups: [group(info)] })).toEqual([
    ['pass', 'hooks', 'Lambda'],
  ])
})

describe('a group that the release creates or changes is judged by its state after the release', () => {
  const TYPE = 'AWS::CodeDeploy::DeploymentGroup'
  const made = (after: object) => [
    { id: 'Group', type: TYPE, action: 'Add', after: { DeploymentGroupName: 'shop-production', ...after } },
  ]
  const changed = (after: object) => [
    { id: 'Group', type: TYPE, after: { DeploymentGroupName: 'shop-production', ...after } },
  ]
  const named = (info: Info): GroupFacts => ({ ...group(info), group: 'physical-Group' })
  const WITH = { DeploymentStyle: { DeploymentType: 'IN_PLACE', DeploymentOption: 'WITH_TRAFFIC_CONTROL' } }
  const BALANCER = { LoadBalancerInfo: { TargetGroupInfoList: [{ Name: 'shop' }] } }
  test.each<[string, Parameters<typeof factsOf>[0], string[]]>([
    ['new and without a load balancer', { groups: [group(undefined)], changes: made({}) }, ['fail']],
    ['new and with a load balancer', { groups: [group(undefined)], changes: made({ ...WITH, ...BALANCER }) }, ['pass']],
    [
      'new and with a load balancer, without a style',
      { groups: [group(undefined)], changes: made(BALANCER) },
      ['inconclusive'],
    ],
    ['given a load balancer', { groups: [named(PLAIN)], changes: changed({ ...WITH, ...BALANCER }) }, ['pass']],
    [
      'with a new alarm, otherwise unchanged',
      { groups: [named({ ...style('IN_PLACE', 'WITH'), ...ELB })], changes: changed({}) },
      ['pass'],
    ],
    [
      'without its load balancer after the release',
      {
        groups: [named({ ...style('IN_PLACE', 'WITH'), ...ELB })],
        changes: changed({
          DeploymentStyle: { DeploymentType: 'IN_PLACE', DeploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
          LoadBalancerInfo: {},
        }),
      },
      ['fail'],
    ],
    ...[
      { 'Fn::If': ['Public', {}, {}] },
      { ElbInfoList: { 'Fn::If': ['Public', [], []] } },
      { TargetGroupInfoList: [{ 'Fn::If': ['Public', { Name: 'a' }, { Ref: 'AWS::NoValue' }] }] },
    ].map((info): [string, Parameters<typeof factsOf>[0], string[]] => [
      `with ${JSON.stringify(info)}`,
      { groups: [group(undefined)], changes: made({ ...WITH, LoadBalancerInfo: info }) },
      ['inconclusive'],
    ]),
    ['that nothing creates, which another rule reports', { groups: [group(undefined)] }, []],
  ])('%s', (_, from, expected) => {
    expect(judged('server', ['AfterAllowTraffic'], from).map(([outcome]) => outcome)).toEqual(expected)
  })

  test.each<[string, object, string]>([
    ['a reference to a listener', { ListenerArns: [{ Ref: 'Test' }] }, 'pass'],
    ['a listener that may be absent', { ListenerArns: [{ 'Fn::If': ['A', 'b', 'c'] }] }, 'inconclusive'],
    ['no listener', { ListenerArns: [] }, 'inconclusive'],
    ['a route from a function', { 'Fn::If': ['A', {}, {}] }, 'inconclusive'],
  ])('test traffic with %s', (_, route, expected) => {
    const after = { LoadBalancerInfo: { TargetGroupPairInfoList: [{ TestTrafficRoute: route }] } }
    const from = { groups: [group(undefined)], changes: made(after) }
    expect(judged('ecs', ['AfterAllowTestTraffic'], from).map(([outcome]) => outcome)).toEqual([expected])
  })
})

describe('hooks are found in the AppSpec with their places', () => {
  const placesOf = (platform: Platform, text: string): unknown => {
    const parsed = parseAppSpec(text, { platform, file: 'appspec.yml' })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    return placedHooks('app', parsed.spec, 'app/appspec.yml').hooks.map(({ event, source }) => [event, source.line])
  }

  test('of servers, where a hook without a script does not count', () => {
    const text = `version: 0.0
os: linux
hooks:
  AfterInstall:
    - location: a.sh
  BeforeInstall: []
  AfterAllowTraffic:
    - location: b.sh
`
    expect(placesOf('server', text)).toEqual([
      ['AfterInstall', 4],
      ['AfterAllowTraffic', 7],
    ])
  })

  test('of Lambda', () => {
    const text = `version: 0.0
Resources:
  - F: { Type: AWS::Lambda::Function, Properties: { Name: f, Alias: a, CurrentVersion: "1", TargetVersion: "2" } }
Hooks:
  - BeforeAllowTraffic: before
  - AfterAllowTraffic: after
`
    expect(placesOf('lambda', text)).toEqual([
      ['BeforeAllowTraffic', 5],
      ['AfterAllowTraffic', 6],
    ])
  })
})
