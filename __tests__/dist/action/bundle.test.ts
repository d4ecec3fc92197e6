import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { overBudget, weigh } from '../../../scripts/bundle/budget.ts'
import { filesOfAStart } from '../../../scripts/bundle/start.ts'
import { openBench, PROJECT } from '../support/harness.ts'

/** The files in dist/, as they are published. */

const DIST = join(PROJECT, 'dist')
const names = readdirSync(DIST)
const scripts = names.filter((name) => name.endsWith('.js'))
const textOf = (name: string): string => readFileSync(join(DIST, name), 'utf8')

test('files have names, not numbers', () => {
  expect(scripts).toEqual(expect.arrayContaining(['index.js', 'precheck.js', 'aws-s3.js', 'actions-artifact.js']))
  expect(names.filter((name) => /^\d|[.-]\d+\.js$/.test(name))).toEqual([])
})

test('the entry refers only to files that exist', () => {
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

test('the clients of AWS have only the operations that are used', () => {
  // A client whose module is not imported by names is bundled with all operations, and with this function.
  expect(scripts.filter((name) => textOf(name).includes('createAggregatedClient'))).toEqual([])
})

test('the licences of the bundled packages are included', () => {
  const licenses = textOf('licenses.txt')
  for (const name of ['@actions/core', '@actions/artifact', '@aws-sdk/client-s3', 'undici', 'yaml', 'zod']) {
    expect(licenses).toMatch(new RegExp(`^${name}$`, 'm'))
  }
})

test('a start loads no HTTP modules of Node before they are needed', () => {
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

test('an uncaught error is shown with its stack and without the source line', () => {
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

/**
 * Every module of every file, evaluated in one process: in the bundle, each of them may be missing or broken. The entry is
 * loaded without its last statements, which start the action.
 */
test('every file can be loaded, and every module in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-'))
  try {
    for (const name of [...scripts, 'package.json']) symlinkSync(join(DIST, name), join(folder, name))
    const start = /var (\w+)=__nccwpck_require__\((\d+)\);await \1;\s*$/
    const [, , main = ''] = start.exec(textOf('index.js')) ?? []
    expect(main).not.toBe('')
    rmSync(join(folder, 'index.js'))
    writeFileSync(join(folder, 'index.js'), textOf('index.js').replace(start, 'export default __nccwpck_require__;'))
    const loader = `
      const { default: load } = await import('./index.js')
      const files = ${JSON.stringify(scripts.filter((name) => name !== 'index.js'))}
      for (const name of files) Object.assign(load.m, (await import('./' + name)).modules)
      const problems = []
      for (const id of Object.keys(load.m)) {
        if (id === '${main}') continue
        try { await load(Number(id)) } catch (error) { problems.push(id + ': ' + error.message) }
      }
      process.stdout.write(JSON.stringify({ modules: Object.keys(load.m).length, problems }), () => process.exit())`
    writeFileSync(join(folder, 'loader.mjs'), loader)
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'loader.mjs')], {
      encoding: 'utf8',
      cwd: folder,
    })
    expect(stderr).toBe('')
    const { modules, problems } = JSON.parse(stdout) as {
      readonly modules: number
      readonly problems: readonly string[]
    }
    expect(problems).toEqual([])
    expect(modules).toBeGreaterThan(1_000)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Packages that are loaded at their first use. */
const lazy = globSync('src/**/*.ts', { cwd: PROJECT }).flatMap((path) =>
  [...readFileSync(join(PROJECT, path), 'utf8').matchAll(/import\('((?!\.|node:)[^']+)'\)/g)].map(
    ([, name = '']) => name,
  ),
)

test('a bundled CommonJS package whose export is a function has only a default export', async () => {
  const functions: string[] = []
  for (const name of new Set(lazy)) {
    const loaded = (await import(name)) as Record<string, unknown>
    if (typeof loaded['module.exports'] === 'function') functions.push(name)
  }
  expect(functions.toSorted()).toEqual(['ajv', 'ajv-formats', 'ajv/dist/2020.js'])
})

test('the bundle validates JSON Schemas of both drafts', async () => {
  const bench = await openBench()
  const server = createServer((socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{"a":1}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const schema = (type: string, more: object = {}): object => ({ properties: { a: { type } }, ...more })
    const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#' }
    const verify = [schema('number'), schema('string'), schema('number', draft7), schema('string', draft7)].map(
      (each, at) => ({ name: String(at), http: { url, 'json-schema': each } }),
    )
    writeFileSync(join(bench.workspace, 'verify.yml'), JSON.stringify({ version: 1, verify }))
    const { evidence } = await bench.step({ command: 'verify', config: 'verify.yml' })
    const found = evidence?.findings.filter(({ subject }) => subject.startsWith('check/'))
    expect(found?.map(({ outcome }) => outcome)).toEqual(['pass', 'fail', 'pass', 'fail'])
  } finally {
    server.close()
    await bench.close()
  }
})
