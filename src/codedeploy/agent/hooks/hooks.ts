/** Runs the scripts of one lifecycle event. */
import { randomUUID } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { isInside } from '../../../support/files/folders.ts'
import type { Script, ServerAppSpec } from '../../appspec/types.ts'
import { findProgram, interpreterIn } from '../../programs.ts'
import { markOf, recordStarted } from './processes.ts'
import { runScript } from './script.ts'
import type { Secrets } from '../../../support/secrets/secrets.ts'
import { asRubyRuns } from '../shell.ts'
import type { Command } from '../shell.ts'
import type { ScriptEnd } from './script.ts'
import { NewestTail, WholeLinesTail } from './tail.ts'
import type { Diagnostics, ErrorCode, OutputLine, ScriptResult } from '../types.ts'

/** The script log of a deployment on the disk ends here: what a script prints beyond is counted, not kept. */
const LOG_LIMIT = 64 * 1024 * 1024

/** Characters of the log that wait for the next turn before they are written. */
const LOG_BUFFER = 65_536

export interface HookOptions {
  readonly event: string
  /** The revision whose script runs. */
  readonly archive: string
  readonly spec: ServerAppSpec
  /** Of the deployment that is going on: the log goes there, whichever revision the scripts are from. */
  readonly log: string
  readonly root: string
  readonly deploymentId: string
  readonly environment: Readonly<Record<string, string>>
  readonly cwd: string
  readonly compatible: boolean
  readonly signal?: AbortSignal
  readonly secrets?: Pick<Secrets, 'stream'>
  readonly onOutput: (line: OutputLine) => void
}

export interface HookEnd {
  readonly scripts: readonly ScriptResult[]
  readonly diagnostics?: Diagnostics
  readonly cancelled: boolean
}

const NUMBERS: Readonly<Record<number, ErrorCode>> = {
  0: 'Success',
  1: 'ScriptMissing',
  2: 'ScriptNotExecutable',
  3: 'ScriptTimedOut',
  4: 'ScriptFailed',
}

/** The diagnostics of something that failed outside of a script: AWS's code 5. */
export function unknownError(message: string): Diagnostics {
  return { errorCode: 'UnknownError', agentCode: 5, scriptName: '', message, logTail: '' }
}

/** Runs the scripts of an event in order; the first that fails ends it. */
export async function runHook(options: HookOptions): Promise<HookEnd> {
  const scripts = options.spec.hooks.find((hook) => hook.event === options.event)?.scripts ?? []
  if (scripts.length === 0) return { scripts: [], cancelled: false }
  const log = new HookLog(options)
  const results: ScriptResult[] = []
  try {
    log.entry(`LifecycleEvent - ${options.event}\n`)
    for (const script of scripts) {
      const path = join(options.archive, script.location)
      const blocked = blockedBy(script, path, options)
      if (blocked) return { scripts: results, diagnostics: describe(script, blocked, log, options), cancelled: false }
      log.entry(`Script - ${script.location}\n`)
      const started = performance.now()
      const end = await run(script, path, results.length, log, options)
      const result = resultOf(script, path, end, performance.now() - started)
      results.push(result)
      const { root, deploymentId, event } = options
      if (end.running) recordStarted(root, { deploymentId, event, trace: end.running })
      const failure =
        log.broken && !end.timedOut && !end.cancelled
          ? unreadable(script)
          : failureOf(script, path, end, options.compatible)
      if (failure)
        return {
          scripts: results,
          diagnostics: describe(script, failure, log, options, result),
          cancelled: end.cancelled,
        }
    }
    return { scripts: results, cancelled: false }
  } finally {
    log.close()
  }
}

interface Failure {
  readonly code: number
  readonly message: string
  /** The next step, where it is not that of the code. */
  readonly advice?: string
}

/** Why a script cannot even be tried. One that is not executable is made so. */
function blockedBy(script: Script, path: string, options: HookOptions): Failure | undefined {
  if (!options.compatible && !isInside(options.archive, path)) {
    return { code: 1, message: `Script at specified location: ${script.location} lies outside of the revision` }
  }
  if (!existsSync(path)) return { code: 1, message: `Script does not exist at specified location: ${path}` }
  try {
    accessSync(path, constants.X_OK)
  } catch {
    try {
      chmodSync(path, (statSync(path).mode & 0o7777) | 0o111)
    } catch {
      return { code: 2, message: `Unable to set script at specified location: ${script.location} as executable` }
    }
  }
  return undefined
}

function run(script: Script, path: string, index: number, log: HookLog, options: HookOptions): Promise<ScriptEnd> {
  return runScript({
    command: commandOf(script, path, options.compatible),
    cwd: options.cwd,
    environment: options.environment,
    mark: markOf(options.root, options.deploymentId, options.event, `${index}.${randomUUID().slice(0, 8)}`),
    timeout: script.timeout * 1_000,
    deafAfterTimeout: options.compatible,
    ...(options.signal && { signal: options.signal }),
    ...(options.secrets && { secrets: options.secrets }),
    onLine: (stream, text, begins, end) => {
      log.output(stream, text, begins, end)
      options.onOutput({ event: options.event, script: script.location, stream, text })
    },
  })
}

/**
 * The command that runs a script. AWS's agent hands Ruby one text, which a shell takes apart where it holds anything
 * but plain words: there a path with a space fails, here it does not. As root, sudo changes nothing and is not needed.
 */
function commandOf(script: Script, path: string, compatible: boolean): Command {
  const isRoot = process.getuid?.() === 0
  const sudo = script.sudo && !(isRoot && findProgram('sudo') === undefined)
  if (compatible) {
    const prefix = script.runas === undefined ? '' : `su ${script.runas} -c `
    const text = `${sudo ? 'sudo ' : ''}${prefix}${path}`
    return asRubyRuns(text)
  }
  const user = script.runas === '' ? 'root' : script.runas
  const needsSu = user !== undefined && user !== userInfo().username
  const plain: Command = needsSu ? ['su', user, '-c', quoted(path)] : [path]
  return sudo ? ['sudo', ...plain] : plain
}

function quoted(text: string): string {
  return /^[\w/.:+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function userOf(script: Script): string {
  return script.runas === '' ? 'root' : (script.runas ?? userInfo().username)
}

function resultOf(script: Script, path: string, end: ScriptEnd, ms: number): ScriptResult {
  return {
    location: script.location,
    path,
    at: script.at,
    user: userOf(script),
    ms: Math.round(ms),
    ...(end.exitCode !== undefined && { exitCode: end.exitCode }),
    ...(end.signal !== undefined && { signal: end.signal }),
    timedOut: end.timedOut,
    outputBytes: end.outputBytes,
    ...(end.background && { background: end.background }),
  }
}

const ERRNO: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  ENOEXEC: 'Exec format error',
  E2BIG: 'Argument list too long',
}

function failureOf(script: Script, path: string, end: ScriptEnd, compatible: boolean): Failure | undefined {
  const at = placeOf(script)
  const as = nameOf(script)
  if (end.notStarted) {
    const { code, program } = end.notStarted
    const missing = code === 'ENOENT' && program === path && !compatible ? interpreterOf(path) : undefined
    const hint = missing === undefined ? '' : ` (its interpreter ${JSON.stringify(missing)} is not there)`
    return {
      code: 4,
      message: `${as} failed with error Errno::${code} with message ${ERRNO[code] ?? code} - ${program}${hint}`,
      advice:
        'It never started: give it a first line with an interpreter that this host has, Unix line ends, and the right to be executed.',
    }
  }
  if (end.cancelled) return { code: 5, message: `${as} was cancelled` }
  if (end.timedOut) return { code: 3, message: `${at} failed to complete in ${script.timeout} seconds` }
  if (end.leftOpen) return { code: 6, message: `${at} failed to close ${end.leftOpen}` }
  if (end.exitCode === 0) return undefined
  if (end.exitCode === undefined && !compatible)
    return { code: 4, message: `${as} was ended by signal ${end.signal ?? 'unknown'}` }
  return { code: 4, message: `${as} failed with exit code ${end.exitCode ?? ''}` }
}

/** Ruby stumbles over what is not UTF-8, and the agent takes that for a failure of the script. */
function unreadable(script: Script): Failure {
  return {
    code: 4,
    message: `${nameOf(script)} failed with error ArgumentError with message invalid byte sequence in UTF-8`,
  }
}

function placeOf({ location }: Script): string {
  return `Script at specified location: ${location}`
}

function nameOf(script: Script): string {
  return script.runas === undefined ? placeOf(script) : `${placeOf(script)} run as user ${script.runas}`
}

/** The program that the first line of a script asks for. */
function interpreterOf(path: string): string | undefined {
  return interpreterIn(readFileSync(path, 'latin1').split('\n', 1)[0] ?? '')
}

function describe(
  script: Script,
  failure: Failure,
  log: HookLog,
  options: HookOptions,
  result?: ScriptResult,
): Diagnostics {
  return {
    errorCode: NUMBERS[failure.code] ?? 'UnknownError',
    agentCode: failure.code,
    scriptName: script.location,
    message: failure.message,
    ...(failure.advice !== undefined && { advice: failure.advice }),
    logTail: log.tail(),
    ...(result?.exitCode !== undefined && { exitCode: result.exitCode }),
    ...(result?.signal !== undefined && { signal: result.signal }),
    user: userOf(script),
    ...(result && { seconds: result.ms / 1_000 }),
    ...(result?.background && { background: result.background }),
    source: { file: options.spec.file, ...script.at },
  }
}

/** `scripts.log`, and its end in memory for the diagnostics. */
class HookLog {
  readonly #descriptor: number
  readonly #tail: NewestTail | WholeLinesTail
  readonly #compatible: boolean
  #written: number
  #dropped = 0
  #pending = ''
  #closed = false
  /** Outputs to which AWS's agent listens no more, because they were not UTF-8. */
  readonly #deaf = new Set<string>()

  constructor(options: HookOptions) {
    mkdirSync(dirname(options.log), { recursive: true })
    this.#descriptor = openSync(options.log, 'a')
    this.#written = statSync(options.log).size
    this.#compatible = options.compatible
    this.#tail = options.compatible ? new WholeLinesTail() : new NewestTail()
  }

  entry(text: string): void {
    this.#tail.line(text)
    this.#write(`${stamp()} ${text}`)
  }

  /** A piece of a line that goes on has no line end, and one that continues a line no prefix. */
  output(stream: string, text: string, begins: boolean, end: boolean): void {
    if (this.#deaf.has(stream)) return
    const line = `${begins ? `[${stream}]` : ''}${text}${end ? '\n' : ''}`
    // A line that comes in pieces is longer than the tail: its first piece has emptied it already.
    if (begins || !this.#compatible) this.#tail.line(line)
    this.#write(begins ? `${stamp()} ${line}` : line)
    if (this.#compatible && text.includes('\uFFFD')) this.#deaf.add(stream)
  }

  get broken(): boolean {
    return this.#deaf.size > 0
  }

  tail(): string {
    return this.#tail.text()
  }

  close(): void {
    if (this.#dropped > 0) this.#pending += `\n${stamp()} ${this.#dropped} more bytes were not kept\n`
    this.#flush()
    closeSync(this.#descriptor)
    this.#closed = true
  }

  #write(text: string): void {
    const bytes = Buffer.byteLength(text)
    if (this.#written + bytes > LOG_LIMIT) {
      this.#dropped += bytes
      return
    }
    this.#written += bytes
    if (this.#pending === '') setImmediate(() => this.#flush())
    this.#pending += text
    if (this.#pending.length > LOG_BUFFER) this.#flush()
  }

  #flush(): void {
    if (this.#closed || this.#pending === '') return
    writeSync(this.#descriptor, this.#pending)
    this.#pending = ''
  }
}

function stamp(): string {
  const now = new Date()
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  return `${day} ${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`
}
