/** Metric math: numbers, ids of queries, + - * / ^, parentheses, FILL(id, number) and SUM, AVG, MIN, MAX of one series. */

/** A value for each period that has one, by its time; a number alone is a scalar. */
export type MathValue = number | ReadonlyMap<number, number>

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|([-+*/^(),]))/y

const OPERATORS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
}

const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
}

/** Where an operand has no value in a period, the result has none. Throws an Error with the reason. */
export function calculate(
  text: string,
  series: (id: string) => ReadonlyMap<number, number> | undefined,
  times: readonly number[],
): ReadonlyMap<number, number> {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(text)
    if (match === null) throw new Error(`Invalid syntax in ${text}`)
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '')
  }
  let at = 0
  const take = (token: string): boolean => tokens[at] === token && ++at > 0
  const need = (token: string): void => {
    if (!take(token)) throw new Error(`Invalid syntax in ${text}: ${token} is missing`)
  }

  function binary(operators: readonly string[], next: () => MathValue): MathValue {
    let value = next()
    while (operators.includes(tokens[at] ?? '')) {
      const apply = OPERATORS[tokens[at++] ?? '']!
      value = combined(value, next(), apply)
    }
    return value
  }
  const sum = (): MathValue => binary(['+', '-'], product)
  const product = (): MathValue => binary(['*', '/'], power)
  const power = (): MathValue => binary(['^'], operand)

  function operand(): MathValue {
    if (take('-')) return combined(0, operand(), OPERATORS['-']!)
    if (take('(')) {
      const value = sum()
      need(')')
      return value
    }
    const token = tokens[at++] ?? ''
    if (/^\d/.test(token)) return Number(token)
    if (tokens[at] === '(') return call(token)
    const found = series(token)
    if (found === undefined) throw new Error(`The expression refers to ${token}, which is no query`)
    return found
  }

  function call(name: string): MathValue {
    need('(')
    const first = sum()
    if (name === 'FILL') {
      need(',')
      const filler = sum()
      need(')')
      if (typeof first === 'number' || typeof filler !== 'number') throw new Error('FILL takes a series and a number')
      return new Map(times.map((time) => [time, first.get(time) ?? filler]))
    }
    need(')')
    const aggregate = AGGREGATES[name]
    if (aggregate === undefined) throw new Error(`The sandbox does not play the function ${name}`)
    return typeof first === 'number' ? first : aggregate([...first.values()])
  }

  const result = sum()
  if (at < tokens.length) throw new Error(`Invalid syntax in ${text}`)
  return typeof result === 'number' ? new Map(times.map((time) => [time, result])) : result
}

function combined(left: MathValue, right: MathValue, apply: (left: number, right: number) => number): MathValue {
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right)
  const times = typeof left === 'number' ? [...(right as ReadonlyMap<number, number>).keys()] : [...left.keys()]
  const result = new Map<number, number>()
  for (const time of times) {
    const [a, b] = [left, right].map((value) => (typeof value === 'number' ? value : value.get(time)))
    const value = a === undefined || b === undefined ? Number.NaN : apply(a, b)
    // A division by zero has no value.
    if (Number.isFinite(value)) result.set(time, value)
  }
  return result
}
