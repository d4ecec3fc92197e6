import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openBench, PROJECT, type Bench } from '../support/harness.ts'

/** The systems that docs/limits.md lists: each is tested or refused. */

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

/** Runs a command of the bundle with a simulated system. */
async function runOn(system: string, command: string, env: Readonly<Record<string, string>> = {}) {
  const stub = join(bench.workspace, '..', 'system.mjs')
  writeFileSync(stub, `Object.defineProperty(process, 'platform', { value: ${JSON.stringify(system)} })\n`)
  return bench.step(
    { command, ...(command === 'precheck' && { only: 'offline' }) },
    { NODE_OPTIONS: `--import=${pathToFileURL(stub).href}`, ...env },
  )
}

const LAPTOP = { GITHUB_ACTIONS: 'false' }

test.each([
  ['win32', 'precheck', {}, 'precheck does not run on Windows'],
  ['win32', 'verify', LAPTOP, 'verify does not run on Windows'],
  ['darwin', 'precheck', {}, 'precheck does not run on macOS'],
  ['darwin', 'gate', {}, 'gate does not run on macOS'],
  ['darwin', 'deploy-preprod', LAPTOP, 'deploy-preprod does not run on macOS'],
  ['freebsd', 'precheck', {}, 'precheck does not run on freebsd'],
])('%s: %s is refused before the first request %j', async (system, command, env, title) => {
  const { status, evidence, lines } = await runOn(system, command, env)
  expect(status).toBe(1)
  expect(evidence?.verdict).toBe('error')
  expect(evidence?.findings).toEqual([expect.objectContaining({ code: 'config/system', title })])
  expect(lines.join('\n')).toContain('Linux')
  expect(bench.asked).toEqual([])
})

test('precheck runs on a laptop with macOS', async () => {
  const { evidence } = await runOn('darwin', 'precheck', LAPTOP)
  expect(evidence?.findings.map(({ code }) => code)).not.toContain('config/system')
  expect(evidence?.findings.length).toBeGreaterThan(1)
})

test('the page lists the refused systems, and the bundle contains no native code', () => {
  const rows = [...readFileSync(join(PROJECT, 'docs/limits.md'), 'utf8').matchAll(/^\| (\w+)[^|]*\| (\w+) /gm)]
  expect(rows.map(([, system, runner]) => `${system} ${runner}`)).toEqual([
    'System On',
    'Linux yes',
    'Linux yes',
    'macOS refused',
    'Windows refused',
  ])
  const files = readdirSync(join(PROJECT, 'dist'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((name) => /\.(node|wasm|so|dll|dylib)$/.test(name))).toEqual([])
})
