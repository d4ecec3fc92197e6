import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm'
import { PutCompositeAlarmCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, CreateLogGroupCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs'
import { judgeCertificates } from '../../../src/checks/certificates/judge.ts'
import { readCertificates } from '../../../src/checks/certificates/read.ts'
import type { Ports } from '../../../src/ports.ts'
import { line, runCheck, type AwsStage } from '../../checks/aws.ts'
import { DAY_MS, issue, serveTls, type Identity } from '../../checks/tls/pki.ts'
import { clientsOf } from '../../sandbox/world.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'

/** Checks that read AWS, with the role of docs/iam/verify-role.json: it allows the needed actions, and nothing else. */

const GROUP = '/shop/web'
const template = (certificates: readonly string[]): string => `
Resources:
  Web: { Type: AWS::EC2::Instance, Properties: {} }
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop, Subnets: [subnet-1, subnet-2] } }
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Name: shop-web, Port: 8080, Protocol: HTTP, Targets: [{ Id: !Ref Web }] }
  Empty: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: shop-empty } }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Group }]
  Secure:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 443
      Protocol: HTTPS
      Certificates: [{ CertificateArn: "${certificates[0]}" }]
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Group }]
  More:
    Type: AWS::ElasticLoadBalancingV2::ListenerCertificate
    Properties: { ListenerArn: !Ref Secure, Certificates: [{ CertificateArn: "${certificates[1]}" }] }
  Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties: { DomainName: api.example, DomainNameConfigurations: [{ CertificateArn: "${certificates[1]}" }] }
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig: { Enabled: true, ViewerCertificate: { AcmCertificateArn: "${certificates[0]}" } }
Outputs: { Listener: { Value: !Ref Secure } }
`

let roles: RoleWorld
let stage: AwsStage
let server: Server
let identity: Identity
const KEYS = { accessKeyId: '111111111111', secretAccessKey: 'anything' }
beforeAll(async () => {
  roles = await startRoles({
    pace: 'skip',
    metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
    taskDefinitions: [{ family: 'web', containerDefinitions: [{ name: 'web', image: 'shop:1', memory: 128 }] }],
    services: [{ cluster: 'shop', name: 'web', taskDefinition: 'web:1' }],
  })
  const { world } = roles
  const { sandbox } = world
  const acm = new ACMClient({ endpoint: sandbox.awsUrl, region: world.region, credentials: KEYS })
  identity = await issue({ names: ['shop.example'] })
  const arns: string[] = []
  for (const { pem, key } of [identity, await issue({ names: ['old.example'], until: 30 })]) {
    const [Certificate, PrivateKey] = [Buffer.from(pem), Buffer.from(key)]
    const { CertificateArn = '' } = await acm.send(new ImportCertificateCommand({ Certificate, PrivateKey }))
    arns.push(CertificateArn)
  }
  acm.destroy()
  await world.deploy('shop-preprod', template(arns))
  const [host] = sandbox.aws.hosts.list({ account: world.account, region: world.region })
  server = createServer((_, response) => void response.writeHead(200).end())
  await new Promise<void>((resolve) => server.listen(host?.port, '127.0.0.1', resolve))
  const startedAt = sandbox.clock.now()
  await sandbox.clock.wait(60_000)
  stage = {
    clock: { now: () => sandbox.clock.now(), sleep: (ms, signal) => sandbox.clock.wait(ms, signal) },
    connect: (await roles.job()).connect,
    access: { region: world.region, session: 'test', role: arnOf('verify') },
    deployed: { startedAt, endedAt: sandbox.clock.now() },
  }
  const { cloudwatch } = clientsOf(sandbox)
  const alarm = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum' as const, Period: 60, EvaluationPeriods: 1 }
  const rule = { Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' as const }
  await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'shop-errors', ...alarm, ...rule }))
  await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'shop-all', AlarmRule: 'ALARM(shop-errors)' }))
  await logs(async (client) => {
    await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }))
    await client.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'one' }))
  })
  await say('started')
})
afterAll(async () => {
  await new Promise((done) => server.close(done))
  await roles.world.close()
})

async function logs(act: (client: CloudWatchLogsClient) => Promise<unknown>): Promise<void> {
  const { world } = roles
  const client = new CloudWatchLogsClient({
    endpoint: world.sandbox.awsUrl,
    region: world.region,
    credentials: KEYS,
  })
  await act(client)
  client.destroy()
}

const say = (message: string): Promise<void> =>
  logs((client) => {
    const logEvents = [{ timestamp: roles.world.sandbox.clock.now().getTime(), message }]
    return client.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName: 'one', logEvents }))
  })

const LOG = `{ log: { group: ${GROUP}, present: started, absent: ERROR, heartbeat: beat, for: 2m } }`

test('alarms are found by a pattern, and a composite alarm by its children', async () => {
  expect(line(await runCheck('{ alarm: "shop-*" }', stage))).toBe('pass: 2 alarms OK after the deployment, with data')
  expect(line(await runCheck('{ alarm: "web-*" }', stage))).toBe('error: no alarm matches web-*')
})

test('metrics are read and computed', async () => {
  expect(line(await runCheck('{ metric: { namespace: Shop, name: Errors, below: 1, for: 3m } }', stage))).toBe(
    'pass: 3 values below 1',
  )
  const rate =
    '{ metric: { expression: FILL(errors, 0) * 2, metrics: { errors: { namespace: Shop, name: Errors } }, below: 1 } }'
  expect((await runCheck(rate.replace('FILL(errors, 0) * 2', '"FILL(errors, 0) * 2"'), stage)).outcome).toBe('pass')
  expect(line(await runCheck('{ metric: { namespace: Shop, name: Error, below: 1 } }', stage))).toBe(
    'error: CloudWatch lists no metric Shop Error: did you mean Errors?',
  )
})

test('a log is searched, and its heartbeat awaited', async () => {
  await roles.world.sandbox.clock.wait(120_000)
  await say('beat')
  expect(line(await runCheck(LOG, stage))).toBe('pass: 1 pattern found, no event of 1 pattern')
  await say('ERROR')
  await roles.world.sandbox.clock.wait(10_000)
  expect(line(await runCheck(LOG, stage))).toBe('fail: 1 event of ERROR')
  expect(line(await runCheck(LOG.replace(GROUP, '/shop/webb'), stage))).toBe(
    'error: the log group /shop/webb does not exist: did you mean /shop/web?',
  )
})

test('targets are counted by zone, and compared with the desired number', async () => {
  expect(line(await runCheck('{ targets: shop-web }', stage))).toBe('pass: 1 target healthy in 1 zone')
  const wanted = '{ targets: { group: shop-web, desired-by: { cluster: shop, service: web } } }'
  expect((await runCheck(wanted, stage)).outcome).toBe('pass')
  const fleet = runCheck('{ targets: { group: shop-web, desired-by: { scaling-group: shop-fleet } } }', stage)
  await expect(fleet).rejects.toMatchObject({ message: 'the Auto Scaling group shop-fleet does not exist' })
  expect(line(await runCheck('{ targets: shop-empty }', stage))).toBe('fail: no target is registered')
  expect(line(await runCheck('{ targets: shop-none }', stage))).toBe('error: the target group shop-none does not exist')
})

test('a served certificate is compared with those of its listener', async () => {
  const { Stacks = [] } = await (await roles.world.cloudformation()).describeStacks({ StackName: 'shop-preprod' })
  const listener = Stacks[0]?.Outputs?.[0]?.OutputValue
  const other = await issue({ names: ['shop.example'] })
  const found: string[] = []
  for (const leaf of [identity, other]) {
    const running = await serveTls({ leaf })
    const tls = `{ tls: shop.example, connect: "127.0.0.1:${running.port}", listener: "${listener}", days-left: 40 }`
    found.push((await runCheck(tls, stage)).title)
    await running.end()
  }
  const soon = /the certificate [\w-]+ of the listener ends in \d+ days$/
  expect(found).toEqual([
    expect.stringMatching(soon),
    expect.stringMatching(/serves a certificate that its listener does not name; the certificate/),
  ])
  expect(found[0]).not.toContain('does not name')
})

test('the certificates of all endpoints of the stacks are examined', async () => {
  const facts = await readCertificates({
    ports: { connect: stage.connect, clock: stage.clock, cancelled: new AbortController().signal } as Ports,
    stacks: [{ id: 'web', name: 'shop-preprod' }],
    plan: { region: roles.world.region, session: 'test', role: arnOf('plan') },
    verify: stage.access ?? { region: roles.world.region, session: 'test' },
  })
  expect(facts.unread).toEqual([])
  expect(facts.endpoints.map(({ path, certificates }) => [path, certificates.length])).toEqual([
    ['web/Domain', 1],
    ['web/Secure', 2],
    ['web/Site', 1],
  ])
  const soon = { ...facts, at: facts.at + 15 * DAY_MS }
  expect(judgeCertificates(soon).map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^the certificate of web\/Domain for old\.example ends in 1\d days$/),
      expect.stringMatching(/^the certificate of web\/Secure for old\.example ends in 1\d days$/),
    ]),
  )
})

test('the role allows the needed actions, and nothing else', () => {
  expect(roles.refused).toEqual([])
  expect(roles.used('verify').toSorted()).toEqual(actionsOf('verify-role'))
})
