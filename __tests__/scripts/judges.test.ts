import { expect, test } from '@jest/globals'
import { tableOf } from '../../scripts/judges/table.ts'

test('the table has every operation, with the result of each judge, and counts those without one', () => {
  const row = {
    client: 'aws',
    version: '1',
    step: 'sqs',
    called: [{ service: 'sqs', operation: 'A', statuses: [200] }],
  }
  const errors = { ...row, client: 'cdk', called: [{ service: 'sqs', operation: 'A', statuses: [400] }] }
  const failed = { ...row, client: 'sam', fault: 'status 1' }
  const { lines, summary } = tableOf(
    { sqs: ['A', 'B'], cloudformation: ['C'] },
    {
      wire: { operations: [{ service: 'sqs', operation: 'A', exchanges: 1, violations: 2 }] },
      clients: { rows: [row, errors, failed], skipped: [{ client: 'action', why: 'no checkout' }] },
      engines: { compared: { moto: ['C'], other: ['C'] }, differences: { moto: [{ operation: 'C' }] } },
    },
  )
  expect(lines).toEqual(
    expect.arrayContaining([
      '| sqs | A | 2 violations | aws, cdk (errors only), sam (fails) | – |',
      '| sqs | B | – | – | – |',
      '| cloudformation | C | – | – | moto (other members), other |',
      '- Not played: action: no checkout',
    ]),
  )
  expect(summary).toContain('1 judged by models, 1 called by clients, 1 compared with engines, 1 by none')
})

test('calls in engines are shown with their differences', () => {
  const judged = { service: 'sqs', operation: 'A', calls: 1, differences: [], lacks: [], adds: [] }
  const value = { call: 'sqs:A', path: 'X', sandbox: '1', engine: '2' }
  const cellOf = (given: object): string =>
    tableOf(
      { sqs: ['A'] },
      {
        wire: undefined,
        clients: undefined,
        engines: { differences: {}, calls: { moto: [{ ...judged, ...given }] } },
      },
    ).lines.at(-1)!
  expect(cellOf({})).toBe('| sqs | A | – | – | moto |')
  expect(cellOf({ adds: ['X'] })).toBe('| sqs | A | – | – | moto (other members) |')
  expect(cellOf({ differences: [{ ...value, known: 'documented' }] })).toContain('moto (known differences)')
  expect(cellOf({ differences: [value] })).toContain('moto (differs)')
})
