import { createServer } from 'node:http'
import type { Server } from 'node:http'
import {
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  AddListenerCertificatesCommand,
  DeregisterTargetsCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { errorOf, openSandbox, PREPROD, until } from '../world.ts'
import type { Opened } from '../world.ts'

const certificate = (name: string): string => `arn:aws:acm:eu-west-1:111111111111:certificate/${name}`
const forward = (group: string) => ({ Type: 'forward', TargetGroupArn: { Ref: group } })
const template = {
  Resources: {
    Web: { Type: 'AWS::EC2::Instance', Properties: {} },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Name: 'shop', Subnets: ['subnet-1', 'subnet-2'], Tags: [{ Key: 'team', Value: 'shop' }] },
    },
    Blue: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { Name: 'blue', Port: 8080, Protocol: 'HTTP', Targets: [{ Id: { Ref: 'Web' } }] },
    },
    Green: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Name: 'green', HealthCheckPath: '/up' } },
    Idle: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Name: 'idle' } },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: 443,
        Protocol: 'HTTPS',
        Certificates: [{ CertificateArn: certificate('first') }],
        DefaultActions: [forward('Blue')],
      },
    },
    Rule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: { Ref: 'Listener' },
        Priority: 5,
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/new/*'] } }],
        Actions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: { Ref: 'Blue' }, Weight: 3 },
                { TargetGroupArn: { Ref: 'Green' }, Weight: 1 },
              ],
            },
          },
        ],
      },
    },
  },
}

let opened: Opened
let elb: ElasticLoadBalancingV2Client
let ids: Record<string, string>
const servers: Server[] = []

beforeAll(async () => {
  opened = await openSandbox()
  elb = new ElasticLoadBalancingV2Client({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'x' },
    maxAttempts: 1,
  })
  const { cloudformation } = opened.aws
  await cloudformation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody: JSON.stringify(template) }))
  await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName: 'shop' })),
    ({ Stacks }) => Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE',
  )
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName: 'shop' }))
  ids = Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId!]))
})
afterAll(async () => {
  for (const server of servers) server.close()
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

/** Serves on the port of an instance with that status; undefined never responds. */
async function serve(instance: string, status: number | undefined): Promise<Server> {
  const { port } = opened.sandbox.aws.hosts.find(PREPROD, instance)!
  const server = createServer((_, response) => void (status !== undefined && response.writeHead(status).end()))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  servers.push(server)
  return server
}

const healthOf = async (group: string, Id?: string) => {
  const { TargetHealthDescriptions: found = [] } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group, ...(Id !== undefined && { Targets: [{ Id }] }) }),
  )
  return found[0]?.TargetHealth
}

describe('load balancers and their parts', () => {
  test('are described by ARN and by name', async () => {
    const { LoadBalancers: [balancer] = [] } = await elb.send(new DescribeLoadBalancersCommand({ Names: ['shop'] }))
    expect(balancer).toMatchObject({
      LoadBalancerArn: ids.Balancer,
      State: { Code: 'active' },
      AvailabilityZones: [{ SubnetId: 'subnet-1', ZoneName: 'eu-west-1a' }, { SubnetId: 'subnet-2' }],
    })
    const { Listeners: [listener] = [] } = await elb.send(
      new DescribeListenersCommand({ LoadBalancerArn: balancer!.LoadBalancerArn }),
    )
    expect(listener).toMatchObject({
      ListenerArn: ids.Listener,
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      Certificates: [{ CertificateArn: certificate('first') }],
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ids.Blue }],
    })
    const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: ids.Listener }))
    expect(Rules).toMatchObject([
      {
        RuleArn: ids.Rule,
        Priority: '5',
        Conditions: [{ Values: ['/new/*'] }],
        Actions: [{ ForwardConfig: { TargetGroups: [{ Weight: 3 }, { TargetGroupArn: ids.Green, Weight: 1 }] } }],
      },
      { Priority: 'default', IsDefault: true },
    ])
    const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: ids.Balancer }))
    expect(TargetGroups?.map(({ TargetGroupName: name }) => name)).toEqual(['blue', 'green'])
    const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns: [ids.Balancer!] }))
    expect(TagDescriptions?.map(({ Tags }) => Tags?.map(({ Key, Value }) => `${Key}=${Value}`))).toEqual([
      [
        'team=shop',
        'aws:cloudformation:stack-name=shop',
        'aws:cloudformation:logical-id=Balancer',
        expect.stringMatching(/^aws:cloudformation:stack-id=arn:/),
      ],
    ])
  })

  test('come in pages, and must exist', async () => {
    const first = await elb.send(new DescribeTargetGroupsCommand({ PageSize: 2 }))
    expect(first.TargetGroups).toHaveLength(2)
    const rest = await elb.send(new DescribeTargetGroupsCommand({ PageSize: 2, Marker: first.NextMarker }))
    expect(rest.TargetGroups).toHaveLength(1)
    expect(rest.NextMarker).toBeUndefined()
    const code = async (call: Promise<unknown>) => (await errorOf(call)).name
    expect(await code(elb.send(new DescribeTargetGroupsCommand({ Names: ['x'] })))).toBe('TargetGroupNotFoundException')
    expect(await code(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'x' })))).toBe(
      'TargetGroupNotFoundException',
    )
    expect(await code(elb.send(new DescribeLoadBalancersCommand({ Names: ['x'] })))).toBe(
      'LoadBalancerNotFoundException',
    )
    expect(await code(elb.send(new DescribeListenersCommand({ ListenerArns: ['x'] })))).toBe(
      'ListenerNotFoundException',
    )
    expect(await code(elb.send(new DescribeRulesCommand({ RuleArns: ['x'] })))).toBe('RuleNotFoundException')
    expect(await code(elb.send(new DescribeTargetGroupsCommand({ PageSize: 401 })))).toBe('ValidationError')
  })

  test('have a default certificate, and additional ones', async () => {
    const certificates = async () =>
      (await elb.send(new DescribeListenerCertificatesCommand({ ListenerArn: ids.Listener }))).Certificates
    expect(await certificates()).toEqual([{ CertificateArn: certificate('first'), IsDefault: true }])
    const Certificates = [{ CertificateArn: certificate('first') }, { CertificateArn: certificate('second') }]
    await elb.send(new AddListenerCertificatesCommand({ ListenerArn: ids.Listener, Certificates }))
    expect(await certificates()).toEqual([
      { CertificateArn: certificate('first'), IsDefault: true },
      { CertificateArn: certificate('first'), IsDefault: false },
      { CertificateArn: certificate('second'), IsDefault: false },
    ])
  })

  test('are changed by other calls than those of CloudFormation', async () => {
    const TargetGroups = [
      { TargetGroupArn: ids.Blue!, Weight: 0 },
      { TargetGroupArn: ids.Green!, Weight: 100 },
    ]
    const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }]
    const { Rules } = await elb.send(new ModifyRuleCommand({ RuleArn: ids.Rule, Actions }))
    expect(Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups).toEqual(TargetGroups)
    // Omitted settings remain unchanged.
    const { Listeners } = await elb.send(new ModifyListenerCommand({ ListenerArn: ids.Listener, Port: 8443 }))
    expect(Listeners?.[0]).toMatchObject({ Port: 8443, DefaultActions: [{ TargetGroupArn: ids.Blue }] })
    const unknown = new ModifyListenerCommand({
      ListenerArn: ids.Listener,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: 'x' }],
    })
    expect((await errorOf(elb.send(unknown))).name).toBe('TargetGroupNotFoundException')
    await elb.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: ids.Green,
        Attributes: [{ Key: 'slow_start.duration_seconds', Value: '60' }],
      }),
    )
    const { Attributes } = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: ids.Green }))
    expect(Attributes).toContainEqual({ Key: 'slow_start.duration_seconds', Value: '60' })
    expect(Attributes).toContainEqual({ Key: 'stickiness.enabled', Value: 'false' })
  })
})

describe('target health', () => {
  test('of targets that respond, respond wrongly, or do not listen', async () => {
    expect(await healthOf(ids.Blue!)).toEqual({
      State: 'unhealthy',
      Reason: 'Target.FailedHealthChecks',
      Description: 'Health checks failed',
    })
    const wrong = await serve(ids.Web!, 500)
    expect(await healthOf(ids.Blue!)).toMatchObject({
      Reason: 'Target.ResponseCodeMismatch',
      Description: 'Health checks failed with these codes: [500]',
    })
    await new Promise((resolve) => wrong.close(resolve))
    await serve(ids.Web!, 200)
    expect(await healthOf(ids.Blue!)).toEqual({ State: 'healthy' })
  })

  test('of targets that are not registered, or not used', async () => {
    expect(await healthOf(ids.Green!, ids.Web)).toMatchObject({ State: 'unused', Reason: 'Target.NotRegistered' })
    expect(await healthOf(ids.Green!)).toBeUndefined()
    await elb.send(new RegisterTargetsCommand({ TargetGroupArn: ids.Idle, Targets: [{ Id: ids.Web }] }))
    expect(await healthOf(ids.Idle!)).toMatchObject({ State: 'unused', Reason: 'Target.NotInUse' })
    const unknown = new RegisterTargetsCommand({ TargetGroupArn: ids.Idle, Targets: [{ Id: 'i-0123456789abcdef0' }] })
    expect((await errorOf(elb.send(unknown))).name).toBe('InvalidTargetException')
  })

  test('from registration to deregistration', async () => {
    const Targets = [{ Id: ids.Web }]
    await elb.send(new RegisterTargetsCommand({ TargetGroupArn: ids.Green, Targets }))
    expect(await healthOf(ids.Green!)).toMatchObject({ State: 'initial' })
    await until(
      () => healthOf(ids.Green!),
      (health) => health?.State === 'healthy',
    )
    // A request in flight delays the end of the deregistration.
    opened.sandbox.aws.balancers.group(ids.Green!)!.targets.get(ids.Web!)!.inFlight = 1
    await elb.send(new DeregisterTargetsCommand({ TargetGroupArn: ids.Green, Targets }))
    expect(await healthOf(ids.Green!)).toMatchObject({ State: 'draining', Reason: 'Target.DeregistrationInProgress' })
    await until(
      () => healthOf(ids.Green!),
      (health) => health === undefined,
    )
  })
})
