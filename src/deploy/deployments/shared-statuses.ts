import type * as sdk from '@aws-sdk/client-cloudformation'
import type { Containers } from '../../aws/clients/containers.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import type { CodeDeploy } from '../../codedeploy/client.ts'
import { readDeployments, type DeploymentState } from '../../codedeploy/deployment.ts'
import { readServiceDeployments, type ServiceDeploymentState } from '../../ecs/service-deployment.ts'
import { ActionError } from '../../support/errors.ts'
import type { Clock, Log } from '../../support/runtime.ts'
import { oneLine } from '../../support/text/text.ts'
import { DETAILS_PER_SECOND } from '../pace.ts'

/** So many operations have their details without taking turns. */
const FREE_FOLLOWERS = 20
/** Requests that are made within this time are one call. */
const GATHERED_MS = 50

/** Statuses of a stack with an operation; a stack in a status that is not listed here is read by itself. */
const IN_PROGRESS = [
  'CREATE_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_IN_PROGRESS',
] as const satisfies sdk.StackStatus[]

/** Statuses of operations that are followed at the same time, read by one call for many. */
export class SharedStatuses {
  readonly stacks: Gathered<CloudFormation, boolean>
  readonly deployments: Gathered<CodeDeploy, DeploymentState>
  readonly services: Gathered<Containers, ServiceDeploymentState>

  constructor(clock: Clock, log: Log) {
    this.stacks = new Gathered({ clock, log }, 'cloudformation:ListStacks', listRunning)
    this.deployments = new Gathered({ clock, log }, 'codedeploy:BatchGetDeployments', readDeployments)
    this.services = new Gathered({ clock, log }, 'ecs:DescribeServiceDeployments', readServiceDeployments)
  }
}

/** Gathers requests of several followers. Without others, or where AWS denies the call, there is no answer. */
class Gathered<Client, Status> {
  readonly #world: { readonly clock: Clock; readonly log: Log }
  readonly #call: string
  readonly #readMany: (client: Client, ids: readonly string[]) => Promise<ReadonlyMap<string, Status>>
  readonly #ids = new Set<string>()
  #asking: Promise<ReadonlyMap<string, Status> | undefined> | undefined
  #followers = 0
  #nextTurn = 0
  #isDenied = false

  constructor(
    world: { readonly clock: Clock; readonly log: Log },
    call: string,
    readMany: (client: Client, ids: readonly string[]) => Promise<ReadonlyMap<string, Status>>,
  ) {
    this.#world = world
    this.#call = call
    this.#readMany = readMany
  }

  /** Operations that are followed at the moment. */
  get followers(): number {
    return this.#followers
  }

  /**
   * Makes `count` calls about one operation. Where many are followed, they take turns, so that the call that reads all statuses is
   * never kept waiting by them.
   */
  async details<T>(count: number, calls: () => Promise<T>): Promise<T> {
    if (this.#followers <= FREE_FOLLOWERS) return calls()
    const { clock } = this.#world
    const now = clock.now().getTime()
    const turn = Math.max(now, this.#nextTurn)
    this.#nextTurn = turn + (count * 1_000) / DETAILS_PER_SECOND
    if (turn > now) await clock.sleep(turn - now)
    return calls()
  }

  /** As `details`, or undefined where its turn is not now: others wait with more urgent calls. */
  async spareDetails<T>(count: number, calls: () => Promise<T>): Promise<T | undefined> {
    const isFree = this.#followers <= FREE_FOLLOWERS || this.#nextTurn <= this.#world.clock.now().getTime()
    return isFree ? this.details(count, calls) : undefined
  }

  /** Counts as a follower while `work` runs. */
  async follow<T>(work: () => Promise<T>): Promise<T> {
    this.#followers++
    try {
      return await work()
    } finally {
      this.#followers--
    }
  }

  /** Undefined where the operation has to be read by itself. Rejects with an ActionError. */
  async read(client: Client, id: string): Promise<Status | undefined> {
    if (this.#followers < 2 || this.#isDenied) return undefined
    this.#ids.add(id)
    this.#asking ??= this.#ask(client)
    return (await this.#asking)?.get(id)
  }

  async #ask(client: Client): Promise<ReadonlyMap<string, Status> | undefined> {
    await this.#world.clock.sleep(GATHERED_MS)
    const ids = [...this.#ids]
    this.#ids.clear()
    this.#asking = undefined
    try {
      return await this.#readMany(client, ids)
    } catch (error) {
      if (!(error instanceof ActionError) || error.kind !== 'permission') throw error
      if (!this.#isDenied)
        this.#world.log.info(
          `each operation is read by itself, since ${this.#call} is denied: ${oneLine(error.message)}`,
        )
      this.#isDenied = true
      return undefined
    }
  }
}

/** Which of the stacks have an operation in progress. */
async function listRunning(
  cloudformation: Pick<CloudFormation, 'listStacks'>,
  arns: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const running = new Set<string>()
  const pages = pagesOf('NextToken', (next) =>
    cloudformation.listStacks({ StackStatusFilter: [...IN_PROGRESS], ...next }),
  )
  for await (const page of pages) for (const { StackId } of page.StackSummaries ?? []) running.add(StackId ?? '')
  return new Map(arns.map((arn) => [arn, running.has(arn)]))
}
