import type { Evidence } from '../evidence/document.ts'
import { blocking, isNoted, proves } from '../evidence/verdict.ts'
import { showDuration } from '../support/text/durations.ts'
import { plural } from '../support/text/text.ts'
import { declaredRisks, expiryOf, ownerOf } from './declared-risks.ts'
import { clipped, oneLine } from './escape.ts'
import { currentOf, ending } from './reading.ts'
import { referenceOf } from './reference.ts'
import { standingOf } from './standing.ts'
import { countKinds, sentence, symbolOf } from './words.ts'

const MOST_RISKS = 12
/** Long values leave space for reason, owner and end. */
const VALUE_LENGTH = 200

/** Room for a command that is to be copied. */
const LINE_LENGTH = 1_000

/**
 * The last lines of the log: how it ended, the declared risks, the first cause in one line, the next step, what still
 * runs. A gate shows the risks of the steps that it is built on.
 */
export function renderLog(evidence: Evidence, earlier: readonly Evidence[] = []): string[] {
  const took = showDuration(Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt))
  const passed = evidence.findings.filter(proves).length
  const lines = [
    `${symbolOf(evidence.verdict)} ${ending(evidence)} (${plural(passed, 'thing')} proved${notedIn(evidence)}, ${took})`,
    ...standingOf(evidence).map((line) => `  ${line}`),
  ]
  lines.push(...riskLines(evidence.slot.command === 'gate' ? currentOf([...earlier, evidence]) : [evidence]))
  const [first, ...others] = blocking(evidence.findings)
  if (first) {
    lines.push(`${first.outcome}: ${sentence(first)} [${first.code}]`)
    if (first.expected !== undefined) lines.push(`  expected  ${first.expected}`)
    if (first.observed !== undefined) lines.push(`  observed  ${first.observed}`)
    if (first.advice !== undefined) lines.push(`  next      ${first.advice}`)
    const reference = referenceOf(first.code)
    if (reference !== undefined) lines.push(`  see       ${reference}`)
    if (others.length > 0)
      lines.push(`  and ${plural(others.length, 'finding')} more (${countKinds(others)}): see the summary`)
  } else if (evidence.findings.length === 0) {
    lines.push('inconclusive: nothing was checked')
  }
  for (const handle of evidence.handles.filter(({ state }) => state === 'running' || state === 'unknown')) {
    const state = handle.state === 'running' ? 'still running' : 'state unknown'
    lines.push(`${state}: ${handle.kind} ${handle.id}${handle.advice === undefined ? '' : `: ${handle.advice}`}`)
  }
  return lines.map((line) => clipped(line.replace(/^( *).*/s, '$1') + oneLine(line), LINE_LENGTH))
}

/** Each declared risk in three lines: what it is, old and new value, who accepted it and why. */
export function riskLines(documents: readonly Evidence[]): string[] {
  const risks = declaredRisks(documents)
  if (risks.length === 0) return []
  const more = risks.length - MOST_RISKS
  return [
    `declared risks: ${risks.length}`,
    ...risks
      .slice(0, MOST_RISKS)
      .flatMap(({ finding, waived, before, after }) => [
        `  ! ${sentence(finding)} [${finding.code}]`,
        `      ${clipped(before, VALUE_LENGTH)} → ${clipped(after, VALUE_LENGTH)}`,
        `      reason: ${clipped(waived.reason, VALUE_LENGTH)}; owner: ${ownerOf(waived)}; until: ${expiryOf(waived)}`,
      ]),
    ...(more > 0 ? [`  and ${more} more: see the summary`] : []),
  ]
}

function notedIn({ findings }: Evidence): string {
  const count = findings.filter(isNoted).length
  return count === 0 ? '' : `, ${count} noted`
}
