import { ActionError } from '../../support/errors.ts'

/** Classes of JavaScript, as the inside of a bracket expression. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  // Of white space, what can be within a line.
  s: '\t\v\f\r ',
}
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', v: '\v', f: '\f', r: '\r' }
const SPECIAL = /[.[\]{}()*+?^$|\\/-]/
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})/
/** The most that POSIX lets every grep repeat. */
const MOST_REPEATED = 255

/**
 * A regular expression of the configuration as a POSIX extended one, for grep in the C locale on a host: line by line.
 * Throws where it has something that no such expression means.
 */
export function extendedPattern(source: string): string {
  let rest = source
  let result = ''
  const take = (length: number): string => {
    const taken = rest.slice(0, length)
    rest = rest.slice(length)
    return taken
  }
  for (;;) {
    if (rest === '') return result
    const at = rest
    if (rest.startsWith('(?:')) {
      take(3)
      result += '('
    } else if (/^\(\?<[A-Za-z_$][\w$]*>/.test(rest)) {
      take(rest.indexOf('>') + 1)
      result += '('
    } else if (rest.startsWith('(?')) throw untranslatable(source, 'a look-around')
    else if (rest.startsWith('[')) result += bracket(source, take(endOfBracket(rest)))
    else if (rest.startsWith('\\')) result += escaped(source, take(2), take)
    else if (rest.startsWith('.')) result += take(1) && '[^\r]'
    // Before a line end of Windows too, as in JavaScript.
    else if (rest.startsWith('$')) result += take(1) && '\r?$'
    else if (/^[()^|]/.test(rest)) result += take(1)
    else if (rest.startsWith('\n')) throw untranslatable(source, 'a line break')
    else result += literal(take(String.fromCodePoint(rest.codePointAt(0) ?? 0).length))
    const quantifier = QUANTIFIER.exec(rest)?.[0]
    if (quantifier === undefined) continue
    if (/^[$^]/.test(at)) throw untranslatable(source, 'a repeated anchor')
    const counts = quantifier.match(/\d+/g)?.map(Number) ?? []
    if (counts.some((count) => count > MOST_REPEATED))
      throw untranslatable(source, `more than ${MOST_REPEATED} repetitions`)
    result += take(quantifier.length)
    // Whether something matches is the same for a lazy repetition.
    if (rest.startsWith('?')) take(1)
  }
}

/** Whether an expression has something that matches any character, or any but some. */
export function isWide(source: string): boolean {
  const withoutEscapes = source.replaceAll(/\\[^DWS]/g, '')
  return /\\[DWS]|\[\^|\./.test(withoutEscapes)
}

function escaped(source: string, pair: string, take: (length: number) => string): string {
  const letter = pair[1] ?? ''
  if (letter in CLASSES) return `[${CLASSES[letter] ?? ''}]`
  if (letter.toLowerCase() in CLASSES) return `[^${CLASSES[letter.toLowerCase()] ?? ''}]`
  if (letter in CONTROLS) return CONTROLS[letter] ?? ''
  if (letter === 'x') return literal(codePoint(source, take(2)))
  if (SPECIAL.test(letter)) return literal(letter)
  throw untranslatable(source, `\\${letter}`)
}

/** One character that means itself; several bytes in the C locale are one group, so that all of them are repeated. */
function literal(character: string): string {
  if (character > '\u007f') return `(${character})`
  return /[.[\]{}()*+?^$|\\]/.test(character) ? `\\${character}` : character
}

function codePoint(source: string, digits: string): string {
  const code = Number.parseInt(digits, 16)
  if (!/^[0-9a-f]{2}$/i.test(digits) || code === 0 || code === 0x0a) throw untranslatable(source, `\\x${digits}`)
  return String.fromCodePoint(code)
}

/** The length of the bracket expression at the beginning of a text. */
function endOfBracket(text: string): number {
  let at = 1
  while (at < text.length && text[at] !== ']') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

/**
 * A bracket expression. In POSIX a backslash in it means itself, `]` must be first and `-` last. Whatever it is, no line
 * break can be in a line.
 */
function bracket(source: string, text: string): string {
  const negated = text.startsWith('[^')
  let rest = text.slice(negated ? 2 : 1, -1)
  let body = ''
  let closing = false
  let dash = false
  let caret = false
  const one = (): string => {
    const character = rest[0] ?? ''
    if (character !== '\\') {
      rest = rest.slice(1)
      return character
    }
    const letter = rest[1] ?? ''
    rest = rest.slice(2)
    if (letter in CLASSES) return `class ${letter}`
    if (letter in CONTROLS) return CONTROLS[letter] ?? ''
    if (letter === 'x') {
      const digits = rest.slice(0, 2)
      rest = rest.slice(2)
      return codePoint(source, digits)
    }
    if (SPECIAL.test(letter)) return letter
    throw untranslatable(source, `\\${letter} in brackets`)
  }
  while (rest !== '') {
    const first = one()
    if (first.startsWith('class ')) {
      body += CLASSES[first.slice('class '.length)] ?? ''
      continue
    }
    if (first > '\u007f') throw untranslatable(source, 'a character beyond ASCII in brackets')
    if (first === '\n') throw untranslatable(source, 'a line break')
    if (rest.startsWith('-') && rest.length > 1) {
      rest = rest.slice(1)
      const last = one()
      if (!/^[A-Za-z0-9]$/.test(first) || !/^[A-Za-z0-9]$/.test(last))
        throw untranslatable(source, `the range ${first}-${last}`)
      body += `${first}-${last}`
    } else if (first === ']') closing = true
    else if (first === '-') dash = true
    else if (first === '^') caret = true
    else body += first
  }
  // Of `[.`, `[:` and `[=` in brackets POSIX reads more than two characters.
  if (/\[[.:=]/.test(body)) body = `${body.replaceAll('[', '')}[`
  const inside = `${closing ? ']' : ''}${body}${caret ? '^' : ''}${dash ? '-' : ''}`
  if (inside === '') throw untranslatable(source, 'empty brackets')
  if (inside === '^' && !negated) return '\\^'
  if (inside === '^-' && !negated) return '[-^]'
  return `[${negated ? '^' : ''}${inside}]`
}

function untranslatable(source: string, what: string): ActionError {
  return new ActionError('config/file', {
    message: `/${source}/ cannot be searched for on a host: it has ${what}`,
    subject: 'check/matches',
    expected: 'a regular expression without look-around, back reference, word boundary or line break',
    observed: source,
    advice: 'Write the expression without it, or use `contains`.',
  })
}
