import type * as sdk from '@aws-sdk/client-sns'
import { ServiceError } from '../../contract.ts'
import type { ExistingResource, Service } from '../../contract.ts'
import { pageOf } from '../paging.ts'
import { assertPolicy } from '../resources/policy-values.ts'
import type { Topics } from './topics.ts'

const SETTABLE = new Set([
  'DisplayName',
  'Policy',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'TracingConfig',
  'SignatureVersion',
])

const SUBSCRIPTIONS_ON_A_PAGE = 100

/** SNS: topics with their attributes and subscriptions. Nothing is published. `subscriptions` are those of an account and region. */
export function createSns(
  topics: Topics,
  subscriptions: (home: { readonly account: string; readonly region: string }) => readonly ExistingResource[],
): Service {
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
      ListSubscriptionsByTopic(input: sdk.ListSubscriptionsByTopicCommandInput, { account, region }) {
        const { arn } = topics.get(input.TopicArn)
        const own = subscriptions({ account, region }).filter(({ properties }) => properties['TopicArn'] === arn)
        const { items, next } = pageOf(
          own,
          SUBSCRIPTIONS_ON_A_PAGE,
          input.NextToken,
          () => new ServiceError('InvalidParameter', 'Invalid parameter: NextToken'),
        )
        return {
          Subscriptions: items.map(({ physicalId, properties: { Protocol, Endpoint } }) => ({
            SubscriptionArn: physicalId,
            Owner: account,
            Protocol,
            Endpoint,
            TopicArn: arn,
          })),
          ...(next !== undefined && { NextToken: next }),
        }
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
