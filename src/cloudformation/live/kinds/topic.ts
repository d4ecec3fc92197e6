import { pagesOf } from '../../../aws/pages.ts'
import { recordOf } from '../../../support/records.ts'
import type { LiveItem } from '../contract.ts'
import { policyOf, statements } from '../items.ts'
import type { DeclaredItem, ResourceKind } from '../kind.ts'
import { UNKNOWN } from '../pattern.ts'
import { present } from './answers.ts'

/** Policies and subscriptions of topics. */

export const topic: ResourceKind = {
  calls: ['sns', 'sns'],
  aspects: [
    policyOf(
      '/TopicPolicy',
      async ({ reads, resource }) =>
        present(
          (await reads.getTopicAttributes({ TopicArn: resource.physicalId })).Attributes?.['Policy'],
          'the policy of the topic',
        ),
      { type: 'AWS::SNS::TopicPolicy', by: 'Topics' },
      {
        children: [
          { type: 'AWS::SNS::TopicPolicy', by: 'Topics', items: ({ PolicyDocument }) => statements(PolicyDocument) },
          {
            type: 'AWS::SNS::TopicInlinePolicy',
            by: 'TopicArn',
            items: ({ PolicyDocument }) => statements(PolicyDocument),
          },
        ],
        // A topic without a policy of its own has one for its owner.
        isDefault: ({ key, value }, _, account) => key === '__default_statement_ID' && isOwners(value, account),
      },
    ),
    {
      name: '/Subscription',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        const pages = pagesOf('NextToken', (next) =>
          reads.listSubscriptionsByTopic({ TopicArn: resource.physicalId, ...next }),
        )
        for await (const page of pages) {
          for (const { Protocol, Endpoint, SubscriptionArn } of present(page.Subscriptions, 'Subscriptions')) {
            found.push({ key: `${Protocol ?? ''} ${Endpoint ?? ''}`, value: { Protocol, Endpoint, SubscriptionArn } })
          }
        }
        return found
      },
      own: ({ Subscription }) => subscriptions(Subscription),
      children: [
        { type: 'AWS::SNS::Subscription', by: 'TopicArn', items: (properties) => subscriptions([properties]) },
      ],
      physicalId({ value }) {
        const { SubscriptionArn: arn } = recordOf(value)
        return typeof arn === 'string' && arn.startsWith('arn:') ? arn : undefined
      },
    },
  ],
}

/** Subscriptions by protocol and endpoint; the value is not compared. */
function subscriptions(list: unknown): DeclaredItem[] {
  if (list === undefined || list === null) return []
  if (list === UNKNOWN) return [{ key: UNKNOWN, value: UNKNOWN }]
  return [list].flat().map((subscription: unknown) => {
    const { Protocol, Endpoint } = recordOf(subscription)
    const known = typeof Protocol === 'string' && typeof Endpoint === 'string'
    return { key: known ? `${Protocol} ${Endpoint}` : UNKNOWN, value: UNKNOWN }
  })
}

/** A statement that is only for the account itself. */
function isOwners(statement: unknown, account: string): boolean {
  const condition = JSON.stringify(recordOf(statement)['Condition'] ?? {})
  const owner = /^\{"StringEquals":\{"AWS:Source(?:Owner|Account)":"(\d{12})"\}\}$/i.exec(condition)?.[1]
  return owner !== undefined && owner === account
}
