import type * as sdk from '@aws-sdk/client-sqs'
import { createHash, randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock, Service } from '../../../contract.ts'
import { assertPolicy } from '../../resources/policy-values.ts'
import { queueUrl, QUEUE_DEFAULTS } from './queues.ts'
import type { Queue, Queues } from './queues.ts'

const SETTABLE = new Set([
  ...Object.keys(QUEUE_DEFAULTS),
  'Policy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
])
const MS_PER_SECOND = 1_000

const MOST_RECEIVED = 10

/** SQS: standard queues, their attributes and messages. A receiver does not wait. */
export function createSqs(queues: Queues, clock: SandboxClock): Service {
  return {
    name: 'sqs',
    operations: {
      CreateQueue(input: sdk.CreateQueueCommandInput, { account, region }) {
        const home = { account, region }
        const wanted = Object.entries(input.Attributes ?? {})
        const known = queues.find(queueUrl(home, input.QueueName ?? ''))
        if (known !== undefined) {
          if (wanted.every(([name, value]) => known.attributes.get(name) === value)) return { QueueUrl: known.url }
          throw new ServiceError(
            'QueueNameExists',
            'A queue already exists with the same name and a different value for one of its attributes',
          )
        }
        assertAttributes(wanted)
        const queue = queues.create(home, input.QueueName ?? '')
        for (const [name, value] of wanted) queue.attributes.set(name, value)
        return { QueueUrl: queue.url }
      },
      GetQueueUrl(input: sdk.GetQueueUrlCommandInput, { account, region }) {
        const home = { account: input.QueueOwnerAWSAccountId ?? account, region }
        return { QueueUrl: queues.get(queueUrl(home, input.QueueName ?? '')).url }
      },
      ListQueues(input: sdk.ListQueuesCommandInput, { account, region }) {
        const all = queues.list({ account, region }).filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''))
        return all.length === 0 ? {} : { QueueUrls: all.map(({ url }) => url) }
      },
      GetQueueAttributes(input: sdk.GetQueueAttributesCommandInput) {
        const all = attributesOf(queues.get(input.QueueUrl))
        const wanted: readonly string[] = input.AttributeNames ?? []
        const unknown = wanted.find((name) => name !== 'All' && !SETTABLE.has(name) && !(name in all))
        if (unknown !== undefined) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknown}.`)
        const chosen = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name))
        return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) }
      },
      SetQueueAttributes(input: sdk.SetQueueAttributesCommandInput, _call) {
        const queue = queues.get(input.QueueUrl)
        const wanted = Object.entries(input.Attributes ?? {})
        assertAttributes(wanted)
        for (const [name, value] of wanted) {
          // An empty policy removes it.
          if (value === '') queue.attributes.delete(name)
          else queue.attributes.set(name, value)
        }
        return {}
      },
      SendMessage(input: sdk.SendMessageCommandInput) {
        const body = input.MessageBody ?? ''
        if (body === '')
          throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.')
        return { MessageId: queues.send(queues.get(input.QueueUrl), body).id, MD5OfMessageBody: md5(body) }
      },
      ReceiveMessage(input: sdk.ReceiveMessageCommandInput) {
        const { messages, attributes } = queues.get(input.QueueUrl)
        const now = clock.now()
        const seconds = input.VisibilityTimeout ?? Number(attributes.get('VisibilityTimeout'))
        const most = input.MaxNumberOfMessages ?? 1
        if (most < 1 || most > MOST_RECEIVED) {
          throw new ServiceError(
            'InvalidParameterValue',
            `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
          )
        }
        const chosen = messages.filter(({ hiddenUntil }) => hiddenUntil <= now).slice(0, most)
        for (const message of chosen) {
          message.received += 1
          message.handle = randomUUID()
          message.hiddenUntil = new Date(now.getTime() + seconds * MS_PER_SECOND)
        }
        if (chosen.length === 0) return {}
        return {
          Messages: chosen.map(({ id, body, handle }) => ({
            MessageId: id,
            ReceiptHandle: handle,
            MD5OfBody: md5(body),
            Body: body,
          })),
        }
      },
      DeleteMessage(input: sdk.DeleteMessageCommandInput) {
        const { messages } = queues.get(input.QueueUrl)
        const index = messages.findIndex(({ handle }) => handle === input.ReceiptHandle)
        if (index >= 0) messages.splice(index, 1)
        return {}
      },
      DeleteQueue(input: sdk.DeleteQueueCommandInput) {
        queues.remove(queues.get(input.QueueUrl).url)
        return {}
      },
    },
    permissions(operation, { QueueUrl, QueueName }, { account, region }) {
      const name = typeof QueueUrl === 'string' ? QueueUrl.split('/').at(-1) : QueueName
      const resource = typeof name === 'string' ? `arn:aws:sqs:${region}:${account}:${name}` : '*'
      return [{ action: `sqs:${operation}`, resource }]
    },
  }
}

/** The digest with which SQS proves the body of a message. */
function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

function assertAttributes(given: readonly (readonly [string, string])[]): void {
  for (const [name, value] of given) {
    if (!SETTABLE.has(name)) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`)
    if (name === 'Policy' && value !== '') {
      assertPolicy(value, 'InvalidAttributeValue', 'Invalid value for the parameter Policy.')
    }
  }
}

const seconds = (date: Date): string => String(Math.floor(date.getTime() / MS_PER_SECOND))

function attributesOf({ arn, attributes, created, modified, messages }: Queue): Record<string, string> {
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(messages.length),
    ApproximateNumberOfMessagesNotVisible: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    CreatedTimestamp: seconds(created),
    LastModifiedTimestamp: seconds(modified),
    ...Object.fromEntries(attributes),
  }
}
