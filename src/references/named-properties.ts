import type { Kind } from './contract.ts'

type Properties = Readonly<Record<string, readonly string[]>>

/**
 * Properties in which a plain name or id stands for a target, by kind and type of resource, as their path with dots. An ARN,
 * an id of EC2 or an image is recognised by its form wherever it is.
 */
export const NAMED: Partial<Record<Kind, Properties>> = {
  bucket: {
    'AWS::CloudTrail::Trail': ['S3BucketName'],
    'AWS::Config::DeliveryChannel': ['S3BucketName'],
    'AWS::S3::Bucket': ['LoggingConfiguration.DestinationBucketName'],
    'AWS::S3::BucketPolicy': ['Bucket'],
  },
  key: {
    'AWS::CloudTrail::Trail': ['KMSKeyId'],
    'AWS::DynamoDB::Table': ['SSESpecification.KMSMasterKeyId'],
    'AWS::EFS::FileSystem': ['KmsKeyId'],
    'AWS::Kinesis::Stream': ['StreamEncryption.KeyId'],
    'AWS::RDS::DBCluster': ['KmsKeyId'],
    'AWS::RDS::DBInstance': ['KmsKeyId'],
    'AWS::S3::Bucket': [
      'BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.KMSMasterKeyID',
    ],
    'AWS::SecretsManager::Secret': ['KmsKeyId'],
    'AWS::SNS::Topic': ['KmsMasterKeyId'],
    'AWS::SQS::Queue': ['KmsMasterKeyId'],
  },
  role: {
    'AWS::CodeBuild::Project': ['ServiceRole'],
    'AWS::IAM::InstanceProfile': ['Roles'],
    'AWS::IAM::ManagedPolicy': ['Roles'],
    'AWS::IAM::Policy': ['Roles'],
    'AWS::IAM::RolePolicy': ['RoleName'],
  },
  'instance-profile': {
    'AWS::AutoScaling::LaunchConfiguration': ['IamInstanceProfile'],
    'AWS::EC2::Instance': ['IamInstanceProfile'],
    'AWS::EC2::LaunchTemplate': ['LaunchTemplateData.IamInstanceProfile.Name'],
  },
  'key-pair': {
    'AWS::AutoScaling::LaunchConfiguration': ['KeyName'],
    'AWS::Batch::ComputeEnvironment': ['ComputeResources.Ec2KeyPair'],
    'AWS::EC2::Instance': ['KeyName'],
    'AWS::EC2::LaunchTemplate': ['LaunchTemplateData.KeyName'],
    'AWS::EKS::Nodegroup': ['RemoteAccess.Ec2SshKey'],
  },
  function: {
    'AWS::Lambda::Alias': ['FunctionName'],
    'AWS::Lambda::EventInvokeConfig': ['FunctionName'],
    'AWS::Lambda::EventSourceMapping': ['FunctionName'],
    'AWS::Lambda::Permission': ['FunctionName'],
    'AWS::Lambda::Version': ['FunctionName'],
  },
  parameter: {
    'AWS::ECS::TaskDefinition': ['ContainerDefinitions.Secrets.ValueFrom'],
  },
  // Other services create the log group where it does not exist.
  'log-group': {
    'AWS::ECS::TaskDefinition': ['ContainerDefinitions.LogConfiguration.Options.awslogs-group'],
    'AWS::Logs::LogStream': ['LogGroupName'],
    'AWS::Logs::MetricFilter': ['LogGroupName'],
    'AWS::Logs::SubscriptionFilter': ['LogGroupName'],
    'AWS::Logs::Transformer': ['LogGroupIdentifier'],
  },
  // The zone of an alias record's target belongs to AWS.
  'hosted-zone': {
    'AWS::CertificateManager::Certificate': ['DomainValidationOptions.HostedZoneId'],
    'AWS::Route53::DNSSEC': ['HostedZoneId'],
    'AWS::Route53::KeySigningKey': ['HostedZoneId'],
    'AWS::Route53::RecordSet': ['HostedZoneId'],
    'AWS::Route53::RecordSetGroup': ['HostedZoneId', 'RecordSets.HostedZoneId'],
  },
  'rest-api': {
    'AWS::ApiGateway::Authorizer': ['RestApiId'],
    'AWS::ApiGateway::BasePathMapping': ['RestApiId'],
    'AWS::ApiGateway::Deployment': ['RestApiId'],
    'AWS::ApiGateway::GatewayResponse': ['RestApiId'],
    'AWS::ApiGateway::Method': ['RestApiId'],
    'AWS::ApiGateway::Model': ['RestApiId'],
    'AWS::ApiGateway::RequestValidator': ['RestApiId'],
    'AWS::ApiGateway::Resource': ['RestApiId'],
    'AWS::ApiGateway::Stage': ['RestApiId'],
    'AWS::ApiGateway::UsagePlan': ['ApiStages.ApiId'],
  },
  // A mapping of a domain name takes a REST API as well.
  'http-api': {
    'AWS::ApiGatewayV2::Authorizer': ['ApiId'],
    'AWS::ApiGatewayV2::Deployment': ['ApiId'],
    'AWS::ApiGatewayV2::Integration': ['ApiId'],
    'AWS::ApiGatewayV2::Model': ['ApiId'],
    'AWS::ApiGatewayV2::Route': ['ApiId'],
    'AWS::ApiGatewayV2::Stage': ['ApiId'],
  },
}

/** Types whose properties hold texts for other purposes, in which an id or ARN is no reference. */
export const OTHER_TEXTS: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::CloudFormation::WaitCondition',
  'AWS::CloudWatch::Dashboard',
  'AWS::SSM::Parameter',
  'AWS::SecretsManager::Secret',
]

/** Properties whose content is another document, a text for people, or input of the user's program. */
export const OTHER_DOCUMENTS =
  /^(?:.*Policy(?:Document|Text|Json)?|.*Policies|Statement|Tags|UserData|Metadata|Description|EnvironmentVariables|Variables|ZipFile|Definition(?:String|Substitutions)?|DashboardBody|Body|Content(?:Uri)?|Input|InputTransformer|SecretString)$/

/** The key that AWS makes for a service at its first use in an account. */
export const KEY_OF_AWS = /^alias\/aws\//

/** An option of the log driver beside `awslogs-group`: ECS makes the log group. */
export const MAKES_LOG_GROUP = 'awslogs-create-group'

/** Variables of a program, other than in CodeBuild, whose environment has an image. */
export function isEnvironment(type: string, step: string): boolean {
  return step === 'Environment' && type !== 'AWS::CodeBuild::Project'
}

/** Custom resources pass their properties to the user's function. */
export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
}
