import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { isInside, makeFolder } from '../../../src/support/files/folders.ts'

let base: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'folders-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('a folder is created with its parents, and may exist already', () => {
  makeFolder(join(base, 'a/b/c'))
  makeFolder(join(base, 'a/b/c'))
  expect(statSync(join(base, 'a/b/c')).isDirectory()).toBe(true)
})

test('a folder that cannot be created is an error', () => {
  writeFileSync(join(base, 'file'), '')
  expect(() => makeFolder(join(base, 'file/below'))).toThrow('EEXIST')
  expect(() => makeFolder('/proc/none/below')).toThrow()
})

test.each([
  ['/a', '/a', true],
  ['/a', '/a/b', true],
  ['/a', '/a/..b', true],
  ['/a', '/ab', false],
  ['/a/b', '/a', false],
])('whether %s contains %s', (folder, path, inside) => {
  expect(isInside(folder, path)).toBe(inside)
})
