import type { AwsAccess } from '../access.ts'
import { lazy } from '../../support/lazy.ts'
import type { SdkFactory } from '../sdk.ts'

// Each client and command is imported by name, so that the bundle leaves out other operations.

/**
 * Calls that tell whether something exists and how it is, in AWS's own shapes, each service connected at its first use.
 * None of them returns content of users. All reject with an ActionError.
 */
export type LookUps = ReturnType<typeof connectLookUps>

export function connectLookUps(access: AwsAccess, make: SdkFactory) {
  return {
    objects: lazy(async () => {
      const { HeadBucketCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } =
        await import('@aws-sdk/client-s3')
      return make(access, 's3', (config) => new S3Client({ ...config, forcePathStyle: true }), {
        headObject: HeadObjectCommand,
        listObjectsV2: ListObjectsV2Command,
        headBucket: HeadBucketCommand,
      })
    }),
    parameters: lazy(async () => {
      const { DescribeParametersCommand, GetParametersCommand, SSMClient } = await import('@aws-sdk/client-ssm')
      return make(access, 'ssm', (config) => new SSMClient(config), {
        describeParameters: DescribeParametersCommand,
        // Of the bootstrap stack of the CDK: its version.
        getParameters: GetParametersCommand,
      })
    }),
    secrets: lazy(async () => {
      const { DescribeSecretCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
      return make(access, 'secretsmanager', (config) => new SecretsManagerClient(config), {
        describeSecret: DescribeSecretCommand,
      })
    }),
    permissions: lazy(async () => {
      const {
        GetAccountSummaryCommand,
        GetInstanceProfileCommand,
        GetPolicyCommand,
        GetRoleCommand,
        IAMClient,
        SimulatePrincipalPolicyCommand,
      } = await import('@aws-sdk/client-iam')
      return make(access, 'iam', (config) => new IAMClient(config), {
        getRole: GetRoleCommand,
        getPolicy: GetPolicyCommand,
        getInstanceProfile: GetInstanceProfileCommand,
        getAccountSummary: GetAccountSummaryCommand,
        simulatePrincipalPolicy: SimulatePrincipalPolicyCommand,
      })
    }),
    network: lazy(async () => {
      const {
        DescribeImagesCommand,
        DescribeKeyPairsCommand,
        DescribeSecurityGroupsCommand,
        DescribeSubnetsCommand,
        DescribeVpcsCommand,
        EC2Client,
      } = await import('@aws-sdk/client-ec2')
      return make(access, 'ec2', (config) => new EC2Client(config), {
        describeVpcs: DescribeVpcsCommand,
        describeSubnets: DescribeSubnetsCommand,
        describeSecurityGroups: DescribeSecurityGroupsCommand,
        describeKeyPairs: DescribeKeyPairsCommand,
        describeImages: DescribeImagesCommand,
      })
    }),
    images: lazy(async () => {
      const { DescribeImagesCommand, ECRClient } = await import('@aws-sdk/client-ecr')
      return make(access, 'ecr', (config) => new ECRClient(config), {
        describeImages: DescribeImagesCommand,
      })
    }),
    functions: lazy(async () => {
      const {
        GetAccountSettingsCommand,
        GetFunctionConfigurationCommand,
        GetLayerVersionByArnCommand,
        LambdaClient,
        ListAliasesCommand,
      } = await import('@aws-sdk/client-lambda')
      return make(access, 'lambda', (config) => new LambdaClient(config), {
        getFunctionConfiguration: GetFunctionConfigurationCommand,
        getLayerVersionByArn: GetLayerVersionByArnCommand,
        getAccountSettings: GetAccountSettingsCommand,
        listAliases: ListAliasesCommand,
      })
    }),
    certificates: lazy(async () => {
      const { ACMClient, DescribeCertificateCommand } = await import('@aws-sdk/client-acm')
      return make(access, 'acm', (config) => new ACMClient(config), {
        describeCertificate: DescribeCertificateCommand,
      })
    }),
    topics: lazy(async () => {
      const { GetTopicAttributesCommand, SNSClient } = await import('@aws-sdk/client-sns')
      return make(access, 'sns', (config) => new SNSClient(config), {
        getTopicAttributes: GetTopicAttributesCommand,
      })
    }),
    queues: lazy(async () => {
      const { GetQueueUrlCommand, SQSClient } = await import('@aws-sdk/client-sqs')
      return make(access, 'sqs', (config) => new SQSClient(config), {
        getQueueUrl: GetQueueUrlCommand,
      })
    }),
    keys: lazy(async () => {
      const { DescribeKeyCommand, KMSClient } = await import('@aws-sdk/client-kms')
      return make(access, 'kms', (config) => new KMSClient(config), {
        describeKey: DescribeKeyCommand,
      })
    }),
    logGroups: lazy(async () => {
      const { CloudWatchLogsClient, DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
      return make(access, 'logs', (config) => new CloudWatchLogsClient(config), {
        describeLogGroups: DescribeLogGroupsCommand,
      })
    }),
    balancing: lazy(async () => {
      const {
        DescribeListenersCommand,
        DescribeLoadBalancersCommand,
        DescribeTargetGroupsCommand,
        ElasticLoadBalancingV2Client,
      } = await import('@aws-sdk/client-elastic-load-balancing-v2')
      return make(access, 'elasticloadbalancing', (config) => new ElasticLoadBalancingV2Client(config), {
        describeListeners: DescribeListenersCommand,
        describeLoadBalancers: DescribeLoadBalancersCommand,
        describeTargetGroups: DescribeTargetGroupsCommand,
      })
    }),
    // Properties are in the answer; nothing but its existence is used.
    models: lazy(async () => {
      const { CloudControlClient, GetResourceCommand } = await import('@aws-sdk/client-cloudcontrol')
      return make(access, 'cloudcontrolapi', (config) => new CloudControlClient(config), {
        getResource: GetResourceCommand,
      })
    }),
  }
}
