import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { COMMAND_NAMES } from '../../../src/config/model/command-names.ts'
import { DEFAULT_CONFIG, readInputs } from '../../../src/config/model/inputs.ts'
import { PROJECT } from '../support/harness.ts'

const action = readAction(PROJECT)

test('action.yml has exactly the inputs that the code reads', () => {
  const read = new Set(['github-token'])
  readInputs((name) => {
    read.add(name)
    return name === 'command' ? 'precheck' : ''
  })
  expect(action.inputs.map(({ name }) => name).toSorted()).toEqual([...read].toSorted())
})

test('the defaults in action.yml are those of the code', () => {
  const byDefault = readInputs((name) => {
    if (name === 'command') return 'precheck'
    const text = action.inputs.find((input) => input.name === name)?.default ?? ''
    return text.startsWith('${{') ? '' : text
  })
  expect(byDefault).toEqual(readInputs((name) => (name === 'command' ? 'precheck' : '')))
  expect(byDefault.config).toEqual({ path: DEFAULT_CONFIG })
})

test('the description of the input command names every command', () => {
  const { inputs } = parse(readFileSync(join(PROJECT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { description: string }>
  }
  for (const name of COMMAND_NAMES) expect(inputs['command']?.description).toContain(name)
})

test('action.yml has exactly the outputs that the code sets', () => {
  const source = readFileSync(join(PROJECT, 'src/publish.ts'), 'utf8')
  const set = [...source.matchAll(/runner\.output\('([\w-]+)'/g)].map(([, name = '']) => name)
  expect([...new Set(set)].toSorted()).toEqual([...action.outputs].toSorted())
})

test('action.yml names an existing entry file, which is an ES module', () => {
  expect(action.using).toBe('node24')
  expect(existsSync(action.main)).toBe(true)
  expect(JSON.parse(readFileSync(join(PROJECT, 'dist/package.json'), 'utf8'))).toMatchObject({ type: 'module' })
})

test('the bundle contains nothing of the sandbox and no path of the build machine', () => {
  for (const name of readdirSync(join(PROJECT, 'dist')).filter((each) => each.endsWith('.js'))) {
    const text = readFileSync(join(PROJECT, 'dist', name), 'utf8')
    expect(text.includes(PROJECT)).toBe(false)
    expect(/createCloudFormation|startSandbox/.test(text)).toBe(false)
  }
})

test('the bundle reports the missing inputs when it starts without a runner', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cold-'))
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [action.main], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stdout).toContain('the input `command` is missing')
    expect(stderr).toBe('')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
