import { failureText, reportOf, type ReadReport, type TestCase } from './report.ts'
import { attribute, content, elementNames, elements, readXml, type XmlNode } from './xml.ts'

/** TRX, the reports of `dotnet test --logger trx` and Visual Studio. */

const LISTS = [
  'UnitTestResult',
  'TestResult',
  'GenericTestResult',
  'TestResultAggregation',
  'UnitTest',
  'RunInfo',
  'ResultSummary',
]
const RESULTS = ['UnitTestResult', 'TestResult', 'GenericTestResult', 'TestResultAggregation']

const OUTCOMES: ReadonlyMap<string, TestCase['outcome']> = new Map([
  ['Passed', 'passed'],
  ['Failed', 'failed'],
  ['Error', 'failed'],
  ['Timeout', 'failed'],
  ['Aborted', 'failed'],
  ['PassedButRunAborted', 'failed'],
  ['Disconnected', 'failed'],
  ['NotExecuted', 'skipped'],
  ['NotRunnable', 'skipped'],
  ['Pending', 'skipped'],
])

const FAILURES = ['failed', 'error', 'timeout', 'aborted', 'passedButRunAborted', 'disconnected', 'inProgress']
const NOT_RUN = ['notExecuted', 'notRunnable', 'pending']
/** Results that are neither a pass nor a failure. `completed` is none of them: there are writers that count passed tests there, too. */
const DOUBTFUL = ['inconclusive', 'warning']
const COUNTERS = ['total', 'executed', 'passed', ...DOUBTFUL, ...FAILURES, ...NOT_RUN]

function all(parent: XmlNode, names: readonly string[]): XmlNode[] {
  return names.flatMap((name) => elements(parent, name))
}

function child(parent: XmlNode | undefined, name: string): XmlNode | undefined {
  return parent && elements(parent, name)[0]
}

/** A data-driven test has a result for each row inside of its own. */
function leaves(result: XmlNode): XmlNode[] {
  const inner = elements(result, 'InnerResults').flatMap((each) => all(each, RESULTS))
  if (inner.length === 0) return [result]
  const rows = inner.flatMap(leaves)
  const outcomeOf = (one: XmlNode): TestCase['outcome'] => OUTCOMES.get(attribute(one, 'outcome')) ?? 'unclear'
  const own = outcomeOf(result)
  // Its own failure or doubt must not be lost where no row shows it.
  return (own === 'failed' || own === 'unclear') && !rows.some((row) => outcomeOf(row) === own)
    ? [...rows, result]
    : rows
}

/** `00:00:01.5000000` */
function secondsOf(duration: string): number | undefined {
  const match = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(duration)
  return match ? Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3]) : undefined
}

function caseOf(result: XmlNode, classes: ReadonlyMap<string, string>): TestCase {
  const stated = attribute(result, 'outcome')
  const outcome = OUTCOMES.get(stated) ?? 'unclear'
  const error = child(child(result, 'Output'), 'ErrorInfo')
  const text = (name: string): string | undefined => {
    const node = child(error, name)
    return node && (content(node) || undefined)
  }
  const seconds = secondsOf(attribute(result, 'duration'))
  return {
    suite: '',
    className: classes.get(attribute(result, 'testId')) ?? '',
    name: attribute(result, 'testName') || 'a test without a name',
    outcome,
    ...(outcome === 'failed' && {
      message: failureText(text('Message') ?? `its outcome is ${stated}`, text('StackTrace')),
    }),
    ...(outcome === 'unclear' && {
      message: [`its outcome is ${stated || 'not stated'}`, text('Message')].filter(Boolean).join(': '),
    }),
    ...(seconds !== undefined && { seconds }),
  }
}

/** Results of kinds that this reader does not know, such as those of web and load tests. */
function unknownResults(list: XmlNode): TestCase[] {
  return elementNames(list)
    .filter((name) => !RESULTS.includes(name))
    .flatMap((name) => elements(list, name).map((node) => ({ name, node })))
    .map(({ name, node }) => ({
      suite: '',
      className: '',
      name: attribute(node, 'testName') || name,
      outcome: 'unclear',
      message: `it is a ${name} with the outcome ${attribute(node, 'outcome') || 'not stated'}`,
    }))
}

/** An error of the run itself, such as a host of the tests that crashed. */
function isBroken(summary: XmlNode): boolean {
  const notes = elements(summary, 'RunInfos').flatMap((each) => elements(each, 'RunInfo'))
  return notes.some((note) => OUTCOMES.get(attribute(note, 'outcome')) === 'failed')
}

export const parseReport: ReadReport = async (bytes) => {
  const read = await readXml(bytes, LISTS)
  if ('problem' in read) return read
  const root = child(read.root, 'TestRun')
  if (!root) return { problem: 'it has no TestRun' }
  const classes = new Map(
    elements(root, 'TestDefinitions')
      .flatMap((each) => elements(each, 'UnitTest'))
      .map((each) => [
        attribute(each, 'id'),
        attribute(child(each, 'TestMethod') ?? {}, 'className').split(',')[0] ?? '',
      ]),
  )
  const results = elements(root, 'Results').flatMap((each) => all(each, RESULTS))
  const cases = [
    ...results.flatMap(leaves).map((result) => caseOf(result, classes)),
    ...elements(root, 'Results').flatMap(unknownResults),
  ]
  const [summary, ...more] = elements(root, 'ResultSummary')
  if (more.length > 0) return { problem: 'it has several ResultSummary' }
  if (!summary) return { problem: 'it has no ResultSummary: the run did not end' }
  const [counters = {}, ...moreCounters] = elements(summary, 'Counters')
  if (moreCounters.length > 0) return { problem: 'it has several Counters' }
  const odd = COUNTERS.find((name) => !/^\d*$/.test(attribute(counters, name).trim()))
  if (odd !== undefined) return { problem: `its counter ${odd} is no number: ${attribute(counters, odd)}` }
  const number = (name: string): number => Number.parseInt(attribute(counters, name), 10) || 0
  const sum = (names: readonly string[]): number => names.reduce((total, name) => total + number(name), 0)
  const failed = sum(FAILURES)
  // The counters may count a data-driven test once.
  const missing = Math.max(0, number('total') - Math.max(results.length, cases.length))
  const made = reportOf(cases, { tests: cases.length + missing, failed })
  const passed = results.filter((result) => attribute(result, 'outcome') === 'Passed').length
  if (attribute(counters, 'passed') !== '' && number('passed') < passed)
    return { problem: `its counters have ${number('passed')} passed tests, and it lists ${passed}` }
  if (number('passed') > passed + missing && number('passed') > made.passed + missing)
    return { problem: `its counters have ${number('passed')} passed tests, and it lists ${made.passed}` }
  const notRun = sum(NOT_RUN)
  if (notRun > made.skipped + missing)
    return { problem: `its counters have ${notRun} tests that did not run, and it lists ${made.skipped}` }
  const doubtful = sum(DOUBTFUL)
  if (doubtful > made.unclear)
    return { problem: `its counters have ${doubtful} inconclusive tests, and it lists ${made.unclear}` }
  if (attribute(counters, 'total') !== '' && number('executed') > number('total'))
    return { problem: `its counters have ${number('executed')} tests that ran, of ${number('total')}` }
  const outcome = isBroken(summary) ? 'Error' : attribute(summary, 'outcome')
  const isFine = /^(Completed|Passed|Warning|)$/.test(outcome) || made.failed + made.unexplained + made.unclear > 0
  return isFine ? made : { ...made, unexplained: 1 }
}
