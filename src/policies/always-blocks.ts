import type { FindingCode } from '../evidence/codes/index.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'

/** Loss of state blocks from the first day on: neither a baseline nor observing excuses it. */
const LOSES_STATE: ReadonlySet<FindingCode> = new Set(['change/replaces-state', 'change/removes-state'])

export function losesState({ code }: Finding): boolean {
  return LOSES_STATE.has(code)
}

/** Whether a finding keeps a step from being green even where it only observes. */
export function alwaysBlocks(finding: Finding): boolean {
  return losesState(finding) && blocks(finding)
}
