import type { ResourceHandler, ResourceHandlers, SandboxClock } from '../../contract.ts'
import type { Alarms } from '../services/cloudwatch/alarms.ts'
import type { CodeDeploy } from '../services/codedeploy/index.ts'
import type { CodeDeployState } from '../services/codedeploy/state.ts'
import type { Balancers } from '../hosts/balancers.ts'
import type { Containers } from '../services/ecs/containers.ts'
import type { EcsState } from '../services/ecs/state.ts'
import type { Functions } from '../services/functions/functions.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { IamState } from '../services/iam/state.ts'
import type { ObjectStore } from '../services/s3/store.ts'
import type { World } from '../world.ts'
import type { ParameterStore } from '../services/ssm/parameter-store.ts'
import { codeDeployKinds } from './codedeploy.ts'
import { functionKind, versionKind } from './lambda.ts'
import { aliasKind } from './lambda-alias.ts'
import { clusterKind, taskDefinitionKind } from './ecs.ts'
import { serviceKind } from './ecs-service.ts'
import { iamKinds } from './iam.ts'
import { createLiveResources } from './live.ts'
import type { Kind, LiveResources } from './live.ts'
import { listenerKind, listenerRuleKind } from './listeners.ts'
import { balancerKind, instanceKind, targetGroupKind } from './network.ts'
import { parameterKind } from './parameter.ts'
import { alarmKind, bucketKind, RECORDS } from './simple.ts'

export interface Backends {
  readonly clock: SandboxClock
  readonly objects: ObjectStore
  readonly alarms: Alarms
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly functions: Functions
  readonly containers: Containers
  readonly parameters: ParameterStore
  readonly ecs: EcsState
  readonly codeDeployState: CodeDeployState
  readonly codeDeploy: CodeDeploy
  readonly iam: IamState
  /** For the types that are loaded later. */
  readonly world: () => World
}

/** Types that are loaded when a template first has one of them. */
const LATER: Readonly<Record<string, (world: World) => Promise<Kind>>> = {
  'AWS::KMS::Alias': async (world) => (await import('../services/kms/resources.ts')).aliasKind(world),
  'AWS::KMS::Key': async (world) => (await import('../services/kms/resources.ts')).keyKind(world),
  'AWS::Lambda::LayerVersion': async (world) =>
    (await import('../services/functions/layers.ts')).layerVersionKind(world),
  'AWS::Lambda::Permission': async (world) =>
    (await import('../services/functions/function-policy-resources.ts')).permissionKind(world),
  'AWS::Lambda::Url': async (world) =>
    (await import('../services/functions/function-policy-resources.ts')).urlKind(world),
  'AWS::S3::BucketPolicy': async (world) => (await import('./bucket-policy.ts')).bucketPolicyKind(world),
  'AWS::SNS::Topic': async (world) => (await import('../services/sns/resources.ts')).topicKind(world),
  'AWS::SNS::TopicPolicy': async (world) => (await import('../services/sns/resources.ts')).topicPolicyKind(world),
  'AWS::SQS::Queue': async (world) => (await import('../services/sqs/resources.ts')).queueKind(world),
  'AWS::SQS::QueuePolicy': async (world) => (await import('../services/sqs/resources.ts')).queuePolicyKind(world),
  'AWS::SecretsManager::ResourcePolicy': async (world) =>
    (await import('../services/secretsmanager/resources.ts')).secretPolicyKind(world),
  'AWS::SecretsManager::Secret': async (world) =>
    (await import('../services/secretsmanager/resources.ts')).secretKind(world),
  'AWS::AutoScaling::AutoScalingGroup': async (world) =>
    (await import('../services/autoscaling/resources.ts')).scalingGroupKind(world),
  'AWS::EC2::LaunchTemplate': async (world) => (await import('../services/ec2/resources.ts')).launchTemplateKind(world),
  'AWS::EC2::SecurityGroup': async (world) => (await import('../services/ec2/resources.ts')).securityGroupKind(world),
  'AWS::EC2::SecurityGroupEgress': async (world) =>
    (await import('../services/ec2/resources.ts')).ruleKind(world, true),
  'AWS::EC2::SecurityGroupIngress': async (world) =>
    (await import('../services/ec2/resources.ts')).ruleKind(world, false),
  'AWS::ECR::Repository': async (world) => (await import('../services/ecr/resources.ts')).repositoryKind(world),
  'AWS::Logs::LogGroup': async (world) => (await import('../services/logs/resources.ts')).logGroupKind(world),
  'AWS::Logs::SubscriptionFilter': async (world) =>
    (await import('../services/logs/resources.ts')).subscriptionFilterKind(world),
  'AWS::Logs::MetricFilter': async (world) => (await import('../services/logs/resources.ts')).metricFilterKind(world),
}

/** The handlers of resource types that the sandbox implements. */
export function createHandlers(backends: Backends): { handlers: ResourceHandlers; live: LiveResources } {
  const { clock, hosts, balancers } = backends
  const live = createLiveResources(async (resource) => {
    const world = backends.world()
    if (world.scenario.interfacesStay.length === 0) return
    ;(await import('../services/ec2/network/left-interfaces.ts')).leaveInterfaces(world, resource)
  })
  const handlers = new Map<string, ResourceHandler>()
  const register = (handler: ResourceHandler): void => void handlers.set(handler.type, handler)
  const kinds = [
    bucketKind(backends.objects),
    alarmKind(backends.alarms),
    instanceKind(hosts, clock),
    balancerKind(balancers),
    targetGroupKind(balancers),
    listenerKind(balancers),
    listenerRuleKind(balancers),
    ...codeDeployKinds(backends.codeDeployState, clock, backends.codeDeploy),
    functionKind(backends.functions, backends.objects),
    versionKind(backends.functions),
    clusterKind(backends.containers),
    taskDefinitionKind(backends.containers),
    serviceKind(backends.containers, backends.ecs),
    aliasKind(backends.functions, backends.codeDeployState, backends.codeDeploy),
    parameterKind(backends.parameters),
    ...iamKinds(backends.iam),
    ...RECORDS,
  ]
  for (const kind of kinds) register(live.handler(kind))
  for (const [type, load] of Object.entries(LATER)) {
    let loaded: Promise<ResourceHandler> | undefined
    register(laterHandler(type, () => (loaded ??= load(backends.world()).then((kind) => live.handler(kind)))))
  }
  return { live, handlers: { register, find: (type) => handlers.get(type) } }
}

/** A handler that is loaded by its first operation. */
const laterHandler = (type: string, load: () => Promise<ResourceHandler>): ResourceHandler => ({
  type,
  create: async (...given) => (await load()).create(...given),
  update: async (...given) => (await load()).update(...given),
  remove: async (...given) => (await load()).remove(...given),
  read: async (...given) => (await load()).read(...given),
})
