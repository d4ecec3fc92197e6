import * as z from 'zod'

const many = z.union([z.string(), z.array(z.string())])
const CONDITION_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ArnLike',
  'ArnEquals',
] as const

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), many)]).optional(),
  Action: many.optional(),
  NotAction: many.optional(),
  Resource: many.optional(),
  NotResource: many.optional(),
  // An operator that is not understood here must not let anything through: such a document is refused when it is read.
  Condition: z
    .partialRecord(z.enum(CONDITION_OPERATORS), z.record(z.string(), z.union([many, z.boolean().transform(String)])))
    .optional(),
})

/** An IAM policy document: identity-based, or a role's trust. */
export const policyDocument = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement, z.array(statement)]),
})

export type PolicyDocument = z.infer<typeof policyDocument>
export type Statement = z.infer<typeof statement>

/** What is asked for. Keys of `context` are condition keys in lower case. */
export interface Question {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string | undefined>>
}

export type Decision = 'allowed' | 'denied' | 'not allowed'

/** IAM's evaluation of one set of policies: an explicit denial wins, nothing said means no. */
export function decide(policies: readonly PolicyDocument[], question: Question): Decision {
  const matching = policies.flatMap(statementsOf).filter((each) => matches(each, question))
  if (matching.some((each) => each.Effect === 'Deny')) return 'denied'
  return matching.length > 0 ? 'allowed' : 'not allowed'
}

export const statementsOf = (policy: PolicyDocument): readonly Statement[] => asList(policy.Statement)

export function matches(each: Statement, { action, resource, context }: Question): boolean {
  const wanted = action.toLowerCase()
  const byAction =
    each.Action === undefined
      ? !asList(each.NotAction ?? []).some((pattern) => glob(pattern.toLowerCase(), wanted))
      : asList(each.Action).some((pattern) => glob(pattern.toLowerCase(), wanted))
  const byResource =
    each.Resource === undefined
      ? !asList(each.NotResource ?? []).some((pattern) => glob(pattern, resource))
      : asList(each.Resource).some((pattern) => glob(pattern, resource))
  return byAction && byResource && conditionHolds(each, context)
}

export function conditionHolds(each: Statement, context: Question['context']): boolean {
  return Object.entries(each.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const actual = context[key.toLowerCase()]
      const negative = operator.includes('Not')
      if (actual === undefined) return negative
      const exact = operator === 'StringEquals' || operator === 'StringNotEquals'
      const found = asList(wanted).some((value) => (exact ? value === actual : glob(value, actual)))
      return found !== negative
    }),
  )
}

/** IAM's wildcards: `*` any text, `?` one character. */
export function glob(pattern: string, text: string): boolean {
  const source = [...pattern].map((character) =>
    character === '*' ? '.*' : character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&'),
  )
  return new RegExp(`^${source.join('')}$`, 's').test(text)
}

export const asList = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])
