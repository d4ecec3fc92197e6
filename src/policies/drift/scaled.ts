import { resourcesIn } from '../../cloudformation/exports.ts'
import type { Template, TemplateResource } from '../../cloudformation/template/template.ts'

/** Capacity that automatic scaling sets, and no person: its template declares both. Pure. */

/** What scales a capacity, and between which numbers. */
export interface Scaled {
  /** Logical id of the policy, schedule or scalable target. */
  readonly by: string
  readonly least: number
  readonly most: number
}

/** By type and property: the dimension of Application Auto Scaling that sets it. */
const DIMENSIONS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table/ProvisionedThroughput/ReadCapacityUnits': 'dynamodb:table:ReadCapacityUnits',
  'AWS::DynamoDB::Table/ProvisionedThroughput/WriteCapacityUnits': 'dynamodb:table:WriteCapacityUnits',
  'AWS::EC2::SpotFleet/SpotFleetRequestConfigData/TargetCapacity': 'ec2:spot-fleet-request:TargetCapacity',
  'AWS::ECS::Service/DesiredCount': 'ecs:service:DesiredCount',
  'AWS::Lambda::Alias/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions':
    'lambda:function:ProvisionedConcurrency',
}
const SCALE_GROUPS = ['AWS::AutoScaling::ScalingPolicy', 'AWS::AutoScaling::ScheduledAction']

/** Undefined where nothing in the template scales the property, where its limits are not known, or were not kept. */
export function scaledBy(
  template: Template,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
  { path, actual }: { readonly path: string; readonly actual: string },
): Scaled | undefined {
  const scaled =
    type === 'AWS::AutoScaling::AutoScalingGroup' && path === '/DesiredCapacity'
      ? groupScaledBy(template, logicalId)
      : targetOf(template, logicalId, DIMENSIONS[`${type}${path}`])
  const now = numberOf(actual)
  return scaled !== undefined && now >= scaled.least && now <= scaled.most ? scaled : undefined
}

function groupScaledBy(template: Template, logicalId: string): Scaled | undefined {
  const [by] = entriesOf(template, ({ type, properties: { AutoScalingGroupName: group } }) => {
    return SCALE_GROUPS.includes(type) && resourcesIn(template, group).includes(logicalId)
  })
  const { MinSize: least, MaxSize: most } = template.resources[logicalId]?.properties ?? {}
  return by && { by: by[0], least: numberOf(least), most: numberOf(most) }
}

function targetOf(template: Template, logicalId: string, dimension: string | undefined): Scaled | undefined {
  const [by] = entriesOf(template, ({ type, properties: { ResourceId: id, ScalableDimension: its } }) => {
    const isTarget = type === 'AWS::ApplicationAutoScaling::ScalableTarget' && dimension !== undefined
    return isTarget && its === dimension && resourcesIn(template, id).includes(logicalId)
  })
  if (by === undefined) return undefined
  const { MinCapacity: least, MaxCapacity: most } = by[1].properties
  return { by: by[0], least: numberOf(least), most: numberOf(most) }
}

function entriesOf(template: Template, isWanted: (resource: TemplateResource) => boolean) {
  return Object.entries(template.resources).filter(([, resource]) => isWanted(resource))
}

/** NaN, with which nothing compares, for what is no number. */
function numberOf(value: unknown): number {
  return (typeof value === 'string' && /^\d+$/.test(value)) || typeof value === 'number' ? Number(value) : Number.NaN
}
