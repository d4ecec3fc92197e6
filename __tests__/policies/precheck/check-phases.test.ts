import { describe, expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { rule } from '../../../src/policies/precheck/check-phases.ts'
import { configOf, factsOf } from '../facts.ts'

type Given = Parameters<typeof factsOf>[0]
const SERVERS = { platform: 'server', application: 'shop', group: 'g', revision: { directory: 'app', bucket: 'b' } }

const findings = (verify: readonly object[], given: Given = {}, deployments: readonly object[] = [SERVERS]) =>
  rule.judge({ ...factsOf(given), config: configOf({ verify, deployments }) })
const judged = (...args: Parameters<typeof findings>): string[] =>
  findings(...args).map(({ code, outcome, title }) => `${outcome} ${code}: ${title}`)
const codes = (...args: Parameters<typeof findings>): string[] =>
  findings(...args)
    .map(({ code, outcome }) => `${outcome} ${code}`)
    .filter((line) => line !== 'pass phase/runnable')

const BEFORE = [{ name: 'health', http: 'http://{test-endpoint}/health', phase: 'before-traffic' }]

test.each<[string, readonly object[], readonly string[]]>([
  ['without a phase', [{ http: 'https://x/' }], []],
  [
    'of production',
    [{ http: 'https://x/', phase: 'production' }],
    ['pass phase/runnable: 1 check of the phase production can run'],
  ],
  [
    'during a deployment',
    [{ http: 'https://x/', phase: 'during' }],
    ['pass phase/runnable: 1 check of the phase during can run'],
  ],
  [
    'for which no rollback is rehearsed',
    [
      { http: 'https://x/', phase: 'after-rollback' },
      { tcp: 'x:80', phase: 'after-rollback' },
    ],
    [
      'fail phase/not-runnable: nothing runs the 2 checks of the phase after-rollback: no rehearsal of a rollback is configured',
    ],
  ],
])('checks %s', (_, verify, expected) => expect(judged(verify)).toEqual(expected))

test.each<[string, readonly object[], readonly object[], readonly string[]]>([
  ['no deployment that waits', BEFORE, [], ['fail phase/not-runnable']],
  [
    'deployments to this host alone',
    BEFORE,
    [{ platform: 'local', revision: { directory: 'app' } }],
    ['fail phase/not-runnable'],
  ],
  ['a deployment to Lambda', BEFORE, [{ platform: 'lambda', application: 'shop', group: 'g', appspec: 'a.yml' }], []],
  ['another phase', [{ http: 'http://{test-endpoint}/' }], [SERVERS], ['fail phase/unknown-endpoint']],
  [
    'another id',
    [{ http: 'http://{test-endpoint.api}/', phase: 'before-traffic' }],
    [SERVERS],
    ['fail phase/unknown-endpoint'],
  ],
  ['its own id', [{ http: 'http://{test-endpoint.app}/', phase: 'before-traffic' }], [SERVERS], []],
])('a test endpoint with %s', (_, verify, deployments, expected) =>
  expect(codes(verify, {}, deployments)).toEqual(expected),
)

describe('a group', () => {
  const BLUE_GREEN = { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' } as const
  const ready = (actionOnTimeout: 'STOP_DEPLOYMENT' | 'CONTINUE_DEPLOYMENT', waitTimeInMinutes?: number) => ({
    deploymentStyle: BLUE_GREEN,
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout, ...(waitTimeInMinutes !== undefined && { waitTimeInMinutes }) },
    },
  })
  const group = (info: GroupFacts['info'], more: Partial<GroupFacts> = {}): GroupFacts => ({
    deployment: 'app',
    application: 'shop',
    group: 'g',
    platform: 'server',
    info,
    config: undefined,
    alarms: [],
    running: [],
    ...more,
  })
  const TEST_ROUTE = {
    loadBalancerInfo: { targetGroupPairInfoList: [{ testTrafficRoute: { listenerArns: ['arn:l'] } }] },
  }

  test.each<[string, GroupFacts, string[]]>([
    ['that waits, and is stopped by AWS', group(ready('STOP_DEPLOYMENT', 30)), ['pass phase/group-waits']],
    ['that continues by itself', group(ready('CONTINUE_DEPLOYMENT')), ['fail phase/group-does-not-wait']],
    ['that waits zero minutes', group(ready('STOP_DEPLOYMENT', 0)), ['fail phase/group-does-not-wait']],
    ['without the setting', group({ deploymentStyle: BLUE_GREEN }), ['fail phase/group-does-not-wait']],
    [
      'that deploys in place',
      group({ deploymentStyle: { deploymentType: 'IN_PLACE' } }),
      ['fail phase/group-does-not-wait'],
    ],
    ['that nothing creates', group(undefined), []],
    [
      'of ECS without test traffic',
      group(ready('STOP_DEPLOYMENT', 30), { platform: 'ecs' }),
      ['fail phase/no-test-route'],
    ],
    [
      'of ECS with test traffic',
      group({ ...ready('STOP_DEPLOYMENT', 30), ...TEST_ROUTE }, { platform: 'ecs' }),
      ['pass phase/group-waits'],
    ],
    ['of Lambda, whose versions are checked before', group({}, { platform: 'lambda' }), []],
  ])('%s', (_, facts, expected) => expect(codes(BEFORE, { groups: [facts] })).toEqual(expected))

  test('that waits for less time than the checks take', () => {
    const slow = [{ ...BEFORE[0], every: '30s', count: 5 }]
    expect(codes(slow, { groups: [group(ready('STOP_DEPLOYMENT', 1))] })).toEqual(['fail phase/wait-too-short'])
  })

  test('without any check', () => {
    const other = [{ http: 'http://{test-endpoint.api}/', phase: 'before-traffic' }]
    const api = { ...SERVERS, id: 'api' }
    expect(codes(other, { groups: [group({ deploymentStyle: BLUE_GREEN })] }, [SERVERS, api])).toEqual([])
  })

  const template = (setting: string): string =>
    `Resources:\n  G:\n    Type: AWS::CodeDeploy::DeploymentGroup\n    Properties: { ApplicationName: shop, DeploymentGroupName: g, DeploymentStyle: { DeploymentType: BLUE_GREEN }${setting} }\n`
  const change = { id: 'G', type: 'AWS::CodeDeploy::DeploymentGroup', action: 'Add' }
  test.each<[string, string, string]>([
    [
      'waits',
      ', BlueGreenDeploymentConfiguration: { DeploymentReadyOption: { ActionOnTimeout: STOP_DEPLOYMENT, WaitTimeInMinutes: "20" } }',
      'pass phase/group-waits',
    ],
    ['does not wait', '', 'fail phase/group-does-not-wait'],
    [
      'may wait',
      ', BlueGreenDeploymentConfiguration: { DeploymentReadyOption: !If [Prod, {}, {}] }',
      'inconclusive phase/wait-unknown',
    ],
  ])('that the release creates and that %s is judged by its template', (_, setting, expected) => {
    const given = { groups: [group(undefined)], template: template(setting), changes: [change] }
    expect(codes(BEFORE, given)).toEqual([expected])
    const [finding] = findings(BEFORE, given).filter(({ code }) => code !== 'phase/runnable')
    expect(finding?.source).toMatchObject({ file: 'web.yml' })
  })

  test('has the line to add as its next step', () => {
    const [, finding] = findings(BEFORE, { groups: [group({ deploymentStyle: BLUE_GREEN })] })
    expect(finding?.advice).toContain(
      'DeploymentReadyOption: { ActionOnTimeout: STOP_DEPLOYMENT, WaitTimeInMinutes: 60 }',
    )
  })
})
