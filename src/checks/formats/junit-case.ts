import { attribute, content, elementNames, elements, type XmlNode } from './xml.ts'

/** What a report says about one test. */

export interface TestCase extends CaseResult {
  readonly suite: string
  readonly className: string
  readonly name: string
  readonly file?: string
  readonly line?: number
  readonly seconds?: number
}

export interface CaseResult {
  /** `unclear`: the report says something that is neither a pass nor a failure. */
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'unclear'
  /** Message and text of the failure, or what is unclear. */
  readonly message?: string
  /** It failed, as its author had announced. */
  readonly failedAsExpected?: boolean
}

const MESSAGE_LENGTH = 4_000

/** Elements that say nothing against a test. Flaky ones are of a test that passed when it was run again. */
const HARMLESS = new Set(['properties', 'system-out', 'system-err', 'skipped', 'flakyFailure', 'flakyError'])

const WORDS: readonly (readonly [CaseResult['outcome'], RegExp])[] = [
  ['failed', /^(fail(ed|ure)?|error(ed)?|broken|time(d|d[ _-]?)?out|aborted|regression)$/],
  ['skipped', /^(not[ _-]?run|suppressed|skipped|disabled|ignored|pending|todo)$/],
  ['passed', /^(|run|completed|executed|ok|pass(ed)?|success(ful)?|succeeded|fixed)$/],
]

/** Judges a test by everything that its element says; the worst counts, and what is unknown is no pass. */
export function judgeCase(one: XmlNode): CaseResult {
  const failures = [...elements(one, 'failure'), ...elements(one, 'error')]
  const skipped = elements(one, 'skipped')
  // Node's runner: a test marked as to do may fail.
  if (failures.length > 0 && skipped.some((element) => attribute(element, 'type') === 'todo'))
    return { outcome: 'skipped', failedAsExpected: true }
  if (failures.length > 0)
    return { outcome: 'failed', message: failures.map(messageOf).join('\n').slice(0, MESSAGE_LENGTH) }
  const stated = ['status', 'result', 'outcome'].map((name) => statedBy(one, name))
  const failed = stated.find(({ outcome }) => outcome === 'failed') ?? failedFlag(one)
  if (failed) return { outcome: 'failed', message: failed.message }
  const unclear = stated.find(({ outcome }) => outcome === 'unclear') ?? unknownElement(one)
  if (unclear) return { outcome: 'unclear', message: unclear.message }
  const isSkipped = skipped.length > 0 || stated.some(({ outcome }) => outcome === 'skipped')
  return { outcome: isSkipped || /^(false|0)$/i.test(attribute(one, 'executed')) ? 'skipped' : 'passed' }
}

/** GoogleTest, NUnit and others tell in attributes alone that a test did not run, or that it failed. */
function statedBy(one: XmlNode, name: string): { outcome: CaseResult['outcome']; message: string } {
  const word = attribute(one, name)
  const known = WORDS.find(([, words]) => words.test(word.toLowerCase()))
  return { outcome: known?.[0] ?? 'unclear', message: `its ${name} is ${word}` }
}

/** Node's runner repeats the message in an attribute; NUnit 2 has a flag. */
function failedFlag(one: XmlNode): { message: string } | undefined {
  const message = attribute(one, 'failure') || attribute(one, 'error')
  if (message !== '') return { message: message.slice(0, MESSAGE_LENGTH) }
  return /^(false|0)$/i.test(attribute(one, 'success')) && !/^(false|0)$/i.test(attribute(one, 'executed'))
    ? { message: 'its success is false' }
    : undefined
}

function unknownElement(one: XmlNode): { message: string } | undefined {
  const name = elementNames(one).find((each) => !HARMLESS.has(each))
  if (name === undefined) return undefined
  const said = elements(one, name).map(messageOf).join('\n').slice(0, MESSAGE_LENGTH)
  return { message: `it has the element <${name}>: ${said}` }
}

function messageOf(failure: XmlNode): string {
  const message = attribute(failure, 'message')
  const body = content(failure)
  if (body.startsWith(message)) return body || attribute(failure, 'type') || 'no message'
  return [message, body].filter(Boolean).join('\n')
}
