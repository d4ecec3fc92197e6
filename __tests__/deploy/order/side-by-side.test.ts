import { beforeEach, expect, test } from '@jest/globals'
import { isChain, MOST_AT_ONCE, runSteps, type Step, type StepsDone } from '../../../src/deploy/order/side-by-side.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { FakeClock, FakeLog } from '../fakes.ts'

let clock: FakeClock
let log: FakeLog
let stop: AbortController
let halted: string | undefined
let most: number
beforeEach(() => {
  clock = new FakeClock()
  log = new FakeLog()
  stop = new AbortController()
  halted = undefined
  most = 0
})

const PASSED: Finding = { code: 'stack/updated', outcome: 'pass', title: 'updated', subject: 'stack/x' }
const FAILED: Finding = { code: 'stack/update-failed', outcome: 'fail', title: 'failed', subject: 'stack/x' }

function step(id: string, ms: number, more: Partial<Step> & { readonly ends?: Finding | Error } = {}): Step {
  const { ends = PASSED, ...rest } = more
  return {
    subject: `stack/${id}`,
    title: `stack ${id}`,
    needs: [],
    usual: undefined,
    act: async (own) => {
      await clock.sleep(ms, stop.signal)
      own.info('an event')
      if (ends instanceof Error) throw ends
      return [ends]
    },
    ...rest,
  }
}

function run(...steps: readonly Step[]): Promise<StepsDone> {
  return runSteps(steps, {
    clock,
    log,
    cancelled: stop.signal,
    stopped: () => halted,
    running: (now) => (most = Math.max(most, now.length)),
    ended: () => undefined,
  })
}

const elapsed = (): number => clock.now().getTime() - Date.parse('2026-11-01T12:00:00Z')
const left = ({ left: steps }: StepsDone): string[] => steps.map(({ subject }) => subject)

test('ten independent steps of 10 s each take 10 s', async () => {
  const ten = Array.from({ length: 10 }, (_, index) => step(`s${index}`, 10_000))
  expect(await run(...ten)).toEqual({ failed: undefined, left: [] })
  expect(elapsed()).toBe(10_000)
  expect(most).toBe(10)
})

test('a step starts when the steps that it needs have passed, and waits for no other', async () => {
  await run(step('slow', 9_000), step('a', 1_000), step('b', 2_000, { needs: ['stack/a'] }))
  expect(log.lines.filter((line) => line.includes('[stack b]'))).toEqual([
    '[stack b] starts (3 of 3, 1 beside it)',
    '[stack b] an event',
    '[stack b] passed after 2 s: 2 of 3 ended, 1 running',
  ])
})

test('a long chain of steps is recognized at once, although each needs all earlier ones', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `s${index}`)
  const dense = ids.map((id, at) => step(id, 1, { needs: ids.slice(0, at).map((each) => `stack/${each}`) }))
  expect(isChain(dense)).toBe(true)
  expect(isChain([...dense.slice(0, -1), step('alone', 1)])).toBe(false)
})

test('no more steps than the limit run at once', async () => {
  await run(...Array.from({ length: MOST_AT_ONCE + 5 }, (_, index) => step(`s${index}`, 1_000)))
  expect(most).toBe(MOST_AT_ONCE)
  expect(elapsed()).toBe(2_000)
})

test('after a failure running steps end, and none is started', async () => {
  const done = await run(
    step('bad', 1_000, { ends: FAILED }),
    step('running', 5_000),
    step('later', 1_000, { needs: ['stack/running'] }),
  )
  expect(done.failed).toBe('stack bad failed')
  expect(left(done)).toEqual(['stack/later'])
  expect(elapsed()).toBe(5_000)
  expect(log.lines).toContain('[stack running] passed after 5 s: 2 of 3 ended, 0 running')
})

test('a step that throws lets the others end, and throws afterwards', async () => {
  const reason = new Error('no answer')
  const done = await run(step('lost', 1_000, { ends: reason }), step('running', 5_000))
  expect(done).toMatchObject({ failed: 'stack lost did not complete', left: [], error: { reason } })
  expect(elapsed()).toBe(5_000)
})

test('a reason to stop prevents further starts', async () => {
  clock.at(500, () => (halted = 'an alarm is in ALARM'))
  const done = await run(step('a', 1_000), step('b', 1_000), step('c', 1_000, { needs: ['stack/a'] }))
  expect(done.failed).toBe('an alarm is in ALARM')
  expect(left(done)).toEqual(['stack/c'])
})

test('a cancelled job ends all steps', async () => {
  clock.at(500, () => stop.abort(new Error('cancelled')))
  const done = await run(step('a', 1_000), step('b', 1_000), step('c', 1_000, { needs: ['stack/a'] }))
  expect(done.error).toEqual({ reason: new Error('cancelled') })
  expect(left(done)).toEqual(['stack/c'])
  expect(elapsed()).toBe(500)
})

test('steps of a chain have a group each, with their position and their duration in the last release', async () => {
  await run(step('a', 1_000), step('b', 1_000, { needs: ['stack/a'], usual: 130_000 }))
  expect(log.lines).toEqual([
    'group stack a (1 of 2)',
    'an event',
    'group stack b (2 of 2, 2 min 10 s in the last release)',
    'an event',
  ])
})

test('a chain is a list in which each step needs the previous one', () => {
  const a = step('a', 1)
  const b = step('b', 1, { needs: ['stack/a'] })
  const c = step('c', 1, { needs: ['stack/b'] })
  expect([isChain([]), isChain([a]), isChain([a, b, c]), isChain([a, c]), isChain([b, a])]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})
