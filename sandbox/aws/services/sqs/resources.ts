import type { Properties } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { handlerError, nameOf } from '../../resources/live.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import { handled, policyProperty, policyText } from '../../resources/policy-values.ts'
import type { World } from '../../world.ts'
import { QUEUE_DEFAULTS, queuesOf, queueUrl } from './queues.ts'

/** Properties that are attributes of the queue; policies of redrive are objects there, texts here. */
const ATTRIBUTES = [
  ...Object.keys(QUEUE_DEFAULTS),
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
]

/** AWS::SQS::Queue. */
export function queueKind(world: World): Kind {
  const queues = queuesOf(world)
  const apply = ({ physicalId, properties }: LiveResource): void => {
    const queue = queues.find(physicalId)
    for (const name of ATTRIBUTES) {
      const value = properties[name] ?? QUEUE_DEFAULTS[name]
      if (value === undefined) queue?.attributes.delete(name)
      else queue?.attributes.set(name, asText(value))
    }
  }
  return {
    type: 'AWS::SQS::Queue',
    madeByCalls: true,
    identify: (desired, owner) => queueUrl(owner, nameOf(desired.QueueName, owner, 80)),
    attributes: ({ physicalId }) => {
      const { arn, name, url } = queues.get(physicalId)
      return { Arn: arn, QueueName: name, QueueUrl: url }
    },
    created(resource) {
      const name = resource.physicalId.split('/').at(-1) ?? ''
      if (queues.find(resource.physicalId) !== undefined)
        throw handlerError('AWS::SQS::Queue', name, 'already exists.', 'AlreadyExists')
      queues.create(resource.owner, name)
      apply(resource)
    },
    updated: apply,
    tampered: apply,
    removed: ({ physicalId }) => queues.remove(physicalId),
    observe({ physicalId, properties }) {
      const queue = queues.find(physicalId)
      if (queue === undefined) return undefined
      const kept = ATTRIBUTES.flatMap((name): [string, unknown][] => {
        const value = queue.attributes.get(name)
        if (value === undefined || (value === QUEUE_DEFAULTS[name] && !(name in properties))) return []
        return [[name, value === asText(properties[name]) ? properties[name] : parsed(value)]]
      })
      const others = Object.entries(properties).filter(([name]) => !ATTRIBUTES.includes(name))
      return { ...Object.fromEntries([...others, ...kept]), QueueName: queue.name }
    },
  }
}

/** A text of the API as the value of a template: numbers, booleans and objects. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** AWS::SQS::QueuePolicy: the policy of one or more queues. */
export function queuePolicyKind(world: World): Kind {
  const queues = queuesOf(world)
  const listed = (properties: Properties): string[] => (properties.Queues as string[] | undefined) ?? []
  const put = ({ properties }: LiveResource): void =>
    handled('Sqs', () => {
      for (const url of listed(properties))
        queues.get(url).attributes.set('Policy', policyText(properties.PolicyDocument))
    })
  const drop = (properties: Properties): void => {
    for (const url of listed(properties)) queues.find(url)?.attributes.delete('Policy')
  }
  return {
    type: 'AWS::SQS::QueuePolicy',
    identify: (_desired, owner) => nameOf(undefined, owner),
    attributes: ({ physicalId }) => ({ Id: physicalId }),
    created: put,
    tampered: put,
    updated(resource, previous) {
      drop(previous)
      put(resource)
    },
    removed: ({ properties }) => drop(properties),
    observe({ properties }) {
      const policy = listed(properties).map((url) => queues.find(url)?.attributes.get('Policy'))[0]
      return policy === undefined ? undefined : { ...properties, PolicyDocument: policyProperty(policy) }
    },
  }
}
