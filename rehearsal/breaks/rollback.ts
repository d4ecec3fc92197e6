import { Lambda } from '@aws-sdk/client-lambda'
import type { Account } from '../installed.ts'
import { FILE_OF_FUNCTION, QUOTE } from '../lambda.ts'
import type { Repository } from '../workspace.ts'
import type { Break } from './contract.ts'
import { CONFIG } from './files.ts'

/** Breaks of the way back: the release itself is in order. */

const ORDERS = 'app/orders.js'
const WRITES = '`${JSON.stringify(order)}\\n`'
const READS = 'JSON.parse(line))'
/** The version of the function that is installed. */
const INSTALLED = '2'
const LOOK_EVERY_MS = 1_000

export const ROLLBACK_BREAKS: readonly Break[] = [
  {
    name: 'one-way-change',
    story: 'The new version writes in a format of its own, which version 1.4.0 cannot read.',
    rollback: ['lambda'],
    files(repository) {
      if (isFunction(repository)) {
        repository.edit(FILE_OF_FUNCTION, QUOTE.written, '`pieces=${quantity}`')
        repository.edit(FILE_OF_FUNCTION, QUOTE.read, '/^pieces=(\\d+)$/')
        repository.edit(CONFIG, QUOTE.ofTwo, 'pieces=2')
        return
      }
      // An order may have several positions. The version of before starts, and lists orders without what was ordered.
      repository.edit(
        ORDERS,
        WRITES,
        '`${JSON.stringify({ id: order.id, positions: [{ item, quantity }], placed: order.placed })}\\n`',
      )
      repository.edit(
        ORDERS,
        READS,
        `${READS}.map(({ positions: [first] = [], ...order }) => ({ ...first, ...order }))`,
      )
    },
  },
  {
    name: 'rollback-fails',
    story: 'The new version writes what version 1.4.0 stops at when it starts.',
    rollback: [],
    files(repository) {
      repository.edit(ORDERS, WRITES, '`2 ${JSON.stringify(order)}\\n`')
      repository.edit(ORDERS, READS, "JSON.parse(line.replace(/^2 /, '')))")
    },
  },
  {
    name: 'lost-revision',
    story:
      'Somebody tidied up: the revision of version 1.4.0 does not exist any more (of a function: its version, once the alias has left it).',
    rollback: ['server-blue-green', 'lambda'],
    during: {
      job: 'deploy-preprod',
      when: 'while',
      async act({ repository, accounts: { preprod } }, over) {
        if (!isFunction(repository)) {
          const Bucket = `shop-releases-preprod-${preprod.id}`
          await preprod.s3.deleteObject({ Bucket, Key: 'test-deployments/shop-installed.tgz' })
        } else if (await isReleased(preprod, over)) {
          await new Lambda(preprod.client).deleteFunction({ FunctionName: 'shop-quotes-preprod', Qualifier: INSTALLED })
        }
      },
    },
  },
]

function isFunction(repository: Repository): boolean {
  return FILE_OF_FUNCTION in repository.files()
}

/** Waits until the alias leads to the release. @returns false where the job ends before */
async function isReleased({ client, sleep }: Account, over: AbortSignal): Promise<boolean> {
  const lambda = new Lambda(client)
  while (!over.aborted) {
    const { FunctionVersion } = await lambda.getAlias({ FunctionName: 'shop-quotes-preprod', Name: 'live' })
    if (FunctionVersion !== INSTALLED) return true
    await sleep(LOOK_EVERY_MS)
  }
  return false
}
