import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Evidence } from '../../../src/evidence/document.ts'
import { readEvidence } from '../support/evidence.ts'

const PROJECT = join(import.meta.dirname, '../../..')

export interface Rehearsed {
  readonly status: number | null
  readonly output: string
  readonly json: { readonly verdict: string; readonly steps: readonly Step[] }
  /** The files that --out stored, by name. */
  readonly kept: ReadonlyMap<string, string>
  /** Documents in the order of the steps. */
  readonly evidence: readonly Evidence[]
  /** Names in the rehearsal's temporary folder, after its end. */
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
export function rehearse(args: readonly string[], interruptAt?: string): Promise<Rehearsed> {
  return inFolder(async (folder, temp) => {
    const out = join(folder, 'out')
    const all = ['--yes', '--json', '--out', out, ...args]
    const { status, output } = await runNode('rehearsal/main.ts', all, folder, temp, interruptAt)
    const names = readdirSync(out).toSorted()
    const kept = new Map(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]))
    return {
      status,
      output,
      json: JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Rehearsed['json'],
      kept,
      evidence: names.filter((name) => /^\d\d-/.test(name)).map((name) => readEvidence(kept.get(name) ?? '')),
      left: leftIn(temp),
    }
  })
}

export interface PlayedBreak {
  readonly verdict: string
  readonly steps: readonly Pick<Step, 'command' | 'verdict' | 'codes'>[]
  /** The document of the last step. */
  readonly evidence: Evidence | undefined
}

/** A rehearsal of group.ts. */
export interface PlayedInGroup extends PlayedBreak {
  /** The response of the shop in production to a request for its version. */
  readonly production: unknown
}

/** A rehearsal of each.ts. */
export interface PlayedAlone extends PlayedBreak {
  /** The response to customers afterwards: `version 1.4.0`. */
  readonly versions: Readonly<Record<'preprod' | 'production', string>>
  /** The responses to users of pre-prod: `41 × version 1.4.0, 3 × version 1.5.0`. */
  readonly customers: string
  /** Operations of AWS and GitHub that were called since the release began, in order. */
  readonly operations: readonly string[]
}

/** The output of a script of this folder: rehearsals by name. */
export interface PlayedAll<Result> extends Pick<Rehearsed, 'status' | 'output' | 'left'> {
  readonly results: ReadonlyMap<string, Result>
}

/** Runs several rehearsals in one process. `args`: those of the script, group.ts or each.ts. */
export function playAll<Result extends object>(script: string, args: readonly string[]): Promise<PlayedAll<Result>> {
  return inFolder(async (folder, temp) => {
    const { status, output } = await runNode(`__tests__/dist/rehearsal/${script}`, args, folder, temp)
    const results = [...output.matchAll(/^RESULT (.*)$/gm)].map(
      ([, json]) => JSON.parse(json ?? '') as Result & { name: string },
    )
    return { status, output, results: new Map(results.map((each) => [each.name, each])), left: leftIn(temp) }
  })
}

/** The result of one rehearsal. Throws with the end of the output where it did not complete. */
export function resultOf<Result>({ results, output }: PlayedAll<Result>, name: string): Result {
  const found = results.get(name)
  if (found === undefined) throw new Error(`${name} was not played:\n${output.slice(-4_000)}`)
  return found
}

async function inFolder<T>(work: (folder: string, temp: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'))
  try {
    return await work(folder, mkdtempSync(join(folder, 'temp-')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function leftIn(temp: string): string[] {
  return readdirSync(temp).filter((name) => name !== 'node-compile-cache')
}

async function runNode(
  script: string,
  args: readonly string[],
  folder: string,
  temp: string,
  interruptAt?: string,
): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, [...process.execArgv, join(PROJECT, script), ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temp, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      const seen = interruptAt !== undefined && output.includes(interruptAt)
      output += text
      if (interruptAt !== undefined && !seen && output.includes(interruptAt)) child.kill('SIGINT')
    })
  }
  const status = await new Promise<number | null>((done) => child.once('close', done))
  return { status, output }
}
