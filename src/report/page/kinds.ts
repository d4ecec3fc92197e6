import type { Evidence } from '../../evidence/document.ts'
import { clipped } from '../escape.ts'
import { countPassed, isLacking, kindStandings, type IdleCheck, type KindStanding, type RanCheck } from '../kinds.ts'
import { pastOf } from '../words.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { mark, withCode } from './words.ts'

const MOST_NAMES = 100
const TEXT_LENGTH = 500

/** Every kind of checks: run and with what, not run, or not configured. */
export function kindsSection(steps: readonly Evidence[]): Content {
  const standings = kindStandings(steps)
  if (standings.length === 0) return undefined
  return markup`<section id="kinds"><h2>Kinds of checks</h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th>Kind</th><th>Stands</th><th>With</th><th>Required</th></tr></thead><tbody>
${standings.map(kindRow)}</tbody></table></div></div></section>`
}

function kindRow(standing: KindStanding): Markup {
  const { kind, state, required, ran, idle } = standing
  const count = countPassed(standing)
  const lacks = isLacking(standing)
  const more = ran.length + idle.length - MOST_NAMES
  return markup`<tr class="${lacks ? 'fail' : undefined}"><td class="nowrap"><b>${kind}</b></td><td data-label="Stands">${state}${count && `: ${count}`}</td><td${ran.length + idle.length > 0 && markup` data-label="With"`}>${
    ran.length + idle.length > 0 &&
    markup`<ul class="plain">${[...ran.map(ranItem), ...idle.map(idleItem)].slice(0, MOST_NAMES)}${more > 0 && markup`<li>and ${more} more: they are in the evidence.</li>`}</ul>`
  }</td><td${required && markup` data-label="Required"`}>${required && markup`<span class="badge ${lacks ? 'fail' : 'skipped'}">${lacks ? 'required, not passed' : 'required'}</span>`}</td></tr>`
}

function ranItem({ name, verdict }: RanCheck): Markup {
  return markup`<li class="${verdict}"><span class="mark" aria-hidden="true">${mark(verdict)}</span><span>${clipped(name, TEXT_LENGTH)}<span class="visually-hidden"> ${pastOf(verdict)}</span></span></li>`
}

function idleItem({ name, why }: IdleCheck): Markup {
  return markup`<li class="skipped"><span class="mark" aria-hidden="true">${mark('skipped')}</span><span>${clipped(name, TEXT_LENGTH)} <span class="dim">${withCode(why)}</span></span></li>`
}
