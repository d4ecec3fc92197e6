import { randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'

export interface Queue {
  readonly home: Home
  readonly name: string
  readonly arn: string
  readonly url: string
  /** By AWS's names, Policy included. */
  readonly attributes: Map<string, string>
  readonly messages: Message[]
  readonly created: Date
  modified: Date
}

export interface Message {
  readonly id: string
  readonly body: string
  readonly sentAt: Date
  received: number
  /** The time until which a receiver has it. */
  hiddenUntil: Date
  handle: string
}

/** Queues and their messages. */
export interface Queues {
  create(home: Home, name: string): Queue
  find(url: string): Queue | undefined
  /** Throws SQS's error. */
  get(url: string | undefined): Queue
  /** The queue of an ARN, whatever its region and account. */
  at(arn: string): Queue | undefined
  /** Adds a message. */
  send(queue: Queue, body: string): Message
  list(home: Home): Queue[]
  remove(url: string): void
}

/** Attributes of a queue that was given none. */
export const QUEUE_DEFAULTS: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
}

export const queueUrl = ({ account, region }: Home, name: string): string =>
  `https://sqs.${region}.amazonaws.com/${account}/${name}`

export const queuesOf = perWorld(({ clock }: { readonly clock: SandboxClock }): Queues => {
  const queues = new Map<string, Queue>()
  return {
    create({ account, region }, name) {
      const home = { account, region }
      const created = clock.now()
      const queue = {
        home,
        name,
        arn: `arn:aws:sqs:${region}:${account}:${name}`,
        url: queueUrl(home, name),
        attributes: new Map(Object.entries(QUEUE_DEFAULTS)),
        messages: [],
        created,
        modified: created,
      }
      queues.set(queue.url, queue)
      return queue
    },
    find: (url) => queues.get(url),
    get(url = '') {
      const queue = queues.get(url)
      if (queue === undefined) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.')
      return queue
    },
    at: (arn) => [...queues.values()].find((queue) => queue.arn === arn),
    send({ messages }, body) {
      const sentAt = clock.now()
      const message = { id: randomUUID(), body, sentAt, received: 0, hiddenUntil: sentAt, handle: '' }
      messages.push(message)
      return message
    },
    list: (home) => [...queues.values()].filter((queue) => homeKey(queue.home) === homeKey(home)),
    remove: (url) => void queues.delete(url),
  }
})
