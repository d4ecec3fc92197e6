import type { FinalResults, Parser, Result } from 'tap-parser'
import { decodeText } from '../../support/text/decode.ts'
import { failureText, isFileWithoutTests, reportOf, type ReadReport, type TestCase } from './report.ts'

/** TAP, the Test Anything Protocol, versions 12 to 14 with subtests. */

type Diagnostics = Readonly<Record<string, unknown>>

/** Cases are the test points; one that closes a subtest is a case of its own only where none of the inner ones tells why it failed. */
function collect(parser: Parser, suite: string, into: Collected): void {
  const { cases } = into
  let inner: { readonly from: number } | undefined
  parser.on('child', (child: Parser) => {
    inner = { from: cases.length }
    collect(child, [suite, child.name].filter(Boolean).join(' › '), into)
  })
  parser.on('complete', (results: FinalResults) => {
    if (parser.bailedOut !== false) return
    into.missing += missingIn(parser, results)
    const broken = results.failures.find(({ tapError }) => typeof tapError === 'string')
    if (broken) into.problems.push(String(broken.tapError))
    else if (parser.syntheticPlan) into.problems.push(`${suite || 'it'} has no plan, so tests may be missing`)
  })
  parser.on('assert', (result: Result) => {
    const closes = inner
    inner = undefined
    const own = caseOf(result, suite, closes !== undefined)
    if (closes) {
      const found = cases.slice(closes.from)
      if (found.length > 0 && own.outcome !== 'failed') {
        // The directive of a subtest is that of its tests.
        if (own.outcome === 'skipped')
          cases.splice(closes.from, found.length, ...found.map((one) => tolerated(one, own)))
        return
      }
      if (found.some(({ outcome }) => outcome === 'failed')) return
    }
    cases.push(own)
  })
  parser.on('bailout', (reason: unknown) => {
    if (parser.level > 0) return
    const message = `the tests were given up: ${typeof reason === 'string' && reason !== '' ? reason : 'no reason'}`
    cases.push({ suite, className: '', name: 'Bail out!', outcome: 'unclear', message })
  })
}

interface Collected {
  readonly cases: TestCase[]
  readonly problems: string[]
  /** Tests that a plan announced and that did not come. */
  missing: number
}

function missingIn({ syntheticPlan }: Parser, { plan, count }: FinalResults): number {
  return syntheticPlan || plan.end === null ? 0 : Math.max(0, plan.end - (plan.start ?? 1) + 1 - count)
}

/** Subtests in braces: the parser closes them silently at the end of a file that was cut off. */
function hasOpenSubtest(text: string): boolean {
  const open: string[] = []
  for (const [, indent = '', rest = ''] of text.matchAll(/^([ \t]*)((?:not )?ok\b.*\{|\})[ \t]*\r?$/gm)) {
    if (rest !== '}') open.push(indent)
    else if (open.at(-1) === indent) open.pop()
  }
  return open.length > 0
}

/** The parser takes the first of several plans. */
function plansOf(text: string): number {
  return text.match(/^\d+\.\.\d+/gm)?.length ?? 0
}

function tolerated(one: TestCase, by: TestCase): TestCase {
  const { message: _, ...rest } = one
  return { ...rest, outcome: 'skipped', ...(by.failedAsExpected && { failedAsExpected: true }) }
}

function caseOf(result: Result, suite: string, closes: boolean): TestCase {
  const diagnostics: Diagnostics = typeof result.diag === 'object' && result.diag !== null ? result.diag : {}
  const isEmpty = result.ok && !closes && diagnostics['type'] === 'test' && isFileWithoutTests(result.name)
  const outcome = result.skip || result.todo || isEmpty ? 'skipped' : result.ok ? 'passed' : 'failed'
  const { file, line } = placeOf(diagnostics)
  const text = (name: string): string | undefined =>
    typeof diagnostics[name] === 'string' ? diagnostics[name] : undefined
  const ms = result.time ?? diagnostics['duration_ms']
  return {
    suite,
    className: '',
    name: result.name || `test ${result.id}`,
    outcome,
    ...(outcome === 'failed' && {
      message: failureText(text('error') ?? text('message') ?? result.tapError ?? undefined, text('stack')),
    }),
    ...(result.todo && !result.ok && { failedAsExpected: true }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(typeof ms === 'number' && { seconds: ms / 1_000 }),
  }
}

/** Node's runner writes `location: 'a.test.js:3:1'`; tap writes `at: { fileName, lineNumber }`. */
function placeOf(diagnostics: Diagnostics): { file?: string; line?: number } {
  const { location, at } = diagnostics
  const named = typeof location === 'string' ? /^(.+?):(\d+)(?::\d+)?$/.exec(location) : null
  if (named?.[1] !== undefined) return { file: named[1], line: Number(named[2]) }
  if (typeof at !== 'object' || at === null) return {}
  const { fileName, lineNumber } = at as Diagnostics
  return {
    ...(typeof fileName === 'string' && { file: fileName }),
    ...(typeof lineNumber === 'number' && lineNumber > 0 && { line: lineNumber }),
  }
}

export const parseReport: ReadReport = async (bytes) => {
  const { Parser: TapParser } = await import('tap-parser')
  const into: Collected = { cases: [], problems: [], missing: 0 }
  const parser = new TapParser()
  collect(parser, '', into)
  const text = decodeText(bytes)
  parser.end(text)
  const { cases, problems, missing } = into
  if (parser.bailedOut !== false) return reportOf(cases)
  if (plansOf(text) > 1) return { problem: 'it has several plans' }
  if (hasOpenSubtest(text)) return { problem: 'it ends inside of a subtest' }
  // A plan that announces more is the first of the problems, and shows what there is.
  if (missing > 0) return reportOf(cases, { tests: cases.length + missing })
  const [problem] = problems
  return problem === undefined ? reportOf(cases) : { problem }
}
