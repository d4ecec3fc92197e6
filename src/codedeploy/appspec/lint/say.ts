import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { Finding } from '../../../evidence/finding.ts'
import type { Outcome } from '../../../evidence/outcome.ts'
import type { Place, RevisionFacts } from '../types.ts'

/**
 * A remark of a rule. `fail`: the deployment will fail or differ from the text. `inconclusive`: it depends on unknown facts.
 * `noted`: it works, and is worth reading.
 */
export interface Remark {
  readonly code: FindingCode
  readonly outcome: Extract<Outcome, 'fail' | 'inconclusive' | 'noted' | 'pass'>
  readonly title: string
  /** Subject: `hook/AfterInstall`, `files/src`. */
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
