import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../../src/evidence/finding.ts'
import { PROJECT } from '../dist/support/harness.ts'
import { judge, missingCodes, passingCodes } from './prove.ts'
import type { Played, Row } from './row.ts'
import { ROWS } from './rows.ts'
import { tableOf } from './table.ts'

/** The rows of `npm run check:proof`, and how they are judged; the check itself plays them. */

const CODE = 'stack/updated'
const row: Row = {
  code: CODE,
  subject: 'stack/web',
  says: 'UPDATE_COMPLETE',
  truth: 'it was rolled back',
  stage: { name: 'stage', close: () => Promise.resolve() },
  honest: () => Promise.reject(new Error('not played')),
  play: () => Promise.reject(new Error('not played')),
}
const finding = (outcome: Finding['outcome'], code: Finding['code'] = CODE, subject = 'stack/web'): Finding => ({
  code,
  outcome,
  title: 'title',
  subject,
})
const played = (green: boolean, told: number, ...findings: Finding[]): Played => ({ green, told, findings })
const HONEST = played(true, 0, finding('pass'))

test('each code that may pass has a row', () => {
  expect(passingCodes().length).toBeGreaterThan(40)
  expect(missingCodes(ROWS)).toEqual([])
  expect(missingCodes(ROWS.filter(({ code }) => code !== CODE))).toEqual([CODE])
})

test('docs/proof.md lists the rows', () => {
  expect(readFileSync(join(PROJECT, 'docs/proof.md'), 'utf8')).toContain(tableOf(ROWS))
})

describe('a row', () => {
  test.each<[string, Partial<Row>, Played, Played, string | undefined, boolean]>([
    [
      'holds where the step fails',
      {},
      HONEST,
      played(false, 1, finding('fail', 'stack/update-failed')),
      undefined,
      false,
    ],
    [
      'fails on a false pass, whether the step fails or not',
      {},
      HONEST,
      played(false, 1, finding('pass')),
      'FALSE PASS',
      true,
    ],
    ['has one subject', {}, HONEST, played(false, 1, finding('pass', CODE, 'stack/other')), undefined, false],
    ['fails where every step passes', {}, HONEST, played(true, 1), 'every step is green', false],
    ['fails without any finding', {}, HONEST, played(false, 0), 'nothing was said that is not so', false],
    [
      'fails where the code never passes',
      {},
      played(true, 0),
      played(false, 1),
      'it does not pass in the honest world either, so the row proves nothing',
      false,
    ],
    [
      'that may pass needs its noted finding',
      { remark: 'gate/admin-bypass' },
      HONEST,
      played(true, 1),
      'gate/admin-bypass is not reported',
      false,
    ],
    [
      'that may pass holds with its noted finding',
      { remark: 'gate/admin-bypass' },
      HONEST,
      played(true, 1, finding('noted', 'gate/admin-bypass')),
      undefined,
      false,
    ],
  ])('%s', (_, more, honest, world, problem, falsePass) => {
    const result = judge({ ...row, ...more }, honest, world)
    expect([result.problem, result.falsePass]).toEqual([problem, falsePass])
  })
})
