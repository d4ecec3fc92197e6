import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stream } from 'node:stream'
import { procTable, psTable, type ProcessTable } from '../../../src/support/processes/process-table.ts'
import {
  howToEnd,
  ProcessTree,
  showEnding,
  type Ending,
  type Mark,
} from '../../../src/support/processes/process-tree.ts'
import { until } from '../../sandbox/world.ts'
import { isAlive, pidsIn } from '../alive.ts'

const GRACE_MS = 400

let folder: string
let mark: Mark
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tree-'))
  mark = { name: 'MARK_OF_A_TEST', value: randomUUID() }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Started {
  readonly tree: ProcessTree
  readonly leader: ChildProcess
  readonly exit: Promise<unknown>
}

/**
 * Starts a script as users of the module do: in a session of its own, with a mark and with outputs of its own. It
 * begins when the tree is ready, at any speed of this process.
 */
function start(script: string, table?: ProcessTable, ...more: Stream[]): Started {
  const leader = spawn('/bin/bash', ['-c', `until [ -e go ]; do sleep 0.01; done; ${script}`], {
    cwd: folder,
    env: { PATH: process.env['PATH'], [mark.name]: mark.value },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...more],
  })
  const tree = new ProcessTree(mark, leader.pid, table)
  writeFileSync(join(folder, 'go'), '')
  return { tree, leader, exit: once(leader, 'exit') }
}

/** Waits until the process that wrote its ID has started the expected program. */
async function pidOn(file: string, command = 'sleep 60'): Promise<number> {
  const pidOf = (): number => (existsSync(join(folder, file)) && pidsIn(join(folder, file))[0]) || Number.NaN
  await until(
    () => procTable.command(pidOf()),
    (seen) => seen === command,
  )
  return pidOf()
}

/** Writes its ID and sleeps. */
const FREE = 'sh -c "echo \\$\\$ > free; exec sleep 60"'
const SILENT = '> /dev/null 2>&1'

/** The process group of this process (proc_pid_stat(5), field 5). */
function processGroup(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

describe('a process in the background is found and ended', () => {
  test.each([
    ['as a child', `${FREE} & wait`],
    ['when its parent has ended', `${FREE} ${SILENT} & exit`],
    ['in a session of its own, by its mark', `setsid ${FREE} ${SILENT} & exit`],
    ['without an environment, by its session', `env -i PATH=$PATH ${FREE} ${SILENT} & exit`],
    ['without both, by the output that it keeps open', `setsid env -i PATH=$PATH ${FREE} & exit`],
    ['when it ignores SIGTERM', `trap "" TERM; ${FREE} ${SILENT} & exit`],
  ])('%s', async (_, script) => {
    // Without a watch: otherwise it would have been observed as a child.
    const { tree, exit } = start(script, { ...procTable, isQuick: false })
    const pid = await pidOn('free')
    if (script.endsWith('exit')) await exit
    expect((await tree.end(GRACE_MS)).surviving).toEqual([])
    expect(isAlive(pid)).toBe(false)
  })

  test.each([
    ['at one reading', (tree: ProcessTree, pid: number) => tree.running().some((one) => one.pid === pid)],
    ['during the watch', (tree: ProcessTree, pid: number) => tree.trace().processes.some(([id]) => id === pid)],
  ])('without environment, session, output and parent, if it was observed %s', async (_, isSeen) => {
    const { tree, exit } = start(
      `setsid env -i PATH=$PATH ${FREE} ${SILENT} & until [ -e done ]; do sleep 0.01; done; exit`,
    )
    const pid = await pidOn('free')
    await until(() => isSeen(tree, pid), Boolean)
    writeFileSync(join(folder, 'done'), '')
    await exit
    expect(await tree.end(GRACE_MS)).toMatchObject({ ended: [{ pid, command: 'sleep 60' }], surviving: [] })
    expect(isAlive(pid)).toBe(false)
  })

  test('that removes all of them after it was observed', async () => {
    const late = 'sh -c "echo \\$\\$ > early; until [ -e done ]; do sleep 0.01; done; exec setsid env -i sleep 60"'
    const script = `${late} ${SILENT} & until [ -e done ]; do sleep 0.01; done; exit`
    const { tree, exit } = start(script, { ...procTable, isQuick: false })
    await until(() => existsSync(join(folder, 'early')) && pidsIn(join(folder, 'early'))[0] !== 0, Boolean)
    tree.running()
    writeFileSync(join(folder, 'done'), '')
    await exit
    const pid = await pidOn('early')
    expect(await tree.end(GRACE_MS)).toMatchObject({ ended: [{ pid, command: 'sleep 60' }], surviving: [] })
  })

  test('that is stopped, and may clean up too', async () => {
    const tidy = `bash -c 'trap "echo tidied > tidied; exit" TERM; echo $$ > free; kill -STOP $$; sleep 60'`
    const { tree } = start(`${tidy} ${SILENT} & wait`)
    await until(() => existsSync(join(folder, 'free')) && pidsIn(join(folder, 'free'))[0] !== 0, Boolean)
    const pid = pidsIn(join(folder, 'free'))[0] ?? 0
    await until(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') T '), Boolean)
    await tree.end(10_000)
    expect(existsSync(join(folder, 'tidied'))).toBe(true)
  })

  test('with the processes that it started', async () => {
    const deep = `setsid env -i PATH=$PATH sh -c "setsid sleep 60 & echo \\$! > free; wait" ${SILENT}`
    const { tree } = start(`${deep} & wait`)
    const pid = await pidOn('free')
    await tree.end(GRACE_MS)
    expect(isAlive(pid)).toBe(false)
  })
})

describe('the report', () => {
  test('lists processes that the command left behind', async () => {
    const { tree, exit } = start(`${FREE} ${SILENT} &`)
    const pid = await pidOn('free')
    await exit
    const ending = await tree.end(GRACE_MS)
    expect(showEnding(ending)).toEqual([`its background process ${pid} (\`sleep 60\`) was ended`])
    expect(howToEnd(ending)).toBe('')
  })

  test('is empty when nothing was left, or when the command itself was ended', async () => {
    const nothing = start('true')
    await nothing.exit
    expect(await nothing.tree.end(GRACE_MS)).toEqual({ ended: [], surviving: [] })
    const running = start(`sleep 60 & echo $! > free; wait`)
    await pidOn('free')
    expect(await running.tree.end(GRACE_MS)).toEqual({ ended: [], surviving: [] })
  })

  test('lists processes that cannot be ended, such as those of another user', async () => {
    // Of a process that only this table contains: no signal reaches it.
    const ghost = { pid: 2 ** 22 + 1, parent: 1, session: 0, started: 1, isOver: false }
    const { tree, leader, exit } = start('true', {
      ...procTable,
      list: () => [...(procTable.list() ?? []), { ...ghost, session: leader.pid ?? 0 }],
      command: (pid) => (pid === ghost.pid ? 'sudo `server`\n--port 80' : procTable.command(pid)),
    })
    await exit
    const ending = await tree.end(GRACE_MS)
    expect(showEnding(ending)).toEqual([`its background process ${ghost.pid} (\`sudo 'server' --port 80\`) still runs`])
    expect(howToEnd(ending)).toContain(`kill -9 ${ghost.pid}`)
  })

  test('lists some of many', () => {
    const ended = Array.from({ length: 7 }, (_, pid) => ({ pid, started: 0, session: 0, command: '' }))
    const ending: Ending = { ended, surviving: ended.slice(0, 2) }
    expect(showEnding(ending)).toEqual([
      'its background processes 0, 1, 2, 3, 4 and 2 more were ended',
      'its background processes 0, 1 still run',
    ])
  })
})

describe('other processes are not ended', () => {
  test('with another mark, or none', async () => {
    const stranger = spawn('sleep', ['60'], { detached: true, env: { [mark.name]: randomUUID() }, stdio: 'ignore' })
    const { tree } = start('sleep 60')
    await tree.end(GRACE_MS)
    expect(isAlive(stranger.pid ?? 0)).toBe(true)
    stranger.kill()
  })

  test('that share a channel with the command which is not its own', async () => {
    const other = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] })
    const { tree } = start('sleep 60', undefined, other.stdin)
    const stranger = spawn('sleep', ['60'], { detached: true, stdio: ['ignore', 'ignore', 'ignore', other.stdin] })
    await tree.end(GRACE_MS)
    expect(isAlive(stranger.pid ?? 0)).toBe(true)
    stranger.kill()
    other.kill()
  })

  test('of a session whose ID was reused', async () => {
    const { tree, leader, exit } = start('true')
    await exit
    const session = leader.pid ?? 0
    const trace = tree.trace()
    tree.stopWatching()
    const later = (started: number): ProcessTree => {
      const list = (): ReturnType<ProcessTable['list']> => [
        { pid: session, parent: 1, session, started, isOver: false },
        { pid: 2 ** 22 + 1, parent: 1, session, started, isOver: false },
      ]
      const recalled = new ProcessTree(mark, undefined, { ...procTable, list })
      recalled.recall(trace)
      return recalled
    }
    const [, started = 0] = trace.sessions.find(([id]) => id === session) ?? []
    expect(later(started ?? 0).running()).toHaveLength(2)
    expect(later((started ?? 0) + 1_000).running()).toEqual([])
  })
})

describe('a trace', () => {
  test('finds the processes again, until the host restarts', async () => {
    const { tree } = start(`setsid env -i PATH=$PATH ${FREE} ${SILENT} & wait`)
    const pid = await pidOn('free')
    expect(tree.running()).toContainEqual(expect.objectContaining({ pid }))
    const trace = JSON.parse(JSON.stringify(tree.trace())) as ReturnType<ProcessTree['trace']>
    const recalled = (boot: string): ProcessTree => {
      const again = new ProcessTree({ name: 'ANOTHER_MARK', value: randomUUID() })
      again.recall({ ...trace, boot })
      return again
    }
    expect(recalled('another boot').running()).toEqual([])
    expect(recalled(trace.boot).running()).toContainEqual(expect.objectContaining({ pid }))
    await recalled(trace.boot).end(GRACE_MS)
    expect(isAlive(pid)).toBe(false)
  })
})

test('a host where one reading takes longer than the grace period: SIGKILL is sent nevertheless', async () => {
  const slow: ProcessTable = {
    ...procTable,
    list() {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100)
      return procTable.list()
    },
  }
  const { tree } = start(`trap '' TERM; echo $$ > deaf; while :; do sleep 0.1; done`, slow)
  await until(() => existsSync(join(folder, 'deaf')) && pidsIn(join(folder, 'deaf'))[0] !== undefined, Boolean)
  const pid = pidsIn(join(folder, 'deaf'))[0] ?? 0
  expect((await tree.end(0)).surviving).toEqual([])
  expect(isAlive(pid)).toBe(false)
})

describe('a host without /proc', () => {
  test('lists the same processes by ps', () => {
    const [byProc, byPs] = [procTable, psTable].map((table) => table.list()?.find(({ pid }) => pid === process.pid))
    expect(byPs?.parent).toBe(byProc?.parent)
    // A session that was created outside this PID namespace has ID 0; the group is used in its place then.
    expect(byPs?.session).toBe(byProc?.session === 0 ? processGroup() : byProc?.session)
    expect(psTable.read(process.pid)?.started).toBeGreaterThan(Date.parse('2020-01-01'))
    expect(psTable.command(process.pid)).not.toBe('')
  })

  test('finds processes by their parent and their group', async () => {
    const { tree } = start(`setsid sleep 60 & echo $! > free; sleep 60 & wait`, psTable)
    const pid = await pidOn('free')
    expect(tree.running().map(({ command }) => command)).toEqual(expect.arrayContaining(['sleep 60', 'sleep 60']))
    await tree.end(GRACE_MS)
    expect(isAlive(pid)).toBe(false)
  })

  test('and without ps, ends the group', async () => {
    const { tree, exit } = start(`sleep 60 ${SILENT} & echo $! > free`, { ...psTable, list: () => undefined })
    const pid = await pidOn('free')
    await exit
    // The reported processes are not read again: the group exists until its last member is reaped.
    await tree.end(GRACE_MS)
    expect(isAlive(pid)).toBe(false)
  })
})
