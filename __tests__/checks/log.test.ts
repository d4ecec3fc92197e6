import { beforeEach, describe, expect, test } from '@jest/globals'
import type { FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs'
import { FakeClock, awsError } from '../deploy/fakes.ts'
import { line, runCheck, plannedOf, type AwsStage } from './aws.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-11-01T12:00:00Z')

interface Event {
  readonly at: number
  readonly message: string
  /** Milliseconds until it can be found; less than zero where the clock of the host is ahead. */
  readonly late?: number
}

let clock: FakeClock
let stage: AwsStage
let events: Event[]
beforeEach(() => {
  clock = new FakeClock()
  events = []
  const reads = {
    /** Each page examines one event, so most pages are empty. */
    filterLogEvents: (input: FilterLogEventsCommandInput) => {
      if (input.logGroupName !== '/shop/web') throw awsError('ResourceNotFoundException', 'no such group')
      const { startTime = 0, endTime = Infinity, filterPattern = '', nextToken = '0' } = input
      const event = events[Number(nextToken)]
      const isFound =
        event !== undefined &&
        event.at >= startTime &&
        event.at <= endTime &&
        event.at + (event.late ?? 0) <= clock.now().getTime() &&
        event.message.includes(filterPattern)
      return Promise.resolve({
        events: isFound
          ? [{ timestamp: event.at, message: event.message, ingestionTime: event.at + (event.late ?? 0) }]
          : [],
        ...(Number(nextToken) + 1 < events.length && { nextToken: String(Number(nextToken) + 1) }),
      })
    },
    describeLogGroups: () => Promise.resolve({ logGroups: [{ logGroupName: '/shop/web' }] }),
  }
  stage = {
    clock,
    connect: { state: () => Promise.resolve(reads as never) },
    deployed: { startedAt: new Date(NOON - 5 * MINUTE), endedAt: new Date(NOON - MINUTE) },
  }
})

const log = (minute: number, message: string, late?: number): void => {
  events.push({ at: NOON + minute * MINUTE, message, ...(late !== undefined && { late }) })
}
/** A heartbeat each minute until then. */
const beats = (until: number): void => {
  for (let minute = -10; minute <= until; minute++) log(minute, 'beat')
}
const absent = (more = ''): string => `{ log: { group: /shop/web, absent: ERROR, heartbeat: beat${more} } }`
const present = (more = ''): string => `{ log: { group: /shop/web, present: started${more} } }`

describe('a pattern that must not appear', () => {
  test('is proved absent by a heartbeat from after the window', async () => {
    beats(20)
    const judgement = await runCheck(absent(', for: 4m'), stage)
    expect(line(judgement)).toBe('pass: no event of 1 pattern')
    expect(judgement.observed).toContain('heartbeat at 2026-11-01T12:03:00.000Z')
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(NOON + 3 * MINUTE)
  })

  test('fails for an event since the deployment started, and for no other', async () => {
    beats(20)
    log(-6, 'ERROR of the release before')
    expect((await runCheck(absent(), stage)).outcome).toBe('pass')
    log(-4, 'ERROR while it started')
    expect(line(await runCheck(absent(), stage))).toBe('fail: 1 event of ERROR')
    expect((await runCheck(absent(', since: end'), stage)).outcome).toBe('pass')
  })

  test('fails before the window is over', async () => {
    beats(20)
    log(1, 'ERROR')
    log(1.5, 'ERROR')
    const judgement = await runCheck(absent(', for: 30m'), stage)
    expect(line(judgement)).toMatch(/^fail: \d events? of ERROR/)
    expect(judgement.advice).toContain("--filter-pattern 'ERROR'")
    expect(clock.now().getTime()).toBeLessThan(NOON + 2 * MINUTE)
  })

  test('fails for an event that arrives late', async () => {
    beats(-2)
    log(-0.5, 'ERROR', MINUTE)
    log(2, 'beat')
    expect((await runCheck(absent(), stage)).outcome).toBe('fail')
  })

  test('fails for an event after the window that the check still reads', async () => {
    beats(20)
    log(0.3, 'ERROR')
    await clock.sleep(MINUTE)
    expect((await runCheck(absent(', for: 30s'), stage)).outcome).toBe('fail')
  })

  test('is inconclusive where the log has ended', async () => {
    beats(-2)
    expect(line(await runCheck(absent(), stage))).toBe(
      'inconclusive: no heartbeat from after the window arrived, so events may be missing',
    )
    expect(clock.now().getTime()).toBe(NOON + 5 * MINUTE)
  })
})

describe('a host whose clock is ahead', () => {
  const HOUR = 60

  test('counts by a heartbeat that arrives after the window, and by no earlier one', async () => {
    log(HOUR - 2, 'beat', -HOUR * MINUTE)
    expect((await runCheck(absent(), stage)).outcome).toBe('inconclusive')
    clock = new FakeClock()
    log(HOUR + 2, 'beat', -HOUR * MINUTE)
    expect((await runCheck(absent(), { ...stage, clock })).outcome).toBe('pass')
  })

  test('proves nothing by an event that had arrived before the deployment ended', async () => {
    log(HOUR - 2, 'started release 6', -HOUR * MINUTE)
    expect(line(await runCheck(present(), stage))).toBe('fail: no event of started')
  })

  test('fails by an event that must not appear', async () => {
    beats(20)
    log(HOUR - 10, 'ERROR', -HOUR * MINUTE)
    expect((await runCheck(absent(), stage)).outcome).toBe('fail')
  })
})

describe('a pattern that must appear', () => {
  test('passes as soon as it is found after the deployment', async () => {
    log(1, 'started release 7')
    const judgement = await runCheck(present(', for: 10m'), stage)
    expect(line(judgement)).toBe('pass: 1 pattern found')
    expect(judgement.observed).toContain('started release 7')
    expect(clock.now().getTime()).toBeLessThan(NOON + 2 * MINUTE)
  })

  test('fails where only the release before logged it', async () => {
    log(-3, 'started release 6')
    expect(line(await runCheck(present(), stage))).toBe('fail: no event of started')
    expect((await runCheck(present(', since: start'), stage)).outcome).toBe('pass')
  })

  test('fails where it appears after a window with an end', async () => {
    log(0.3, 'started')
    expect(line(await runCheck(present(', for: 30s'), stage))).toBe('fail: no event of started')
    expect((await runCheck(present(', for: 90s'), stage)).outcome).toBe('pass')
    expect((await runCheck(present(), stage)).outcome).toBe('pass')
  })

  test('is found where it arrives late', async () => {
    log(1, 'started', 50_000)
    expect((await runCheck(present(', for: 2m'), stage)).outcome).toBe('pass')
  })

  test('reports whether the log had events', async () => {
    beats(20)
    expect((await runCheck(present(', heartbeat: beat'), stage)).observed).toContain('the heartbeat was there')
  })
})

test('both patterns are judged together', async () => {
  beats(20)
  const both = '{ log: { group: /shop/web, present: [started, ready], absent: ERROR, heartbeat: beat, for: 2m } }'
  log(0.5, 'started')
  expect(line(await runCheck(both, stage))).toBe('fail: no event of ready')
  clock = new FakeClock()
  log(0.6, 'ready')
  expect(line(await runCheck(both, { ...stage, clock }))).toBe('pass: 2 patterns found, no event of 1 pattern')
})

test('a log group that does not exist is an error', async () => {
  expect(line(await runCheck(absent().replace('/shop/web', '/shop/webb'), stage))).toBe(
    'error: the log group /shop/webb does not exist: did you mean /shop/web?',
  )
})

test.each([
  ['{ log: { group: a } }', '`present` or `absent`'],
  ['{ log: { group: a, absent: ERROR } }', 'a `heartbeat` beside `absent`'],
])('%s is refused', (yaml, expected) => {
  expect(() => plannedOf(yaml)).toThrow(expected)
})

test('the name contains the pattern', () => {
  expect(plannedOf(absent()).name).toBe('/shop/web has no ERROR')
})
