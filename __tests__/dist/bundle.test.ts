import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { overBudget, weigh } from '../../scripts/bundle/budget.ts'
import { filesOfAStart } from '../../scripts/bundle/start.ts'
import { PROJECT } from './harness.ts'

/** The files in dist/, as they are shipped. */

const DIST = join(PROJECT, 'dist')
const names = readdirSync(DIST)
const scripts = names.filter((name) => name.endsWith('.js'))
const textOf = (name: string): string => readFileSync(join(DIST, name), 'utf8')

test('files have names, not numbers', () => {
  expect(scripts).toEqual(expect.arrayContaining(['index.js', 'precheck.js', 'aws-s3.js', 'actions-artifact.js']))
  expect(names.filter((name) => /^\d|[.-]\d+\.js$/.test(name))).toEqual([])
})

test('the entry names no file that is not there', () => {
  const named = [...textOf('index.js').matchAll(/["'`]([\w-]+\.js)["'`]/g)].map(([, name = '']) => name)
  expect(named).toContain('precheck.js')
  expect([...new Set(named)].filter((name) => !scripts.includes(name))).toEqual([])
})

test('the bundle is within its budget', () => {
  const sizes = new Map(names.map((name) => [name, statSync(join(DIST, name)).size]))
  expect(overBudget(weigh(sizes, filesOfAStart(DIST)))).toEqual([])
})

test('every file is minified', () => {
  const commented = scripts.filter((name) => /^\s*\/\*{2,}|^\s+\/\/ /m.test(textOf(name)))
  expect(commented).toEqual([])
})

test('the licences of what is bundled are in it', () => {
  const licenses = textOf('licenses.txt')
  for (const name of ['@actions/core', '@actions/artifact', '@aws-sdk/client-s3', 'undici', 'yaml', 'zod']) {
    expect(licenses).toMatch(new RegExp(`^${name}$`, 'm'))
  }
})

test('a start loads no modules of Node for HTTP before it knows that it needs them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'))
  try {
    const lister = "process.on('exit', () => process.stderr.write(process.moduleLoadList.join('\\n')))"
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(lister)}`, join(DIST, 'index.js')],
      { env: { PATH: process.env['PATH'] }, encoding: 'utf8', cwd: folder },
    )
    expect(stdout).toContain('the input `command` is missing')
    const loaded = stderr.split('\n')
    expect(loaded).toContain('NativeModule crypto')
    expect(loaded.filter((name) => /^NativeModule (https?|tls|zlib|child_process)$/.test(name))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('an uncaught error is shown by its stack, without the source line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uncaught-'))
  try {
    const thrower = "setTimeout(() => { throw new Error('out of the blue') }, 1)"
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(thrower)}`, join(DIST, 'index.js'), 'precheck'],
      { env: { PATH: process.env['PATH'] }, encoding: 'utf8', cwd: folder },
    )
    expect(status).toBe(1)
    expect(stderr).toContain('Error: out of the blue\n    at ')
    expect(stderr.length).toBeLessThan(2_000)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
