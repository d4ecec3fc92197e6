import type { Finding, Source } from '../../evidence/finding.ts'
import { plainLines, plural } from '../../support/text/text.ts'
import { FORMAT_NAMES, FORMATS } from '../formats/index.ts'
import type { ReportCounts, TestCase } from '../formats/report.ts'
import type { Report, WantedReports } from './test-reports.ts'

/** What the reports of a command prove. Pure. */

const MOST_FINDINGS = 100
const SHOWN_LINES = 25

export interface Problem {
  readonly title: string
  readonly advice: string
  /** True: it is not known. */
  readonly unknown?: boolean
}

export function countReports(reports: readonly Report[]): ReportCounts {
  const read = fresh(reports)
  const sum = (of: keyof ReportCounts): number => read.reduce((total, report) => total + report[of], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), unclear: sum('unclear') }
}

/** The reports of each format that has any, in the order of the table. */
function byFormat(
  reports: readonly Report[],
): (readonly [(typeof FORMATS)[keyof typeof FORMATS]['words'], Report[]])[] {
  return FORMAT_NAMES.map(
    (name) => [FORMATS[name].words, reports.filter(({ format }) => format === name)] as const,
  ).filter(([, all]) => all.length > 0)
}

/** The counts of all formats, for what was observed. */
export function showCounts(reports: readonly Report[]): string {
  const shown = byFormat(reports).map(([words, all]) => words.counts(countReports(all)))
  return shown.join('; ') || 'no report'
}

/** What passed, for the title: `5 tests passed`. */
export function showPassed(reports: readonly Report[]): string {
  return byFormat(reports)
    .map(([words, all]) => words.passed(countReports(all).passed))
    .join(', ')
}

/** Everything that keeps the reports from being a pass, the most telling first. `again` says how to run the tests. */
export function problemsOf(wanted: readonly WantedReports[], reports: readonly Report[], again: string): Problem[] {
  const problems: Problem[] = byFormat(reports).flatMap(([words, all]) => {
    const { passed, failed } = countReports(all)
    const title = words.failed(failed, failed + passed)
    return failed > 0 ? [{ title, advice: 'Read the findings of the single tests.' }] : []
  })
  for (const { path, problem, advice } of reports.filter((report) => report.problem !== undefined)) {
    problems.push({
      title: `the report ${path} cannot be read: ${problem ?? ''}`,
      advice: advice ?? 'See why the test runner did not finish its report.',
    })
  }
  const stale = reports.filter((report) => report.stale).map(({ path }) => path)
  if (stale.length > 0) {
    problems.push({
      title: `${stale.join(', ')} ${stale.length === 1 ? 'was' : 'were'} written before the command started`,
      advice: 'Remove old reports before the tests, or give a glob that only the new ones match.',
    })
  }
  const read = fresh(reports)
  const unexplained = read.reduce((sum, report) => sum + report.unexplained, 0)
  if (unexplained > 0)
    problems.push({
      title: `${plural(unexplained, 'failure is', 'failures are')} counted in the reports but not shown`,
      advice: again,
    })
  const unlisted = read.reduce((sum, report) => sum + report.unlisted, 0)
  if (unlisted > 0)
    problems.push({
      title: `${plural(unlisted, 'test is', 'tests are')} counted in the reports but not listed`,
      advice: 'See why the test runner did not finish its report.',
    })
  problems.push(...wanted.flatMap((one) => emptyGlob(one, reports)))
  for (const [words, all] of byFormat(reports)) {
    const { unclear } = countReports(all)
    if (unclear > 0)
      problems.push({
        title: words.unclear(unclear),
        advice: 'Read the findings of the single tests or results: each must be a pass, a failure or skipped.',
        unknown: true,
      })
  }
  return problems
}

/** Each glob stands for a suite: one that found no test that ran proves nothing, whatever the others found. */
function emptyGlob({ format, glob }: WantedReports, reports: readonly Report[]): Problem[] {
  const advice = 'A suite without tests proves nothing: check the globs and the filters of the test runner.'
  const found = reports.filter((report) => report.format === format && report.globs.includes(glob))
  if (found.length === 0) return [{ title: `no report matches ${glob}`, advice }]
  // What is unreadable or stale is a problem of its own.
  if (found.some(({ problem, stale }) => problem !== undefined || stale)) return []
  const { passed, failed, unclear } = countReports(found)
  if (passed + failed + unclear > 0) return []
  return [{ title: `the reports that match ${glob} have ${FORMATS[format].words.nothing}`, advice }]
}

function fresh(reports: readonly Report[]): NonNullable<Report['read']>[] {
  return reports.flatMap(({ stale, read }) => (stale || !read ? [] : [read]))
}

/** A remark for each test that failed at first and passed when it was run again. */
export function flakyTests(reports: readonly Report[], name: string): Finding[] {
  return fresh(reports)
    .flatMap(({ cases }) => cases)
    .filter(({ flaky }) => flaky === true)
    .slice(0, MOST_FINDINGS)
    .map((one) => flakyFinding(one, name))
}

function flakyFinding(one: TestCase, name: string): Finding {
  const title = titleOf(one)
  const lines = plainLines(one.message ?? '')
  return {
    code: 'check/run/flaky',
    outcome: 'noted',
    title: `${title} failed at first and passed when it was run again: ${firstOf(lines)}`,
    subject: `check/${name}/test/${title}`,
    expected: 'a test that passes at once',
    observed: lines.slice(0, SHOWN_LINES).join('\n') || 'a failure without a message, then a pass',
    advice:
      'Find out whether the test or the service is unsteady: a failure that comes and goes in tests does so for users too.',
    ...sourceOf(one),
  }
}

const LEGEND = /^\s*(?:\+ actual - expected.*)?$/
const ANNOUNCED_LINES = 2

/** The first line; where a colon ends it, with the lines that it announces: `Expected values to be equal: 200 !== 404`. */
function firstOf([first = 'no message', ...others]: readonly string[]): string {
  if (!first.endsWith(':')) return first
  const announced = others.filter((line) => !LEGEND.test(line)).slice(0, ANNOUNCED_LINES)
  return [first, ...announced.map((line) => line.trim())].join(' ')
}

function titleOf({ className, suite, name }: TestCase): string {
  return [className || suite, name].filter(Boolean).join(' › ')
}

function sourceOf({ file, line }: TestCase): { source?: Source } {
  return file === undefined ? {} : { source: { file, ...(line !== undefined && { line }) } }
}

/** A finding for each test that failed or is unclear. `name` is that of the check. */
export function findingsOf(reports: readonly Report[], name: string, advice: string): Finding[] {
  return fresh(reports)
    .flatMap(({ cases }) => cases)
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'unclear')
    .toSorted((a, b) => Number(a.outcome === 'unclear') - Number(b.outcome === 'unclear'))
    .slice(0, MOST_FINDINGS)
    .map((one) => findingOf(one, name, advice))
}

function findingOf(one: TestCase, name: string, advice: string): Finding {
  const title = titleOf(one)
  const lines = plainLines(one.message ?? '')
  const failed = one.outcome === 'failed'
  return {
    code: 'check/run/test',
    outcome: failed ? 'fail' : 'inconclusive',
    title: `${title} ${failed ? 'failed' : 'neither passed nor failed'}: ${firstOf(lines)}`,
    subject: `check/${name}/test/${title}`,
    expected: 'a passing test',
    observed: lines.slice(0, SHOWN_LINES).join('\n') || 'a failure without a message',
    advice,
    ...sourceOf(one),
  }
}
