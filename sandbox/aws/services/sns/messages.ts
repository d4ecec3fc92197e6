import type { PublishCommandInput } from '@aws-sdk/client-sns'
import { ServiceError } from '../../../contract.ts'
import type { Topic } from './topics.ts'

/** A message to a topic, as queues receive it. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */

export interface Publication {
  readonly text: string
  readonly subject: string | undefined
  readonly attributes: PublishCommandInput['MessageAttributes']
}

const MOST_BYTES = 262_144
const SUBJECT = /^[A-Za-z0-9!-/:-@[-`{-~][\x20-\x7e]{0,99}$/

const invalid = (text: string): ServiceError => new ServiceError('InvalidParameter', `Invalid parameter: ${text}`)

/** Checks a message and selects the text for queues. */
export function publication(input: PublishCommandInput): Publication {
  const { Message: message = '', Subject: subject, MessageStructure: structure, MessageAttributes: attributes } = input
  if (message === '') throw invalid('Empty message')
  if (Buffer.byteLength(message) > MOST_BYTES) throw invalid('Message too long')
  if (subject !== undefined && !SUBJECT.test(subject)) throw invalid('Subject')
  return { text: structure === 'json' ? textForQueues(message) : message, subject, attributes }
}

function textForQueues(message: string): string {
  let texts: Readonly<Record<string, unknown>>
  try {
    texts = JSON.parse(message) as Readonly<Record<string, unknown>>
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse')
  }
  const { default: byDefault, sqs = byDefault } = texts
  if (typeof byDefault !== 'string') throw invalid('Message Structure - No default entry in JSON message body')
  return String(sqs)
}

/** The JSON document in which a message reaches a queue without raw delivery; it is not signed. */
export function envelope(
  { arn }: Topic,
  { id, at, text, subject, attributes = {} }: Publication & { readonly id: string; readonly at: Date },
): string {
  const typed = Object.entries(attributes).map(([name, { DataType, StringValue }]) => [
    name,
    { Type: DataType, Value: StringValue },
  ])
  return JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: arn,
    ...(subject !== undefined && { Subject: subject }),
    Message: text,
    Timestamp: at.toISOString(),
    ...(typed.length > 0 && { MessageAttributes: Object.fromEntries(typed) }),
  })
}
