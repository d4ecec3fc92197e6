import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { searchGlob } from '../../../src/support/files/search-glob.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'globs-'))
  for (const name of ['a'.repeat(250), 'one.xml', 'two.xml']) writeFileSync(join(folder, name), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('files by a glob', () => {
  test.each([
    ['*.xml', ['one.xml', 'two.xml']],
    ['{one,{two,three}}.xml', ['one.xml', 'two.xml']],
    ['x'.repeat(300), []],
    [`${'x'.repeat(300)}/*.xml`, []],
  ])('%s', (pattern, found) => {
    expect(searchGlob(folder, pattern).toSorted()).toEqual(found)
  })

  test.each([
    ['with too many characters', 'x'.repeat(5_000), '5000'],
    ['with braces that expand to too many globs', '{a,b}'.repeat(30), 'more'],
    ['with nested braces that do', '{a,{b,{c,d}}}'.repeat(10), 'more'],
    ['with a range that does', '{1..100000000}', 'more'],
  ])('one %s is refused at once', (_, pattern, observed) => {
    expect(() => searchGlob(folder, pattern)).toThrow(
      expect.objectContaining({ code: 'config/file', details: expect.objectContaining({ observed }) }),
    )
  })

  test.each(['*a'.repeat(30) + 'b', '+(a|aa)'.repeat(20) + 'b'])(
    'a search without an end is stopped: %s',
    (pattern) => {
      expect(() => searchGlob(folder, pattern, 200)).toThrow(
        expect.objectContaining({ code: 'config/file', details: expect.objectContaining({ observed: 'no answer' }) }),
      )
    },
  )
})
