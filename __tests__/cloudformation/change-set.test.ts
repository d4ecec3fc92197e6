import { describe, expect, test } from '@jest/globals'
import type { Change, DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation'
import {
  changeSetName,
  discardChangeSet,
  isIncompleteWarning,
  readChangeSet,
  saysNoChange,
} from '../../src/cloudformation/change-set.ts'
import { ActionError } from '../../src/support/errors.ts'
import type { CloudFormation } from '../../src/cloudformation/client.ts'

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

/** Answers by change set, with or without property values, by page. */
function answering(answers: Readonly<Record<string, Partial<DescribeChangeSetCommandOutput>>>) {
  const asked: string[] = []
  const describeChangeSet: CloudFormation['describeChangeSet'] = async (input) => {
    const key = [input.ChangeSetName, input.IncludePropertyValues ? 'values' : 'plain', input.NextToken ?? '1'].join(
      ' ',
    )
    asked.push(key)
    const answer = answers[key]
    if (!answer) throw new Error(`nobody answers ${key}`)
    return {
      ...META,
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      ...answer,
    }
  }
  return { describeChangeSet, asked }
}

describe('reading a change set', () => {
  test('goes to the last page', async () => {
    const calls = answering({
      'cs values 1': { Changes: [change('A')], NextToken: '2' },
      'cs values 2': { Changes: [change('B')], NextToken: '3' },
      'cs values 3': { Changes: [change('C')] },
    })
    const facts = await readChangeSet(calls, 'cs', wait)
    expect(facts.changes.map((each) => each.change.logicalId)).toEqual(['A', 'B', 'C'])
    expect(calls.asked).toHaveLength(3)
  })

  test('asks again without values where CloudFormation says that it left changes out, and loses neither', async () => {
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

  test('waits for nested change sets that are still made after the root has failed', async () => {
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

  test('takes a status that is not known for a failure', async () => {
    const calls = answering({ 'cs values 1': { Status: 'SHELVED' as 'FAILED', Changes: [change('A')] } })
    expect((await readChangeSet(calls, 'cs', wait)).outcome).toBe('failed')
  })

  test('names what it does not know', async () => {
    const calls = answering({
      'cs values 1': { Changes: [change('A', { Action: 'Dissolve', Replacement: 'Perhaps' })] },
    })
    const [read] = (await readChangeSet(calls, 'cs', wait)).changes
    expect(read).toMatchObject({
      change: { action: 'Unknown', replacement: 'Unknown' },
      unknownWords: ['Dissolve', 'Perhaps'],
    })
  })
})

test.each<[string, boolean]>([
  ["The submitted information didn't contain changes. Submit different information to create a change set.", true],
  ['No updates are to be performed.', true],
  ['No updates are to be performed', true],
  ['Transform AWS::Include failed with: S3 bucket [x] does not exist.', false],
  ['', false],
])('no change in the words %j: %s', (reason, expected) => {
  expect(saysNoChange(reason)).toBe(expected)
})

test('the warning about incomplete data is told from other warnings', () => {
  expect(
    isIncompleteWarning('[WARN] --include-property-values option can return incomplete ChangeSet data because: x'),
  ).toBe(true)
  expect(isIncompleteWarning('[WARN] something else')).toBe(false)
  expect(isIncompleteWarning(undefined)).toBe(false)
})

test('names differ by run, attempt, environment and moment, and are such as AWS takes', () => {
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
  const stack = (StackStatus: string) => ({
    ...META,
    Stacks:
      StackStatus === '' ? [] : [{ StackId: 'arn:stack', StackName: 's', CreationTime: new Date(0), StackStatus }],
  })
  function world(status: string, others: readonly string[] = [], resources: readonly string[] = []) {
    const done: string[] = []
    const calls = {
      deleteChangeSet: async () => (done.push('change set'), META),
      deleteStack: async () => (done.push('stack'), META),
      describeStacks: async () => stack(status),
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
  const created = { arn: 'arn:ours', stackArn: 'arn:stack', name: 'ours', shell: true }

  test.each<[string, string, string[], boolean, string[]]>([
    ['the shell that we made', 'REVIEW_IN_PROGRESS', [], true, ['change set', 'stack']],
    ['a shell that somebody else uses too', 'REVIEW_IN_PROGRESS', ['theirs'], true, ['change set']],
    ['a shell that was there before', 'REVIEW_IN_PROGRESS', [], false, ['change set']],
    ['a stack that came into being meanwhile', 'CREATE_IN_PROGRESS', [], true, ['change set']],
  ])('%s', async (_, status, others, shell, expected) => {
    const { calls, done } = world(status, others)
    await discardChangeSet(calls, { ...created, shell })
    expect(done).toEqual(expected)
  })

  test('a stack that is still said to be in review, but has resources, was made meanwhile', async () => {
    const { calls, done } = world('REVIEW_IN_PROGRESS', [], ['Topic'])
    await discardChangeSet(calls, created)
    expect(done).toEqual(['change set'])
  })

  test('a shell that AWS does not tell yet is there; of a lost answer only AWS knows', async () => {
    const { calls, done } = world('')
    await discardChangeSet(calls, created)
    expect(done).toEqual(['change set', 'stack'])
    await discardChangeSet(calls, { name: 'ours', stack: 's', shell: true })
    expect(done).toEqual(['change set', 'stack', 'change set'])
  })

  test('what is gone already is no error', async () => {
    const { calls } = world('CREATE_COMPLETE')
    const gone = Object.assign(new Error('ChangeSet [x] does not exist'), { name: 'ChangeSetNotFound' })
    const deleteChangeSet = () => Promise.reject(new ActionError('aws/service', { message: 'x', cause: gone }))
    await expect(discardChangeSet({ ...calls, deleteChangeSet }, created)).resolves.toBeUndefined()
  })
})
