import type { Finding, Outcome } from '../../../evidence/finding.ts'
import type { Place, RevisionFacts } from '../types.ts'

/**
 * What a rule says. `fail`: the deployment will fail or do other than is written. `inconclusive`: it depends on what is
 * not known here. `pass` with advice: it works, and a careful colleague would mention it.
 */
export interface Remark {
  readonly code: string
  readonly outcome: Extract<Outcome, 'fail' | 'inconclusive' | 'pass'>
  readonly title: string
  /** What it is about: `hook/AfterInstall`, `files/src`. */
  readonly about: string
  readonly expected?: string
  readonly observed?: string
  readonly advice: string
  readonly at?: Place
}

export function toFinding(remark: Remark, facts: RevisionFacts): Finding {
  const { at, about, ...rest } = remark
  const source = { file: facts.appSpecFile, ...(at && { line: at.line, column: at.column }) }
  return { ...rest, subject: `appspec/${about}`, source }
}
