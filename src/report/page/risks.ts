import type { Evidence } from '../../evidence/document.ts'
import { plural } from '../../support/text/text.ts'
import { clipped } from '../escape.ts'
import { declaredRisks, expiryOf, missingWords, ownerOf, type DeclaredRisk } from '../declared-risks.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { propertyItem } from './findings.ts'
import { environmentOf } from '../reading.ts'
import { ofStack } from './words.ts'

/** So many are open on the first screen; the others are in a fold below them. */
const MOST_OPEN = 12
const MOST_ROWS = 500
const MOST_PROPERTIES = 5
const TEXT_LENGTH = 1_000

/** What was accepted beforehand and would block otherwise: old and new value, why, by whom and until when. */
export function risksSection(steps: readonly Evidence[]): Content {
  const risks = declaredRisks(steps)
  if (risks.length === 0) return undefined
  const [open, folded] = [risks.slice(0, MOST_OPEN), risks.slice(MOST_OPEN, MOST_ROWS)]
  const more = risks.length - MOST_ROWS
  return markup`<section class="risks" id="risks"><h2>Declared risks</h2><div class="card">${riskTable(open)}</div>${
    folded.length > 0 &&
    markup`<details><summary>${plural(risks.length - open.length, 'declared risk')} more</summary><div class="inside">${riskTable(folded)}${more > 0 && markup`<p class="dim">and ${more} more: they are in the evidence.</p>`}</div></details>`
  }</section>`
}

function riskTable(risks: readonly DeclaredRisk[]): Markup {
  return markup`<div class="scroll"><table class="stack"><thead><tr><th>Risk</th><th>Old → new</th><th>Reason</th><th>Owner</th><th>Until</th></tr></thead><tbody>
${risks.map(riskRow)}</tbody></table></div>`
}

function riskRow({ finding, waived, before, after, properties }: DeclaredRisk): Markup {
  const environment = environmentOf(finding)
  const more = properties.length - MOST_PROPERTIES
  const missing = missingWords(waived)
  return markup`<tr class="differs"${ofStack(finding.subject)}><td><b>${clipped(finding.title, TEXT_LENGTH)}</b><br><code class="dim">${finding.subject}</code>${environment && markup` <span class="dim">${environment}</span>`}${missing !== undefined && markup`<br><span class="badge inconclusive">${missing}</span>`}</td><td data-label="Old → new"><del>${clipped(before, TEXT_LENGTH)}</del> → <ins>${clipped(after, TEXT_LENGTH)}</ins>${
    properties.length > 0 &&
    markup`<ul class="props">${properties.slice(0, MOST_PROPERTIES).map(propertyItem)}${more > 0 && markup`<li class="dim">and ${more} more: see <a href="#changes">what changes</a></li>`}</ul>`
  }</td><td data-label="Reason">${clipped(waived.reason, TEXT_LENGTH)}</td><td data-label="Owner">${ownerOf(waived)}</td><td class="nowrap" data-label="Until">${expiryOf(waived)}</td></tr>`
}
