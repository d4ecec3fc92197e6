import { afterEach, expect, test } from '@jest/globals'
import { lines } from '../../commands/world.ts'
import { actionsOf, arnOf, policy, startRoles, type RoleWorld } from './roles.ts'

/** The permissions for reads of live state: one resource of each type whose access is read. */

const TEMPLATE = `
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
  User: { Type: AWS::IAM::User, Properties: { UserName: shop-robot } }
  Team: { Type: AWS::IAM::Group, Properties: { GroupName: shop-team } }
  Guard: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: guard, VpcId: vpc-1 } }
  Store: { Type: AWS::S3::Bucket, Properties: { BucketName: shop-store-1 } }
  Topic: { Type: AWS::SNS::Topic }
  Queue: { Type: AWS::SQS::Queue }
  Secret: { Type: AWS::SecretsManager::Secret, Properties: { Name: shop-secret } }
  Key: { Type: AWS::KMS::Key }
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: shop-fn, Runtime: nodejs24.x, Handler: i.h, Role: !GetAtt Role.Arn, Code: { ZipFile: "exports.h = 1" } } }
  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: shop-logs } }
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop, Subnets: [subnet-1, subnet-2] } }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: shop, Port: 80, Protocol: HTTP, VpcId: vpc-1 } }
  Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Balancer, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] } }
  Images: { Type: AWS::ECR::Repository, Properties: { RepositoryName: shop-images } }
  Orders: { Type: AWS::DynamoDB::Table, Properties: { TableName: shop-orders, BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] } }
  Files: { Type: AWS::EFS::FileSystem }
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
  Bus: { Type: AWS::Events::EventBus, Properties: { Name: shop-bus } }
  Vault: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: shop-vault } }
  Data: { Type: AWS::RDS::DBInstance, Properties: { DBInstanceIdentifier: shop-data, DBInstanceClass: db.t4g.micro, Engine: postgres, AllocatedStorage: "20" } }
  Failures: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: shop-failures, Namespace: Shop, MetricName: Failures, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold } }
  Any: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmName: shop-any, AlarmRule: "ALARM(shop-failures)" } }
  Search: { Type: AWS::OpenSearchService::Domain, Properties: { DomainName: shop-search } }
`

let roles: RoleWorld
afterEach(() => roles.world.close())

const config = (tier: string): string => `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
  production: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml, capabilities: [CAPABILITY_NAMED_IAM] }]
precheck: { drift: { live: ${tier} } }
`

test('the access of each type is read with plan-role-live, which allows nothing that was not needed', async () => {
  roles = await startRoles()
  const { world } = roles
  await world.write({ 'web.yml': TEMPLATE })
  await world.deploy('shop-preprod', TEMPLATE)

  await world.precheck(config('off'), { environment: 'preprod' }, await roles.job())
  const before = new Set(roles.used('plan'))
  expect([...before].filter((action) => !actionsOf('plan-role').includes(action))).toEqual([])

  const evidence = await world.precheck(config('access'), { environment: 'preprod' }, await roles.job())
  const about = evidence.findings.filter(({ code }) => /^drift\/(access-declared|not-read|.*undeclared)$/.test(code))
  expect(about.map(({ code, observed }) => `${code}: ${observed}`)).toEqual([
    expect.stringMatching(
      /^drift\/access-declared: \d+ items? of (\d+) of \1 kinds of access read on 22 of 22 resources$/,
    ),
  ])
  expect(roles.refused).toEqual([])
  const needed = roles.used('plan')
  // Only settings that no stack of the release declares are looked up in others.
  expect(actionsOf('plan-role-live').filter((action) => !needed.includes(action))).toEqual([
    'cloudformation:DescribeStackResources',
  ])
  expect(lines(evidence)).toContain('pass drift/in-sync stack/web')
})

test('actions without an example are only described', () => {
  const wide = policy('plan-role-live').Statement.filter(({ Resource }) => [Resource].flat().includes('*'))
  expect(wide.flatMap(({ Action }) => Action).filter((action) => !/:Describe/.test(action))).toEqual([])
})
