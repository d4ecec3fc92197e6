import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

/** Each row of docs/threat-model.md names the tests that cover it. */

const PROJECT = join(import.meta.dirname, '../..')
const LINES = readFileSync(join(PROJECT, 'docs/threat-model.md'), 'utf8').split('\n')
const ROWS = LINES.filter(
  (line, index) => line.startsWith('|') && !line.startsWith('| -') && LINES[index + 1]?.startsWith('| -') !== true,
)

const cellsOf = (row: string): string[] =>
  row
    .slice(1, -1)
    .split(/ \| /)
    .map((cell) => cell.trim())

test('the threat model has rows', () => expect(ROWS.length).toBeGreaterThan(40))

test.each(ROWS.map((row) => [cellsOf(row)[0] ?? '', row] as const))('%s', (_, row) => {
  const held = cellsOf(row).at(-1) ?? ''
  const files = [...held.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, file = '']) => file)
  if (files.length === 0) expect(held).toBe('no test: nothing is claimed')
  for (const file of files) expect([file, existsSync(join(PROJECT, '__tests__', file))]).toEqual([file, true])
})
