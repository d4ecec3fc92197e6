import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const ROOT = join(import.meta.dirname, '../..')
const GUIDE = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8')
const SOURCE = globSync('src/**/*.ts', { cwd: ROOT })
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n')

const TABLE = /## What the log says.*?(?=\n## )/s.exec(GUIDE)?.[0] ?? ''
const SAID = [...TABLE.matchAll(/^\| `([^`]+)`/gm)].map(([, text = '']) => text)

test('the most common symptoms have the printed messages', () => {
  expect(SAID.length).toBeGreaterThanOrEqual(10)
})

test.each(SAID)('the product prints: %s', (said) => {
  // Names and values are between the words of the source; a first word may be one of them.
  const parts = said.split(/…|, |: /).map((part) => part.trim().replace(/\?$/, ''))
  const words = parts.filter((part) => /[a-z]{4}/.test(part))
  expect(words).not.toEqual([])
  const isPrinted = (part: string): boolean => SOURCE.includes(part) || SOURCE.includes(part.replace(/^\w+ /, ''))
  expect(words.filter((part) => !isPrinted(part))).toEqual([])
})
