import { BlockList, isIP } from 'node:net'
import { ARN_PARTS, isArnPattern, splitArn } from './text-match.ts'
import { sourceOf } from './variables.ts'
import type { Context } from './variables.ts'

/** IAM's behaviour in this case is not documented, so the sandbox rejects it. */
export class UnknownEvaluation extends Error {}

/** Whether a value of the request matches one value of the policy. */
type Test = (actual: string, wanted: string, context: Context, version: string | undefined) => boolean

/** The operators of the IAM User Guide without set operators, IfExists and negation. */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (actual, wanted, context, version) =>
    new RegExp(`^${sourceOf(wanted, context, undefined, version)}$`, 's').test(actual),
  StringEqualsIgnoreCase: (actual, wanted, context, version) =>
    new RegExp(`^${sourceOf(wanted, context, undefined, version)}$`, 'si').test(actual),
  StringLike: (actual, wanted, context, version) =>
    new RegExp(`^${sourceOf(wanted, context, '.', version)}$`, 's').test(actual),
  NumericEquals: numeric((actual, wanted) => actual === wanted),
  NumericLessThan: numeric((actual, wanted) => actual < wanted),
  NumericLessThanEquals: numeric((actual, wanted) => actual <= wanted),
  NumericGreaterThan: numeric((actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: numeric((actual, wanted) => actual >= wanted),
  DateEquals: dated((actual, wanted) => actual === wanted),
  DateLessThan: dated((actual, wanted) => actual < wanted),
  DateLessThanEquals: dated((actual, wanted) => actual <= wanted),
  DateGreaterThan: dated((actual, wanted) => actual > wanted),
  DateGreaterThanEquals: dated((actual, wanted) => actual >= wanted),
  Bool: (actual, wanted, context, version) =>
    /^(true|false)$/i.test(actual) &&
    new RegExp(`^${sourceOf(wanted, context, undefined, version)}$`, 'i').test(actual),
  BinaryEquals: (actual, wanted) => actual === wanted,
  IpAddress: inRange,
  ArnEquals: arnLike,
  ArnLike: arnLike,
}

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

type Quantifier = 'ForAllValues' | 'ForAnyValue' | undefined

interface Operator {
  readonly test: Test | 'null'
  readonly negated: boolean
  readonly ifExists: boolean
  readonly quantifier: Quantifier
}

const byLowerCase = (names: readonly string[]): Map<string, string> =>
  new Map(names.map((name) => [name.toLowerCase(), name]))
const POSITIVE = byLowerCase(Object.keys(TESTS))
const NEGATIVE = byLowerCase(Object.keys(NEGATED))

const OF_TYPE: readonly (readonly [RegExp, (value: string) => boolean])[] = [
  [/^Numeric/, (value) => !Number.isNaN(numberOf(value))],
  [/^Date/, (value) => !Number.isNaN(timeOf(value))],
  [/^(Bool|Null)/, (value) => /^(true|false)$/i.test(value)],
  [/^(Not)?IpAddress/, (value) => isRange(value)],
  [/^Arn/, (value) => isArnPattern(value) && splitArn(value).length === ARN_PARTS],
]

/**
 * Whether a value in a policy has the type of its operator. What IAM does with others is not documented, so the
 * sandbox rejects their documents.
 */
export function isOfType(operator: string, value: string): boolean {
  const name = operator.replace(/^\w+:/, '')
  return OF_TYPE.every(([names, test]) => !names.test(name) || test(value))
}

/** Reads `ForAnyValue:StringLikeIfExists`; undefined for an operator that IAM does not have. */
export function operatorOf(text: string): Operator | undefined {
  const [, set, name = '', exists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(text) ?? []
  const quantifier: Quantifier =
    set === undefined ? undefined : set.toLowerCase() === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue'
  const how = { ifExists: exists !== undefined, quantifier }
  if (name.toLowerCase() === 'null') {
    return exists === undefined && quantifier === undefined ? { test: 'null', negated: false, ...how } : undefined
  }
  const negated = NEGATIVE.get(name.toLowerCase())
  const known = negated === undefined ? POSITIVE.get(name.toLowerCase()) : NEGATED[negated]
  const test = known === undefined ? undefined : TESTS[known]
  return test && { test, negated: negated !== undefined, ...how }
}

/** Whether one condition holds: an operator, a key and the values in the policy, of which one has to match. */
export function holds(
  operator: Operator,
  key: string,
  wanted: readonly string[],
  context: Context,
  version: string | undefined,
): boolean {
  const actual = context[key.toLowerCase()]
  const { test, negated, ifExists, quantifier } = operator
  if (test === 'null') return wanted.some((value) => (value.toLowerCase() === 'true') === (actual === undefined))
  const matches = (value: string): boolean => wanted.some((one) => test(value, one, context, version)) !== negated
  const values = actual === undefined ? [] : typeof actual === 'string' ? [actual] : actual
  // An empty set counts as an absent key.
  if (values.length === 0) {
    if (quantifier === 'ForAnyValue' && ifExists) {
      throw new UnknownEvaluation(`ForAnyValue with IfExists, and the request has no ${key}`)
    }
    if (quantifier !== undefined) return quantifier === 'ForAllValues'
    return negated || ifExists
  }
  if (quantifier === 'ForAllValues') return values.every(matches)
  if (quantifier === 'ForAnyValue') return values.some(matches)
  // A key with several values needs a set operator.
  return typeof actual === 'string' && matches(actual)
}

function numeric(compare: (actual: number, wanted: number) => boolean): Test {
  return (actual, wanted) => compare(typed(numberOf(actual), actual), numberOf(wanted))
}

/** ISO 8601, or seconds since 1970. */
function dated(compare: (actual: number, wanted: number) => boolean): Test {
  return (actual, wanted) => compare(typed(timeOf(actual), actual), timeOf(wanted))
}

function typed(value: number, text: string): number {
  if (Number.isNaN(value)) throw new UnknownEvaluation(`the request has ${text}, which is not of the operator's type`)
  return value
}

const numberOf = (text: string): number =>
  /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN

const MS_PER_SECOND = 1_000

const timeOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * MS_PER_SECOND : Date.parse(text))

function isRange(text: string): boolean {
  const [network = '', bits] = text.split('/')
  const most = isIP(network) === 4 ? 32 : 128
  return isIP(network) !== 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most))
}

function inRange(actual: string, wanted: string): boolean {
  const [network = '', bits] = wanted.split('/')
  const family = (text: string) => (isIP(text) === 4 ? 'ipv4' : 'ipv6')
  if (isIP(actual) === 0 || isIP(network) === 0 || family(actual) !== family(network)) return false
  const list = new BlockList()
  if (bits === undefined) list.addAddress(network, family(network))
  else list.addSubnet(network, Number(bits), family(network))
  return list.check(actual, family(actual))
}

/** Each of the six parts is compared by itself, with wildcards; ArnEquals does the same as ArnLike. */
function arnLike(actual: string, wanted: string, context: Context, version: string | undefined): boolean {
  const [given, patterns] = [splitArn(actual), splitArn(wanted)]
  return (
    given.length === patterns.length &&
    patterns.every((pattern, index) =>
      new RegExp(`^${sourceOf(pattern, context, '.', version)}$`, 's').test(given[index] ?? ''),
    )
  )
}
