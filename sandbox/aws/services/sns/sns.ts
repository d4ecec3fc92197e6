import type * as sdk from '@aws-sdk/client-sns'
import { randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { ExistingResource, SandboxClock, Service } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import { assertPolicy } from '../../resources/policy-values.ts'
import type { Home } from '../../names.ts'
import type { Queues } from '../sqs/queues.ts'
import { envelope, publication } from './messages.ts'
import type { Subscription, Topic, Topics } from './topics.ts'

const SETTABLE = new Set([
  'DisplayName',
  'Policy',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'TracingConfig',
  'SignatureVersion',
])

const SUBSCRIPTIONS_ON_A_PAGE = 100

/**
 * The parts of the sandbox that SNS uses. `declared`: subscriptions of stacks and separate calls, by account and
 * region.
 */
export interface SnsParts {
  readonly topics: Topics
  readonly queues: Queues
  readonly clock: SandboxClock
  readonly declared: (home: Home) => readonly ExistingResource[]
}

/** SNS: topics with their attributes and subscriptions; messages reach queues only. */
export function createSns({ topics, queues, clock, declared }: SnsParts): Service {
  const subscriptionsOf = (topic: Topic): Subscription[] => [
    ...declared(topic.home)
      .filter(({ properties }) => properties['TopicArn'] === topic.arn)
      .map(({ physicalId, properties: { Protocol, Endpoint, RawMessageDelivery } }) => ({
        arn: physicalId,
        protocol: String(Protocol),
        endpoint: String(Endpoint),
        isRaw: String(RawMessageDelivery) === 'true',
      })),
    ...topic.subscriptions,
  ]
  const set = (topic: ReturnType<Topics['get']>, name: string, value: string): void => {
    if (!SETTABLE.has(name)) throw new ServiceError('InvalidParameter', `Invalid parameter: AttributeName`)
    if (name === 'Policy') assertPolicy(value, 'InvalidParameter', 'Invalid parameter: Policy Error: null')
    topic.attributes.set(name, value)
  }
  return {
    name: 'sns',
    operations: {
      CreateTopic(input: sdk.CreateTopicCommandInput, { account, region }) {
        const topic = topics.create({ account, region }, input.Name ?? '')
        for (const [name, value] of Object.entries(input.Attributes ?? {})) set(topic, name, value)
        return { TopicArn: topic.arn }
      },
      GetTopicAttributes(input: sdk.GetTopicAttributesCommandInput) {
        const { arn, home, attributes } = topics.get(input.TopicArn)
        return {
          Attributes: {
            TopicArn: arn,
            Owner: home.account,
            SubscriptionsConfirmed: '0',
            SubscriptionsPending: '0',
            SubscriptionsDeleted: '0',
            ...Object.fromEntries(attributes),
          },
        }
      },
      SetTopicAttributes(input: sdk.SetTopicAttributesCommandInput) {
        set(topics.get(input.TopicArn), input.AttributeName ?? '', input.AttributeValue ?? '')
        return {}
      },
      ListSubscriptionsByTopic(input: sdk.ListSubscriptionsByTopicCommandInput, { account }) {
        const topic = topics.get(input.TopicArn)
        const { items, next } = pageOf(
          subscriptionsOf(topic),
          SUBSCRIPTIONS_ON_A_PAGE,
          input.NextToken,
          () => new ServiceError('InvalidParameter', 'Invalid parameter: NextToken'),
        )
        return {
          Subscriptions: items.map(({ arn, protocol, endpoint }) => ({
            SubscriptionArn: arn,
            Owner: account,
            Protocol: protocol,
            Endpoint: endpoint,
            TopicArn: topic.arn,
          })),
          ...(next !== undefined && { NextToken: next }),
        }
      },
      Subscribe(input: sdk.SubscribeCommandInput) {
        const { arn: topic, subscriptions } = topics.get(input.TopicArn)
        const { Protocol: protocol = '', Endpoint: endpoint = '' } = input
        if (protocol !== 'sqs' || queues.at(endpoint) === undefined)
          throw new ServiceError('InvalidParameter', 'Invalid parameter: SQS endpoint ARN')
        const known = subscriptions.find((each) => each.endpoint === endpoint)
        if (known !== undefined) return { SubscriptionArn: known.arn }
        const arn = `${topic}:${randomUUID()}`
        subscriptions.push({ arn, protocol, endpoint, isRaw: input.Attributes?.['RawMessageDelivery'] === 'true' })
        return { SubscriptionArn: arn }
      },
      Publish(input: sdk.PublishCommandInput) {
        const topic = topics.get(input.TopicArn)
        const sent = { ...publication(input), id: randomUUID(), at: clock.now() }
        for (const { protocol, endpoint, isRaw } of subscriptionsOf(topic)) {
          const queue = protocol === 'sqs' ? queues.at(endpoint) : undefined
          if (queue !== undefined) queues.send(queue, isRaw ? sent.text : envelope(topic, sent))
        }
        return { MessageId: sent.id }
      },
      ListTopics: (_input: sdk.ListTopicsCommandInput, { account, region }) => ({
        Topics: topics.list({ account, region }).map(({ arn }) => ({ TopicArn: arn })),
      }),
      DeleteTopic(input: sdk.DeleteTopicCommandInput) {
        // Deleting a topic that does not exist succeeds.
        topics.remove(input.TopicArn ?? '')
        return {}
      },
    },
    permissions: (operation, { TopicArn, Name }, { account, region }) => {
      const named = typeof Name === 'string' ? `arn:aws:sns:${region}:${account}:${Name}` : '*'
      return [{ action: `sns:${operation}`, resource: typeof TopicArn === 'string' ? TopicArn : named }]
    },
  }
}
