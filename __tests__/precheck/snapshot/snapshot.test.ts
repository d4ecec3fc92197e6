import { expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { stackState } from '../../../src/cloudformation/stack.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { inlineParameters } from '../../../src/cloudformation/template/parameters.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { judgeParity } from '../../../src/policies/comparison/parity.ts'
import { NOTHING_NAMED } from '../../../src/policies/planned/settings.ts'
import { makeSnapshot } from '../../../src/precheck/snapshot/snapshot.ts'
import type { EnvironmentKey } from '../../../src/config/model/environment-keys.ts'

const CONFIG = readConfig(
  'version: 1\nenvironments: { preprod: { name: staging }, production: {} }\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n',
  'c.yml',
)
const TEMPLATE = parseTemplate(
  'Parameters: { Name: { Type: String }, Secret: { Type: String, NoEcho: true } }\nResources: { T: { Type: AWS::SNS::Topic } }',
  'web.yml',
)

/** The snapshot of an environment with other names, account and region, which is otherwise the same. */
function snapshotOf(
  key: EnvironmentKey,
  account: string,
  region: string,
  ending: string,
  more: object = {},
  groups: readonly GroupFacts[] = [],
) {
  const environment = resolveEnvironment(CONFIG, key, region)
  const { name } = environment
  const state = stackState({
    StackName: `shop-${name}`,
    StackId: `arn:aws:cloudformation:${region}:${account}:stack/shop-${name}/x`,
    CreationTime: new Date(0),
    StackStatus: 'CREATE_COMPLETE',
    RoleARN: `arn:aws:iam::${account}:role/shop-${name}-Deploy-${ending}`,
    NotificationARNs: [`arn:aws:sns:${region}:${account}:${name}-alerts`],
    Tags: [
      { Key: 'stage', Value: name },
      { Key: 'zones', Value: `${region}a,${region}b` },
    ],
    ...more,
  })
  const parameters = inlineParameters({ Name: `shop-${name}`, Secret: `secret of ${name}` })
  return makeSnapshot({
    environment,
    sources: new Map([['web', { id: 'web', template: TEMPLATE, parameters, dependsOn: [] }]]),
    deployed: new Map([['web', { state, policy: undefined, template: 'sha256:same', body: '' }]]),
    groups,
    planned: { stacks: [], drift: [] },
    named: NOTHING_NAMED,
    ownTemplates: new Set(),
  })
}

test('names of environments, accounts, regions and random suffixes are not a difference', () => {
  const preprod = snapshotOf('preprod', '111111111111', 'eu-west-1', 'A1B2C3D4E5F6')
  const production = snapshotOf('production', '222222222222', 'us-east-1', 'Z9Y8X7W6V5U4')
  expect(preprod.facts).toEqual(production.facts)
  expect(preprod.facts['stacks/web/role']).toBe('arn:aws:iam::{account}:role/shop-{environment}-Deploy-{random}')
  expect(preprod.facts['stacks/web/parameters/Name']).toBe('shop-{environment}')
  expect(
    judgeParity([preprod, production], CONFIG.precheck.parity, '2026-06-01').map((finding) => finding.code),
  ).toEqual(['parity/mirrors'])
})

test('the number of hosts that may be unavailable is compared as AWS reports it, also with a value that its model lacks', () => {
  const taking = (type: string): GroupFacts => ({
    deployment: 'app',
    application: 'shop',
    group: 'shop',
    info: {},
    // The response of GetDeploymentConfig for CodeDeployDefault.OneAtATime.
    config: { deploymentConfigName: 'one', minimumHealthyHosts: { type: type as 'HOST_COUNT', value: 1 } },
    alarms: [],
    running: [],
  })
  const judged = (preprod: string, production: string): string[] => {
    const here = snapshotOf('preprod', '111111111111', 'eu-west-1', 'A1B2C3D4E5F6', {}, [taking(preprod)])
    const there = snapshotOf('production', '222222222222', 'us-east-1', 'Z9Y8X7W6V5U4', {}, [taking(production)])
    return judgeParity([here, there], CONFIG.precheck.parity, '2026-06-01').map(
      ({ code, subject }) => `${code} ${subject}`,
    )
  }
  expect(judged('MOST_CONCURRENCY', 'MOST_CONCURRENCY')).toEqual([expect.stringContaining('parity/mirrors')])
  expect(judged('MOST_CONCURRENCY', 'HOST_COUNT')).toEqual([expect.stringContaining('healthy-hosts')])
})

test('a snapshot contains no secret', () => {
  expect(JSON.stringify(snapshotOf('preprod', '111111111111', 'eu-west-1', 'A1B2C3D4E5F6'))).not.toContain('secret of')
})

test('protection of one environment only is a difference', () => {
  const preprod = snapshotOf('preprod', '111111111111', 'eu-west-1', 'A1B2C3D4E5F6')
  const production = snapshotOf('production', '222222222222', 'eu-west-1', 'A1B2C3D4E5F6', {
    EnableTerminationProtection: true,
  })
  expect(judgeParity([preprod, production], CONFIG.precheck.parity, '2026-06-01')[0]).toMatchObject({
    code: 'parity/differs',
    subject: 'parity/stacks/web/termination-protection',
    expected: 'true (production)',
    observed: 'false (preprod)',
  })
})

test('templates of their own are compared part by part, without the names of environments', () => {
  const template = (name: string, more: string): ReturnType<typeof parseTemplate> =>
    parseTemplate(
      `Description: of ${name}\nConditions: { Large: !Equals [a, production] }\nResources:\n` +
        `  T: { Type: AWS::SNS::Topic, Properties: { TopicName: shop-${name} } }\n${more}`,
      `web.${name}.yml`,
    )
  const snapshot = (key: EnvironmentKey, more = '') => {
    const environment = resolveEnvironment(CONFIG, key, 'eu-west-1')
    const source = {
      id: 'web',
      template: template(environment.name, more),
      parameters: inlineParameters({}),
      dependsOn: [],
    }
    const sources = new Map([['web', source]])
    return makeSnapshot({
      environment,
      sources,
      deployed: new Map(),
      groups: [],
      planned: { stacks: [], drift: [] },
      named: NOTHING_NAMED,
      ownTemplates: new Set(['web']),
    })
  }
  const judged = (more = ''): string[] =>
    judgeParity([snapshot('preprod'), snapshot('production', more)], CONFIG.precheck.parity, '2026-06-01').map(
      ({ code, subject }) => `${code} ${subject}`,
    )
  expect(judged()).toEqual(['parity/mirrors parity'])
  expect(judged('  Q: { Type: AWS::SQS::Queue }\n')).toEqual(['parity/differs parity/stacks/web/template/Resources/Q'])
})

const BY_ENVIRONMENT = parseTemplate(
  `Parameters: { Stage: { Type: String }, Other: { Type: String, Default: x }, Secret: { Type: String, NoEcho: true }, Stored: { Type: "AWS::SSM::Parameter::Value<String>" } }
Mappings:
  Sizes: { staging: { Size: 1, Zones: [a] }, production: { Size: 9, Zones: [a, b] } }
  Images: { eu-west-1: { Id: ami-1 }, us-east-1: { Id: ami-2 } }
Conditions:
  IsProd: !Equals [!Ref Stage, production]
  IsLarge: !Condition IsProd
  InEurope: !Equals [!Ref "AWS::Region", eu-west-1]
  HasOther: !Not [!Equals [!Ref Other, ""]]
  OfSecret: !Equals [!Ref Secret, "secret of production"]
  OfStored: !Equals [!Ref Stored, /production/x]
Resources:
  Firewall: { Type: AWS::WAFv2::WebACL, Condition: IsProd, Properties: { Rules: !If [HasOther, [], [{ Name: !If [IsLarge, a, b] }]] } }
  Metadata: { Type: AWS::CDK::Metadata, Condition: InEurope }
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      MultiAZ: !If [IsProd, true, false]
      DBInstanceClass: !If [IsLarge, db.r5.large, db.t3.micro]
      AllocatedStorage: !FindInMap [Sizes, !Ref Stage, Size]
      Image: !FindInMap [Images, !Ref "AWS::Region", Id]
      Zones: !FindInMap [Sizes, !Ref Stage, Zones]
      Password: !If [OfSecret, a, b]
      Stored: !If [OfStored, a, b]
      Same: !If [HasOther, a, b]
      Replicas: !If [IsProd, 2, "0"]
      Shards: !If [IsProd, 8, 2]
      Weight: !If [IsProd, 1, "1"]
      Inner: !If [IsProd, !If [HasOther, a, b], c]
Outputs: { Arn: { Condition: InEurope, Value: x } }
`,
  'web.yml',
)

test('what a template chooses for one environment only is a difference', () => {
  const snapshot = (key: EnvironmentKey, region: string) => {
    const environment = resolveEnvironment(CONFIG, key, region)
    const parameters = inlineParameters({
      Stage: environment.name,
      Secret: `secret of ${environment.name}`,
      Stored: `/${environment.name}/x`,
    })
    return makeSnapshot({
      environment,
      sources: new Map([['web', { id: 'web', template: BY_ENVIRONMENT, parameters, dependsOn: [] }]]),
      deployed: new Map(),
      groups: [],
      planned: { stacks: [], drift: [] },
      named: NOTHING_NAMED,
      ownTemplates: new Set(),
    })
  }
  const judged = (region: string) =>
    judgeParity(
      [snapshot('preprod', 'eu-west-1'), snapshot('production', region)],
      CONFIG.precheck.parity,
      '2026-06-01',
    ).map(({ code, subject, expected, observed }) => [
      code,
      subject.replace('parity/stacks/web/', ''),
      expected,
      observed,
    ])
  const everywhere = [
    ['parity/differs', 'conditions/IsProd/Resources/Db/Properties/Inner', 'true (production)', 'false (preprod)'],
    ['parity/differs', 'conditions/IsProd/Resources/Db/Properties/MultiAZ', 'true (production)', 'false (preprod)'],
    ['parity/differs', 'conditions/IsProd/Resources/Db/Properties/Replicas', '2 (production)', '0 (preprod)'],
    ['parity/capacity', 'conditions/IsProd/Resources/Db/Properties/Shards', '8 (production)', '2 (preprod)'],
    ['parity/differs', 'conditions/IsProd/Resources/Firewall', 'true (production)', 'false (preprod)'],
    ['parity/capacity', 'mappings/Sizes/Resources/Db/Properties/AllocatedStorage', '9 (production)', '1 (preprod)'],
    ['parity/differs', 'mappings/Sizes/Resources/Db/Properties/Zones', '["a","b"] (production)', '["a"] (preprod)'],
  ]
  const large = [
    'parity/capacity',
    'conditions/IsLarge/Resources/Db/Properties/DBInstanceClass',
    'true (production)',
    'false (preprod)',
  ]
  expect(judged('eu-west-1')).toEqual([large, ...everywhere])
  const there = ['parity/differs', 'conditions/InEurope/Outputs/Arn', 'false (production)', 'true (preprod)']
  expect(judged('us-east-1')).toEqual([there, large, ...everywhere])
  expect(JSON.stringify(snapshot('production', 'eu-west-1'))).not.toMatch(/OfSecret|OfStored|secret of/)
})
