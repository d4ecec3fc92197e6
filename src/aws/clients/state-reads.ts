import type {
  DescribeAutoScalingGroupsCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
} from '@aws-sdk/client-auto-scaling'
import type { GetResourceCommandInput, GetResourceCommandOutput } from '@aws-sdk/client-cloudcontrol'
import type * as logs from '@aws-sdk/client-cloudwatch-logs'
import type * as ec2 from '@aws-sdk/client-ec2'
import type * as ecs from '@aws-sdk/client-ecs'
import type * as balancing from '@aws-sdk/client-elastic-load-balancing-v2'
import type * as kms from '@aws-sdk/client-kms'
import type * as lambda from '@aws-sdk/client-lambda'
import type * as s3 from '@aws-sdk/client-s3'
import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from '@aws-sdk/client-secrets-manager'
import type * as sns from '@aws-sdk/client-sns'
import type { GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput } from '@aws-sdk/client-sqs'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/**
 * Clients that read what a resource is: control-plane reads only, in AWS's own shapes. All reject with an ActionError.
 * One object has the calls of all services, as each is loaded at its first call.
 */
export interface StateReads {
  getResource(input: GetResourceCommandInput): Promise<GetResourceCommandOutput>
  getBucketPolicy(input: s3.GetBucketPolicyCommandInput): Promise<s3.GetBucketPolicyCommandOutput>
  getPublicAccessBlock(input: s3.GetPublicAccessBlockCommandInput): Promise<s3.GetPublicAccessBlockCommandOutput>
  getBucketOwnershipControls(
    input: s3.GetBucketOwnershipControlsCommandInput,
  ): Promise<s3.GetBucketOwnershipControlsCommandOutput>
  getTopicAttributes(input: sns.GetTopicAttributesCommandInput): Promise<sns.GetTopicAttributesCommandOutput>
  listSubscriptionsByTopic(
    input: sns.ListSubscriptionsByTopicCommandInput,
  ): Promise<sns.ListSubscriptionsByTopicCommandOutput>
  getQueueAttributes(input: GetQueueAttributesCommandInput): Promise<GetQueueAttributesCommandOutput>
  getResourcePolicy(input: GetResourcePolicyCommandInput): Promise<GetResourcePolicyCommandOutput>
  getKeyPolicy(input: kms.GetKeyPolicyCommandInput): Promise<kms.GetKeyPolicyCommandOutput>
  listGrants(input: kms.ListGrantsCommandInput): Promise<kms.ListGrantsCommandOutput>
  getFunctionConfiguration(
    input: lambda.GetFunctionConfigurationCommandInput,
  ): Promise<lambda.GetFunctionConfigurationCommandOutput>
  getAlias(input: lambda.GetAliasCommandInput): Promise<lambda.GetAliasCommandOutput>
  getPolicy(input: lambda.GetPolicyCommandInput): Promise<lambda.GetPolicyCommandOutput>
  getFunctionUrlConfig(
    input: lambda.GetFunctionUrlConfigCommandInput,
  ): Promise<lambda.GetFunctionUrlConfigCommandOutput>
  describeLogGroups(input: logs.DescribeLogGroupsCommandInput): Promise<logs.DescribeLogGroupsCommandOutput>
  describeSubscriptionFilters(
    input: logs.DescribeSubscriptionFiltersCommandInput,
  ): Promise<logs.DescribeSubscriptionFiltersCommandOutput>
  filterLogEvents(input: logs.FilterLogEventsCommandInput): Promise<logs.FilterLogEventsCommandOutput>
  getLogEvents(input: logs.GetLogEventsCommandInput): Promise<logs.GetLogEventsCommandOutput>
  describeListeners(input: balancing.DescribeListenersCommandInput): Promise<balancing.DescribeListenersCommandOutput>
  describeLoadBalancers(
    input: balancing.DescribeLoadBalancersCommandInput,
  ): Promise<balancing.DescribeLoadBalancersCommandOutput>
  describeTargetGroups(
    input: balancing.DescribeTargetGroupsCommandInput,
  ): Promise<balancing.DescribeTargetGroupsCommandOutput>
  describeTargetHealth(
    input: balancing.DescribeTargetHealthCommandInput,
  ): Promise<balancing.DescribeTargetHealthCommandOutput>
  describeRules(input: balancing.DescribeRulesCommandInput): Promise<balancing.DescribeRulesCommandOutput>
  describeListenerCertificates(
    input: balancing.DescribeListenerCertificatesCommandInput,
  ): Promise<balancing.DescribeListenerCertificatesCommandOutput>
  describeServices(input: ecs.DescribeServicesCommandInput): Promise<ecs.DescribeServicesCommandOutput>
  listTasks(input: ecs.ListTasksCommandInput): Promise<ecs.ListTasksCommandOutput>
  describeTasks(input: ecs.DescribeTasksCommandInput): Promise<ecs.DescribeTasksCommandOutput>
  describeAutoScalingGroups(
    input: DescribeAutoScalingGroupsCommandInput,
  ): Promise<DescribeAutoScalingGroupsCommandOutput>
  describeInstances(input: ec2.DescribeInstancesCommandInput): Promise<ec2.DescribeInstancesCommandOutput>
  describeLaunchTemplates(
    input: ec2.DescribeLaunchTemplatesCommandInput,
  ): Promise<ec2.DescribeLaunchTemplatesCommandOutput>
}

type Part = Partial<Record<keyof StateReads, (input: never) => Promise<unknown>>>

/** The calls of each service, and the connection to it. */
const SERVICES: Readonly<Record<string, { readonly calls: readonly (keyof StateReads)[]; connect: Connect }>> = {
  cloudcontrol: { calls: ['getResource'], connect: connectCloudControl },
  s3: { calls: ['getBucketPolicy', 'getPublicAccessBlock', 'getBucketOwnershipControls'], connect: connectBuckets },
  sns: { calls: ['getTopicAttributes', 'listSubscriptionsByTopic'], connect: connectTopics },
  sqs: { calls: ['getQueueAttributes'], connect: connectQueues },
  secretsmanager: { calls: ['getResourcePolicy'], connect: connectSecrets },
  kms: { calls: ['getKeyPolicy', 'listGrants'], connect: connectKeys },
  lambda: {
    calls: ['getFunctionConfiguration', 'getAlias', 'getPolicy', 'getFunctionUrlConfig'],
    connect: connectFunctions,
  },
  logs: {
    calls: ['describeLogGroups', 'describeSubscriptionFilters', 'filterLogEvents', 'getLogEvents'],
    connect: connectLogs,
  },
  elasticloadbalancing: {
    calls: [
      'describeRules',
      'describeListenerCertificates',
      'describeListeners',
      'describeLoadBalancers',
      'describeTargetGroups',
      'describeTargetHealth',
    ],
    connect: connectBalancing,
  },
  ecs: { calls: ['describeServices', 'listTasks', 'describeTasks'], connect: connectContainers },
  autoscaling: { calls: ['describeAutoScalingGroups'], connect: connectScalingGroups },
  ec2: { calls: ['describeInstances', 'describeLaunchTemplates'], connect: connectInstances },
}

type Connect = (access: AwsAccess, make: SdkFactory) => Promise<Part>

export function connectStateReads(access: AwsAccess, make: SdkFactory): StateReads {
  const reads: Record<string, (input: never) => Promise<unknown>> = {}
  for (const { calls, connect } of Object.values(SERVICES)) {
    let connected: Promise<Part> | undefined
    for (const call of calls) {
      reads[call] = async (input) => {
        connected ??= connect(access, make)
        return (await connected)[call]?.(input)
      }
    }
  }
  return reads as unknown as StateReads
}

// Each client and command is imported by name, so that the bundle leaves out other operations.

async function connectCloudControl(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { CloudControlClient, GetResourceCommand } = await import('@aws-sdk/client-cloudcontrol')
  return make<Pick<StateReads, 'getResource'>>(access, 'cloudcontrol', (config) => new CloudControlClient(config), {
    getResource: GetResourceCommand,
  })
}

async function connectBuckets(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { GetBucketOwnershipControlsCommand, GetBucketPolicyCommand, GetPublicAccessBlockCommand, S3Client } =
    await import('@aws-sdk/client-s3')
  return make<Pick<StateReads, 'getBucketPolicy' | 'getPublicAccessBlock' | 'getBucketOwnershipControls'>>(
    access,
    's3',
    (config) => new S3Client({ ...config, forcePathStyle: true }),
    {
      getBucketPolicy: GetBucketPolicyCommand,
      getPublicAccessBlock: GetPublicAccessBlockCommand,
      getBucketOwnershipControls: GetBucketOwnershipControlsCommand,
    },
  )
}

async function connectTopics(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient } = await import('@aws-sdk/client-sns')
  return make<Pick<StateReads, 'getTopicAttributes' | 'listSubscriptionsByTopic'>>(
    access,
    'sns',
    (config) => new SNSClient(config),
    { getTopicAttributes: GetTopicAttributesCommand, listSubscriptionsByTopic: ListSubscriptionsByTopicCommand },
  )
}

async function connectQueues(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { GetQueueAttributesCommand, SQSClient } = await import('@aws-sdk/client-sqs')
  return make<Pick<StateReads, 'getQueueAttributes'>>(
    access,
    'sqs',
    (config) =>
      // The region decides which endpoint is called, as for every other service.
      new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    {
      getQueueAttributes: GetQueueAttributesCommand,
    },
  )
}

async function connectSecrets(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { GetResourcePolicyCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
  return make<Pick<StateReads, 'getResourcePolicy'>>(
    access,
    'secretsmanager',
    (config) => new SecretsManagerClient(config),
    { getResourcePolicy: GetResourcePolicyCommand },
  )
}

async function connectKeys(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { GetKeyPolicyCommand, KMSClient, ListGrantsCommand } = await import('@aws-sdk/client-kms')
  return make<Pick<StateReads, 'getKeyPolicy' | 'listGrants'>>(access, 'kms', (config) => new KMSClient(config), {
    getKeyPolicy: GetKeyPolicyCommand,
    listGrants: ListGrantsCommand,
  })
}

async function connectFunctions(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const {
    GetAliasCommand,
    GetFunctionConfigurationCommand,
    GetFunctionUrlConfigCommand,
    GetPolicyCommand,
    LambdaClient,
  } = await import('@aws-sdk/client-lambda')
  return make<Pick<StateReads, 'getFunctionConfiguration' | 'getAlias' | 'getPolicy' | 'getFunctionUrlConfig'>>(
    access,
    'lambda',
    (config) => new LambdaClient(config),
    {
      getFunctionConfiguration: GetFunctionConfigurationCommand,
      getAlias: GetAliasCommand,
      getPolicy: GetPolicyCommand,
      getFunctionUrlConfig: GetFunctionUrlConfigCommand,
    },
  )
}

async function connectLogs(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const {
    CloudWatchLogsClient,
    DescribeLogGroupsCommand,
    DescribeSubscriptionFiltersCommand,
    FilterLogEventsCommand,
    GetLogEventsCommand,
  } = await import('@aws-sdk/client-cloudwatch-logs')
  return make<
    Pick<StateReads, 'describeLogGroups' | 'describeSubscriptionFilters' | 'filterLogEvents' | 'getLogEvents'>
  >(access, 'logs', (config) => new CloudWatchLogsClient(config), {
    describeLogGroups: DescribeLogGroupsCommand,
    describeSubscriptionFilters: DescribeSubscriptionFiltersCommand,
    filterLogEvents: FilterLogEventsCommand,
    getLogEvents: GetLogEventsCommand,
  })
}

type BalancingReads = Pick<
  StateReads,
  | 'describeRules'
  | 'describeListenerCertificates'
  | 'describeListeners'
  | 'describeLoadBalancers'
  | 'describeTargetGroups'
  | 'describeTargetHealth'
>

async function connectBalancing(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const sdk = await import('@aws-sdk/client-elastic-load-balancing-v2')
  return make<BalancingReads>(
    access,
    'elasticloadbalancing',
    (config) => new sdk.ElasticLoadBalancingV2Client(config),
    {
      describeRules: sdk.DescribeRulesCommand,
      describeListenerCertificates: sdk.DescribeListenerCertificatesCommand,
      describeListeners: sdk.DescribeListenersCommand,
      describeLoadBalancers: sdk.DescribeLoadBalancersCommand,
      describeTargetGroups: sdk.DescribeTargetGroupsCommand,
      describeTargetHealth: sdk.DescribeTargetHealthCommand,
    },
  )
}

async function connectContainers(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { DescribeServicesCommand, DescribeTasksCommand, ECSClient, ListTasksCommand } =
    await import('@aws-sdk/client-ecs')
  return make<Pick<StateReads, 'describeServices' | 'listTasks' | 'describeTasks'>>(
    access,
    'ecs',
    (config) => new ECSClient(config),
    {
      describeServices: DescribeServicesCommand,
      listTasks: ListTasksCommand,
      describeTasks: DescribeTasksCommand,
    },
  )
}

async function connectScalingGroups(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { AutoScalingClient, DescribeAutoScalingGroupsCommand } = await import('@aws-sdk/client-auto-scaling')
  return make<Pick<StateReads, 'describeAutoScalingGroups'>>(
    access,
    'autoscaling',
    (config) => new AutoScalingClient(config),
    { describeAutoScalingGroups: DescribeAutoScalingGroupsCommand },
  )
}

async function connectInstances(access: AwsAccess, make: SdkFactory): Promise<Part> {
  const { DescribeInstancesCommand, DescribeLaunchTemplatesCommand, EC2Client } = await import('@aws-sdk/client-ec2')
  return make<Pick<StateReads, 'describeInstances' | 'describeLaunchTemplates'>>(
    access,
    'ec2',
    (config) => new EC2Client(config),
    { describeInstances: DescribeInstancesCommand, describeLaunchTemplates: DescribeLaunchTemplatesCommand },
  )
}
