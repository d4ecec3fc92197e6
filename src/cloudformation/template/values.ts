import { isRecord } from '../../support/records.ts'
import type { Template } from './template.ts'

/** Values of parameters and pseudo parameters, by name. An absent one is unknown. */
export type Values = Readonly<Record<string, string>>

/**
 * Pure: the value of an expression of a template; undefined where it is known only during the execution, or where it
 * depends on a function other than Ref, Fn::Sub, Fn::Join, Fn::If and Fn::FindInMap.
 */
export function textOf(template: Template, expression: unknown, values: Values): string | undefined {
  if (typeof expression === 'string') return expression
  if (typeof expression === 'number' || typeof expression === 'boolean') return String(expression)
  const call = callOf(expression)
  if (!call) return undefined
  const [name, argument] = call
  const text = (value: unknown): string | undefined => textOf(template, value, values)
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? valueOf(values, argument) : undefined
    case 'Fn::Sub':
      return substituted(template, argument, values)
    case 'Fn::Join': {
      if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !Array.isArray(argument[1])) return undefined
      const parts = argument[1].map(text)
      return parts.includes(undefined) ? undefined : parts.join(argument[0])
    }
    case 'Fn::If': {
      if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
      const met = conditionHolds(template, argument[0], values)
      return met === undefined ? undefined : text(argument[met ? 1 : 2])
    }
    case 'Fn::FindInMap': {
      if (!Array.isArray(argument)) return undefined
      const keys = argument.slice(0, 3).map(text)
      let found: unknown = template.body['Mappings']
      for (const key of keys) found = key !== undefined && isRecord(found) ? found[key] : undefined
      return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined
    }
    default:
      return undefined
  }
}

/** Pure: whether a condition of the template holds; undefined where that is unknown. */
export function conditionHolds(template: Template, name: string, values: Values): boolean | undefined {
  const conditions = template.body['Conditions']
  return isRecord(conditions) && Object.hasOwn(conditions, name) ? holds(template, conditions[name], values) : undefined
}

function holds(template: Template, expression: unknown, values: Values): boolean | undefined {
  const call = callOf(expression)
  if (!call) return undefined
  const [name, argument] = call
  if (name === 'Condition') {
    return typeof argument === 'string' ? conditionHolds(template, argument, values) : undefined
  }
  if (!Array.isArray(argument)) return undefined
  switch (name) {
    case 'Fn::Equals': {
      const [a, b] = argument.map((each) => textOf(template, each, values))
      return a === undefined || b === undefined ? undefined : a === b
    }
    case 'Fn::Not': {
      const inner = holds(template, argument[0], values)
      return inner === undefined ? undefined : !inner
    }
    case 'Fn::And':
    case 'Fn::Or': {
      const decides = name === 'Fn::Or'
      const all = argument.map((each) => holds(template, each, values))
      if (all.includes(decides)) return decides
      return all.includes(undefined) ? undefined : !decides
    }
    default:
      return undefined
  }
}

/** A function of the template with its argument: a map of one key. */
export function callOf(expression: unknown): readonly [name: string, argument: unknown] | undefined {
  if (!isRecord(expression)) return undefined
  const entries = Object.entries(expression)
  return entries.length === 1 ? entries[0] : undefined
}

const PLACEHOLDER = /\$\{([^{}]*)\}/g

function substituted(template: Template, argument: unknown, values: Values): string | undefined {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}]
  if (typeof text !== 'string' || !isRecord(given)) return undefined
  let known = true
  const filled = text.replaceAll(PLACEHOLDER, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    const found = Object.hasOwn(given, name) ? textOf(template, given[name], values) : valueOf(values, name)
    known &&= found !== undefined
    return found ?? ''
  })
  return known ? filled : undefined
}

function valueOf(values: Values, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
