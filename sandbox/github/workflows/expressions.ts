import { data, Evaluator, Lexer, Parser } from '@actions/expressions'

export type Contexts = Readonly<Record<string, unknown>>
/** The results on which `success()`, `failure()` and `cancelled()` depend. */
export interface Results {
  readonly failed: boolean
  readonly cancelled: boolean
}

const FINE: Results = { failed: false, cancelled: false }

/** Fills the expressions in a text, by GitHub's own evaluator. */
export function fill(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.+?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, FINE).coerceString(),
  )
}

/** Whether a job with this `if` runs. Without a status function in it, `success()` is demanded as well. */
export function holds(condition: string | undefined, contexts: Contexts, results: Results): boolean {
  const fine = !results.failed && !results.cancelled
  if (condition === undefined || condition.trim() === '') return fine
  const expression = condition.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1')
  const status = /\b(success|failure|always|cancelled)\s*\(/.test(expression)
  const value = evaluate(expression, contexts, results)
  return (status || fine) && !['', 'false', '0'].includes(value.coerceString())
}

function evaluate(expression: string, contexts: Contexts, { failed, cancelled }: Results): data.ExpressionData {
  const states: Readonly<Record<string, boolean>> = {
    success: !failed && !cancelled,
    failure: failed && !cancelled,
    always: true,
    cancelled,
  }
  const functions = Object.entries(states).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }))
  const { tokens } = new Lexer(expression).lex()
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse()
  const byName = new Map(functions.map((each) => [each.name, each]))
  return new Evaluator(parsed, dataOf(contexts) as data.Dictionary, byName).evaluate()
}

function dataOf(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (Array.isArray(value)) return new data.Array(...value.map(dataOf))
  if (typeof value !== 'object' || value === null) return new data.Null()
  return new data.Dictionary(...Object.entries(value).map(([key, member]) => ({ key, value: dataOf(member) })))
}
