/** Resources of many types: the template's declaration, and a change outside CloudFormation. */

type Values = Readonly<Record<string, unknown>>

export interface Sample {
  readonly type: string
  readonly properties: Values
  readonly change: Values
  /** The parent's properties, for types that are listed by their parent. */
  readonly within?: readonly string[]
}

const document = (action: string, principal: Values = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*', ...principal }],
})
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }] }
const ROLE = 'arn:aws:iam::111111111111:role/web'
const VPC = 'vpc-0123456789abcdef0'
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1']

const sample = (type: string, properties: Values, change: Values, within?: readonly string[]): Sample => ({
  type: `AWS::${type}`,
  properties,
  change,
  ...(within && { within }),
})

/** Types whose resource must exist first, by its name. */
export const AFTER: Readonly<Record<string, string>> = {
  'AWS::S3::BucketPolicy': 'AWS::S3::Bucket',
  'AWS::Logs::MetricFilter': 'AWS::Logs::LogGroup',
  'AWS::Logs::SubscriptionFilter': 'AWS::Logs::LogGroup',
  'AWS::Lambda::Url': 'AWS::Lambda::Function',
  'AWS::SNS::Subscription': 'AWS::SNS::Topic',
}

export const SAMPLES: readonly Sample[] = [
  sample('ApiGateway::RestApi', { Name: 'web' }, { MinimumCompressionSize: 100 }),
  sample('ApiGateway::Stage', { RestApiId: 'api1', StageName: 'prod', DeploymentId: 'd1' }, { TracingEnabled: true }, [
    'RestApiId',
  ]),
  sample('ApiGatewayV2::Api', { Name: 'web', ProtocolType: 'HTTP' }, { Description: 'changed' }),
  sample('ApplicationAutoScaling::ScalableTarget', scalable(), { MaxCapacity: 20 }, ['ServiceNamespace']),
  sample('AppConfig::Application', { Name: 'web' }, { Description: 'changed' }),
  sample('Athena::WorkGroup', { Name: 'web' }, { State: 'DISABLED' }),
  sample('AutoScaling::LifecycleHook', lifecycleHook(), { HeartbeatTimeout: 60 }, ['AutoScalingGroupName']),
  sample('Backup::BackupVault', { BackupVaultName: 'web' }, { AccessPolicy: document('backup:*') }),
  sample('Batch::JobQueue', { Priority: 1, ComputeEnvironmentOrder: [] }, { State: 'DISABLED' }),
  sample('CloudFront::Function', cloudFrontFunction(), { FunctionCode: 'function handler() { return 2 }' }),
  sample('CloudTrail::Trail', { S3BucketName: 'trail', IsLogging: true }, { IsLogging: false }),
  sample('CloudWatch::CompositeAlarm', { AlarmName: 'any', AlarmRule: 'ALARM(web)' }, { ActionsEnabled: false }),
  sample('CloudWatch::Dashboard', { DashboardName: 'web', DashboardBody: '{}' }, { DashboardBody: '{"widgets":[]}' }),
  sample('CodeArtifact::Domain', { DomainName: 'web' }, { PermissionsPolicyDocument: document('codeartifact:*') }),
  sample('CodePipeline::Pipeline', { Name: 'web', RoleArn: ROLE, Stages: [] }, { PipelineType: 'V1' }),
  sample('Cognito::UserPool', { UserPoolName: 'web' }, { DeletionProtection: 'ACTIVE' }),
  sample('DynamoDB::Table', dynamoTable(), { DeletionProtectionEnabled: true }),
  sample('EC2::EIP', { Domain: 'vpc' }, { InstanceId: 'i-0123456789abcdef0' }),
  sample('EC2::InternetGateway', {}, { Tags: [{ Key: 'changed', Value: 'yes' }] }),
  sample('EC2::NatGateway', { SubnetId: SUBNETS[0] }, { SecondaryAllocationIds: ['eipalloc-1'] }),
  sample('EC2::RouteTable', { VpcId: VPC }, { Tags: [{ Key: 'changed', Value: 'yes' }] }),
  sample('EC2::SecurityGroup', { GroupDescription: 'web', VpcId: VPC }, { SecurityGroupEgress: [] }),
  sample('EC2::Subnet', { VpcId: VPC, CidrBlock: '10.0.1.0/24' }, { MapPublicIpOnLaunch: true }),
  sample('EC2::VPC', { CidrBlock: '10.0.0.0/16' }, { EnableDnsHostnames: true }),
  sample('EC2::VPCEndpoint', { VpcId: VPC, ServiceName: 'com.amazonaws.eu-west-1.s3' }, { PrivateDnsEnabled: true }),
  sample('EC2::Volume', { AvailabilityZone: 'eu-west-1a', Size: 8, VolumeType: 'gp3' }, { Iops: 6_000 }),
  sample('ECR::Repository', { RepositoryName: 'web' }, { ImageTagMutability: 'IMMUTABLE' }),
  sample('ECS::CapacityProvider', { Name: 'spot' }, { Tags: [{ Key: 'changed', Value: 'yes' }] }),
  sample('ECS::Cluster', { ClusterName: 'web' }, { CapacityProviders: ['FARGATE'] }),
  sample('EFS::FileSystem', { Encrypted: true }, { ThroughputMode: 'elastic' }),
  sample(
    'EKS::Cluster',
    { Name: 'web', RoleArn: ROLE, ResourcesVpcConfig: { SubnetIds: SUBNETS } },
    { Version: '1.40' },
  ),
  sample('ElastiCache::SubnetGroup', subnetGroup('CacheSubnetGroupName', 'Description'), { SubnetIds: ['subnet-2'] }),
  sample('CloudWatch::Alarm', alarm(), { Threshold: 5 }),
  sample('CodeDeploy::Application', { ApplicationName: 'web' }, { Tags: [{ Key: 'changed', Value: 'yes' }] }),
  sample('ElasticLoadBalancingV2::LoadBalancer', { Name: 'web' }, { IpAddressType: 'dualstack' }),
  sample('ElasticLoadBalancingV2::TargetGroup', { Name: 'web', Protocol: 'HTTP' }, { HealthCheckPath: '/health' }),
  sample('Lambda::Function', lambdaFunction(), { MemorySize: 1_024 }),
  sample('S3::Bucket', { BucketName: 'web-releases' }, { VersioningConfiguration: { Status: 'Enabled' } }),
  sample('Events::Connection', { Name: 'web', AuthorizationType: 'API_KEY' }, { Description: 'changed' }),
  sample('Events::EventBus', { Name: 'web' }, { Description: 'changed' }),
  sample('Events::Rule', { Name: 'web', ScheduleExpression: 'rate(1 day)' }, { State: 'DISABLED' }),
  sample(
    'FIS::ExperimentTemplate',
    { Description: 'web', RoleArn: ROLE, StopConditions: [], Targets: {} },
    {
      Description: 'changed',
    },
  ),
  sample('Glue::Job', { Name: 'web', Role: ROLE, Command: { Name: 'glueetl' } }, { MaxRetries: 3 }),
  sample('IAM::Group', { GroupName: 'admins' }, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
  sample('IAM::InstanceProfile', { InstanceProfileName: 'web', Roles: [{ Ref: 'AWSIAMRole' }] }, { Roles: [] }),
  sample('IAM::ManagedPolicy', managedPolicy(), { PolicyDocument: document('*') }),
  sample('IAM::Role', { RoleName: 'web', AssumeRolePolicyDocument: trust }, { MaxSessionDuration: 43_200 }),
  sample('IAM::User', { UserName: 'ada' }, { PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  sample('IoT::Policy', { PolicyName: 'web', PolicyDocument: document('iot:*') }, { PolicyDocument: document('*') }),
  sample('KMS::Key', { Description: 'web' }, { EnableKeyRotation: true }),
  sample('Kinesis::Stream', { Name: 'web', ShardCount: 1 }, { RetentionPeriodHours: 48 }),
  sample('KinesisFirehose::DeliveryStream', { DeliveryStreamName: 'web' }, { DeliveryStreamType: 'MSKAsSource' }),
  sample('Lambda::EventSourceMapping', { FunctionName: 'web', EventSourceArn: queueArn() }, { Enabled: false }),
  sample('Lambda::Url', { TargetFunctionArn: 'checkout', AuthType: 'AWS_IAM' }, { AuthType: 'NONE' }, [
    'TargetFunctionArn',
  ]),
  sample('Logs::LogGroup', { LogGroupName: '/web' }, { RetentionInDays: 1 }),
  sample(
    'Logs::MetricFilter',
    { LogGroupName: '/web', FilterPattern: 'ERROR', MetricTransformations: [] },
    {
      FilterPattern: 'WARN',
    },
  ),
  sample('Logs::SubscriptionFilter', subscriptionFilter(), { FilterPattern: 'ERROR' }, ['LogGroupName']),
  sample('MSK::Configuration', { Name: 'web', ServerProperties: 'a=1' }, { Description: 'changed' }),
  sample('RDS::DBSubnetGroup', subnetGroup('DBSubnetGroupName', 'DBSubnetGroupDescription'), {
    SubnetIds: ['subnet-2'],
  }),
  sample('Route53::HostedZone', { Name: 'example.com' }, { HostedZoneConfig: { Comment: 'changed' } }),
  sample(
    'S3::BucketPolicy',
    { Bucket: 'web-releases', PolicyDocument: document('s3:GetObject', { Principal: { AWS: '111111111111' } }) },
    {
      PolicyDocument: document('s3:*', { Principal: { AWS: '111111111111' } }),
    },
  ),
  sample(
    'SNS::Subscription',
    { TopicArn: topicArn(), Protocol: 'sqs', Endpoint: queueArn() },
    {
      RawMessageDelivery: true,
    },
  ),
  sample('SNS::Topic', { TopicName: 'orders' }, { DisplayName: 'changed' }),
  sample('SQS::Queue', { QueueName: 'orders' }, { VisibilityTimeout: 60 }),
  sample('SSM::Document', { Name: 'web', Content: '{}', DocumentType: 'Command' }, { DocumentFormat: 'YAML' }),
  sample('SSM::Parameter', { Name: '/web/size', Type: 'String', Value: '3' }, { Value: '4' }),
  sample('Scheduler::Schedule', schedule(), { State: 'DISABLED' }),
  sample('SecretsManager::Secret', { Name: 'web' }, { Description: 'changed' }),
  sample('ServiceDiscovery::PrivateDnsNamespace', { Name: 'web.local', Vpc: VPC }, { Description: 'changed' }),
  sample(
    'StepFunctions::StateMachine',
    { StateMachineName: 'web', RoleArn: ROLE, DefinitionString: '{}' },
    {
      TracingConfiguration: { Enabled: true },
    },
  ),
  sample(
    'WAFv2::IPSet',
    { Name: 'web', Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: [] },
    {
      Addresses: ['10.0.0.0/8'],
    },
    ['Scope'],
  ),
]

function topicArn(): string {
  return 'arn:aws:sns:eu-west-1:111111111111:orders'
}

function queueArn(): string {
  return 'arn:aws:sqs:eu-west-1:111111111111:orders'
}

function scalable(): Values {
  const target = {
    ServiceNamespace: 'ecs',
    ResourceId: 'service/web/web',
    ScalableDimension: 'ecs:service:DesiredCount',
  }
  return { ...target, MinCapacity: 1, MaxCapacity: 2 }
}

function lifecycleHook(): Values {
  const LifecycleTransition = 'autoscaling:EC2_INSTANCE_LAUNCHING'
  return { AutoScalingGroupName: 'web', LifecycleHookName: 'ready', LifecycleTransition }
}

function cloudFrontFunction(): Values {
  const FunctionConfig = { Comment: 'web', Runtime: 'cloudfront-js-2.0' }
  return { Name: 'web', AutoPublish: true, FunctionConfig, FunctionCode: 'function handler() { return 1 }' }
}

function dynamoTable(): Values {
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
  return { TableName: 'orders', BillingMode: 'PAY_PER_REQUEST', KeySchema }
}

function subnetGroup(name: string, description: string): Values {
  return { [name]: 'web', [description]: 'web', SubnetIds: SUBNETS }
}

function alarm(): Values {
  const metric = {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Statistic: 'Sum',
    Period: 60,
  }
  return { AlarmName: 'web', ...metric, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' }
}

function lambdaFunction(): Values {
  const Code = { ZipFile: 'exports.handler = () => 1' }
  return { FunctionName: 'checkout', Runtime: 'nodejs24.x', Handler: 'index.handler', Role: ROLE, Code }
}

function managedPolicy(): Values {
  return { ManagedPolicyName: 'read', PolicyDocument: document('s3:GetObject') }
}

function subscriptionFilter(): Values {
  return { LogGroupName: '/web', FilterName: 'web', FilterPattern: '', DestinationArn: queueArn() }
}

function schedule(): Values {
  const Target = { Arn: queueArn(), RoleArn: ROLE }
  return { Name: 'web', ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, Target }
}
