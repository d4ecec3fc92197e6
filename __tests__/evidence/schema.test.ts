import { describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { evidenceSchema } from '../../scripts/evidence-schema.ts'
import { CODES, type CodeEntry } from '../../src/evidence/codes/index.ts'
import type { Outcome } from '../../src/evidence/outcome.ts'
import { parseEvidence } from '../../src/evidence/parse.ts'
import { bytesOf, document, passed } from './documents.ts'
import { full } from './full-document.ts'

// The pattern of each timestamp is stricter than its format.
const ajv = new Ajv2020({ validateFormats: false })
const isValid = ajv.compile(JSON.parse(evidenceSchema()) as object)

/** Whether schema and parser accept a document; they must agree. */
function accepts(value: unknown): { schema: boolean; parser: boolean } {
  // The parser reads the value as JSON encodes it.
  const plain: unknown = JSON.parse(JSON.stringify(value))
  return { schema: isValid(plain), parser: 'evidence' in parseEvidence(bytesOf(plain)) }
}

const BOTH = { schema: true, parser: true }
const NEITHER = { schema: false, parser: false }

type Path = readonly (string | number)[]

/** The paths of a value and of all members and items below it that match. */
function paths(value: unknown, matches: (value: unknown) => boolean = () => true, path: Path = []): Path[] {
  const own = matches(value) ? [path] : []
  if (typeof value !== 'object' || value === null) return own
  const below = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
  return [...own, ...below.flatMap(([key, item]) => paths(item, matches, [...path, key]))]
}

/** A copy with another value at the path; `undefined` removes it. */
function withValue(whole: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(whole)
  if (Array.isArray(whole))
    return whole.map((item: unknown, index) => (index === key ? withValue(item, rest, change) : item))
  const record = whole as Record<string, unknown>
  return { ...record, [key]: withValue(record[key], rest, change) }
}

const CHANGES: readonly [string, (value: unknown) => unknown][] = [
  ['removed', () => undefined],
  ['a count', () => 7],
  ['another number', () => -0.5],
  ['a text', () => 'a text'],
  ['an empty list', () => []],
  ['an empty map', () => ({})],
  ['with an unknown member', (value) => (isMap(value) ? { ...value, unknown: 1 } : value)],
  ['with one additional item', (value) => (Array.isArray(value) ? [...(value as unknown[]), { unknown: 1 }] : value)],
]

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

test('schema and parser accept a document with every member', () => {
  expect(accepts(full)).toEqual(BOTH)
})

describe('schema and parser agree where one value of a document is', () => {
  test.each(CHANGES)('%s', (_, change) => {
    const disagreements = paths(full).flatMap((path) => {
      const { schema, parser } = accepts(withValue(full, path, change) ?? null)
      return schema === parser ? [] : [{ path: path.join('.'), schema, parser }]
    })
    expect(disagreements).toEqual([])
  })

  test.each([
    [
      'another notation of a timestamp',
      /^\d{4}-\d\d-\d\dT/,
      [
        '2026-11-22',
        '2026-11-22T10:00:00',
        '2026-13-22T10:00:00Z',
        '2026-02-29T10:00:00Z',
        '2028-02-29T10:00:00.123456Z',
        '2026-11-22T10:00:00+01:00',
      ],
    ],
    [
      'another notation of a digest',
      /^sha256:/,
      ['a', 'A'].map((digit) => `sha256:${digit.repeat(64)}`).concat(`sha256:${'a'.repeat(64)}\n`),
    ],
  ])('%s', (_, form, texts) => {
    const places = paths(full, (value) => typeof value === 'string' && form.test(value))
    expect(places.length).toBeGreaterThan(2)
    const answers = places.flatMap((path) =>
      texts.map((text) => ({ path: path.join('.'), text, ...accepts(withValue(full, path, () => text)) })),
    )
    expect(answers.filter(({ schema, parser }) => schema !== parser)).toEqual([])
    expect(new Set(answers.map(({ schema }) => schema)).size).toBe(2)
  })
})

test('schema and parser reject null and unknown members', () => {
  const answers = paths(full).map((path) => ({ path: path.join('.'), ...accepts(withValue(full, path, () => null)) }))
  expect(answers.filter(({ schema, parser }) => schema !== parser)).toEqual([])
  // `details` of a finding and the facts of a snapshot contain any JSON; a value of a state may be null.
  const free = answers.filter(({ schema }) => schema).map(({ path }) => path)
  expect(
    free.filter((path) => !/^findings\.0\.details|^snapshots\.0\.facts\.|^states\.0\.values\./.test(path)),
  ).toEqual([])
  expect(free.length).toBeLessThan(answers.length / 4)
  expect(accepts({ ...full, more: 1 })).toEqual(NEITHER)
})

test('schema and parser have the same codes, each with the same outcomes', () => {
  const outcomes: readonly Outcome[] = ['pass', 'noted', 'skipped', 'inconclusive', 'fail', 'error']
  const wrong = Object.entries<CodeEntry>(CODES).flatMap(([code, entry]) =>
    outcomes.flatMap((outcome) => {
      const expected = entry.outcomes.includes(outcome)
      const { schema, parser } = accepts(
        document('precheck', { findings: [{ ...passed('drift/in-sync'), code: code as 'drift/in-sync', outcome }] }),
      )
      return schema === expected && parser === expected ? [] : [`${code} ${outcome}`]
    }),
  )
  expect(wrong).toEqual([])
})
