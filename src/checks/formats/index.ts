import { plural } from '../../support/text/text.ts'
import { TEST_WORDS, type ReportFormat, type ReportWords } from './report.ts'

const SCAN_WORDS: ReportWords = {
  passed: (count) => `${count} ${count === 1 ? 'scan' : 'scans'} without a result that counts`,
  unclear: (count) => `${plural(count, 'doubt')} about scans: they are not proof`,
  failed: (failed) => `${failed} ${failed === 1 ? 'result' : 'results'} of scans at or above \`sarif-level\``,
  counts: ({ passed, failed, skipped, unclear }) =>
    `${plural(passed, 'scan')} without a result that counts, ${plural(failed, 'result')} that ${failed === 1 ? 'counts' : 'count'}, ${skipped} below the level or suppressed${unclear === 0 ? '' : `, ${unclear} unclear`}`,
  nothing: 'no scan',
}

const ONE = 'threshold or check'
const MANY = 'thresholds and checks'

const K6_WORDS: ReportWords = {
  passed: (count) => `${plural(count, ONE, MANY)} of k6 passed`,
  failed: (failed, all) => `${failed} of ${plural(all, ONE, MANY)} of k6 failed`,
  unclear: (count) => `${plural(count, ONE, MANY)} of k6 neither passed nor failed`,
  counts: ({ passed, failed, skipped, unclear }) =>
    `${plural(passed, ONE, MANY)} passed, ${failed} failed, ${skipped} without effect${unclear === 0 ? '' : `, ${unclear} unclear`}`,
  nothing: 'no threshold and no check that was reached',
}

/** Every format of reports, by its option of the check `run`. A reader is loaded for the first report of its format. */
export const FORMATS = {
  junit: {
    docs: 'Globs of JUnit reports that the command writes, from the root of the workspace.',
    words: TEST_WORDS,
    load: () => import('./junit.ts'),
  },
  ctrf: {
    docs: 'Globs of CTRF reports. Their summary must agree with the tests that they list.',
    words: TEST_WORDS,
    load: () => import('./ctrf.ts'),
  },
  tap: {
    docs: 'Globs of TAP output. The plan must agree with the tests; `Bail out!` is not a result; tests marked `TODO` may fail.',
    words: TEST_WORDS,
    load: () => import('./tap.ts'),
  },
  trx: {
    docs: 'Globs of TRX reports of .NET. Only the outcome `Passed` is a pass.',
    words: TEST_WORDS,
    load: () => import('./trx.ts'),
  },
  sarif: {
    docs: 'Globs of SARIF 2.1.0 reports. A result of the level `sarif-level` or a higher one is a failure, unless it is suppressed; a scan without a list of results did not run.',
    words: SCAN_WORDS,
    load: () => import('./sarif.ts'),
  },
  k6: {
    docs: 'Globs of k6 summaries (`--summary-export`, handleSummary() or `--new-machine-readable-summary`). Crossed thresholds fail; failed checks do, unless a threshold limits `checks`; a run without an iteration is not proof, nor is a threshold of a metric without a sample.',
    words: K6_WORDS,
    load: () => import('./k6.ts'),
  },
} as const satisfies Readonly<Record<string, ReportFormat>>

export type FormatName = keyof typeof FORMATS

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[]
