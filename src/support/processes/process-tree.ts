import { setTimeout as delay } from 'node:timers/promises'
import { GRACE_MS } from './grace.ts'
import { hostTable, type ProcessEntry, type ProcessTable } from './process-table.ts'
import { listed, oneLine } from '../text/text.ts'

/** A variable in the environment of a command, which its descendants inherit. `value` may be a prefix. */
export interface Mark {
  readonly name: string
  readonly value: string
}

export interface RunningProcess {
  readonly pid: number
  readonly started: number
  readonly session: number
  readonly command: string
  /** The value of the mark; undefined where the process removed it. */
  readonly mark?: string
}

/** The result of ending a tree. */
export interface Ending {
  /** Processes that remained after the command and were ended. Empty if the command itself was still running. */
  readonly ended: readonly RunningProcess[]
  /** Processes that still run after SIGKILL: of another user, or blocked in the kernel. */
  readonly surviving: readonly RunningProcess[]
}

/** The identity of a tree, to find it later from this or another process of the host. */
export interface Trace {
  readonly boot: string
  readonly processes: readonly (readonly [pid: number, started: number])[]
  /** With the start time of the session leader; null if that had ended when the session was found. */
  readonly sessions: readonly (readonly [session: number, started: number | null])[]
}

/** Time limit for the end of processes after SIGKILL, which only the kernel can delay. */
const KILL_PATIENCE_MS = 1_000
const LOOK_AGAIN_MS = 40
/** A process that ends within this time after its command, such as the reader of a pipe, does not count as remaining. */
const SETTLE_MS = 300
/** Pauses between reads of the process table: short at first, for short commands. */
const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 100
const PAUSE_GROWTH = 1.5
/** Share of time for reads on a host with very many processes, within limits. */
const LOOK_SHARE = 0.05
const LONGEST_REST_MS = 500
const SHOWN_PROCESSES = 5
const SHOWN_COMMAND = 80

/**
 * The processes that a command has started, directly or not. On Linux they are recognized by any of these: their parent, a
 * session that one of them opened, the mark in their environment, an output of the command that they hold open, or an earlier
 * read in which they were descendants. A process that loses all of these between two reads is not found. Other systems report
 * parent and group only.
 */
export class ProcessTree {
  readonly #mark: Mark
  readonly #table: ProcessTable
  readonly #leader: number | undefined
  /** Start times by number. */
  readonly #processes = new Map<number, number>()
  /** Start times of the leaders by number; undefined if the leader had ended before. */
  readonly #sessions = new Map<number, number | undefined>()
  readonly #ownSession: number | undefined
  readonly #outputs: ReadonlySet<string>
  /** A process that is older than the command is not part of its tree. */
  readonly #since: number
  #timer: NodeJS.Timeout | undefined

  /** @param leader the command, just started in a new session with its own outputs; it is watched from now on */
  constructor(mark: Mark, leader?: number, table: ProcessTable = hostTable) {
    this.#mark = mark
    this.#table = table
    this.#leader = leader
    this.#ownSession = table.read(process.pid)?.session
    const entry = leader === undefined ? undefined : table.read(leader)
    // Other commands may have inherited other files of this process.
    const shared = table.channels(process.pid)
    this.#outputs = new Set(leader === undefined ? [] : table.channels(leader).filter((one) => !shared.includes(one)))
    this.#since = entry?.started ?? 0
    if (leader !== undefined) this.#sessions.set(leader, entry?.started)
    if (!entry) return
    this.#processes.set(entry.pid, entry.started)
    if (table.isQuick) this.#watch(FIRST_PAUSE_MS)
  }

  trace(): Trace {
    return {
      boot: this.#table.boot(),
      processes: [...this.#processes],
      sessions: [...this.#sessions].map(([session, started]) => [session, started ?? null]),
    }
  }

  recall({ boot, processes, sessions }: Trace): void {
    if (boot !== this.#table.boot()) return
    for (const [pid, started] of processes) this.#processes.set(pid, started)
    for (const [session, started] of sessions) this.#sessions.set(session, started ?? undefined)
  }

  /** The processes that run now. */
  running(): RunningProcess[] {
    const found = this.#look()
    // A process may start another during the read and end before it is reached.
    return found.length > 0 ? found : this.#look()
  }

  /** Waits briefly for processes that end by themselves. */
  async settle(): Promise<void> {
    const deadline = performance.now() + SETTLE_MS
    while (this.running().length > 0 && performance.now() < deadline) await delay(LOOK_AGAIN_MS)
  }

  /** SIGTERM, and after the grace period SIGKILL, until no process remains or the time limit is reached. */
  async end(graceMs = GRACE_MS): Promise<Ending> {
    const began = performance.now()
    /** When SIGKILL was first sent: on a slow host the grace period can be over before the second look. */
    let killed: number | undefined
    const told = new Map<string, RunningProcess>()
    let running = this.running()
    const wasLeft = !running.some(({ pid }) => pid === this.#leader)
    for (; ; running = this.running()) {
      const now = performance.now()
      if (running.length === 0 || (killed !== undefined && now - killed >= KILL_PATIENCE_MS)) {
        this.stopWatching()
        for (const one of running) told.delete(idOf(one))
        return { ended: wasLeft ? [...told.values()] : [], surviving: running }
      }
      if (now - began >= graceMs) killed ??= now
      for (const one of running) {
        const isTold = told.has(idOf(one))
        // As seen first: the command line of a process that is ending is empty.
        if (!isTold) told.set(idOf(one), one)
        if (killed !== undefined) send(one.pid, 'SIGKILL')
        else if (!isTold) {
          send(one.pid, 'SIGTERM')
          // A stopped process handles SIGTERM only after SIGCONT.
          send(one.pid, 'SIGCONT')
        }
      }
      await delay(LOOK_AGAIN_MS)
    }
  }

  stopWatching(): void {
    clearTimeout(this.#timer)
  }

  #watch(pause: number): void {
    this.#timer = setTimeout(() => {
      const began = performance.now()
      this.#noteDescendants()
      const rest = Math.min(LONGEST_REST_MS, (performance.now() - began) / LOOK_SHARE)
      this.#watch(Math.max(rest, Math.min(LONGEST_PAUSE_MS, pause * PAUSE_GROWTH)))
    }, pause)
    this.#timer.unref()
  }

  /** Cheaper than reading all processes: reads only the descendants of known ones. */
  #noteDescendants(): void {
    const visited = new Set<number>()
    const visit = (pid: number): boolean => {
      const children = this.#table.children(pid)
      for (const child of children ?? []) {
        const entry = visited.has(child) ? undefined : this.#table.read(child)
        visited.add(child)
        if (!entry) continue
        this.#note(entry)
        visit(child)
      }
      return children !== undefined
    }
    for (const [pid, started] of this.#processes) {
      // The loop includes processes that are added meanwhile.
      if (visited.has(pid)) continue
      if (this.#table.read(pid)?.started !== started) this.#processes.delete(pid)
      else if (!visit(pid)) return void this.#look()
    }
  }

  #note({ pid, session, started }: ProcessEntry): void {
    this.#processes.set(pid, started)
    if (session > 1 && session !== this.#ownSession && !this.#sessions.has(session))
      this.#sessions.set(session, this.#table.read(session)?.started)
  }

  #look(): RunningProcess[] {
    const all = this.#table.list()
    if (!all) return this.#lookForGroup()
    const table = new Map(all.map((entry) => [entry.pid, entry]))
    const others = all.filter(({ pid }) => pid !== process.pid)
    const ours = new Map<number, ProcessEntry>()
    const take = (entry: ProcessEntry): void => {
      ours.set(entry.pid, entry)
      this.#note(entry)
    }
    for (const entry of others) if (this.#isKnown(entry) || this.#hasTrait(entry)) take(entry)
    for (let before = -1; before !== ours.size;) {
      before = ours.size
      for (const entry of others) {
        if (!ours.has(entry.pid) && (ours.has(entry.parent) || this.#isInSession(entry, table))) take(entry)
      }
    }
    for (const pid of this.#processes.keys()) if (!ours.has(pid)) this.#processes.delete(pid)
    return [...ours.values()].filter(({ isOver }) => !isOver).map((entry) => this.#describe(entry))
  }

  #isKnown({ pid, started }: ProcessEntry): boolean {
    return this.#processes.get(pid) === started
  }

  /** A session id is in use while the session has members. After that another process may get it. */
  #isInSession({ session }: ProcessEntry, table: ReadonlyMap<number, ProcessEntry>): boolean {
    if (!this.#sessions.has(session)) return false
    const leader = table.get(session)
    return leader === undefined || leader.started === this.#sessions.get(session)
  }

  #hasTrait({ pid, started }: ProcessEntry): boolean {
    if (started < this.#since) return false
    if (this.#markOf(pid) !== undefined) return true
    return this.#outputs.size > 0 && this.#table.channels(pid).some((channel) => this.#outputs.has(channel))
  }

  #markOf(pid: number): string | undefined {
    const value = this.#table.variable(pid, this.#mark.name)
    return value?.startsWith(this.#mark.value) ? value : undefined
  }

  #describe({ pid, started, session }: ProcessEntry): RunningProcess {
    const mark = this.#markOf(pid)
    return { pid, started, session, command: this.#table.command(pid), ...(mark !== undefined && { mark }) }
  }

  /** Where the host lists no processes, the process group of the command is used. */
  #lookForGroup(): RunningProcess[] {
    if (this.#leader === undefined || !send(-this.#leader, 0)) return []
    return [{ pid: -this.#leader, started: 0, session: this.#leader, command: 'a process group' }]
  }
}

function idOf({ pid, started }: RunningProcess): string {
  return `${pid} ${started}`
}

/** False for a process that has ended or is of another user; the next read shows which. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

/** The same with other command lines, such as ones without secrets. */
export function withCommands({ ended, surviving }: Ending, change: (command: string) => string): Ending {
  const changed = (processes: readonly RunningProcess[]): RunningProcess[] =>
    processes.map((one) => ({ ...one, command: change(one.command) }))
  return { ended: changed(ended), surviving: changed(surviving) }
}

/** Clauses about processes that a command started: `its background process 123 (sleep 1000) was ended`. */
export function showEnding({ ended, surviving }: Ending): string[] {
  const clause = (processes: readonly RunningProcess[], one: string, more: string): string[] => {
    if (processes.length === 0) return []
    const shown = listed(processes.map(showProcess), SHOWN_PROCESSES)
    const [noun, verb] = processes.length === 1 ? ['process', one] : ['processes', more]
    return [`its background ${noun} ${shown} ${verb}`]
  }
  return [...clause(ended, 'was ended', 'were ended'), ...clause(surviving, 'still runs', 'still run')]
}

/** The next step for processes that still run; empty without any. */
export function howToEnd({ surviving }: Ending): string {
  const pids = surviving.map(({ pid }) => pid)
  return pids.length === 0
    ? ''
    : `End the processes that still run: \`kill -9 ${pids.join(' ')}\`, as root if necessary.`
}

/** ``123 (`sleep 1000`)`` */
function showProcess({ pid, command }: Pick<RunningProcess, 'pid' | 'command'>): string {
  const shown = oneLine(command, SHOWN_COMMAND).replaceAll('`', "'")
  return shown === '' ? String(pid) : `${pid} (\`${shown}\`)`
}
