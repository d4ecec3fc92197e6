import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'
import { memberNames, type Schema } from '../shape.ts'

// The small clients: only the calls that are used, in AWS's own shapes. All reject with an ActionError.
// Each client and command is imported by name, so that the bundle leaves out other operations.

export type Storage = Awaited<ReturnType<typeof connectStorage>>

export async function connectStorage(access: AwsAccess, make: SdkFactory) {
  const { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } =
    await import('@aws-sdk/client-s3')
  // Bucket names with dots do not match the certificate of virtual-host URLs, and loopback has no subdomains.
  return make(
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

export type Alarms = Awaited<ReturnType<typeof connectAlarms>>

export async function connectAlarms(access: AwsAccess, make: SdkFactory) {
  const {
    CloudWatchClient,
    DescribeAlarmHistoryCommand,
    DescribeAlarmsCommand,
    GetMetricDataCommand,
    ListAlarmMuteRulesCommand,
    ListMetricsCommand,
  } = await import('@aws-sdk/client-cloudwatch')
  return make(access, 'cloudwatch', (config) => new CloudWatchClient(config), {
    describeAlarms: DescribeAlarmsCommand,
    describeAlarmHistory: DescribeAlarmHistoryCommand,
    getMetricData: GetMetricDataCommand,
    listAlarmMuteRules: ListAlarmMuteRulesCommand,
    listMetrics: ListMetricsCommand,
  })
}

export type Trail = Awaited<ReturnType<typeof connectTrail>>

export async function connectTrail(access: AwsAccess, make: SdkFactory) {
  const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail')
  return make(access, 'cloudtrail', (config) => new CloudTrailClient(config), {
    lookupEvents: LookupEventsCommand,
  })
}

export type Identity = Awaited<ReturnType<typeof connectIdentity>>

export async function connectIdentity(access: AwsAccess, make: SdkFactory) {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
  return make(access, 'sts', (config) => new STSClient(config), {
    getCallerIdentity: GetCallerIdentityCommand,
  })
}

export type Roles = Awaited<ReturnType<typeof connectRoles>>

export async function connectRoles(access: AwsAccess, make: SdkFactory) {
  const { GetRoleCommand, IAMClient } = await import('@aws-sdk/client-iam')
  return make(access, 'iam', (config) => new IAMClient(config), { getRole: GetRoleCommand })
}

export type Functions = Awaited<ReturnType<typeof connectFunctions>>

export async function connectFunctions(access: AwsAccess, make: SdkFactory) {
  const {
    GetAliasCommand,
    GetFunctionConfigurationCommand,
    InvokeCommand,
    LambdaClient,
    PublishVersionCommand,
    UpdateFunctionCodeCommand,
  } = await import('@aws-sdk/client-lambda')
  return make(access, 'lambda', (config) => new LambdaClient(config), {
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
  const {
    ApplicationProtocol,
    Compatibility,
    ContainerCondition,
    CPUArchitecture,
    DeviceCgroupPermission,
    EFSAuthorizationConfigIAM,
    EFSTransitEncryption,
    EnvironmentFileType,
    FirelensConfigurationType,
    IpcMode,
    LogDriver,
    NetworkMode,
    OSFamily,
    PidMode,
    ProxyConfigurationType,
    RegisterTaskDefinitionRequest$,
    ResourceType,
    Scope,
    TaskDefinition$,
    TaskDefinitionPlacementConstraintType,
    TransportProtocol,
    UlimitName,
    VersionConsistency,
  } = await import('@aws-sdk/client-ecs')
  const input = RegisterTaskDefinitionRequest$
  const taken = memberNames(input)
  const container = 'containerDefinitions'
  const values = {
    networkMode: NetworkMode,
    pidMode: PidMode,
    ipcMode: IpcMode,
    requiresCompatibilities: Compatibility,
    'placementConstraints.type': TaskDefinitionPlacementConstraintType,
    'proxyConfiguration.type': ProxyConfigurationType,
    'runtimePlatform.cpuArchitecture': CPUArchitecture,
    'runtimePlatform.operatingSystemFamily': OSFamily,
    'volumes.dockerVolumeConfiguration.scope': Scope,
    'volumes.efsVolumeConfiguration.transitEncryption': EFSTransitEncryption,
    'volumes.efsVolumeConfiguration.authorizationConfig.iam': EFSAuthorizationConfigIAM,
    [`${container}.portMappings.protocol`]: TransportProtocol,
    [`${container}.portMappings.appProtocol`]: ApplicationProtocol,
    [`${container}.dependsOn.condition`]: ContainerCondition,
    [`${container}.environmentFiles.type`]: EnvironmentFileType,
    [`${container}.logConfiguration.logDriver`]: LogDriver,
    [`${container}.firelensConfiguration.type`]: FirelensConfigurationType,
    [`${container}.resourceRequirements.type`]: ResourceType,
    [`${container}.ulimits.name`]: UlimitName,
    [`${container}.linuxParameters.devices.permissions`]: DeviceCgroupPermission,
    [`${container}.versionConsistency`]: VersionConsistency,
  }
  return {
    input,
    readOnly: memberNames(TaskDefinition$).filter((name) => !taken.includes(name)),
    values: Object.fromEntries(Object.entries(values).map(([path, known]) => [path, Object.values(known)])),
  }
}

export type ScalingGroups = Awaited<ReturnType<typeof connectScalingGroups>>

export async function connectScalingGroups(access: AwsAccess, make: SdkFactory) {
  const { AutoScalingClient, DescribeAutoScalingGroupsCommand } = await import('@aws-sdk/client-auto-scaling')
  return make(access, 'autoscaling', (config) => new AutoScalingClient(config), {
    describeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
  })
}

export type Tagging = Awaited<ReturnType<typeof connectTagging>>

export async function connectTagging(access: AwsAccess, make: SdkFactory) {
  const { GetResourcesCommand, ResourceGroupsTaggingAPIClient } =
    await import('@aws-sdk/client-resource-groups-tagging-api')
  return make(access, 'tag', (config) => new ResourceGroupsTaggingAPIClient(config), {
    getResources: GetResourcesCommand,
  })
}
