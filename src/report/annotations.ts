import type { Evidence } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import type { Annotation } from '../support/runtime.ts'
import { plural } from '../support/text/text.ts'
import { waivedWords } from './declared-risks.ts'
import { clipped, visible } from './escape.ts'
import { referenceOf } from './reference.ts'
import { byCode, countKinds, sentence } from './words.ts'

/** GitHub keeps ten errors and ten warnings of a step and drops the rest without a word. */
const MOST_OF_A_LEVEL = 10
/** GitHub cuts longer messages. */
const MESSAGE_LENGTH = 4_096
const TITLE_LENGTH = 255

/**
 * What blocks, as annotations: failures and errors as errors, what is inconclusive and what was waived as warnings,
 * worst first, and of each kind one before a second. The last one that fits counts those that do not.
 */
export function annotationsOf(evidence: Evidence): Annotation[] {
  const stopping = blocking(evidence.findings)
  const errors = stopping.filter(({ outcome }) => outcome !== 'inconclusive')
  const warnings = [
    ...stopping.filter(({ outcome }) => outcome === 'inconclusive'),
    ...evidence.findings.filter(({ waived }) => waived !== undefined),
  ]
  return [...shownOf(errors, 'error'), ...shownOf(warnings, 'warning')]
}

function shownOf(findings: readonly Finding[], level: 'error' | 'warning'): Annotation[] {
  if (findings.length <= MOST_OF_A_LEVEL) return findings.map((finding) => annotationOf(finding, level))
  // The first of each kind, before the second of any.
  const firsts = new Set([...byCode(findings, ({ code }) => code).values()].map(([first]) => first))
  const inTurn = [...findings.filter((one) => firsts.has(one)), ...findings.filter((one) => !firsts.has(one))]
  const shown = inTurn.slice(0, MOST_OF_A_LEVEL - 1)
  const more = inTurn.slice(shown.length)
  const message = `${plural(more.length, 'finding')} more (${countKinds(more)}): the summary and the page have all of them.`
  return [...shown.map((finding) => annotationOf(finding, level)), { level, title: 'more findings', message }]
}

function annotationOf(finding: Finding, level: 'error' | 'warning'): Annotation {
  const { source, waived } = finding
  const lines = [
    sentence(finding),
    finding.expected === undefined ? '' : `expected: ${finding.expected}`,
    finding.observed === undefined ? '' : `observed: ${finding.observed}`,
    waived ? `${waivedWords(waived)}: ${waived.reason}` : (finding.advice ?? ''),
    waived ? '' : (referenceOf(finding.code) ?? ''),
  ]
  return {
    level,
    title: clipped(visible(finding.code), TITLE_LENGTH),
    message: clipped(visible(lines.filter(Boolean).join('\n')), MESSAGE_LENGTH),
    ...(source && {
      file: source.file,
      ...(source.line !== undefined && { line: source.line }),
      ...(source.column !== undefined && { column: source.column }),
    }),
  }
}
