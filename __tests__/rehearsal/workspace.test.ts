import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { FILE_BREAKS } from '../../rehearsal/breaks/files.ts'
import { layOut } from '../../rehearsal/workspace.ts'
import { readConfig } from '../../src/config/schema/file.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/shop')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const version = (text: string | undefined) => (JSON.parse(text ?? '{}') as { version: string }).version

test('the next release is the installed one with its changes', () => {
  const installed = layOut(EXAMPLE, join(folder, 'installed'), 'installed').files()
  const next = layOut(EXAMPLE, join(folder, 'next'), 'next').files()
  expect(version(installed['app/package.json'])).toBe('1.4.0')
  expect(version(next['app/package.json'])).toBe('1.5.0')
  expect(Object.keys(next)).toEqual(Object.keys(installed))
  const changed = Object.keys(next).filter((path) => next[path] !== installed[path])
  expect(changed).toEqual([
    '.github/intent.yml',
    '.github/test-deployments.yml',
    'app/orders.js',
    'app/package.json',
    'infra/web.yml',
  ])
})

test('a checkout keeps the hooks executable', () => {
  layOut(EXAMPLE, join(folder, 'next'), 'next').checkout(join(folder, 'work'))
  for (const hook of ['stop', 'install', 'start', 'validate']) {
    expect(statSync(join(folder, 'work/app/hooks', hook)).mode & 0o111).toBe(0o111)
  }
})

test.each(FILE_BREAKS.map((each) => [each.name, each] as const))('%s changes the pushed files', (_, each) => {
  const repository = layOut(EXAMPLE, join(folder, 'next'), 'next')
  const before = repository.files()
  each.files?.(repository)
  expect(repository.files()).not.toEqual(before)
  const path = '.github/test-deployments.yml'
  expect(readConfig(repository.files()[path] ?? '', path).verify.length).toBeGreaterThan(0)
})

test('an edit that matches nothing is refused', () => {
  const repository = layOut(EXAMPLE, join(folder, 'next'), 'next')
  expect(() => repository.edit('app/server.js', 'not in there', '')).toThrow('does not contain')
  expect(readFileSync(join(EXAMPLE, 'app/server.js'), 'utf8')).not.toContain('not in there')
})
