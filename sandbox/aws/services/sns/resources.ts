import type { Properties } from '../../../contract.ts'
import { nameOf } from '../../resources/live.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import { handled, policyProperty, policyText } from '../../resources/policy-values.ts'
import type { World } from '../../world.ts'
import { resetPolicy, topicsOf } from './topics.ts'

/** Properties that are attributes of the topic. */
const ATTRIBUTES = ['DisplayName', 'KmsMasterKeyId', 'TracingConfig', 'SignatureVersion'] as const

/** AWS::SNS::Topic. */
export function topicKind(world: World): Kind {
  const topics = topicsOf(world)
  const apply = ({ physicalId, properties }: LiveResource): void => {
    const topic = topics.find(physicalId)
    for (const name of ATTRIBUTES) {
      const value = properties[name]
      if (typeof value === 'string') topic?.attributes.set(name, value)
      else topic?.attributes.delete(name)
    }
    if (properties.DisplayName === undefined) topic?.attributes.set('DisplayName', '')
  }
  return {
    type: 'AWS::SNS::Topic',
    madeByCalls: true,
    identify: (desired, owner) => `arn:aws:sns:${owner.region}:${owner.account}:${nameOf(desired.TopicName, owner)}`,
    attributes: ({ physicalId }) => ({ TopicArn: physicalId, TopicName: physicalId.split(':').at(-1) }),
    created(resource) {
      topics.create(resource.owner, resource.physicalId.split(':').at(-1) ?? '')
      apply(resource)
    },
    updated: apply,
    tampered: apply,
    removed: ({ physicalId }) => topics.remove(physicalId),
    observe({ physicalId, properties }) {
      const topic = topics.find(physicalId)
      if (topic === undefined) return undefined
      const kept = ATTRIBUTES.map((name) => [name, topic.attributes.get(name)] as const)
      const {
        DisplayName: _name,
        KmsMasterKeyId: _key,
        TracingConfig: _tracing,
        SignatureVersion: _version,
        ...others
      } = properties
      return {
        ...others,
        TopicName: topic.name,
        ...Object.fromEntries(
          kept.filter(([name, value]) => value !== undefined && (value !== '' || name in properties)),
        ),
      }
    },
  }
}

/** AWS::SNS::TopicPolicy: the policy of one or more topics. */
export function topicPolicyKind(world: World): Kind {
  const topics = topicsOf(world)
  const listed = (properties: Properties): string[] => (properties.Topics as string[] | undefined) ?? []
  const put = ({ properties }: LiveResource): void =>
    handled('Sns', () => {
      for (const arn of listed(properties))
        topics.get(arn).attributes.set('Policy', policyText(properties.PolicyDocument))
    })
  const reset = (properties: Properties): void => {
    for (const arn of listed(properties)) {
      const topic = topics.find(arn)
      if (topic !== undefined) resetPolicy(topic)
    }
  }
  return {
    type: 'AWS::SNS::TopicPolicy',
    identify: (_desired, owner) => nameOf(undefined, owner),
    attributes: ({ physicalId }) => ({ Id: physicalId }),
    created: put,
    tampered: put,
    updated(resource, previous) {
      reset(previous)
      put(resource)
    },
    removed: ({ properties }) => reset(properties),
    observe({ properties }) {
      const policy = listed(properties).map((arn) => topics.find(arn)?.attributes.get('Policy'))[0]
      return policy === undefined ? undefined : { ...properties, PolicyDocument: policyProperty(policy) }
    },
  }
}
