import { asText } from '../../names.ts'
import type { DefaultsByType } from '../contract.ts'
import { eachFilled, filled, fixed, functionArn, lastPart, within } from './fill.ts'

const serviceRole = (account: string, service: string, name: string): string =>
  `arn:aws:iam::${account}:role/aws-service-role/${service}.amazonaws.com/${name}`

/** Functions, services, tasks, groups and instances. */
export const COMPUTE_DEFAULTS: DefaultsByType = {
  'AWS::Lambda::Function': {
    source:
      'template reference; Lambda API reference, FunctionConfiguration, GetRuntimeManagementConfig and GetFunctionRecursionConfig',
    complete: (known, { physicalId }) =>
      filled(known, {
        Architectures: ['x86_64'],
        EphemeralStorage: { Size: 512 },
        LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${lastPart(physicalId)}` },
        MemorySize: 128,
        PackageType: 'Zip',
        RecursiveLoop: 'Terminate',
        RuntimeManagementConfig: { UpdateRuntimeOn: 'Auto' },
        SnapStartResponse: { ApplyOn: 'None', OptimizationStatus: 'Off' },
        Timeout: 3,
        TracingConfig: { Mode: 'PassThrough' },
        VpcConfig: within(known['VpcConfig'], { Ipv6AllowedForDualStack: false }),
      }),
  },
  'AWS::Lambda::Version': fixed('Lambda API reference, GetRuntimeManagementConfig', {
    RuntimePolicy: { UpdateRuntimeOn: 'Auto' },
  }),
  // Functions are named by ARN where the template gives a name, and the other way round.
  'AWS::Lambda::Alias': {
    source: 'recorded answers',
    complete: (known, { owner }) => ({ ...known, FunctionName: functionArn(known['FunctionName'], owner) }),
  },
  'AWS::Lambda::Url': {
    source: 'template reference, InvokeMode; recorded answers',
    complete: (known) =>
      filled(
        { ...known, TargetFunctionArn: asText(known['TargetFunctionArn']).replace(/^arn:.*:function:/, '') },
        { InvokeMode: 'BUFFERED' },
      ),
  },
  'AWS::Lambda::LayerVersion': {
    source: 'the ARN: …:layer:NAME:VERSION',
    complete: (known, { physicalId }) => filled(known, { LayerName: physicalId.split(':').at(-2) }),
  },
  'AWS::ECS::Cluster': {
    source: 'template reference; ECS developer guide: Container Insights is off',
    complete: (known) => {
      const strategy = eachFilled(known['DefaultCapacityProviderStrategy'], { Base: 0, Weight: 0 })
      return filled(
        { ...known, ...(strategy !== undefined && { DefaultCapacityProviderStrategy: strategy }) },
        { ClusterSettings: [{ Name: 'containerInsights', Value: 'disabled' }] },
      )
    },
  },
  'AWS::ECS::Service': {
    source: 'template reference; ECS API reference, CreateService and DeploymentConfiguration',
    complete: (known, { physicalId, owner, properties }) => {
      const isDaemon = known['SchedulingStrategy'] === 'DAEMON'
      const isRolling = controllerOf(known['DeploymentController']) === 'ECS'
      const isFargate = known['LaunchType'] === 'FARGATE'
      const strategy = eachFilled(known['CapacityProviderStrategy'], { Base: 0, Weight: 0 })
      const { PlatformVersion: version, ...others } = known
      return filled(
        {
          ...others,
          ...(strategy !== undefined && { CapacityProviderStrategy: strategy }),
          ...(isFargate && { PlatformVersion: version }),
          // Daemons are not compatible with it, whatever the default of the schema is.
          ...(isDaemon && { AvailabilityZoneRebalancing: properties['AvailabilityZoneRebalancing'] ?? 'DISABLED' }),
        },
        {
          DeploymentController: { Type: 'ECS' },
          EnableECSManagedTags: false,
          EnableExecuteCommand: false,
          HealthCheckGracePeriodSeconds: 0,
          SchedulingStrategy: 'REPLICA',
          ServiceName: lastPart(physicalId),
          ...(!isDaemon && { DesiredCount: 1 }),
          ...(isRolling && {
            DeploymentConfiguration: {
              BakeTimeInMinutes: 0,
              DeploymentCircuitBreaker: { Enable: false, Rollback: false },
              MaximumPercent: isDaemon ? 100 : 200,
              MinimumHealthyPercent: isDaemon ? 0 : 100,
              Strategy: 'ROLLING',
            },
          }),
          ...(known['LoadBalancers'] !== undefined && {
            Role: serviceRole(owner.account, 'ecs', 'AWSServiceRoleForECS'),
          }),
        },
      )
    },
  },
  'AWS::ECS::TaskDefinition': {
    source: 'template reference; ECS API reference, ContainerDefinition',
    complete: (known, { physicalId }) => {
      const containers = eachFilled(known['ContainerDefinitions'], { Cpu: 0, Essential: true })
      return filled(
        { ...known, ...(containers !== undefined && { ContainerDefinitions: containers }) },
        { Family: lastPart(physicalId.replace(/:\d+$/, '')) },
      )
    },
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    source: 'template reference; Auto Scaling API reference, CreateAutoScalingGroup',
    complete: (known, { owner }) =>
      filled(known, {
        AvailabilityZoneDistribution: { CapacityDistributionStrategy: 'balanced-best-effort' },
        CapacityReservationSpecification: { CapacityReservationPreference: 'default' },
        Cooldown: '300',
        DesiredCapacity: known['MinSize'],
        HealthCheckGracePeriod: 0,
        HealthCheckType: 'EC2',
        InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: 'terminate' } },
        NewInstancesProtectedFromScaleIn: false,
        ServiceLinkedRoleARN: serviceRole(owner.account, 'autoscaling', 'AWSServiceRoleForAutoScaling'),
        TerminationPolicies: ['Default'],
      }),
  },
  'AWS::ApplicationAutoScaling::ScalableTarget': fixed(
    'Application Auto Scaling API reference, RegisterScalableTarget',
    {
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    },
  ),
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    source: 'the ScalingTargetId: RESOURCE|DIMENSION|NAMESPACE',
    complete: (known) => {
      const [ResourceId, , ServiceNamespace] = asText(known['ScalingTargetId']).split('|')
      return filled(known, { ResourceId, ServiceNamespace })
    },
  },
}

const controllerOf = (given: unknown): unknown => (given as { Type?: unknown } | undefined)?.Type ?? 'ECS'
