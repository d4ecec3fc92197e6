import { describe, expect, test } from '@jest/globals'
import { kindOf, planChecks, selectChecks } from '../../../src/checks/engine/select.ts'
import { readConfig } from '../../../src/config/schema/file.ts'

const { verify } = readConfig(
  [
    'version: 1',
    'verify:',
    '  - { name: Home page answers!, http: "https://x/" }',
    '  - { http: "https://x/health" }',
    '  - { http: "https://x/health", kind: regression }',
    '  - { run: npm test }',
    '  - { load: { url: "https://x/", rate: 1/s, for: 90s } }',
  ].join('\n'),
  'file',
)
const planned = planChecks(verify)
const names = (only: readonly string[]): string[] => selectChecks(planned, only).map(({ name }) => name)

describe('parsed checks', () => {
  test('have names of their own', () => {
    expect(names([])).toEqual([
      'Home page answers!',
      'GET /health answers 2xx',
      'GET /health answers 2xx (2)',
      'npm test',
      'GET / under 1/s',
    ])
  })

  test('have a kind: their own, or that of the check', () => {
    expect(planned.map(({ kind }) => kind)).toEqual(['functional', 'functional', 'regression', 'integration', 'load'])
    expect(verify.map(kindOf)).toEqual(planned.map(({ kind }) => kind))
  })

  test('have a timeout that covers their work', () => {
    expect(planned[4]?.sampling.timeout).toBeGreaterThan(90_000)
  })
})

describe('`only` selects', () => {
  test.each([
    [['home-page-answers'], ['Home page answers!']],
    [['Home page answers!'], ['Home page answers!']],
    [['regression'], ['GET /health answers 2xx (2)']],
    [
      ['load', 'run'],
      ['npm test', 'GET / under 1/s'],
    ],
    [['tests'], ['npm test']],
    [['security'], []],
  ])('%j', (only, expected) => expect(names(only)).toEqual(expected))

  test('`aws` and `tests` divide the checks: each is in one of them', () => {
    expect([...names(['aws']), ...names(['tests'])].toSorted()).toEqual(names([]).toSorted())
    expect(names(['aws']).filter((name) => names(['tests']).includes(name))).toEqual([])
  })

  test('an unknown word is refused: it would silently omit checks', () => {
    expect(() => names(['functional', 'lod'])).toThrow('the input `only` names "lod", which is not a check')
  })
})
