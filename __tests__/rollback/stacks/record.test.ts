import { describe, expect, test } from '@jest/globals'
import type { TemporaryCalls } from '../../../src/aws/clients/temporary.ts'
import type { StackState } from '../../../src/cloudformation/stack.ts'
import type { Stack } from '../../../src/config/model/environment.ts'
import { differences, type StackBefore } from '../../../src/rollback/stacks/before.ts'
import { judgeStackHistory } from '../../../src/rollback/stacks/history.ts'
import { judgeStack, judgeStackRecovered } from '../../../src/rollback/stacks/judge.ts'
import { judgeLosses } from '../../../src/rollback/stacks/plan-back.ts'
import { compareWithDerived } from '../../../src/rollback/stacks/rehearse.ts'
import { recordingBefore } from '../../../src/rollback/stacks/record-before.ts'
import { WayBackRecords, type Recorded, type WayBackRecord } from '../../../src/rollback/stacks/record.ts'
import { FakeClock, FakeLog } from '../../deploy/fakes.ts'
import type { ChangeSetPlan, ResourceChange } from '../../../src/evidence/document.ts'

const ARN = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/web/1'
const CHANGE_SET = 'arn:aws:cloudformation:eu-west-1:111111111111:changeSet/td-deploy-production-7-1-a/1'
const BEFORE: StackBefore = {
  template: 'Resources: {}',
  parameters: { Size: '1' },
  secrets: ['Word'],
  tags: { team: 'shop' },
  capabilities: ['CAPABILITY_IAM'],
}
const RECORD: WayBackRecord = {
  version: 1,
  stackArn: ARN,
  run: '7',
  at: '2026-11-29T10:00:00.000Z',
  changeSetArn: CHANGE_SET,
  before: BEFORE,
}

/** Parameters in memory; `dies` simulates the end of the process after so many writes. */
function store(dies = Infinity) {
  const values = new Map<string, string>()
  let writes = 0
  const parameters = {
    putParameter: async ({ Name, Value }: { Name?: string; Value?: string }) => {
      if (++writes > dies) throw new Error('killed')
      if ((Value ?? '').length > 4_096) throw new Error('too long')
      values.set(Name ?? '', Value ?? '')
    },
    getParametersByPath: async ({ Path }: { Path?: string }) => ({
      Parameters: [...values].flatMap(([Name, Value]) => (Name.startsWith(`${Path}/`) ? [{ Name, Value }] : [])),
    }),
    deleteParameters: async ({ Names = [] }: { Names?: string[] }) => {
      for (const name of Names) values.delete(name)
    },
  } as unknown as Awaited<ReturnType<TemporaryCalls['parameters']>>
  return { values, parameters, records: new WayBackRecords(parameters, 'acme/shop', 'production') }
}

/** Text that cannot be compressed. */
const noise = (length: number): string =>
  Array.from({ length }, (_, index) => ((index * 2_654_435_761) % 4_294_967_296).toString(36)).join('')

describe('the record for rollbacks', () => {
  test('is read as it was written, at any length, and the parts of the previous one are removed', async () => {
    const { values, records } = store()
    expect(await records.read('web')).toEqual({ kind: 'none' })
    const large = { ...RECORD, before: { ...BEFORE, template: noise(5_000) } }
    await records.put('web', large)
    expect(values.size).toBeGreaterThan(3)
    expect(await records.read('web')).toEqual({ kind: 'found', record: large })
    await records.put('web', RECORD)
    expect([...values.keys()]).toHaveLength(2)
    expect(await records.read('web')).toEqual({ kind: 'found', record: RECORD })
    expect(await records.read('we')).toEqual({ kind: 'none' })
  })

  test('of one configuration remains where another one has a stack with the same ID', async () => {
    const { parameters, records } = store()
    const release = async (name: string): Promise<void> => {
      const state = { StackId: `${ARN}/${name}`, StackName: name, StackStatus: 'UPDATE_COMPLETE' }
      const cloudformation = {
        describeStacks: async () => ({ Stacks: [state] }),
        getTemplate: async () => ({ TemplateBody: 'Resources: {}' }),
      }
      const connect = {
        cloudformation: async () => cloudformation,
        temporary: async () => ({ parameters: async () => parameters }),
      }
      const context = {
        ports: { connect, clock: new FakeClock(), log: new FakeLog() },
        run: { runId: '7' },
        environment: { key: 'production' },
        access: {},
      } as unknown as Parameters<typeof recordingBefore>[0]
      const stack = { id: 'stack', name } as Stack
      await recordingBefore(context, 'acme/shop')(stack, state.StackId, CHANGE_SET)
    }
    await release('orders-production')
    await release('prices-production')
    expect(await records.read('orders-production')).toMatchObject({ record: { stackArn: `${ARN}/orders-production` } })
    expect(await records.read('prices-production')).toMatchObject({ record: { stackArn: `${ARN}/prices-production` } })
  })

  test('of a job that was killed during the write is either the previous one or the complete new one', async () => {
    const { values } = store()
    for (let dies = 2; dies < 8; dies++) {
      const killed = store(dies)
      await killed.records.put('web', RECORD)
      const next = { ...RECORD, run: '8', before: { ...BEFORE, template: noise(3_000) } }
      await killed.records.put('web', next).catch(() => undefined)
      const read = await killed.records.read('web')
      expect([RECORD, next]).toContainEqual(read.kind === 'found' ? read.record : undefined)
    }
    expect(values.size).toBe(0)
  })

  test('that was edited, or has another version, is not read', async () => {
    const { values, records } = store()
    await records.put('web', RECORD)
    const [part = '', head = ''] = [...values.keys()].toSorted(
      (a, b) => Number(a.endsWith('head')) - Number(b.endsWith('head')),
    )
    const [content = '', text = ''] = [values.get(part), values.get(head)]
    for (const [name, value] of [
      [part, `${content}A`],
      [head, text.replace('"version":1', '"version":2')],
      [head, 'nothing'],
    ] as const) {
      values.set(part, content).set(head, text).set(name, value)
      expect(await records.read('web')).toMatchObject({ kind: 'unreadable' })
    }
  })
})

const state = (more: Partial<StackState> = {}): StackState =>
  ({ arn: ARN, name: 'web', status: 'UPDATE_COMPLETE', changeSetArn: CHANGE_SET, ...more }) as StackState
const found = (record: WayBackRecord = RECORD): Recorded => ({ kind: 'found', record })
const kindOf = (recorded: Recorded, now: StackState | undefined, as?: StackBefore): string =>
  judgeStackHistory(recorded, now, as, 'eu-west-1').kind

describe('a stack compared with its record', () => {
  const WAY_BACK = 'arn:aws:cloudformation:eu-west-1:111111111111:changeSet/td-rollback-production-9-1-a/1'
  const other = { ...BEFORE, template: 'Resources: { T: {} }' }
  const { before: _, ...created } = RECORD

  test.each<[string, Recorded, StackState | undefined, StackBefore | undefined]>([
    ['none', { kind: 'none' }, state(), undefined],
    ['none', { kind: 'unreadable', why: 'edited' }, state(), undefined],
    ['back', found(), state(), other],
    ['back', found(), state(), BEFORE],
    ['there', found(), state({ status: 'UPDATE_ROLLBACK_COMPLETE' }), BEFORE],
    ['there', found(), state({ changeSetArn: 'back' }), BEFORE],
    ['foreign', found(), state({ status: 'UPDATE_ROLLBACK_COMPLETE' }), other],
    ['back', found(), state({ status: 'UPDATE_ROLLBACK_COMPLETE', changeSetArn: WAY_BACK }), other],
    ['there', found(), state({ status: 'UPDATE_ROLLBACK_COMPLETE', changeSetArn: WAY_BACK }), BEFORE],
    ['foreign', found(), state({ changeSetArn: WAY_BACK }), other],
    ['foreign', found(), state({ changeSetArn: 'by hand' }), other],
    ['foreign', found(), state({ changeSetArn: 'by hand' }), undefined],
    ['foreign', found(), state({ arn: `${ARN}2` }), BEFORE],
    ['foreign', found(), undefined, undefined],
    ['foreign', found(), state({ status: 'DELETE_COMPLETE' }), BEFORE],
    ['running', found(), state({ status: 'UPDATE_IN_PROGRESS' }), undefined],
    ['running', found(), state({ status: 'UPDATE_ROLLBACK_IN_PROGRESS' }), undefined],
    ['foreign', found(), state({ status: 'UPDATE_IN_PROGRESS', changeSetArn: 'by hand' }), undefined],
    ['stuck', found(), state({ status: 'UPDATE_ROLLBACK_FAILED' }), other],
    ['stuck', found(), state({ status: 'UPDATE_FAILED' }), other],
    ['stuck', found(), state({ status: 'NEW_STATUS' }), other],
    ['created', found(created), state({ status: 'CREATE_COMPLETE' }), undefined],
  ])('%s', (kind, recorded, now, as) => {
    expect(kindOf(recorded, now, as)).toBe(kind)
  })

  test('a stack that can only be deleted is reported with its status, and no change set is advised', () => {
    const rolledBack = state({ status: 'ROLLBACK_COMPLETE' })
    const environment = { key: 'production', name: 'production', region: 'eu-west-1' } as never
    for (const recorded of [{ kind: 'none' } as const, found(created)]) {
      const history = judgeStackHistory(recorded, rolledBack, undefined, 'eu-west-1')
      const { findings, walks } = judgeStack(
        { stack: { id: 'web', name: 'web' } as never, history },
        { environment, run: RECORD.run },
      )
      expect(walks).toBe(false)
      expect(findings[0]?.observed).toMatch(/^ROLLBACK_COMPLETE/)
      expect(findings[0]?.advice).toContain('delete-stack')
      expect(findings[0]?.advice).not.toContain('change-set')
    }
  })

  test('differences are listed; a line ending is not a difference, and a secret cannot be compared', () => {
    expect(differences(BEFORE, { ...BEFORE, template: 'Resources: {}\r\n', secrets: [] })).toEqual([])
    expect(differences(BEFORE, { ...other, parameters: { Size: '2' }, tags: {} })).toEqual([
      'the template',
      'the parameter Size',
      'the tag team',
    ])
  })

  test("recovery is proved by the stack's contents, not by its status alone", () => {
    const stack = { id: 'web', name: 'web' } as never
    const judged = (now: StackBefore | undefined, status = 'UPDATE_COMPLETE') =>
      judgeStackRecovered({ stack, before: BEFORE, now, status, seconds: 3 })
    expect(judged(BEFORE)).toMatchObject({ outcome: 'pass', observed: expect.stringContaining('Word') })
    expect(judged(other)).toMatchObject({ outcome: 'fail', observed: 'the template' })
    expect(judged(undefined, 'no such stack')).toMatchObject({ outcome: 'fail' })
    expect(judged(BEFORE, 'UPDATE_ROLLBACK_FAILED')).toMatchObject({ outcome: 'fail' })
  })
})

describe('data loss by a change set of a rollback', () => {
  const change = (more: Partial<ResourceChange>): ResourceChange => ({
    logicalId: 'Orders',
    type: 'AWS::DynamoDB::Table',
    action: 'Modify',
    replacement: 'False',
    properties: [],
    ...more,
  })
  const plan = (...changes: readonly ResourceChange[]): ChangeSetPlan => ({
    stack: 'web',
    stackName: 'web',
    kind: 'update',
    provisional: false,
    changes,
    nested: [],
  })
  const lost = (...changes: readonly ResourceChange[]): number => judgeLosses(plan(...changes), 'production').length

  test('is refused, also in nested stacks and where CloudFormation reports it as possible', () => {
    expect(lost(change({ action: 'Remove' }))).toBe(1)
    expect(lost(change({ replacement: 'True' }))).toBe(1)
    expect(lost(change({ replacement: 'Conditional' }))).toBe(1)
    expect(lost(change({ type: 'AWS::CloudFormation::Stack', action: 'Remove' }))).toBe(1)
    const nested = { ...plan(), nested: [plan(change({ action: 'Remove' }))] }
    expect(judgeLosses(nested, 'production')).toHaveLength(1)
  })

  test('does not occur where it is updated, added or retained, or holds nothing', () => {
    expect(
      lost(
        change({}),
        change({ action: 'Add' }),
        change({ action: 'Remove', policyAction: 'Retain' }),
        change({ replacement: 'True', policyAction: 'ReplaceAndRetain' }),
        change({ action: 'Remove', type: 'AWS::SNS::TopicPolicy' }),
        change({ type: 'AWS::CloudFormation::Stack', replacement: 'Conditional' }),
      ),
    ).toBe(0)
  })

  test('is compared with the derived plan, unless that was not final', () => {
    const stack = { id: 'web', name: 'web' } as never
    const codes = (forward: ChangeSetPlan, back: ChangeSetPlan): string[] =>
      compareWithDerived(stack, forward, back).map(({ code, outcome }) => `${outcome} ${code}`)
    const added = plan(change({ action: 'Add' }))
    expect(codes(added, plan(change({ action: 'Remove' })))).toEqual(['pass rollback/as-derived'])
    expect(codes(added, plan())).toEqual(['fail rollback/not-as-derived'])
    expect(codes(plan(change({})), plan(change({ replacement: 'True' })))).toEqual(['fail rollback/not-as-derived'])
    expect(codes({ ...added, provisional: true }, plan())).toEqual([])
  })
})
