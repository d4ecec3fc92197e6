import type { Kind } from '../contract.ts'

/** How a name is looked up: as a reference of a kind, by the model of Cloud Control, or as a part of a load balancer. */
type By = Kind | 'model' | 'load-balancer' | 'target-group'

export interface Naming {
  readonly property: string
  readonly by: By
  /** Default: the account and region. */
  readonly unique?: 'everywhere' | 'account'
}

/** Types whose creation by CloudFormation fails where a resource of the name exists. */
export const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::S3::Bucket': { property: 'BucketName', by: 'bucket', unique: 'everywhere' },
  'AWS::IAM::Role': { property: 'RoleName', by: 'role', unique: 'account' },
  'AWS::IAM::ManagedPolicy': { property: 'ManagedPolicyName', by: 'policy', unique: 'account' },
  'AWS::IAM::InstanceProfile': { property: 'InstanceProfileName', by: 'instance-profile', unique: 'account' },
  'AWS::IAM::User': { property: 'UserName', by: 'model', unique: 'account' },
  'AWS::IAM::Group': { property: 'GroupName', by: 'model', unique: 'account' },
  'AWS::Lambda::Function': { property: 'FunctionName', by: 'function' },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', by: 'log-group' },
  'AWS::SNS::Topic': { property: 'TopicName', by: 'topic' },
  'AWS::SQS::Queue': { property: 'QueueName', by: 'queue' },
  'AWS::KMS::Alias': { property: 'AliasName', by: 'key' },
  'AWS::SSM::Parameter': { property: 'Name', by: 'parameter' },
  'AWS::SecretsManager::Secret': { property: 'Name', by: 'secret' },
  'AWS::EC2::KeyPair': { property: 'KeyName', by: 'key-pair' },
  'AWS::DynamoDB::Table': { property: 'TableName', by: 'model' },
  'AWS::ECR::Repository': { property: 'RepositoryName', by: 'model' },
  'AWS::Events::EventBus': { property: 'Name', by: 'model' },
  'AWS::Backup::BackupVault': { property: 'BackupVaultName', by: 'model' },
  'AWS::OpenSearchService::Domain': { property: 'DomainName', by: 'model' },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { property: 'Name', by: 'load-balancer' },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { property: 'Name', by: 'target-group' },
}
