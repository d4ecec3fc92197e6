import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { blockers, openSourceWorld, type PrecheckWorld, type Seen } from '../dist/support/precheck-world.ts'

/**
 * An earlier release changed pre-prod and ended before production: pre-prod has the new template, production the old
 * one. The next precheck compares the states that this release leads to.
 */

let world: PrecheckWorld | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

interface Parts {
  readonly threshold?: number
  /** Properties of the deployment group in addition to the usual ones. */
  readonly group?: string
  readonly alarms?: string
  readonly more?: string
  readonly conditions?: string
}

const templateOf = ({ threshold = 1, group = '', alarms = '', more = '', conditions = '' }: Parts): string => `
Parameters: { Name: { Type: String } }
${conditions}
Resources:
  Host: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-12345678, InstanceType: t3.micro, Tags: [{ Key: Name, Value: !Sub "host-\${Name}" }] } }
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmName: !Sub "errors-\${Name}", Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: ${threshold}, ComparisonOperator: GreaterThanThreshold }
  Application: { Type: AWS::CodeDeploy::Application, Properties: { ApplicationName: !Sub "site-\${Name}", ComputePlatform: Server } }
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: !Ref Application
      DeploymentGroupName: !Sub "group-\${Name}"
      ServiceRoleArn: !Sub "arn:aws:iam::\${AWS::AccountId}:role/deploy"
      Ec2TagFilters: [{ Key: Name, Value: !Sub "host-\${Name}", Type: KEY_AND_VALUE }]
      AutoRollbackConfiguration: { Enabled: true, Events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM] }
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: !Ref Errors }${alarms}] }
${group}
${more}
`
const APPSPEC = 'version: 0.0\nos: linux\nfiles: [{ source: index.htm, destination: /srv/site }]\n'
const CONFIG = (more: string, tags = {}): string => `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
stacks: [{ id: web, name: "web-{environment}", template: web.yml, parameters: { Name: "{environment}" }, tags: ${JSON.stringify(tags)} }]
deployments: [{ platform: server, application: "site-{environment}", group: "group-{environment}", revision: { directory: site, bucket: releases } }]
${more}`

async function precheck(
  deployed: { readonly preprod: string; readonly production: string },
  template: string,
  {
    config = '',
    tampered = [],
    tags,
  }: {
    readonly config?: string
    readonly tampered?: ScenarioInput['history']
    /** Of the stacks after this release; before it, production has another one. */
    readonly tags?: Readonly<Record<string, string>>
  } = {},
): Promise<Seen> {
  const history = (['preprod', 'production'] as const).map((each) => ({
    deploy: {
      stack: `web-${each}`,
      template: deployed[each],
      parameters: { Name: each },
      ...(tags && each === 'production' && { tags: { old: 'yes' } }),
    },
  }))
  world = await openSourceWorld({
    pace: 100,
    roles: [{ arn: 'arn:aws:iam::111111111111:role/deploy', trust: { repository: 'acme/shop' }, policy: [] }],
    network: [{ account: '111111111111', region: 'eu-west-1', vpc: 'vpc-12345678', images: ['ami-12345678'] }],
    buckets: [{ name: 'releases', account: '111111111111', region: 'eu-west-1', versioned: true }],
    history: [...history, ...tampered],
    metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
    github: {
      repository: 'acme/shop',
      files: {
        '.github/test-deployments.yml': CONFIG(config, tags),
        'web.yml': template,
        'site/appspec.yml': APPSPEC,
        'site/index.htm': 'hello',
      },
    },
  })
  return world.precheck()
}

const parityOf = ({ evidence }: Seen): string[] =>
  evidence.findings
    .filter(({ code, outcome }) => code.startsWith('parity/') && outcome !== 'noted')
    .map(({ code, subject }) => `${code} ${subject}`)
const MIRRORS = ['parity/mirrors parity']

const BEFORE = templateOf({})
const SLOW = '      DeploymentConfigName: CodeDeployDefault.OneAtATime'

describe('a change that pre-prod has and production gets by this release is not a difference', () => {
  test.each<[string, Parts]>([
    ['the threshold of an alarm', { threshold: 5 }],
    ['the configuration of the group', { group: '      DeploymentConfigName: CodeDeployDefault.AllAtOnce' }],
    [
      'a new alarm of the group, which the template names',
      {
        alarms: ', { Name: !Ref Slow }',
        more: '  Slow: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: !Sub "slow-${Name}", Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 3, Threshold: 2, ComparisonOperator: GreaterThanThreshold } }',
      },
    ],
    [
      'a new alarm of the group, which CloudFormation names',
      {
        alarms: ', { Name: !Ref Slow }',
        more: '  Slow: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 3, Threshold: 2, ComparisonOperator: GreaterThanThreshold } }',
      },
    ],
    [
      'a trigger to a new topic, whose ARN only the deployment determines',
      {
        group:
          '      TriggerConfigurations: [{ TriggerName: failed, TriggerEvents: [DeploymentFailure], TriggerTargetArn: !Ref Topic }]',
        more: '  Topic: { Type: AWS::SNS::Topic }',
      },
    ],
    [
      'a configuration of its own',
      {
        group: '      DeploymentConfigName: !Ref Careful',
        more: '  Careful: { Type: AWS::CodeDeploy::DeploymentConfig, Properties: { ComputePlatform: Server, MinimumHealthyHosts: { Type: HOST_COUNT, Value: 1 } } }',
      },
    ],
  ])('%s', async (_, parts) => {
    const template = templateOf(parts)
    const seen = await precheck({ preprod: template, production: BEFORE }, template)
    expect({ blockers: blockers(seen), parity: parityOf(seen) }).toEqual({ blockers: [], parity: MIRRORS })
  })

  test('a change that this release reverts in pre-prod is not a difference either', async () => {
    const seen = await precheck({ preprod: templateOf({ threshold: 5 }), production: BEFORE }, BEFORE)
    expect({ blockers: blockers(seen), parity: parityOf(seen) }).toEqual({ blockers: [], parity: MIRRORS })
  })
})

describe('a remaining difference is reported with the compared states', () => {
  const CONDITION = 'Conditions: { Real: !Equals [!Ref Name, production] }'

  test('a setting that this release changes differently in each', async () => {
    const template = templateOf({
      conditions: CONDITION,
      group: '      DeploymentConfigName: !If [Real, CodeDeployDefault.AllAtOnce, CodeDeployDefault.OneAtATime]',
    })
    const seen = await precheck(
      { preprod: templateOf({ group: SLOW }), production: templateOf({ group: SLOW }) },
      template,
    )
    const found = seen.evidence.findings.find(({ subject }) => subject === 'parity/deployments/app/configuration')
    expect(found).toMatchObject({
      code: 'parity/differs',
      outcome: 'fail',
      expected: 'CodeDeployDefault.AllAtOnce (production, as this release makes it)',
      observed: 'CodeDeployDefault.OneAtATime (preprod, as it is now)',
    })
  })

  test.each([
    ['Real', ['parity/differs parity/stacks/web/conditions/Real/Resources/Archive']],
    ['Always', MIRRORS],
  ])('a resource that exists by the condition %s', async (condition, expected) => {
    const template = templateOf({
      conditions: CONDITION.replace(' }', ', Always: !Not [!Equals [!Ref Name, nowhere]] }'),
      more: `  Archive: { Type: AWS::SNS::Topic, Condition: ${condition} }`,
    })
    expect(parityOf(await precheck({ preprod: BEFORE, production: BEFORE }, template))).toEqual(expected)
  })

  test('a resource that only one environment has can be declared with a reason', async () => {
    const template = templateOf({
      conditions: CONDITION,
      more: '  Archive: { Type: AWS::SNS::Topic, Condition: Real }',
    })
    const seen = await precheck({ preprod: BEFORE, production: BEFORE }, template, {
      config: `precheck: { parity: { allow: [{ path: stacks/web/conditions/Real/Resources/Archive, reason: data of customers only }] } }\n`,
    })
    expect(blockers(seen)).toEqual([])
    expect(parityOf(seen)).toContain('parity/mirrors parity')
  })

  test('an alarm that differs in a property that this release does not change', async () => {
    const template = templateOf({ threshold: 5 })
    const seen = await precheck({ preprod: template, production: BEFORE }, template, {
      config: `precheck: { drift: { ignore: [{ resource: web/Errors, reason: tried by hand, owner: ada, until: '2999-01-01' }] } }\n`,
      tampered: [{ tamper: { stack: 'web-production', resource: 'Errors', properties: { EvaluationPeriods: 3 } } }],
    })
    const found = seen.evidence.findings.find(({ code }) => code === 'parity/differs')
    expect(found).toMatchObject({
      subject: 'parity/deployments/app/alarm/errors-{environment}',
      expected: '{"EvaluationPeriods":3} (production, as this release makes it)',
      observed: '{"EvaluationPeriods":1} (preprod, as it is now)',
    })
  })
})

describe('values that only the deployment determines', () => {
  const trigger = (topic: string): Parts => ({
    group: `      TriggerConfigurations: [{ TriggerName: failed, TriggerEvents: [DeploymentFailure], TriggerTargetArn: !Ref ${topic} }]`,
    more: `  ${topic}: { Type: AWS::SNS::Topic }`,
  })
  const TRIGGERS = 'parity/not-known-yet parity/deployments/app/triggers'

  test('are compared by the templates where both environments get them', async () => {
    const seen = await precheck({ preprod: BEFORE, production: BEFORE }, templateOf(trigger('Topic')))
    expect({ blockers: blockers(seen), parity: parityOf(seen) }).toEqual({ blockers: [], parity: MIRRORS })
  })

  test('are inconclusive where pre-prod differs from its template', async () => {
    const template = templateOf(trigger('Topic'))
    const seen = await precheck({ preprod: template, production: BEFORE }, template, {
      config: `precheck: { drift: { ignore: [{ resource: web/Group, reason: tried by hand, owner: ada, until: '2999-01-01' }] } }\n`,
      tampered: [{ tamper: { stack: 'web-preprod', resource: 'Group', properties: { TriggerConfigurations: [] } } }],
    })
    expect(parityOf(seen)).toEqual([TRIGGERS])
    expect(seen.evidence.findings.find(({ code }) => code === 'parity/not-known-yet')).toMatchObject({
      outcome: 'inconclusive',
      expected: expect.stringMatching(/\(production, as this release makes it\)$/),
      observed: expect.stringContaining('CloudFormation resolves it during the deployment'),
    })
  })

  test('can be declared with a reason', async () => {
    const template = templateOf(trigger('Topic'))
    const seen = await precheck({ preprod: template, production: BEFORE }, template, {
      config: `precheck:
  drift: { ignore: [{ resource: web/Group, reason: tried by hand, owner: ada, until: '2999-01-01' }] }
  parity: { allow: [{ path: deployments/app/triggers, reason: pre-prod tells nobody }] }
`,
      tampered: [{ tamper: { stack: 'web-preprod', resource: 'Group', properties: { TriggerConfigurations: [] } } }],
    })
    expect({ blockers: blockers(seen), parity: parityOf(seen) }).toEqual({
      blockers: [],
      parity: [TRIGGERS, ...MIRRORS],
    })
  })
})

describe('the compared settings of a stack are those that this release sets', () => {
  test('tags that the release replaces, and a default that it changes', async () => {
    const template = BEFORE.replace(
      'Name: { Type: String }',
      'Name: { Type: String }, Size: { Type: String, Default: 2 }',
    )
    const before = template.replace('Default: 2', 'Default: 1')
    const seen = await precheck({ preprod: template, production: before }, template, { tags: { team: 'shop' } })
    expect({ blockers: blockers(seen), parity: parityOf(seen) }).toEqual({ blockers: [], parity: MIRRORS })
  })
})
