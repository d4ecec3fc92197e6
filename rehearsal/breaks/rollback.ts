import { ECS } from '@aws-sdk/client-ecs'
import { Lambda } from '@aws-sdk/client-lambda'
import { APPSPEC_FILE, RECEIPT, TASK_FILE, TASK_FAMILY } from '../platforms/containers.ts'
import type { EnvironmentName, World } from '../contract.ts'
import { FILE_OF_FUNCTION, QUOTE } from '../platforms/quotes.ts'
import { codeBucket, codeKey, STACK_TEMPLATE } from '../platforms/stacks.ts'
import type { Repository } from '../workspace.ts'
import type { Break } from './contract.ts'
import { CONFIG } from './files.ts'

/** Breaks of the rollback: the release itself is valid. */

const ORDERS = 'app/orders.js'
const WRITES = '`${JSON.stringify(order)}\\n`'
const READS = 'JSON.parse(line))'
/** The installed version of the function. */
const INSTALLED = '2'
const POLL_MS = 1_000
const PREPROD: EnvironmentName = 'preprod'

/** The released part, by the files of the repository. */
type Released = 'shop' | 'function' | 'containers-by-codedeploy' | 'containers-by-ecs' | 'stack'

function released(repository: Repository): Released {
  const files = repository.files()
  if (TASK_FILE in files) return APPSPEC_FILE in files ? 'containers-by-codedeploy' : 'containers-by-ecs'
  if (STACK_TEMPLATE in files) return 'stack'
  return FILE_OF_FUNCTION in files ? 'function' : 'shop'
}

export const ROLLBACK_BREAKS: readonly Break[] = [
  {
    name: 'one-way-change',
    story: 'The new version writes in a format of its own, which version 1.4.0 cannot read.',
    rollback: {
      'server-blue-green': 'its orders are on the disks of instances, and each version comes to new ones without any',
    },
    files(repository) {
      switch (released(repository)) {
        case 'containers-by-codedeploy':
        case 'containers-by-ecs':
          repository.edit(CONFIG, RECEIPT.old, RECEIPT.new)
          return
        case 'function':
        case 'stack':
          repository.edit(FILE_OF_FUNCTION, QUOTE.written, '`pieces=${quantity}`')
          repository.edit(FILE_OF_FUNCTION, QUOTE.read, '/^pieces=(\\d+)$/')
          repository.edit(CONFIG, QUOTE.ofTwo, 'pieces=2')
          return
        case 'shop':
          // An order may have several positions. The previous version starts, and lists orders without their positions.
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
      }
    },
  },
  {
    name: 'rollback-fails',
    story:
      'Version 1.4.0 does not come back: it stops at what the new one wrote, its image was deleted, AWS refuses the change, or somebody stops it.',
    rollback: {
      'server-blue-green': 'its new instances have nothing of the new version, on which the old one could stop',
    },
    files(repository) {
      if (released(repository) !== 'shop') return
      repository.edit(ORDERS, WRITES, '`2 ${JSON.stringify(order)}\\n`')
      repository.edit(ORDERS, READS, "JSON.parse(line.replace(/^2 /, '')))")
    },
    during: {
      job: 'deploy-preprod',
      when: 'while',
      async act(world, over) {
        switch (released(world.repository)) {
          case 'containers-by-ecs': {
            const pullFails = 'CannotPullContainerError: shop/prices:1.4.0: not found'
            return inSandbox(world, 'image', { name: 'shop/prices:1.4.0', behavior: { pullFails } })
          }
          case 'function':
            return stopTheWayBack(world, over, 'shop-quotes')
          case 'containers-by-codedeploy':
            return stopTheWayBack(world, over, 'shop-prices')
          case 'stack': {
            const { cloudformation } = world.accounts.preprod
            const isUpdated = async (): Promise<boolean> => {
              const { Stacks: [stack] = [] } = await cloudformation.describeStacks({ StackName: 'shop-quotes-preprod' })
              return stack?.StackStatus === 'UPDATE_COMPLETE'
            }
            if (!(await eventually(world, over, isUpdated))) return
            return inSandbox(world, 'fail', {
              resource: 'Quotes',
              on: 'update',
              reason: 'The code is not accepted',
              times: 1,
            })
          }
          case 'shop':
        }
      },
    },
  },
  {
    name: 'lost-revision',
    story:
      'Somebody tidied up: the revision, code or task definition of version 1.4.0 does not exist any more (of a function behind an alias: its version, once the alias has left it).',
    rollback: {},
    during: {
      job: 'deploy-preprod',
      when: 'while',
      async act(world, over) {
        const { preprod } = world.accounts
        switch (released(world.repository)) {
          case 'containers-by-codedeploy':
          case 'containers-by-ecs': {
            const ecs = new ECS(preprod.client)
            await ecs.deregisterTaskDefinition({ taskDefinition: `${TASK_FAMILY}-preprod:1` })
            return
          }
          case 'stack':
            await preprod.s3.deleteObject({ Bucket: codeBucket(preprod.id), Key: codeKey('1.4.0') })
            return
          case 'function': {
            const lambda = new Lambda(preprod.client)
            const FunctionName = 'shop-quotes-preprod'
            const hasLeft = async (): Promise<boolean> =>
              (await lambda.getAlias({ FunctionName, Name: 'live' })).FunctionVersion !== INSTALLED
            if (await eventually(world, over, hasLeft))
              await lambda.deleteFunction({ FunctionName, Qualifier: INSTALLED })
            return
          }
          case 'shop':
            await preprod.s3.deleteObject({
              Bucket: `shop-releases-preprod-${preprod.id}`,
              Key: 'test-deployments/shop-installed.tgz',
            })
        }
      },
    },
  },
]

/** A user mistakes the deployment of an old version for an error. */
async function stopTheWayBack(world: World, over: AbortSignal, applicationName: string): Promise<void> {
  const { codedeploy } = world.accounts.preprod
  await eventually(world, over, async () => {
    const { deployments = [] } = await codedeploy.listDeployments({
      applicationName,
      deploymentGroupName: `${applicationName}-preprod`,
      includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Ready'],
    })
    for (const deploymentId of deployments) {
      const { deploymentInfo } = await codedeploy.getDeployment({ deploymentId })
      if (deploymentInfo?.description?.includes('/rollback ') !== true) continue
      await codedeploy.stopDeployment({ deploymentId, autoRollbackEnabled: true })
      return true
    }
    return false
  })
}

/** Polls until the condition is true. @returns false where the job ends before */
async function eventually(world: World, over: AbortSignal, is: () => Promise<boolean>): Promise<boolean> {
  const { sleep } = world.accounts[PREPROD]
  while (!over.aborted) {
    if (await is()) return true
    await sleep(POLL_MS)
  }
  return false
}

/** An action of the sandbox itself. */
async function inSandbox({ awsUrl }: World, action: string, input: object): Promise<void> {
  const answer = await fetch(`${awsUrl}/_sandbox/${action}`, { method: 'POST', body: JSON.stringify(input) })
  if (!answer.ok) throw new Error(`the sandbox refuses ${action}: ${await answer.text()}`)
}
