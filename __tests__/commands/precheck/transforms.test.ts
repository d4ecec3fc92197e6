import { afterEach, describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/evidence/document.ts'
import { aliasTemplate, serviceTemplate } from '../../sandbox/codedeploy/stack-deployments.ts'
import { deploying } from '../deploy/deploying.ts'
import { lines, startWorld, type World } from '../world.ts'

/** Templates that CloudFormation rewrites: the rules judge the result, and report the lines of the source. */

const config = (more = ''): string => `
version: 1
stacks:
  - { id: web, name: "web-{environment}", template: web.yml }
${more}
`
let world: World
afterEach(() => world.close())

async function precheck(before: string, after: string, text = config(), scenario = {}): Promise<Evidence> {
  world = await startWorld(scenario)
  await world.deploy('web-preprod', before)
  await world.write({ 'web.yml': after })
  return world.precheck(text, { environment: 'preprod' })
}

describe('AWS::LanguageExtensions', () => {
  const tables = (key: string, keeps = 'Delete'): string => `
Transform: AWS::LanguageExtensions
Parameters: { Keeps: { Type: String, Default: ${keeps} }, Names: { Type: CommaDelimitedList, Default: "Orders,Returns" } }
Resources:
  Fn::ForEach::Tables:
    - Name
    - !Ref Names
    - Table\${Name}:
        Type: AWS::DynamoDB::Table
        UpdateReplacePolicy: !Ref Keeps
        Properties:
          BillingMode: PAY_PER_REQUEST
          AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }]
          KeySchema: [{ AttributeName: ${key}, KeyType: HASH }]
`

  test('each table of a loop is reported with the line of the loop', async () => {
    const evidence = await precheck(tables('id'), tables('key'))
    const found = evidence.findings.filter(({ code }) => code === 'change/replaces-state')
    expect(found.map(({ subject, source }) => [subject, source?.line])).toEqual([
      ['stack/web/resource/TableOrders', 5],
      ['stack/web/resource/TableReturns', 5],
    ])
    expect(found[0]?.title).toMatch(/would be replaced by an empty one, and its .* lost/)
  })

  test('a policy from a function has its resolved value', async () => {
    const evidence = await precheck(tables('id', 'Retain'), tables('key', 'Retain'))
    const [found] = evidence.findings.filter(({ code }) => code === 'change/replaces-state')
    expect(found?.title).toMatch(/the old one is kept/)
  })

  test('a processed template that cannot be read is an error, and the others are still judged', async () => {
    const evidence = await precheck(tables('id'), tables('key'), config(), {
      trouble: [{ on: 'cloudformation:GetTemplate', after: 1, do: 'deny' }],
    })
    expect(lines(evidence)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^error aws\/denied stack\/web/),
        'fail change/replaces-state stack/web/resource/TableOrders',
      ]),
    )
  })
})

describe('a stack that needs a stack which does not exist yet', () => {
  test('is planned with the resources of its loops, and deployed as planned', async () => {
    world = await startWorld()
    await world.write({
      'base.yml': 'Resources: { T: { Type: AWS::SNS::Topic } }\nOutputs: { Arn: { Value: !Ref T } }\n',
      'web.yml': `
Transform: AWS::LanguageExtensions
Parameters: { Arn: { Type: String }, Names: { Type: CommaDelimitedList } }
Resources:
  Fn::ForEach::Queues: [Name, !Ref Names, { "Queue\${Name}": { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref Arn } } }]
`,
    })
    const text = `
version: 1
stacks:
  - { id: base, name: "base-{environment}", template: base.yml }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Arn: "{stack.base.outputs.Arn}", Names: "A, B" } }
`
    const evidence = await world.precheck(text, { environment: 'preprod' })
    const planned = evidence.plans[0]?.changeSets.find(({ stack }) => stack === 'web')
    expect(planned?.provisional).toBe(true)
    expect(planned?.changes.map(({ logicalId, type }) => `${logicalId} ${type}`)).toEqual([
      'QueueA AWS::SQS::Queue',
      'QueueB AWS::SQS::Queue',
    ])
    expect(lines(await deploying(world, text, { evidence: [evidence] }))).toContain('pass stack/updated stack/web')
  })
})

describe('a macro', () => {
  const macros = {
    'AWS::Serverless-2016-10-31': {
      gives: {
        Resources: {
          OrdersGroup: {
            Type: 'AWS::CodeDeploy::DeploymentGroup',
            Properties: { ApplicationName: 'shop', ServiceRoleArn: 'r' },
          },
          OrdersAliaslive: {
            Type: 'AWS::Lambda::Alias',
            UpdatePolicy: {
              CodeDeployLambdaAliasUpdate: { ApplicationName: 'shop', DeploymentGroupName: { Ref: 'OrdersGroup' } },
            },
            Properties: { FunctionName: 'orders', Name: 'live', FunctionVersion: '1' },
          },
        },
      },
    },
  }
  const TEMPLATE = 'Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders: { Type: AWS::Serverless::Function }\n'

  test('of AWS needs no permission, and its result is judged', async () => {
    world = await startWorld({ macros })
    await world.write({ 'web.yml': TEMPLATE })
    const evidence = await world.precheck(config(), { environment: 'preprod' })
    expect(lines(evidence)).not.toContainEqual(expect.stringContaining('template/macro'))
    const unprotected = evidence.findings.find(({ code }) => code === 'deployment/no-alarms')
    expect(unprotected).toMatchObject({ subject: 'stack/web/resource/OrdersGroup', source: { line: 3 } })
  })

  test('of another owner is not run unless it is allowed by name', async () => {
    world = await startWorld({ macros: { Mine: { gives: { Resources: { T: { Type: 'AWS::SNS::Topic' } } } } } })
    await world.write({ 'web.yml': 'Transform: Mine\nResources: { X: { Type: AWS::SNS::Topic } }\n' })
    const refused = await world.precheck(config(), { environment: 'preprod' })
    expect(lines(refused)).toContain('fail template/macro stack/web/transform/Mine')
    const allowed = await world.precheck(config('precheck: { transforms: [Mine] }'), { environment: 'preprod' })
    expect(allowed.plans[0]?.changeSets[0]?.changes.map(({ logicalId }) => logicalId)).toEqual(['T'])
  })
})

describe('deployments that the update starts', () => {
  test('the group of an alias is judged by the template, without a deployment in the configuration', async () => {
    const evidence = await precheck(aliasTemplate('1'), aliasTemplate('2'))
    expect(lines(evidence)).toContain('fail deployment/no-alarms stack/web/resource/Group')
    const alarmed = (version: string): string =>
      aliasTemplate(version).replace(
        '      AutoRollback',
        '      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: a }] }\n      AutoRollback',
      )
    await world.close()
    const fine = await precheck(alarmed('1'), alarmed('2'))
    expect(lines(fine)).toContain('pass deployment/protected stack/web/resource/Group')
  })

  test('a group outside the stack is judged in its current state', async () => {
    const outside = (version: string): string =>
      aliasTemplate(version).replace(
        '!Ref App\n        DeploymentGroupName: !Ref Group',
        'shop\n        DeploymentGroupName: live',
      )
    const evidence = await precheck(outside('1'), outside('2'))
    expect(lines(evidence)).toContain('fail deployment/group-missing deployment/web/Live/group')
  })

  test('a green deployment is planned as one: it is not a macro, and no resource with state is lost', async () => {
    const routing = 'TrafficRoutingConfig: { Type: AllAtOnce }'
    const evidence = await precheck(serviceTemplate('shop:1', { routing }), serviceTemplate('shop:2', { routing }))
    expect(lines(evidence).filter((line) => line.startsWith('fail'))).toEqual([])
    expect(evidence.plans[0]?.changeSets[0]?.changes.map(({ action, logicalId }) => `${action} ${logicalId}`)).toEqual(
      expect.arrayContaining(['Add Green', 'Add GreenSet', 'Remove Blue', 'Remove BlueSet']),
    )
  })

  test('properties that CloudFormation rejects beside a green deployment are reported before it', async () => {
    const more = '  Topic: { Type: AWS::SNS::Topic }'
    const evidence = await precheck(serviceTemplate('shop:1'), serviceTemplate('shop:2', { more }))
    expect(evidence.findings.find(({ code }) => code === 'change-set/failed')?.observed).toMatch(
      /Additional resource diff .* Diff resource logical Ids: \[Topic\]/,
    )
  })
})
