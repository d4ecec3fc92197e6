import { expect, test } from '@jest/globals'
import { judge } from '../../../scripts/check/stages/judge.ts'
import type { Operation } from '../../../scripts/check/stages/platforms.ts'
import type { Evidence } from '../../../src/evidence/document.ts'

/** What check:stages finds wrong. */

const evidence = (findings: readonly object[], handles: readonly object[] = []): Evidence =>
  ({ findings, handles }) as unknown as Evidence
const FAILED = evidence([{ code: 'deployment/failed', outcome: 'fail', title: 'failed' }])
const one = (id: string, state: Operation['state']): Operation => ({ id, state, status: state })
const wrongOf = (seen: Partial<Parameters<typeof judge>[0]>): readonly string[] =>
  judge({ reached: true, operations: [], serves: false, step: { status: 1, evidence: FAILED }, documents: [], ...seen })
    .wrong

test('a green step with the new version, and a red one whose deployment has ended, are right', () => {
  const green = { status: 0, evidence: evidence([]) }
  expect(wrongOf({ step: green, serves: true, operations: [one('d-1', 'succeeded')] })).toEqual([])
  expect(wrongOf({ operations: [one('d-1', 'failed')] })).toEqual([])
})

test('a green step after a rollback is wrong', () => {
  const green = { status: 0, evidence: evidence([]) }
  expect(wrongOf({ step: green, operations: [one('d-1', 'failed')] })).toEqual([
    'green, and the new version does not serve: d-1 failed',
    'green with 0 deployments that succeeded: d-1 failed',
  ])
})

test('two deployments are wrong, also where one still runs', () => {
  const named = [evidence([], [{ id: 'd-2' }])]
  const operations = [one('d-1', 'succeeded'), one('d-2', 'running')]
  expect(wrongOf({ operations, documents: named })).toEqual(['two deployments: d-1 succeeded, d-2 running'])
})

test('what runs has to be named, by a handle or a finding', () => {
  const operations = [one('d-1', 'running')]
  expect(wrongOf({ operations })).toEqual(['runs and is named nowhere: d-1 running'])
  const told = evidence([{ title: 'stopped', advice: 'look at d-1' }])
  expect(wrongOf({ operations, documents: [told] })).toEqual([])
})

test('a step that is not green has to say why', () => {
  expect(wrongOf({ step: { status: 137, evidence: undefined } })).toEqual(['neither green nor a finding that says why'])
})
