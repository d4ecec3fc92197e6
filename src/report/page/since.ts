import type { Evidence } from '../../evidence/document.ts'
import { clipped } from '../escape.ts'
import { commitsOf, contentState, sinceLastRelease } from '../since.ts'
import { dayAndTime } from '../words.ts'
import { markup, type Content } from './markup.ts'

const MOST_ROWS = 1_000
const NAME_LENGTH = 300

/** What the release brings: its commits, and its contents before and after. */
export function sinceSection(steps: readonly Evidence[]): Content {
  const since = sinceLastRelease(steps)
  if (!since) return undefined
  const { compare, contents, last } = since
  const when = last.finishedAt && `, ${dayAndTime(last.finishedAt)}`
  const more = contents.length - MOST_ROWS
  return markup`<section id="since"><h2>Since the last release</h2><div class="card"><p class="state">Commits <b>${commitsOf(since)}</b>${compare && markup`: <a href="${compare}" rel="noreferrer">compare them</a>`}. The last release was run ${clipped(last.runId, NAME_LENGTH)}${when}.</p>${
    contents.length > 0 &&
    markup`<div class="scroll"><table class="stack"><thead><tr><th>Part</th><th>Digest, before → now</th></tr></thead><tbody>
${contents.slice(0, MOST_ROWS).map((content) => markup`<tr class="${content.from !== content.to && 'differs'}"><td>${clipped(content.name, NAME_LENGTH)}</td><td data-label="Digest"><code>${contentState(content)}</code></td></tr>`)}</tbody></table></div>${more > 0 && markup`<p class="dim">and ${more} more: they are in the evidence.</p>`}`
  }</div></section>`
}
