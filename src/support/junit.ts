/** JUnit reports in their many dialects, read as what they say about single tests. */

export interface TestCase {
  readonly suite: string
  readonly className: string
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Message and text of the failure. */
  readonly message?: string
  readonly file?: string
  readonly line?: number
  readonly seconds?: number
}

export interface TestReport {
  readonly cases: readonly TestCase[]
  /** What the report's own sums say went wrong, where single cases do not show it. */
  readonly unexplained: number
}

/** The report cannot be read, and why. */
export interface UnreadableReport {
  readonly problem: string
}

const MESSAGE_LENGTH = 4_000

type Node = Readonly<Record<string, unknown>>

/** Reads one report. It comes from the user's tests: nothing in it is resolved, and anything odd is unreadable. */
export async function parseJUnit(xml: string): Promise<TestReport | UnreadableReport> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return { problem: 'it declares a document type, which reports have no use for' }
  const valid = XMLValidator.validate(xml, { allowBooleanAttributes: false })
  if (valid !== true) return { problem: `line ${valid.err.line}: ${valid.err.msg}` }
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: '#text',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
    isArray: (name) =>
      ['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped', 'rerunFailure', 'rerunError'].includes(
        name,
      ),
  })
  const root = parser.parse(xml) as Node
  // Node's own reporter puts tests outside of any suite right into the root; its name is no suite's.
  const roots = nodes(root['testsuites']).map((all): Node => ({ ...all, '@name': '' }))
  const suites = [...roots, ...nodes(root['testsuite'])]
  if (suites.length === 0) return { problem: 'it has neither testsuites nor testsuite' }
  const cases = suites.flatMap((suite) => casesOf(suite, ''))
  const counted = suites.reduce((sum, suite) => sum + countedTests(suite), 0)
  // A report that was cut off, or whose writer died, still holds its sums: what it does not list may have failed.
  if (counted > cases.length) return { problem: `it counts ${counted} tests and lists ${cases.length}` }
  const claimed = suites.reduce((sum, suite) => sum + claimedFailures(suite), 0)
  const failed = cases.filter(({ outcome }) => outcome === 'failed').length
  return { cases, unexplained: Math.max(0, claimed - failed) }
}

/** How many tests a suite says that it has, inner ones included; at least as many as it lists. */
function countedTests(suite: Node): number {
  const inner = nodes(suite['testsuite']).reduce((sum, one) => sum + countedTests(one), 0)
  return Math.max(nodes(suite['testcase']).length + inner, numberOf(suite['@tests']))
}

/** A suite's own errors, such as a setup that broke, and the sums that it states. Sums of inner suites are in the outer's. */
function claimedFailures(suite: Node): number {
  const own = nodes(suite['error']).length + nodes(suite['failure']).length
  const stated = numberOf(suite['@failures']) + numberOf(suite['@errors'])
  const inner = nodes(suite['testsuite']).reduce((sum, one) => sum + claimedFailures(one), 0)
  return Math.max(own + inner, stated)
}

function casesOf(suite: Node, path: string): TestCase[] {
  const name = text(suite['@name'])
  const suiteName = [path, name].filter(Boolean).join(' › ')
  const own = nodes(suite['testcase']).map((one): TestCase => {
    const failures = [...nodes(one['failure']), ...nodes(one['error'])]
    const file = text(one['@file']) || text(suite['@file'])
    const line = numberOf(one['@line'])
    const seconds = Number.parseFloat(text(one['@time']))
    const outcome = failures.length > 0 ? 'failed' : nodes(one['skipped']).length > 0 ? 'skipped' : statedOutcome(one)
    return {
      suite: suiteName,
      className: text(one['@classname']),
      name: text(one['@name']) || 'a test without a name',
      outcome,
      ...(failures.length > 0 && { message: failures.map(messageOf).join('\n').slice(0, MESSAGE_LENGTH) }),
      ...(file !== '' && { file }),
      ...(line > 0 && { line }),
      ...(Number.isFinite(seconds) && { seconds }),
    }
  })
  return [...own, ...nodes(suite['testsuite']).flatMap((inner) => casesOf(inner, suiteName))]
}

/** GoogleTest and others tell in attributes alone that a test did not run, or that it failed. */
function statedOutcome(one: Node): TestCase['outcome'] {
  const stated = [text(one['@status']), text(one['@result'])].map((word) => word.toLowerCase())
  if (stated.some((word) => /^(fail(ed|ure)?|error(ed)?|broken|timeout|timedout|aborted)$/.test(word))) return 'failed'
  if (stated.some((word) => /^(not[ _-]?run|suppressed|skipped|disabled|ignored|pending)$/.test(word))) return 'skipped'
  return 'passed'
}

function messageOf(failure: Node): string {
  const message = text(failure['@message'])
  const body = text(failure['#text'])
  if (body.startsWith(message)) return body || text(failure['@type']) || 'no message'
  return [message, body].filter(Boolean).join('\n')
}

/** Elements of one name; an element of text alone, or an empty one, is no object for the parser. */
function nodes(value: unknown): Node[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map((one: unknown) =>
    typeof one === 'object' && one !== null ? (one as Node) : { '#text': text(one) },
  )
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function numberOf(value: unknown): number {
  const number = Number.parseInt(text(value), 10)
  return Number.isFinite(number) && number > 0 ? number : 0
}
