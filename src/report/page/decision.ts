import type { Evidence } from '../../evidence/document.ts'
import { decisionRows } from '../decision.ts'
import { clipped } from '../escape.ts'
import { markup, type Content } from './markup.ts'

const TEXT_LENGTH = 400

/** What a reviewer has to know to decide; `sections`: the ids of the sections that the page has. */
export function decisionSection(steps: readonly Evidence[], sections: readonly string[]): Content {
  const rows = decisionRows(steps)
  if (rows.length === 0) return undefined
  return markup`<section id="decide" class="card decide"><h2 class="visually-hidden">To decide</h2><dl class="facts">${rows.map(
    ({ question, lines, link, section }) =>
      markup`<dt>${question}</dt><dd>${lines.map((line) => markup`<p>${clipped(line, TEXT_LENGTH)}</p>`)}${link && markup`<p><a href="${link}" rel="noreferrer">Compare the commits</a></p>`}${section !== undefined && sections.includes(section) && markup`<p><a href="#${section}">More</a></p>`}</dd>`,
  )}</dl></section>`
}
