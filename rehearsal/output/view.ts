import { riskLines } from '../../src/report/log.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import type { Outcome } from '../../src/evidence/outcome.ts'
import { blocking, proves } from '../../src/evidence/verdict.ts'
import { plansOf } from '../../src/report/plans.ts'
import { changesOf, countChanges, unusual } from '../../src/report/reading.ts'
import { actionOf, stepName } from '../../src/report/words.ts'
import { plural } from '../../src/support/text/text.ts'
import { plain, wrap, type Style, type Terminal } from './terminal.ts'

const WIDTH = 100
const MOST_CHANGES = 12
const MOST_FINDINGS = 8
const COLOURS: Readonly<Record<Outcome, Style>> = {
  pass: 'green',
  noted: 'dim',
  fail: 'red',
  error: 'red',
  inconclusive: 'yellow',
  skipped: 'dim',
}
const MARKS: Readonly<Record<Outcome, string>> = {
  pass: '✓',
  noted: 'i',
  fail: '✗',
  error: '!',
  inconclusive: '?',
  skipped: '-',
}

export function verdictWord(terminal: Terminal, verdict: string): string {
  const outcome = (verdict in MARKS ? verdict : 'error') as Outcome
  return terminal.paint(COLOURS[outcome], `${MARKS[outcome]} ${outcome}`)
}

/** Prints a finding: title, subject, expected, observed, next step. */
function showFinding(terminal: Terminal, finding: Finding, indent = '  '): void {
  const field = (name: string, text: string | undefined): void => {
    if (text === undefined) return
    const [first = '', ...others] = wrap(plain(text), WIDTH - indent.length - 11)
    terminal.line(`${indent}  ${terminal.paint('dim', name.padEnd(9))} ${first}`)
    for (const other of others) terminal.line(`${indent}  ${' '.repeat(9)} ${other}`)
  }
  terminal.line(`${indent}${verdictWord(terminal, finding.outcome)}  ${plain(finding.title)}`)
  field('code', finding.code)
  field('subject', finding.subject)
  field('expected', finding.expected)
  field('observed', finding.observed)
  field('next', finding.advice)
}

export function showBlocking(terminal: Terminal, evidence: Evidence): void {
  const found = blocking(evidence.findings)
  for (const finding of found.slice(0, MOST_FINDINGS)) showFinding(terminal, finding)
  if (found.length > MOST_FINDINGS) {
    terminal.line(`  and ${plural(found.length - MOST_FINDINGS, 'finding')} more in the report`)
  }
}

/** Prints the facts for a reviewer: verdicts, planned changes, unusual facts, and the path of the report. */
export function showForReview(
  terminal: Terminal,
  documents: readonly Evidence[],
  environment: 'preprod' | 'production',
  page: string | undefined,
): void {
  const dim = (text: string): string => terminal.paint('dim', text)
  for (const document of documents) {
    const passed = document.findings.filter(proves).length
    terminal.line(
      `  ${verdictWord(terminal, document.verdict)}  ${stepName(document.slot)}, ${plural(passed, 'thing')} proved`,
    )
  }
  const risks = riskLines(documents)
  if (risks.length > 0) terminal.line()
  for (const line of risks) terminal.line(`  ${plain(line)}`)
  const plan = plansOf(documents, environment).at(-1)
  const changes = plan ? changesOf(plan) : []
  terminal.line()
  terminal.line(`  What will change in ${environment}: ${plan ? countChanges(plan) : 'unknown'}`)
  const shown = changes.slice(0, MOST_CHANGES)
  const width = Math.max(0, ...shown.map(({ path }) => path.length))
  for (const change of shown) {
    const paths = change.properties.map(({ path }) => path.replace(/^\/Properties\//, '')).join(', ')
    const what = `    ${actionOf(change).padEnd(8)} ${change.path}`
    terminal.line(paths === '' ? what : `${what.padEnd(width + 13)}  ${dim(plain(paths))}`)
  }
  if (changes.length > shown.length) terminal.line(`    and ${changes.length - shown.length} more`)
  const notes = unusual(documents).filter((note) => !note.includes('a rehearsal, which opens nothing real'))
  if (notes.length > 0) {
    terminal.line()
    terminal.line('  Out of the ordinary:')
    for (const note of notes) terminal.line(`    ${plain(note)}`)
  }
  for (const document of documents) showBlocking(terminal, document)
  if (page !== undefined) {
    terminal.line()
    terminal.line(`  The reviewers' page: ${page}`)
  }
}
