import { isFileWithoutTests, MESSAGE_LENGTH, type CaseResult } from './report.ts'
import { attribute, content, elementNames, elements, type XmlNode } from './xml.ts'

/** Of a test that passed when it was run again, as Maven Surefire writes them. */
const FLAKY = ['flakyFailure', 'flakyError']
/** Elements that say nothing against a test. */
const HARMLESS = new Set(['properties', 'system-out', 'system-err', 'skipped', 'ignored', ...FLAKY])
/**
 * CTest writes a test that it could not start as skipped; it counts among those that failed.
 * Source: Kitware/CMake, Source/CTest/cmCTestRunTest.cxx
 */
const NOT_STARTED =
  /^(not run$|unable to find|required files missing|missing configuration|fixture dependency failed|failed to start)/i

const WORDS: readonly (readonly [CaseResult['outcome'], RegExp])[] = [
  ['failed', /^(fail(ed|ure)?|error(ed)?|broken|time(d|d[ _-]?)?out|aborted|regression)$/],
  ['skipped', /^(not[ _-]?run|suppressed|skip(ped)?|xfail|disabled|ignored|pending|todo)$/],
  ['passed', /^(|run|completed|executed|ok|pass(ed)?|success(ful)?|succeeded|fixed)$/],
]

/** Judges a test by everything that its element says; the worst counts, and what is unknown is not a pass. */
export function judgeCase(one: XmlNode): CaseResult {
  const failures = [...elements(one, 'failure'), ...elements(one, 'error')]
  // TestNG writes `<ignored>`.
  const skipped = [...elements(one, 'skipped'), ...elements(one, 'ignored')]
  // Node's runner: a test marked as to do may fail.
  if (failures.length > 0 && skipped.some((element) => attribute(element, 'type') === 'todo'))
    return { outcome: 'skipped', failedAsExpected: true }
  if (failures.length > 0)
    return { outcome: 'failed', message: failures.map(messageOf).join('\n').slice(0, MESSAGE_LENGTH) }
  const stated = STATED_IN.map((name) => statedBy(one, name))
  const failed = stated.find(({ outcome }) => outcome === 'failed') ?? failedFlag(one)
  if (failed) return { outcome: 'failed', message: failed.message }
  const unclear = stated.find(({ outcome }) => outcome === 'unclear') ?? unknownElement(one) ?? notStarted(one, skipped)
  if (unclear) return { outcome: 'unclear', message: unclear.message }
  const isSkipped = skipped.length > 0 || stated.some(({ outcome }) => outcome === 'skipped')
  if (isSkipped || NO.test(attribute(one, 'executed'))) return { outcome: 'skipped' }
  const name = attribute(one, 'name')
  if (attribute(one, 'classname') === 'test' && isFileWithoutTests(name) && attribute(one, 'file').endsWith(name))
    return { outcome: 'skipped' }
  const earlier = FLAKY.flatMap((element) => elements(one, element))
  return earlier.length === 0
    ? { outcome: 'passed' }
    : { outcome: 'passed', flaky: true, message: earlier.map(messageOf).join('\n').slice(0, MESSAGE_LENGTH) }
}

/** Whether an element says in its status or result that it failed, as suites of some writers do. */
export function isStatedFailed(node: XmlNode): boolean {
  return STATED_IN.some((name) => statedBy(node, name).outcome === 'failed') || isDenied(node)
}

/** Whether an element states a result in its attributes. */
export function isStated(node: XmlNode): boolean {
  return [...STATED_IN, ...FLAGS].some((name) => attribute(node, name) !== '')
}

/** Attributes with the word of a result, and those with a yes or no. */
const STATED_IN = ['status', 'result', 'outcome', 'state'] as const
const FLAGS = ['success', 'passed'] as const
const NO = /^(false|0|no)$/i

/** A suite states the number of passed tests as `passed`, too: none is said by its tests. */
function isDenied(node: XmlNode): boolean {
  return NO.test(attribute(node, 'success')) || /^(false|no)$/i.test(attribute(node, 'passed'))
}

/** GoogleTest, NUnit and others tell in attributes alone that a test did not run, or that it failed. */
function statedBy(one: XmlNode, name: string): { outcome: CaseResult['outcome']; message: string } {
  const word = attribute(one, name)
  const known = WORDS.find(([, words]) => words.test(word.toLowerCase()))
  // A state may be one of another kind, such as that of the machine.
  if (known === undefined && name === 'state') return { outcome: 'passed', message: '' }
  return { outcome: known?.[0] ?? 'unclear', message: `its ${name} is ${word}` }
}

/** Node's runner repeats the message in an attribute; NUnit 2 has a flag. */
function failedFlag(one: XmlNode): { message: string } | undefined {
  const message = attribute(one, 'failure') || attribute(one, 'error')
  if (message !== '') return { message: message.slice(0, MESSAGE_LENGTH) }
  return isDenied(one) && !NO.test(attribute(one, 'executed'))
    ? { message: 'it states that it did not succeed' }
    : undefined
}

function unknownElement(one: XmlNode): { message: string } | undefined {
  const name = elementNames(one).find((each) => !HARMLESS.has(each))
  if (name === undefined) return undefined
  const said = elements(one, name).map(messageOf).join('\n').slice(0, MESSAGE_LENGTH)
  return { message: `it has the element <${name}>: ${said}` }
}

function notStarted(one: XmlNode, skipped: readonly XmlNode[]): { message: string } | undefined {
  if (attribute(one, 'status') !== 'notrun') return undefined
  const why = skipped.map((element) => attribute(element, 'message')).find((message) => NOT_STARTED.test(message))
  return why === undefined ? undefined : { message: `it did not start: ${why}`.slice(0, MESSAGE_LENGTH) }
}

export function messageOf(failure: XmlNode): string {
  const message = attribute(failure, 'message')
  const body = content(failure)
  if (body.startsWith(message)) return body || attribute(failure, 'type') || 'no message'
  return [message, body].filter(Boolean).join('\n')
}
