import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'
import { GRACE_MS } from '../../../support/processes/grace.ts'
import { ProcessTree } from '../../../support/processes/process-tree.ts'
import type { Ending, Mark, Trace } from '../../../support/processes/process-tree.ts'
import type { MaskedStream } from '../../../support/secrets/matcher.ts'
import type { Secrets } from '../../../support/secrets/secrets.ts'
import { HOOK_GRACE_MS } from './processes.ts'

/** A longer line is passed on in pieces of this many characters, so that memory stays bounded. */
const LINE_PIECE = 65_536

export interface ScriptRun {
  readonly command: readonly [string, ...string[]]
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
  readonly mark: Mark
  /** Milliseconds. */
  readonly timeout: number
  readonly signal?: AbortSignal
  /** As AWS's agent: what a script says after its time is over is not heard. */
  readonly deafAfterTimeout: boolean
  /** Hidden in what the script prints, before anything else sees it. */
  readonly secrets?: Pick<Secrets, 'stream'>
  /** `end` is false for a piece of a line that goes on; `begins` is false for a piece that continues one. */
  readonly onLine: (stream: 'stdout' | 'stderr', text: string, begins: boolean, end: boolean) => void
}

export interface ScriptEnd {
  readonly exitCode?: number
  readonly signal?: string
  /** It could not be started: an error code of the system such as ENOENT, and the program that was to be run. */
  readonly notStarted?: { readonly code: string; readonly program: string }
  readonly timedOut: boolean
  readonly cancelled: boolean
  /** It ended, but something that it started kept this output open until the timeout. */
  readonly leftOpen?: 'STDOUT' | 'STDERR'
  readonly outputBytes: number
  /** What a script that did not succeed had left behind. */
  readonly background?: Ending
  /** Something still runs: a service that the script started, or what could not be ended. */
  readonly running?: Trace
}

/**
 * Runs a script in a session of its own, without input. One that fails, hangs or is cancelled leaves no process; what a
 * succeeding one put into the background with its outputs redirected goes on: it is the service.
 */
export async function runScript(run: ScriptRun): Promise<ScriptEnd> {
  run.signal?.throwIfAborted()
  const [program, ...words] = run.command
  const child = spawn(program, words, {
    cwd: run.cwd,
    env: { ...run.environment, [run.mark.name]: run.mark.value },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  // At once: what a short script starts must be seen before it is over.
  const tree = new ProcessTree(run.mark, child.pid)
  const failure = await failureOf(child)
  if (failure !== undefined) {
    return { notStarted: { code: failure, program }, timedOut: false, cancelled: false, outputBytes: 0 }
  }
  const output = { bytes: 0 }
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((done) => {
    child.once('exit', (code, signal) => done([code, signal]))
  })
  const stdout = follow(child.stdout, 'stdout', run, output)
  const stderr = follow(child.stderr, 'stderr', run, output)
  const clock = new Deadline(run.timeout, run.signal)
  try {
    const status = await clock.within(ended)
    const leftOpen =
      status &&
      ((await clock.within(stdout.closed)) === undefined
        ? 'STDOUT'
        : (await clock.within(stderr.closed)) === undefined
          ? 'STDERR'
          : undefined)
    const timedOut = status === undefined && !clock.cancelled
    const failed = status === undefined || leftOpen !== undefined || status[0] !== 0
    if (timedOut && run.deafAfterTimeout) for (const heard of [stdout, stderr]) heard.stop()
    if (status && !leftOpen && failed) await tree.settle()
    const background = failed ? await tree.end(clock.cancelled ? GRACE_MS : HOOK_GRACE_MS) : undefined
    const [code, signal] = status ?? []
    const isLeft = tree.running().length > 0
    return {
      ...(typeof code === 'number' && { exitCode: code }),
      ...(typeof signal === 'string' && { signal }),
      timedOut,
      cancelled: clock.cancelled,
      ...(leftOpen && !clock.cancelled && { leftOpen }),
      outputBytes: output.bytes,
      ...(background && { background }),
      ...(isLeft && { running: tree.trace() }),
    }
  } finally {
    tree.stopWatching()
    clock.stop()
    stdout.finish()
    stderr.finish()
    child.unref()
  }
}

/** Undefined once the child runs; the system's error code where it cannot. */
function failureOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((done) => {
    child.once('spawn', () => done(undefined))
    child.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'UNKNOWN'))
  })
}

/** One deadline and one cancel path for several waits. */
class Deadline {
  readonly #over: Promise<undefined>
  readonly #timer: NodeJS.Timeout
  #cancel: (() => void) | undefined
  readonly #signal: AbortSignal | undefined
  cancelled = false

  constructor(ms: number, signal: AbortSignal | undefined) {
    this.#signal = signal
    let over = (): void => undefined
    this.#over = new Promise((done) => {
      over = () => done(undefined)
    })
    this.#timer = setTimeout(over, Math.min(ms, 2 ** 31 - 1))
    this.#cancel = () => {
      this.cancelled = true
      over()
    }
    signal?.addEventListener('abort', this.#cancel)
  }

  /** What the promise gives, or undefined when the time is over first. */
  within<T>(promise: Promise<T>): Promise<T | undefined> {
    return Promise.race([promise, this.#over])
  }

  stop(): void {
    clearTimeout(this.#timer)
    if (this.#cancel) this.#signal?.removeEventListener('abort', this.#cancel)
    this.#cancel = undefined
  }
}

interface Following {
  readonly closed: Promise<true>
  /** Hears no more, and drops an unfinished line. */
  stop(): void
  /** Hears no more, and passes on an unfinished line. */
  finish(): void
}

const UNMASKED: MaskedStream = { push: (text) => text, end: () => '' }

function follow(readable: Readable, stream: 'stdout' | 'stderr', run: ScriptRun, output: { bytes: number }): Following {
  const decoder = new StringDecoder('utf8')
  const masked = run.secrets?.stream() ?? UNMASKED
  let rest = ''
  let begins = true
  const pass = (text: string, end: boolean): void => {
    run.onLine(stream, text, begins, end)
    begins = end
  }
  const take = (text: string): void => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) pass(line, true)
    for (; rest.length >= LINE_PIECE; rest = rest.slice(LINE_PIECE)) pass(rest.slice(0, LINE_PIECE), false)
  }
  readable.on('data', (chunk: Buffer) => {
    output.bytes += chunk.length
    take(masked.push(decoder.write(chunk)))
  })
  const closed = new Promise<true>((done) => {
    readable.once('close', () => done(true))
    readable.once('error', () => done(true))
  })
  let isStopped = false
  const stop = (): void => {
    isStopped = true
    readable.removeAllListeners('data')
    readable.destroy()
    rest = ''
  }
  return {
    closed,
    stop,
    finish() {
      if (isStopped) return
      take(masked.push(decoder.end()) + masked.end())
      if (rest !== '') pass(rest, false)
      stop()
    },
  }
}
