import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import type { Produced } from '../../../scripts/reports/contract.ts'
import { readReport } from '../../../src/checks/engine/test-reports.ts'
import { check } from '../../../src/checks/run.ts'
import type { Judgement } from '../../../src/checks/contract.ts'

/** Reports that real test runners and scanners wrote (scripts/reports/make.ts), judged without their exit status. */

const FIXTURES = join(import.meta.dirname, 'fixtures/produced')
const PRODUCED = JSON.parse(readFileSync(join(FIXTURES, 'produced.json'), 'utf8')) as Produced[]
const COMMAND = { exitCode: 0, tail: [], lines: 0, ms: 1, ended: false, background: { ended: [], surviving: [] } }

async function judged(one: Produced): Promise<Judgement> {
  const options = z.object(check.shape).parse({ run: one.command, [one.format]: 'report' })
  const about = { path: 'report', format: one.format, globs: ['report'], stale: false }
  const reading = { workspace: '/workspace', format: one.format, options, hide: (text: string) => text }
  const reports =
    one.file === undefined ? [] : [{ ...about, ...(await readReport(readFileSync(join(FIXTURES, one.file)), reading)) }]
  return check.judge(options, { command: COMMAND, reports, name: 'tests' })
}

const named = ({ findings = [] }: Judgement, code: string): string[] =>
  findings.filter((finding) => finding.code === code).map(({ subject }) => subject.split(' › ').at(-1) ?? '')

test('there are reports of at least 14 producers', () => {
  expect(new Set(PRODUCED.map(({ producer }) => producer)).size).toBeGreaterThanOrEqual(14)
})

describe.each(PRODUCED.map((one) => [`${one.producer} (${one.version}), ${one.case}`, one] as const))(
  '%s',
  (_, one) => {
    test(`is ${one.expected.outcome}`, async () => {
      const judgement = await judged(one)
      expect([judgement.outcome, judgement.title]).toEqual([one.expected.outcome, expect.any(String)])
      const plain = (subjects: readonly string[]): string[] =>
        subjects.map((each) => each.replace(/^check\/tests\/test\//, ''))
      const failing = plain(named(judgement, 'check/run/test'))
      if (one.expected.failing) expect(failing).toEqual(one.expected.failing)
      if (one.expected.outcome === 'pass') expect(failing).toEqual([])
      expect(plain(named(judgement, 'check/run/flaky'))).toEqual(one.expected.flaky ?? [])
    })

    test('that is truncated is not a pass', async () => {
      if (one.file === undefined || one.expected.outcome !== 'pass') return
      const bytes = readFileSync(join(FIXTURES, one.file))
      const half = bytes.subarray(0, bytes.length / 2)
      const options = z.object(check.shape).parse({ run: 'x', [one.format]: 'report' })
      const reading = { workspace: '/', format: one.format, options, hide: (text: string) => text }
      const report = {
        path: 'r',
        format: one.format,
        globs: ['report'],
        stale: false,
        ...(await readReport(half, reading)),
      }
      expect(check.judge(options, { command: COMMAND, reports: [report], name: 'tests' }).outcome).not.toBe('pass')
    })
  },
)
