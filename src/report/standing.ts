import type { Evidence } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'
import { listed } from '../support/text/text.ts'
import { isBlocked } from './reading.ts'

const DEPLOYED: ReadonlySet<string> = new Set(['stack/updated', 'deployment/succeeded'])
const UNCHANGED: ReadonlySet<string> = new Set(['stack/unchanged', 'deployment/already-deployed'])
const MOST_NAMES = 10

/** What a deployment that did not pass has changed and what not, one line for each state; nothing of other steps. */
export function standingOf(evidence: Evidence): string[] {
  if (!evidence.slot.command.startsWith('deploy-') || !isBlocked(evidence)) return []
  const failed = namesOf(evidence.findings, blocks)
  const named = (codes: ReadonlySet<string>): string[] =>
    namesOf(evidence.findings, ({ code, outcome }) => codes.has(code) && outcome === 'pass').filter(
      (name) => !failed.includes(name),
    )
  const states: readonly (readonly [string, readonly string[]])[] = [
    ['Deployed', named(DEPLOYED)],
    ['Unchanged', named(UNCHANGED)],
    ['Not passed', failed],
    ['Not started', namesOf(evidence.findings, ({ code }) => code === 'release/not-started')],
  ]
  return states
    .filter(([, names]) => names.length > 0)
    .map(([state, names]) => `${state}: ${listed(names, MOST_NAMES)}`)
}

/** `stack app` of the subject `stack/app/resource/Queue`. */
function namesOf(findings: readonly Finding[], of: (finding: Finding) => boolean): string[] {
  const names = findings.filter(of).flatMap(({ subject }) => {
    const [kind, id] = subject.split('/')
    return (kind === 'stack' || kind === 'deployment') && id !== undefined ? [`${kind} ${id}`] : []
  })
  return [...new Set(names)]
}
