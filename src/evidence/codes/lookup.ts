import type { Outcome } from '../outcome.ts'
import { CODE_FACTS } from './facts.ts'
import type { FindingCode } from './index.ts'

/** Questions about a code that need none of its texts. */

export const FINDING_CODES = Object.keys(CODE_FACTS) as FindingCode[]

export function isFindingCode(code: unknown): code is FindingCode {
  return typeof code === 'string' && Object.hasOwn(CODE_FACTS, code)
}

/** Whether a finding with the code can have the outcome. */
export function canHave(code: FindingCode, outcome: Outcome): boolean {
  return CODE_FACTS[code].outcomes.includes(outcome)
}

/** Whether findings with the code are shown first although they do not block; not so for a code that is not known. */
export function isProminent(code: string): boolean {
  return isFindingCode(code) && CODE_FACTS[code].prominent === true
}

/** The day from which findings with the code block, where they did not always. */
export function firstBlockingDay(code: FindingCode): string | undefined {
  return CODE_FACTS[code].blocksFrom
}

/** The present name of a code; a name that no version had stays as it is. */
export function currentCode(code: string): string {
  return FINDING_CODES.find((each) => CODE_FACTS[each].formerly?.includes(code) === true) ?? code
}
