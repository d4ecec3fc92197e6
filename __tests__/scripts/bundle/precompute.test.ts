import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { moduleOf } from '../../../scripts/bundle/precompute.ts'

/** What a program gets that imports the module. */
async function exportsOf(text: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'precompute-'))
  try {
    const file = join(folder, 'module.mjs')
    writeFileSync(file, text)
    return { ...((await import(pathToFileURL(file).href)) as object) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.each<Record<string, unknown>>([
  { FACTS: { 'stack/none-exist': { outcomes: ['noted'], prominent: true } } },
  { TEXTS: ['it\'s "here"', '`${there}`', 'a\\b', 'two\nlines', '\u2028', '</script>', '\uD83D\uDE00'] },
  { A: null, B: 0, C: '', D: [] },
])('a module of values exports them: %j', async (values) => {
  expect(await exportsOf(moduleOf(values))).toEqual(values)
})

test.each([
  ['a function', () => 1],
  ['nothing', undefined],
  ['a map', new Map([['a', 1]])],
  ['a moment', new Date(0)],
  ['not a number', Number.NaN],
  ['a member without a value', { a: undefined }],
])('%s is refused: it would be another value in the bundle', (_, value) => {
  expect(() => moduleOf({ VALUE: value })).toThrow('VALUE is not JSON')
})
