import { isStated, isStatedFailed, judgeCase, messageOf } from './junit-case.ts'
import { otherRoot, otherText } from './other-forms.ts'
import { MESSAGE_LENGTH, type ReadReport, type TestCase, type TestReport, type Unreadable } from './report.ts'
import { attribute, elementNames, elements, readXml, type XmlNode } from './xml.ts'

/** JUnit reports in their many dialects. Single tests are counted; the report's own sums are compared with them. */

const LISTS = ['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped']
/** What holds results. Inside of an element that reports do not have, they would not be counted. */
const RESULTS = new Set(['testsuite', 'testcase', 'failure', 'error'])

/** Names of results in other dialects. */
const LIKE_RESULTS = /^(test([-_]?(case|suite|result))?|failures?|errors?)$/i

/** Reads one report. It comes from the user's tests: nothing in it is resolved, and anything odd is unreadable. */
export async function parseJUnit(bytes: Uint8Array): Promise<TestReport | Unreadable> {
  const other = otherText(bytes)
  if (other) return other
  const read = await readXml(bytes, LISTS)
  if ('problem' in read) return read
  // Node's own reporter puts tests outside of any suite right into the root; its name is no suite's.
  const roots = elements(read.root, 'testsuites').map((all): XmlNode => ({ ...all, '@name': '' }))
  const suites = [...roots, ...elements(read.root, 'testsuite')]
  if (suites.length === 0) return otherRoot(read.root)
  const hidden = suites.map(hiddenResults).find((name) => name !== undefined)
  if (hidden !== undefined)
    return { problem: `it has results inside of <${hidden}>, an element that reports do not have` }
  const odd = suites.map(oddSum).find((problem) => problem !== undefined)
  if (odd !== undefined) return { problem: odd }
  const tests = suites.flatMap((suite) => casesOf(suite, ''))
  const cases = [...tests, ...suites.flatMap((suite) => failuresOf(suite, ''))]
  const count = (outcome: TestCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length
  const stated = (sums: Sums): number => suites.reduce((sum, suite) => sum + sumOf(suite, sums), 0)
  const skippedUnlisted = Math.max(0, stated(SKIPPED) - count('skipped'))
  const missing = Math.max(0, stated(TESTS) - tests.length)
  const tolerated = cases.filter(({ failedAsExpected }) => failedAsExpected).length
  return {
    cases,
    // What is counted as skipped and not listed as such explains tests that are missing, then those listed as passed.
    passed: Math.max(0, count('passed') - Math.max(0, skippedUnlisted - missing)),
    failed: count('failed'),
    skipped: count('skipped') + skippedUnlisted,
    unclear: Math.max(stated(WARNINGS), count('unclear')),
    unlisted: Math.max(0, missing - skippedUnlisted),
    unexplained: Math.max(0, stated(FAILURES) - count('failed') - tolerated),
  }
}

/** A sum that suites state in attributes, and what they list themselves. */
interface Sums {
  readonly stated: (suite: XmlNode) => number
  readonly listed: (suite: XmlNode) => number
}

/** Catch2 counts assertions in its sums; it has this in place of a host (catchorg/Catch2, catch_reporter_junit.cpp). */
const countsAssertions = (suite: XmlNode): boolean => attribute(suite, 'hostname') === 'tbd'

const TESTS: Sums = {
  stated: (suite) => (countsAssertions(suite) ? 0 : numberOf(attribute(suite, 'tests'))),
  listed: (suite) => elements(suite, 'testcase').length,
}
/** Sums of failures, each by the names that it has. */
const FAILED_SUMS = [
  ['failures', 'failure', 'failed'],
  ['errors', 'error'],
  ['crashed'],
  ['aborted', 'timeouts', 'cancelled'],
] as const

const FAILURES: Sums = {
  stated: (suite) =>
    Math.max(
      FAILED_SUMS.reduce((sum, names) => sum + mostOf(suite, names), 0) -
        (countsAssertions(suite) ? furtherFailures(suite) : 0),
      isStatedFailed(suite) ? 1 : 0,
    ),
  listed: (suite) => elements(suite, 'failure').length + elements(suite, 'error').length,
}

/** Failures of tests beside the first one of each. */
function furtherFailures(suite: XmlNode): number {
  const ofTests = elements(suite, 'testcase').map((one) => FAILURES.listed(one))
  return ofTests.reduce((sum, count) => sum + Math.max(0, count - 1), 0)
}

const SKIPPED: Sums = {
  // busted writes `skip`, TestNG `ignored`.
  stated: (suite) => mostOf(suite, ['skipped', 'disabled', 'skip', 'ignored']),
  listed: (suite) => elements(suite, 'testcase').filter((one) => judgeCase(one).outcome === 'skipped').length,
}
const WARNINGS: Sums = {
  stated: (suite) => mostOf(suite, ['warnings']) + mostOf(suite, ['inconclusive']),
  listed: (suite) => elements(suite, 'warning').length,
}

/** Writers state sums of a suite with or without those of inner ones: it has at least as many as it lists. */
function sumOf(suite: XmlNode, sums: Sums): number {
  const inner = elements(suite, 'testsuite').reduce((sum, one) => sum + sumOf(one, sums), 0)
  return Math.max(sums.listed(suite) + inner, sums.stated(suite))
}

/** The greatest of the sums that a suite states under these names. */
function mostOf(suite: XmlNode, names: readonly string[]): number {
  return Math.max(...names.map((name) => numberOf(attribute(suite, name))))
}

/** Failures that a suite has beside its tests, such as that of its setup. */
function failuresOf(suite: XmlNode, path: string): TestCase[] {
  const suiteName = suiteNameOf(suite, path)
  const own = [...elements(suite, 'failure'), ...elements(suite, 'error')].map((failure): TestCase => ({
    suite: suiteName,
    className: '',
    name: 'outside of its tests',
    outcome: 'failed',
    message: messageOf(failure).slice(0, MESSAGE_LENGTH),
  }))
  return [...own, ...elements(suite, 'testsuite').flatMap((inner) => failuresOf(inner, suiteName))]
}

function suiteNameOf(suite: XmlNode, path: string): string {
  return [path, attribute(suite, 'name')].filter(Boolean).join(' › ')
}

/** What writers write for a number that they do not have. */
const NO_NUMBER = /^(|undefined|null|nan|false)$/i

/** A sum that is not a number could hide a failure. */
function oddSum(suite: XmlNode): string | undefined {
  const name = ['tests', ...FAILED_SUMS.flat()].find((each) => {
    const text = attribute(suite, each).trim()
    return !NO_NUMBER.test(text) && !/^-?\d+(\.\d+)?$/.test(text)
  })
  if (name !== undefined) return `its ${name} is ${JSON.stringify(attribute(suite, name))}, not a number`
  return elements(suite, 'testsuite')
    .map(oddSum)
    .find((problem) => problem !== undefined)
}

function casesOf(suite: XmlNode, path: string): TestCase[] {
  const suiteName = suiteNameOf(suite, path)
  const own = elements(suite, 'testcase').map((one): TestCase => {
    const file = attribute(one, 'file') || attribute(suite, 'file')
    const line = numberOf(attribute(one, 'line'))
    const seconds = Number.parseFloat(attribute(one, 'time'))
    return {
      suite: suiteName,
      className: attribute(one, 'classname'),
      name: attribute(one, 'name') || 'a test without a name',
      ...judgeCase(one),
      ...(file !== '' && { file }),
      ...(line > 0 && { line }),
      ...(Number.isFinite(seconds) && { seconds }),
    }
  })
  return [...own, ...elements(suite, 'testsuite').flatMap((inner) => casesOf(inner, suiteName))]
}

/**
 * The name of another element of a suite that is a result by its name or attributes, or of an element of a suite or test that
 * has results somewhere inside.
 */
function hiddenResults(suite: XmlNode): string | undefined {
  const unknown = elementNames(suite).find(
    (name) =>
      !RESULTS.has(name) &&
      (LIKE_RESULTS.test(name) || elements(suite, name).some((node) => isStated(node) || holdsResults(node))),
  )
  const ofTest = elements(suite, 'testcase')
    .flatMap((test) => elementNames(test).map((name) => ({ name, inner: elements(test, name) })))
    .find(({ name, inner }) => !RESULTS.has(name) && inner.some(holdsResults))
  return (
    unknown ??
    ofTest?.name ??
    elements(suite, 'testsuite')
      .map(hiddenResults)
      .find((name) => name !== undefined)
  )
}

function holdsResults(node: XmlNode): boolean {
  return elementNames(node).some((name) => RESULTS.has(name) || elements(node, name).some(holdsResults))
}

function numberOf(text: string): number {
  const number = Number.parseInt(text, 10)
  return Number.isFinite(number) && number > 0 ? number : 0
}

export const parseReport: ReadReport = parseJUnit
