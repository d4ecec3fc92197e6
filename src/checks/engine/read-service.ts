import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { inspectFile } from '../../support/files/files.ts'
import { followBelow } from '../../support/files/rooted-path.ts'
import { listListeners, type Listener } from '../../support/processes/listeners.ts'
import { outputOf } from '../../support/processes/output.ts'
import { hostTable, type ProcessEntry } from '../../support/processes/process-table.ts'
import { messageOf } from '../../support/errors.ts'

/** One reading of a service on this host. */
export type ServiceReading = Running | NotRunning

export interface NotRunning {
  /** `unknown`: it could not be determined. */
  readonly kind: 'absent' | 'unknown'
  readonly why: string
}

export interface Running {
  readonly kind: 'running'
  /** The id of its first process. */
  readonly main: number
  /** Distinguishes the process from a later one with the same id. */
  readonly born: number
  /** Milliseconds since 1970; undefined where the start of the host is not known. */
  readonly startedAt?: number
  /** Of units: how often systemd restarted it by itself. */
  readonly restarts?: number
  /** Of a file with the process id: when it was written, milliseconds since 1970. */
  readonly namedAt?: number
  /** All listening sockets of the host; undefined where they cannot be listed. */
  readonly listeners?: readonly Listener[]
  readonly sockets: Sockets
}

interface Sockets {
  /** Inodes of the sockets of the service. */
  readonly own: ReadonlySet<string>
  /** A process of the service does not show its sockets to this user. */
  readonly denied: boolean
}

interface Wanted {
  readonly service: string
  readonly by: 'unit' | 'process' | 'pid-file'
  /** Below which a file with the process id is. */
  readonly root: string
}

const NAME_BYTES = 15
const TICKS_PER_SECOND = 100
const PROPERTIES = ['LoadState', 'ActiveState', 'SubState', 'Result', 'NRestarts', 'MainPID', 'ControlGroup']

interface Found {
  readonly main: number
  readonly members?: readonly number[]
  readonly restarts?: number
  readonly namedAt?: number
}

/** Reads once whether a service runs, and its sockets. Rejects only when cancelled. */
export async function readService(wanted: Wanted, signal: AbortSignal): Promise<ServiceReading> {
  signal.throwIfAborted()
  const table = hostTable.list()
  if (table === undefined || table.length === 0)
    return { kind: 'unknown', why: 'the processes of this host cannot be listed' }
  const found = await find(wanted, table)
  if ('kind' in found) return found
  const main = table.find(({ pid, isOver }) => pid === found.main && !isOver)
  if (main === undefined) return { kind: 'absent', why: `the process ${found.main} does not run` }
  const boot = bootSeconds()
  const listeners = listListeners()
  return {
    kind: 'running',
    main: main.pid,
    born: main.started,
    ...(boot !== undefined && { startedAt: (boot + Math.floor(main.started / TICKS_PER_SECOND)) * 1_000 }),
    ...(found.restarts !== undefined && { restarts: found.restarts }),
    ...(found.namedAt !== undefined && { namedAt: found.namedAt }),
    ...(listeners && { listeners }),
    sockets: socketsOf(familyOf([main.pid, ...(found.members ?? [])], table)),
  }
}

async function find(wanted: Wanted, table: readonly ProcessEntry[]): Promise<Found | NotRunning> {
  switch (wanted.by) {
    case 'unit':
      return findUnit(wanted.service)
    case 'pid-file':
      return findByFile(wanted)
    case 'process':
      return findByName(wanted.service, table)
  }
}

async function findUnit(unit: string): Promise<Found | NotRunning> {
  const show = ['show', `--property=${PROPERTIES.join(',')}`, '--', unit]
  let properties: Map<string, string>
  try {
    const { exitCode, stdout } = await outputOf('systemctl', show)
    if (exitCode !== 0 || stdout.trim() === '') return { kind: 'unknown', why: 'systemctl did not respond' }
    // A name with `*` is a pattern for systemctl, and names of several units have several answers.
    if ([...stdout.matchAll(/^LoadState=/gm)].length > 1)
      return { kind: 'unknown', why: `${unit} is the name of several units` }
    properties = new Map(
      stdout.split('\n').map((line) => {
        const at = line.indexOf('=')
        return [line.slice(0, at), line.slice(at + 1)] as const
      }),
    )
  } catch {
    return { kind: 'unknown', why: 'systemctl did not respond' }
  }
  const of = (name: string): string => properties.get(name) ?? ''
  if (of('LoadState') !== 'loaded') return { kind: 'absent', why: `the unit is ${of('LoadState')}` }
  if (of('ActiveState') !== 'active' || of('SubState') !== 'running')
    return { kind: 'absent', why: `the unit is ${of('ActiveState')} (${of('SubState')}), ${of('Result')}` }
  const main = Number(of('MainPID'))
  if (!Number.isSafeInteger(main) || main <= 0) return { kind: 'absent', why: 'there is no process id of it' }
  const restarts = /^\d+$/.test(of('NRestarts')) ? Number(of('NRestarts')) : undefined
  return { main, members: membersOf(of('ControlGroup')), ...(restarts !== undefined && { restarts }) }
}

function membersOf(group: string): number[] {
  if (group === '') return []
  return ['/sys/fs/cgroup', '/sys/fs/cgroup/systemd'].flatMap((root) =>
    (readText(`${root}${group}/cgroup.procs`) ?? '').split('\n').map(Number).filter(Boolean),
  )
}

async function findByFile({ service, root }: Wanted): Promise<Found | NotRunning> {
  try {
    const place = root === '/' ? { path: service } : await followBelow(root, service)
    const file = place && (await inspectFile(place.path))
    if (place === undefined || file?.kind !== 'file') return { kind: 'absent', why: `${service} is not a file` }
    const id = (file.content ?? '').split('\n', 1)[0]?.replaceAll(/[ \t\r]/g, '') ?? ''
    if (!/^[1-9]\d*$/.test(id)) return { kind: 'absent', why: 'there is no process id of it' }
    return { main: Number(id), namedAt: (await stat(place.path)).mtimeMs }
  } catch (error) {
    return { kind: 'unknown', why: `${service} cannot be read: ${messageOf(error)}` }
  }
}

/** The oldest of the name is the first. */
function findByName(name: string, table: readonly ProcessEntry[]): Found | NotRunning {
  const shown = Buffer.from(name).subarray(0, NAME_BYTES)
  const named = table
    .filter(({ pid, isOver }) => !isOver && readBytes(`/proc/${pid}/comm`)?.subarray(0, -1).equals(shown) === true)
    .toSorted((a, b) => a.started - b.started)
  const [oldest] = named
  if (oldest === undefined) return { kind: 'absent', why: 'no such process runs' }
  return { main: oldest.pid, members: named.map(({ pid }) => pid) }
}

/** The processes, and all that they started. */
function familyOf(pids: readonly number[], table: readonly ProcessEntry[]): Set<number> {
  const known = new Set(pids)
  for (let before = 0; before < known.size;) {
    before = known.size
    for (const { pid, parent } of table) if (known.has(parent)) known.add(pid)
  }
  return known
}

function socketsOf(pids: ReadonlySet<number>): Sockets {
  const own = new Set<string>()
  let denied = false
  for (const pid of pids) {
    if (!isReadable(`/proc/${pid}/fd`)) {
      denied ||= existsSync(`/proc/${pid}`)
      continue
    }
    for (const channel of hostTable.channels(pid)) {
      const inode = /^socket:\[(\d+)\]$/.exec(channel)?.[1]
      if (inode !== undefined) own.add(inode)
    }
  }
  return { own, denied }
}

/** When this host was started, in seconds since 1970. */
function bootSeconds(): number | undefined {
  const found = /^btime (\d+)$/m.exec(readText('/proc/stat') ?? '')?.[1]
  return found === undefined ? undefined : Number(found)
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function readText(path: string): string | undefined {
  return readBytes(path)?.toString('utf8')
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
