import { digestOf } from '../../evidence/digest.ts'
import type { Evidence } from '../../evidence/document.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'
import { currentOf, headline, prominentOf, standIns, unusual } from '../reading.ts'
import { asCode, prose, shown } from './cells.ts'
import { against, plans } from './findings.ts'
import { decision } from './decision.ts'
import { kinds } from './kinds.ts'
import { risks } from './risks.ts'
import { since } from './since.ts'
import { approvals, handles, measured, noted, proved, timeline } from './records.ts'
import { dayAndTime, opening, shortDigest, shortSha, symbolOf } from '../words.ts'
import { standingOf } from '../standing.ts'
import { wayBack } from './way-back.ts'

/** GitHub drops a summary that is larger than 1 MiB as a whole; the rest is for what the step itself adds. */
const MOST_BYTES = 1_000_000

/**
 * The job's summary as GitHub's Markdown, less than 1 MiB. `earlier` are the documents that this one builds on: a gate
 * shows their plans and findings too. `page` is the address of the page, if it has one.
 */
export function renderSummary(evidence: Evidence, earlier: readonly Evidence[] = [], page?: string): string {
  const documents = currentOf([...earlier, evidence])
  return assemble([
    ...heading(evidence, documents, page),
    // The cause first; nothing is to be decided before it is gone.
    ...against(documents),
    ...risks(documents),
    ...decision(documents),
    ...remarkable(documents),
    ...since(documents),
    ...plans(documents),
    ...wayBack(documents),
    ...kinds(documents),
    ...measured(evidence.measurements),
    ...handles(documents),
    ...approvals(evidence),
    ...noted(documents),
    ...proved(evidence),
    ...timeline(evidence),
  ])
}

function assemble(blocks: readonly string[]): string {
  let size = 0
  const kept: string[] = []
  for (const [index, block] of blocks.entries()) {
    size += Buffer.byteLength(block) + 2
    if (size > MOST_BYTES) {
      kept.push(`*${plural(blocks.length - index, 'section')} more: see the page.*`)
      break
    }
    kept.push(block)
  }
  return `${kept.join('\n\n')}\n`
}

function heading(evidence: Evidence, documents: readonly Evidence[], page: string | undefined): string[] {
  const { origin, release } = evidence
  const took = Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt)
  const facts = [
    release && `release ${asCode(shortDigest(release.digest))}`,
    origin.sha && `commit ${asCode(shortSha(origin.sha))}`,
    origin.actor && `started by ${shown(origin.actor)}`,
    evidence.mode === 'observe' && '`mode: observe`: reported, and not enforced',
    origin.runAttempt > 1 && `run attempt ${origin.runAttempt}`,
    `at ${dayAndTime(evidence.finishedAt)}`,
    `took ${showDuration(took)}`,
    `evidence ${asCode(shortDigest(digestOf(evidence)))}`,
  ].filter(Boolean)
  const stand = standIns(documents)
  const standing = standingOf(evidence)
  return [
    `## ${symbolOf(evidence.verdict)} ${shown(headline(evidence))}`,
    facts.join(' · '),
    ...(page === undefined ? [] : [`**[Open the page](${page})**: every change, property by property, with search`]),
    ...copyOf(evidence),
    ...(standing.length > 0 ? [standing.map((line) => `- ${shown(line)}`).join('\n')] : []),
    ...(stand.length > 0
      ? [`> [!NOTE]\n> A rehearsal: ${stand.map((one) => shown(one)).join(', ')}. It does not open a real gate.`]
      : []),
    ...prominentOf(evidence).map(
      (finding) => `> [!IMPORTANT]\n> **${shown(opening(finding))}.** ${prose(finding.advice ?? '')}`,
    ),
  ]
}

/** The temporary environment that the step made, with its address: text of the configuration and of outputs. */
function copyOf({ temporary }: Evidence): string[] {
  if (temporary === undefined) return []
  const { name, url, expiresAt } = temporary
  return [
    `Temporary environment ${asCode(name)}${url === undefined ? '' : ` at ${asCode(url)}`}, expires at ${shown(expiresAt)}`,
  ]
}

function remarkable(documents: readonly Evidence[]): string[] {
  const notes = unusual(documents)
  if (notes.length === 0) return []
  return ['### Unusual', notes.map((note) => `- ${shown(note)}`).join('\n')]
}
