import type { Kind } from './contract.ts'

type Properties = Readonly<Record<string, readonly string[]>>

/**
 * Properties in which a plain name or id stands for a target, by kind and type of resource, as their path with dots. An ARN,
 * an id of EC2 or an image is recognised by its form wherever it is.
 */
export const NAMED: Partial<Record<Kind, Properties>> = {
  role: {
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
  // Other services create the log group where it does not exist.
  'log-group': {
    'AWS::Logs::LogStream': ['LogGroupName'],
    'AWS::Logs::MetricFilter': ['LogGroupName'],
    'AWS::Logs::SubscriptionFilter': ['LogGroupName'],
    'AWS::Logs::Transformer': ['LogGroupIdentifier'],
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
  /^(?:.*Policy(?:Document|Text|Json)?|.*Policies|Statement|Tags|UserData|Metadata|Description|Environment|EnvironmentVariables|ZipFile|Definition(?:String|Substitutions)?|DashboardBody|Body|Content(?:Uri)?|Input|InputTransformer|SecretString)$/

/** Custom resources pass their properties to the user's function. */
export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
}
