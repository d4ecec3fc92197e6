/** Reads scalars: plain, quoted, and blocks. How lines are folded is the same in all but blocks. */
import { END, isBlank, isBreak, isSpaceOrEnd, YamlError } from './cursor.ts'
import type { Cursor, Mark } from './cursor.ts'

/** White space between two words of a scalar. */
class Gap {
  /** Whether a line has ended in it. */
  broken = false
  #blanks = ''
  #first = ''
  #more = ''

  /** Takes blanks and line breaks. `check` sees every blank after a line break. */
  take(cursor: Cursor, check?: () => void): void {
    while (isBlank(cursor.peek()) || isBreak(cursor.peek())) {
      if (isBreak(cursor.peek())) {
        if (this.broken) this.#more += cursor.takeBreak()
        else {
          this.#first = cursor.takeBreak()
          this.broken = true
        }
      } else if (this.broken) {
        check?.()
        cursor.skip()
      } else this.#blanks += cursor.take()
    }
  }

  /** What it stands for: one line break is a space, of more the first is left out. */
  get text(): string {
    if (!this.broken) return this.#blanks
    if (this.#first === '\n') return this.#more === '' ? ' ' : this.#more
    return this.#first + this.#more
  }
}

/** A scalar without quotes, with the place of its end. `multiline` where a line break follows its last word. */
export function readPlain(
  cursor: Cursor,
  inFlow: boolean,
  indent: number,
): { readonly text: string; readonly end: Mark; readonly multiline: boolean } {
  let text = ''
  let gap = new Gap()
  let end = cursor.mark
  const ends = (): boolean => {
    const char = cursor.peek()
    if (isSpaceOrEnd(char)) return true
    if (char === ':' && isSpaceOrEnd(cursor.peek(1))) return true
    if (!inFlow) return false
    if (char === ':' && ',?[]{}'.includes(cursor.peek(1))) {
      throw new YamlError('a colon needs a space after it, or quotes around the text', cursor.mark)
    }
    return ',[]{}'.includes(char)
  }
  while (!cursor.atDocumentMark() && cursor.peek() !== '#') {
    if (!ends()) {
      text += gap.text
      gap = new Gap()
      while (!ends()) text += cursor.take()
      end = cursor.mark
    }
    if (!isBlank(cursor.peek()) && !isBreak(cursor.peek())) break
    gap.take(cursor, () => {
      if (cursor.peek() === '\t' && cursor.column < indent)
        throw new YamlError('Tabs cannot indent a text', cursor.mark)
    })
    if (!inFlow && cursor.column < indent) break
  }
  return { text, end, multiline: gap.broken }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1B',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00A0',
  L: '\u2028',
  P: '\u2029',
}
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** A scalar in single or double quotes. */
export function readQuoted(cursor: Cursor): string {
  const start = cursor.mark
  const quote = cursor.take()
  let text = ''
  for (;;) {
    if (cursor.atDocumentMark()) throw new YamlError('a document ends within a quote', cursor.mark)
    if (cursor.peek() === END) throw new YamlError('the quote is never closed', start)
    const gap = new Gap()
    while (!isSpaceOrEnd(cursor.peek())) {
      if (quote === "'" && cursor.startsWith("''")) {
        cursor.skip(2)
        text += "'"
      } else if (cursor.peek() === quote) break
      else if (quote === '"' && cursor.peek() === '\\') {
        if (isBreak(cursor.peek(1))) {
          cursor.skip()
          cursor.takeBreak()
          gap.broken = true
          break
        }
        text += readEscape(cursor)
      } else text += cursor.take()
    }
    if (cursor.peek() === quote) break
    gap.take(cursor)
    text += gap.text
  }
  cursor.skip()
  return text
}

function readEscape(cursor: Cursor): string {
  const at = cursor.mark
  const letter = cursor.peek(1)
  const simple = ESCAPES[letter]
  const length = CODE_LENGTHS[letter]
  if (simple === undefined && length === undefined) throw new YamlError(`\\${letter} means nothing in quotes`, at)
  cursor.skip(2)
  if (length === undefined) return simple ?? ''
  const digits = Array.from({ length }, (_, ahead) => cursor.peek(ahead)).join('')
  const code = /^[\da-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
  const isCharacter = code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff)
  if (!isCharacter) throw new YamlError(`\\${letter} needs the ${length} hexadecimal digits of a character`, at)
  cursor.skip(length)
  return String.fromCodePoint(code)
}

/** A block after `|` or `>`. `parent` is the indentation of what it stands in, -1 at the top. */
export function readBlock(cursor: Cursor, parent: number): string {
  const start = cursor.mark
  const folds = cursor.take() === '>'
  const { keep, increment } = readHeader(cursor)
  cursor.endLine('the head of a block')
  let indent = increment === 0 ? 0 : Math.max(parent, 0) + increment
  let text = ''
  let lineBreak = ''
  let wasBlank = false
  let empty = takeEmptyLines()
  while (cursor.column === indent && cursor.peek() !== END) {
    const blank = isBlank(cursor.peek())
    if (folds && lineBreak === '\n' && !wasBlank && !blank) text += empty === '' ? ' ' : ''
    else text += lineBreak
    text += empty
    wasBlank = blank
    text += cursor.takeWhile((char) => !isBreak(char))
    lineBreak = cursor.takeBreak()
    empty = takeEmptyLines()
  }
  if (keep !== '-') text += lineBreak
  return keep === '+' ? text + empty : text

  /** Indentation and empty lines. The first ones tell the indentation where the head does not. */
  function takeEmptyLines(): string {
    let breaks = ''
    let deepest = 0
    const isIndent = (): boolean => indent === 0 || cursor.column < indent
    for (;;) {
      while (isIndent() && cursor.peek() === ' ') cursor.skip()
      deepest = Math.max(deepest, cursor.column)
      if (isIndent() && cursor.peek() === '\t') throw new YamlError('Tabs cannot indent a block', start)
      if (!isBreak(cursor.peek())) break
      breaks += cursor.takeBreak()
    }
    if (indent === 0) indent = Math.max(deepest, parent + 1, 1)
    return breaks
  }
}

/** `+`, `-` and a digit, in any order. */
function readHeader(cursor: Cursor): { readonly keep: string; readonly increment: number } {
  const sign = (): string => ('+-'.includes(cursor.peek()) ? cursor.take() : '')
  let keep = sign()
  let increment = 0
  if (/\d/.test(cursor.peek())) {
    increment = Number(cursor.take())
    if (increment === 0) throw new YamlError('a block cannot be indented by 0', cursor.mark)
    if (keep === '') keep = sign()
  }
  return { keep, increment }
}
