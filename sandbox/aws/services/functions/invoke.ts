import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'

/** The result of an invocation, as Lambda returns it. */
export interface Invoked {
  readonly payload: string
  /** `Unhandled` where the handler threw, ended its process or took too long. */
  readonly error?: 'Unhandled'
}

export interface Invocation {
  readonly archive: Uint8Array
  readonly handler: string
  readonly payload: string
  readonly timeoutMs: number
  readonly environment: Readonly<Record<string, string>>
}

/** Runs handlers. */
export interface Runtime {
  invoke(invocation: Invocation): Promise<Invoked>
  /** Ends every execution environment. */
  close(): Promise<void>
}

/** Calls the handler of an ES module or CommonJS module with each event, a line of the input, and answers on channel 3. */
const RUN = `
const { existsSync, writeSync } = await import('node:fs')
const { createInterface } = await import('node:readline')
const [folder, file, name] = process.argv.slice(1)
const answer = (value) => writeSync(3, JSON.stringify(value) + '\\n')
async function load() {
  const path = ['mjs', 'js', 'cjs'].map((type) => folder + '/' + file + '.' + type).find(existsSync)
  if (path === undefined) throw new Error("Cannot find module '" + file + "'")
  const found = (await import(path))[name]
  if (typeof found !== 'function') throw new Error(file + '.' + name + ' is undefined or not exported')
  return found
}
let handler
for await (const line of createInterface({ input: process.stdin })) {
  try {
    handler ??= await load()
    answer({ result: (await handler(JSON.parse(line), {})) ?? null })
  } catch (error) {
    answer({ thrown: String(error?.message ?? error) })
  }
}
process.exit()
`

/** Environments that wait for another event; the one that was used longest ago is ended for a further one. */
const MOST_IDLE = 4

interface Answer {
  readonly result?: unknown
  readonly thrown?: string
}

/** A process with the code of a version. */
interface ExecutionEnvironment {
  readonly key: string
  readonly isAlive: () => boolean
  /** @returns the response; the exit status where the process ended without one */
  handle(payload: string): Promise<Answer | { readonly status: number | null }>
  end(): Promise<void>
}

/**
 * Handlers run in processes of their own, which handle one event at a time and are used again for the next event of the same
 * version ("Lambda execution environment lifecycle" in the Developer Guide). One that took too long is not used again.
 */
export function createRuntime(): Runtime {
  const idle: ExecutionEnvironment[] = []
  const all = new Set<ExecutionEnvironment>()
  let isClosed = false

  async function take(key: string, invocation: Invocation): Promise<ExecutionEnvironment> {
    const index = idle.findIndex((each) => each.key === key && each.isAlive())
    const [found] = index < 0 ? [] : idle.splice(index, 1)
    if (found) return found
    const started = await start(key, invocation)
    all.add(started)
    return started
  }

  async function drop(environment: ExecutionEnvironment): Promise<void> {
    all.delete(environment)
    await environment.end()
  }

  async function release(environment: ExecutionEnvironment): Promise<void> {
    if (isClosed || !environment.isAlive()) return drop(environment)
    idle.push(environment)
    if (idle.length > MOST_IDLE) await drop(idle.shift()!)
  }

  return {
    async invoke(invocation) {
      const { archive, handler, environment, timeoutMs } = invocation
      const code = createHash('sha256').update(archive).digest('hex')
      const taken = await take(JSON.stringify([code, handler, environment]), invocation)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, timeoutMs, 'late' as const)))
      const answer = await Promise.race([taken.handle(invocation.payload), late])
      clearTimeout(timer)
      if (answer === 'late') {
        await drop(taken)
        return unhandled(`Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`)
      }
      await release(taken)
      if ('status' in answer) return unhandled(`Runtime exited with error: exit status ${answer.status ?? 1}`)
      return answer.thrown === undefined ? { payload: JSON.stringify(answer.result) } : unhandled(answer.thrown)
    },
    async close() {
      isClosed = true
      await Promise.all([...all].map(drop))
    },
  }
}

function unhandled(errorMessage: string): Invoked {
  return { payload: JSON.stringify({ errorType: 'Error', errorMessage, trace: [] }), error: 'Unhandled' }
}

async function start(
  key: string,
  { archive, handler, environment }: Pick<Invocation, 'archive' | 'handler' | 'environment'>,
): Promise<ExecutionEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-function-'))
  await unzip(Buffer.from(archive), folder)
  const [file = 'index', name = 'handler'] = handler.split('.')
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, folder, file, name], {
    env: { ...environment, PATH: process.env.PATH ?? '' },
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  })
  child.stdin?.on('error', () => undefined)
  const gone = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
    child.once('error', () => resolve(null))
  })
  const answers = answersOf(child)
  return {
    key,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    handle(payload) {
      child.stdin?.write(`${payload.replaceAll(/[\r\n]/g, ' ')}\n`)
      return Promise.race([answers.next(), gone.then((status) => ({ status }))])
    },
    async end() {
      child.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The responses of an environment, one for each event. */
function answersOf(child: ChildProcess): { next(): Promise<Answer> } {
  const lines = createInterface({ input: child.stdio[3] as Readable })
  return {
    next: () => new Promise((resolve) => lines.once('line', (line) => resolve(JSON.parse(line) as Answer))),
  }
}

async function unzip(archive: Buffer, folder: string): Promise<void> {
  const zip = await yauzl.fromBufferPromise(archive)
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    const path = join(folder, entry.fileName)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await buffer(await zip.openReadStreamPromise(entry)))
  }
}
