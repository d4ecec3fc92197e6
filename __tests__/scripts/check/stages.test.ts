import { expect, test } from '@jest/globals'
import { judge } from '../../../scripts/check/stages/judge.ts'
import type { Operation } from '../../../scripts/check/stages/platforms.ts'
import type { Evidence } from '../../../src/evidence/document.ts'

/** The errors that check:stages reports. */

const evidence = (findings: readonly object[], handles: readonly object[] = []): Evidence =>
  ({ findings, handles }) as unknown as Evidence
const FAILED = evidence([{ code: 'deployment/failed', outcome: 'fail', title: 'failed' }])
const one = (id: string, state: Operation['state']): Operation => ({ id, state, status: state })
const wrongOf = (seen: Partial<Parameters<typeof judge>[0]>): readonly string[] =>
  judge({ reached: true, operations: [], serves: false, step: { status: 1, evidence: FAILED }, documents: [], ...seen })
    .wrong

test('a passed step with the new version, and a failed one whose deployment has ended, are correct', () => {
  const green = { status: 0, evidence: evidence([]) }
  expect(wrongOf({ step: green, serves: true, operations: [one('d-1', 'succeeded')] })).toEqual([])
  expect(wrongOf({ operations: [one('d-1', 'failed')] })).toEqual([])
})

test('a passed step after a rollback is an error', () => {
  const green = { status: 0, evidence: evidence([]) }
  expect(wrongOf({ step: green, operations: [one('d-1', 'failed')] })).toEqual([
    'green, and the new version does not serve: d-1 failed',
    'green with 0 deployments that succeeded: d-1 failed',
  ])
})

test('two deployments are an error, also where one still runs', () => {
  const named = [evidence([], [{ id: 'd-2' }])]
  const operations = [one('d-1', 'succeeded'), one('d-2', 'running')]
  expect(wrongOf({ operations, documents: named })).toEqual(['two deployments: d-1 succeeded, d-2 running'])
})

test('running operations must be in a handle or a finding', () => {
  const operations = [one('d-1', 'running')]
  expect(wrongOf({ operations })).toEqual(['runs and is named nowhere: d-1 running'])
  const reported = evidence([{ title: 'stopped', advice: 'look at d-1' }])
  expect(wrongOf({ operations, documents: [reported] })).toEqual([])
})

test('a step that does not pass must have a reason', () => {
  expect(wrongOf({ step: { status: 137, evidence: undefined } })).toEqual(['neither green nor a finding that says why'])
})
