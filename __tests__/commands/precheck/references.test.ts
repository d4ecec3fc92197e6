import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { lines, startWorld, type World } from '../world.ts'

/** References of templates to resources outside them, looked up in AWS on loopback. */

let world: World
afterEach(() => world.close())

const HOME = { account: '111111111111', region: 'eu-west-1' }
const BUCKETS: ScenarioInput = {
  buckets: [
    { name: 'code-preprod', ...HOME },
    { name: 'code-production', ...HOME },
  ],
}
const FUNCTION = `
Parameters: { Bucket: { Type: String } }
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } }
  Fn:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs22.x, Handler: index.handler, Role: !GetAtt Role.Arn, Code: { S3Bucket: !Ref Bucket, S3Key: lambda.zip } }
`
const CONFIG = `
version: 1
stacks: [{ id: fn, name: "fn-{environment}", template: fn.yml, parameters: { Bucket: "code-{environment}" }, capabilities: [CAPABILITY_IAM] }]
`

/** Precheck's findings about references and content, where the buckets contain these bytes. */
async function reported(objects: Readonly<Record<string, string>>, template = FUNCTION): Promise<Evidence> {
  world = await startWorld(BUCKETS)
  const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
  for (const [bucket, Body] of Object.entries(objects)) {
    await storage.putObject({ Bucket: bucket, Key: 'lambda.zip', Body })
  }
  await world.write({ 'fn.yml': template })
  return world.precheck(CONFIG)
}
const about = (evidence: Evidence): string[] =>
  lines(evidence)
    .filter((line) => / (reference|content)\//.test(line))
    .toSorted()
const CODE = 'stack/fn/resource/Fn/property/Code'

describe('the code of a function', () => {
  test('that is in both accounts, with the same bytes', async () => {
    const evidence = await reported({ 'code-preprod': 'one', 'code-production': 'one' })
    expect(about(evidence)).toEqual([
      'pass content/same content',
      'pass reference/found stack/fn/references',
      'pass reference/found stack/fn/references',
    ])
  })

  test('that is only in pre-prod stops the release, with its line', async () => {
    const evidence = await reported({ 'code-preprod': 'one' })
    expect(about(evidence)).toEqual([`fail reference/missing ${CODE}`, 'pass reference/found stack/fn/references'])
    const finding = evidence.findings.find(({ code }) => code === 'reference/missing')
    expect(finding?.title).toMatch(/^production: Fn.Code of fn-production .* s3:\/\/code-production\/lambda.zip,/)
    expect(finding?.source).toMatchObject({ file: 'fn.yml', line: 7 })
  })

  test('that has other bytes in production stops the release', async () => {
    const evidence = await reported({ 'code-preprod': 'one', 'code-production': 'two' })
    expect(about(evidence)).toContain(`fail content/differs ${CODE}`)
  })

  test('that is in a bucket which exists in neither account is reported for each', async () => {
    const bucket = '{ "Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}" }'
    const evidence = await reported({}, FUNCTION.replace('!Ref Bucket', bucket))
    expect(
      evidence.findings.filter(({ code }) => code === 'reference/missing').map(({ observed }) => observed),
    ).toEqual([
      'no bucket cdk-hnb659fds-assets-111111111111-eu-west-1',
      'no bucket cdk-hnb659fds-assets-111111111111-eu-west-1',
    ])
  })
})

describe('an object that is replaced under its name', () => {
  const content = (evidence: Evidence) => lines(evidence).filter((line) => /drift\/\S*content/.test(line))
  const putter = async (key: string) => {
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    return (Body: string) => storage.putObject({ Bucket: 'code-preprod', Key: key, Body, ChecksumAlgorithm: 'SHA256' })
  }
  const preprod = { environment: 'preprod' } as const

  test('differs from the code of the function, and no planned change deploys it', async () => {
    world = await startWorld(BUCKETS)
    const put = await putter('lambda.zip')
    await put('one')
    await world.deploy('fn-preprod', FUNCTION, { Bucket: 'code-preprod' })
    await world.write({ 'fn.yml': FUNCTION })
    expect(content(await world.precheck(CONFIG, preprod))).toEqual(['pass drift/same-content stack/fn/content'])
    await put('two')
    expect(content(await world.precheck(CONFIG, preprod))).toEqual([`fail drift/other-content ${CODE}`])
  })

  test('is deployed by a nested stack that the plan changes', async () => {
    world = await startWorld(BUCKETS)
    const put = await putter('child.yml')
    const url = 'https://code-preprod.s3.eu-west-1.amazonaws.com/child.yml'
    const root = `Resources: { Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "${url}" } } }\n`
    const child = (title: string) =>
      `Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${title} } } }`
    const config = 'version: 1\nstacks: [{ id: root, name: "root-{environment}", template: root.yml }]\n'
    await put(child('one'))
    await world.deploy('root-preprod', root)
    await world.write({ 'root.yml': root })
    expect(content(await world.precheck(config, preprod))).toEqual(['pass drift/same-content stack/root/content'])
    await put(child('two'))
    const evidence = await world.precheck(config, preprod)
    expect(evidence.plans[0]?.changeSets[0]?.changes.map(({ logicalId }) => logicalId)).toEqual(['Child'])
    expect(content(evidence)).toEqual([])
  })
})

describe('load balancing, zones, state machines and APIs of another stack', () => {
  const EXISTING = `
Resources:
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop, Subnets: [subnet-1, subnet-2] } }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: shop, Port: 80, Protocol: HTTP, VpcId: vpc-1 } }
  Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Balancer, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] } }
  Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: shop.example } }
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } }
  Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { StateMachineName: daily, RoleArn: !GetAtt Role.Arn, DefinitionString: "{}" } }
  Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
  Http: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: shop, ProtocolType: HTTP } }
`
  const ids = async (): Promise<Record<string, string>> => {
    await world.deploy('existing', EXISTING)
    const client = await world.ports.connect.cloudformation({ region: world.region, session: 'test' })
    const { StackResources = [] } = await client.describeStackResources({ StackName: 'existing' })
    return Object.fromEntries(
      StackResources.map(({ LogicalResourceId: id, PhysicalResourceId: its }) => [id ?? '', its ?? '']),
    )
  }
  const using = (of: Record<string, string>): string => `
Resources:
  Rule: { Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: { ListenerArn: "${of['Listener']}", Priority: 1, Conditions: [], Actions: [{ Type: forward, TargetGroupArn: "${of['Targets']}" }] } }
  Front: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: "${of['Balancer']}", Port: 81, Protocol: HTTP, DefaultActions: [{ Type: fixed-response, FixedResponseConfig: { StatusCode: '200' } }] } }
  Name: { Type: AWS::Route53::RecordSet, Properties: { HostedZoneId: "${of['Zone']}", Name: www.shop.example, Type: A, ResourceRecords: [10.0.0.1], TTL: 60 } }
  Daily: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: "${of['Machine']}" }] } }
  RestStage: { Type: AWS::ApiGateway::Model, Properties: { RestApiId: "${of['Rest']}", ContentType: application/json, Schema: {} } }
  HttpStage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: "${of['Http']}", StageName: v1 } }
`
  const config = 'version: 1\nstacks: [{ id: web, name: "web-{environment}", template: web.yml }]\n'
  const asked = async (template: string): Promise<Evidence> => {
    await world.write({ 'web.yml': template })
    return world.precheck(config, { environment: 'preprod' })
  }

  test('are found where they exist', async () => {
    world = await startWorld({})
    const evidence = await asked(using(await ids()))
    expect(about(evidence)).toEqual(['pass reference/found stack/web/references'])
    const found = evidence.findings.find(({ code }) => code === 'reference/found')
    expect(found?.observed).toBe(
      '1 listener, 1 target group, 1 load balancer, 1 hosted zone, 1 state machine, 1 REST API, 1 HTTP or WebSocket API',
    )
  })

  test('stop the release where they do not exist, or have another kind or region', async () => {
    world = await startWorld({})
    const of = await ids()
    const absent = (name: string): string => (of[name] ?? '').replace(/[^/:]$/, (last) => (last === 'a' ? 'b' : 'a'))
    const gone = Object.fromEntries(Object.keys(of).map((name) => [name, absent(name)]))
    expect(about(await asked(using(gone)))).toEqual([
      'fail reference/missing stack/web/resource/Daily/property/Targets.Arn',
      'fail reference/missing stack/web/resource/Front/property/LoadBalancerArn',
      'fail reference/missing stack/web/resource/HttpStage/property/ApiId',
      'fail reference/missing stack/web/resource/Name/property/HostedZoneId',
      'fail reference/missing stack/web/resource/RestStage/property/RestApiId',
      'fail reference/missing stack/web/resource/Rule/property/Actions.TargetGroupArn',
      'fail reference/missing stack/web/resource/Rule/property/ListenerArn',
    ])
    // A REST API is not an HTTP API, a target group not a load balancer, and a listener of another region cannot be
    // used.
    const wrong = { ...of, Http: of['Rest'] ?? '', Rest: of['Http'] ?? '', Balancer: of['Targets'] ?? '' }
    const evidence = await asked(
      using({ ...wrong, Listener: (of['Listener'] ?? '').replace('eu-west-1', 'us-east-1') }),
    )
    expect(about(evidence)).toEqual([
      'fail reference/missing stack/web/resource/HttpStage/property/ApiId',
      'fail reference/missing stack/web/resource/RestStage/property/RestApiId',
      'fail reference/missing stack/web/resource/Rule/property/ListenerArn',
      'fail reference/unusable stack/web/resource/Front/property/LoadBalancerArn',
    ])
  })
})
