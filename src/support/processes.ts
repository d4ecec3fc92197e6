import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as delay } from 'node:timers/promises'

/** Commands of the user's: run through a shell, watched, and ended with everything that they started. */

export interface ShellCommand {
  readonly command: string
  /** Absolute path of the folder in which it runs. */
  readonly directory: string
  /** All variables that it gets; nothing is added but a mark by which its processes are found. */
  readonly env: Readonly<Record<string, string>>
  /** Ends the command and what it started: SIGTERM, after `grace` SIGKILL. */
  readonly signal: AbortSignal
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly grace?: number
  /** Each line as it comes, without its line end; long ones are cut. */
  readonly onLine?: (line: string) => void
}

export interface EndedCommand {
  /** Undefined when a signal ended it, or when it could not be started. */
  readonly exitCode?: number
  readonly signal?: string
  /** The last lines of stdout and stderr, in the order in which they came. */
  readonly tail: readonly string[]
  readonly lines: number
  readonly ms: number
  /** It was ended because its `signal` was aborted. */
  readonly ended: boolean
  /** Processes that it had left behind when it exited; they were ended too. */
  readonly leftBehind: number
  readonly startError?: string
}

/** A cancelled job has 7.5 seconds before it is ended itself. */
const DEFAULT_GRACE_MS = 4_000
const TAIL_LINES = 60
const LINE_LENGTH = 4_000
/** How long output may still come after the exit; a child that was left behind holds the pipe open. */
const OUTPUT_AFTER_EXIT_MS = 500
const KILL_LOOK_MS = 50
const MARK = 'TEST_DEPLOYMENTS_PROCESS'

/** Runs a command through bash (`-eo pipefail`), or sh where there is no bash. Never rejects. */
export async function runShell(options: ShellCommand): Promise<EndedCommand> {
  const started = performance.now()
  const mark = randomUUID()
  const output = new Lines(options.onLine)
  const shell = shellOf(options.env['PATH'])
  const child = spawn(shell.path, [...shell.flags, options.command], {
    cwd: options.directory,
    env: { ...options.env, [MARK]: mark },
    // A group of its own, so that one signal reaches what the shell has started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const streams = [child.stdout, child.stderr].map((stream) => {
    const decoder = new StringDecoder('utf8')
    const source = output.source()
    stream.on('data', (bytes: Buffer) => source.take(decoder.write(bytes)))
    return new Promise<void>((resolve) =>
      stream.on('close', () => {
        source.take(decoder.end())
        source.end()
        resolve()
      }),
    )
  })
  const exit = new Promise<{ exitCode?: number; signal?: string; startError?: string }>((resolve) => {
    child.on('error', (error) => resolve({ startError: error.message }))
    child.on('exit', (code, signal) => resolve({ ...(code !== null && { exitCode: code }), ...(signal && { signal }) }))
  })
  const tree = new ProcessTree(child.pid, mark)
  const grace = options.grace ?? DEFAULT_GRACE_MS
  let ending: Promise<number> | undefined
  const end = (): void => {
    ending ??= tree.end(grace)
  }
  if (options.signal.aborted) end()
  options.signal.addEventListener('abort', end, { once: true })
  try {
    const how = await exit
    const ended = ending !== undefined
    if (ended) await ending
    const leftBehind = ended || how.startError !== undefined ? 0 : await tree.end(grace)
    await Promise.race([Promise.all(streams), delay(OUTPUT_AFTER_EXIT_MS, undefined, { ref: false })])
    for (const stream of [child.stdout, child.stderr]) stream.destroy()
    return { ...how, tail: output.tail, lines: output.count, ms: performance.now() - started, ended, leftBehind }
  } finally {
    options.signal.removeEventListener('abort', end)
  }
}

function shellOf(path: string | undefined): { path: string; flags: string[] } {
  for (const folder of ['/bin', '/usr/bin', ...(path ?? '').split(':')].filter(Boolean)) {
    try {
      accessSync(`${folder}/bash`, constants.X_OK)
      return { path: `${folder}/bash`, flags: ['--noprofile', '--norc', '-eo', 'pipefail', '-c'] }
    } catch {
      // Not there: the next folder.
    }
  }
  return { path: '/bin/sh', flags: ['-ec'] }
}

/** Puts the pieces of several streams together to lines, and keeps the last ones. */
class Lines {
  readonly tail: string[] = []
  count = 0
  readonly #onLine: ((line: string) => void) | undefined

  constructor(onLine: ((line: string) => void) | undefined) {
    this.#onLine = onLine
  }

  source(): { take(text: string): void; end(): void } {
    let open = ''
    return {
      take: (text) => {
        const parts = (open + text).split(/\r?\n|\r(?=.)/)
        open = parts.pop() ?? ''
        for (const line of parts) this.#add(line)
        // A line without an end must not fill the memory.
        if (open.length > LINE_LENGTH) {
          this.#add(open)
          open = ''
        }
      },
      end: () => {
        if (open !== '') this.#add(open)
        open = ''
      },
    }
  }

  #add(line: string): void {
    const cut = line.slice(0, LINE_LENGTH)
    this.count += 1
    this.tail.push(cut)
    if (this.tail.length > TAIL_LINES) this.tail.shift()
    this.#onLine?.(cut)
  }
}

/** A process and what it started, also what has left its group: by the mark in the environment, where /proc tells. */
class ProcessTree {
  readonly #leader: number | undefined
  readonly #mark: string

  constructor(leader: number | undefined, mark: string) {
    this.#leader = leader
    this.#mark = mark
  }

  /** SIGTERM, and after `grace` milliseconds SIGKILL. @returns how many processes were there */
  async end(grace: number): Promise<number> {
    const found = await this.#running()
    if (found.length === 0) return 0
    this.#send(found, 'SIGTERM')
    const deadline = performance.now() + grace
    while (performance.now() < deadline) {
      await delay(KILL_LOOK_MS)
      if ((await this.#running()).length === 0) return found.length
    }
    this.#send(await this.#running(), 'SIGKILL')
    return found.length
  }

  #send(pids: readonly number[], signal: NodeJS.Signals): void {
    for (const pid of [...(this.#leader === undefined ? [] : [-this.#leader]), ...pids]) {
      try {
        process.kill(pid, signal)
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  async #running(): Promise<number[]> {
    if (this.#leader === undefined) return []
    try {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
      const ours = await Promise.all(pids.map(async (pid) => ((await this.#isOurs(pid)) ? pid : undefined)))
      return ours.filter((pid) => pid !== undefined)
    } catch {
      // No /proc here: the group is what can be known.
      return groupRuns(this.#leader) ? [this.#leader] : []
    }
  }

  async #isOurs(pid: number): Promise<boolean> {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // After the name, which may hold anything: state, parent, group.
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (state === 'Z') return false
      if (Number(group) === this.#leader) return true
      return (await readFile(`/proc/${pid}/environ`, 'latin1')).includes(`${MARK}=${this.#mark}`)
    } catch {
      return false
    }
  }
}

function groupRuns(leader: number): boolean {
  try {
    process.kill(-leader, 0)
    return true
  } catch {
    return false
  }
}

/**
 * What gives power over AWS, GitHub or this very step: credentials, tokens, and the files through which a step speaks to
 * the runner (with those a command could forge outputs).
 */
const POWERFUL = [
  /^AWS_/,
  /^ACTIONS_/,
  /^INPUT_/,
  /OIDC/,
  /^(GITHUB|GH)_(ENTERPRISE_)?TOKEN$/,
  /^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/,
  /^STATE_/,
]

/** The environment for commands of the user's: the job's without what gives power, and what is given for them. */
export function scrubbed(
  env: Readonly<Record<string, string | undefined>>,
  given: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !POWERFUL.some((pattern) => pattern.test(entry[0].toUpperCase())),
  )
  return { ...Object.fromEntries(kept), ...given }
}

const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_?KEY|CREDENTIAL/i
const LEAST_SECRET_LENGTH = 6

/** Hides in a text the values of variables whose names say that they are secret. */
export function withoutSecrets(text: string, env: Readonly<Record<string, string | undefined>>): string {
  let hidden = text
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.length < LEAST_SECRET_LENGTH || !SECRET_NAME.test(name)) continue
    hidden = hidden.replaceAll(value, '***')
  }
  return hidden
}
