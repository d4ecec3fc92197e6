import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** What an invocation gave, as Lambda answers it. */
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

/** Calls the handler of an ES module or CommonJS module with the event from its input; the last line is the result. */
const RUN = `
const [folder, file, name] = process.argv.slice(1)
let input = ''
for await (const chunk of process.stdin) input += chunk
const { existsSync } = await import('node:fs')
const path = ['mjs', 'js', 'cjs'].map((type) => folder + '/' + file + '.' + type).find(existsSync)
if (path === undefined) throw new Error("Cannot find module '" + file + "'")
const handler = (await import(path))[name]
if (typeof handler !== 'function') throw new Error(file + '.' + name + ' is undefined or not exported')
const result = await handler(JSON.parse(input), {})
process.stdout.write('\\n' + JSON.stringify(result ?? null))
`

/** Runs the code of a version in a process of its own. */
export async function invoke({ archive, handler, payload, timeoutMs, environment }: Invocation): Promise<Invoked> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-function-'))
  try {
    await unzip(Buffer.from(archive), folder)
    const [file = 'index', name = 'handler'] = handler.split('.')
    const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, folder, file, name], {
      env: { ...environment, PATH: process.env.PATH ?? '' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(payload)
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal })),
    )
    const [out, problem, { code, signal }] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    if (code === 0) return { payload: out.slice(out.lastIndexOf('\n') + 1) }
    const thrown = /^(?:\w*Error): (.*)$/m.exec(problem)?.[1] ?? 'Runtime exited with error: exit status 1'
    const errorMessage = signal === null ? thrown : `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`
    return { payload: JSON.stringify({ errorType: 'Error', errorMessage, trace: [] }), error: 'Unhandled' }
  } finally {
    await rm(folder, { recursive: true, force: true })
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
