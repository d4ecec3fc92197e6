import { plural } from '../../support/text/text.ts'

/** What a report of any format says, in one form. */

export interface CaseResult {
  /** `unclear`: the report says something that is neither a pass nor a failure. */
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'unclear'
  /** Message and text of the failure, or what is unclear; of a flaky test, how it failed before it passed. */
  readonly message?: string
  /** It failed, as its author had announced. */
  readonly failedAsExpected?: boolean
  /** It passed when it was run again. */
  readonly flaky?: boolean
}

/** What a report says about one test. */
export interface TestCase extends CaseResult {
  readonly suite: string
  readonly className: string
  readonly name: string
  readonly file?: string
  readonly line?: number
  readonly seconds?: number
}

export interface TestReport {
  readonly cases: readonly TestCase[]
  readonly passed: number
  readonly failed: number
  /** With those that the report counts as skipped and does not list as such. */
  readonly skipped: number
  /** Tests of which the report says something that is neither a pass nor a failure, or counts a warning. */
  readonly unclear: number
  /** Tests that the report counts and does not list: it was cut off, or its writer died. They may have failed. */
  readonly unlisted: number
  /** Failures and errors that the sums state and no test shows, such as a setup that broke. */
  readonly unexplained: number
}

/** It cannot be read, and why. */
export interface Unreadable {
  readonly problem: string
  /** The next step, where the format has one. */
  readonly advice?: string
}

/** What the configuration says about the reading of reports. */
export interface ReportOptions {
  readonly 'sarif-level': SarifLevel
}

export const SARIF_LEVELS = ['error', 'warning', 'note'] as const
export type SarifLevel = (typeof SARIF_LEVELS)[number]

export interface ReportFormat {
  /** What its option means. */
  readonly docs: string
  readonly words: ReportWords
  load(): Promise<{ readonly parseReport: ReadReport }>
}

/** Reads one report of a format. */
export type ReadReport = (bytes: Uint8Array, options: ReportOptions) => Promise<TestReport | Unreadable>

/** How its counts are said. */
export interface ReportWords {
  /** `5 tests passed` */
  passed(count: number): string
  /** `1 of 5 tests failed` */
  failed(failed: number, all: number): string
  /** All that a report counts, for what was observed. */
  counts(counts: ReportCounts): string
  /** `2 tests neither passed nor failed` */
  unclear(count: number): string
  /** What a report lacks that proves nothing: `no test that ran`. */
  readonly nothing: string
}

export type ReportCounts = Pick<TestReport, 'passed' | 'failed' | 'skipped' | 'unclear'>

export const TEST_WORDS: ReportWords = {
  passed: (count) => `${plural(count, 'test')} passed`,
  failed: (failed, all) => `${failed} of ${plural(all, 'test')} failed`,
  unclear: (count) => `${plural(count, 'test')} neither passed nor failed`,
  counts: ({ passed, failed, skipped, unclear }) =>
    `${passed} passed, ${failed} failed, ${skipped} skipped${unclear === 0 ? '' : `, ${unclear} unclear`}`,
  nothing: 'no test that ran',
}

/** Sums that a report states itself; absent: it does not say. */
export interface StatedSums {
  readonly tests?: number | undefined
  readonly failed?: number | undefined
}

/** A report of these cases. What it states and does not list is missing. */
export function reportOf(cases: readonly TestCase[], stated: StatedSums = {}): TestReport {
  const count = (outcome: TestCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length
  const tolerated = cases.filter(({ failedAsExpected }) => failedAsExpected).length
  return {
    cases,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    unclear: count('unclear'),
    unlisted: Math.max(0, (stated.tests ?? 0) - cases.length),
    unexplained: Math.max(0, (stated.failed ?? 0) - count('failed') - tolerated),
  }
}

export const MESSAGE_LENGTH = 4_000

/** Message and stack of a failure; a stack that begins with the message stands alone. */
export function failureText(message: string | undefined, stack: string | undefined): string {
  const parts = stack?.includes(message ?? '') === true ? [stack] : [message, stack]
  return (parts.filter(Boolean).join('\n') || 'no message').slice(0, MESSAGE_LENGTH)
}

/**
 * Node's runner counts a file without tests as a passed test that has the name of the file. It proves nothing.
 */
export function isFileWithoutTests(name: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(name)
}
