import { invalid } from '../errors.ts'
import { isObject } from './template.ts'
import type { Json, Template } from './template.ts'
import { textOf } from './text.ts'

/** A value that is known only after the deployment, such as an attribute of a new resource. */
export const UNKNOWN = Symbol('known after apply')
/** AWS::NoValue: the property is removed. */
export const NO_VALUE = Symbol('no value')
/** How a change set shows an unknown value. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}'

export type Value = unknown

/** What the intrinsic functions of a template can refer to. */
export interface Scope {
  readonly template: Template
  /** The value of a parameter or pseudo parameter; undefined when there is none of that name. */
  parameter(name: string): Value
  /** Ref of a resource: its physical ID, or UNKNOWN. */
  reference(logicalId: string): Value
  attribute(logicalId: string, name: string): Value
  exported(name: string): Value
  readonly region: string
}

const ZONES = ['a', 'b', 'c']

export function evaluate(expression: Value, scope: Scope): Value {
  if (Array.isArray(expression)) return expression.map((item) => evaluate(item, scope)).filter((v) => v !== NO_VALUE)
  if (!isObject(expression)) return expression
  const keys = Object.keys(expression)
  const name = keys[0]
  if (keys.length === 1 && name !== undefined && isFunction(name)) return call(name, expression[name], scope)
  const entries = Object.entries(expression).map(([key, value]) => [key, evaluate(value, scope)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== NO_VALUE))
}

export function isFunction(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::')
}

function call(name: string, argument: Value, scope: Scope): Value {
  switch (name) {
    case 'Ref':
      return ref(textOf(argument), scope)
    case 'Fn::GetAtt':
      return getAtt(argument, scope)
    case 'Fn::If':
      return choose(argument, scope)
    case 'Fn::Sub':
      return substitute(argument, scope)
    case 'Fn::Transform':
      throw invalid(`Template error: Fn::Transform is not available in the sandbox`)
    default:
      return apply(name, evaluate(argument, scope), scope)
  }
}

function ref(name: string, scope: Scope): Value {
  if (name === 'AWS::NoValue') return NO_VALUE
  const value = scope.parameter(name)
  return value === undefined ? scope.reference(name) : value
}

/** The resource and the attribute of Fn::GetAtt, in both of its forms. */
export function attributePath(argument: Value, scope?: Scope): [string, string] {
  const parts = typeof argument === 'string' ? splitOnce(argument) : Array.isArray(argument) ? argument : []
  const [resource, attribute] = [parts[0], scope ? evaluate(parts[1], scope) : parts[1]]
  const whole = parts.length > 2 ? parts.slice(1).join('.') : attribute
  const fits = typeof resource === 'string' && resource !== '' && whole !== undefined && whole !== ''
  if (!fits || (scope && typeof whole !== 'string')) {
    throw invalid(
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    )
  }
  return [resource, typeof whole === 'string' ? whole : '']
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.')
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]
}

function getAtt(argument: Value, scope: Scope): Value {
  const [resource, attribute] = attributePath(argument, scope)
  return scope.attribute(resource, attribute)
}

function choose(argument: Value, scope: Scope): Value {
  if (!Array.isArray(argument) || argument.length !== 3) {
    throw invalid('Template error: Fn::If requires a list argument with three elements')
  }
  return evaluate(conditionHolds(textOf(argument[0]), scope) ? argument[1] : argument[2], scope)
}

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/g

/** The names between `${` and `}`, in order, without literals `${!x}`. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!.trim())
}

function substitute(argument: Value, scope: Scope): Value {
  const [text, extra] = Array.isArray(argument) ? [argument[0], argument[1]] : [argument, undefined]
  const wrong = typeof text !== 'string' || (Array.isArray(argument) && (argument.length !== 2 || !isObject(extra)))
  if (wrong) {
    throw invalid(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    )
  }
  const own = isObject(extra) ? (evaluate(extra, scope) as Record<string, Value>) : {}
  let unknown = false
  const filled = text.replace(PLACEHOLDER, (_, written: string) => {
    const name = written.trim()
    const value = name in own ? own[name] : name.includes('.') ? getAtt(name, scope) : ref(name, scope)
    unknown ||= hasUnknown(value)
    return unknown ? '' : flat(value)
  })
  if (unknown) return UNKNOWN
  return filled.replaceAll('${!', '${')
}

/** A value as text for Join, Sub and Equals; a list becomes its items, joined by commas. */
function flat(value: Value): string {
  return Array.isArray(value) ? value.map(textOf).join(',') : textOf(value)
}

export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true
  if (Array.isArray(value)) return value.some(hasUnknown)
  return isObject(value) && Object.values(value).some(hasUnknown)
}

/** Applies a function whose arguments are all evaluated; an unknown argument makes the result unknown. */
function apply(name: string, argument: Value, scope: Scope): Value {
  if (name === 'Fn::Select') return select(argument)
  if (hasUnknown(argument)) return UNKNOWN
  switch (name) {
    case 'Fn::Join': {
      const [delimiter, list] = Array.isArray(argument) ? argument : []
      if (typeof delimiter !== 'string' || !Array.isArray(list)) {
        throw invalid(
          'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
        )
      }
      return list.map(textOf).join(delimiter)
    }
    case 'Fn::Split': {
      const [delimiter, text] = Array.isArray(argument) ? argument : []
      return textOf(text).split(textOf(delimiter))
    }
    case 'Fn::Base64':
      return Buffer.from(textOf(argument)).toString('base64')
    case 'Fn::FindInMap':
      return findInMap(argument, scope)
    case 'Fn::ImportValue':
      return scope.exported(textOf(argument))
    case 'Fn::GetAZs':
      return ZONES.map((zone) => `${flat(argument) || scope.region}${zone}`)
    case 'Fn::Cidr':
      return cidr(argument)
    case 'Fn::Length':
      return Array.isArray(argument) ? argument.length : 0
    case 'Fn::ToJsonString':
      return JSON.stringify(argument)
    default:
      if (LOGIC.has(name)) return holds({ [name]: argument as Json }, scope)
      throw invalid(`Template error: Unknown function ${name}`)
  }
}

function select(argument: Value): Value {
  const [index, list] = Array.isArray(argument) ? argument : []
  if (list === UNKNOWN || index === UNKNOWN) return UNKNOWN
  const items = typeof list === 'string' ? list.split(',') : list
  const at = Number(index)
  if (!Array.isArray(items) || !Number.isInteger(at)) {
    throw invalid('Template error: Fn::Select requires a list argument with two elements: an integer index and a list')
  }
  if (at < 0 || at >= items.length) {
    throw invalid(`Template error: Fn::Select cannot select nonexistent value at index ${at}`)
  }
  return items[at]
}

function findInMap(argument: Value, scope: Scope): Value {
  const [map, first, second, fallback] = Array.isArray(argument) ? argument : []
  const found = scope.template.Mappings[textOf(map)]?.[textOf(first)]?.[textOf(second)]
  if (found !== undefined) return found
  if (isObject(fallback) && 'DefaultValue' in fallback) return fallback['DefaultValue']
  if (scope.template.Mappings[textOf(map)] === undefined) {
    throw invalid(
      `Template error: Mapping named '${textOf(map)}' is not present in the 'Mappings' section of template.`,
    )
  }
  throw invalid(`Template error: Unable to get mapping for ${textOf(map)}::${textOf(first)}::${textOf(second)}`)
}

/** Fn::Cidr: `count` subnets of an IPv4 block, each with `bits` host bits. */
function cidr(argument: Value): string[] {
  const [block, count, bits] = Array.isArray(argument) ? argument : []
  const [base = '', prefix = '32'] = textOf(block).split('/')
  const start = base.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const hostBits = Number(bits ?? 32 - Number(prefix))
  return Array.from({ length: Number(count) }, (_, index) => {
    const address = start + index * 2 ** hostBits
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256)
    return `${octets.join('.')}/${32 - hostBits}`
  })
}

const LOGIC = new Set(['Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Contains', 'Fn::EachMemberIn'])

export function conditionHolds(name: string, scope: Scope): boolean {
  const definition = scope.template.Conditions[name]
  if (definition === undefined) throw invalid(`Template error: unresolved condition dependency ${name} in Fn::If`)
  return holds(definition, scope)
}

/** Evaluates a condition. */
export function holds(expression: Json, scope: Scope): boolean {
  if (typeof expression === 'boolean') return expression
  if (typeof expression === 'string') return expression === 'true'
  if (!isObject(expression)) return false
  const [name = '', argument] = Object.entries(expression)[0] ?? []
  const list = Array.isArray(argument) ? argument : []
  switch (name) {
    case 'Condition':
      return conditionHolds(textOf(argument), scope)
    case 'Fn::Equals':
      if (list.length !== 2) {
        throw invalid('Template error: every Fn::Equals object requires a list of 2 string parameters.')
      }
      return flat(evaluate(list[0], scope)) === flat(evaluate(list[1], scope))
    case 'Fn::And':
      return list.every((item) => holds(item as Json, scope))
    case 'Fn::Or':
      return list.some((item) => holds(item as Json, scope))
    case 'Fn::Not':
      return !holds(list[0] as Json, scope)
    case 'Fn::Contains': {
      const [items, wanted] = [evaluate(list[0], scope), evaluate(list[1], scope)]
      return Array.isArray(items) && items.map(textOf).includes(flat(wanted))
    }
    case 'Fn::EachMemberIn': {
      const [these, those] = [evaluate(list[0], scope), evaluate(list[1], scope)]
      return Array.isArray(these) && Array.isArray(those) && these.every((item) => those.includes(item))
    }
    default:
      return flat(evaluate(expression, scope)) === 'true'
  }
}
