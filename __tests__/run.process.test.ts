import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { run } from '../src/run.ts'
import type { Annotation, Runner } from '../src/support/runtime.ts'
import { wallClock } from '../src/support/clock.ts'

const CONFIG = `version: 1
verify: [{ name: it runs, run: 'true' }]
`

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  readonly green: boolean
  readonly outputs: ReadonlyMap<string, string>
  readonly annotations: readonly Annotation[]
  readonly warnings: readonly string[]
}

/** A verification that passes, in an environment with one broken part. */
async function verify(
  inputs: Readonly<Record<string, string>> = {},
  broken: Partial<Runner> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const outputs = new Map<string, string>()
  const annotations: Annotation[] = []
  const warnings: string[] = []
  const given: Readonly<Record<string, string>> = { command: 'verify', config: CONFIG, ...inputs }
  const green = await run(
    {
      place: { env: { AWS_REGION: 'eu-west-1', PATH: process.env['PATH'], ...env }, workspace: folder, temp: folder },
      clock: wallClock,
      cancelled: new AbortController().signal,
      log: {
        debug: () => undefined,
        info: () => undefined,
        warning: (text) => void warnings.push(text),
        group: (_title, body) => body(),
        mask: () => undefined,
      },
    },
    {
      input: (name) => given[name] ?? '',
      output: (name, value) => void outputs.set(name, value),
      summary: () => Promise.resolve(),
      annotate: (annotation) => void annotations.push(annotation),
      ...broken,
    },
  )
  return { green, outputs, annotations, warnings }
}

describe('a step that passes', () => {
  test('passes and reports the location of its evidence', async () => {
    const { green, outputs } = await verify()
    expect(green).toBe(true)
    expect([...outputs.keys()]).toEqual(['verdict', 'digest', 'evidence', 'report', 'page'])
    expect(outputs.get('verdict')).toBe('pass')
  })

  test('does not pass where its evidence cannot be written', async () => {
    await writeFile(join(folder, 'taken'), '')
    const { green, outputs, annotations } = await verify({ evidence: 'taken' })
    expect(green).toBe(false)
    expect([...outputs]).toEqual([
      ['verdict', 'error'],
      ['page', ''],
    ])
    // The folder is read for the evidence of the deployment before it is written to.
    expect(annotations.map(({ title }) => title)).toEqual(['evidence/unreadable', 'evidence/unwritable'])
  })

  test('does not pass where the runner accepts no outputs, and reports the cause in one line', async () => {
    const output = (): never => {
      throw new Error('Missing file at path')
    }
    const { green, annotations } = await verify({}, { output })
    expect(green).toBe(false)
    expect(annotations).toMatchObject([
      { title: 'evidence/unwritable', message: expect.stringContaining('Missing file at path') },
    ])
  })

  test('still passes without a summary, which contains nothing that the evidence does not', async () => {
    const { green, outputs, warnings } = await verify({}, { summary: () => Promise.reject(new Error('no such file')) })
    expect(green).toBe(true)
    expect(outputs.has('digest')).toBe(true)
    expect(warnings).toEqual(['the summary could not be written: no such file'])
  })

  test('has no attempt where the runner sets none', async () => {
    const { outputs } = await verify({}, {}, { GITHUB_RUN_ATTEMPT: 'many' })
    expect(outputs.get('evidence')).toContain('attempt0')
  })
})
