import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createClock, type PacedClock } from '../../sandbox/clock.ts'
import { serveClock, type ClockServer } from '../../sandbox/clock-server.ts'

const HOUR = 3_600_000

let clock: PacedClock
let server: ClockServer | undefined
afterEach(async () => {
  clock.stop()
  await server?.close()
})

/** Names in the order in which their sleeps end. */
function recorded() {
  const ended: string[] = []
  const note = (name: string) => () => void ended.push(name)
  return { ended, note }
}

describe('a clock that skips idle time', () => {
  test('ends the wait of a client at once, after everything that is due before', async () => {
    clock = createClock('skip')
    const { ended, note } = recorded()
    const before = clock.elapsed()
    void clock.sleep(HOUR).then(note('one hour'))
    void clock.sleep(3 * HOUR).then(note('three hours'))
    await clock.wait(2 * HOUR).then(note('the client'))
    expect(ended).toEqual(['one hour', 'the client'])
    expect(clock.elapsed() - before).toBeGreaterThanOrEqual(2 * HOUR)
  })

  test('follows a chain of sleeps that starts in the meantime', async () => {
    clock = createClock('skip')
    const { ended, note } = recorded()
    void clock
      .sleep(HOUR)
      .then(() => clock.sleep(HOUR / 2))
      .then(note('a resource'))
    await clock.wait(2 * HOUR).then(note('the client'))
    expect(ended).toEqual(['a resource', 'the client'])
  })

  test('skips nothing while no client waits, or while work is in progress', async () => {
    clock = createClock('skip')
    const { ended, note } = recorded()
    void clock.sleep(HOUR).then(note('a resource'))
    await clock.settled()
    const { promise: work, resolve: finish } = Promise.withResolvers<void>()
    void clock.busy(work)
    const waiting = clock.wait(HOUR / 2).then(note('the client'))
    await clock.settled()
    expect(ended).toEqual([])
    finish()
    await waiting
    expect(ended).toEqual(['the client'])
  })

  test('rejects an aborted wait with the reason, and continues', async () => {
    clock = createClock('skip')
    const job = new AbortController()
    void clock.busy(new Promise((resolve) => setImmediate(resolve)))
    const waiting = clock.wait(HOUR, job.signal)
    job.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
    await expect(clock.wait(HOUR, job.signal)).rejects.toThrow('cancelled')
    await clock.wait(HOUR)
  })
})

test('a clock with a pace divides the duration of a sleep', async () => {
  clock = createClock(100 * HOUR)
  await Promise.all([clock.sleep(HOUR), clock.wait(HOUR)])
})

describe('another process in simulated time', () => {
  async function run(program: string, skipped = 0): Promise<{ output: string; status: number | null }> {
    clock = createClock('skip')
    clock.advance(skipped)
    server = await serveClock(clock)
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      env: { PATH: process.env['PATH'], ...server.variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null]>])
    return { output: output.trimEnd(), status }
  }
  const sleeps = "import { setTimeout as sleep } from 'node:timers/promises';"

  test('sleeps for the time of its clocks, in parallel, and can be aborted', async () => {
    const { output, status } = await run(`${sleeps}
      const began = [Date.now(), performance.now(), new Date().getTime()]
      const job = new AbortController()
      const aborted = sleep(14_400_000, undefined, { signal: job.signal }).catch((error) => error.name)
      const order = []
      await Promise.all([2, 1, 3].map((hours) => sleep(hours * 3_600_000, hours).then((name) => order.push(name))))
      job.abort()
      const hours = [Date.now(), performance.now(), new Date().getTime()].map((now, index) => (now - began[index]) / 3_600_000)
      console.log(order.join(), hours.map(Math.floor).join(), await aborted, new Date() instanceof Date)`)
    expect(output).toBe('1,2,3 3,3,3 AbortError true')
    expect(status).toBe(0)
    expect(clock.skipped()).toBeGreaterThanOrEqual(2.9 * HOUR)
  })

  test('stops the time of the others while it works', async () => {
    const running = run(`${sleeps}
      const { spawn } = await import('node:child_process')
      const deadline = sleep(3_600_000).then(() => 'the deadline')
      const work = new Promise((resolve) => spawn('sleep', ['0.3']).on('close', () => resolve('the work')))
      console.log(await Promise.race([deadline, work]), process.env.NODE_OPTIONS)
      process.exit()`)
    expect((await running).output).toBe('the work undefined')
    expect(clock.skipped()).toBe(0)
  })

  test('has the time that was skipped before it started', async () => {
    const { output } = await run('console.log(Date.now())', 2 * HOUR)
    expect(Number(output)).toBeGreaterThan(Date.now() + HOUR)
    expect(Number(output)).toBeLessThanOrEqual(clock.now().getTime())
  })
})
