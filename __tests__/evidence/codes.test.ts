import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { CODE_TABLES, CODES, type CodeEntry, type FindingCode } from '../../src/evidence/codes/index.ts'
import { currentCode } from '../../src/evidence/codes/lookup.ts'
import { ERRORS } from '../../src/evidence/codes/errors.ts'

const ENTRIES = Object.entries<CodeEntry>(CODES)
const PASSING = new Set(['pass'])

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
}

const SOURCES = filesIn('src')
  .filter((file) => !file.startsWith('src/evidence/codes/'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }))

describe('the catalogue', () => {
  test('has each code in one table', () => {
    const listed = CODE_TABLES.flatMap(({ codes }) => Object.keys(codes))
    expect(new Set(listed).size).toBe(listed.length)
    expect(listed.toSorted()).toEqual(Object.keys(CODES).toSorted())
  })

  test.each(ENTRIES)('%s has a meaning, its outcomes, and a next step unless it can only pass', (code, entry) => {
    expect(code).toMatch(/^([a-z]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(entry.title).toMatch(/^\S.*[^.]$/)
    expect(entry.meaning).toMatch(/^\S.{20,}\.$/)
    expect(new Set(entry.outcomes).size).toBe(entry.outcomes.length)
    const passes = entry.outcomes.every((outcome) => PASSING.has(outcome))
    if (passes) expect(entry.next).toBeUndefined()
    else expect(entry.next).toMatch(/^\S.{4,}\.$/)
  })

  test('has the first blocking day of each new kind of finding, and none for others', () => {
    const days = ENTRIES.flatMap(([code, { blocksFrom }]) => (blocksFrom === undefined ? [] : [[code, blocksFrom]]))
    expect(days).toEqual([['drift/differs-undeclared', '2027-02-27']])
    for (const [code = ''] of days) expect(CODES[code as FindingCode].outcomes).toContain('noted')
  })

  test('has each former name once, and gives it to no other code', () => {
    const former = ENTRIES.flatMap(([, { formerly = [] }]) => formerly)
    expect(new Set(former).size).toBe(former.length)
    expect(former.filter((code) => Object.hasOwn(CODES, code))).toEqual([])
    expect(currentCode('stack/stuck')).toBe('stack/not-ready')
    expect(currentCode('no/such-code')).toBe('no/such-code')
  })

  test('has an anchor in the reference for each code', () => {
    const anchors = Object.keys(CODES).map((code) => code.replaceAll('/', ''))
    expect(new Set(anchors).size).toBe(anchors.length)
  })
})

describe('every code is raised', () => {
  const raised = new Set(SOURCES.flatMap(({ text }) => [...text.matchAll(/'([a-z0-9/-]+)'/g)].map(([, code]) => code)))
  // The code of a check's finding contains the key of the check.
  const ofChecks = readdirSync('src/checks').map((file) => `check/${file.replace(/\.ts$/, '')}`)

  test.each(Object.keys(CODES))('%s is in the source', (code) => {
    expect(raised.has(code) || ofChecks.includes(code)).toBe(true)
  })
})

describe('every code is raised by a test', () => {
  const tests = filesIn('__tests__')
    .filter((file) => !file.endsWith('evidence/codes.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  // Tests of one rule write the code without its first part.
  const named = new Set(tests.match(/[a-z0-9]+(?:[-/][a-z0-9]+)*/g)?.flatMap((word) => [word, ...word.split('/')]))

  test.each(Object.keys(CODES))('%s', (code) => {
    expect(named.has(code) || named.has(code.split('/').slice(1).join('/'))).toBe(true)
  })
})

describe('a finding in the source', () => {
  const literals = SOURCES.flatMap(({ file, text }) =>
    [...text.matchAll(/code: '([a-z0-9/-]+)'(?: as const)?,\s*outcome: '([a-z]+)'/g)].map(([, code, outcome]) => ({
      file,
      code: code ?? '',
      outcome: outcome ?? '',
    })),
  )

  test('has an outcome that its code can have', () => {
    expect(literals.length).toBeGreaterThan(100)
    const possible = new Map(ENTRIES.map(([code, { outcomes }]) => [code, outcomes as readonly string[]]))
    const wrong = literals.filter(({ code, outcome }) => possible.get(code)?.includes(outcome) !== true)
    expect(wrong).toEqual([])
  })
})

test('includes errors, which have the outcome error', () => {
  for (const { outcomes } of Object.values(ERRORS)) expect(outcomes).toContain('error')
})
