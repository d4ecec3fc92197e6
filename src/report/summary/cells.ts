import { referenceOf } from '../reference.ts'
import { clipped, markdown, markdownBlock, markdownCode, markdownWithCode } from '../escape.ts'

/** Texts as the summary shows them: harmless, and cut to a length that leaves space for the others. */

const TEXT_LENGTH = 2_000

/** In one line. */
export function shown(text: string, length = TEXT_LENGTH): string {
  return markdown(clipped(text, length))
}

/** In one line, as code. */
export function asCode(text: string, length = TEXT_LENGTH): string {
  return markdownCode(clipped(text, length))
}

/** The code of a finding, which leads to its entry in the reference. */
export function codeLink(code: string): string {
  const url = referenceOf(code)
  return url === undefined ? shown(code) : `[${shown(code)}](${url})`
}

/** Advice, lines of which are kept: what stands between back quotes is code. */
export function prose(text: string): string {
  return linesOf(text, TEXT_LENGTH).map(markdownWithCode).join('<br>')
}

/** Lines of a text in one line of Markdown: in a list item, or a cell of a table. */
export function cell(text: string, length = TEXT_LENGTH): string {
  return linesOf(text, length).map(markdown).join('<br>')
}

/** Whether a text needs a separate block. */
export function manyLines(text: string): boolean {
  return text.trim().split('\n').length > 3
}

export function block(text: string, length = TEXT_LENGTH): string {
  return markdownBlock(clipped(text, length))
}

function linesOf(text: string, length: number): string[] {
  return clipped(text, length).split('\n')
}
