import type { AwsAccess } from '../access.ts'
import { lazy } from '../../support/lazy.ts'
import type { SdkFactory } from '../sdk.ts'

/**
 * Clients that read what a resource is: control-plane reads only, in AWS's own shapes. All reject with an ActionError.
 * One object has the calls of all services, as each is loaded at its first call.
 */
export type StateReads = ReturnType<typeof connectStateReads>

// Each client and command is imported by name, so that the bundle leaves out other operations.

export function connectStateReads(access: AwsAccess, make: SdkFactory) {
  return {
    ...connected(['getResource'], async () => {
      const { CloudControlClient, GetResourceCommand } = await import('@aws-sdk/client-cloudcontrol')
      return make(access, 'cloudcontrol', (config) => new CloudControlClient(config), {
        getResource: GetResourceCommand,
      })
    }),
    ...connected(
      ['getBucketPolicy', 'getPublicAccessBlock', 'getBucketOwnershipControls', 'getBucketLifecycleConfiguration'],
      async () => {
        const {
          GetBucketLifecycleConfigurationCommand,
          GetBucketOwnershipControlsCommand,
          GetBucketPolicyCommand,
          GetPublicAccessBlockCommand,
          S3Client,
        } = await import('@aws-sdk/client-s3')
        return make(access, 's3', (config) => new S3Client({ ...config, forcePathStyle: true }), {
          getBucketPolicy: GetBucketPolicyCommand,
          getPublicAccessBlock: GetPublicAccessBlockCommand,
          getBucketOwnershipControls: GetBucketOwnershipControlsCommand,
          getBucketLifecycleConfiguration: GetBucketLifecycleConfigurationCommand,
        })
      },
    ),
    ...connected(['getTopicAttributes', 'listSubscriptionsByTopic'], async () => {
      const { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient } =
        await import('@aws-sdk/client-sns')
      return make(access, 'sns', (config) => new SNSClient(config), {
        getTopicAttributes: GetTopicAttributesCommand,
        listSubscriptionsByTopic: ListSubscriptionsByTopicCommand,
      })
    }),
    ...connected(['getQueueAttributes'], async () => {
      const { GetQueueAttributesCommand, SQSClient } = await import('@aws-sdk/client-sqs')
      return make(
        access,
        'sqs',
        (config) =>
          // The region decides which endpoint is called, as for every other service.
          new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
        {
          getQueueAttributes: GetQueueAttributesCommand,
        },
      )
    }),
    ...connected(['getResourcePolicy'], async () => {
      const { GetResourcePolicyCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
      return make(access, 'secretsmanager', (config) => new SecretsManagerClient(config), {
        getResourcePolicy: GetResourcePolicyCommand,
      })
    }),
    ...connected(['getKeyPolicy', 'listGrants'], async () => {
      const { GetKeyPolicyCommand, KMSClient, ListGrantsCommand } = await import('@aws-sdk/client-kms')
      return make(access, 'kms', (config) => new KMSClient(config), {
        getKeyPolicy: GetKeyPolicyCommand,
        listGrants: ListGrantsCommand,
      })
    }),
    ...connected(['getFunctionConfiguration', 'getAlias', 'getPolicy', 'getFunctionUrlConfig'], async () => {
      const {
        GetAliasCommand,
        GetFunctionConfigurationCommand,
        GetFunctionUrlConfigCommand,
        GetPolicyCommand,
        LambdaClient,
      } = await import('@aws-sdk/client-lambda')
      return make(access, 'lambda', (config) => new LambdaClient(config), {
        getFunctionConfiguration: GetFunctionConfigurationCommand,
        getAlias: GetAliasCommand,
        getPolicy: GetPolicyCommand,
        getFunctionUrlConfig: GetFunctionUrlConfigCommand,
      })
    }),
    ...connected(['describeLogGroups', 'describeSubscriptionFilters', 'filterLogEvents', 'getLogEvents'], async () => {
      const {
        CloudWatchLogsClient,
        DescribeLogGroupsCommand,
        DescribeSubscriptionFiltersCommand,
        FilterLogEventsCommand,
        GetLogEventsCommand,
      } = await import('@aws-sdk/client-cloudwatch-logs')
      return make(access, 'logs', (config) => new CloudWatchLogsClient(config), {
        describeLogGroups: DescribeLogGroupsCommand,
        describeSubscriptionFilters: DescribeSubscriptionFiltersCommand,
        filterLogEvents: FilterLogEventsCommand,
        getLogEvents: GetLogEventsCommand,
      })
    }),
    ...connected(
      [
        'describeRules',
        'describeListenerCertificates',
        'describeListeners',
        'describeLoadBalancers',
        'describeTargetGroups',
        'describeTargetHealth',
      ],
      async () => {
        const {
          DescribeListenerCertificatesCommand,
          DescribeListenersCommand,
          DescribeLoadBalancersCommand,
          DescribeRulesCommand,
          DescribeTargetGroupsCommand,
          DescribeTargetHealthCommand,
          ElasticLoadBalancingV2Client,
        } = await import('@aws-sdk/client-elastic-load-balancing-v2')
        return make(access, 'elasticloadbalancing', (config) => new ElasticLoadBalancingV2Client(config), {
          describeRules: DescribeRulesCommand,
          describeListenerCertificates: DescribeListenerCertificatesCommand,
          describeListeners: DescribeListenersCommand,
          describeLoadBalancers: DescribeLoadBalancersCommand,
          describeTargetGroups: DescribeTargetGroupsCommand,
          describeTargetHealth: DescribeTargetHealthCommand,
        })
      },
    ),
    ...connected(['describeServices', 'listTasks', 'describeTasks'], async () => {
      const { DescribeServicesCommand, DescribeTasksCommand, ECSClient, ListTasksCommand } =
        await import('@aws-sdk/client-ecs')
      return make(access, 'ecs', (config) => new ECSClient(config), {
        describeServices: DescribeServicesCommand,
        listTasks: ListTasksCommand,
        describeTasks: DescribeTasksCommand,
      })
    }),
    ...connected(['describeAutoScalingGroups'], async () => {
      const { AutoScalingClient, DescribeAutoScalingGroupsCommand } = await import('@aws-sdk/client-auto-scaling')
      return make(access, 'autoscaling', (config) => new AutoScalingClient(config), {
        describeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
      })
    }),
    ...connected(['describeInstances', 'describeLaunchTemplates'], async () => {
      const { DescribeInstancesCommand, DescribeLaunchTemplatesCommand, EC2Client } =
        await import('@aws-sdk/client-ec2')
      return make(access, 'ec2', (config) => new EC2Client(config), {
        describeInstances: DescribeInstancesCommand,
        describeLaunchTemplates: DescribeLaunchTemplatesCommand,
      })
    }),
  }
}

/** The calls of a service, which is connected at the first of them. */
function connected<T extends Record<K, (input: any) => Promise<unknown>>, K extends string>(
  calls: readonly K[],
  connect: () => Promise<T>,
): Pick<T, K> {
  const service = lazy(connect)
  const call = (name: K) => async (input: unknown) => (await service())[name](input)
  return Object.fromEntries(calls.map((name) => [name, call(name)])) as unknown as Pick<T, K>
}
