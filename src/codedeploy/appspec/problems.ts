import type { AppSpecProblem, Place } from './types.ts'
import { className, inspect, shown } from './values.ts'
import type { Value } from './values.ts'

/** Gathers what is wrong, in the order in which the agent meets it. */
export class Problems {
  readonly list: AppSpecProblem[] = []

  /** A value that the agent refuses with words of its own. */
  refuse(value: Value | undefined, at: Place, message: string, allowed: string): undefined {
    this.list.push({
      ...place(value ?? at),
      message,
      read: shown(value),
      allowed,
      raises: 'AppSpecValidationException',
    })
    return undefined
  }

  /** A value of a kind on which the agent's Ruby stumbles: the verdict is certain, the text an accident of Ruby. */
  stumble(value: Value, method: string, allowed: string, raises = 'NoMethodError'): undefined {
    const of = value.kind === 'nil' ? 'nil' : `${inspect(value)}:${className(value)}`
    const texts: Record<string, string> = {
      TypeError: 'no implicit conversion of String into Integer',
      FloatDomainError: inspect(value),
    }
    const message = texts[raises] ?? `undefined method \`${method}' for ${of}`
    this.list.push({ ...place(value), message, read: shown(value), allowed, raises })
    return undefined
  }

  add(problem: AppSpecProblem): undefined {
    this.list.push(problem)
    return undefined
  }
}

function place(at: Place): Place {
  return { line: at.line, column: at.column }
}
