import type * as scaling from '@aws-sdk/client-auto-scaling'
import type * as cloudwatch from '@aws-sdk/client-cloudwatch'
import type { LookupEventsCommandInput, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail'
import type { GetRoleCommandInput, GetRoleCommandOutput } from '@aws-sdk/client-iam'
import type * as lambda from '@aws-sdk/client-lambda'
import type { GetResourcesCommandInput, GetResourcesCommandOutput } from '@aws-sdk/client-resource-groups-tagging-api'
import type {
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3'
import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'
import { memberNames, type Schema } from '../shape.ts'

/** The small clients: only the calls that are used, in AWS's own shapes. All reject with an ActionError. */
export interface Storage {
  putObject(input: PutObjectCommandInput): Promise<PutObjectCommandOutput>
  headObject(input: HeadObjectCommandInput): Promise<HeadObjectCommandOutput>
  getObject(input: GetObjectCommandInput): Promise<GetObjectCommandOutput>
  listObjectsV2(input: ListObjectsV2CommandInput): Promise<ListObjectsV2CommandOutput>
  deleteObject(input: DeleteObjectCommandInput): Promise<DeleteObjectCommandOutput>
}

export interface Alarms {
  describeAlarms(input: cloudwatch.DescribeAlarmsCommandInput): Promise<cloudwatch.DescribeAlarmsCommandOutput>
  describeAlarmHistory(
    input: cloudwatch.DescribeAlarmHistoryCommandInput,
  ): Promise<cloudwatch.DescribeAlarmHistoryCommandOutput>
  getMetricData(input: cloudwatch.GetMetricDataCommandInput): Promise<cloudwatch.GetMetricDataCommandOutput>
  listMetrics(input: cloudwatch.ListMetricsCommandInput): Promise<cloudwatch.ListMetricsCommandOutput>
  listAlarmMuteRules(
    input: cloudwatch.ListAlarmMuteRulesCommandInput,
  ): Promise<cloudwatch.ListAlarmMuteRulesCommandOutput>
}

export interface Trail {
  lookupEvents(input: LookupEventsCommandInput): Promise<LookupEventsCommandOutput>
}

export interface Identity {
  getCallerIdentity(input: GetCallerIdentityCommandInput): Promise<GetCallerIdentityCommandOutput>
}

export interface Roles {
  getRole(input: GetRoleCommandInput): Promise<GetRoleCommandOutput>
}

export interface Functions {
  getAlias(input: lambda.GetAliasCommandInput): Promise<lambda.GetAliasCommandOutput>
  getFunctionConfiguration(
    input: lambda.GetFunctionConfigurationCommandInput,
  ): Promise<lambda.GetFunctionConfigurationCommandOutput>
  updateFunctionCode(input: lambda.UpdateFunctionCodeCommandInput): Promise<lambda.UpdateFunctionCodeCommandOutput>
  invoke(input: lambda.InvokeCommandInput): Promise<lambda.InvokeCommandOutput>
  publishVersion(input: lambda.PublishVersionCommandInput): Promise<lambda.PublishVersionCommandOutput>
}

export interface ScalingGroups {
  describeAutoScalingGroups(
    input: scaling.DescribeAutoScalingGroupsCommandInput,
  ): Promise<scaling.DescribeAutoScalingGroupsCommandOutput>
}

export interface Tagging {
  getResources(input: GetResourcesCommandInput): Promise<GetResourcesCommandOutput>
}

// Each client and command is imported by name, so that the bundle leaves out other operations.

export async function connectStorage(access: AwsAccess, make: SdkFactory): Promise<Storage> {
  const { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } =
    await import('@aws-sdk/client-s3')
  // Bucket names with dots do not match the certificate of virtual-host URLs, and loopback has no subdomains.
  return make<Storage>(
    access,
    's3',
    (config) => new S3Client({ ...config, forcePathStyle: true, followRegionRedirects: true }),
    {
      putObject: PutObjectCommand,
      headObject: HeadObjectCommand,
      getObject: GetObjectCommand,
      listObjectsV2: ListObjectsV2Command,
      deleteObject: DeleteObjectCommand,
    },
  )
}

export async function connectAlarms(access: AwsAccess, make: SdkFactory): Promise<Alarms> {
  const {
    CloudWatchClient,
    DescribeAlarmHistoryCommand,
    DescribeAlarmsCommand,
    GetMetricDataCommand,
    ListAlarmMuteRulesCommand,
    ListMetricsCommand,
  } = await import('@aws-sdk/client-cloudwatch')
  return make<Alarms>(access, 'cloudwatch', (config) => new CloudWatchClient(config), {
    describeAlarms: DescribeAlarmsCommand,
    describeAlarmHistory: DescribeAlarmHistoryCommand,
    getMetricData: GetMetricDataCommand,
    listAlarmMuteRules: ListAlarmMuteRulesCommand,
    listMetrics: ListMetricsCommand,
  })
}

export async function connectTrail(access: AwsAccess, make: SdkFactory): Promise<Trail> {
  const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail')
  return make<Trail>(access, 'cloudtrail', (config) => new CloudTrailClient(config), {
    lookupEvents: LookupEventsCommand,
  })
}

export async function connectIdentity(access: AwsAccess, make: SdkFactory): Promise<Identity> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
  return make<Identity>(access, 'sts', (config) => new STSClient(config), {
    getCallerIdentity: GetCallerIdentityCommand,
  })
}

export async function connectRoles(access: AwsAccess, make: SdkFactory): Promise<Roles> {
  const { GetRoleCommand, IAMClient } = await import('@aws-sdk/client-iam')
  return make<Roles>(access, 'iam', (config) => new IAMClient(config), { getRole: GetRoleCommand })
}

export async function connectFunctions(access: AwsAccess, make: SdkFactory): Promise<Functions> {
  const {
    GetAliasCommand,
    GetFunctionConfigurationCommand,
    InvokeCommand,
    LambdaClient,
    PublishVersionCommand,
    UpdateFunctionCodeCommand,
  } = await import('@aws-sdk/client-lambda')
  return make<Functions>(access, 'lambda', (config) => new LambdaClient(config), {
    getAlias: GetAliasCommand,
    getFunctionConfiguration: GetFunctionConfigurationCommand,
    updateFunctionCode: UpdateFunctionCodeCommand,
    publishVersion: PublishVersionCommand,
    invoke: InvokeCommand,
  })
}

/** Facts about task definitions from the schemas of the SDK. */
export interface TaskDefinitionSchemas {
  readonly input: Schema
  /** Members that DescribeTaskDefinition returns and RegisterTaskDefinition does not accept. */
  readonly readOnly: readonly string[]
  /** Values by the path of a member, `networkMode`, without the indices of lists. */
  readonly values: Readonly<Record<string, readonly string[]>>
}

export async function loadTaskDefinitionSchemas(): Promise<TaskDefinitionSchemas> {
  const sdk = await import('@aws-sdk/client-ecs')
  const input = sdk.RegisterTaskDefinitionRequest$
  const taken = memberNames(input)
  const container = 'containerDefinitions'
  const values = {
    networkMode: sdk.NetworkMode,
    pidMode: sdk.PidMode,
    ipcMode: sdk.IpcMode,
    requiresCompatibilities: sdk.Compatibility,
    'placementConstraints.type': sdk.TaskDefinitionPlacementConstraintType,
    'proxyConfiguration.type': sdk.ProxyConfigurationType,
    'runtimePlatform.cpuArchitecture': sdk.CPUArchitecture,
    'runtimePlatform.operatingSystemFamily': sdk.OSFamily,
    'volumes.dockerVolumeConfiguration.scope': sdk.Scope,
    'volumes.efsVolumeConfiguration.transitEncryption': sdk.EFSTransitEncryption,
    'volumes.efsVolumeConfiguration.authorizationConfig.iam': sdk.EFSAuthorizationConfigIAM,
    [`${container}.portMappings.protocol`]: sdk.TransportProtocol,
    [`${container}.portMappings.appProtocol`]: sdk.ApplicationProtocol,
    [`${container}.dependsOn.condition`]: sdk.ContainerCondition,
    [`${container}.environmentFiles.type`]: sdk.EnvironmentFileType,
    [`${container}.logConfiguration.logDriver`]: sdk.LogDriver,
    [`${container}.firelensConfiguration.type`]: sdk.FirelensConfigurationType,
    [`${container}.resourceRequirements.type`]: sdk.ResourceType,
    [`${container}.ulimits.name`]: sdk.UlimitName,
    [`${container}.linuxParameters.devices.permissions`]: sdk.DeviceCgroupPermission,
    [`${container}.versionConsistency`]: sdk.VersionConsistency,
  }
  return {
    input,
    readOnly: memberNames(sdk.TaskDefinition$).filter((name) => !taken.includes(name)),
    values: Object.fromEntries(Object.entries(values).map(([path, known]) => [path, Object.values(known)])),
  }
}

export async function connectScalingGroups(access: AwsAccess, make: SdkFactory): Promise<ScalingGroups> {
  const { AutoScalingClient, DescribeAutoScalingGroupsCommand } = await import('@aws-sdk/client-auto-scaling')
  return make<ScalingGroups>(access, 'autoscaling', (config) => new AutoScalingClient(config), {
    describeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
  })
}

export async function connectTagging(access: AwsAccess, make: SdkFactory): Promise<Tagging> {
  const { GetResourcesCommand, ResourceGroupsTaggingAPIClient } =
    await import('@aws-sdk/client-resource-groups-tagging-api')
  return make<Tagging>(access, 'tag', (config) => new ResourceGroupsTaggingAPIClient(config), {
    getResources: GetResourcesCommand,
  })
}
