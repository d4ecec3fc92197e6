import type { Evidence, Measurement, PropertyChange } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { clipped, markdown, markdownBlock, markdownCode, markdownWithCode } from './escape.ts'
import {
  blockingOf,
  changesOf,
  chosen,
  countChanges,
  currentOf,
  dangerOf,
  handlesOf,
  headline,
  kindsOf,
  planOf,
  remarksOf,
  standIns,
  unusual,
  type Placed,
  type PlannedChange,
} from './reading.ts'
import {
  actionOf,
  duration,
  nextStep,
  opening,
  plural,
  quantity,
  shortDigest,
  shortSha,
  stepName,
  symbolOf,
  timeOfDay,
} from './words.ts'

/** GitHub drops a summary that is larger than 1 MiB as a whole; the rest is for what the step itself adds. */
const MOST_BYTES = 1_000_000
const MOST_ALIKE = 100
const MOST_ROWS = 200
const MOST_PROPERTIES = 20
const TEXT_LENGTH = 2_000
const VALUE_LENGTH = 200
/** What is a list in a fold of its own. */
const LIST_LENGTH = 8_000

type Block = string

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

function assemble(blocks: readonly Block[]): string {
  let size = 0
  const kept: Block[] = []
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

function heading(evidence: Evidence, documents: readonly Evidence[]): Block[] {
  const { origin, release } = evidence
  const took = Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt)
  const facts = [
    release && `release ${markdownCode(shortDigest(release.digest))}`,
    origin.sha && `commit ${markdownCode(shortSha(origin.sha))}`,
    origin.actor && `started by ${markdown(origin.actor)}`,
    origin.runAttempt > 1 && `attempt ${origin.runAttempt}`,
    `took ${duration(took)}`,
  ].filter(Boolean)
  const stand = standIns(documents)
  return [
    `## ${symbolOf(evidence.verdict)} ${markdown(clipped(headline(evidence), TEXT_LENGTH))}`,
    facts.join(' · '),
    ...(stand.length > 0
      ? [`> [!NOTE]\n> A rehearsal: ${stand.map((one) => markdown(one)).join(', ')}. It opens nothing real.`]
      : []),
    ...remarksOf(evidence).map(
      (finding) =>
        `> [!IMPORTANT]\n> **${markdown(clipped(opening(finding), TEXT_LENGTH))}.** ${markdownWithCode(clipped(finding.advice ?? '', TEXT_LENGTH))}`,
    ),
  ]
}

function against(documents: readonly Evidence[]): Block[] {
  const found = blockingOf(documents)
  if (found.length === 0) return []
  return [
    `### ${plural(found.length, 'finding')} ${found.length === 1 ? 'stands' : 'stand'} against it`,
    ...kindsOf(found).flatMap(({ code, full, listed }) => [
      ...full.map(({ finding, document }) => findingBlock(finding, documents.length > 1 ? document : undefined)),
      ...alike(code, listed),
    ]),
  ]
}

/** The others of a kind, without the advice that those before them have. */
function alike(code: string, listed: readonly Placed[]): Block[] {
  if (listed.length === 0) return []
  const rows = listed
    .slice(0, MOST_ALIKE)
    .map(
      ({ finding: { title, subject, expected = '', observed = '' } }) =>
        `| ${markdown(clipped(title, VALUE_LENGTH))}<br>${markdownCode(clipped(subject, VALUE_LENGTH))} | ${cell(clipped(expected, VALUE_LENGTH))} | ${cell(clipped(observed, VALUE_LENGTH))} |`,
    )
  const more = listed.length - rows.length
  return [
    `<details><summary>${plural(listed.length, 'finding')} more of ${markdown(code)}</summary>`,
    ['| What | Expected | Observed |', '|---|---|---|', ...rows].join('\n'),
    ...(more > 0 ? [`*and ${plural(more, 'finding')} more: the page lists them.*`] : []),
    '</details>',
  ]
}

function findingBlock(finding: Finding, document: Evidence | undefined): Block {
  const { source } = finding
  const place = source && `${source.file}${source.line === undefined ? '' : `:${source.line}`}`
  const about = [
    markdownCode(finding.subject),
    markdown(finding.code),
    place && markdownCode(place),
    document && markdown(stepName(document.slot)),
  ].filter(Boolean)
  const block = finding.observed !== undefined && manyLines(finding.observed)
  const facts = [
    finding.expected !== undefined && `- **Expected:** ${cell(finding.expected)}`,
    finding.observed !== undefined && !block && `- **Observed:** ${cell(finding.observed)}`,
    finding.advice !== undefined && `- **Next:** ${cell(finding.advice, markdownWithCode)}`,
  ].filter(Boolean)
  return [
    `#### ${symbolOf(finding.outcome)} ${markdown(clipped(finding.title, TEXT_LENGTH))}`,
    about.join(' · '),
    ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...(block ? [markdownBlock(clipped(finding.observed, TEXT_LENGTH))] : []),
  ].join('\n\n')
}

function manyLines(text: string): boolean {
  return text.trim().split('\n').length > 3
}

/** Lines of a text in one line of Markdown: in a list item, or a cell of a table. */
function cell(text: string, shown = markdown): string {
  return clipped(text, TEXT_LENGTH)
    .split('\n')
    .map((line) => shown(line))
    .join('<br>')
}

function remarkable(documents: readonly Evidence[]): Block[] {
  const notes = unusual(documents)
  if (notes.length === 0) return []
  return ['### Unusual', notes.map((note) => `- ${markdown(clipped(note, TEXT_LENGTH))}`).join('\n')]
}

function plans(documents: readonly Evidence[]): Block[] {
  return ['production', 'preprod'].flatMap((environment) => {
    const plan = planOf(documents, environment)
    if (!plan || plan.changeSets.length === 0) return []
    const changes = changesOf(plan)
    const title = `${environment === 'production' ? 'What will change in production' : `Plan for ${environment}`}: ${markdown(countChanges(plan))}`
    if (changes.length === 0) return [`### ${title}`]
    const rows = changes.slice(0, MOST_ROWS).map(changeRow)
    const table = ['| Action | Resource | Properties |', '|---|---|---|', ...rows].join('\n')
    const rest = changes.length > MOST_ROWS ? [`*and ${plural(changes.length - MOST_ROWS, 'resource')} more.*`] : []
    if (environment === 'production') return [`### ${title}`, table, ...rest]
    return [`<details><summary>${title}</summary>`, table, ...rest, '</details>']
  })
}

function changeRow(change: PlannedChange): string {
  const danger = dangerOf(change)
  const action = `${danger > 1 ? '⚠️ ' : ''}${danger > 0 ? `**${actionOf(change)}**` : actionOf(change)}`
  const policy = change.policyAction === undefined ? '' : `<br>${markdown(change.policyAction)}`
  const properties = change.properties.slice(0, MOST_PROPERTIES).map(propertyLine)
  if (change.properties.length > MOST_PROPERTIES)
    properties.push(`and ${change.properties.length - MOST_PROPERTIES} more`)
  return `| ${action}${policy} | ${markdownCode(change.path)}<br>${markdown(change.type)} | ${properties.join('<br>')} |`
}

function propertyLine(property: PropertyChange): string {
  const recreates =
    property.requiresRecreation === 'Never' ? '' : ` *(recreates: ${property.requiresRecreation.toLowerCase()})*`
  const { path, before, after, change } = property
  if (before === undefined && after === undefined) return `${markdownCode(path)}${recreates}`
  if (before === undefined && change === 'Add') return `${markdownCode(path)}: new ${valueCell(after)}${recreates}`
  if (after === undefined && change === 'Remove') return `${markdownCode(path)}: gone ${valueCell(before)}${recreates}`
  return `${markdownCode(path)}: ${valueCell(before)} → ${valueCell(after)}${recreates}`
}

function valueCell(text: string | undefined): string {
  return text === undefined ? '?' : markdownCode(clipped(text, VALUE_LENGTH))
}

function measured(measurements: readonly Measurement[]): Block[] {
  if (measurements.length === 0) return []
  const rows = measurements.slice(0, MOST_ROWS).map(({ name, subject, value, unit, limit }) => {
    const kept = limit === undefined ? '' : value <= limit ? '✅' : '❌'
    const most = limit === undefined ? '' : `≤ ${quantity(limit, unit)}`
    return `| ${markdown(subject ?? '')} | ${markdown(name)} | ${quantity(value, unit)} | ${most} | ${kept} |`
  })
  return [
    '### Measured',
    ['| Subject | Measure | Measured | Limit | Kept |', '|---|---|--:|--:|---|', ...rows].join('\n'),
  ]
}

function waivers(documents: readonly Evidence[]): Block[] {
  const found = chosen(documents, ({ waived }) => waived !== undefined)
  if (found.length === 0) return []
  const rows = found.slice(0, MOST_ROWS).map(({ finding }) => {
    const { reason = '', owner = '', until = '' } = finding.waived ?? {}
    return `| ${markdownCode(finding.subject)}<br>${markdown(finding.title)} | ${markdown(reason)} | ${markdown(owner)} | ${markdown(until)} |`
  })
  return ['### Accepted beforehand', ['| What | Why | Owner | Until |', '|---|---|---|---|', ...rows].join('\n')]
}

function handles(documents: readonly Evidence[]): Block[] {
  const found = handlesOf(documents).filter(({ state }) => state !== 'removed')
  if (found.length === 0) return []
  const rows = found.slice(0, MOST_ROWS).map(({ kind, id, environment, state, advice }) => {
    const emphasis = state === 'kept' ? state : `**${state}**`
    return `| ${kind} | ${markdownCode(id)} | ${markdown(environment)} | ${emphasis} | ${markdownWithCode(nextStep(advice))} |`
  })
  const table = ['| Kind | Id | Environment | State | Next |', '|---|---|---|---|---|', ...rows].join('\n')
  return found.some(({ state }) => state !== 'kept')
    ? ['### What still runs, and what was left', table]
    : [`<details><summary>What was left (${found.length})</summary>`, table, '</details>']
}

function approvals({ approvals: given }: Evidence): Block[] {
  if (given.length === 0) return []
  const rows = given.map(
    ({ environment, state, user, comment }) =>
      `| ${markdown(environment)} | ${markdown(state)} | ${markdown(user)} | ${markdown(clipped(comment, TEXT_LENGTH))} |`,
  )
  return ['### Approvals', ['| Environment | State | By | Comment |', '|---|---|---|---|', ...rows].join('\n')]
}

function proved({ findings }: Evidence): Block[] {
  const found = findings.filter(({ outcome, waived }) => !waived && (outcome === 'pass' || outcome === 'skipped'))
  if (found.length === 0) return []
  const rows = found
    .slice(0, MOST_ROWS)
    .map(
      ({ outcome, subject, title, observed }) =>
        `| ${symbolOf(outcome)} | ${markdownCode(subject)} | ${markdown(title)} | ${observed === undefined || manyLines(observed) ? '' : cell(clipped(observed, VALUE_LENGTH))} |`,
    )
  const more = found.length - rows.length
  const lists = found
    .slice(0, MOST_ROWS)
    .flatMap(({ title, observed = '' }) =>
      manyLines(observed)
        ? [
            `<details><summary>${markdown(clipped(title, TEXT_LENGTH))}</summary>`,
            markdownBlock(clipped(observed, LIST_LENGTH)),
            '</details>',
          ]
        : [],
    )
  return [
    `<details><summary>${plural(found.length, 'thing')} proved or skipped</summary>`,
    ['| Outcome | Subject | What | Observed |', '|---|---|---|---|', ...rows].join('\n'),
    ...(more > 0 ? [`*and ${more} more.*`] : []),
    '</details>',
    ...lists,
  ]
}

function timeline({ timeline: entries }: Evidence): Block[] {
  if (entries.length === 0) return []
  const rows = entries.slice(-MOST_ROWS).map(({ at, subject, event, outcome, detail, ms }) => {
    const words = [
      outcome === undefined ? '' : symbolOf(outcome),
      markdown(event),
      detail ? `— ${markdown(detail)}` : '',
    ]
    return `| ${timeOfDay(at)} | ${markdownCode(subject)} | ${words.filter(Boolean).join(' ')} | ${ms === undefined ? '' : duration(ms)} |`
  })
  const more = entries.length - rows.length
  return [
    `<details><summary>Timeline (${plural(entries.length, 'event')})</summary>`,
    ...(more > 0 ? [`*${plural(more, 'earlier event')} left out.*`] : []),
    ['| UTC | Subject | Event | Took |', '|---|---|---|--:|', ...rows].join('\n'),
    '</details>',
  ]
}
