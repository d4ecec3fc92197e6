import { ServiceError } from '../../../contract.ts'

/** Event patterns with lists of exact values and prefixes; what else AWS has is refused. */
export type Pattern = Readonly<Record<string, unknown>>

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export function readPattern(text: string | undefined): Pattern {
  if (text === undefined) throw new ServiceError('ValidationException', 'The sandbox has no rules by schedule.')
  let pattern: unknown
  try {
    pattern = JSON.parse(text)
  } catch {
    throw invalid()
  }
  check(pattern)
  return pattern as Pattern
}

function invalid(): ServiceError {
  return new ServiceError('InvalidEventPatternException', 'Event pattern is not valid.')
}

function check(pattern: unknown): void {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) throw invalid()
  for (const value of Object.values(pattern)) {
    if (!Array.isArray(value)) check(value)
    else if (value.length === 0) throw invalid()
    else if (!value.every((one) => typeof one !== 'object' || one === null || prefixOf(one) !== undefined))
      throw new ServiceError('InvalidEventPatternException', 'The sandbox plays exact values and prefixes only.')
  }
}

function prefixOf(one: object): string | undefined {
  const [name, value] = Object.entries(one).length === 1 ? (Object.entries(one)[0] ?? []) : []
  return name === 'prefix' && typeof value === 'string' ? value : undefined
}

export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const value: unknown = (event as Record<string, unknown> | null | undefined)?.[name]
    if (!Array.isArray(wanted)) return matches(wanted as Pattern, value)
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    return wanted.some((one) =>
      values.some((each) =>
        typeof one === 'object' && one !== null
          ? typeof each === 'string' && each.startsWith(prefixOf(one as object) ?? '')
          : each === one,
      ),
    )
  })
}
