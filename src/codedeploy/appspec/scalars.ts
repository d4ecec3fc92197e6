import type { Place } from './types.ts'
import type { Scalar } from './values.ts'

/** A class that the agent's safe loading refuses to make: `Date` for `2024-01-01`, `Time` for a timestamp. */
export class DisallowedClass extends Error {
  readonly className: string
  constructor(className: string) {
    super(`Tried to load unspecified class: ${className}`)
    this.className = className
  }
}

// Ruby's `\s` and line ends are ASCII; those of JavaScript are not, so both are spelt out.
const WORD = /^[^\d.:-]?[\p{Alphabetic}_ \t\r\n\f\v!@#$%^&*(){}<>|/\\~;=]+/u
const TIME =
  /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t\r\f\v]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:[ \t\r\f\v]*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/
const DATE = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}$/
const SEXAGESIMAL_FLOAT = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}\.[0-9_]*$/
const FLOAT = /^[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?$/
const INTEGER = /^(?:[-+]?0b[0-1_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+)$/

/** Short texts over several lines are looked at line by line. */
const someLine = (text: string, pattern: RegExp): boolean => text.split('\n').some((line) => pattern.test(line))

/**
 * What a plain scalar means to Ruby's psych 4.0 (the agent's YAML): YAML 1.1 with octal `0644`, base-60 `1:30`, commas in
 * numbers, yes/no/on/off, `:symbols`; dates and times are refused. Throws DisallowedClass for those, and a RangeError
 * where Ruby's own conversion raises an ArgumentError (`0_` is not a number).
 */
export function resolvePlain(text: string, place: Place): Scalar {
  const at = { line: place.line, column: place.column, written: text }
  const string = { ...at, kind: 'string', value: text } as const
  if (text === '') return { ...at, kind: 'nil' }
  if (WORD.test(text) || text.includes('\n')) {
    if ([...text].length > 5 || someLine(text, /^[^ytonf~]/i)) return string
    if (text === '~' || someLine(text, /^null$/i)) return { ...at, kind: 'nil' }
    if (someLine(text, /^(yes|true|on)$/i)) return { ...at, kind: 'bool', value: true }
    if (someLine(text, /^(no|false|off)$/i)) return { ...at, kind: 'bool', value: false }
    return string
  }
  if (TIME.test(text)) throw new DisallowedClass('Time')
  if (DATE.test(text)) throw new DisallowedClass('Date')
  if (/^\+?\.inf$/i.test(text)) return { ...at, kind: 'float', value: Number.POSITIVE_INFINITY }
  if (/^-\.inf$/i.test(text)) return { ...at, kind: 'float', value: Number.NEGATIVE_INFINITY }
  if (/^\.nan$/i.test(text)) return { ...at, kind: 'float', value: Number.NaN }
  if (/^:[^\n]/.test(text)) {
    const quoted = /^:(["'])([^\n]*)\1/.exec(text)
    return { ...at, kind: 'symbol', value: (quoted?.[2] ?? text).replace(/^:/, '') }
  }
  if (SEXAGESIMAL.test(text)) return { ...at, kind: 'int', value: BigInt(base60(text, toInteger)) }
  if (SEXAGESIMAL_FLOAT.test(text)) return { ...at, kind: 'float', value: base60(text, Number.parseFloat) }
  if (FLOAT.test(text)) {
    if (/^[-+]?\.$/.test(text)) return string
    const digits = text.replaceAll(/[,_]/g, '').replace(/\.(?=[Ee]|$)/, '')
    if (!/\d/.test(digits.split(/e/i, 1)[0] ?? '')) throw new RangeError(`invalid value for Float(): "${digits}"`)
    return { ...at, kind: 'float', value: Number(digits) }
  }
  if (INTEGER.test(text)) return { ...at, kind: 'int', value: parseInteger(text.replaceAll(/[,_]/g, '')) }
  return string
}

/** Ruby's `String#to_i`: leading digits, underscores between them, 0 where there are none. */
export function toInteger(text: string): number {
  const digits = /^[ \t-\r]*([-+]?\d+(?:_\d+)*)/.exec(text)?.[1]
  return digits === undefined ? 0 : Number(digits.replaceAll('_', ''))
}

function parseInteger(text: string): bigint {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? []
  const prefixed = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  if (!/^(0[bx].+|0o.+|\d+)$/i.test(prefixed)) throw new RangeError(`invalid value for Integer(): "${text}"`)
  const value = BigInt(prefixed)
  return sign === '-' ? -value : value
}

function base60(text: string, read: (part: string) => number): number {
  return text.split(':').reduce((sum, part, index) => sum + read(part) * 60 ** Math.abs(index - 2), 0)
}
