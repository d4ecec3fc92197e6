import { isRecord, recordOf } from '../../support/records.ts'
import { resourcesIn } from '../exports.ts'
import { resolver, type DeclaredStack } from '../live/declared.ts'
import type { DriftReport, PropertyDrift, ResourceDrift, Scaled } from './drift.ts'

/** Capacity that automatic scaling sets, and no person: the deployed template declares what scales, and how far. Pure. */

/**
 * By type and property: the dimension of Application Auto Scaling that sets it
 * (https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html).
 */
const DIMENSIONS: Readonly<Record<string, string>> = {
  'AWS::AppStream::Fleet/ComputeCapacity/DesiredInstances': 'appstream:fleet:DesiredCapacity',
  'AWS::Cassandra::Table/BillingMode/ProvisionedThroughput/ReadCapacityUnits': 'cassandra:table:ReadCapacityUnits',
  'AWS::Cassandra::Table/BillingMode/ProvisionedThroughput/WriteCapacityUnits': 'cassandra:table:WriteCapacityUnits',
  'AWS::DynamoDB::Table/ProvisionedThroughput/ReadCapacityUnits': 'dynamodb:table:ReadCapacityUnits',
  'AWS::DynamoDB::Table/ProvisionedThroughput/WriteCapacityUnits': 'dynamodb:table:WriteCapacityUnits',
  'AWS::EC2::SpotFleet/SpotFleetRequestConfigData/TargetCapacity': 'ec2:spot-fleet-request:TargetCapacity',
  'AWS::ECS::Service/DesiredCount': 'ecs:service:DesiredCount',
  'AWS::ElastiCache::ReplicationGroup/NumNodeGroups': 'elasticache:replication-group:NodeGroups',
  'AWS::ElastiCache::ReplicationGroup/ReplicasPerNodeGroup': 'elasticache:replication-group:Replicas',
  'AWS::Lambda::Alias/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions':
    'lambda:function:ProvisionedConcurrency',
}
const INDEX = /^\/GlobalSecondaryIndexes\/(\d+)\/ProvisionedThroughput\/((?:Read|Write)CapacityUnits)$/
const GROUP = 'AWS::AutoScaling::AutoScalingGroup'
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget'
const BATCH = 'AWS::Batch::ComputeEnvironment'
const LIMITS = ['/MinSize', '/MaxSize', '/MinCapacity', '/MaxCapacity']
const GROUP_POLICY = 'AWS::AutoScaling::ScalingPolicy'
const GROUP_SCHEDULE = 'AWS::AutoScaling::ScheduledAction'
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  [GROUP]: ['/DesiredCapacity', '/MinSize', '/MaxSize'],
  [TARGET]: ['/MinCapacity', '/MaxCapacity'],
  [BATCH]: ['/ComputeResources/DesiredvCpus'],
}

interface Existing {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  /** As the template writes them. */
  readonly written: Readonly<Record<string, unknown>>
  readonly properties: Readonly<Record<string, unknown>>
}

/** Whether automatic scaling can set what differs: only then the deployed template is needed. */
export function mayScale({ type, status, differences }: ResourceDrift): boolean {
  return (
    status === 'MODIFIED' &&
    differences.some(
      ({ kind, path }) =>
        kind === 'NOT_EQUAL' &&
        (Object.hasOwn(DIMENSIONS, `${type}${path}`) ||
          (type === 'AWS::DynamoDB::Table' && INDEX.test(path)) ||
          OTHERS[type]?.includes(path) === true),
    )
  )
}

/** The report of the stack, in which each difference that automatic scaling explains names what scales it. */
export function withScaled(report: DriftReport, stack: DeclaredStack): DriftReport {
  const resolve = resolver(stack, new Map())
  // A condition may leave a resource of the template out.
  const existing = report.resources.flatMap(({ logicalId, physicalId, type, status }): Existing[] => {
    const declared = stack.template.resources[logicalId]
    if (declared === undefined || status === 'DELETED') return []
    const { properties: written } = declared
    return [{ logicalId, physicalId, type, written, properties: recordOf(resolve(written)) }]
  })
  const resources = report.resources.map((resource) => {
    const own = existing.find(({ logicalId }) => logicalId === resource.logicalId)
    if (own === undefined || !mayScale(resource)) return resource
    const differences = resource.differences.map((difference) => {
      const scaled = scaledBy({ stack, existing }, own, difference)
      return scaled === undefined ? difference : { ...difference, scaled }
    })
    return { ...resource, differences }
  })
  return { ...report, resources }
}

interface Surroundings {
  readonly stack: DeclaredStack
  readonly existing: readonly Existing[]
}

/** Undefined where nothing in the template scales the property, where its limits are not known, or were not kept. */
function scaledBy(around: Surroundings, own: Existing, { path, kind, actual }: PropertyDrift): Scaled | undefined {
  const now = numberOf(actual)
  if (kind !== 'NOT_EQUAL' || Number.isNaN(now)) return undefined
  if (LIMITS.includes(path)) return scheduled(around, own, path.slice(1), now)
  const limits =
    own.type === GROUP
      ? limitsOfGroup(around, own)
      : own.type === BATCH
        ? limitsOfBatch(own)
        : limitsOfTarget(around, own, path)
  if (limits === undefined) return undefined
  const [least, most] = [Math.min(...limits.least.map(numberOf)), Math.max(...limits.most.map(numberOf))]
  return now >= least && now <= most ? { by: limits.by, allowed: `${least} to ${most}` } : undefined
}

interface Limits {
  readonly by: string
  readonly least: readonly unknown[]
  readonly most: readonly unknown[]
}

function limitsOfGroup({ stack, existing }: Surroundings, own: Existing): Limits | undefined {
  const refers = (value: unknown): boolean => resourcesIn(stack.template, value).includes(own.logicalId)
  const names = ({ written, properties }: Existing): boolean =>
    refers(written['AutoScalingGroupName']) || properties['AutoScalingGroupName'] === own.physicalId
  const schedules = schedulesOfGroup({ stack, existing }, own)
  const scaler =
    existing.find((each) => each.type === GROUP_POLICY && names(each)) ??
    schedules[0] ??
    existing.find(({ type, written, properties }) => {
      const { ManagedScaling: managed } = recordOf(properties['AutoScalingGroupProvider'])
      const { AutoScalingGroupArn: group } = recordOf(written['AutoScalingGroupProvider'])
      return type === 'AWS::ECS::CapacityProvider' && recordOf(managed)['Status'] === 'ENABLED' && refers(group)
    })
  if (scaler === undefined) return undefined
  return {
    by: scaler.logicalId,
    least: [own.properties['MinSize'], ...given(schedules, 'MinSize')],
    most: [own.properties['MaxSize'], ...given(schedules, 'MaxSize')],
  }
}

function schedulesOfGroup({ stack, existing }: Surroundings, own: Existing): Existing[] {
  return existing.filter(
    ({ type, written: { AutoScalingGroupName: group }, properties }) =>
      type === GROUP_SCHEDULE &&
      (resourcesIn(stack.template, group).includes(own.logicalId) ||
        properties['AutoScalingGroupName'] === own.physicalId),
  )
}

/** AWS Batch sets DesiredvCpus by itself, between the limits. */
function limitsOfBatch({ logicalId, properties }: Existing): Limits | undefined {
  const { MinvCpus: least = 0, MaxvCpus: most } = recordOf(properties['ComputeResources'])
  return properties['Type'] === 'MANAGED' ? { by: logicalId, least: [least], most: [most] } : undefined
}

function limitsOfTarget({ stack, existing }: Surroundings, own: Existing, path: string): Limits | undefined {
  const [, index, units] = INDEX.exec(path) ?? []
  const dimension = index === undefined ? DIMENSIONS[`${own.type}${path}`] : `dynamodb:index:${units}`
  if (dimension === undefined) return undefined
  const target = existing.find(({ type, written: { ResourceId: id }, properties }) => {
    if (type !== TARGET || properties['ScalableDimension'] !== dimension) return false
    const named = properties['ResourceId']
    if (index !== undefined) {
      const { IndexName: name } = recordOf([own.properties['GlobalSecondaryIndexes'] ?? []].flat()[Number(index)])
      return typeof name === 'string' && named === `table/${own.physicalId}/index/${name}`
    }
    if (resourcesIn(stack.template, id).includes(own.logicalId)) return true
    return typeof named === 'string' && (own.physicalId.endsWith(`:${named}`) || named === `table/${own.physicalId}`)
  })
  if (target === undefined) return undefined
  const actions = actionsOf(target)
  const isScaled = existing.some(({ type, written, properties }) => {
    if (type !== 'AWS::ApplicationAutoScaling::ScalingPolicy') return false
    const { ScalingTargetId: id, ResourceId: named, ScalableDimension: its } = properties
    if (resourcesIn(stack.template, written['ScalingTargetId']).includes(target.logicalId)) return true
    if (id !== undefined || its !== dimension) return false
    const isSame = typeof named === 'string' && named === target.properties['ResourceId']
    return isSame || resourcesIn(stack.template, written['ResourceId']).includes(own.logicalId)
  })
  // A target alone scales nothing, and neither does a suspended one.
  const suspended = recordOf(target.properties['SuspendedState'])
  const isSuspended = ['DynamicScalingInSuspended', 'DynamicScalingOutSuspended', 'ScheduledScalingSuspended'].every(
    (member) => String(suspended[member]) === 'true',
  )
  if ((!isScaled && actions.length === 0) || isSuspended) return undefined
  return {
    by: target.logicalId,
    least: [target.properties['MinCapacity'], ...given(actions, 'MinCapacity')],
    most: [target.properties['MaxCapacity'], ...given(actions, 'MaxCapacity')],
  }
}

/** A limit that a schedule of the template has set: it has one of the values of the schedules. */
function scheduled(around: Surroundings, own: Existing, name: string, now: number): Scaled | undefined {
  const schedules = own.type === GROUP ? schedulesOfGroup(around, own) : own.type === TARGET ? actionsOf(own) : []
  const values = given(schedules, name).map(numberOf)
  const by = own.type === GROUP ? schedules[0]?.logicalId : own.logicalId
  return by !== undefined && values.includes(now) ? { by, allowed: values.join(', ') } : undefined
}

/** The scheduled actions of a scalable target, with what they give it. */
function actionsOf({ logicalId, properties }: Existing): Pick<Existing, 'logicalId' | 'properties'>[] {
  return [properties['ScheduledActions'] ?? []]
    .flat()
    .filter(isRecord)
    .map((action) => ({ logicalId, properties: recordOf(action['ScalableTargetAction']) }))
}

function given(schedules: readonly Pick<Existing, 'properties'>[], name: string): unknown[] {
  return schedules.flatMap(({ properties }) => (properties[name] === undefined ? [] : [properties[name]]))
}

/** NaN, with which nothing compares, for what is no number. */
function numberOf(value: unknown): number {
  return (typeof value === 'string' && /^\d+$/.test(value)) || typeof value === 'number' ? Number(value) : Number.NaN
}
