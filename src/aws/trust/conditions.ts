import { matchesWildcards } from '../../support/text/wildcards.ts'
import type { Condition } from './document.ts'

/** `unknown`: the operator, the key or a variable is not evaluated here. It is never taken for either answer. */
export type Truth = 'true' | 'false' | 'unknown'

/** What STS compares conditions with. */
export interface Request {
  /** Values by key, in lower case. */
  readonly values: ReadonlyMap<string, string>
  /** Whether a key, in lower case, that has no value is absent in every such request; otherwise its value is unknown. */
  readonly isAbsent: (key: string) => boolean
}

export function not(truth: Truth): Truth {
  return truth === 'unknown' ? 'unknown' : truth === 'true' ? 'false' : 'true'
}

export function all(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false'
  return truths.includes('unknown') ? 'unknown' : 'true'
}

export function any(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true'
  return truths.includes('unknown') ? 'unknown' : 'false'
}

type Compare = (wanted: string, value: string) => boolean

interface Operator {
  readonly compare: Compare
  readonly negated: boolean
}

const equals: Compare = (wanted, value) => wanted === value
const ignoringCase: Compare = (wanted, value) => wanted.toLowerCase() === value.toLowerCase()

/** IAM User Guide, "IAM JSON policy elements: Condition operators". */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: equals, negated: false },
  StringNotEquals: { compare: equals, negated: true },
  StringEqualsIgnoreCase: { compare: ignoringCase, negated: false },
  StringNotEqualsIgnoreCase: { compare: ignoringCase, negated: true },
  StringLike: { compare: matchesWildcards, negated: false },
  StringNotLike: { compare: matchesWildcards, negated: true },
}

const FORM = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/

/** Whether all conditions of a statement hold. */
export function conditionsHold(conditions: readonly Condition[], request: Request, hasVariables: boolean): Truth {
  return all(conditions.map((condition) => conditionHolds(condition, request, hasVariables)))
}

export function conditionHolds(
  { operator, key, values }: Condition,
  { values: given, isAbsent }: Request,
  hasVariables: boolean,
): Truth {
  const [, set, name = '', ifExists] = FORM.exec(operator) ?? []
  const value = given.get(key.toLowerCase())
  if (value === undefined && !isAbsent(key.toLowerCase())) return 'unknown'
  if (name === 'Null') {
    const wanted = values.map((each) => each.toLowerCase())
    if (set !== undefined || ifExists !== undefined || wanted.length === 0) return 'unknown'
    if (wanted.some((each) => each !== 'true' && each !== 'false')) return 'unknown'
    return truthOf(wanted.includes(String(value === undefined)))
  }
  const known = OPERATORS[name]
  // An empty list of values, and a variable, are not evaluated.
  if (known === undefined || values.length === 0) return 'unknown'
  if (hasVariables && values.some((each) => each.includes('${'))) return 'unknown'
  if (value === undefined) {
    if (set === 'ForAnyValue') return ifExists === undefined ? 'false' : 'unknown'
    return truthOf(set === 'ForAllValues' || known.negated || ifExists !== undefined)
  }
  // The request has one value of each key, so that the set operators make no difference.
  return truthOf(values.some((wanted) => known.compare(wanted, value)) !== known.negated)
}

function truthOf(is: boolean): Truth {
  return is ? 'true' : 'false'
}
