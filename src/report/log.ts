import type { Evidence } from '../evidence/document.ts'
import { blocking } from '../evidence/verdict.ts'
import { clipped, oneLine } from './escape.ts'
import { countKinds, duration, pastOf, plural, sentence, stepName, symbolOf } from './words.ts'

/** Room for a command that is to be copied. */
const LINE_LENGTH = 1_000

/** The last lines of the log: how it ended, the first cause in one line, the next step, what still runs. */
export function renderLog(evidence: Evidence): string[] {
  const took = duration(Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt))
  const passed = evidence.findings.filter(({ outcome }) => outcome === 'pass').length
  const lines = [
    `${symbolOf(evidence.verdict)} ${stepName(evidence.slot)} ${pastOf(evidence.verdict)} (${plural(passed, 'thing')} proved, ${took})`,
  ]
  const [first, ...others] = blocking(evidence.findings)
  if (first) {
    lines.push(`${first.outcome}: ${sentence(first)} [${first.code}]`)
    if (first.expected !== undefined) lines.push(`  expected  ${first.expected}`)
    if (first.observed !== undefined) lines.push(`  observed  ${first.observed}`)
    if (first.advice !== undefined) lines.push(`  next      ${first.advice}`)
    if (others.length > 0)
      lines.push(`  and ${plural(others.length, 'finding')} more (${countKinds(others)}): see the summary`)
  } else if (evidence.findings.length === 0) {
    lines.push('inconclusive: nothing was asked, so nothing is known')
  }
  for (const handle of evidence.handles.filter(({ state }) => state === 'running' || state === 'unknown')) {
    const state = handle.state === 'running' ? 'still running' : 'state unknown'
    lines.push(`${state}: ${handle.kind} ${handle.id}${handle.advice === undefined ? '' : `: ${handle.advice}`}`)
  }
  return lines.map((line) => clipped(line.replace(/^( *).*/s, '$1') + oneLine(line), LINE_LENGTH))
}
