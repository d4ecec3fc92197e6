import type { Evidence, PropertyChange } from '../../evidence/document.ts'
import { showPlace } from '../../evidence/place.ts'
import type { Finding } from '../../evidence/finding.ts'
import { plural } from '../../support/text/text.ts'
import {
  blockingOf,
  changedByOf,
  changesOf,
  countChanges,
  dangerOf,
  kindsOf,
  logTailOf,
  type Placed,
  type PlannedChange,
} from '../reading.ts'
import { environmentsOf, plansOf } from '../plans.ts'
import { asCode, block, cell, codeLink, manyLines, prose, shown } from './cells.ts'
import { whoCan } from '../who.ts'
import { actionOf, stepName, symbolOf } from '../words.ts'

const MOST_ALIKE = 100
const MOST_ROWS = 200
const MOST_PROPERTIES = 20
const VALUE_LENGTH = 200

/** What stands against the release, worst first, each with what to do next. */
export function against(documents: readonly Evidence[]): string[] {
  const found = blockingOf(documents)
  if (found.length === 0) return []
  return [
    `### ${plural(found.length, 'finding')} ${found.length === 1 ? 'blocks' : 'block'} the release`,
    ...kindsOf(found).flatMap(({ code, full, listed }) => [
      ...full.map(({ finding, document }) => findingBlock(finding, documents.length > 1 ? document : undefined)),
      ...alike(code, listed),
    ]),
  ]
}

/** The others of a kind, without the advice that those before them have. */
function alike(code: string, listed: readonly Placed[]): string[] {
  if (listed.length === 0) return []
  const rows = listed
    .slice(0, MOST_ALIKE)
    .map(
      ({ finding: { title, subject, expected = '', observed = '' } }) =>
        `| ${shown(title, VALUE_LENGTH)}<br>${asCode(subject, VALUE_LENGTH)} | ${cell(expected, VALUE_LENGTH)} | ${cell(observed, VALUE_LENGTH)} |`,
    )
  const more = listed.length - rows.length
  return [
    `<details><summary>${plural(listed.length, 'finding')} more of ${shown(code)}</summary>`,
    ['| What | Expected | Observed |', '|---|---|---|', ...rows].join('\n'),
    ...(more > 0 ? [`*and ${plural(more, 'finding')} more: the page lists them.*`] : []),
    '</details>',
  ]
}

function findingBlock(finding: Finding, document: Evidence | undefined): string {
  const { source } = finding
  const place = source && `${source.file}${source.line === undefined ? '' : `:${source.line}`}`
  const about = [
    asCode(finding.subject),
    codeLink(finding.code),
    place && asCode(place),
    document && shown(stepName(document.slot)),
  ].filter(Boolean)
  const long = finding.observed !== undefined && manyLines(finding.observed)
  const log = logTailOf(finding)
  const who = whoCan(finding)
  const changed = changedByOf(finding)
  const facts = [
    finding.expected !== undefined && `- **Expected:** ${cell(finding.expected)}`,
    finding.observed !== undefined && !long && `- **Observed:** ${cell(finding.observed)}`,
    changed !== undefined && `- **Last changed by:** ${cell(changed)}`,
    finding.advice !== undefined && `- **Next:** ${prose(finding.advice)}`,
    who !== undefined && `- **Who can:** ${who}`,
  ].filter(Boolean)
  return [
    `#### ${symbolOf(finding.outcome)} ${shown(finding.title)}`,
    about.join(' · '),
    ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...(long ? [block(finding.observed)] : []),
    ...(log === undefined ? [] : [block(log)]),
  ].join('\n\n')
}

/** The plans for production, and those of earlier environments in folds. */
export function plans(documents: readonly Evidence[]): string[] {
  const environments = environmentsOf(documents)
  const target = environments.at(-1)
  const all = environments.toReversed().flatMap((environment) => plansOf(documents, environment))
  return all.flatMap((plan) => {
    if (plan.changeSets.length === 0) return []
    const changes = changesOf(plan)
    const name = shown(showPlace(plan, all))
    const isTarget = plan.environment === target
    const title = `${isTarget ? `What will change in ${name}` : `Plan for ${name}`}: ${shown(countChanges(plan))}`
    if (changes.length === 0) return [`### ${title}`]
    const rows = changes.slice(0, MOST_ROWS).map(changeRow)
    const table = ['| Action | Resource | Properties |', '|---|---|---|', ...rows].join('\n')
    const rest = changes.length > MOST_ROWS ? [`*and ${plural(changes.length - MOST_ROWS, 'resource')} more.*`] : []
    if (isTarget) return [`### ${title}`, table, ...rest]
    return [`<details><summary>${title}</summary>`, table, ...rest, '</details>']
  })
}

function changeRow(change: PlannedChange): string {
  const danger = dangerOf(change)
  const action = `${danger > 1 ? '⚠️ ' : ''}${danger > 0 ? `**${actionOf(change)}**` : actionOf(change)}`
  const policy = change.policyAction === undefined ? '' : `<br>${shown(change.policyAction)}`
  const properties = change.properties.slice(0, MOST_PROPERTIES).map(propertyLine)
  if (change.properties.length > MOST_PROPERTIES)
    properties.push(`and ${change.properties.length - MOST_PROPERTIES} more`)
  return `| ${action}${policy} | ${asCode(change.path)}<br>${shown(change.type)} | ${properties.join('<br>')} |`
}

export function propertyLine(property: PropertyChange): string {
  const recreates =
    property.requiresRecreation === 'Never' ? '' : ` *(recreates: ${property.requiresRecreation.toLowerCase()})*`
  const { path, before, after, change } = property
  if (before === undefined && after === undefined) return `${asCode(path)}${recreates}`
  if (before === undefined && change === 'Add') return `${asCode(path)}: new ${valueCell(after)}${recreates}`
  if (after === undefined && change === 'Remove') return `${asCode(path)}: removed ${valueCell(before)}${recreates}`
  return `${asCode(path)}: ${valueCell(before)} → ${valueCell(after)}${recreates}`
}

function valueCell(text: string | undefined): string {
  return text === undefined ? '?' : asCode(text, VALUE_LENGTH)
}
