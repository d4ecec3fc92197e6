import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { HookProcess } from './types.ts'

/** Every hook carries this variable, and with it all that it starts: `<root's digest>:<deployment>:<event>:<run>`. */
export const MARKER = 'TEST_DEPLOYMENTS_HOOK'

/** How long a process may take to end after TERM, in ms. Then it is killed. */
export const GRACE = 5_000
const KILL_PATIENCE = 2_000
const LOOK_AGAIN = 40

/** Names the processes of one run of a hook. */
export function markerOf(root: string, deploymentId: string, event: string, run: string): string {
  return `${rootMark(root)}:${deploymentId}:${event}:${run}`
}

function rootMark(root: string): string {
  return createHash('sha256').update(resolve(root)).digest('hex').slice(0, 16)
}

/** Which processes are meant: by the marker in their environment, or by the group or session that a hook led. */
export interface Wanted {
  readonly marker: string
  readonly groups: readonly number[]
  /** From `startOf`: what began earlier cannot match and is not looked into. */
  readonly since?: number
}

interface Seen {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  readonly zombie: boolean
  /** Clock ticks since the host started; 0 where the host does not tell. */
  readonly started: number
}

/** Processes that match, and their descendants. */
export function findProcesses(wanted: Wanted): HookProcess[] {
  const all = listProcesses()
  const chosen = new Map<number, string | undefined>()
  for (const process of all) {
    if (process.started < (wanted.since ?? 0)) continue
    const led = wanted.groups.includes(process.group) || wanted.groups.includes(process.session)
    const mark = markOf(process.pid)
    if (led || mark?.startsWith(wanted.marker)) chosen.set(process.pid, mark)
  }
  for (let before = -1; before !== chosen.size;) {
    before = chosen.size
    for (const process of all)
      if (chosen.has(process.parent) && !chosen.has(process.pid)) chosen.set(process.pid, undefined)
  }
  chosen.delete(globalThis.process.pid)
  return all
    .filter((process) => chosen.has(process.pid) && !process.zombie)
    .map(({ pid }) => {
      const [, deploymentId = '', event = ''] = (chosen.get(pid) ?? '').split(':')
      return { pid, deploymentId, event, command: commandOf(pid) }
    })
}

/**
 * The sessions that a process has started by descendants: what clears its environment and leaves the session of its hook
 * is known by them. Empty where the host does not tell.
 */
export function sessionsBelow(pid: number): number[] {
  const sessions = new Set<number>()
  const visit = (parent: number): void => {
    for (const thread of numbersIn(`/proc/${parent}/task`)) {
      for (const child of (readProc(parent, `task/${thread}/children`) ?? '').split(' ').map(Number)) {
        if (child === 0) continue
        const session = fromProc(child)?.session
        if (session !== undefined) sessions.add(session)
        visit(child)
      }
    }
  }
  visit(pid)
  return [...sessions]
}

/** When a process began, for `Wanted.since`. */
export function startOf(pid: number): number | undefined {
  return fromProc(pid)?.started
}

/** TERM, then after a grace KILL, until nothing matches any more. Gives what was there. */
export async function endProcesses(wanted: Wanted, grace = GRACE): Promise<HookProcess[]> {
  const ended = new Map<number, HookProcess>()
  const deadline = Date.now() + grace
  for (;;) {
    const found = findProcesses(wanted)
    if (found.length === 0) return [...ended.values()]
    const late = Date.now() >= deadline
    if (Date.now() >= deadline + KILL_PATIENCE) return [...ended.values()]
    for (const process of found) {
      if (!ended.has(process.pid) || late) send(process.pid, late ? 'SIGKILL' : 'SIGTERM')
      // A stopped process acts on TERM only when it goes on.
      if (!ended.has(process.pid)) send(process.pid, 'SIGCONT')
      ended.set(process.pid, process)
    }
    await delay(LOOK_AGAIN)
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself in the meantime, or belongs to somebody else: the next look tells.
  }
}

/** A group that a hook under a root led and that outlived it, for processes that dropped their environment. */
export function recordGroup(root: string, group: number): void {
  mkdirSync(dirname(groupsFile(root)), { recursive: true })
  appendFileSync(groupsFile(root), `${group}\n`)
}

/** All that hooks of deployments under a root started and that still runs. */
export function processesOf(root: string): HookProcess[] {
  return findProcesses(wantedOf(root))
}

/** Ends all that hooks of deployments under a root started: TERM, 5 s, KILL. */
export async function endEverything(root: string): Promise<HookProcess[]> {
  const ended = await endProcesses(wantedOf(root))
  rmSync(groupsFile(root), { force: true })
  return ended
}

function wantedOf(root: string): Wanted {
  return { marker: `${rootMark(root)}:`, groups: readGroups(root) }
}

function groupsFile(root: string): string {
  return join(root, 'deployment-instructions', 'process-groups')
}

function readGroups(root: string): number[] {
  try {
    return (
      readFileSync(groupsFile(root), 'utf8')
        .split('\n')
        .map(Number)
        // Its leader, the hook, had ended when it was noted: a process of that number is somebody else's.
        .filter((group) => group > 1 && readProc(group, 'stat') === undefined)
    )
  } catch {
    return []
  }
}

function listProcesses(): Seen[] {
  const pids = numbersIn('/proc')
  if (pids.length > 0) return pids.flatMap((pid) => fromProc(pid) ?? [])
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,sess=,stat='], { encoding: 'utf8' })
  return table.split('\n').flatMap((line): Seen[] => {
    const [pid = 0, parent = 0, group = 0, session = 0] = line.trim().split(/\s+/).map(Number)
    return pid > 0 ? [{ pid, parent, group, session, zombie: /\sZ\S*$/.test(line), started: 0 }] : []
  })
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** Place of the start time behind the command in `/proc/PID/stat`. */
const START_TIME = 19

function fromProc(pid: number): Seen | undefined {
  const stat = readProc(pid, 'stat')
  // The command stands in brackets and may contain anything, brackets too.
  const rest = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (!rest || rest.length <= START_TIME) return undefined
  return {
    pid,
    parent: Number(rest[1]),
    group: Number(rest[2]),
    session: Number(rest[3]),
    zombie: rest[0] === 'Z' || rest[0] === 'X',
    started: Number(rest[START_TIME]),
  }
}

function markOf(pid: number): string | undefined {
  const variable = readProc(pid, 'environ')
    ?.split('\0')
    .find((entry) => entry.startsWith(`${MARKER}=`))
  return variable?.slice(MARKER.length + 1)
}

function commandOf(pid: number): string {
  return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim()
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1')
  } catch {
    return undefined
  }
}
