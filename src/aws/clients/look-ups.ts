import type * as acm from '@aws-sdk/client-acm'
import type * as logs from '@aws-sdk/client-cloudwatch-logs'
import type * as ec2 from '@aws-sdk/client-ec2'
import type * as ecr from '@aws-sdk/client-ecr'
import type * as iam from '@aws-sdk/client-iam'
import type * as kms from '@aws-sdk/client-kms'
import type * as lambda from '@aws-sdk/client-lambda'
import type * as secrets from '@aws-sdk/client-secrets-manager'
import type * as sns from '@aws-sdk/client-sns'
import type * as sqs from '@aws-sdk/client-sqs'
import type * as ssm from '@aws-sdk/client-ssm'
import type * as s3 from '@aws-sdk/client-s3'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/**
 * Calls that tell whether something exists and how it is, in AWS's own shapes, each service connected at its first use.
 * None of them returns content of users. All reject with an ActionError.
 */
export interface LookUps {
  objects(): Promise<{
    headObject(input: s3.HeadObjectCommandInput): Promise<s3.HeadObjectCommandOutput>
    listObjectsV2(input: s3.ListObjectsV2CommandInput): Promise<s3.ListObjectsV2CommandOutput>
    headBucket(input: s3.HeadBucketCommandInput): Promise<s3.HeadBucketCommandOutput>
  }>
  parameters(): Promise<{
    describeParameters(input: ssm.DescribeParametersCommandInput): Promise<ssm.DescribeParametersCommandOutput>
    /** Of the bootstrap stack of the CDK: its version. */
    getParameters(input: ssm.GetParametersCommandInput): Promise<ssm.GetParametersCommandOutput>
  }>
  secrets(): Promise<{
    describeSecret(input: secrets.DescribeSecretCommandInput): Promise<secrets.DescribeSecretCommandOutput>
  }>
  permissions(): Promise<{
    getRole(input: iam.GetRoleCommandInput): Promise<iam.GetRoleCommandOutput>
    getPolicy(input: iam.GetPolicyCommandInput): Promise<iam.GetPolicyCommandOutput>
    getInstanceProfile(input: iam.GetInstanceProfileCommandInput): Promise<iam.GetInstanceProfileCommandOutput>
    getAccountSummary(input: iam.GetAccountSummaryCommandInput): Promise<iam.GetAccountSummaryCommandOutput>
    simulatePrincipalPolicy(
      input: iam.SimulatePrincipalPolicyCommandInput,
    ): Promise<iam.SimulatePrincipalPolicyCommandOutput>
  }>
  network(): Promise<{
    describeVpcs(input: ec2.DescribeVpcsCommandInput): Promise<ec2.DescribeVpcsCommandOutput>
    describeSubnets(input: ec2.DescribeSubnetsCommandInput): Promise<ec2.DescribeSubnetsCommandOutput>
    describeSecurityGroups(
      input: ec2.DescribeSecurityGroupsCommandInput,
    ): Promise<ec2.DescribeSecurityGroupsCommandOutput>
    describeKeyPairs(input: ec2.DescribeKeyPairsCommandInput): Promise<ec2.DescribeKeyPairsCommandOutput>
    describeImages(input: ec2.DescribeImagesCommandInput): Promise<ec2.DescribeImagesCommandOutput>
  }>
  images(): Promise<{
    describeImages(input: ecr.DescribeImagesCommandInput): Promise<ecr.DescribeImagesCommandOutput>
  }>
  functions(): Promise<{
    getFunctionConfiguration(
      input: lambda.GetFunctionConfigurationCommandInput,
    ): Promise<lambda.GetFunctionConfigurationCommandOutput>
    getAccountSettings(input: lambda.GetAccountSettingsCommandInput): Promise<lambda.GetAccountSettingsCommandOutput>
    listAliases(input: lambda.ListAliasesCommandInput): Promise<lambda.ListAliasesCommandOutput>
    getLayerVersionByArn(
      input: lambda.GetLayerVersionByArnCommandInput,
    ): Promise<lambda.GetLayerVersionByArnCommandOutput>
  }>
  certificates(): Promise<{
    describeCertificate(input: acm.DescribeCertificateCommandInput): Promise<acm.DescribeCertificateCommandOutput>
  }>
  topics(): Promise<{
    getTopicAttributes(input: sns.GetTopicAttributesCommandInput): Promise<sns.GetTopicAttributesCommandOutput>
  }>
  queues(): Promise<{ getQueueUrl(input: sqs.GetQueueUrlCommandInput): Promise<sqs.GetQueueUrlCommandOutput> }>
  keys(): Promise<{ describeKey(input: kms.DescribeKeyCommandInput): Promise<kms.DescribeKeyCommandOutput> }>
  logGroups(): Promise<{
    describeLogGroups(input: logs.DescribeLogGroupsCommandInput): Promise<logs.DescribeLogGroupsCommandOutput>
  }>
}

type Client<K extends keyof LookUps> = Awaited<ReturnType<LookUps[K]>>

// Each client and command is imported by name, so that the bundle leaves out other operations.

export function connectLookUps(access: AwsAccess, make: SdkFactory): LookUps {
  return {
    objects: once(async () => {
      const { HeadBucketCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } =
        await import('@aws-sdk/client-s3')
      return make<Client<'objects'>>(access, 's3', (config) => new S3Client({ ...config, forcePathStyle: true }), {
        headObject: HeadObjectCommand,
        listObjectsV2: ListObjectsV2Command,
        headBucket: HeadBucketCommand,
      })
    }),
    parameters: once(async () => {
      const { DescribeParametersCommand, GetParametersCommand, SSMClient } = await import('@aws-sdk/client-ssm')
      return make<Client<'parameters'>>(access, 'ssm', (config) => new SSMClient(config), {
        describeParameters: DescribeParametersCommand,
        getParameters: GetParametersCommand,
      })
    }),
    secrets: once(async () => {
      const { DescribeSecretCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
      return make<Client<'secrets'>>(access, 'secretsmanager', (config) => new SecretsManagerClient(config), {
        describeSecret: DescribeSecretCommand,
      })
    }),
    permissions: once(async () => {
      const {
        GetAccountSummaryCommand,
        GetInstanceProfileCommand,
        GetPolicyCommand,
        GetRoleCommand,
        IAMClient,
        SimulatePrincipalPolicyCommand,
      } = await import('@aws-sdk/client-iam')
      return make<Client<'permissions'>>(access, 'iam', (config) => new IAMClient(config), {
        getRole: GetRoleCommand,
        getPolicy: GetPolicyCommand,
        getInstanceProfile: GetInstanceProfileCommand,
        getAccountSummary: GetAccountSummaryCommand,
        simulatePrincipalPolicy: SimulatePrincipalPolicyCommand,
      })
    }),
    network: once(async () => {
      const {
        DescribeImagesCommand,
        DescribeKeyPairsCommand,
        DescribeSecurityGroupsCommand,
        DescribeSubnetsCommand,
        DescribeVpcsCommand,
        EC2Client,
      } = await import('@aws-sdk/client-ec2')
      return make<Client<'network'>>(access, 'ec2', (config) => new EC2Client(config), {
        describeVpcs: DescribeVpcsCommand,
        describeSubnets: DescribeSubnetsCommand,
        describeSecurityGroups: DescribeSecurityGroupsCommand,
        describeKeyPairs: DescribeKeyPairsCommand,
        describeImages: DescribeImagesCommand,
      })
    }),
    images: once(async () => {
      const { DescribeImagesCommand, ECRClient } = await import('@aws-sdk/client-ecr')
      return make<Client<'images'>>(access, 'ecr', (config) => new ECRClient(config), {
        describeImages: DescribeImagesCommand,
      })
    }),
    functions: once(async () => {
      const {
        GetAccountSettingsCommand,
        GetFunctionConfigurationCommand,
        GetLayerVersionByArnCommand,
        LambdaClient,
        ListAliasesCommand,
      } = await import('@aws-sdk/client-lambda')
      return make<Client<'functions'>>(access, 'lambda', (config) => new LambdaClient(config), {
        getFunctionConfiguration: GetFunctionConfigurationCommand,
        getLayerVersionByArn: GetLayerVersionByArnCommand,
        getAccountSettings: GetAccountSettingsCommand,
        listAliases: ListAliasesCommand,
      })
    }),
    certificates: once(async () => {
      const { ACMClient, DescribeCertificateCommand } = await import('@aws-sdk/client-acm')
      return make<Client<'certificates'>>(access, 'acm', (config) => new ACMClient(config), {
        describeCertificate: DescribeCertificateCommand,
      })
    }),
    topics: once(async () => {
      const { GetTopicAttributesCommand, SNSClient } = await import('@aws-sdk/client-sns')
      return make<Client<'topics'>>(access, 'sns', (config) => new SNSClient(config), {
        getTopicAttributes: GetTopicAttributesCommand,
      })
    }),
    queues: once(async () => {
      const { GetQueueUrlCommand, SQSClient } = await import('@aws-sdk/client-sqs')
      return make<Client<'queues'>>(access, 'sqs', (config) => new SQSClient(config), {
        getQueueUrl: GetQueueUrlCommand,
      })
    }),
    keys: once(async () => {
      const { DescribeKeyCommand, KMSClient } = await import('@aws-sdk/client-kms')
      return make<Client<'keys'>>(access, 'kms', (config) => new KMSClient(config), {
        describeKey: DescribeKeyCommand,
      })
    }),
    logGroups: once(async () => {
      const { CloudWatchLogsClient, DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
      return make<Client<'logGroups'>>(access, 'logs', (config) => new CloudWatchLogsClient(config), {
        describeLogGroups: DescribeLogGroupsCommand,
      })
    }),
  }
}

/** Connects at the first call. */
export function once<T>(connect: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= connect())
}
