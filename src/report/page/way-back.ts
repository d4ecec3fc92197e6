import type { Evidence } from '../../evidence/document.ts'
import { clipped } from '../escape.ts'
import { wayBackOf, type PartBack } from '../way-back.ts'
import { quantity } from '../words.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { mark } from './words.ts'

const MOST_ROWS = 200
const TEXT_LENGTH = 1_000

/** What rolls back on which alarms, how long it took in the rehearsal, and what is not restored. */
export function wayBackSection(steps: readonly Evidence[]): Content {
  const { parts, remains } = wayBackOf(steps)
  if (parts.length === 0 && remains.length === 0) return undefined
  const more = remains.length - MOST_ROWS
  return markup`<section id="way-back"><h2>If it fails: the way back</h2><div class="card">${
    parts.length > 0 &&
    markup`<div class="scroll"><table class="stack"><thead><tr><th>Part</th><th>By itself</th><th>On</th><th>By command</th><th class="num">In rehearsal</th></tr></thead><tbody>
${parts.slice(0, MOST_ROWS).map(partRow)}</tbody></table></div>`
  }${
    remains.length > 0 &&
    markup`<ul class="plain">${remains
      .slice(0, MOST_ROWS)
      .map(
        ({ outcome, title, waived }) =>
          markup`<li class="${outcome === 'noted' || waived ? 'inconclusive' : outcome}"><span class="mark" aria-hidden="true">${mark(outcome)}</span><span>${clipped(title, TEXT_LENGTH)}</span></li>`,
      )}</ul>`
  }${more > 0 && markup`<p class="dim">and ${more} more: they are in the evidence.</p>`}</div></section>`
}

function partRow({ environment, part, how, on, byCommand, rehearsed }: PartBack): Markup {
  return markup`<tr><td><code>${clipped(part, TEXT_LENGTH)}</code> <span class="dim">${environment}</span></td><td data-label="By itself">${clipped(how, TEXT_LENGTH)}</td><td data-label="On">${on.length === 0 ? 'nothing: by command only' : clipped(on.join(', '), TEXT_LENGTH)}</td><td data-label="By command">${clipped(byCommand, TEXT_LENGTH)}</td><td class="num" data-label="In rehearsal">${rehearsed === undefined ? 'not rehearsed' : quantity(rehearsed, 's')}</td></tr>`
}
