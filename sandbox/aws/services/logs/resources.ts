import { asText } from '../../names.ts'
import { handlerError, nameOf } from '../../resources/live.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import type { World } from '../../world.ts'
import { logGroupArn, logGroupsOf } from './log-groups.ts'
import type { LogGroup, MetricTransformation } from './log-groups.ts'

/** AWS::Logs::LogGroup: a log group that CloudWatch Logs returns. */
export function logGroupKind(world: World): Kind {
  const groups = logGroupsOf(world)
  const apply = ({ physicalId, owner, properties }: LiveResource): void => {
    const group = groups.find(owner, physicalId)
    if (group === undefined) return
    const { RetentionInDays: days, KmsKeyId: key } = properties
    Object.assign(group, { retentionDays: days === undefined ? undefined : Number(days), kmsKeyId: key })
  }
  return {
    type: 'AWS::Logs::LogGroup',
    madeByCalls: true,
    identify: (desired, owner) => nameOf(desired.LogGroupName, owner, 512),
    attributes: ({ physicalId, owner }) => ({ Arn: `${logGroupArn({ home: owner, name: physicalId })}:*` }),
    created(resource) {
      const { physicalId, owner } = resource
      if (groups.find(owner, physicalId) !== undefined) {
        throw handlerError('AWS::Logs::LogGroup', physicalId, 'already exists.', 'AlreadyExists')
      }
      groups.create(owner, physicalId)
      apply(resource)
    },
    updated: apply,
    tampered: apply,
    removed: ({ physicalId, owner }) => void groups.remove(owner, physicalId),
    observe({ physicalId, owner, properties }) {
      const group = groups.find(owner, physicalId)
      if (group === undefined) return undefined
      const { RetentionInDays: _days, ...rest } = properties
      return {
        ...rest,
        LogGroupName: physicalId,
        ...(group.retentionDays !== undefined && { RetentionInDays: group.retentionDays }),
      }
    },
  }
}

/** AWS::Logs::SubscriptionFilter. */
export function subscriptionFilterKind(world: World): Kind {
  const groups = logGroupsOf(world)
  const put = (resource: LiveResource): void => {
    const { physicalId: name, properties } = resource
    existing(resource).subscriptions.set(name, {
      name,
      pattern: asText(properties.FilterPattern),
      destinationArn: asText(properties.DestinationArn),
      roleArn: typeof properties.RoleArn === 'string' ? properties.RoleArn : undefined,
      distribution: properties.Distribution === 'Random' ? 'Random' : 'ByLogStream',
      created: world.clock.now().getTime(),
    })
  }
  const existing = groupOf(groups)
  return {
    type: 'AWS::Logs::SubscriptionFilter',
    identify: (desired, owner) => nameOf(desired.FilterName, owner, 512),
    created: put,
    updated: put,
    tampered: put,
    removed: ({ physicalId, owner, properties }) =>
      void groups.find(owner, asText(properties.LogGroupName))?.subscriptions.delete(physicalId),
    observe({ physicalId, owner, properties }) {
      const filter = groups.find(owner, asText(properties.LogGroupName))?.subscriptions.get(physicalId)
      if (filter === undefined) return undefined
      return { ...properties, FilterPattern: filter.pattern, DestinationArn: filter.destinationArn }
    },
  }
}

/** AWS::Logs::MetricFilter: its metrics get a value for each event that matches. */
export function metricFilterKind(world: World): Kind {
  const groups = logGroupsOf(world)
  const existing = groupOf(groups)
  const put = (resource: LiveResource): void => {
    const { physicalId: name, properties } = resource
    const given = (properties.MetricTransformations as Record<string, unknown>[] | undefined) ?? []
    existing(resource).metricFilters.set(name, {
      name,
      pattern: asText(properties.FilterPattern),
      transformations: given.map(transformationOf),
      created: world.clock.now().getTime(),
    })
  }
  return {
    type: 'AWS::Logs::MetricFilter',
    identify: (desired, owner) => nameOf(desired.FilterName, owner, 512),
    created: put,
    updated: put,
    tampered: put,
    removed: ({ physicalId, owner, properties }) =>
      void groups.find(owner, asText(properties.LogGroupName))?.metricFilters.delete(physicalId),
    observe({ physicalId, owner, properties }) {
      const filter = groups.find(owner, asText(properties.LogGroupName))?.metricFilters.get(physicalId)
      return filter && { ...properties, FilterPattern: filter.pattern }
    },
  }
}

const transformationOf = (given: Record<string, unknown>): MetricTransformation => ({
  metricName: asText(given.MetricName),
  metricNamespace: asText(given.MetricNamespace),
  metricValue: asText(given.MetricValue),
})

const groupOf =
  (groups: ReturnType<typeof logGroupsOf>) =>
  ({ owner, properties, type }: LiveResource): LogGroup => {
    const name = asText(properties.LogGroupName)
    const group = groups.find(owner, name)
    if (group === undefined) throw handlerError(type, name, 'was not found.', 'NotFound')
    return group
  }
