import * as z from 'zod'
import { troubleRule } from './aws/wire/trouble.ts'

export const home = {
  account: z
    .string()
    .regex(/^\d{12}$/)
    .default('111111111111'),
  region: z.string().default('eu-west-1'),
}

const EACH = '{each}'
const count = z.union([z.int().min(1), z.array(z.string()).min(1)])
const membersOf = (each: z.infer<typeof count>): string[] =>
  typeof each === 'number' ? Array.from({ length: each }, (_, index) => String(index + 1)) : each

/** A text, or its pieces, of which some are repeated with `{each}` filled in: how large templates stay readable. */
export const text = z
  .union([z.string(), z.array(z.union([z.string(), z.strictObject({ each: count, text: z.string() })]))])
  .transform((given) =>
    (typeof given === 'string' ? [given] : given)
      .map((piece) =>
        typeof piece === 'string'
          ? piece
          : membersOf(piece.each)
              .map((one) => piece.text.replaceAll(EACH, one))
              .join(''),
      )
      .join(''),
  )

/** Code by its text, of which the digest is taken, or by an archive's digest as Lambda gives it. */
const code = z.union([
  z.string(),
  z.strictObject({ sha256: z.string().length(44), size: z.int().min(1).default(1_000) }),
])

/** A function of Lambda: what is given is made or changed, the rest stays. */
export const functionInput = z.strictObject({
  ...home,
  name: z.string(),
  /** Runtime, Role, Timeout, …, as Lambda names them. */
  settings: z.record(z.string(), z.unknown()).default({}),
  /** Published one after the other. */
  versions: z.array(code).default([]),
  /** What `$LATEST` has after that. */
  code: code.optional(),
  /** Versions by the names of aliases. */
  aliases: z.record(z.string(), z.string()).default({}),
  /** What updates by the API end with; null: they succeed again. */
  updateFails: z.strictObject({ code: z.string(), reason: z.string() }).nullable().optional(),
})

const stackInput = {
  ...home,
  stack: z.string(),
  template: text,
  parameters: z.record(z.string(), z.string()).default({}),
  capabilities: z.array(z.string()).default([]),
}

/** What others do in AWS, and what happens to it: over HTTP to a running sandbox, or as the history of a scenario. */
export const ACTIONS = {
  /** Creates the stack, or updates it, and lets time pass until it has come to `ends`. */
  deploy: z.strictObject({
    ...stackInput,
    disableRollback: z.boolean().default(false),
    /** Default: that it went well. A status on the way leaves the operation running. */
    ends: z.string().optional(),
  }),
  'change-set': z.strictObject({ ...stackInput, name: z.string() }),
  delete: z.strictObject({ ...home, stack: z.string(), ends: z.string().default('DELETE_COMPLETE') }),
  object: z.strictObject({ bucket: z.string(), key: z.string(), body: text }),
  tamper: z.strictObject({
    ...home,
    stack: z.string(),
    resource: z.string(),
    /** Merged; null as a value removes a property, null as a whole deletes the resource. */
    properties: z.record(z.string(), z.unknown()).nullable().optional(),
    /** What drift detection is made to answer. */
    drift: z.enum(['UNSUPPORTED', 'UNKNOWN', 'NOT_CHECKED', 'FAILED']).optional(),
    reason: z.string().optional(),
    /** How many checks get that answer; all when absent. */
    times: z.int().min(1).optional(),
    /** Who is to be found in CloudTrail. */
    by: z.string().default('somebody'),
  }),
  alarm: z.strictObject({
    ...home,
    name: z.string(),
    state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    reason: z.string().default('Set by hand'),
  }),
  function: functionInput,
  /** Another value behind a dynamic reference. */
  value: z.strictObject({ name: z.string(), value: z.string() }),
  trouble: z.union([troubleRule, z.strictObject({ clear: z.literal(true) })]),
  fail: z.strictObject({
    resource: z.string(),
    on: z.enum(['create', 'update', 'delete', 'rollback']),
    reason: z.string(),
    times: z.int().optional(),
  }),
  host: z.strictObject({
    ...home,
    name: z.string(),
    silent: z.boolean().optional(),
    terminate: z.boolean().optional(),
  }),
  advance: z.strictObject({ ms: z.number().min(0) }),
  expire: z.strictObject({}),
}

export type ActionName = keyof typeof ACTIONS
export type ActionInput<K extends ActionName> = z.output<(typeof ACTIONS)[K]>

/** One action; with `each`, one of the same for every member, side by side. */
export const step = z
  .strictObject({
    each: count.optional(),
    ...(Object.fromEntries(Object.keys(ACTIONS).map((name) => [name, z.unknown().optional()])) as Record<
      ActionName,
      z.ZodOptional<z.ZodUnknown>
    >),
  })
  .transform(({ each, ...actions }, context) => {
    const [[name, given] = ['', undefined], ...others] = Object.entries(actions)
    if (others.length > 0 || !Object.hasOwn(ACTIONS, name)) {
      context.addIssue(`expected exactly one of ${Object.keys(ACTIONS).join(', ')}`)
      return z.NEVER
    }
    const filled = each === undefined ? [given] : membersOf(each).map((one) => fill(given, one))
    const inputs = filled.flatMap((input) => {
      const read = ACTIONS[name as ActionName].safeParse(input)
      for (const issue of read.error?.issues ?? []) {
        context.addIssue({ code: 'custom', message: issue.message, path: [name, ...issue.path] })
      }
      return read.success ? [read.data] : []
    })
    return { name: name as ActionName, inputs }
  })

export type Step = z.output<typeof step>

/** Not in what has an `each` of its own. */
function fill(value: unknown, one: string): unknown {
  if (typeof value === 'string') return value.replaceAll(EACH, one)
  if (Array.isArray(value)) return value.map((item) => fill(item, one))
  if (typeof value !== 'object' || value === null || 'each' in value) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, one)]))
}
