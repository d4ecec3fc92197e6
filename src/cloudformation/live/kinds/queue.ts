import { policyOf, statements } from '../items.ts'
import type { ResourceKind } from '../kind.ts'
import type { Properties } from './answers.ts'

/** Policies of queues. */

export const queue: ResourceKind = {
  calls: ['sqs'],
  aspects: [
    policyOf(
      '/QueuePolicy',
      async ({ reads, resource }) =>
        (await reads.getQueueAttributes({ QueueUrl: resource.physicalId, AttributeNames: ['Policy'] })).Attributes?.[
          'Policy'
        ],
      { type: 'AWS::SQS::QueuePolicy', by: 'Queues' },
      {
        children: ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'].map((type) => ({
          type,
          by: type.endsWith('InlinePolicy') ? 'Queue' : 'Queues',
          items: ({ PolicyDocument }: Properties) => statements(PolicyDocument),
        })),
      },
    ),
  ],
}
