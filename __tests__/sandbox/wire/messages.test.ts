import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { errorOf, openSandbox, PREPROD } from '../world.ts'
import type { Opened } from '../world.ts'

/** Messages from topics and buses to queues. */

let opened: Opened
let sns: SNSClient
let sqs: SQSClient
let events: EventBridgeClient
beforeAll(async () => {
  opened = await openSandbox({ pace: 'skip' })
  const credentials = { accessKeyId: PREPROD.account, secretAccessKey: 'anything' }
  const config = { endpoint: opened.sandbox.awsUrl, region: PREPROD.region, credentials, maxAttempts: 1 }
  sns = new SNSClient(config)
  sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false })
  events = new EventBridgeClient(config)
})
afterAll(() => opened.sandbox.close())

async function queue(name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }))
  return { url, arn: Attributes?.['QueueArn'] ?? '' }
}
const receive = async (url: string, seconds = 30): Promise<string[]> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: seconds }),
  )
  return Messages.map(({ Body = '' }) => Body)
}

describe('a queue', () => {
  test('hides a received message for a time, until it is deleted', async () => {
    const { url } = await queue('hidden')
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'hello' }))
    const { Messages: [message] = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 60 }),
    )
    expect(message).toMatchObject({ Body: 'hello' })
    expect(await receive(url)).toEqual([])
    await opened.sandbox.clock.wait(61_000)
    expect(await receive(url, 0)).toEqual(['hello'])
    const { Messages: [again] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }))
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: again?.ReceiptHandle }))
    await opened.sandbox.clock.wait(61_000)
    expect(await receive(url)).toEqual([])
  })
})

describe('a topic', () => {
  test('sends its message to each queue, in an envelope or raw, with the text for queues', async () => {
    const [wrapped, raw] = [await queue('wrapped'), await queue('raw')]
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'releases' }))
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: wrapped.arn }))
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: raw.arn,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    )
    const Message = JSON.stringify({ default: '{"event":"deployed"}', email: 'deployed' })
    const { MessageId } = await sns.send(
      new PublishCommand({
        TopicArn,
        Subject: 'shop deployed',
        MessageStructure: 'json',
        Message,
        MessageAttributes: { event: { DataType: 'String', StringValue: 'deployed' } },
      }),
    )
    expect(await receive(raw.url)).toEqual(['{"event":"deployed"}'])
    const [envelope = ''] = await receive(wrapped.url)
    expect(JSON.parse(envelope)).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'shop deployed',
      Message: '{"event":"deployed"}',
      MessageAttributes: { event: { Type: 'String', Value: 'deployed' } },
    })
  })

  test.each<[string, object, string]>([
    ['a subject of two lines', { Message: 'x', Subject: 'two\nlines' }, 'Invalid parameter: Subject'],
    ['a subject beyond ASCII', { Message: 'x', Subject: 'ü' }, 'Invalid parameter: Subject'],
    ['a long subject', { Message: 'x', Subject: 'a'.repeat(101) }, 'Invalid parameter: Subject'],
    ['a long message', { Message: 'x'.repeat(262_145) }, 'Invalid parameter: Message too long'],
    ['no default text', { Message: '{}', MessageStructure: 'json' }, 'No default entry'],
    ['texts that are not JSON', { Message: 'no JSON', MessageStructure: 'json' }, 'failed to parse'],
  ])('rejects %s', async (_, input, text) => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'releases' }))
    const published = new PublishCommand({ TopicArn, Message: '', ...input })
    expect((await errorOf(sns.send(published))).message).toContain(text)
  })
})

describe('a bus', () => {
  test('sends events that match the pattern of a rule to its queue, and drops the others', async () => {
    const { url, arn } = await queue('events')
    await events.send(new CreateEventBusCommand({ Name: 'releases' }))
    const EventPattern = JSON.stringify({ source: ['test-deployments'], 'detail-type': [{ prefix: 'dep' }] })
    await events.send(new PutRuleCommand({ Name: 'all', EventBusName: 'releases', EventPattern }))
    await events.send(
      new PutTargetsCommand({ Rule: 'all', EventBusName: 'releases', Targets: [{ Id: 'queue', Arn: arn }] }),
    )
    const entry = { EventBusName: 'releases', Source: 'test-deployments', Detail: '{"a":1}' }
    const { FailedEntryCount, Entries = [] } = await events.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, DetailType: 'deployed' },
          { ...entry, DetailType: 'failed' },
          { ...entry, DetailType: 'deployed', Detail: 'no JSON' },
          { ...entry, DetailType: 'deployed', EventBusName: 'another' },
        ],
      }),
    )
    expect(FailedEntryCount).toBe(1)
    expect(Entries.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, undefined, 'MalformedDetail', undefined])
    const got = await receive(url)
    expect(got).toHaveLength(1)
    expect(JSON.parse(got[0] ?? '')).toMatchObject({
      source: 'test-deployments',
      'detail-type': 'deployed',
      account: PREPROD.account,
      region: PREPROD.region,
      detail: { a: 1 },
    })
  })
})
