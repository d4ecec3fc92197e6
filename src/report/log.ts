import type { Evidence } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking, isNoted, proves } from '../evidence/verdict.ts'
import { showDuration } from '../support/text/durations.ts'
import { plural } from '../support/text/text.ts'
import { declaredRisks, expiryOf, ownerOf } from './declared-risks.ts'
import { clipped, oneLine } from './escape.ts'
import { changedByOf, currentOf, ending, logTailOf } from './reading.ts'
import { referenceOf } from './reference.ts'
import { standingOf } from './standing.ts'
import { whoCan } from './who.ts'
import { byCode, countKinds, sentence, symbolOf } from './words.ts'

const MOST_RISKS = 12
const MOST_NOTED = 8
/** Lines of a script's log. */
const MOST_TAIL = 25
/** Long values leave space for reason, owner and end. */
const VALUE_LENGTH = 200

/** Room for a command that is to be copied. */
const LINE_LENGTH = 1_000

/**
 * The last lines of the log: how it ended, the first cause in one line, the next step, who can take it, the end of the
 * script's log, what still runs; then the declared risks, and what is noted. A gate shows the risks of the steps that it is built on.
 */
export function renderLog(evidence: Evidence, earlier: readonly Evidence[] = []): string[] {
  const took = showDuration(Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt))
  const passed = evidence.findings.filter(proves).length
  const lines = [
    `${symbolOf(evidence.verdict)} ${ending(evidence)} (${plural(passed, 'thing')} proved${notedIn(evidence)}, ${took})`,
    ...causeLines(evidence),
    ...standingOf(evidence).map((line) => `  ${line}`),
  ]
  for (const handle of evidence.handles.filter(({ state }) => state === 'running' || state === 'unknown')) {
    const state = handle.state === 'running' ? 'still running' : 'state unknown'
    lines.push(`${state}: ${handle.kind} ${handle.id}${handle.advice === undefined ? '' : `: ${handle.advice}`}`)
  }
  lines.push(...riskLines(evidence.slot.command === 'gate' ? currentOf([...earlier, evidence]) : [evidence]))
  lines.push(...notedLines(evidence))
  return lines.map((line) => clipped(line.replace(/^( *).*/s, '$1') + oneLine(line), LINE_LENGTH))
}

function causeLines({ findings }: Evidence): string[] {
  const [first, ...others] = blocking(findings)
  if (!first) return findings.length === 0 ? ['inconclusive: nothing was checked'] : []
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['next', first.advice],
    ['who can', whoCan(first)],
    ['expected', first.expected],
    ['observed', first.observed],
    ['changed by', changedByOf(first)],
    ['see', referenceOf(first.code)],
  ]
  return [
    `${first.outcome}: ${sentence(first)} [${first.code}]`,
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : [`  ${name.padEnd(9)} ${text}`])),
    ...tailLines(first),
    ...(others.length > 0
      ? [`  and ${plural(others.length, 'finding')} more (${countKinds(others)}): see the summary`]
      : []),
  ]
}

/** What the script that failed wrote last. */
function tailLines(finding: Finding): string[] {
  const lines = logTailOf(finding)?.trimEnd().split('\n') ?? []
  if (lines.length === 0) return []
  return ['  the end of its log:', ...lines.slice(-MOST_TAIL).map((line) => `    | ${line}`)]
}

/** Of a step that ended well, what its reader should know all the same; of many of a kind the first. */
function notedLines({ findings, verdict }: Evidence): string[] {
  if (verdict !== 'pass') return []
  const kinds = [...byCode(findings.filter(isNoted), ({ code }) => code)]
  const lines = kinds.slice(0, MOST_NOTED).flatMap(([code, [first, ...alike]]) => {
    if (first === undefined) return []
    const more = alike.length > 0 ? ` (and ${alike.length} more)` : ''
    const next = first.advice === undefined ? [] : [`      next: ${first.advice}`]
    return [`  i ${sentence(first)} [${code}]${more}`, ...next]
  })
  const more = kinds.length - MOST_NOTED
  return [
    ...(lines.length > 0 ? ['noted:'] : []),
    ...lines,
    ...(more > 0 ? [`  and ${plural(more, 'kind')} more: see the summary`] : []),
  ]
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
