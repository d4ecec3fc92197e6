import { invalid } from '../errors.ts'
import { attributePath, isFunction, placeholders } from './intrinsics.ts'
import { isObject } from './template.ts'
import type { Json, ParameterDefinition } from './template.ts'
import { textOf } from './text.ts'

/** Checks the arguments of all functions in a value. */
export function checkFunctions(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(checkFunctions)
  if (!isObject(value)) return
  for (const [name, argument] of Object.entries(value)) {
    if (isFunction(name)) checkFunction(name, argument)
    checkFunctions(argument)
  }
}

const BOOLEANS = { min: 2, max: 10 }
const LENGTHS = { 'Fn::FindInMap': 3, 'Fn::If': 3 } as const

const wrong = (text: string): Error => invalid(`Template error: ${text}`)

function checkFunction(name: string, argument: Json | undefined): void {
  const list = Array.isArray(argument) ? (argument as readonly Json[]) : undefined
  switch (name) {
    case 'Fn::GetAtt':
      attributePath(argument)
      return
    case 'Fn::Equals':
      if (list?.length !== 2) throw wrong('every Fn::Equals object requires a list of 2 string parameters.')
      return
    case 'Fn::Not':
      if (list?.length !== 1) throw wrong('every Fn::Not object requires one boolean parameter.')
      return
    case 'Fn::And':
    case 'Fn::Or':
      if (!list || list.length < BOOLEANS.min || list.length > BOOLEANS.max) {
        throw wrong(`every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`)
      }
      return
    case 'Fn::If':
      if (list?.length !== LENGTHS[name]) throw wrong('Fn::If requires a list argument with three elements')
      return
    case 'Fn::FindInMap':
      // The fourth element is a default value, which needs the language extensions.
      if (!list || list.length < LENGTHS[name]) {
        throw wrong(
          'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
        )
      }
      return
    case 'Fn::Sub':
      checkSub(list ? list[0] : argument)
      return
    case 'Fn::Select':
      checkSelect(list)
      return
    case 'Fn::Split':
      if (list?.length !== 2) {
        throw wrong(
          'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
        )
      }
  }
}

function checkSub(text: Json | undefined): void {
  if (typeof text !== 'string') return
  if (placeholders(text).some((name) => !/^[\w.:]+$/.test(name))) {
    throw wrong(
      'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    )
  }
}

function checkSelect(list: readonly Json[] | undefined): void {
  const [index, items] = list ?? []
  const badIndex = !isObject(index) && !/^\d+$/.test(textOf(index))
  const badList = !Array.isArray(items) && !isObject(items)
  const outside = Array.isArray(items) && !isObject(index) && Number(index) >= items.length
  if (list?.length !== 2 || badIndex || badList || outside) {
    throw wrong('Fn::Select requires a list argument with two elements: an integer index and a list')
  }
}

const GIVE_LISTS = ['Fn::Split', 'Fn::GetAZs', 'Fn::Cidr']
const GIVE_BOOLEANS = ['Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not']

/** Fails when the value or the description of an output is not a string. */
export function checkOutput(
  { Value: value, Description: description }: { readonly Value?: Json; readonly Description?: Json },
  parameters: Readonly<Record<string, ParameterDefinition>>,
): void {
  if (description !== undefined && typeof description === 'object') {
    throw invalid('Template format error: Every Description member must be a string.')
  }
  const call = isObject(value) ? (Object.keys(value)[0] ?? '') : ''
  const words = 'Template format error: The Value field of every Outputs member must evaluate to a String'
  if (GIVE_BOOLEANS.includes(call)) throw invalid(`${words}.`)
  const referred = isObject(value) && call === 'Ref' ? parameters[textOf(value['Ref'])] : undefined
  if (Array.isArray(value) || GIVE_LISTS.includes(call) || (referred && isListType(referred.Type))) {
    throw invalid(`${words} and not a List.`)
  }
}

/** Whether a parameter of that type is a list. */
export function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.includes('List<')
}
