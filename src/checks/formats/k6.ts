import { z } from 'zod'
import { isRecord } from '../../support/records.ts'
import { maybeNumber, readJson } from './json.ts'
import { reportOf, type ReadReport, type TestCase, type TestReport } from './report.ts'

/**
 * Summaries of k6 in their three forms. Thresholds and checks are the cases. The exit status of k6 stands above its
 * summary: it alone tells of exceptions and aborted runs.
 */

const check = z.looseObject({ name: z.string(), passes: z.number().nonnegative(), fails: z.number().nonnegative() })
type Check = z.output<typeof check>
interface Group {
  readonly name?: string | null | undefined
  readonly checks?: readonly Check[] | Readonly<Record<string, Check>> | null | undefined
  readonly groups?: readonly Group[] | Readonly<Record<string, Group>> | null | undefined
}
const group: z.ZodType<Group> = z.lazy(() =>
  z.looseObject({
    name: z.string().nullish(),
    checks: z.union([z.array(check), z.record(z.string(), check)]).nullish(),
    groups: z.union([z.array(group), z.record(z.string(), group)]).nullish(),
  }),
)

/** `--summary-export`: a threshold is `true` where it was **crossed**. */
const crossed = z.boolean()
/** The data of handleSummary(): `ok` is what it seems. */
const stated = z.looseObject({ ok: z.boolean() })

const byName = z.looseObject({
  root_group: group,
  metrics: z.record(
    z.string(),
    z.looseObject({
      count: maybeNumber,
      values: z.looseObject({ count: maybeNumber }).nullish(),
      thresholds: z.record(z.string(), z.union([crossed, stated])).nullish(),
    }),
  ),
})

/** `--new-machine-readable-summary`: without thresholds. */
const listed = z.looseObject({
  version: z.string().regex(/^1\./, { error: 'expected version 1 of the summary' }),
  results: z.looseObject({
    checks: z.looseObject({ results: z.array(check).nullish() }).nullish(),
    metrics: z.array(z.looseObject({ name: z.string(), values: z.looseObject({ count: maybeNumber }) })),
  }),
})

function checksOf(from: Group, path: string): TestCase[] {
  const suite = [path, from.name].filter(Boolean).join(' › ')
  const groups = Object.values(from.groups ?? {})
  return [
    ...Object.values(from.checks ?? {}).map((one) => checkCase(one, suite)),
    ...groups.flatMap((each) => checksOf(each, suite)),
  ]
}

function checkCase({ name, passes, fails }: Check, suite: string): TestCase {
  const about = { suite, className: '', name }
  if (fails > 0) return { ...about, outcome: 'failed', message: `failed ${fails} of ${fails + passes} times` }
  return { ...about, outcome: passes > 0 ? 'passed' : 'skipped' }
}

function readByName({ root_group: root, metrics }: z.output<typeof byName>): TestReport {
  const thresholds = Object.entries(metrics).flatMap(([metric, one]) =>
    Object.entries(one.thresholds ?? {}).map(([expression, said]): TestCase => {
      const isCrossed = typeof said === 'boolean' ? said : !said.ok
      return {
        suite: 'threshold',
        className: '',
        name: `${metric}: ${expression}`,
        outcome: isCrossed ? 'failed' : isMeasured(one) ? 'passed' : 'skipped',
        ...(isCrossed && { message: `crossed; ${valuesOf(one)}` }),
      }
    }),
  )
  const checks = checksOf(root, '')
  const iterations = metrics['iterations']?.count ?? metrics['iterations']?.values?.count ?? 0
  // A threshold on `checks` is the author's own limit for them.
  const isLimited = Object.keys(metrics['checks']?.thresholds ?? {}).length > 0
  return finished(iterations, [...thresholds, ...(isLimited ? checks.map(withinLimit) : checks)])
}

function withinLimit(one: TestCase): TestCase {
  return one.outcome === 'failed' ? { ...one, outcome: 'skipped', failedAsExpected: true } : one
}

/** k6 holds each threshold of a metric that nothing was added to: a rate of no attempts, a trend of zeros. */
function isMeasured(metric: Readonly<Record<string, unknown>>): boolean {
  const values = recordOf(metric['values'] ?? metric)
  if ('passes' in values && 'fails' in values) return numberOf(values['passes']) + numberOf(values['fails']) > 0
  if (!('avg' in values)) return true
  return ['avg', 'min', 'med', 'max'].some((name) => numberOf(values[name]) !== 0)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

/** The numbers of a metric, in one line. */
function valuesOf(metric: Readonly<Record<string, unknown>>): string {
  const nested = metric['values']
  const values = typeof nested === 'object' && nested !== null ? nested : metric
  const numbers = Object.entries(values).filter(([, value]) => typeof value === 'number')
  return numbers.map(([name, value]) => `${name}=${String(value)}`).join(', ')
}

/** Of a run without an iteration, thresholds hold because nothing was measured. */
function finished(iterations: number, cases: readonly TestCase[]): TestReport {
  return reportOf(
    iterations > 0 ? cases : cases.map((one) => (one.outcome === 'passed' ? { ...one, outcome: 'skipped' } : one)),
  )
}

function readListed({ results }: z.output<typeof listed>): TestReport {
  const iterations = results.metrics.find(({ name }) => name === 'iterations')?.values.count ?? 0
  return finished(
    iterations,
    (results.checks?.results ?? []).map((one) => checkCase(one, '')),
  )
}

export const parseReport: ReadReport = async (bytes) => {
  const old = readJson(bytes, byName)
  if ('value' in old) return readByName(old.value)
  const read = readJson(bytes, listed)
  if ('value' in read) return readListed(read.value)
  return { problem: `it is not a summary of k6: ${old.problem}; ${read.problem}` }
}
