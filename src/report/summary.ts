import type { Evidence } from '../evidence/document.ts'
import { currentOf, headline, remarksOf, standIns, unusual } from './reading.ts'
import { asCode, prose, shown } from './summary-cells.ts'
import { against, plans } from './summary-findings.ts'
import { approvals, handles, measured, proved, timeline, waivers } from './summary-records.ts'
import { duration, opening, plural, shortDigest, shortSha, symbolOf } from './words.ts'

/** GitHub drops a summary that is larger than 1 MiB as a whole; the rest is for what the step itself adds. */
const MOST_BYTES = 1_000_000

/**
 * The job's summary as GitHub's Markdown, less than 1 MiB. `earlier` are the documents that this one builds on: a gate
 * shows their plans and findings too.
 */
export function renderSummary(evidence: Evidence, earlier: readonly Evidence[] = []): string {
  const documents = currentOf([...earlier, evidence])
  return assemble([
    ...heading(evidence, documents),
    ...against(documents),
    ...remarkable(documents),
    ...plans(documents),
    ...measured(evidence.measurements),
    ...waivers(documents),
    ...handles(documents),
    ...approvals(evidence),
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
      kept.push(
        `*Cut here: ${plural(blocks.length - index, 'part')} more would be too long. The page has all of them.*`,
      )
      break
    }
    kept.push(block)
  }
  return `${kept.join('\n\n')}\n`
}

function heading(evidence: Evidence, documents: readonly Evidence[]): string[] {
  const { origin, release } = evidence
  const took = Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt)
  const facts = [
    release && `release ${asCode(shortDigest(release.digest))}`,
    origin.sha && `commit ${asCode(shortSha(origin.sha))}`,
    origin.actor && `started by ${shown(origin.actor)}`,
    origin.runAttempt > 1 && `attempt ${origin.runAttempt}`,
    `took ${duration(took)}`,
  ].filter(Boolean)
  const stand = standIns(documents)
  return [
    `## ${symbolOf(evidence.verdict)} ${shown(headline(evidence))}`,
    facts.join(' · '),
    ...(stand.length > 0
      ? [`> [!NOTE]\n> A rehearsal: ${stand.map((one) => shown(one)).join(', ')}. It opens nothing real.`]
      : []),
    ...remarksOf(evidence).map(
      (finding) => `> [!IMPORTANT]\n> **${shown(opening(finding))}.** ${prose(finding.advice ?? '')}`,
    ),
  ]
}

function remarkable(documents: readonly Evidence[]): string[] {
  const notes = unusual(documents)
  if (notes.length === 0) return []
  return ['### Unusual', notes.map((note) => `- ${shown(note)}`).join('\n')]
}
