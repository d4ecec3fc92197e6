import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import type { Oddity } from '../../odd-engine.ts'
import { KEYS, openWorld, type PrecheckWorld } from '../support/precheck-world.ts'

/** A service with an alarm, a metric, a log and a target, and the checks of `verify` that read them. */

const GROUP = '/shop/web'
const CONFIG = `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
verify:
  - { name: quiet, alarm: 'shop-*', for: 10m }
  - { name: few errors, metric: { namespace: Shop, name: Errors, at-most: 0, for: 2m } }
  - { name: silent, log: { group: ${GROUP}, present: started, absent: ERROR, heartbeat: beat, for: 1h } }
  - { name: reachable, targets: { group: web, settles: 1m } }
  - { name: connected, path: { from: WEB, to: OTHER, port: 22 } }
  - { name: apart, path: { from: WEB, to: SHUT, port: 22, reachable: false } }
  - { name: in place, file: { path: /, type: directory }, on: hosts, through: ssm, tags: { Environment: '{environment}' } }
`
const TEMPLATE = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Web:
    Type: AWS::EC2::Instance
    Properties: { SubnetId: !Ref Subnet, Tags: [{ Key: Environment, Value: preprod }] }
  Other:
    Type: AWS::EC2::Instance
    Properties: { SubnetId: !Ref Subnet, Tags: [{ Key: Environment, Value: other }] }
  Closed: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: closed, VpcId: !Ref Vpc } }
  Shut:
    Type: AWS::EC2::Instance
    Properties:
      SubnetId: !Ref Subnet
      SecurityGroupIds: [!Ref Closed]
      Tags: [{ Key: Environment, Value: shut }]
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop } }
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Name: web, Port: 8080, Protocol: HTTP, Targets: [{ Id: !Ref Web }] }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Group }]
`

export interface CheckedWorld {
  readonly world: PrecheckWorld
  close(): Promise<void>
}

export async function openCheckedWorld(oddities: Readonly<Record<string, Oddity>> = {}): Promise<CheckedWorld> {
  const world = await openWorld(
    {
      metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
      github: { repository: 'acme/shop', files: { '.github/test-deployments.yml': CONFIG } },
    },
    { oddities },
  )
  let server: Server | undefined
  try {
    server = await prepare(world)
  } catch (error) {
    await world.close()
    throw error
  }
  return {
    world,
    async close() {
      server?.closeAllConnections()
      await new Promise((done) => server?.close(done))
      await world.close()
    },
  }
}

async function prepare({ sandbox, folder }: PrecheckWorld): Promise<Server> {
  const config = { region: 'eu-west-1', endpoint: sandbox.awsUrl, credentials: KEYS }
  const cloudwatch = new CloudWatchClient(config)
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'shop-errors',
      Namespace: 'Shop',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  )
  const cloudformation = new CloudFormationClient(config)
  await cloudformation.send(new CreateStackCommand({ StackName: 'web', TemplateBody: TEMPLATE }))
  const status = async (): Promise<string | undefined> =>
    (await cloudformation.send(new DescribeStacksCommand({ StackName: 'web' }))).Stacks?.[0]?.StackStatus
  while ((await status()) !== 'CREATE_COMPLETE') await sandbox.clock.wait(1_000)
  const hosts = sandbox.aws.hosts.list({ account: '111111111111', region: config.region })
  const [host, other, shut] = ['preprod', 'other', 'shut'].map((name) =>
    hosts.find(({ tags }) => tags.some(({ Value }) => Value === name)),
  )
  writeFileSync(
    join(folder, '.github/test-deployments.yml'),
    CONFIG.replaceAll('WEB', host?.id ?? '')
      .replace('OTHER', other?.id ?? '')
      .replace('SHUT', shut?.id ?? ''),
  )
  const server = createServer((_, response) => void response.writeHead(200).end())
  await new Promise<void>((resolve) => server.listen(host?.port, '127.0.0.1', resolve))
  const logs = new CloudWatchLogsClient(config)
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }))
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'one' }))
  void writeLog(sandbox.clock, (message) => {
    const logEvents = [{ timestamp: sandbox.clock.now().getTime(), message }]
    return logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName: 'one', logEvents }))
    // The world is closed while it writes.
  }).catch(() => undefined)
  for (const client of [cloudwatch, cloudformation]) client.destroy()
  return server
}

const LOGGED_MINUTES = 180

/** What the service logs while simulated time passes. */
async function writeLog(
  clock: PrecheckWorld['sandbox']['clock'],
  write: (message: string) => Promise<unknown>,
): Promise<void> {
  for (let minutes = 0; minutes < LOGGED_MINUTES; minutes += 2) {
    await clock.sleep(2 * 60_000)
    await clock.busy(Promise.all([write('started'), write('beat')]))
  }
}
