/**
 * Filter patterns of CloudWatch Logs: terms (`ERROR`, `"two words"`, `-not`, `?either ?or`, `%regex%`) and conditions
 * on JSON (`{ $.level = "error" && $.ms > 100 }`). Patterns for space-delimited events are not implemented.
 */
export type Matcher = (message: string) => boolean

/** The pattern cannot be parsed, or is of a kind that the sandbox lacks. */
export class PatternError extends Error {}

export function matcherOf(pattern: string): Matcher {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('[')) throw new PatternError('The sandbox does not play patterns for space-delimited events')
  if (text.startsWith('{')) return jsonMatcher(text)
  return termMatcher(text)
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"%]+))(?:\s+|$)/y

function termMatcher(text: string): Matcher {
  const required: Matcher[] = []
  const alternatives: Matcher[] = []
  TERM.lastIndex = 0
  while (TERM.lastIndex < text.length) {
    const found = TERM.exec(text)
    if (found === null) throw new PatternError('Invalid character(s) in term')
    const [, sign, quoted, regex, plain] = found
    const word = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
    const matches: Matcher =
      regex === undefined ? (message) => message.includes(word) : (message) => expression(regex).test(message)
    if (sign === '?') alternatives.push(matches)
    else required.push(sign === '-' ? (message) => !matches(message) : matches)
  }
  // Terms with and without `?` in one pattern: those with it are ignored.
  const either = required.length === 0 ? alternatives : []
  return (message) =>
    required.every((matches) => matches(message)) && (either.length === 0 || either.some((matches) => matches(message)))
}

function expression(source: string): RegExp {
  try {
    return new RegExp(source)
  } catch {
    throw new PatternError(`Invalid regular expression: ${source}`)
  }
}

const TOKEN = /\s*(\$[\w.[\]-]*|&&|\|\||[()]|!=|>=|<=|[=<>]|"(?:[^"\\]|\\.)*"|[\w.*-]+)/y
const COMPARISONS = new Set(['=', '!=', '<', '>', '<=', '>='])

/** A parser of `{ SELECTOR OPERATOR VALUE && … }` by recursive descent; `&&` binds closer than `||`. */
function jsonMatcher(text: string): Matcher {
  if (!text.endsWith('}')) throw new PatternError('Invalid JSON pattern')
  const tokens = tokensOf(text.slice(1, -1).trim())
  const test = either()
  if (tokens.length > 0) throw new PatternError('Invalid JSON pattern')
  return (message) => {
    try {
      const value: unknown = JSON.parse(message)
      return typeof value === 'object' && value !== null && test(value)
    } catch {
      return false
    }
  }

  function either(): (root: unknown) => boolean {
    const parts = [both()]
    while (tokens[0] === '||') parts.push((tokens.shift(), both()))
    return (root) => parts.some((part) => part(root))
  }
  function both(): (root: unknown) => boolean {
    const parts = [one()]
    while (tokens[0] === '&&') parts.push((tokens.shift(), one()))
    return (root) => parts.every((part) => part(root))
  }
  function one(): (root: unknown) => boolean {
    if (tokens[0] === '(') {
      tokens.shift()
      const inner = either()
      if (tokens.shift() !== ')') throw new PatternError('Invalid JSON pattern')
      return inner
    }
    const [selector = '', operator = '', value = ''] = tokens.splice(0, 3)
    if (!selector.startsWith('$')) throw new PatternError(`Invalid property selector ${selector}`)
    if (/^exists$/i.test(value) && /^not$/i.test(operator)) return (root) => select(root, selector) === undefined
    if (/^true$/i.test(value) && /^is$/i.test(operator)) return (root) => select(root, selector) === true
    if (/^false$/i.test(value) && /^is$/i.test(operator)) return (root) => select(root, selector) === false
    if (/^null$/i.test(value) && /^is$/i.test(operator)) return (root) => select(root, selector) === null
    if (!COMPARISONS.has(operator) || value === '') throw new PatternError('Invalid JSON pattern')
    return (root) => compare(select(root, selector), operator, value)
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1]
    if (token === undefined) throw new PatternError('Invalid character(s) in JSON pattern')
    tokens.push(token)
  }
  return tokens
}

/** The value at `$.a.b[0]`. */
function select(root: unknown, selector: string): unknown {
  const names = selector.slice(1).match(/[^.[\]]+/g) ?? []
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    root,
  )
}

function compare(found: unknown, operator: string, given: string): boolean {
  if (found === undefined) return false
  const number = Number(given)
  const isNumber = !given.startsWith('"') && !Number.isNaN(number)
  if (isNumber && typeof found === 'number') {
    if (operator === '=') return found === number
    if (operator === '!=') return found !== number
    if (operator === '<') return found < number
    if (operator === '>') return found > number
    return operator === '<=' ? found <= number : found >= number
  }
  const text = given.startsWith('"') ? given.slice(1, -1).replace(/\\(.)/g, '$1') : given
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const same = typeof found === 'string' && new RegExp(`^${parts.join('.*')}$`, 's').test(found)
  if (operator === '=') return same
  if (operator === '!=') return !same
  return false
}
