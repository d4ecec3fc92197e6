import type { Json } from '../../evidence/finding.ts'
import { isRecord } from '../../support/records.ts'
import type { Template } from './template.ts'
import { callOf, conditionHolds, textOf, type Values } from './values.ts'

/** What is known while an expression is expanded. */
export interface Known {
  readonly values: Values
  /** What `Ref` of a resource gives; undefined where only the execution resolves it. */
  reference(logicalId: string): string | undefined
}

/** In place of a property that a condition leaves out. */
const ABSENT = Symbol('AWS::NoValue')
type Expanded = Json | typeof ABSENT | undefined

/**
 * Pure: an expression of a template with everything put in that is known. What remains of it are references to resources
 * of the template: two environments with the same result have the same value, each with its own resources. Undefined
 * where it depends on anything else that is not known; null where a condition leaves the property out.
 */
export function expand(template: Template, expression: unknown, known: Known): Json | undefined {
  const value = expanded(template, expression, known)
  return value === ABSENT ? null : value
}

/** Whether a value holds no function any more. */
export function isComplete(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isComplete)
  if (!isRecord(value)) return true
  return !Object.keys(value).some(isFunction) && Object.values(value).every(isComplete)
}

function isFunction(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::')
}

function expanded(template: Template, expression: unknown, known: Known): Expanded {
  if (expression === null || expression === undefined) return null
  if (typeof expression === 'string' || typeof expression === 'number' || typeof expression === 'boolean') {
    return String(expression)
  }
  const inner = (value: unknown): Expanded => expanded(template, value, known)
  if (Array.isArray(expression)) {
    const items = expression.map(inner).filter((item) => item !== ABSENT)
    return items.some((item) => item === undefined) ? undefined : (items as Json[])
  }
  const call = callOf(expression)
  if (call === undefined || !isFunction(call[0])) {
    const members: [string, Json][] = []
    for (const [key, member] of Object.entries(expression)) {
      const value = inner(member)
      if (value === undefined || isFunction(key)) return undefined
      if (value !== ABSENT) members.push([key, value])
    }
    return Object.fromEntries(members)
  }
  const text = textOf(template, expression, known.values)
  return (text === undefined ? undefined : listOf(template, call, text)) ?? text ?? applied(template, call, known)
}

/** The items of a parameter that is a list; undefined where the expression is no reference to one. */
function listOf(template: Template, [name, argument]: readonly [string, unknown], text: string): string[] | undefined {
  if (name !== 'Ref' || typeof argument !== 'string' || !Object.hasOwn(template.parameters, argument)) return undefined
  const isList = /^(CommaDelimitedList$|List<)/.test(template.parameters[argument]?.type ?? '')
  return isList ? text.split(',').map((item) => item.trim()) : undefined
}

/** A function that is not known as a whole. */
function applied(template: Template, [name, argument]: readonly [string, unknown], known: Known): Expanded {
  const inner = (value: unknown): Expanded => expanded(template, value, known)
  switch (name) {
    case 'Ref':
      if (argument === 'AWS::NoValue') return ABSENT
      return typeof argument === 'string' ? resource(template, argument, known) : undefined
    case 'Fn::GetAtt': {
      const [id, ...attribute] = (Array.isArray(argument) ? argument : String(argument).split('.')).map(String)
      if (id === undefined || !Object.hasOwn(template.resources, id)) return undefined
      return { 'Fn::GetAtt': [id, attribute.join('.')] }
    }
    case 'Fn::If': {
      if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
      const met = conditionHolds(template, argument[0], known.values)
      return met === undefined ? undefined : inner(argument[met ? 1 : 2])
    }
    case 'Fn::Sub':
      return filled(template, argument, known)
    case 'Fn::Join': {
      if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
      const parts = inner(argument[1])
      if (parts === undefined || parts === ABSENT) return undefined
      if (!isTexts(parts)) return { 'Fn::Join': [argument[0], parts] }
      return parts.join(argument[0])
    }
    case 'Fn::Select': {
      if (!Array.isArray(argument)) return undefined
      const [index, list] = [inner(argument[0]), inner(argument[1])]
      if (typeof index !== 'string' || list === undefined || typeof list === 'symbol') return undefined
      if (isTexts(list)) return list[Number(index)]
      return { 'Fn::Select': [index, list] }
    }
    case 'Fn::Split': {
      if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
      const source = inner(argument[1])
      if (source === undefined || source === ABSENT) return undefined
      return typeof source === 'string' ? source.split(argument[0]) : { 'Fn::Split': [argument[0], source] }
    }
    default:
      return undefined
  }
}

function isTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function resource(template: Template, name: string, known: Known): Json | undefined {
  if (Object.hasOwn(known.values, name)) return known.values[name]
  if (!Object.hasOwn(template.resources, name)) return undefined
  return known.reference(name) ?? { Ref: name }
}

const PLACEHOLDER = /\$\{([^{}]*)\}/g

/** A text with its placeholders: those of resources stay where only the execution resolves them. */
function filled(template: Template, argument: unknown, known: Known): Json | undefined {
  const [text, given] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}]
  if (typeof text !== 'string' || !isRecord(given)) return undefined
  const remaining: Record<string, Json> = {}
  let isKnown = true
  const result = text.replaceAll(PLACEHOLDER, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    const [id = '', ...attribute] = name.split('.')
    const expression = Object.hasOwn(given, name)
      ? given[name]
      : attribute.length === 0
        ? { Ref: name }
        : { 'Fn::GetAtt': [id, attribute.join('.')] }
    const value = expanded(template, expression, known)
    if (typeof value === 'string') return value
    if (value === undefined || value === ABSENT) isKnown = false
    else remaining[name] = value
    return whole
  })
  if (!isKnown) return undefined
  return Object.keys(remaining).length === 0 ? result : { 'Fn::Sub': [result, remaining] }
}
