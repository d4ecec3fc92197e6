import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  /** The process group on a host that does not report sessions. */
  readonly session: number
  /** Start time: distinguishes a process from a later one with the same id. */
  readonly started: number
  /** True for a zombie: ended, but not yet reaped by its parent. */
  readonly isOver: boolean
}

/** The processes of a host. Facts that the host does not report, or not to this user, are undefined or empty. */
export interface ProcessTable {
  /** Whether reading is cheap enough for continuous polling. */
  readonly isQuick: boolean
  /** All processes; undefined where the host does not list them. */
  list(): ProcessEntry[] | undefined
  read(pid: number): ProcessEntry | undefined
  children(pid: number): readonly number[] | undefined
  /** The value of a variable at the start of the process. */
  variable(pid: number, name: string): string | undefined
  /** The pipes and sockets that a process has open, such as `pipe:[4711]`. */
  channels(pid: number): readonly string[]
  /** The command line, or the name of the program where there is none. */
  command(pid: number): string
  /** Changes with each start of the host: process ids and start times are unique until then. */
  boot(): string
}

/** Position of the start time after the name in `/proc/PID/stat`. */
const START_TIME = 19

/** Linux. */
export const procTable: ProcessTable = {
  isQuick: true,
  list: () => numbersIn('/proc').flatMap((pid) => procTable.read(pid) ?? []),
  read(pid) {
    const stat = readText(`/proc/${pid}/stat`)
    // The name is in brackets and may contain any character, brackets too.
    const rest = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (!rest || rest.length <= START_TIME) return undefined
    const [state, parent, , session] = rest
    const isOver = state === 'Z' || state === 'X'
    return { pid, parent: Number(parent), session: Number(session), started: Number(rest[START_TIME]), isOver }
  },
  children(pid) {
    // A kernel can be built without these files.
    if (!existsSync(`/proc/${process.pid}/task/${process.pid}/children`)) return undefined
    return numbersIn(`/proc/${pid}/task`).flatMap((thread) =>
      (readText(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').map(Number).filter(Boolean),
    )
  },
  variable(pid, name) {
    const variables = readText(`/proc/${pid}/environ`)?.split('\0')
    return variables?.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1)
  },
  channels: (pid) =>
    numbersIn(`/proc/${pid}/fd`).flatMap((descriptor) => {
      try {
        const link = readlinkSync(`/proc/${pid}/fd/${descriptor}`)
        return /^(?:pipe|socket):/.test(link) ? [link] : []
      } catch {
        return []
      }
    }),
  command(pid) {
    const words = readText(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim()
    return words || readText(`/proc/${pid}/comm`)?.trim() || ''
  },
  boot: () => readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
}

/** macOS and others; Linux has the same columns. */
export const psTable: ProcessTable = {
  isQuick: false,
  list: () => readPs('-A')?.split('\n').flatMap(entryOfPs),
  read: (pid) => readPs('-p', String(pid))?.split('\n').flatMap(entryOfPs)[0],
  children: () => undefined,
  variable: () => undefined,
  channels: () => [],
  command: (pid) => run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])?.trim() ?? '',
  boot: () => '',
}

/** The table of this host. */
export const hostTable = existsSync(`/proc/${process.pid}/stat`) ? procTable : psTable

function readPs(...which: string[]): string | undefined {
  return run('ps', [...which, '-o', 'pid=,ppid=,pgid=,sess=,stat=,lstart='])
}

function entryOfPs(line: string): ProcessEntry[] {
  const [pid, parent, group, session, state = '', ...started] = line.trim().split(/\s+/)
  if (started.length === 0) return []
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      // macOS has no boot id.
      session: Number(session) > 0 ? Number(session) : Number(group),
      started: Date.parse(started.join(' ')),
      isOver: state.startsWith('Z'),
    },
  ]
}

function run(program: string, args: readonly string[]): string | undefined {
  try {
    // Times in the words of this locale.
    const env = { PATH: process.env['PATH'], LC_ALL: 'C' }
    return execFileSync(program, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
