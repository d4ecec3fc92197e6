import type { Finding, Outcome } from './finding.ts'

/** From best to worst. A release is as good as its worst finding. */
export const ORDER = ['pass', 'skipped', 'inconclusive', 'fail', 'error'] as const satisfies readonly Outcome[]

/** The worse of two outcomes. A value that is not an outcome (from a document of another version) counts as `error`. */
export function worse(a: Outcome, b: Outcome): Outcome {
  return rank(a) >= rank(b) ? known(a) : known(b)
}

/**
 * Folds findings into one verdict. No finding at all is `inconclusive`: nothing was asked, so nothing is known.
 * `skipped` beside a pass does not spoil it; nothing but `skipped` is `skipped`, which never opens a gate.
 * A waived finding counts as a pass: the waiver itself is judged (and expires) where it is declared.
 */
export function verdictOf(findings: readonly Finding[]): Outcome {
  if (findings.length === 0) return 'inconclusive'
  const counted = findings.map((finding) => (finding.waived ? 'pass' : known(finding.outcome)))
  const asked: readonly Outcome[] = counted.filter((outcome) => outcome !== 'skipped')
  if (asked.length === 0) return 'skipped'
  return asked.reduce<Outcome>(worse, 'pass')
}

/** Findings that keep the verdict from being a pass, worst first, otherwise in the order in which they were made. */
export function blocking(findings: readonly Finding[]): Finding[] {
  return findings
    .filter((finding) => !finding.waived && finding.outcome !== 'pass' && finding.outcome !== 'skipped')
    .toSorted((a, b) => rank(b.outcome) - rank(a.outcome))
}

function rank(outcome: Outcome): number {
  const index = (ORDER as readonly string[]).indexOf(outcome)
  return index === -1 ? ORDER.length : index
}

function known(outcome: Outcome): Outcome {
  return (ORDER as readonly string[]).includes(outcome) ? outcome : 'error'
}
