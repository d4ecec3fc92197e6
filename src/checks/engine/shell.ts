import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as delay } from 'node:timers/promises'
import { ProcessTree, type Ending } from '../../support/processes/process-tree.ts'
import type { Secrets } from '../../support/secrets/secrets.ts'

/** Commands of the user's: run through a shell, watched, and ended with everything that they started. */

export interface ShellCommand {
  readonly command: string
  /** Absolute path of the folder in which it runs. */
  readonly directory: string
  /** All variables that it gets; nothing is added but a mark by which its processes are found. */
  readonly env: Readonly<Record<string, string>>
  /** Ends the command and what it started: SIGTERM, after a grace period SIGKILL. */
  readonly signal: AbortSignal
  readonly graceMs?: number
  /** Hidden in what the command prints, before anything else sees it. */
  readonly secrets: Pick<Secrets, 'stream'>
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
  /** What it had left behind. */
  readonly background: Ending
  readonly startError?: string
}

const TAIL_LINES = 60
const LINE_LENGTH = 4_000
/** How long output may still come after the exit; a child that was left behind holds the pipe open. */
const OUTPUT_AFTER_EXIT_MS = 500
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
    // A session of its own, by which its processes are known.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const streams = [child.stdout, child.stderr].map((stream) => {
    const decoder = new StringDecoder('utf8')
    const masked = options.secrets.stream()
    const source = output.source()
    stream.on('data', (bytes: Buffer) => source.take(masked.push(decoder.write(bytes))))
    const finish = (): void => {
      source.take(masked.push(decoder.end()) + masked.end())
      source.end()
    }
    return { finish, closed: new Promise((resolve) => stream.on('close', resolve)) }
  })
  const exit = new Promise<Exit>((resolve) => {
    child.on('error', (error) => resolve({ startError: error.message }))
    child.on('exit', (code, signal) => resolve({ ...(code !== null && { exitCode: code }), ...(signal && { signal }) }))
  })
  const tree = child.pid === undefined ? undefined : new ProcessTree({ name: MARK, value: mark }, child.pid)
  let ending: Promise<Ending> | undefined
  let giveUp: (how: Exit) => void = () => undefined
  const givenUp = new Promise<Exit>((resolve) => (giveUp = resolve))
  const end = async (): Promise<Ending> => {
    ending ??= endTree(tree, options.graceMs)
    const { surviving } = await ending
    // A command that became another user's, by `exec sudo`, cannot be ended: its exit is not waited for.
    if (surviving.length > 0) giveUp({})
    return ending
  }
  const abort = (): void => void end()
  if (options.signal.aborted) abort()
  options.signal.addEventListener('abort', abort, { once: true })
  try {
    const how = await Promise.race([exit, givenUp])
    const ended = ending !== undefined
    const ms = performance.now() - started
    if (!ended) await tree?.settle()
    const background = await end()
    const closed = Promise.all(streams.map((stream) => stream.closed))
    await Promise.race([closed, delay(OUTPUT_AFTER_EXIT_MS, undefined, { ref: false })])
    for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners('data').destroy()
    for (const { finish } of streams) finish()
    return { ...how, tail: output.tail, lines: output.count, ms, ended, background }
  } finally {
    options.signal.removeEventListener('abort', abort)
  }
}

interface Exit {
  readonly exitCode?: number
  readonly signal?: string
  readonly startError?: string
}

async function endTree(tree: ProcessTree | undefined, graceMs: number | undefined): Promise<Ending> {
  return (await tree?.end(graceMs)) ?? { ended: [], surviving: [] }
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

/**
 * What gives power over AWS, GitHub or this step: credentials, tokens, and the files through which a step speaks to
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
