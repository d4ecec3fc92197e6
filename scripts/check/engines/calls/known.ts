import type { Value } from './contract.ts'

/** A difference whose reason is known: what AWS documents, or what neither can be judged by. */
interface Known {
  /** The engines that it is about; all when absent. */
  readonly engines?: readonly string[]
  /** `ec2:DescribeVpcs Vpcs.State`. */
  readonly about: RegExp
  readonly why: string
}

const MOTO = ['moto']
const LOCALSTACK = ['localstack']
const MINISTACK = ['ministack']

const KNOWN: readonly Known[] = [
  // Values that each makes by itself.
  { about: /VersionId$|Token$|RuleArn$|FunctionUrl$|deployments\.id$/, why: 'an identifier in a form of its own' },
  {
    about: /^sts:GetCallerIdentity |(?:CreatedBy|createdBy|registeredBy|LastModifiedUser)$/,
    why: 'the caller has another name',
  },
  {
    about: /^elbv2:\w+ (?:LoadBalancers\.DNSName|Listeners\.Port)$/,
    why: 'load balancers of the sandbox listen on loopback',
  },
  {
    about: /DescribeStackResources StackResources\.PhysicalResourceId$/,
    why: 'engines name attachments and routes in ways of their own',
  },
  { about: /^ssm:\w+ .*LastModifiedUser$/, why: 'the caller has another name' },
  // What AWS documents, and an engine does not do.
  {
    about: /^iam:GetRole Role\.PermissionsBoundary\.PermissionsBoundaryType$/,
    why: 'IAM API reference: the value can only be Policy',
  },
  { about: /^elbv2:\w+ Attributes\.length$/, why: 'ELB API reference: the engines have a part of the attributes' },
  {
    about: /^autoscaling:DescribeAutoScalingGroups AutoScalingGroups\.HealthCheckGracePeriod$/,
    why: 'Auto Scaling API reference: 0 by default',
  },
  {
    about: /^autoscaling:/,
    engines: ['moto', 'ministack'],
    why: 'the engine sets a capacity above the maximum, which the API refuses',
  },
  {
    about: /^ecs:\w+ .*(?:rolloutState|rolloutStateReason|events\.length|events\.message|runningCount|pendingCount)$/,
    why: 'the engines complete deployments at once, without events',
  },
  { about: /^ecs:\w+ .*platform(?:Version|Family)$/, why: 'platforms are for Fargate only (ECS API reference)' },
  { about: /^ecs:DescribeClusters clusters\.settings\.length$/, why: 'ECS API reference: settings only with include' },
  { about: /^ecs:DescribeServices failures\.arn$/, engines: MOTO, why: 'ARNs of services have the cluster' },
  { about: /^ecs:UpdateService service\./, engines: MOTO, why: 'the engine does not replace the deployment' },
  { about: /^ecs:DeleteService service\.taskDefinition$/, engines: MOTO, why: 'the engine answers a name for the ARN' },
  {
    about: /^iam:(?:DeletePolicy|DeleteRole|DetachRolePolicy) error$/,
    engines: MOTO,
    why: 'IAM API reference: an attached policy is a DeleteConflict',
  },
  {
    about: /^iam:\w+ (?:Policy\.DefaultVersionId|PolicyVersion\.IsDefaultVersion|Versions\.\w+|error)$/,
    engines: MINISTACK,
    why: 'the engine does not set the default version',
  },
  {
    about: /^kms:(?:ListGrants Grants\.KeyId|ScheduleKeyDeletion KeyId)$/,
    engines: ['moto', 'localstack'],
    why: 'KMS API reference: the key ARN',
  },
  {
    about: /^s3:GetBucketOwnershipControls error$/,
    engines: MOTO,
    why: 'S3 user guide: new buckets are BucketOwnerEnforced',
  },
  {
    about: /^s3:PutObjectLockConfiguration error$/,
    engines: MOTO,
    why: 'S3 user guide: Object Lock can be enabled on a bucket that exists',
  },
  { about: /^s3:HeadObject ContentType$/, engines: MINISTACK, why: 'S3 API reference: binary/octet-stream by default' },
  { about: /^ecr:DescribeImages imageDetails\.imageSizeInBytes$/, why: 'a guess of both: the images have no layers' },
  { about: /^ecr:/, engines: MINISTACK, why: 'the engine has one tag for each image' },
  { about: /^ecr:BatchGetImage images\.imageId\.imageTag$/, engines: MOTO, why: 'the tag that was asked for' },
  {
    about: /^sns:GetTopicAttributes Attributes\.Policy$/,
    why: 'the default policies differ in their actions; the sandbox has those of SNS’ documentation',
  },
  { about: /^sqs:ListQueues QueueUrls\.length$/, engines: MOTO, why: 'queues of an earlier session are there still' },
  { about: /^logs:FilterLogEvents searchedLogStreams\.length$/, why: 'Logs API reference: always empty since 2020' },
  {
    about: /^cloudwatch:DescribeAlarms /,
    why: 'time is not the same: a new alarm is INSUFFICIENT_DATA, and is evaluated later',
  },
  {
    about: /^cloudwatch:DescribeAlarmHistory AlarmHistoryItems\.length$/,
    why: 'the engine has the change of the composite alarm',
  },
  {
    about: /^cloudwatch:DeleteAlarms error$/,
    engines: MINISTACK,
    why: 'CloudWatch API reference: one call may name one composite alarm',
  },
  {
    about: /^ec2:DescribeRouteTables RouteTables\.Associations\.length$/,
    engines: MOTO,
    why: 'the engine does not make the association of the template',
  },
  {
    about: /^ec2:AuthorizeSecurityGroupIngress error$/,
    engines: MINISTACK,
    why: 'EC2 API reference: InvalidPermission.Duplicate',
  },
  {
    about: /^elbv2:DescribeLoadBalancers LoadBalancers\.AvailabilityZones\.ZoneName$/,
    engines: MINISTACK,
    why: 'the engine has both subnets in one zone',
  },
  { about: /^lambda:CreateAlias error$/, engines: MOTO, why: 'Lambda API reference: ResourceConflictException' },
  {
    about: /^lambda:UpdateFunctionConfiguration (?:State|LastUpdateStatus)/,
    why: 'an update takes time (Lambda developer guide)',
  },
  { about: /^lambda:\w+ InvokeMode$/, engines: MOTO, why: 'Lambda API reference: BUFFERED' },
  { about: /^lambda:ListFunctions Functions\.length$/, why: 'the sandbox has the functions of the stories, too' },
  { about: /^s3:ListBuckets Buckets\.length$/, why: 'the sandbox has the buckets of the stories, too' },
  { about: /^lambda:GetPolicy error$/, engines: MINISTACK, why: 'a policy without statements is none' },
  {
    about: /^lambda:ListVersionsByFunction Versions\.FunctionArn$/,
    engines: MINISTACK,
    why: 'Lambda API reference: ARNs of versions are qualified',
  },
  {
    about: /^cloudformation:ValidateTemplate Parameters\.length$/,
    engines: MOTO,
    why: 'the engine answers no parameters',
  },
  {
    about: /^cloudformation:\w+ /,
    engines: MOTO,
    why: 'the engine makes a stack of its own for a change set, and does not execute it',
  },
  {
    about: /^cloudformation:DescribeChangeSet Tags\.length$/,
    engines: MINISTACK,
    why: 'a change set without tags keeps those of the stack',
  },
  {
    about: /^ec2:DescribeNetworkAcls NetworkAcls\.Associations\.length$/,
    engines: MINISTACK,
    why: 'VPC user guide: each subnet is with an ACL, the default one without another',
  },
  {
    about: /^elbv2:DescribeTags TagDescriptions\.Tags\.length$/,
    engines: MOTO,
    why: 'CloudFormation user guide, “Resource tag”: system tags on what supports tags',
  },
  {
    about: /^ecs:DeleteService service\.deployments\.taskDefinition$/,
    engines: MOTO,
    why: 'the engine does not replace the deployment',
  },
  {
    about: /^s3:CreateBucket Location$/,
    why: 'AWS CLI examples: an address outside us-east-1; the engines answer others',
  },
  {
    about: /^ec2:\w+ \w+\.Tags\.length$/,
    engines: LOCALSTACK,
    why: 'CloudFormation user guide, “Resource tag”: system tags on what supports tags',
  },
  {
    about: /^ec2:\w+ LaunchTemplates?\.DefaultVersionNumber$/,
    engines: LOCALSTACK,
    why: 'the engine does not set the default version',
  },
  {
    about: /^lambda:/,
    engines: LOCALSTACK,
    why: 'the engine has no runtime without its downloads: its functions are Failed',
  },
  {
    about: /PhysicalResourceId$|^cloudformation:CreateChangeSet Id$/,
    engines: LOCALSTACK,
    why: 'an identifier in a form of its own',
  },
  {
    about: /^cloudformation:(?:ValidateTemplate|DeleteStack) error$/,
    engines: LOCALSTACK,
    why: 'the engine accepts a template without resources, and deletes a protected stack',
  },
  {
    about: /^cloudformation:DescribeStacks Stacks\.(?:Tags\.length|StackStatus)$/,
    engines: LOCALSTACK,
    why: 'the engine drops tags, and its stack of a function fails',
  },
  { about: /^codedeploy:ListApplications applications\.length$/, why: 'the sandbox has one of its scenario' },
]

export const knownReason = (engine: string, { call, path }: Value): string | undefined =>
  KNOWN.find(({ engines, about }) => (engines?.includes(engine) ?? true) && about.test(`${call} ${path}`))?.why
