import { arnOf } from './roles.ts'

/** Templates and configurations that the tests of docs/iam and `npm run check:iam-documents` release. */

const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:111111111111:${resource}`

/** The declaration of a resource in a template. */
export const resource = (Type: string, Properties: object): object => ({ Type, Properties })

/** Resources that refer to existing ones: a reference of each kind that the plan-role looks up, except layers and stacks. */
export const REFERRING_RESOURCES: Readonly<Record<string, object>> = {
  Fn: resource('AWS::Lambda::Function', {
    Role: 'arn:aws:iam::111111111111:role/shop-fn',
    Code: { ImageUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop-web:1' },
    VpcConfig: { SubnetIds: ['subnet-00000001'], SecurityGroupIds: ['sg-00000001'] },
    DeadLetterConfig: { TargetArn: arn('sqs', 'shop-dead') },
    KmsKeyArn: arn('kms', 'alias/shop'),
  }),
  Role: resource('AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::111111111111:policy/shop'] }),
  Host: resource('AWS::EC2::Instance', {
    ImageId: 'ami-00000001',
    KeyName: 'shop',
    IamInstanceProfile: 'shop-host',
    UserData: '{{resolve:ssm:/shop/start}}{{resolve:secretsmanager:shop-db}}',
  }),
  Group: resource('AWS::EC2::SecurityGroup', { VpcId: 'vpc-00000001' }),
  Rule: resource('AWS::Events::Rule', {
    Targets: [{ Arn: arn('lambda', 'function:shop-f') }, { Arn: arn('sns', 'shop-a') }],
  }),
  Filter: resource('AWS::Logs::MetricFilter', { LogGroupName: '/shop/web' }),
  Front: resource('AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: arn('elasticloadbalancing', 'loadbalancer/app/shop/0123456789abcdef'),
    DefaultActions: [{ TargetGroupArn: arn('elasticloadbalancing', 'targetgroup/shop/0123456789abcdef') }],
  }),
  Path: resource('AWS::ElasticLoadBalancingV2::ListenerRule', {
    ListenerArn: arn('elasticloadbalancing', 'listener/app/shop/0123456789abcdef/fedcba9876543210'),
  }),
  Name: resource('AWS::Route53::RecordSet', { HostedZoneId: 'Z0123456789ABCDEFGHIJ', Name: 'shop', Type: 'A' }),
  Daily: resource('AWS::Scheduler::Schedule', { Target: { Arn: arn('states', 'stateMachine:shop-daily') } }),
  Rest: resource('AWS::ApiGateway::Stage', { RestApiId: 'abcdefghij' }),
  Http: resource('AWS::ApiGatewayV2::Stage', { ApiId: 'abcdefghij' }),
}

/** One resource of each type whose access is read. */
export const EACH_ACCESS = `
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

/** A stack of which temporary environments get copies. */
export const COPIED = `
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref AWS::StackName } }
  Store: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "\${AWS::StackName}-store" } }
`
/** A configuration with temporary environments `pr-NUMBER` of it. */
export const COPIED_CONFIG = `
version: 1
environments:
  preprod:
    region: eu-west-1
    deploy-role: "${arnOf('deploy')}"
    temporary: { name: "pr-{pull-request}", deploy-role: "${arnOf('temporary')}", service-role: "arn:aws:iam::111111111111:role/shop-temporary-cloudformation", empty-buckets: true }
  production: { region: eu-west-1, deploy-role: "${arnOf('deploy-production')}" }
stacks:
  - { id: web, name: "shop-{environment}", template: web.yml, role: "arn:aws:iam::{account}:role/shop-cloudformation" }
`
