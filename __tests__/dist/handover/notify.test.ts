import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { messageShape } from '../../../src/notify/message.ts'
import { blockers, KEYS, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/** Messages of precheck, received from queues: those of the first one through the bundle. */

const REGION = 'eu-west-1'
const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n'
const SECRET = 'correct-horse-battery'

let world: PrecheckWorld
afterEach(() => world.close())

async function open(
  notify: string,
  template = TEMPLATE,
  trouble: ScenarioInput['trouble'] = [],
  from: 'bundle' | 'source' = 'source',
): Promise<void> {
  const config = `version: 1
stacks: [{ id: web, name: "web-{environment}", template: t.yml }]
notify: ${notify}
`
  world = await openWorld(
    {
      trouble,
      history: [{ each: ['preprod', 'production'], deploy: { stack: 'web-{each}', template: TEMPLATE } }],
      github: { files: { '.github/test-deployments.yml': config, 't.yml': template } },
    },
    { from, env: () => ({ API_TOKEN: SECRET }) },
  )
}

/** A topic and a bus whose messages go to one queue. @returns a function that reads the queue */
async function listen(): Promise<() => Promise<unknown[]>> {
  const config = { endpoint: world.sandbox.awsUrl, region: REGION, credentials: KEYS }
  const [sns, sqs, events] = [new SNSClient(config), new SQSClient(config), new EventBridgeClient(config)]
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'told' }))
  const Endpoint = `arn:aws:sqs:${REGION}:111111111111:told`
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'releases' }))
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }),
  )
  await events.send(new CreateEventBusCommand({ Name: 'releases' }))
  const EventPattern = JSON.stringify({ source: ['test-deployments'] })
  await events.send(new PutRuleCommand({ Name: 'all', EventBusName: 'releases', EventPattern }))
  const Targets = [{ Id: 'queue', Arn: Endpoint }]
  await events.send(new PutTargetsCommand({ Rule: 'all', EventBusName: 'releases', Targets }))
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
    return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown)
  }
}

const remarks = ({ evidence }: Seen): unknown[] => evidence.findings.filter(({ code }) => code === 'notify/not-sent')

test('a passed step sends a topic and a bus whose approval is awaited', async () => {
  await open('{ sns: "arn:aws:sns:eu-west-1:111111111111:releases", eventbridge: releases }', TEMPLATE, [], 'bundle')
  const received = await listen()
  const seen = await world.precheck()
  expect([blockers(seen), remarks(seen)]).toEqual([[], []])
  const [fromTopic, fromBus, ...others] = await received()
  expect(others).toEqual([])
  expect(messageShape.parse(fromTopic)).toMatchObject({
    event: 'waiting-for-approval',
    environment: 'preprod',
    command: 'precheck',
  })
  expect(fromBus).toMatchObject({
    source: 'test-deployments',
    'detail-type': 'waiting-for-approval',
    detail: messageShape.parse(fromTopic),
  })
})

test('a failed step sends its causes without secrets, and notes a topic that does not exist', async () => {
  await open(
    '{ sns: "arn:aws:sns:eu-west-1:111111111111:missing", eventbridge: releases }',
    `Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: "${SECRET}", TopicName: !Ref Nobody } } }\n`,
  )
  const received = await listen()
  const seen = await world.precheck()
  expect(seen.result.status).toBe(1)
  expect(remarks(seen)).toMatchObject([{ outcome: 'noted', observed: expect.stringContaining('Topic does not exist') }])
  const reported = JSON.stringify(await received())
  expect(reported).toContain('"event":"blocked"')
  expect(reported).toContain('Nobody')
  expect(reported).not.toContain(SECRET)
})

test('a topic and a bus that deny access are noted, and the step passes', async () => {
  await open('{ sns: "arn:aws:sns:eu-west-1:111111111111:releases", eventbridge: releases }', TEMPLATE, [
    { on: 'sns:Publish', do: 'deny' },
    { on: 'events:PutEvents', do: 'deny' },
  ])
  const received = await listen()
  const seen = await world.precheck()
  expect([seen.result.status, blockers(seen)]).toEqual([0, []])
  expect(remarks(seen)).toMatchObject([
    { outcome: 'noted', subject: 'notify/arn:aws:sns:eu-west-1:111111111111:releases' },
    { outcome: 'noted', subject: 'notify/releases' },
  ])
  for (const { observed } of remarks(seen) as { observed: string }[])
    expect(observed).toMatch(/may not call (sns|events):/)
  expect(await received()).toEqual([])
})
