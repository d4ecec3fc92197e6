import type { Evidence } from '../evidence/document.ts'
import { html } from './escape.ts'
import { pastOf, stepName } from './words.ts'

/** The reviewers' page on all documents of a run, the last of which is the one at hand: one HTML file by itself. */
export function renderPage(documents: readonly Evidence[]): string {
  const current = documents.at(-1)
  const title = current ? `${stepName(current.slot)} ${pastOf(current.verdict)}` : 'No evidence'
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${html(title)}</title></head><body><h1>${html(title)}</h1></body></html>`
}
