import { z } from 'zod'
import { maybeNumber, maybeText, readJson } from './json.ts'
import { failureText, reportOf, type ReadReport, type TestCase } from './report.ts'

/** CTRF, the Common Test Report Format. */

const test = z.looseObject({
  name: z.string(),
  // `other` and any status of later versions are neither a pass nor a failure.
  status: z.string(),
  duration: maybeNumber,
  message: maybeText,
  trace: maybeText,
  suite: z.union([z.string(), z.array(z.string())]).nullish(),
  rawStatus: maybeText,
  filePath: maybeText,
  line: maybeNumber,
  flaky: z.boolean().nullish(),
  retries: maybeNumber,
  retryAttempts: z.array(z.looseObject({ status: maybeText, message: maybeText, trace: maybeText })).nullish(),
})

const report = z.looseObject({
  results: z.looseObject({
    tool: z.looseObject({ name: z.string() }),
    summary: z.looseObject({ tests: z.number(), failed: z.number(), passed: z.number(), other: maybeNumber }),
    tests: z.array(test),
  }),
})

const OUTCOMES: ReadonlyMap<string, TestCase['outcome']> = new Map([
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['skipped', 'skipped'],
  ['pending', 'skipped'],
])

function caseOf(one: z.output<typeof test>): TestCase {
  const outcome = OUTCOMES.get(one.status) ?? 'unclear'
  const flaky = outcome === 'passed' && (one.flaky === true || (one.retries ?? 0) > 0)
  const earlier = one.retryAttempts?.find(({ status }) => status !== 'passed')
  const failure = flaky ? (earlier ?? one) : one
  const text = failureText(failure.message ?? undefined, failure.trace ?? undefined)
  const raw = one.rawStatus == null || one.rawStatus === one.status ? '' : ` (${one.rawStatus})`
  return {
    suite: [one.suite ?? []].flat().join(' › '),
    className: '',
    name: one.name,
    outcome,
    ...(outcome === 'failed' && { message: text }),
    ...(outcome === 'unclear' && { message: `its status is ${one.status}${raw}` }),
    ...(flaky && { flaky, message: text }),
    ...(one.filePath != null && { file: one.filePath }),
    ...(one.line != null && one.line > 0 && { line: one.line }),
    ...(one.duration != null && { seconds: one.duration / 1_000 }),
  }
}

export const parseReport: ReadReport = async (bytes) => {
  const read = readJson(bytes, report)
  if ('problem' in read) return read
  const { tests, summary } = read.value.results
  const made = reportOf(tests.map(caseOf), { tests: summary.tests, failed: summary.failed })
  if (summary.tests < tests.length)
    return { problem: `its summary has ${summary.tests} tests, and it lists ${tests.length}` }
  // A test that the summary counts as neither passed nor failed, and that is listed as passed, or not at all.
  const other = summary.other ?? 0
  if (other > made.unclear)
    return { problem: `its summary has ${other} tests of another status, and it lists ${made.unclear}` }
  // Of tests that are not listed the summary may count some as passed.
  return summary.passed < made.passed || summary.passed > made.passed + made.unlisted
    ? { problem: `its summary has ${summary.passed} passed tests, and it lists ${made.passed}` }
    : made
}
