import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  DescribeSubscriptionFiltersCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import type { FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { matcherOf } from '../../sandbox/aws/services/logs/pattern.ts'
import { errorOf, openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

const INGESTION_MS = 5_000
const MINUTE_MS = 60_000

let opened: Opened
let logs: CloudWatchLogsClient
beforeAll(async () => {
  opened = await openSandbox({ pace: 'skip' })
  const credentials = { accessKeyId: PREPROD.account, secretAccessKey: 'anything' }
  logs = new CloudWatchLogsClient({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials,
    maxAttempts: 1,
  })
})
afterAll(() => opened.sandbox.close())

const now = () => opened.sandbox.clock.now().getTime()

/** A group with one stream and these messages, a millisecond apart. */
async function group(logGroupName: string, messages: readonly string[], ingested = true): Promise<number> {
  const logStreamName = 'web'
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
  const start = now()
  const logEvents = messages.map((message, index) => ({ timestamp: start + index, message }))
  if (logEvents.length > 0) await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }))
  if (ingested) await opened.sandbox.clock.wait(INGESTION_MS)
  return start
}

async function filtered(logGroupName: string, more: Partial<FilterLogEventsCommandInput> = {}) {
  const messages: (string | undefined)[] = []
  for await (const page of paginateFilterLogEvents({ client: logs }, { logGroupName, ...more })) {
    messages.push(...(page.events ?? []).map(({ message }) => message))
  }
  return messages
}

describe('filter patterns', () => {
  test.each<[pattern: string, message: string, matches: boolean]>([
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['ERROR payment', 'payment ERROR', true],
    ['ERROR payment', 'ERROR', false],
    ['"two words"', 'has two words', true],
    ['"two words"', 'words, two', false],
    ['ERROR -test', 'ERROR in test', false],
    ['?ERROR ?WARN', 'WARN', true],
    ['?ERROR ?WARN', 'INFO', false],
    ['%5\\d\\d%', 'status 503', true],
    ['%5\\d\\d%', 'status 403', false],
    ['{ $.level = "error" }', '{"level":"error"}', true],
    ['{ $.level = "error" }', 'level error', false],
    ['{ $.level = "err*" }', '{"level":"error"}', true],
    ['{ $.level != "error" }', '{"level":"info"}', true],
    ['{ $.ms > 100 && $.path = "/a" }', '{"ms":101,"path":"/a"}', true],
    ['{ $.ms > 100 && $.path = "/a" }', '{"ms":99,"path":"/a"}', false],
    ['{ ($.a = 1 || $.b = 1) && $.c = 1 }', '{"b":1,"c":1}', true],
    ['{ $.list[1].name = "b" }', '{"list":[{"name":"a"},{"name":"b"}]}', true],
    ['{ $.gone NOT EXISTS }', '{"here":1}', true],
    ['{ $.flag IS TRUE }', '{"flag":true}', true],
  ])('%s on %s: %s', (pattern, message, matches) => {
    expect(matcherOf(pattern)(message)).toBe(matches)
  })

  test.each(['[ip, user]', '{ $.a = }', '{ a = 1 }', '"open', '{ $.a = 1 } x'])('%s is rejected', (pattern) => {
    expect(() => matcherOf(pattern)).toThrow()
  })
})

describe('events', () => {
  test('are found after a while, in a window and by a pattern', async () => {
    const start = await group('/shop/found', ['one', 'two ERROR', 'three'], false)
    expect(await filtered('/shop/found')).toEqual([])
    await opened.sandbox.clock.wait(INGESTION_MS)
    expect(await filtered('/shop/found')).toEqual(['one', 'two ERROR', 'three'])
    expect(await filtered('/shop/found', { startTime: start + 1, endTime: start + 2 })).toEqual(['two ERROR'])
    expect(await filtered('/shop/found', { filterPattern: 'ERROR' })).toEqual(['two ERROR'])
    expect(await filtered('/shop/found', { logStreamNames: ['other'] })).toEqual([])
  })

  test('an empty page is not the end', async () => {
    await group('/shop/pages', [...Array.from({ length: 1_500 }, (_, index) => `line ${index}`), 'the ERROR'])
    const first = await logs.send(new FilterLogEventsCommand({ logGroupName: '/shop/pages', filterPattern: 'ERROR' }))
    expect(first.events).toEqual([])
    expect(first.nextToken).toBeDefined()
    expect(await filtered('/shop/pages', { filterPattern: 'ERROR' })).toEqual(['the ERROR'])
  })

  test('of a stream are read until the token does not change', async () => {
    await group('/shop/stream', ['a', 'b', 'c'])
    const read = (nextToken?: string) =>
      logs.send(
        new GetLogEventsCommand({
          logGroupName: '/shop/stream',
          logStreamName: 'web',
          startFromHead: true,
          limit: 2,
          nextToken,
        }),
      )
    const [one, seen] = [await read(), [] as (string | undefined)[]]
    const two = await read(one.nextForwardToken)
    const three = await read(two.nextForwardToken)
    for (const page of [one, two, three]) seen.push(...(page.events ?? []).map(({ message }) => message))
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(three.nextForwardToken).toBe(two.nextForwardToken)
  })

  test('that are too old or too new are rejected, and others stored', async () => {
    await group('/shop/rejected', [])
    const day = 86_400_000
    const logEvents = [-15 * day, 0, day].map((away) => ({ timestamp: now() + away, message: String(away) }))
    const answer = await logs.send(
      new PutLogEventsCommand({ logGroupName: '/shop/rejected', logStreamName: 'web', logEvents }),
    )
    expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 })
    await opened.sandbox.clock.wait(INGESTION_MS)
    expect(await filtered('/shop/rejected')).toEqual(['0'])
  })
})

test('groups are listed page by page, with their retention', async () => {
  for (const name of ['/list/a', '/list/b', '/list/c']) await group(name, [], false)
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/list/b', retentionInDays: 30 }))
  const found: unknown[] = []
  for await (const page of paginateDescribeLogGroups({ client: logs, pageSize: 2 }, { logGroupNamePrefix: '/list/' })) {
    found.push(...(page.logGroups ?? []).map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays]))
  }
  expect(found).toEqual([
    ['/list/a', undefined],
    ['/list/b', 30],
    ['/list/c', undefined],
  ])
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/list/a' }))
  expect(logStreams).toMatchObject([{ logStreamName: 'web', storedBytes: 0 }])
})

test.each<[string, () => Promise<unknown>, string]>([
  ['an unknown group', () => filtered('/none'), 'ResourceNotFoundException'],
  [
    'a group that exists',
    async () => {
      await group('/twice', [], false)
      await logs.send(new CreateLogGroupCommand({ logGroupName: '/twice' }))
    },
    'ResourceAlreadyExistsException',
  ],
  [
    'a deletion of a missing one',
    () => logs.send(new DeleteLogGroupCommand({ logGroupName: '/none' })),
    'ResourceNotFoundException',
  ],
  [
    'an invalid retention',
    async () => {
      await group('/retained', [], false)
      await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/retained', retentionInDays: 2 }))
    },
    'InvalidParameterException',
  ],
  [
    'a pattern that cannot be parsed',
    async () => {
      await group('/pattern', [], false)
      await filtered('/pattern', { filterPattern: '{ $.a = }' })
    },
    'InvalidParameterException',
  ],
])('%s is rejected', async (_, call, name) => {
  expect(await errorOf(call())).toMatchObject({ name })
})

test('a third subscription is rejected', async () => {
  await group('/subscribed', [], false)
  const subscribe = (filterName: string) =>
    logs.send(
      new PutSubscriptionFilterCommand({
        logGroupName: '/subscribed',
        filterName,
        filterPattern: '',
        destinationArn: 'arn:aws:lambda:eu-west-1:111111111111:function:reader',
      }),
    )
  await subscribe('one')
  await subscribe('two')
  expect(await errorOf(subscribe('three'))).toMatchObject({ name: 'LimitExceededException' })
})

test('a stack creates a group with filters, and its metric counts', async () => {
  const resources = {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/made/app', RetentionInDays: 14 } },
    Errors: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: { Ref: 'Group' },
        FilterPattern: 'ERROR',
        MetricTransformations: [{ MetricName: 'Errors', MetricNamespace: 'Made', MetricValue: '1' }],
      },
    },
    Reader: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: {
        LogGroupName: { Ref: 'Group' },
        FilterPattern: '',
        DestinationArn: 'arn:aws:lambda:eu-west-1:111111111111:function:reader',
      },
    },
  }
  const { cloudformation, cloudwatch } = opened.aws
  await cloudformation.send(
    new CreateStackCommand({ StackName: 'logged', TemplateBody: JSON.stringify({ Resources: resources }) }),
  )
  const status = async () =>
    (await cloudformation.send(new DescribeStacksCommand({ StackName: 'logged' }))).Stacks?.[0]?.StackStatus
  expect(await until(status, (each) => each?.endsWith('_COMPLETE') === true)).toBe('CREATE_COMPLETE')
  const filters = await logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName: '/made/app' }))
  expect(filters.subscriptionFilters).toMatchObject([{ filterPattern: '', distribution: 'ByLogStream' }])
  const [logGroupName, logStreamName] = ['/made/app', 'web']
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
  const logEvents = ['fine', 'ERROR a', 'ERROR b'].map((message) => ({ timestamp: now(), message }))
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }))
  const stat = { Metric: { Namespace: 'Made', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' }
  const data = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now() - MINUTE_MS),
      EndTime: new Date(now() + MINUTE_MS),
      MetricDataQueries: [{ Id: 'errors', MetricStat: stat }],
    }),
  )
  expect((data.MetricDataResults?.[0]?.Values ?? []).reduce((sum, each) => sum + each, 0)).toBe(2)
})
