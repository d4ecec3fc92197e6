import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { PutCompositeAlarmCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { runCheck, type AwsStage } from '../../../__tests__/checks/aws.ts'
import { issue } from '../../../__tests__/checks/tls/pki.ts'
import { arnOf, type RoleWorld } from '../../../__tests__/docs/roles/roles.ts'
import { clientsOf } from '../../../__tests__/sandbox/world.ts'
import { checksOf, runChecks } from '../../../src/checks/engine/run-checks.ts'
import { readCertificates } from '../../../src/checks/certificates/read.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import type { Ports } from '../../../src/ports.ts'
import { shownOfEach, type Story } from './contract.ts'

/** Permissions of checks that read AWS, and of checks on hosts. */

const GROUP = '/shop/web'
const template = (certificate: string): string => `
Resources:
  Web: { Type: AWS::EC2::Instance, Properties: {} }
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop, Subnets: [subnet-1, subnet-2] } }
  Group: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: shop-web, Port: 8080, Protocol: HTTP, Targets: [{ Id: !Ref Web }] } }
  Secure: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Balancer, Port: 443, Protocol: HTTPS, Certificates: [{ CertificateArn: "${certificate}" }], DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Group }] } }
  Domain: { Type: AWS::ApiGatewayV2::DomainName, Properties: { DomainName: api.example, DomainNameConfigurations: [{ CertificateArn: "${certificate}" }] } }
  Site: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Enabled: true, ViewerCertificate: { AcmCertificateArn: "${certificate}" } } } }
`
const CHECKS = [
  '{ alarm: "shop-*" }',
  '{ metric: { namespace: Shop, name: Error, below: 1 } }',
  '{ metric: { namespace: Shop, name: Errors, below: 1, for: 3m } }',
  `{ log: { group: ${GROUP}, present: started, for: 2m } }`,
  `{ log: { group: ${GROUP}b, present: started, for: 2m } }`,
  '{ targets: { group: shop-web, desired-by: { cluster: shop, service: web } } }',
  '{ targets: { group: shop-web, desired-by: { scaling-group: shop-fleet } } }',
]

async function prepare({ world }: RoleWorld): Promise<void> {
  const { sandbox, region } = world
  const to = { endpoint: sandbox.awsUrl, region, credentials: { accessKeyId: world.account, secretAccessKey: 'any' } }
  const { pem, key } = await issue({ names: ['shop.example'] })
  const acm = new ACMClient(to)
  const [Certificate, PrivateKey] = [Buffer.from(pem), Buffer.from(key)]
  const { CertificateArn = '' } = await acm.send(new ImportCertificateCommand({ Certificate, PrivateKey }))
  await world.deploy('shop-preprod', template(CertificateArn))
  const { cloudwatch } = clientsOf(sandbox)
  const alarm = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum' as const, Period: 60, EvaluationPeriods: 1 }
  const rule = { Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' as const }
  await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'shop-errors', ...alarm, ...rule }))
  await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'shop-all', AlarmRule: 'ALARM(shop-errors)' }))
  const logs = new CloudWatchLogsClient(to)
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }))
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'one' }))
  const logEvents = [{ timestamp: sandbox.clock.now().getTime(), message: 'started' }]
  await logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName: 'one', logEvents }))
  for (const client of [acm, logs]) client.destroy()
}

/** A check on hosts of pre-prod through Systems Manager. */
async function onHosts(roles: RoleWorld): Promise<object> {
  const { sandbox, account, region } = roles.world
  await sandbox.aws.hosts.launch({ account, region }, [{ Key: 'Environment', Value: 'preprod' }], sandbox.clock.now())
  const { verify } = readConfig(
    "version: 1\nverify:\n  - { name: it, file: { path: /none, exists: false }, on: hosts, through: ssm, tags: { Environment: '{environment}' } }\n",
    'file',
  )
  const surroundings = {
    environment: 'preprod',
    access: { region, session: 'test', role: arnOf('verify-hosts') },
    deployed: undefined,
    hosts: 'unreachable' as const,
    variables: {},
  }
  const record = { measure: () => undefined, happened: () => undefined }
  const checks = checksOf(verify, ['after-deployment'], { environment: 'preprod' })
  const [found] = await runChecks({ ports: await roles.job(), record, surroundings, outputs: {} }, checks)
  return found ?? {}
}

export const VERIFY_STORIES: readonly Story[] = [
  {
    name: 'checks that read AWS',
    role: 'verify',
    documents: ['verify-role'],
    scenario: {
      pace: 'skip',
      metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
      taskDefinitions: [{ family: 'web', containerDefinitions: [{ name: 'web', image: 'shop:1', memory: 128 }] }],
      services: [{ cluster: 'shop', name: 'web', taskDefinition: 'web:1' }],
    },
    async play(roles) {
      const { clock } = roles.world.sandbox
      await prepare(roles)
      const startedAt = clock.now()
      await clock.wait(60_000)
      const { connect } = await roles.job()
      const access = { region: roles.world.region, session: 'test', role: arnOf('verify') }
      const stage: AwsStage = {
        clock: { now: () => clock.now(), sleep: (ms, signal) => clock.wait(ms, signal) },
        connect,
        access,
        deployed: { startedAt, endedAt: clock.now() },
      }
      return shownOfEach([
        ...CHECKS.map((check) => () => runCheck(check, stage)),
        () =>
          readCertificates({
            ports: { connect, clock: stage.clock, cancelled: new AbortController().signal } as Ports,
            stacks: [{ id: 'web', name: 'shop-preprod' }],
            plan: { ...access, role: arnOf('plan') },
            verify: access,
          }),
      ])
    },
  },
  {
    name: 'a check on hosts',
    role: 'verify-hosts',
    documents: ['verify-role-hosts'],
    scenario: { pace: 'skip' },
    play: (roles) => shownOfEach([() => onHosts(roles)]),
  },
]
