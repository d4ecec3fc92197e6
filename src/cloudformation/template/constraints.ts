import { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { didYouMean, nearestName } from '../../support/text/nearest.ts'
import { listed } from '../../support/text/text.ts'
import type { GivenParameters } from './parameters.ts'
import { MASKED } from '../stack.ts'
import type { Template } from './template.ts'

const VALUE_BYTES = 4_096
const SHOWN_LENGTH = 100
const SHOWN_VALUES = 20
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
/** A value with this is known only after other stacks are deployed. */
const LATER = '{stack.'

/**
 * Pure: values that break the constraints of the template, and values without a declared parameter, each with its line. Values
 * that depend on outputs, and facts that only AWS has (whether a subnet exists), are not judged.
 */
export function valueMistakes(template: Template, given: GivenParameters, subject: string): ActionError[] {
  const section = template.body['Parameters']
  const known = Object.entries(template.parameters).flatMap(([name, parameter]): ActionError[] => {
    const gives = Object.hasOwn(given.values, name) ? given.values[name] : undefined
    if (gives !== undefined && 'previous' in gives) return []
    const value = gives?.value ?? parameter.default
    const declared = isRecord(section) ? section[name] : undefined
    if (value === undefined || value === MASKED || value.includes(LATER) || !isRecord(declared)) return []
    const expected = forbiddenBy(declared, parameter.type, value)
    if (expected === undefined) return []
    const place = gives === undefined ? parameter.source : given.source(name)
    const said = declared['ConstraintDescription']
    return [
      mistake(`${subject}/parameter/${name}`, place, {
        message: `${gives === undefined ? `the Default of ${name}` : `the value of ${name}`} is not what ${template.file} allows`,
        expected: typeof said === 'string' ? `${expected}; ${said}` : expected,
        observed: parameter.noEcho ? 'a value that is not shown (NoEcho)' : shown(value),
        advice:
          `Correct ${name}${gives === undefined ? ', or give a value' : ''}, or change what ` +
          `line ${parameter.source.line ?? 1} of ${template.file} allows.`,
      }),
    ]
  })
  // A transform may add parameters: undeclared ones are judged only where there is no transform.
  const unknown = template.transforms.length > 0 ? [] : Object.keys(given.values)
  return [
    ...known,
    ...unknown
      .filter((name) => !Object.hasOwn(template.parameters, name))
      .map((name) =>
        mistake(`${subject}/parameter/${name}`, given.source(name), {
          message: `the template declares no parameter ${name}${didYouMean(name, Object.keys(template.parameters))}`,
          expected: `one of: ${Object.keys(template.parameters).join(', ') || 'none'}`,
          observed: name,
          advice: renamed(name, template),
        }),
      ),
  ]
}

function mistake(
  subject: string,
  place: { readonly file: string; readonly line?: number; readonly column?: number } | undefined,
  text: { readonly message: string; readonly expected: string; readonly observed: string; readonly advice: string },
): ActionError {
  const where = place === undefined ? `${subject}: ` : `${place.file}:${place.line ?? 1}: `
  return new ActionError('config/parameters', { ...text, ...place, message: where + text.message, subject })
}

/**
 * The constraint of the declaration that the value breaks, in words; undefined where it breaks none. Constraints of
 * Systems Manager parameters apply to the stored value, which is unknown.
 */
function forbiddenBy(declared: Readonly<Record<string, unknown>>, type: string, value: string): string | undefined {
  if (Buffer.byteLength(value) > VALUE_BYTES) return `at most ${VALUE_BYTES} bytes`
  if (type.startsWith('AWS::SSM::')) return undefined
  const list = type === 'CommaDelimitedList' || type.startsWith('List<')
  if (list && value === '') return undefined
  const items = list ? value.split(',').map((item) => item.trim()) : [value]
  const each = list ? 'each item ' : ''
  const numeric = type === 'Number' || type === 'List<Number>'
  if (numeric && !items.every((item) => NUMBER.test(item.trim()))) return `${each}a number`

  const allowed = declared['AllowedValues']
  if (Array.isArray(allowed) && !items.every((item) => allowed.some((one: unknown) => isSame(one, item)))) {
    return `${each}one of: ${listed(allowed.map(String), SHOWN_VALUES)}`
  }
  const pattern = declared['AllowedPattern']
  if (typeof pattern === 'string' && (type === 'String' || type === 'CommaDelimitedList')) {
    const judge = asJava(pattern)
    if (judge && !items.every((item) => judge.test(item))) return `${each}a text that matches ${pattern}`
  }
  const limit = (name: string): number => Number(declared[name] ?? Number.NaN)
  const lengths = type === 'String' ? [[...value].length] : []
  if (lengths.some((length) => length < limit('MinLength'))) return `at least ${limit('MinLength')} characters`
  if (lengths.some((length) => length > limit('MaxLength'))) return `at most ${limit('MaxLength')} characters`
  const numbers = type === 'Number' ? [Number(value)] : []
  if (numbers.some((number) => number < limit('MinValue'))) return `at least ${limit('MinValue')}`
  if (numbers.some((number) => number > limit('MaxValue'))) return `at most ${limit('MaxValue')}`
  return undefined
}

/** A parsed YAML scalar may differ from its text: `yes` is true, and 010 may be 8. */
function isSame(allowed: unknown, value: string): boolean {
  if (typeof allowed === 'boolean') return /^(true|false|yes|no|on|off|y|n)$/i.test(value)
  if (typeof allowed !== 'number') return String(allowed) === value
  return Number(value) === allowed || /^0\d/.test(value)
}

/** Constructs that mean something else in a regular expression of Java, which CloudFormation uses. */
const ONLY_JAVA = /\\[^\WdDwWsSbBtnrf]|\(\?[a-zA-Z-]|&&|\[\^?\]|\[(?:[^\]\\]|\\.)*\[|[*+?}]\+/

/** The whole text must match; undefined for an expression that means something else in Java. */
function asJava(pattern: string): RegExp | undefined {
  if (ONLY_JAVA.test(pattern)) return undefined
  try {
    return new RegExp(`^(?:${pattern})$`)
  } catch {
    return undefined
  }
}

function shown(value: string): string {
  if (value === '') return 'an empty text'
  return value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH).toWellFormed()}…` : value
}

function renamed(name: string, { parameters, correct, file }: Template): string {
  const meant = nearestName(name, Object.keys(parameters))
  const rest = `from the parameters, or declare it in ${correct ?? file}.`
  return meant === undefined
    ? `Remove ${name} ${rest}`
    : `Write ${meant} instead of ${name}, or declare ${name} in ${correct ?? file}.`
}
