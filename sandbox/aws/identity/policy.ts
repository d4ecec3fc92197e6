import * as z from 'zod'
import { holds, isOfType, operatorOf, UnknownEvaluation } from './conditions.ts'
import { glob, isArnPattern, resourcePattern } from './text-match.ts'
import { requiredIn, sourceOf, variablesIn, WITH_VARIABLES } from './variables.ts'
import type { Context } from './variables.ts'

const many = z.union([z.string(), z.array(z.string())])
const principals = z.union([
  z.literal('*'),
  z.partialRecord(z.enum(['AWS', 'Service', 'Federated', 'CanonicalUser']), many),
])
const resources = z.union([resourceText(), z.array(resourceText())])
const scalar = z.union([z.string(), z.boolean().transform(String), z.number().transform(String)])

function resourceText() {
  return z.string().refine((text) => text === '*' || isArnPattern(text), 'must be in ARN format or "*"')
}

const condition = z.record(
  // A document with an unknown operator is rejected, since ignoring the condition would allow too much.
  z.string().refine((name) => operatorOf(name) !== undefined, 'is no condition operator'),
  z.record(z.string(), z.union([scalar, z.array(scalar)])),
)

/** Values that are not of the type of their operator, as `operator: value`. */
const mistyped = (given: z.infer<typeof condition>): string[] =>
  Object.entries(given).flatMap(([name, keys]) =>
    Object.values(keys)
      .flatMap((values) => asList(values))
      .filter((value) => !isOfType(name, value))
      .map((value) => `${name}: ${value}`),
  )

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principals.optional(),
    NotPrincipal: principals.optional(),
    Action: many.optional(),
    NotAction: many.optional(),
    Resource: resources.optional(),
    NotResource: resources.optional(),
    Condition: condition
      .refine((given) => mistyped(given).length === 0, {
        error: ({ input }) =>
          `is not of the operator's type: ${mistyped(input as z.infer<typeof condition>).join(', ')}`,
      })
      .optional(),
  })
  .refine(
    ({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined),
    'a statement has either Action or NotAction',
  )
  .refine(
    ({ Resource, NotResource }) => Resource === undefined || NotResource === undefined,
    'a statement has not both Resource and NotResource',
  )
  .refine(
    ({ Principal, NotPrincipal }) => Principal === undefined || NotPrincipal === undefined,
    'a statement has not both Principal and NotPrincipal',
  )

/** An IAM policy document: identity-based, resource-based, or a trust policy. */
export const policyDocument = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement, z.array(statement)]),
})

export type PolicyDocument = z.infer<typeof policyDocument>
export type Statement = z.infer<typeof statement>
type Principals = z.infer<typeof principals>

/** The calling principal, for statements with Principal or NotPrincipal. */
export interface Caller {
  readonly account: string
  /** ARN of the user, or of the role session. */
  readonly arn: string
  /** ARN of the role of a session. */
  readonly role?: string
}

/** The condition keys of a request. */
export interface Facts {
  /** By key in lower case. */
  readonly context: Context
  /** Whether AWS may have a value for an absent key, which is given in lower case; by default it has none. */
  readonly isUnknown?: (key: string) => boolean
}

/** A request to evaluate. */
export interface Question extends Facts {
  readonly action: string
  readonly resource: string
}

export type Decision = 'allowed' | 'denied' | 'not allowed'

/** Evaluates a set of policies as IAM does: an explicit deny takes precedence, and the default is to deny. */
export function decide(policies: readonly PolicyDocument[], question: Question): Decision {
  const matching = policies.flatMap((policy) => matchingStatements(policy, question))
  if (matching.some((each) => each.Effect === 'Deny')) return 'denied'
  return matching.length > 0 ? 'allowed' : 'not allowed'
}

export const statementsOf = (policy: PolicyDocument): readonly Statement[] => asList(policy.Statement)

export function matchingStatements(policy: PolicyDocument, question: Question): readonly Statement[] {
  return statementsOf(policy).filter((each) => matches(each, question, policy.Version))
}

export function matches(each: Statement, question: Question, version: string | undefined): boolean {
  return (
    matchesAction(each, question.action) &&
    matchesResource(each, question, version) &&
    conditionHolds(each, question, version)
  )
}

export function matchesAction({ Action, NotAction }: Statement, action: string): boolean {
  const wanted = action.toLowerCase()
  const among = (patterns: string | string[]): boolean =>
    asList(patterns).some((pattern) => glob(pattern.toLowerCase(), wanted))
  return Action === undefined ? !among(NotAction ?? []) : among(Action)
}

/** A statement without Resource is one of a trust policy, which applies to the role itself. */
export function matchesResource(
  { Resource, NotResource }: Statement,
  { resource, context }: Question,
  version: string | undefined,
): boolean {
  const among = (patterns: string | string[]): boolean =>
    asList(patterns).some((pattern) =>
      resourcePattern(pattern, (text, any) => sourceOf(text, context, any, version)).test(resource),
    )
  if (Resource !== undefined) return among(Resource)
  const variables = asList(NotResource ?? []).flatMap((text) => (version === WITH_VARIABLES ? requiredIn(text) : []))
  const absent = variables.find((name) => typeof context[name.toLowerCase()] !== 'string')
  if (absent !== undefined) throw new UnknownEvaluation(`NotResource has the variable ${absent}, which has no value`)
  return NotResource === undefined || !among(NotResource)
}

/**
 * Whether all conditions of a statement hold. Throws when that depends on a key whose value is unknown, and the
 * statement would allow more by its absence.
 */
export function conditionHolds(each: Statement, facts: Facts, version: string | undefined): boolean {
  const results = Object.entries(each.Condition ?? {}).flatMap(([name, keys]) => {
    const operator = operatorOf(name)
    if (operator === undefined) throw new Error(`${name} is no condition operator`)
    return Object.entries(keys).map(([key, wanted]) => {
      const lower = key.toLowerCase()
      const unknown = facts.context[lower] === undefined && (facts.isUnknown?.(lower) ?? false)
      return { key, unknown, result: holds(operator, key, asList(wanted), facts.context, version) }
    })
  })
  if (results.some(({ unknown, result }) => !unknown && !result)) return false
  const unknown = results.find(({ unknown: open, result }) => open && result === (each.Effect === 'Allow'))
  if (unknown !== undefined) throw new UnknownEvaluation(`the sandbox does not know ${unknown.key} of this request`)
  return results.every(({ result }) => result)
}

/** How a resource policy names the caller: directly, by its role, by its account, or not at all. */
export type Named = 'caller' | 'role' | 'account' | 'no'

/** Whether a statement of a resource-based policy is about the caller. */
export function namedIn(each: Statement, caller: Caller): Named {
  if (each.NotPrincipal !== undefined) return nameAmong(each.NotPrincipal, caller) === 'no' ? 'caller' : 'no'
  return each.Principal === undefined ? 'no' : nameAmong(each.Principal, caller)
}

function nameAmong(given: Principals, { account, arn, role }: Caller): Named {
  if (given === '*') return 'caller'
  const wanted = asList(given.AWS ?? [])
  if (wanted.includes('*') || wanted.includes(arn)) return 'caller'
  if (role !== undefined && wanted.includes(role)) return 'role'
  return wanted.includes(account) || wanted.includes(`arn:aws:iam::${account}:root`) ? 'account' : 'no'
}

/** The condition keys that a document reads: in conditions, and as variables in resources and values. */
export function contextKeysOf(policy: PolicyDocument): string[] {
  const found = new Map<string, string>()
  const note = (key: string): void => void (found.has(key.toLowerCase()) || found.set(key.toLowerCase(), key))
  for (const each of statementsOf(policy)) {
    const texts = [...asList(each.Resource ?? []), ...asList(each.NotResource ?? [])]
    for (const keys of Object.values(each.Condition ?? {})) {
      for (const [key, values] of Object.entries(keys)) {
        note(key)
        texts.push(...asList(values))
      }
    }
    if (policy.Version === WITH_VARIABLES) for (const text of texts) variablesIn(text).forEach(note)
  }
  return [...found.values()]
}

export const asList = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])
