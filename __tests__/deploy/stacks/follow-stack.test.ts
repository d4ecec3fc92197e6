import { beforeEach, describe, expect, it } from '@jest/globals'
import { judgeStackEnd, type StackEnd } from '../../../src/cloudformation/update/diagnose.ts'
import {
  cancelUpdate,
  executionToken,
  startUpdate,
  type Update,
  type UpdateRequest,
} from '../../../src/cloudformation/update/update.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import { followStack } from '../../../src/deploy/stacks/follow-stack.ts'
import { awsError, FakeClock, FakeCloudFormation, FakeLog, type Step } from '../fakes.ts'

let clock: FakeClock
let log: FakeLog
let fake: FakeCloudFormation
let stop: AbortController
let record: Recorder
beforeEach(() => {
  clock = new FakeClock()
  log = new FakeLog()
  fake = new FakeCloudFormation(clock)
  stop = new AbortController()
  record = new Recorder(() => clock.now())
})

const UPDATE: readonly Step[] = [
  { ms: 300, id: '*', status: 'UPDATE_IN_PROGRESS', reason: 'User Initiated' },
  { ms: 500, id: 'Table', status: 'UPDATE_IN_PROGRESS' },
  { ms: 3_300, id: 'Table', status: 'UPDATE_COMPLETE' },
  { ms: 4_000, id: '*', status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' },
  { ms: 5_000, id: '*', status: 'UPDATE_COMPLETE' },
]
const FAILURE: readonly Step[] = [
  { ms: 300, id: '*', status: 'UPDATE_IN_PROGRESS', reason: 'User Initiated' },
  { ms: 400, id: 'Table', status: 'UPDATE_IN_PROGRESS' },
  { ms: 400, id: 'Queue', status: 'UPDATE_IN_PROGRESS' },
  { ms: 2_000, id: 'Table', status: 'UPDATE_FAILED', reason: 'Table name shop already exists' },
  { ms: 2_100, id: 'Queue', status: 'UPDATE_FAILED', reason: 'Resource update cancelled' },
  {
    ms: 2_200,
    id: '*',
    status: 'UPDATE_ROLLBACK_IN_PROGRESS',
    reason: 'The following resource(s) failed to update: [Table, Queue].',
  },
  { ms: 4_000, id: '*', status: 'UPDATE_ROLLBACK_COMPLETE' },
]

function requestFor(script: readonly Step[], status = 'UPDATE_COMPLETE'): UpdateRequest {
  const stack = fake.stack('shop-preprod', status)
  const { arn } = fake.changeSet(stack, script)
  return {
    stack: 'web',
    stackName: 'shop-preprod',
    stackArn: stack.arn,
    changeSetArn: arn,
    region: 'eu-west-1',
    token: executionToken('77', arn),
  }
}

const world = () => ({ ports: { clock, log, cancelled: stop.signal }, record })
const start = (request: UpdateRequest): Promise<Update> =>
  startUpdate({ cloudformation: fake.api, clock, log, cancelled: stop.signal }, request)
async function update(request: UpdateRequest, timeout = 600_000): Promise<StackEnd> {
  const started = await start(request)
  if (started.kind !== 'running') throw new Error(`it is ${started.kind}`)
  return followStack(world(), fake.api, request, started, { timeout })
}

describe('an update', () => {
  it('is executed once and followed to its end, including the cleanup', async () => {
    const end = await update(requestFor(UPDATE))
    expect(end.state.status).toBe('UPDATE_COMPLETE')
    expect(end.ms).toBeLessThan(5_000 + 2_000)
    expect(fake.count('executeChangeSet')).toBe(1)
    expect(judgeStackEnd(end)).toMatchObject([{ code: 'stack/updated', outcome: 'pass', subject: 'stack/web' }])
    const table = record.document({} as never).timeline.find((entry) => entry.subject === 'stack/web/resource/Table')
    expect(table).toMatchObject({ event: 'UPDATE_COMPLETE', ms: 2_800 })
    expect(log.lines.some((line) => line.includes('web/Table') && line.includes('UPDATE_IN_PROGRESS'))).toBe(true)
    expect(log.lines.some((line) => line.startsWith('warning'))).toBe(false)
  })

  it('reports the first failure, not the newest, and not a cancellation that it caused', async () => {
    const [finding] = judgeStackEnd(await update(requestFor(FAILURE)))
    expect(finding).toMatchObject({
      code: 'stack/update-failed',
      outcome: 'fail',
      subject: 'stack/web/resource/Table',
      observed: 'UPDATE_ROLLBACK_COMPLETE: UPDATE_FAILED: Table name shop already exists',
      details: { consequences: ['web/Queue'] },
    })
    expect(finding?.advice).toContain('choose another name')
  })

  it('marks the events of the rollback, in log and timeline', async () => {
    await update(
      requestFor([...FAILURE.slice(0, 6), { ms: 3_000, id: 'Queue', status: 'DELETE_COMPLETE' }, ...FAILURE.slice(6)]),
    )
    const events = record.document({} as never).timeline.map(({ event }) => event)
    expect(events).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_FAILED',
      'UPDATE_FAILED',
      'rollback: UPDATE_ROLLBACK_IN_PROGRESS',
      'rollback: DELETE_COMPLETE',
      'rollback: UPDATE_ROLLBACK_COMPLETE',
    ])
    expect(log.lines.filter((line) => line.includes('rollback: web/'))).toHaveLength(3)
  })

  it("reports the failure in a nested stack, not the parent's message about it", async () => {
    const nested = fake.stack('shop-preprod-Data', 'UPDATE_COMPLETE')
    const below = { stackArn: nested.arn }
    const type = 'AWS::CloudFormation::Stack'
    const [finding] = judgeStackEnd(
      await update(
        requestFor([
          { ms: 300, id: '*', status: 'UPDATE_IN_PROGRESS' },
          { ms: 400, id: 'Data', status: 'UPDATE_IN_PROGRESS', type, physicalId: nested.arn },
          { ms: 500, id: '*', status: 'UPDATE_IN_PROGRESS', ...below },
          { ms: 900, id: 'Database', status: 'UPDATE_FAILED', reason: 'DBInstance is not available', ...below },
          { ms: 950, id: '*', status: 'UPDATE_ROLLBACK_COMPLETE', ...below },
          {
            ms: 990,
            id: 'Data',
            status: 'UPDATE_FAILED',
            type,
            physicalId: nested.arn,
            reason: 'Embedded stack arn was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS',
          },
          { ms: 1_000, id: '*', status: 'UPDATE_ROLLBACK_IN_PROGRESS' },
          { ms: 1_100, id: '*', status: 'UPDATE_ROLLBACK_COMPLETE' },
        ]),
      ),
    )
    expect(finding).toMatchObject({ subject: 'stack/web/Data/resource/Database' })
    expect(finding?.observed).toContain('DBInstance is not available')
  })

  it('waits while a status is unknown, and reports that once', async () => {
    const end = await update(
      requestFor([
        { ms: 100, id: '*', status: 'UPDATE_IN_PROGRESS' },
        { ms: 2_000, id: '*', status: 'UPDATE_PONDERING' },
        { ms: 40_000, id: '*', status: 'UPDATE_COMPLETE' },
      ]),
    )
    expect(end.state.status).toBe('UPDATE_COMPLETE')
    expect(log.lines.filter((line) => line.includes('UPDATE_PONDERING') && line.startsWith('warning'))).toHaveLength(1)
    expect(log.lines.some((line) => line.includes('still running'))).toBe(true)
  })

  it('ignores the stale REVIEW_IN_PROGRESS of a stack that is being created', async () => {
    const end = await update(
      requestFor(
        [
          { ms: 6_000, id: '*', status: 'CREATE_IN_PROGRESS' },
          { ms: 9_000, id: '*', status: 'CREATE_COMPLETE' },
        ],
        'REVIEW_IN_PROGRESS',
      ),
    )
    expect(end.state.status).toBe('CREATE_COMPLETE')
  })

  it('continues to wait while AWS cannot be reached', async () => {
    const request = requestFor(UPDATE)
    const started = await start(request)
    if (started.kind !== 'running') throw new Error('not running')
    fake.fails('describeStackEvents', awsError('Throttling', 'Rate exceeded', 'aws/throttled'), 3)
    fake.fails('describeStackEvents', awsError('ECONNREFUSED', 'refused', 'aws/unreachable'), 2)
    const end = await followStack(world(), fake.api, request, started, { timeout: 600_000 })
    expect(end.state.status).toBe('UPDATE_COMPLETE')
  })

  it('that CloudFormation does not start is reported, not awaited', async () => {
    const request = requestFor([{ ms: 3_600_000, id: '*', status: 'UPDATE_IN_PROGRESS' }])
    clock.at(
      3_000,
      () => void Object.assign(fake.changeSets.get(request.changeSetArn) ?? {}, { execution: 'EXECUTE_FAILED' }),
    )
    await expect(update(request)).rejects.toMatchObject({
      findings: [{ code: 'change-set/not-executed', outcome: 'fail', subject: 'stack/web' }],
    })
    expect(clock.now().getTime()).toBeLessThan(Date.parse('2026-11-01T12:01:00Z'))
  })

  it('that exceeds its timeout is neither a pass nor a failure, and the error has the command to check it', async () => {
    const slow = update(requestFor(UPDATE.map((step) => ({ ...step, ms: step.ms * 1_000 }))), 60_000)
    await expect(slow).rejects.toMatchObject({ code: 'timeout', advice: expect.stringContaining('describe-stacks') })
  })
})

describe('executing', () => {
  it('does not execute twice when the response is lost', async () => {
    fake.fails('executeChangeSet', awsError('ECONNRESET', 'socket hang up', 'aws/unreachable'), 1, true)
    const end = await update(requestFor(UPDATE))
    expect(end.state.status).toBe('UPDATE_COMPLETE')
    expect(end.events[0]?.status).toBe('UPDATE_IN_PROGRESS')
    expect(fake.count('executeChangeSet')).toBe(1)
  })

  it('repeats the request with the same token when it was lost', async () => {
    fake.fails('executeChangeSet', awsError('ECONNRESET', 'socket hang up', 'aws/unreachable'), 1)
    expect((await update(requestFor(UPDATE))).state.status).toBe('UPDATE_COMPLETE')
    const tokens = fake.calls.filter((call) => call.operation === 'executeChangeSet')
    expect(new Set(tokens.map((call) => call.input['ClientRequestToken'])).size).toBe(1)
    expect(tokens).toHaveLength(2)
  })

  it.each<[string, string, (request: UpdateRequest) => void]>([
    [
      'an obsolete change set',
      'change-set/obsolete',
      ({ changeSetArn }) => void Object.assign(fake.changeSets.get(changeSetArn) ?? {}, { execution: 'OBSOLETE' }),
    ],
    ['a deleted change set', 'change-set/gone', ({ changeSetArn }) => void fake.changeSets.delete(changeSetArn)],
    ['a deleted stack', 'stack/gone', ({ stackArn }) => void fake.stacks.delete(stackArn)],
    [
      'a change set of another stack',
      'change-set/other-stack',
      ({ changeSetArn }) =>
        void Object.assign(fake.changeSets.get(changeSetArn) ?? {}, {
          stackArn: fake.stack('other', 'CREATE_COMPLETE').arn,
        }),
    ],
    [
      'an unknown status',
      'change-set/not-executable',
      ({ changeSetArn }) => void Object.assign(fake.changeSets.get(changeSetArn) ?? {}, { execution: 'SLEEPING' }),
    ],
    [
      'an update of another process',
      'stack/busy',
      ({ stackArn }) => void Object.assign(fake.stacks.get(stackArn) ?? {}, { status: 'UPDATE_IN_PROGRESS' }),
    ],
    [
      'a stuck rollback',
      'stack/not-ready',
      ({ stackArn }) => void Object.assign(fake.stacks.get(stackArn) ?? {}, { status: 'UPDATE_ROLLBACK_FAILED' }),
    ],
    [
      'a later change',
      'stack/changed-since-review',
      ({ changeSetArn, stackArn }) => {
        Object.assign(fake.changeSets.get(changeSetArn) ?? {}, { execution: 'EXECUTE_COMPLETE' })
        Object.assign(fake.stacks.get(stackArn) ?? {}, { changeSetArn: 'arn:another' })
      },
    ],
  ])('refuses %s with a next step', async (_what, code, spoil) => {
    const request = requestFor(UPDATE)
    spoil(request)
    const started = await start(request)
    expect(started).toMatchObject({ kind: 'refused', finding: { code, outcome: 'fail', subject: 'stack/web' } })
    expect(started.kind === 'refused' && started.finding.advice).toBeTruthy()
    expect(fake.count('executeChangeSet')).toBe(0)
  })

  it('waits for the cleanup of the last update', async () => {
    const request = requestFor(UPDATE)
    const stack = fake.stacks.get(request.stackArn)
    Object.assign(stack ?? {}, { status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' })
    clock.at(10_000, () => void Object.assign(stack ?? {}, { status: 'UPDATE_COMPLETE' }))
    expect((await update(request)).state.status).toBe('UPDATE_COMPLETE')
  })

  it('adopts an execution that an earlier attempt of the same run started', async () => {
    const request = requestFor(UPDATE)
    await fake.api.executeChangeSet({ ChangeSetName: request.changeSetArn, ClientRequestToken: request.token })
    await clock.sleep(1_000)
    const end = await update(request)
    expect(end.events[0]).toMatchObject({ status: 'UPDATE_IN_PROGRESS', token: request.token })
    expect(await start(request)).toMatchObject({ kind: 'done', state: { status: 'UPDATE_COMPLETE' } })
    expect(fake.count('executeChangeSet')).toBe(1)
  })

  it('does not adopt an execution of another process', async () => {
    const request = requestFor(UPDATE)
    await fake.api.executeChangeSet({ ChangeSetName: request.changeSetArn, ClientRequestToken: 'console' })
    await clock.sleep(10_000)
    expect(await start(request)).toMatchObject({ kind: 'refused', finding: { code: 'stack/changed-since-review' } })
  })

  it('starts nothing after a cancellation', async () => {
    stop.abort(new Error('stop'))
    await expect(start(requestFor(UPDATE))).rejects.toThrow('stop')
    expect(fake.calls).toEqual([])
  })
})

describe('a cancellation', () => {
  it('rolls back a running update', async () => {
    const request = requestFor(UPDATE)
    clock.at(2_000, () => stop.abort(new Error('stop')))
    await expect(update(request)).rejects.toThrow('stop')
    expect(await cancelUpdate(fake.api, request)).toEqual({ kind: 'cancelling', status: 'UPDATE_IN_PROGRESS' })
    expect(fake.stacks.get(request.stackArn)?.status).toBe('UPDATE_ROLLBACK_IN_PROGRESS')
  })

  it('leaves a creation running, and reports that', async () => {
    const request = requestFor([{ ms: 100, id: '*', status: 'CREATE_IN_PROGRESS' }], 'REVIEW_IN_PROGRESS')
    clock.at(2_000, () => stop.abort(new Error('stop')))
    await expect(update(request)).rejects.toThrow('stop')
    expect(await cancelUpdate(fake.api, request)).toEqual({ kind: 'running', status: 'CREATE_IN_PROGRESS' })
  })
})
