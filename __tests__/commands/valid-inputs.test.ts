import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { blockers, openSourceWorld, type PrecheckWorld, type Seen } from '../dist/support/precheck-world.ts'

/** Inputs that AWS accepts, and inputs that it would reject later: precheck reports both. */

let world: PrecheckWorld | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

type Files = Readonly<Record<string, string>>

async function precheck(
  scenario: Partial<ScenarioInput>,
  files: Files,
  bytes: Readonly<Record<string, Uint8Array>> = {},
): Promise<Seen> {
  world = await openSourceWorld({ pace: 100, ...scenario, github: { repository: 'acme/shop', files } }, { bytes })
  return world.precheck()
}

const CONFIG = '.github/test-deployments.yml'
const STACK = `version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml, parameters: web.json, capabilities: [CAPABILITY_AUTO_EXPAND] }]
`
const stackOf = (template: string): Files => ({ [CONFIG]: STACK, 'web.json': '{}', 'web.yml': template })

describe('references into a module', () => {
  const MODULE = `
Resources:
  Data: { Type: "Shop::Data::Table::MODULE", Properties: {} }
`
  test('are accepted with and without a dot, by every function', async () => {
    const seen = await precheck(
      {},
      stackOf(`${MODULE}
  Plain: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref DataTable } }
  Dotted: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Data.Table } }
  Filled: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Sub "\${DataTable.Arn} and \${Data.Table}" } }
  Behind: { Type: AWS::SNS::Topic, DependsOn: [DataTable] }
Outputs:
  Joined: { Value: !GetAtt DataTable.Arn }
  Listed: { Value: !GetAtt [Data.Table, Arn] }
`),
    )
    expect({ verdict: seen.evidence.verdict, blockers: blockers(seen) }).toEqual({ verdict: 'pass', blockers: [] })
  })

  test.each([
    [
      'a name with no module as its prefix',
      `${MODULE}  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Date.Table } }\n`,
    ],
    [
      'a name with a resource as its prefix that is not a module',
      'Resources:\n  Data: { Type: AWS::SNS::Topic }\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref DataTable } }\n',
    ],
  ])('%s is refused', async (_, template) => {
    const seen = await precheck({}, stackOf(template))
    expect(blockers(seen)).toEqual(['error config/template template/web.yml'])
  })
})

const alarmOf = (each: string) => ({
  deploy: {
    stack: `watch-${each}`,
    template: `
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmName: errors-${each}, Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold }
  Host: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-12345678, InstanceType: t3.micro, Tags: [{ Key: Name, Value: host-${each} }] } }
`,
  },
})
const groupOf = (each: string) => ({
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  alarmConfiguration: { enabled: true, alarms: [{ name: `errors-${each}` }] },
})
const ENVIRONMENTS = ['preprod', 'production']

describe('Windows servers', () => {
  const SCENARIO = {
    buckets: [{ name: 'releases', account: '111111111111', region: 'eu-west-1', versioned: true }],
    history: ENVIRONMENTS.map(alarmOf),
    applications: [
      {
        name: 'site',
        platform: 'Server',
        groups: Object.fromEntries(
          ENVIRONMENTS.map((each) => [
            each,
            {
              ...groupOf(each),
              deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
              ec2TagFilters: [{ Key: 'Name', Value: `host-${each}`, Type: 'KEY_AND_VALUE' }],
            },
          ]),
        ),
      },
    ],
  } as unknown as Partial<ScenarioInput>
  const CONFIGURATION = `version: 1
deployments: [{ platform: server, application: site, group: "{environment}", revision: { directory: site, bucket: releases } }]
`
  const APPSPEC = String.raw`version: 0.0
os: windows
files:
  - source: \Web
    destination: D:\sites\shop
  - source: config/shop.xml
    destination: 'c:\ProgramData\Shop'
hooks:
  AfterInstall: [{ location: scripts\Start.ps1, timeout: 60 }]
  ValidateService: [{ location: /scripts/check.BAT }]
`
  const deploying = (appSpec: string, config = CONFIGURATION): Files => ({
    [CONFIG]: config,
    'site/appspec.yml': appSpec,
    'site/web/index.htm': 'hello',
    'site/config/shop.xml': '<shop/>',
    'site/scripts/start.ps1': 'Write-Host hi\r\n',
    'site/scripts/check.bat': '@echo off\r\n',
    'site/scripts/start.sh': '#!/bin/sh\n',
  })

  test('a Windows AppSpec is accepted, with both slashes and any letter case', async () => {
    const seen = await precheck(SCENARIO, deploying(APPSPEC))
    expect({ verdict: seen.evidence.verdict, blockers: blockers(seen) }).toEqual({ verdict: 'pass', blockers: [] })
  })

  test('features of Linux alone are refused', async () => {
    const text = APPSPEC.replace('timeout: 60', 'timeout: 60, runas: Administrator')
      .replace('/scripts/check.BAT', 'scripts/start.sh')
      .replace(String.raw`D:\sites\shop`, '/srv/shop')
    const seen = await precheck(SCENARIO, deploying(`${text}permissions: [{ object: 'D:\\sites', mode: "644" }]\n`))
    expect(blockers(seen)).toEqual([
      String.raw`fail appspec/destination-relative deployment/app/appspec/files/\Web`,
      String.raw`fail appspec/windows-permissions deployment/app/appspec/permissions/D:\sites`,
      String.raw`fail appspec/windows-runas deployment/app/appspec/hook/AfterInstall/scripts\Start.ps1`,
      'fail appspec/windows-script deployment/app/appspec/hook/ValidateService/scripts/start.sh',
    ])
  })

  test('a deployment to this host is one to Linux', async () => {
    const local = 'version: 1\ndeployments: [{ id: app, platform: local, revision: { directory: site } }]\n'
    const seen = await precheck({}, deploying(APPSPEC, local))
    expect(blockers(seen)).toContain('fail appspec/invalid deployment/app/appspec/file')
    expect(seen.everything).toContain('this host runs Linux, and platform: server deploys to Windows')
  })
})

describe('task definitions', () => {
  const SCENARIO = {
    history: ENVIRONMENTS.map(alarmOf),
    taskDefinitions: ENVIRONMENTS.map((each) => ({
      family: `api-${each}`,
      containerDefinitions: [{ name: 'api', image: 'shop/api:1', memory: 64, portMappings: [{ containerPort: 8080 }] }],
    })),
    services: ENVIRONMENTS.map((each) => ({ cluster: each, name: 'api', taskDefinition: `api-${each}` })),
    applications: [
      {
        name: 'services',
        platform: 'ECS',
        groups: Object.fromEntries(
          ENVIRONMENTS.map((each) => [
            each,
            {
              ...groupOf(each),
              deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
              ecsServices: [{ clusterName: each, serviceName: 'api' }],
              loadBalancerInfo: {
                targetGroupPairInfoList: [
                  {
                    targetGroups: [{ name: 'blue' }, { name: 'green' }],
                    prodTrafficRoute: {
                      listenerArns: ['arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/1/2'],
                    },
                  },
                ],
              },
            },
          ]),
        ),
      },
    ],
  } as unknown as Partial<ScenarioInput>
  const APPSPEC = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties: { TaskDefinition: <TASK_DEFINITION>, LoadBalancerInfo: { ContainerName: api, ContainerPort: 8080 } }
`
  const CONTAINER = { name: 'api', image: 'shop/api:2', memory: 64, portMappings: [{ containerPort: 8080 }] }
  const DESCRIBED = {
    taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/api:3',
    family: 'api',
    revision: 3,
    status: 'ACTIVE',
    containerDefinitions: [{ ...CONTAINER, environment: [], mountPoints: [] }],
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }],
    compatibilities: ['EC2'],
    registeredAt: 1_767_323_045,
    registeredBy: 'arn:aws:sts::111111111111:assumed-role/deploy/ada',
  }
  const deploying = (definition: unknown): Files => ({
    [CONFIG]: `version: 1
deployments: [{ id: api, platform: ecs, application: services, group: "{environment}", appspec: api.yml, task-definition: api.json }]
`,
    'api.yml': APPSPEC,
    'api.json': JSON.stringify(definition),
  })

  test.each([
    ['the response of describe-task-definition', { taskDefinition: DESCRIBED, tags: [] }],
    ['the same response with tags', { taskDefinition: DESCRIBED, tags: [{ key: 'team', value: 'shop' }] }],
    ['the task definition of such a response, without its wrapper', DESCRIBED],
    ['an input of register-task-definition', { family: 'api', containerDefinitions: [CONTAINER] }],
  ])('%s is accepted', async (_, definition) => {
    const seen = await precheck(SCENARIO, deploying(definition))
    expect({ verdict: seen.evidence.verdict, blockers: blockers(seen) }).toEqual({ verdict: 'pass', blockers: [] })
  })

  test.each([
    ['a number in quotes', { memory: '64' }, 'invalid', 'memory is "64", not an integer'],
    [
      'a port in quotes',
      { portMappings: [{ containerPort: '8080' }] },
      'invalid',
      'containerPort is "8080", not an integer',
    ],
    ['a flag in quotes', { essential: 'true' }, 'invalid', 'essential is "true", not true or false'],
    ['a placeholder in angle brackets', { image: '<IMAGE1_NAME>' }, 'placeholder', 'the placeholder <IMAGE1_NAME>'],
    ['a placeholder of a template', { image: 'shop/api:{{ tag }}' }, 'placeholder', 'the placeholder {{ tag }}'],
    ['a placeholder of a shell', { image: 'shop/api:${TAG}' }, 'placeholder', 'the placeholder ${TAG}'],
  ])('%s is refused with its place', async (_, change, code, said) => {
    const seen = await precheck(
      SCENARIO,
      deploying({ family: 'api', containerDefinitions: [{ ...CONTAINER, ...change }] }),
    )
    expect(blockers(seen)).toEqual([`fail task-definition/${code} deployment/api/task-definition`])
    expect(seen.everything).toContain(said)
  })

  test('a byte order mark before a task definition or an AppSpec is not a part of it', async () => {
    const files = deploying({ family: 'api', containerDefinitions: [CONTAINER] })
    const seen = await precheck(SCENARIO, files, {
      'api.json': Buffer.from(`\uFEFF${files['api.json']}`, 'utf16le'),
      'api.yml': Buffer.from(`\uFEFF${APPSPEC}`),
    })
    expect({ verdict: seen.evidence.verdict, blockers: blockers(seen) }).toEqual({ verdict: 'pass', blockers: [] })
  })
})

describe('a byte order mark', () => {
  const TEMPLATE =
    'Parameters: { Name: { Type: String } }\nResources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }\n'
  const PARAMETERS = '{ "Name": "Grüße" }'
  const utf16be = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()

  test.each([
    ['UTF-8', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little-endian', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big-endian', utf16be],
  ])('of %s is read in the configuration, a template and its parameters', async (_, encode) => {
    const seen = await precheck({}, stackOf(TEMPLATE), {
      [CONFIG]: encode(STACK),
      'web.yml': encode(TEMPLATE),
      'web.json': encode(PARAMETERS),
    })
    expect({ verdict: seen.evidence.verdict, blockers: blockers(seen) }).toEqual({ verdict: 'pass', blockers: [] })
    expect(world?.asked.some((request) => request.includes(encodeURIComponent('Grüße')))).toBe(true)
    expect(world?.asked.some((request) => request.includes(encodeURIComponent('\uFEFF')))).toBe(false)
  })
})

describe('files that only `aws cloudformation package` uploads', () => {
  test.each([
    [
      'a nested template',
      'Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested/child.yml } }',
      'Resources.Child.TemplateURL is the local file nested/child.yml',
    ],
    [
      "a function's code",
      'Task: { Type: AWS::Lambda::Function, Properties: { Code: ./src, Role: x, Handler: a.b, Runtime: nodejs22.x } }',
      'Resources.Task.Code is the local file ./src',
    ],
    [
      'an included part',
      'Fn::Transform: { Name: AWS::Include, Parameters: { Location: ./more.yml } }\n  Topic: { Type: AWS::SNS::Topic }',
      'AWS::Include is the local file ./more.yml',
    ],
  ])('%s is refused with the setting, before the first request to AWS', async (_, resource, said) => {
    const seen = await precheck({}, stackOf(`Resources:\n  ${resource}\n`))
    expect(blockers(seen)).toEqual(['error config/template template/web.yml'])
    expect(seen.everything).toContain(said)
    expect(seen.everything).toContain('Set `asset-bucket: BUCKET` of the stack')
    expect(world?.asked.filter((request) => request.startsWith('cloudformation '))).toEqual([])
  })

  test('an s3:// URL where CloudFormation needs https is refused with the correct form', async () => {
    const seen = await precheck(
      {},
      stackOf(
        'Resources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: s3://releases/child.yml } }\n',
      ),
    )
    expect(blockers(seen)).toEqual(['error config/template template/web.yml'])
    expect(seen.everything).toContain('does not accept an s3:// URL here')
  })
})
