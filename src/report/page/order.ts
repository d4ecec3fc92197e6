import { digestOf } from '../../evidence/digest.ts'
import type { Evidence } from '../../evidence/document.ts'
import { orderOf, type OrderedStep, type Predecessor } from '../../evidence/chain/order.ts'
import { environmentsOf } from '../plans.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { mark } from './words.ts'
import { stepName, timeOfDay } from '../words.ts'

/** The graph of the release: each step with the steps that it builds on, by their digests and times. */
export function orderSection(documents: readonly Evidence[]): Content {
  const ordered = orderOf(
    documents.map((evidence) => ({ digest: digestOf(evidence), evidence })),
    environmentsOf(documents),
  )
  if (!ordered.some(({ predecessors }) => predecessors.length > 0)) return undefined
  return markup`<section id="order"><h2>Order of the steps <span class="faint">times in UTC</span></h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th>Step</th><th>Run attempt</th><th>From</th><th>To</th><th>Builds on</th></tr></thead><tbody>
${ordered.map(row)}</tbody></table></div></div></section>`
}

function row({ step: { evidence }, predecessors }: OrderedStep): Markup {
  const before: Content =
    predecessors.length === 0
      ? markup`<span class="dim">no other step</span>`
      : markup`<ul class="plain">${predecessors.map(line)}</ul>`
  return markup`<tr><td>${stepName(evidence.slot)}</td><td data-label="Run attempt">${evidence.origin.runAttempt}</td><td data-label="From">${timeOfDay(evidence.startedAt)}</td><td data-label="To">${timeOfDay(evidence.finishedAt)}</td><td data-label="Builds on">${before}</td></tr>`
}

const FAULTS: Readonly<Record<Exclude<Predecessor['state'], 'in-order'>, string>> = {
  unnamed: ': its evidence is not named',
  early: ': started before it had ended',
}

function line({ step, state }: Predecessor): Markup {
  const outcome = state === 'in-order' ? 'pass' : 'fail'
  const fault = state === 'in-order' ? '' : FAULTS[state]
  return markup`<li class="${outcome}"><span class="mark" aria-hidden="true">${mark(outcome)}</span><span>${stepName(step.evidence.slot)}${fault}</span></li>`
}
