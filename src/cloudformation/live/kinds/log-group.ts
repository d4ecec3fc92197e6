import { pagesOf } from '../../../aws/pages.ts'
import { ActionError } from '../../../support/errors.ts'
import type { LiveItem } from '../contract.ts'
import { textItems } from '../items.ts'
import type { ResourceKind } from '../kind.ts'
import { UNKNOWN } from '../pattern.ts'
import { present } from './answers.ts'

/** Retention and subscription filters of log groups. */

export const logGroup: ResourceKind = {
  calls: ['logs', 'logs'],
  aspects: [
    {
      name: '/RetentionInDays',
      async read({ reads, resource }) {
        const { logGroups = [] } = await reads.describeLogGroups({ logGroupNamePrefix: resource.physicalId })
        const found = logGroups.find(({ logGroupName }) => logGroupName === resource.physicalId)
        if (found === undefined)
          throw new ActionError('aws/service', { message: `the log group ${resource.physicalId} is not listed` })
        const { retentionInDays: days } = found
        return days === undefined ? [] : [{ key: String(days), value: days }]
      },
      own: ({ RetentionInDays }) => textItems(RetentionInDays),
    },
    {
      name: '/SubscriptionFilters',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        const pages = pagesOf('nextToken', (next) =>
          reads.describeSubscriptionFilters({ logGroupName: resource.physicalId, ...next }),
        )
        for await (const page of pages) {
          for (const { filterName = '', destinationArn } of present(page.subscriptionFilters, 'subscriptionFilters')) {
            found.push({ key: filterName, value: destinationArn })
          }
        }
        return found
      },
      own: () => [],
      children: [
        {
          type: 'AWS::Logs::SubscriptionFilter',
          by: 'LogGroupName',
          items: ({ FilterName, DestinationArn }, { physicalId }) => [
            { key: typeof FilterName === 'string' ? FilterName : physicalId, value: DestinationArn ?? UNKNOWN },
          ],
        },
      ],
      physicalId: ({ key: name }) => name,
    },
  ],
}
