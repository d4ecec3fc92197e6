import { describe, expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { rule as beforeStart } from '../../../src/policies/precheck/before-start.ts'
import { rule as dynamicReferences } from '../../../src/policies/precheck/dynamic-references.ts'
import { rule as groupProtection } from '../../../src/policies/precheck/group-protection.ts'
import { rule as macros } from '../../../src/policies/precheck/macros.ts'
import { rule as rollbackMode } from '../../../src/policies/precheck/rollback-mode.ts'
import { factsOf } from '../facts.ts'

const PROTECTED: NonNullable<GroupFacts['info']> = {
  alarmConfiguration: { enabled: true, alarms: [{ name: 'failures' }] },
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
}
const group = (more: Partial<GroupFacts> = {}): GroupFacts => ({
  deployment: 'app',
  application: 'shop',
  group: 'shop-production',
  info: PROTECTED,
  config: undefined,
  alarms: [],
  running: [],
  ...more,
})
const alarm = (state: string) => ({
  name: 'failures',
  state,
  reason: 'because',
  metric: undefined,
  composite: undefined,
})
const codes = (rule: typeof beforeStart, from: Parameters<typeof factsOf>[0]): string[] =>
  rule.judge(factsOf(from)).map(({ code, outcome }) => `${outcome} ${code}`)

describe('the protection of a deployment group', () => {
  test.each<[string, GroupFacts, string[]]>([
    ['is there', group(), ['pass deployment/protected']],
    [
      'has no alarm',
      group({ info: { ...PROTECTED, alarmConfiguration: { enabled: true, alarms: [] } } }),
      ['fail deployment/no-alarms'],
    ],
    [
      'has its alarms disabled',
      group({ info: { ...PROTECTED, alarmConfiguration: { enabled: false, alarms: [{ name: 'a' }] } } }),
      ['fail deployment/no-alarms'],
    ],
    [
      'continues when alarms cannot be read',
      group({
        info: {
          ...PROTECTED,
          alarmConfiguration: { enabled: true, ignorePollAlarmFailure: true, alarms: [{ name: 'a' }] },
        },
      }),
      ['fail deployment/alarm-failure-ignored'],
    ],
    [
      'does not roll back',
      group({ info: { ...PROTECTED, autoRollbackConfiguration: { enabled: false, events: [] } } }),
      ['fail deployment/no-auto-rollback'],
    ],
    [
      'does not roll back on alarm',
      group({ info: { ...PROTECTED, autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } } }),
      ['fail deployment/no-auto-rollback'],
    ],
    ['of a group that nothing creates', group({ info: undefined }), ['fail deployment/group-missing']],
  ])('%s', (_, facts, expected) => {
    expect(codes(groupProtection, { groups: [facts] })).toEqual(expected)
  })

  const aliased = (settings: string, name = '!Ref Group'): string => `
Resources:
  Group: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ${settings} } }
  Live:
    Type: AWS::Lambda::Alias
    UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: shop, DeploymentGroupName: ${name} } }
`
  const ALARMS = 'AlarmConfiguration: { Enabled: true, Alarms: [{ Name: a }] }'
  const BACK = 'AutoRollbackConfiguration: { Enabled: true, Events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM] }'
  test.each<[string, string, string[]]>([
    ['is there', aliased(`${ALARMS}, ${BACK}`), ['pass deployment/protected']],
    ['has no alarm', aliased(BACK), ['fail deployment/no-alarms']],
    ['has nothing', aliased('Tags: []'), ['fail deployment/no-alarms', 'fail deployment/no-auto-rollback']],
    [
      'is unknown',
      aliased(`${BACK}, AlarmConfiguration: !If [Prod, {}, {}]`),
      ['inconclusive deployment/protection-unknown'],
    ],
    [
      'is partly unknown',
      aliased(`${ALARMS}, AutoRollbackConfiguration: { Enabled: !Ref On }`),
      ['inconclusive deployment/protection-unknown'],
    ],
    ['does not apply to an update policy', aliased('Tags: []', 'elsewhere'), []],
  ])('of a group that an update policy names %s', (_, template, expected) => {
    expect(codes(groupProtection, { template })).toEqual(expected)
  })

  test('of such a group is the one after the release, where the template declares it', () => {
    const after = {
      AlarmConfiguration: { Enabled: 'true', Alarms: [{ Name: 'a' }] },
      AutoRollbackConfiguration: { Enabled: 'true', Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    }
    const changes = [{ id: 'Group', type: 'AWS::CodeDeploy::DeploymentGroup', after }]
    const template = aliased('AlarmConfiguration: !If [Prod, {}, {}]')
    expect(codes(groupProtection, { template, changes })).toEqual(['pass deployment/protected'])
    const [finding] = groupProtection.judge(factsOf({ template, changes }))
    expect(finding).toMatchObject({ subject: 'stack/web/resource/Group', source: { file: 'web.yml', line: 3 } })
  })

  test('is judged by its state after the release', () => {
    const change = {
      id: 'Group',
      type: 'AWS::CodeDeploy::DeploymentGroup',
      action: 'Add',
      after: {
        DeploymentGroupName: 'shop-production',
        AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'a' }] },
        AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
      },
    }
    expect(codes(groupProtection, { groups: [group({ info: undefined })], changes: [change] })).toEqual([
      'pass deployment/protected',
    ])
  })
})

describe('before the start', () => {
  test.each<[string, GroupFacts, string[]]>([
    ['all alarms are OK', group({ alarms: [alarm('OK')] }), ['pass deployment/ready']],
    ['an alarm is in ALARM', group({ alarms: [alarm('ALARM')] }), ['fail deployment/alarm-active']],
    [
      'an alarm is in an unknown state',
      group({ alarms: [alarm('SNOOZED')] }),
      ['inconclusive deployment/alarm-unknown'],
    ],
    ['an alarm does not exist', group({ alarms: [alarm('missing')] }), ['fail deployment/alarm-missing']],
    [
      'an alarm has no data',
      group({ alarms: [alarm('INSUFFICIENT_DATA')] }),
      ['noted deployment/alarm-no-data', 'pass deployment/ready'],
    ],
    ['a deployment runs', group({ running: ['d-1'] }), ['fail deployment/running']],
  ])('%s', (_, facts, expected) => {
    expect(codes(beforeStart, { groups: [facts] })).toEqual(expected)
  })

  test.each<[string, number, string]>([
    ['longer than the timeout of its deployment', 86_400, 'inconclusive deployment/alarm-slow'],
    ['no longer than the timeout of its deployment', 300, 'pass deployment/ready'],
  ])('an alarm needs %s', (_, Period, expected) => {
    const daily = { ...alarm('OK'), metric: { Period, EvaluationPeriods: 1 } }
    const facts = factsOf({ groups: [group({ alarms: [daily] })] })
    const deployments = [{ id: 'app', timeout: 3_600_000 }] as never
    const environments = facts.environments.map((each) => ({
      ...each,
      environment: { ...each.environment, deployments },
    }))
    const found = beforeStart.judge({ ...facts, environments })
    expect(found.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual([expected])
  })
})

describe('dynamic references of a changed resource', () => {
  const template = (value: string): string =>
    `Resources: { T: { Type: AWS::SNS::Topic, Properties: { DisplayName: "${value}" } } }`
  const change = { id: 'T', type: 'AWS::SNS::Topic', properties: ['/Properties/Tags'] }
  test.each<[string, string, number]>([
    ['a parameter without a version', '{{resolve:ssm:/shop/size}}', 1],
    ['a parameter with a version', '{{resolve:ssm:/shop/size:3}}', 0],
    ['a secret by name', '{{resolve:secretsmanager:shop:SecretString:key}}', 1],
    ['a secret with a version', '{{resolve:secretsmanager:shop:SecretString:key::a-version}}', 0],
    [
      'a secret by ARN with a version',
      '{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop:SecretString:key::v}}',
      0,
    ],
    ['an unknown service', '{{resolve:vault:shop}}', 1],
    ['no reference', 'orders', 0],
  ])('%s', (_, value, findings) => {
    expect(dynamicReferences.judge(factsOf({ template: template(value), changes: [change] }))).toHaveLength(findings)
  })
  test('of a resource that does not change: the deployed values are unknown, which is noted and does not block', () => {
    const judged = (value: string) => dynamicReferences.judge(factsOf({ template: template(value) }))
    expect(judged('{{resolve:ssm:/a}}')).toMatchObject([
      {
        code: 'change/reference-not-checked',
        outcome: 'noted',
        subject: 'stack/web',
        observed: 'T: {{resolve:ssm:/a}}',
      },
    ])
    expect(judged('{{resolve:ssm:/a:3}}')).toEqual([])
  })
})

test.each<[string, Parameters<typeof factsOf>[0], string[]]>([
  ['standard', {}, []],
  ['express', { deploymentMode: 'EXPRESS' }, ['fail stack/express-mode']],
  ['an unknown mode', { deploymentMode: 'WARP' }, ['fail stack/express-mode']],
  ['rollback disabled', { disableRollback: true }, ['fail stack/rollback-disabled']],
])('the mode of an update: %s', (_, from, expected) => {
  expect(codes(rollbackMode, from)).toEqual(expected)
})

test.each<[string, string, object, number]>([
  ['none', 'Resources: { T: { Type: A::B::C } }', {}, 0],
  ['of SAM', 'Transform: AWS::Serverless-2016-10-31\nResources: { T: { Type: A::B::C } }', {}, 0],
  ['of somebody', 'Transform: [AWS::LanguageExtensions, Mine]\nResources: { T: { Type: A::B::C } }', {}, 1],
  ['of another owner, allowed', 'Transform: Mine\nResources: { T: { Type: A::B::C } }', { transforms: ['Mine'] }, 0],
  [
    'in a resource',
    'Resources: { T: { Type: A::B::C, Properties: { "Fn::Transform": { Name: AWS::Include } } } }',
    {},
    1,
  ],
])('macros: %s', (_, template, precheck, findings) => {
  expect(macros.judge(factsOf({ template, precheck }))).toHaveLength(findings)
})
