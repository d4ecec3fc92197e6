import { describe, expect, test } from '@jest/globals'
import type { ChangeSetFacts } from '../../../src/cloudformation/change-sets/change-set.ts'
import {
  failedHooks,
  readHookResults,
  readHooks,
  stoppedByHooks,
} from '../../../src/cloudformation/change-sets/hooks.ts'
import { ActionError } from '../../../src/support/errors.ts'

const planned = (name: string, id: string): object => ({
  TypeName: name,
  FailureMode: 'FAIL',
  TargetDetails: { ResourceTargetDetails: { LogicalResourceId: id } },
})
const facts = (arn: string, nested: object[] = []): ChangeSetFacts =>
  ({ arn, outcome: 'changes', nested }) as unknown as ChangeSetFacts

/** Responses of DescribeChangeSetHooks by change set, in order; the last one repeats. */
function telling(answers: Record<string, object[]>) {
  const tokens: (string | undefined)[] = []
  return {
    tokens,
    describeChangeSetHooks: async ({
      ChangeSetName = '',
      NextToken,
    }: {
      ChangeSetName?: string | undefined
      NextToken?: string | undefined
    }) => {
      tokens.push(NextToken)
      const left = answers[ChangeSetName] ?? []
      return { $metadata: {}, ...(left.length > 1 ? left.shift() : left[0]) } as never
    },
  }
}

let now = 0
const wait = {
  clock: {
    now: () => new Date(now),
    sleep: async (ms: number) => {
      now += ms
    },
  } as never,
  signal: new AbortController().signal,
  subject: 'stack/web',
}

describe('the hooks of a change set', () => {
  test('are read to the last page, in nested stacks too', async () => {
    const cloudformation = telling({
      root: [
        { Status: 'PLANNED', Hooks: [planned('Acme::A::One', 'T')], NextToken: 'more' },
        { Status: 'PLANNED', Hooks: [planned('Acme::A::One', 'U')] },
      ],
      child: [{ Status: 'PLANNED', Hooks: [planned('Acme::A::Two', 'Table')] }],
    })
    const child = { ...facts('child'), logicalId: 'Database' }
    const quiet = { ...facts('quiet'), outcome: 'none', logicalId: 'Quiet' }
    expect(await readHooks(cloudformation, facts('root', [child, quiet]), wait)).toEqual({
      status: 'PLANNED',
      hooks: [
        { name: 'Acme::A::One', mode: 'FAIL', logicalId: 'T' },
        { name: 'Acme::A::One', mode: 'FAIL', logicalId: 'U' },
        { name: 'Acme::A::Two', mode: 'FAIL', logicalId: 'Database/Table' },
      ],
    })
    expect(cloudformation.tokens).toEqual([undefined, 'more', undefined])
  })

  test('are polled while they are planned, with a deadline', async () => {
    const soon = telling({ root: [{ Status: 'PLANNING' }, { Status: 'PLANNING' }, { Status: 'PLANNED', Hooks: [] }] })
    expect(await readHooks(soon, facts('root'), wait)).toEqual({ status: 'PLANNED', hooks: [] })
    const never = telling({ root: [{ Status: 'PLANNING' }] })
    await expect(readHooks(never, facts('root'), wait)).rejects.toMatchObject({ code: 'timeout' })
  })

  test('are unknown where those of a nested stack are unavailable, or the status is absent', async () => {
    const child = { ...facts('child'), logicalId: 'Database' }
    const half = telling({ root: [{ Status: 'PLANNED' }], child: [{ Status: 'UNAVAILABLE' }] })
    expect(await readHooks(half, facts('root', [child]), wait)).toMatchObject({ status: 'UNAVAILABLE' })
    expect(await readHooks(telling({ root: [{}] }), facts('root'), wait)).toMatchObject({ status: 'UNKNOWN' })
  })
})

describe('failed hook results', () => {
  const failing = (name: string) =>
    new ActionError('aws/service', { message: name, cause: Object.assign(new Error(name), { name }) })

  test('are the failures among the results, from every page', async () => {
    const pages = [
      {
        HookResults: [
          { TypeName: 'Acme::A::One', Status: 'HOOK_COMPLETE_FAILED', HookStatusReason: 'no', FailureMode: 'FAIL' },
        ],
        NextToken: 'more',
      },
      { HookResults: [{ TypeName: 'Acme::A::Two', Status: 'HOOK_COMPLETE_SUCCEEDED' }, { Status: 'HOOK_FAILED' }] },
    ]
    const found = await readHookResults({ listHookResults: async () => pages.shift() as never }, facts('root'), wait)
    expect(found.map(({ name, mode, reason }) => [name, mode, reason])).toEqual([
      ['Acme::A::One', 'FAIL', 'no'],
      ['unnamed', 'FAIL', 'HOOK_FAILED'],
    ])
  })

  test('are complete only when no hook is in progress, and include nested change sets', async () => {
    const warning = {
      TypeName: 'Acme::A::One',
      HookResultId: 'id-1',
      HookStatusReason: 'no owner',
      FailureMode: 'WARN',
    }
    const answers: Record<string, object[]> = {
      root: [[{ Status: 'HOOK_IN_PROGRESS' }], [{ Status: 'HOOK_COMPLETE_SUCCEEDED' }]],
      child: [[{ ...warning, Status: 'HOOK_COMPLETE_FAILED' }]],
    }
    const listHookResults = async ({ TargetId = '' }: { TargetId?: string | undefined }) =>
      ({ HookResults: answers[TargetId]?.shift() }) as never
    const child = { ...facts('child'), logicalId: 'Database' }
    const quiet = { ...facts('quiet'), outcome: 'none', logicalId: 'Quiet' }
    expect(await readHookResults({ listHookResults }, facts('root', [child, quiet]), wait)).toEqual([
      { name: 'Acme::A::One', mode: 'WARN', reason: 'no owner', logicalId: '', path: '', resultId: 'id-1' },
    ])
    expect(answers['root']).toEqual([])
  })

  test('are empty where no hook was invoked; other errors are thrown', async () => {
    const ask = (name: string) =>
      readHookResults({ listHookResults: () => Promise.reject(failing(name)) }, facts('root'), wait)
    expect(await ask('HookResultNotFoundException')).toEqual([])
    await expect(ask('AccessDenied')).rejects.toThrow('AccessDenied')
  })

  test('are read for the nested change set that hooks stopped', () => {
    const statusReason = 'Change set creation failed. The following hook(s) failed: [Acme::A::One]'
    const child = { ...facts('child'), outcome: 'failed', statusReason, logicalId: 'Database' }
    const root = {
      ...facts('root', [child]),
      outcome: 'failed',
      statusReason: 'Nested change set child failed',
    } as const
    expect(stoppedByHooks(root)?.arn).toBe('child')
    expect(stoppedByHooks({ ...root, nested: [] })).toBeUndefined()
  })

  test.each([
    ['The following hook(s) failed: [Acme::A::One]', ['Acme::A::One']],
    [
      'Change set creation failed. The following hook(s) failed: [Acme::A::One, Acme::A::Two]',
      ['Acme::A::One', 'Acme::A::Two'],
    ],
    ['The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To …', []],
    ['The following resource(s) failed to create: [T].', []],
  ])('are recognized by the reason “%s”', (reason, names) => {
    expect(failedHooks(reason)).toEqual(names)
  })
})
