import type { Evidence } from '../evidence/document.ts'
import type { Finding, Source } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import type { Annotation } from '../support/runtime.ts'
import { plural } from '../support/text/text.ts'
import { clipped, visible } from './escape.ts'
import { referenceOf } from './reference.ts'
import { whoCan } from './who.ts'
import { byCode, countKinds, sentence } from './words.ts'

/** GitHub keeps ten errors and ten warnings of a step and drops the rest without a word. */
const MOST_OF_A_LEVEL = 10
/** GitHub cuts longer messages. */
const MESSAGE_LENGTH = 4_096
const TITLE_LENGTH = 255

/**
 * What blocks, as annotations: failures and errors as errors, what is inconclusive as warnings, worst first, and of each kind
 * one before a second. The last one that fits counts those that do not. What was waived is in log, summary and page: it would
 * annotate every run.
 * @param committed by the file of a finding its path in the repository; a file that it lacks is named in the message, since
 * GitHub has no page for it. Absent: the files are those of the repository.
 */
export function annotationsOf(evidence: Evidence, committed?: ReadonlyMap<string, string>): Annotation[] {
  const stopping = blocking(evidence.findings)
  const errors = stopping.filter(({ outcome }) => outcome !== 'inconclusive')
  const warnings = stopping.filter(({ outcome }) => outcome === 'inconclusive')
  return [...shownOf(errors, 'error', committed), ...shownOf(warnings, 'warning', committed)]
}

type Committed = ReadonlyMap<string, string> | undefined

function shownOf(findings: readonly Finding[], level: 'error' | 'warning', committed: Committed): Annotation[] {
  if (findings.length <= MOST_OF_A_LEVEL) return findings.map((finding) => annotationOf(finding, level, committed))
  // The first of each kind, before the second of any.
  const firsts = new Set([...byCode(findings, ({ code }) => code).values()].map(([first]) => first))
  const inTurn = [...findings.filter((one) => firsts.has(one)), ...findings.filter((one) => !firsts.has(one))]
  const shown = inTurn.slice(0, MOST_OF_A_LEVEL - 1)
  const more = inTurn.slice(shown.length)
  const message = `${plural(more.length, 'finding')} more (${countKinds(more)}): the summary and the page have all of them.`
  return [
    ...shown.map((finding) => annotationOf(finding, level, committed)),
    { level, title: 'more findings', message },
  ]
}

/** GitHub shows the first lines: the cause, then what to do. */
function annotationOf(finding: Finding, level: 'error' | 'warning', committed: Committed): Annotation {
  const { source, expected, observed, advice } = finding
  const file = source && (committed ? committed.get(source.file) : source.file)
  const who = whoCan(finding)
  const lines = [
    sentence(finding),
    advice === undefined ? '' : `next: ${advice}`,
    who === undefined ? '' : `who can: ${who}`,
    expected === undefined ? '' : `expected: ${expected}`,
    observed === undefined ? '' : `observed: ${observed}`,
    source && file === undefined ? `at: ${placeOf(source)}, which is not in the commit` : '',
    referenceOf(finding.code) ?? '',
  ]
  return {
    level,
    title: clipped(visible(finding.code), TITLE_LENGTH),
    message: clipped(visible(lines.filter(Boolean).join('\n')), MESSAGE_LENGTH),
    ...(source &&
      file !== undefined && {
        file,
        ...(source.line !== undefined && { line: source.line }),
        ...(source.column !== undefined && { column: source.column }),
      }),
  }
}

function placeOf({ file, line }: Source): string {
  return line === undefined ? file : `${file}:${line}`
}
