import type { Evidence, PropertyChange } from '../../evidence/document.ts'
import { plural } from '../../support/text/text.ts'
import { clipped } from '../escape.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { codeLink, mark, ofStack, withCode } from './words.ts'
import {
  blockingOf,
  changedByOf,
  changesOf,
  dangerOf,
  environmentOf,
  kindsOf,
  logTailOf,
  rehearsals,
  type Placed,
  type PlannedChange,
} from '../reading.ts'
import { isRehearsed, placeName, planPairs, type PlanPair } from '../plans.ts'
import { whoCan } from '../who.ts'
import { actionOf, capital, knownOutcome, stepName } from '../words.ts'

const MOST_ALIKE = 1_000
const MOST_CHANGES = 5_000
const MOST_PROPERTIES = 60
const TEXT_LENGTH = 6_000
const VALUE_LENGTH = 600

/** What stands against the release, worst first, each with what to do next. */
export function findingsSection(steps: readonly Evidence[]): Content {
  const found = blockingOf(steps)
  if (found.length === 0) return undefined
  return markup`<section id="against"><h2>${plural(found.length, 'finding')} ${found.length === 1 ? 'blocks' : 'block'} the release</h2>
${kindsOf(found).map(({ code, full, listed }) => [
  full.map((placed) => findingCard(placed, steps.length > 1)),
  listed.length > 0 && alike(code, listed),
])}</section>`
}

/** The others of a kind, without the advice that those before them have. */
function alike(code: string, listed: readonly Placed[]): Markup {
  const more = listed.length - MOST_ALIKE
  return markup`<details class="alike"><summary>${plural(listed.length, 'finding')} more of <code>${code}</code></summary><div class="inside scroll"><table class="stack"><thead><tr><th>What</th><th>Expected</th><th>Observed</th></tr></thead><tbody>
${listed
  .slice(0, MOST_ALIKE)
  .map(
    ({ finding: { title, subject, expected, observed, outcome } }) =>
      markup`<tr class="${knownOutcome(outcome)}"${ofStack(subject)}><td>${clipped(title, VALUE_LENGTH)}<br><code>${subject}</code></td><td data-label="Expected">${clipped(expected ?? '', VALUE_LENGTH)}</td><td data-label="Observed">${clipped(observed ?? '', VALUE_LENGTH)}</td></tr>`,
  )}</tbody></table>${more > 0 && markup`<p class="dim">and ${more} more: they are in the evidence.</p>`}</div></details>`
}

function findingCard({ finding, document }: Placed, fromWhere: boolean): Markup {
  const { source } = finding
  const environment = environmentOf(finding)
  const place = source && `${source.file}${source.line === undefined ? '' : `:${source.line}`}`
  return markup`<article class="card finding ${knownOutcome(finding.outcome)}"${ofStack(finding.subject)}>
<h3><span class="mark" aria-hidden="true">${mark(finding.outcome)}</span><span>${clipped(finding.title, TEXT_LENGTH)}<span class="visually-hidden"> (${finding.outcome})</span></span></h3>
<p class="about"><code>${finding.subject}</code><span>${codeLink(finding.code)}</span>${environment && markup`<span>${environment}</span>`}${place && markup`<code>${place}</code>`}${fromWhere && markup`<span>${stepName(document.slot)}</span>`}</p>
<dl class="facts">${fact('Expected', finding.expected)}${fact('Observed', finding.observed)}${fact('Last changed by', changedByOf(finding))}${fact('Log', logTailOf(finding))}${
    finding.advice !== undefined &&
    markup`<dt>Next</dt><dd class="next">${withCode(clipped(finding.advice, TEXT_LENGTH))}</dd>`
  }${fact('Who can', whoCan(finding))}</dl></article>`
}

function fact(label: string, text: string | undefined): Content {
  if (text === undefined) return undefined
  const shown = clipped(text, TEXT_LENGTH)
  return markup`<dt>${label}</dt><dd>${shown.includes('\n') ? markup`<pre>${shown}</pre>` : shown}</dd>`
}

/** The plans for production beside those that rehearse them; what is not alike is marked and comes first. */
export function changesTable(steps: readonly Evidence[]): Content {
  const pairs = planPairs(steps)
  if (pairs.length === 0) return undefined
  return markup`<section id="changes"><h2>Changes, and whether pre-prod rehearsed them</h2>
${pairs.map((pair) => pairCard(pair, steps, pairs.length > 1))}</section>`
}

function pairCard(
  { rehearsed: before, planned: target }: PlanPair,
  steps: readonly Evidence[],
  named: boolean,
): Markup {
  const both = before !== undefined && target !== undefined
  const rows = rehearsals(before, target)
  const differing = both ? rows.filter(({ same }) => !same).length : 0
  const plans = [target, before].filter((plan) => plan !== undefined)
  const provisional = plans.some((plan) => changesOf(plan).some((change) => change.provisional))
  const rehearsed = before !== undefined && isRehearsed(steps, before)
  const [name, targetName] = [before && placeName(before, steps), target && placeName(target, steps)]
  const there = `${both ? (rehearsed ? 'Rehearsed in' : 'Planned for') : 'In'} ${name}`
  const here = `In ${targetName}`
  const words =
    name && targetName
      ? comparison(differing, name, rehearsed)
      : `Only the plan for ${targetName ?? name} is part of this evidence.`
  return markup`${named && markup`<h3>${[targetName, name].filter(Boolean).join(' and ')}</h3>`}
<div class="card"><p class="state">${words}${provisional && ' Part of it is provisional: it depends on outputs that do not exist yet.'}</p>
${
  rows.length > 0 &&
  markup`<div class="scroll"><table class="stack changes"><thead><tr><th>Resource</th>${target && markup`<th>${here}</th>`}${before && markup`<th>${there}</th>`}</tr></thead><tbody>
${rows
  .slice(0, MOST_CHANGES)
  .map(
    ({ path, type, planned, rehearsed: earlier, same }) =>
      markup`<tr class="${both && !same && 'differs'}"${ofStack(`stack/${path}`)}><td><span class="change-path">${path}</span><br><span class="faint">${typeName(type)}</span></td>${
        target && markup`<td data-label="${here}">${changeCell(planned, `not in ${targetName}`)}</td>`
      }${before && markup`<td data-label="${there}">${both && same && earlier ? markup`<span class="badge pass">the same</span>` : changeCell(earlier, rehearsed ? 'not rehearsed' : 'not planned')}</td>`}</tr>`,
  )}</tbody></table></div>`
}
${rows.length > MOST_CHANGES && markup`<p class="dim">and ${rows.length - MOST_CHANGES} more: they are in the evidence.</p>`}</div>`
}

/** `AWS::SNS::Topic`, which may be broken between its parts and nowhere else. */
function typeName(type: string): Content {
  return type.split('::').map((part, index) => [index > 0 && markup`::<wbr>`, part])
}

function comparison(differing: number, name: string, rehearsed: boolean): string {
  const differ = `${plural(differing, 'change')} ${differing === 1 ? 'differs' : 'differ'}`
  if (rehearsed) {
    return differing === 0
      ? `${capital(name)} has rehearsed each of them: the same actions on the same properties.`
      : `${differ} from what ${name} has rehearsed.`
  }
  const words = differing === 0 ? `The plan for ${name} is the same.` : `${differ} from the plan for ${name}.`
  return `${words} No deployment to ${name} has passed yet.`
}

function changeCell(change: PlannedChange | undefined, absent: string): Markup {
  if (!change) return markup`<span class="badge inconclusive">${absent}</span>`
  const danger = ['info', 'inconclusive', 'fail', 'fail'][dangerOf(change)]
  const more = change.properties.length - MOST_PROPERTIES
  return markup`<span class="badge ${change.action === 'Add' ? 'pass' : danger}">${actionOf(change)}</span>${
    change.policyAction !== undefined && markup` <span class="dim">${change.policyAction}</span>`
  }<ul class="props">${change.properties.slice(0, MOST_PROPERTIES).map(propertyItem)}${more > 0 && markup`<li class="dim">and ${more} more</li>`}</ul>`
}

export function propertyItem(property: PropertyChange): Markup {
  const recreates =
    property.requiresRecreation !== 'Never' &&
    markup` <span class="dim">recreates: ${property.requiresRecreation.toLowerCase()}</span>`
  return markup`<li><code>${property.path.replace(/^\/Properties\//, '')}</code>${valuesOf(property)}${recreates}</li>`
}

function valuesOf({ before, after, change }: PropertyChange): Content {
  const old = before === undefined ? '?' : markup`<del>${clipped(before, VALUE_LENGTH)}</del>`
  const fresh = after === undefined ? '?' : markup`<ins>${clipped(after, VALUE_LENGTH)}</ins>`
  if (before === undefined && after === undefined) return undefined
  if (before === undefined && change === 'Add') return markup`: new ${fresh}`
  if (after === undefined && change === 'Remove') return markup`: removed ${old}`
  return markup`: ${old} → ${fresh}`
}
