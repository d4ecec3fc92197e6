import type { DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch'
import type { LookupEventsCommandInput, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail'
import type * as ecs from '@aws-sdk/client-ecs'
import type * as lambda from '@aws-sdk/client-lambda'
import type {
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3'
import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts'
import type { AwsAccess } from './access.ts'
import type { SdkFactory } from './sdk.ts'
import { unknownMembers } from './shape.ts'

/** The small clients: only the calls that are used, in AWS's own shapes. All reject with an ActionError. */
export interface Storage {
  putObject(input: PutObjectCommandInput): Promise<PutObjectCommandOutput>
  headObject(input: HeadObjectCommandInput): Promise<HeadObjectCommandOutput>
  deleteObject(input: DeleteObjectCommandInput): Promise<DeleteObjectCommandOutput>
}

export interface Alarms {
  describeAlarms(input: DescribeAlarmsCommandInput): Promise<DescribeAlarmsCommandOutput>
}

export interface Trail {
  lookupEvents(input: LookupEventsCommandInput): Promise<LookupEventsCommandOutput>
}

export interface Identity {
  getCallerIdentity(input: GetCallerIdentityCommandInput): Promise<GetCallerIdentityCommandOutput>
}

export interface Functions {
  getAlias(input: lambda.GetAliasCommandInput): Promise<lambda.GetAliasCommandOutput>
  getFunctionConfiguration(
    input: lambda.GetFunctionConfigurationCommandInput,
  ): Promise<lambda.GetFunctionConfigurationCommandOutput>
  updateFunctionCode(input: lambda.UpdateFunctionCodeCommandInput): Promise<lambda.UpdateFunctionCodeCommandOutput>
  publishVersion(input: lambda.PublishVersionCommandInput): Promise<lambda.PublishVersionCommandOutput>
}

export interface Containers {
  registerTaskDefinition(
    input: ecs.RegisterTaskDefinitionCommandInput,
  ): Promise<ecs.RegisterTaskDefinitionCommandOutput>
}

export async function connectStorage(access: AwsAccess, make: SdkFactory): Promise<Storage> {
  const sdk = await import('@aws-sdk/client-s3')
  // Names of buckets with dots break the certificate of virtual-host addresses, and loopback has no subdomains.
  return make<Storage>(access, 's3', (config) => new sdk.S3Client({ ...config, forcePathStyle: true }), {
    putObject: sdk.PutObjectCommand,
    headObject: sdk.HeadObjectCommand,
    deleteObject: sdk.DeleteObjectCommand,
  })
}

export async function connectAlarms(access: AwsAccess, make: SdkFactory): Promise<Alarms> {
  const sdk = await import('@aws-sdk/client-cloudwatch')
  return make<Alarms>(access, 'cloudwatch', (config) => new sdk.CloudWatchClient(config), {
    describeAlarms: sdk.DescribeAlarmsCommand,
  })
}

export async function connectTrail(access: AwsAccess, make: SdkFactory): Promise<Trail> {
  const sdk = await import('@aws-sdk/client-cloudtrail')
  return make<Trail>(access, 'cloudtrail', (config) => new sdk.CloudTrailClient(config), {
    lookupEvents: sdk.LookupEventsCommand,
  })
}

export async function connectIdentity(access: AwsAccess, make: SdkFactory): Promise<Identity> {
  const sdk = await import('@aws-sdk/client-sts')
  return make<Identity>(access, 'sts', (config) => new sdk.STSClient(config), {
    getCallerIdentity: sdk.GetCallerIdentityCommand,
  })
}

export async function connectFunctions(access: AwsAccess, make: SdkFactory): Promise<Functions> {
  const sdk = await import('@aws-sdk/client-lambda')
  return make<Functions>(access, 'lambda', (config) => new sdk.LambdaClient(config), {
    getAlias: sdk.GetAliasCommand,
    getFunctionConfiguration: sdk.GetFunctionConfigurationCommand,
    updateFunctionCode: sdk.UpdateFunctionCodeCommand,
    publishVersion: sdk.PublishVersionCommand,
  })
}

/** Paths of members that RegisterTaskDefinition does not know. */
export async function unknownInTaskDefinition(value: unknown): Promise<string[]> {
  const { RegisterTaskDefinitionRequest$: schema } = await import('@aws-sdk/client-ecs')
  return unknownMembers(schema, value)
}

export async function connectContainers(access: AwsAccess, make: SdkFactory): Promise<Containers> {
  const sdk = await import('@aws-sdk/client-ecs')
  return make<Containers>(access, 'ecs', (config) => new sdk.ECSClient(config), {
    registerTaskDefinition: sdk.RegisterTaskDefinitionCommand,
  })
}
