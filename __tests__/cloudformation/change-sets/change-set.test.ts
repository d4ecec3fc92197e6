import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Change, DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation'
import {
  changeSetName,
  isIncompleteWarning,
  readChangeSet,
  isNoChangeReason,
} from '../../../src/cloudformation/change-sets/change-set.ts'
import { discardChangeSet } from '../../../src/cloudformation/change-sets/discard.ts'
import { ActionError } from '../../../src/support/errors.ts'
import type { CloudFormation } from '../../../src/cloudformation/client.ts'

const wait = {
  clock: { now: () => new Date(0), sleep: () => Promise.resolve() },
  signal: new AbortController().signal,
  timeout: 1_000,
  subject: 'stack/web',
}
const META = { $metadata: {} }
const change = (LogicalResourceId: string, more: object = {}): Change => ({
  Type: 'Resource',
  ResourceChange: { LogicalResourceId, ResourceType: 'AWS::SNS::Topic', Action: 'Add', ...more },
})

/** Responses by change set, with or without property values, by page. */
function answering(answers: Readonly<Record<string, Partial<DescribeChangeSetCommandOutput>>>) {
  const requests: string[] = []
  const describeChangeSet: CloudFormation['describeChangeSet'] = async (input) => {
    const key = [input.ChangeSetName, input.IncludePropertyValues ? 'values' : 'plain', input.NextToken ?? '1'].join(
      ' ',
    )
    requests.push(key)
    const answer = answers[key]
    if (!answer) throw new Error(`nobody answers ${key}`)
    return {
      ...META,
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      ...answer,
    }
  }
  return { describeChangeSet, asked: requests }
}

describe('reading a change set', () => {
  test('reads every page', async () => {
    const calls = answering({
      'cs values 1': { Changes: [change('A')], NextToken: '2' },
      'cs values 2': { Changes: [change('B')], NextToken: '3' },
      'cs values 3': { Changes: [change('C')] },
    })
    const facts = await readChangeSet(calls, 'cs', wait)
    expect(facts.changes.map((each) => each.change.logicalId)).toEqual(['A', 'B', 'C'])
    expect(calls.asked).toHaveLength(3)
  })

  test('reads again without values where CloudFormation reports that it omitted changes, and merges both', async () => {
    const detail = (Name: string) => ({
      Target: { Attribute: 'Properties' as const, Name, RequiresRecreation: 'Never' as const },
    })
    const calls = answering({
      'cs values 1': {
        StatusReason:
          '[WARN] --include-property-values option can return incomplete ChangeSet data because: it is large',
        Changes: [
          change('A', {
            Action: 'Modify',
            Details: [{ Target: { ...detail('X').Target, Path: '/Properties/X', AfterValue: '1' } }],
          }),
        ],
      },
      'cs plain 1': {
        Changes: [change('A', { Action: 'Modify', Details: [detail('X'), detail('Y')] })],
        NextToken: '2',
      },
      'cs plain 2': { Changes: [change('B')] },
    })
    const facts = await readChangeSet(calls, 'cs', wait)
    expect(
      facts.changes.map((each) => [
        each.change.logicalId,
        each.change.properties.map(({ path, after }) => [path, after]),
      ]),
    ).toEqual([
      [
        'A',
        [
          ['/Properties/X', '1'],
          ['/Properties/Y', undefined],
        ],
      ],
      ['B', []],
    ])
    expect(facts.incomplete).toHaveLength(1)
  })

  test('waits for nested change sets that are in progress after the root has failed', async () => {
    let looks = 0
    const calls: Pick<CloudFormation, 'describeChangeSet'> = {
      describeChangeSet: async ({ ChangeSetName }) => {
        if (ChangeSetName === 'root') {
          const Changes = [
            change('N', { ResourceType: 'AWS::CloudFormation::Stack', Action: 'Modify', ChangeSetId: 'child' }),
          ]
          return {
            ...META,
            Status: 'FAILED',
            StatusReason: 'Nested change set child was not successfully created: Currently in FAILED.',
            Changes,
          }
        }
        looks++
        return looks < 3
          ? { ...META, Status: 'CREATE_IN_PROGRESS' }
          : { ...META, Status: 'FAILED', StatusReason: 'Template error: no such thing' }
      },
    }
    const facts = await readChangeSet(calls, 'root', wait)
    expect(facts.outcome).toBe('failed')
    expect(facts.nested[0]).toMatchObject({
      logicalId: 'N',
      outcome: 'failed',
      statusReason: 'Template error: no such thing',
    })
  })

  test('treats an unknown status as a failure', async () => {
    const calls = answering({ 'cs values 1': { Status: 'SHELVED' as 'FAILED', Changes: [change('A')] } })
    expect((await readChangeSet(calls, 'cs', wait)).outcome).toBe('failed')
  })

  test('reports unknown values', async () => {
    const calls = answering({
      'cs values 1': { Changes: [change('A', { Action: 'Dissolve', Replacement: 'Perhaps' })] },
    })
    const [read] = (await readChangeSet(calls, 'cs', wait)).changes
    expect(read).toMatchObject({
      change: { action: 'Unknown', replacement: 'Unknown' },
      unknownValues: ['Dissolve', 'Perhaps'],
    })
  })
})

test.each<[string, boolean]>([
  ["The submitted information didn't contain changes. Submit different information to create a change set.", true],
  ['No updates are to be performed.', true],
  ['No updates are to be performed', true],
  ['Transform 111111111111::Shop failed with: No updates are to be performed.', false],
  ["Transform 111111111111::Shop failed with: the template didn't contain changes", false],
  ['Transform AWS::Include failed with: S3 bucket [x] does not exist.', false],
  ['', false],
])('no change according to the message %j: %s', (reason, expected) => {
  expect(isNoChangeReason(reason)).toBe(expected)
})

test('the warning about incomplete data is distinguished from other warnings', () => {
  expect(
    isIncompleteWarning('[WARN] --include-property-values option can return incomplete ChangeSet data because: x'),
  ).toBe(true)
  expect(isIncompleteWarning('[WARN] something else')).toBe(false)
  expect(isIncompleteWarning(undefined)).toBe(false)
})

test('names differ by run, attempt, environment and time, and are valid for AWS', () => {
  const now = new Date('2026-06-01T00:00:00Z')
  const name = changeSetName('precheck', 'pre prod/eu', { runId: '123', runAttempt: 2 }, now)
  expect(name).toMatch(/^[A-Za-z][-A-Za-z0-9]{0,127}$/)
  const others = [
    changeSetName('precheck', 'pre prod/eu', { runId: '123', runAttempt: 3 }, now),
    changeSetName('precheck', 'pre prod/eu', { runId: '124', runAttempt: 2 }, now),
    changeSetName('precheck', 'production', { runId: '123', runAttempt: 2 }, now),
    changeSetName('precheck', 'pre prod/eu', { runId: '123', runAttempt: 2 }, new Date(now.getTime() + 1)),
  ]
  expect(new Set([name, ...others]).size).toBe(5)
})

describe('discarding', () => {
  const missing = Object.assign(new Error('Stack with id s does not exist'), { name: 'ValidationError' })
  const stack = async (StackStatus: string) => {
    if (StackStatus === '') throw new ActionError('aws/service', { message: 'no such stack', cause: missing })
    return { ...META, Stacks: [{ StackId: 'arn:stack', StackName: 's', CreationTime: new Date(0), StackStatus }] }
  }
  function world(status: string, others: readonly string[] = [], resources: readonly string[] = []) {
    const done: string[] = []
    const calls = {
      deleteChangeSet: async () => (done.push('change set'), META),
      deleteStack: async () => (done.push('stack'), META),
      describeChangeSet: async () => described.shift() ?? Promise.reject(gone),
      describeStacks: async () => stack(done.includes('stack') ? (remaining.shift() ?? '') : status),
      listChangeSets: async () => ({
        ...META,
        Summaries: others.map((ChangeSetName) => ({ ChangeSetName, ChangeSetId: `arn:${ChangeSetName}` })),
      }),
      listStackResources: async () => ({
        ...META,
        StackResourceSummaries: resources.map((LogicalResourceId) => ({ LogicalResourceId })),
      }),
    } as unknown as Parameters<typeof discardChangeSet>[0]
    return { calls, done }
  }
  const gone = Object.assign(new Error('ChangeSet [x] does not exist'), { name: 'ChangeSetNotFound' })
  const clock = { sleep: async (ms: number) => void pauses.push(ms) }
  let pauses: number[] = []
  /** The status of the stack at each read after DeleteStack; then it is gone. */
  let remaining: string[] = []
  let described: { Status: string; StatusReason?: string }[] = []
  beforeEach(() => {
    pauses = []
    described = []
    remaining = []
  })
  const created = { arn: 'arn:ours', stackArn: 'arn:stack', name: 'ours', shell: true }

  test.each<[string, string, string[], boolean, string[]]>([
    ['the empty stack that the change set created', 'REVIEW_IN_PROGRESS', [], true, ['change set', 'stack']],
    ['an empty stack with the change set of another process', 'REVIEW_IN_PROGRESS', ['theirs'], true, ['change set']],
    ['an empty stack that existed before', 'REVIEW_IN_PROGRESS', [], false, ['change set']],
    ['a stack that was created in the meantime', 'CREATE_IN_PROGRESS', [], true, ['change set']],
  ])('%s', async (_, status, others, shell, expected) => {
    const { calls, done } = world(status, others)
    await discardChangeSet(calls, { ...created, shell }, clock)
    expect(done).toEqual(expected)
  })

  test('a stack with resources is not deleted, although AWS reports it as in review', async () => {
    const { calls, done } = world('REVIEW_IN_PROGRESS', [], ['Topic'])
    await discardChangeSet(calls, created, clock)
    expect(done).toEqual(['change set'])
  })

  test('an empty stack that AWS does not list yet is deleted by its ARN; after a lost response only if AWS lists it', async () => {
    const { calls, done } = world('')
    await discardChangeSet(calls, created, clock)
    expect(done).toEqual(['change set', 'stack'])
    await discardChangeSet(calls, { name: 'ours', stack: 's', shell: true }, clock)
    expect(done).toEqual(['change set', 'stack', 'change set'])
  })

  test('a change set that no longer exists is not an error', async () => {
    const { calls } = world('CREATE_COMPLETE')
    const deleteChangeSet = () => Promise.reject(new ActionError('aws/service', { message: 'x', cause: gone }))
    await expect(discardChangeSet({ ...calls, deleteChangeSet }, created, clock)).resolves.toBeUndefined()
  })

  test('a change set is deleted only when CloudFormation no longer finds it', async () => {
    const { calls, done } = world('REVIEW_IN_PROGRESS')
    described = [{ Status: 'DELETE_PENDING' }, { Status: 'DELETE_IN_PROGRESS' }]
    await discardChangeSet(calls, created, clock)
    expect(done).toEqual(['change set', 'stack'])
    expect(pauses).toHaveLength(2)
  })

  test('a change set that cannot be deleted is reported with its reason, and its stack remains', async () => {
    const { calls, done } = world('REVIEW_IN_PROGRESS')
    described = [{ Status: 'DELETE_IN_PROGRESS' }, { Status: 'DELETE_FAILED', StatusReason: 'a nested one is locked' }]
    await expect(discardChangeSet(calls, created, clock)).rejects.toThrow('still DELETE_FAILED: a nested one is locked')
    expect(done).toEqual(['change set'])
  })

  test('the empty stack is deleted only when CloudFormation no longer finds it', async () => {
    const { calls } = world('REVIEW_IN_PROGRESS')
    remaining = ['REVIEW_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']
    await discardChangeSet(calls, created, clock)
    expect(pauses).toHaveLength(2)
  })

  test.each([['DELETE_FAILED'], Array.from({ length: 100 }, () => 'DELETE_IN_PROGRESS')])(
    'an empty stack that remains %s is reported',
    async (...states) => {
      const { calls } = world('REVIEW_IN_PROGRESS')
      remaining = [...states]
      await expect(discardChangeSet(calls, created, clock)).rejects.toThrow(`the empty stack is still ${states[0]}`)
      expect(pauses.length).toBeLessThan(10)
    },
  )

  test('the wait for it has a limit', async () => {
    const { calls } = world('REVIEW_IN_PROGRESS')
    described = Array.from({ length: 100 }, () => ({ Status: 'DELETE_IN_PROGRESS' }))
    await expect(discardChangeSet(calls, created, clock)).rejects.toThrow('still DELETE_IN_PROGRESS')
    expect(pauses.length).toBeLessThan(10)
  })
})
