import { pieces } from '../escape.ts'
import { markup, type Content } from './markup.ts'
import { referenceOf } from '../reference.ts'
import { knownOutcome } from '../words.ts'

const MARKS = { pass: '✓', noted: 'i', fail: '✕', error: '!', inconclusive: '?', skipped: '–' } as const

/** A sign for an outcome, to be shown beside words that say the same. */
export function mark(outcome: string): string {
  return MARKS[knownOutcome(outcome)]
}

/** The code of a finding, which leads to its entry in the reference. */
export function codeLink(code: string): Content {
  const url = referenceOf(code)
  return url === undefined ? code : markup`<a href="${url}" rel="noreferrer">${code}</a>`
}

/** A text in which what stands between back quotes is code, a command to be copied. */
export function withCode(text: string): Content {
  return pieces(text).map(({ text: piece, code }) => (code ? markup`<code>${piece}</code>` : piece))
}

/** Room for a command in the banner, which the finding below it has in full. */
const MOST_OF_CODE = 60

/** The same for the banner: a long command is cut at a word, so that the first screen has the finding too. */
export function withShortCode(text: string): Content {
  const all = pieces(text)
  if (!all.some(({ text: piece, code }) => code && piece.length > MOST_OF_CODE)) return withCode(text)
  const short = all.map(({ text: piece, code }) => {
    if (!code) return piece
    return markup`<code>${piece.length > MOST_OF_CODE ? `${piece.slice(0, MOST_OF_CODE).replace(/\s\S*$/, '')} …` : piece}</code>`
  })
  return [short, markup` <a href="#against">In full below.</a>`]
}

/** The attribute by which the filter finds what is about a stack; `subject` is `stack/web/resource/Table`, or another. */
export function ofStack(subject: string): Content {
  const stack = /^stack\/([^/]+)/.exec(subject)?.[1]
  return stack !== undefined && markup` data-stack="${stack}"`
}
