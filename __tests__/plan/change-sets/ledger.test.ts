import { describe, expect, test } from '@jest/globals'
import type { ChangeSetRequest } from '../../../src/cloudformation/change-sets/change-set.ts'
import type { CloudFormation } from '../../../src/cloudformation/client.ts'
import type { Handle } from '../../../src/evidence/document.ts'
import { ChangeSetLedger } from '../../../src/plan/change-sets/ledger.ts'
import { ActionError } from '../../../src/support/errors.ts'

const META = { $metadata: {} }
const PLACE = { environment: 'production', region: 'eu-west-1' }
const request = (stack: string, makesShell = false): ChangeSetRequest => ({
  stack,
  type: makesShell ? 'CREATE' : 'UPDATE',
  template: { body: '{}' },
  parameters: [],
  capabilities: [],
  tags: {},
  name: `td-${stack}`,
  description: 'd',
  makesShell,
})

const clock = { sleep: async () => undefined }

function world(create: (stack: string) => Promise<{ Id: string; StackId: string }>) {
  const done: string[] = []
  const handles: Handle[] = []
  const calls = {
    createChangeSet: async ({ StackName }: { StackName: string }) => ({ ...META, ...(await create(StackName)) }),
    deleteChangeSet: async ({ ChangeSetName, StackName }: { ChangeSetName: string; StackName?: string }) => {
      done.push(`delete ${ChangeSetName}${StackName === undefined ? '' : ` of ${StackName}`}`)
      return META
    },
    describeStacks: async ({ StackName }: { StackName: string }) => {
      if (done.includes(`delete stack ${StackName}`)) {
        throw Object.assign(new Error(`Stack with id ${StackName} does not exist`), { name: 'ValidationError' })
      }
      return { ...META, Stacks: [{ StackId: 'arn:stack', StackName, StackStatus: 'REVIEW_IN_PROGRESS' }] }
    },
    describeChangeSet: async () => {
      throw Object.assign(new Error('ChangeSet does not exist'), { name: 'ChangeSetNotFound' })
    },
    listChangeSets: async () => ({ ...META, Summaries: [] }),
    listStackResources: async () => ({ ...META, StackResourceSummaries: [] }),
    deleteStack: async ({ StackName }: { StackName: string }) => (done.push(`delete stack ${StackName}`), META),
  } as unknown as CloudFormation
  const warnings: string[] = []
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warning: (text: string) => void warnings.push(text),
    group: <T>(_: string, body: () => Promise<T>) => body(),
    mask: () => undefined,
  }
  return { calls, done, handles, warnings, ledger: new ChangeSetLedger(log, (handle) => handles.push(handle), clock) }
}
const answer = async (stack: string): Promise<{ Id: string; StackId: string }> => ({
  Id: `arn:${stack}`,
  StackId: 'arn:stack',
})

describe('the ledger of change sets', () => {
  test('reports the kept and the removed ones', async () => {
    const { calls, done, handles, ledger } = world(answer)
    const { arn } = await ledger.create(calls, request('a'), PLACE)
    await ledger.discard(arn)
    expect(done).toEqual(['delete arn:a'])
    expect(handles.map(({ id, state }) => `${id} ${state}`)).toEqual(['arn:a kept', 'arn:a removed'])
    expect(handles[0]?.advice).toContain('aws cloudformation delete-change-set --change-set-name arn:a --stack-name a')
  })

  test('also removes those that were requested and whose response was lost', async () => {
    const { calls, done, ledger } = world(() =>
      Promise.reject(new ActionError('aws/unreachable', { message: 'connection reset' })),
    )
    await expect(ledger.create(calls, request('a', true), PLACE)).rejects.toThrow('connection reset')
    await ledger.discardAll()
    expect(done).toEqual(['delete td-a of a', 'delete stack arn:stack'])
  })

  test('does not delete those that AWS refused to create', async () => {
    const { calls, done, ledger } = world(() => Promise.reject(new ActionError('aws/service', { message: 'refused' })))
    await expect(ledger.create(calls, request('a', true), PLACE)).rejects.toThrow('refused')
    await ledger.discardAll()
    expect(done).toEqual([])
  })

  test('waits for pending ones when it is cancelled, removes them too, and creates no more', async () => {
    const gate = Promise.withResolvers<void>()
    const { calls, done, ledger } = world(async (stack) => {
      await gate.promise
      return answer(stack)
    })
    const making = ledger.create(calls, request('a'), PLACE)
    const discarding = ledger.discardAll()
    await expect(ledger.create(calls, request('b'), PLACE)).rejects.toMatchObject({ code: 'cancelled' })
    gate.resolve()
    await Promise.all([making, discarding])
    expect(done).toEqual(['delete arn:a'])
  })

  test('removes those of one environment and keeps the others', async () => {
    const { calls, done, ledger } = world(answer)
    await ledger.create(calls, request('a'), PLACE)
    await ledger.create(calls, request('b'), { ...PLACE, environment: 'preprod' })
    await ledger.discardAll('production')
    expect(done).toEqual(['delete arn:a'])
  })

  test('reports a failed removal', async () => {
    const { calls, handles, warnings, ledger } = world(answer)
    await ledger.create(calls, request('a'), PLACE)
    calls.deleteChangeSet = () => Promise.reject(new ActionError('aws/denied', { message: 'no right' }))
    await ledger.discardAll()
    expect(handles.at(-1)).toMatchObject({ id: 'arn:a', state: 'unknown' })
    expect(warnings[0]).toContain('no right')
  })

  test('continues when an empty stack cannot be removed, and reports once how to remove it', async () => {
    const { calls, handles, warnings, ledger } = world(answer)
    const { arn } = await ledger.create(calls, request('a', true), PLACE)
    calls.deleteStack = () => Promise.reject(new ActionError('aws/denied', { message: 'no right' }))
    await ledger.discard(arn)
    await ledger.discardAll()
    expect(warnings).toHaveLength(1)
    expect(handles.at(-1)).toMatchObject({
      state: 'unknown',
      advice: expect.stringContaining('aws cloudformation delete-stack --stack-name a --region eu-west-1'),
    })
  })

  test('reports failed removals, once for each cause, with the command', async () => {
    const { calls, ledger } = world(async (stack) => ({ Id: `arn:${stack}`, StackId: 'arn:stack' }))
    const may = (action: string, resource: string): never => {
      throw new ActionError('aws/denied', {
        message: `AWS does not allow ${action}`,
        observed: `User: arn:aws:sts::1:assumed-role/plan/s is not authorized to perform: ${action} on resource: ${resource}`,
        advice: `Allow ${action}.`,
      })
    }
    calls.deleteChangeSet = async () => may('cloudformation:DeleteChangeSet', 'arn:x')
    await ledger.create(calls, request('a'), PLACE)
    await ledger.create(calls, request('b'), PLACE)
    expect(ledger.leftovers()).toEqual([])
    await ledger.discardAll()
    expect(ledger.leftovers()).toEqual([
      expect.objectContaining({
        code: 'change-set/not-removed',
        outcome: 'fail',
        title: 'production: 2 change sets are remaining, since precheck could not remove them',
        subject: 'environment/production',
        observed: 'a, b: AWS does not allow cloudformation:DeleteChangeSet',
        advice: expect.stringMatching(/aws cloudformation delete-change-set --change-set-name arn:a .*Allow cloudform/),
      }),
    ])
  })

  test('an empty stack whose deletion does not end is reported, and does not block', async () => {
    const { calls, ledger } = world(answer)
    calls.deleteStack = async () => META
    await ledger.create(calls, request('a', true), PLACE)
    await ledger.discardAll()
    expect(ledger.leftovers()).toEqual([
      expect.objectContaining({
        code: 'stack/shell-not-removed',
        outcome: 'noted',
        advice: expect.stringContaining('The events of the stack show why it is not deleted.'),
      }),
    ])
  })

  test('an empty stack whose deletion is denied is reported, and does not block', async () => {
    const { calls, ledger } = world(answer)
    calls.deleteStack = async () => {
      throw new ActionError('aws/denied', {
        message: 'AWS does not allow cloudformation:DeleteStack',
        observed: 'User: u is not authorized to perform: cloudformation:DeleteStack on resource: arn:stack',
      })
    }
    await ledger.create(calls, request('a', true), PLACE)
    await ledger.discardAll()
    expect(ledger.leftovers()).toEqual([
      expect.objectContaining({
        code: 'stack/shell-not-removed',
        outcome: 'noted',
        subject: 'stack/a',
        advice: expect.stringContaining('`aws cloudformation delete-stack --stack-name a --region eu-west-1`'),
      }),
    ])
  })
})
