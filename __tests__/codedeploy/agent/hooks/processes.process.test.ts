import { existsSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { endEverything, processesOf } from '../../../../src/codedeploy/agent/index.ts'
import type { AgentOptions, AgentResult } from '../../../../src/codedeploy/agent/index.ts'
import { Scratch } from '../../revisions.ts'
import { isAlive, pidsIn } from '../../../support/alive.ts'
import { appSpec, Host } from '../support.ts'

const scratch = new Scratch()
let host = new Host(scratch)
afterEach(async () => {
  await endEverything(host.root)
  host = new Host(scratch)
})
afterAll(() => scratch.remove())

function deploy(script: string, timeout = 30, options: Partial<AgentOptions> = {}): Promise<AgentResult> {
  const revision = scratch.revision({
    'appspec.yml': appSpec(`hooks: { ApplicationStart: [{ location: h.sh, timeout: ${timeout} }] }`),
    'app/a': '1',
    'h.sh': script,
  })
  return host.deploy(revision, options)
}

/** Process IDs that a script wrote to the host. */
function pidsOn(file: string): number[] {
  return pidsIn(host.at(file))
}

const BASH = '#!/bin/bash\n'

describe('a hook that does not end', () => {
  test('is ended together with the child that holds its output', async () => {
    const result = await deploy(
      `${BASH}sleep 300 & echo $! > $DESTDIR/pids; echo $$ >> $DESTDIR/pids; echo waiting; wait\n`,
      1,
    )
    expect(result.failed?.diagnostics).toMatchObject({
      errorCode: 'ScriptTimedOut',
      message: 'Script at specified location: h.sh failed to complete in 1 seconds',
      logTail: 'LifecycleEvent - ApplicationStart\nScript - h.sh\n[stdout]waiting\n',
    })
    expect(pidsOn('pids').filter(isAlive)).toEqual([])
  })

  test('is killed 5 s after SIGTERM if it ignores it, with children in sessions of their own', async () => {
    const script = `${BASH}trap "" TERM\nsetsid bash -c 'trap "" TERM; echo $$ >> $DESTDIR/pids; while :; do sleep 1; done' &\necho $$ >> $DESTDIR/pids\nwhile :; do sleep 1; done\n`
    const result = await deploy(script, 1)
    expect(result.failed?.diagnostics?.errorCode).toBe('ScriptTimedOut')
    expect(result.failed?.ms).toBeGreaterThan(5_900)
    expect(pidsOn('pids').filter(isAlive)).toEqual([])
    expect(processesOf(host.root)).toEqual([])
  })

  test('is ended when the deployment is cancelled, and later hooks are skipped', async () => {
    const cancel = new AbortController()
    const running = deploy(`${BASH}echo $$ > $DESTDIR/pids; echo here; sleep 300\n`, 60, {
      signal: cancel.signal,
      onOutput: () => cancel.abort(),
    })
    const result = await running
    expect(result.outcome).toBe('cancelled')
    expect(result.events.at(-1)).toMatchObject({ event: 'ValidateService', status: 'skipped' })
    expect(pidsOn('pids').filter(isAlive)).toEqual([])
  })

  test('or fails leaves no process that left its session with another environment', async () => {
    const daemon = `setsid env -i PATH=$PATH sh -c "echo \\$\\$ >> $DESTDIR/pids; exec sleep 300" >/dev/null 2>&1 &`
    const result = await deploy(`${BASH}${daemon}\nsleep 2\nexit 4\n`)
    const [pid = 0, ...more] = pidsOn('pids')
    expect(more).toEqual([])
    expect(result.failed?.diagnostics).toMatchObject({
      exitCode: 4,
      background: { ended: [expect.objectContaining({ pid })], surviving: [] },
    })
    expect(isAlive(pid)).toBe(false)
  })

  test('with an output that a background child keeps open fails as in AWS, and leaves no process', async () => {
    const result = await deploy(`${BASH}sleep 300 & echo $! > $DESTDIR/pids\n`, 1)
    expect(result.failed?.diagnostics).toMatchObject({
      errorCode: 'UnknownError',
      agentCode: 6,
      message: 'Script at specified location: h.sh failed to close STDOUT',
    })
    expect(pidsOn('pids').filter(isAlive)).toEqual([])
  })
})

describe('a hook that starts a service', () => {
  // The hook ends once its service has started the expected program.
  const SERVICE = `${BASH}setsid nohup sleep 300 > /dev/null 2>&1 < /dev/null &
echo $! > $DESTDIR/pids
until tr '\\0' ' ' < /proc/$!/cmdline | grep -q '^sleep 300'; do sleep 0.02; done
`

  test('leaves it running, and reports how to end it', async () => {
    const result = await deploy(SERVICE)
    expect(result.outcome).toBe('succeeded')
    const [pid = 0] = pidsOn('pids')
    expect(processesOf(host.root)).toEqual([
      expect.objectContaining({
        pid,
        deploymentId: result.deploymentId,
        event: 'ApplicationStart',
        command: 'sleep 300',
      }),
    ])
    const ended = await endEverything(host.root)
    expect(ended.ended.map((process) => process.pid)).toEqual([pid])
    expect(isAlive(pid)).toBe(false)
  })

  test('that clears its environment and stays in its session is found, too', async () => {
    await deploy(`${BASH}env -i /bin/sleep 300 > /dev/null 2>&1 < /dev/null &\necho $! > $DESTDIR/pids\n`)
    const [pid = 0] = pidsOn('pids')
    expect(isAlive(pid)).toBe(true)
    expect((await endEverything(host.root)).ended.map((process) => process.pid)).toEqual([pid])
  })

  test('that clears its environment and leaves its session is found if it was observed before', async () => {
    const daemon = `setsid env -i PATH=$PATH sh -c "echo \\$\\$ >> $DESTDIR/pids; exec sleep 300" >/dev/null 2>&1 </dev/null &`
    const { deploymentId } = await deploy(`${BASH}${daemon}\nsleep 2\n`)
    const [pid = 0] = pidsOn('pids')
    expect(processesOf(host.root)).toEqual([{ pid, deploymentId, event: 'ApplicationStart', command: 'sleep 300' }])
    expect((await endEverything(host.root)).ended.map((process) => process.pid)).toEqual([pid])
    expect(processesOf(host.root)).toEqual([])
  })

  test('and fails afterwards leaves no process', async () => {
    const result = await deploy(`${SERVICE}exit 1\n`)
    expect(result.outcome).toBe('failed')
    expect(pidsOn('pids').filter(isAlive)).toEqual([])
  })

  test('does not end the service of another host', async () => {
    await deploy(SERVICE)
    const [pid = 0] = pidsOn('pids')
    expect(await endEverything(`${host.root}-other`)).toEqual({ ended: [], surviving: [] })
    expect(isAlive(pid)).toBe(true)
  })
})

describe('a hook with much output', () => {
  test('prints 100 MB in bounded memory, and its last output is kept', async () => {
    let lines = 0
    let peak = 0
    const before = process.memoryUsage().rss
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss - before)
    }, 20)
    const line = 'x'.repeat(99)
    const result = await deploy(`${BASH}yes ${line} | head -c 100000000\necho last words\nexit 1\n`, 600, {
      onOutput: () => lines++,
    })
    clearInterval(watch)
    expect(result.failed?.diagnostics?.logTail).toMatch(/\[stdout\]last words\n$/)
    expect(result.failed?.scripts[0]?.outputBytes).toBe(100_000_011)
    expect(lines).toBe(1_000_001)
    expect(peak).toBeLessThan(150 * 1024 * 1024)
    expect(statSync(result.log).size).toBeLessThan(65 * 1024 * 1024)
  }, 600_000)

  test('prints 100 MB in one line in bounded memory', async () => {
    let longest = 0
    const result = await deploy(`${BASH}head -c 100000000 /dev/zero | tr '\\0' x\nexit 1\n`, 60, {
      onOutput: ({ text }) => {
        longest = Math.max(longest, text.length)
      },
    })
    expect(longest).toBeLessThanOrEqual(65_536)
    expect(result.failed?.diagnostics?.logTail).toMatch(/^x{2048}$/)
  }, 120_000)
})

test('a stopped hook is ended, too', async () => {
  const result = await deploy(`${BASH}echo $$ > $DESTDIR/pids; kill -STOP $$\n`, 1)
  expect(result.failed?.diagnostics?.errorCode).toBe('ScriptTimedOut')
  await delay(50)
  expect(existsSync(host.at('pids')) && pidsOn('pids').filter(isAlive)).toEqual([])
})
