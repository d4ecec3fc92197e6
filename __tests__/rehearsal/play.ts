import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Evidence } from '../../src/evidence/document.ts'

const PROJECT = join(import.meta.dirname, '../..')

export interface Rehearsed {
  readonly status: number | null
  readonly output: string
  readonly json: { readonly verdict: string; readonly steps: readonly Step[] }
  /** What --out kept, by name. */
  readonly kept: ReadonlyMap<string, string>
  /** Documents in the order of the steps. */
  readonly evidence: readonly Evidence[]
  /** Names in the folder that the rehearsal had for its temporary things, after its end. */
  readonly left: readonly string[]
}

interface Step {
  readonly command: string
  readonly environment: string
  readonly verdict: string
  readonly ms: number
  readonly codes: readonly string[]
}

/** Starts `npm run rehearse` as a user does. `interruptAt`: sends SIGINT when that text is seen. */
export async function rehearse(args: readonly string[], interruptAt?: string): Promise<Rehearsed> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'))
  const temp = mkdtempSync(join(folder, 'temp-'))
  const out = join(folder, 'out')
  try {
    const child = spawn(
      process.execPath,
      [join(PROJECT, 'rehearsal/main.ts'), '--yes', '--json', '--out', out, ...args],
      { cwd: folder, env: { ...process.env, TMPDIR: temp, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        const seen = interruptAt !== undefined && output.includes(interruptAt)
        output += text
        if (interruptAt !== undefined && !seen && output.includes(interruptAt)) child.kill('SIGINT')
      })
    }
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
    const names = readdirSync(out).toSorted()
    const kept = new Map(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]))
    return {
      status,
      output,
      json: JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Rehearsed['json'],
      kept,
      evidence: names.filter((name) => /^\d\d-/.test(name)).map((name) => JSON.parse(kept.get(name) ?? '') as Evidence),
      left: readdirSync(temp).filter((name) => name !== 'node-compile-cache'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the tasks two at a time, in order; each result is there as soon as it is done. */
export function twoAtATime<T>(tasks: readonly (() => Promise<T>)[]): Promise<T>[] {
  const lanes = [Promise.resolve(), Promise.resolve()] as Promise<unknown>[]
  return tasks.map((task, index) => {
    const lane = index % lanes.length
    const done = (lanes[lane] as Promise<unknown>).then(task, task)
    lanes[lane] = done.catch(() => undefined)
    return done
  })
}
