import type { Place } from './types.ts'

/**
 * A value of a YAML file as the agent's Ruby holds it, with its place. Integers and floats are told apart because the
 * agent prints them (`mode: 0644` becomes "420"), and a plain scalar keeps what was written.
 */
export type Value = Place &
  (
    | { readonly kind: 'nil'; readonly written: string }
    | { readonly kind: 'bool'; readonly value: boolean; readonly written: string }
    | { readonly kind: 'int'; readonly value: bigint; readonly written: string }
    | { readonly kind: 'float'; readonly value: number; readonly written: string }
    | { readonly kind: 'string'; readonly value: string; readonly written: string }
    | { readonly kind: 'symbol'; readonly value: string; readonly written: string }
    | { readonly kind: 'list'; readonly items: readonly Value[]; readonly written: string }
    | { readonly kind: 'map'; readonly entries: readonly Entry[]; readonly written: string }
  )

export interface Entry {
  readonly key: Value
  readonly value: Value
}

export type Scalar = Exclude<Value, { kind: 'list' | 'map' }>

/** The value of a string key; undefined where there is none. Of equal keys the last counts. */
export function get(map: Value & { kind: 'map' }, key: string): Value | undefined {
  return map.entries.findLast((entry) => entry.key.kind === 'string' && entry.key.value === key)?.value
}

/**
 * Ruby's `[]` with a text: of a map the value of the key, of a text the key itself where it occurs in it. Other kinds
 * have none; `lookupError` names the class of the error.
 */
export function lookUp(value: Value, key: string): Value | undefined {
  if (value.kind === 'map') return get(value, key)
  const occurs = (value.kind === 'string' || value.kind === 'symbol') && value.value.includes(key)
  return occurs ? { kind: 'string', value: key, written: key, line: value.line, column: value.column } : undefined
}

/** What Ruby raises for `[]` with a text on a value of this kind; undefined where it answers. */
export function lookupError(value: Value): 'TypeError' | 'NoMethodError' | undefined {
  if (value.kind === 'map' || value.kind === 'string' || value.kind === 'symbol') return undefined
  return value.kind === 'list' || value.kind === 'int' ? 'TypeError' : 'NoMethodError'
}

/** Ruby's truth: nil and false are false, everything else is true. */
export function truthy(value: Value | undefined): value is Value {
  return value !== undefined && value.kind !== 'nil' && !(value.kind === 'bool' && !value.value)
}

export function isNil(value: Value | undefined): boolean {
  return value === undefined || value.kind === 'nil'
}

/** Ruby's `to_s`. */
export function toS(value: Value | undefined): string {
  if (value === undefined || value.kind === 'nil') return ''
  if (value.kind === 'string' || value.kind === 'symbol') return value.value
  return inspect(value)
}

/** Ruby's `inspect`, as of 3.1. */
export function inspect(value: Value): string {
  switch (value.kind) {
    case 'nil':
      return 'nil'
    case 'bool':
    case 'int':
      return String(value.value)
    case 'float':
      return showFloat(value.value)
    case 'string':
      return quote(value.value)
    case 'symbol':
      return `:${PLAIN_SYMBOL.test(value.value) ? value.value : quote(value.value)}`
    case 'list':
      return `[${value.items.map(inspect).join(', ')}]`
    case 'map':
      return `{${value.entries.map((entry) => `${inspect(entry.key)}=>${inspect(entry.value)}`).join(', ')}}`
  }
}

/** Names and operators, which Ruby shows without quotes. */
const PLAIN_SYMBOL =
  /^(?:(?:\$|@@?)?[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*|[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*[?!=]|\[\]=?|\*\*|[-+]@?|[*/%&|^~!`<>]|<=>|[=!]~|={2,3}|!=|<<|>>|[<>]=)$/u

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '0007': '\\a', '000b': '\\v', '001b': '\\e' }

/** A text in quotes. Ruby's escapes are those of JSON but for a few. */
function quote(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/\\(?:u([\da-f]{4})|.)/g, (all, code?: string) =>
      code === undefined ? all : (SHORT_ESCAPES[code] ?? `\\u${code.toUpperCase()}`),
    )
    .replaceAll(/[\x7F\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
    .replaceAll(/#(?=[{$@])/g, '\\#')
}

/** Ruby's name for the class of a value, as in its error messages. */
export function className(value: Value): string {
  switch (value.kind) {
    case 'nil':
      return 'NilClass'
    case 'bool':
      return value.value ? 'TrueClass' : 'FalseClass'
    case 'int':
      return 'Integer'
    case 'float':
      return 'Float'
    case 'string':
      return 'String'
    case 'symbol':
      return 'Symbol'
    case 'list':
      return 'Array'
    case 'map':
      return 'Hash'
  }
}

function showFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    const sign = exponent.startsWith('-') ? '-' : '+'
    return `${digits.includes('.') ? digits : `${digits}.0`}e${sign}${exponent.slice(1).padStart(2, '0')}`
  }
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('.') ? text : `${text}.0`
}

/** What stands in the file, short enough for a message. */
export function shown(value: Value | undefined): string {
  if (value === undefined) return 'nothing'
  const text = value.written.trim()
  if (value.kind === 'nil' && text === '') return 'nothing'
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 60 || line.length < text.length ? `${line.slice(0, 60)}…` : line
}

/** Ruby's `strip`: white space on both sides, and NUL at the end. */
export function strip(text: string): string {
  return text.replace(/^[\0\t\n\v\f\r ]+/, '').replace(/[\0\t\n\v\f\r ]+$/, '')
}
