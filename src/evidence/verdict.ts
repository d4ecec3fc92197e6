import type { Finding } from './finding.ts'
import type { Outcome, Verdict } from './outcome.ts'

/** From best to worst. A release is as good as its worst finding. */
const ORDER = ['pass', 'skipped', 'inconclusive', 'fail', 'error'] as const satisfies readonly Verdict[]

/** The worse of two verdicts. A value that is none (from a document of another version) counts as `error`. */
export function worse(a: Verdict, b: Verdict): Verdict {
  return rank(a) >= rank(b) ? known(a) : known(b)
}

/**
 * Folds findings into one verdict. No finding at all is `inconclusive`: nothing was checked. What is
 * `noted` changes no verdict, and nothing but that is `inconclusive` too. `skipped` beside a pass does not spoil it;
 * nothing but `skipped` is `skipped`, which never opens a gate. A waived finding counts as a pass: the waiver itself is
 * judged (and expires) where it is declared.
 */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const answers = findings.flatMap(({ outcome, waived }): Verdict[] => {
    if (outcome === 'noted') return []
    return [waived === undefined ? known(outcome) : 'pass']
  })
  if (answers.length === 0) return 'inconclusive'
  const asked = answers.filter((outcome) => outcome !== 'skipped')
  if (asked.length === 0) return 'skipped'
  return asked.reduce<Verdict>(worse, 'pass')
}

/** Outcomes that keep no verdict from being a pass. Any other value blocks, one of another version too. */
const HARMLESS: ReadonlySet<string> = new Set<Outcome>(['pass', 'noted', 'skipped'])

/** Whether a finding keeps the verdict from being a pass. */
export function blocks({ outcome, waived }: Pick<Finding, 'outcome' | 'waived'>): boolean {
  return waived === undefined && !HARMLESS.has(outcome)
}

/** Whether a finding is proof of something. A waiver is none. */
export function proves({ outcome, waived }: Pick<Finding, 'outcome' | 'waived'>): boolean {
  return waived === undefined && outcome === 'pass'
}

/** Whether a finding is a remark that its reader should know. */
export function isNoted({ outcome, waived }: Pick<Finding, 'outcome' | 'waived'>): boolean {
  return waived === undefined && outcome === 'noted'
}

/** Findings that keep the verdict from being a pass, worst first, otherwise in the order in which they were made. */
export function blocking(findings: readonly Finding[]): Finding[] {
  return findings.filter(blocks).toSorted((a, b) => rank(b.outcome) - rank(a.outcome))
}

function rank(outcome: Outcome): number {
  const index = (ORDER as readonly string[]).indexOf(outcome)
  return index === -1 ? ORDER.length : index
}

function known(outcome: Exclude<Outcome, 'noted'>): Verdict {
  return (ORDER as readonly string[]).includes(outcome) ? outcome : 'error'
}
