import * as z from 'zod'
import { imageBehavior } from './aws/services/ecs/images.ts'
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

/**
 * A text, or a list of its pieces. A piece with `each` is repeated with `{each}` filled in, which keeps large templates
 * short.
 */
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

/** Code as text, whose digest is computed, or the digest and size of an archive. */
const code = z.union([
  z.string(),
  z.strictObject({ sha256: z.string().length(44), size: z.int().min(1).default(1_000) }),
])

/** Creates or changes a Lambda function; absent members stay as they are. */
export const functionInput = z.strictObject({
  ...home,
  name: z.string(),
  /** Configuration by Lambda's names: Runtime, Role, Timeout, … */
  settings: z.record(z.string(), z.unknown()).default({}),
  /** Versions to publish, in this order. */
  versions: z.array(code).default([]),
  /** The code of `$LATEST` afterwards. */
  code: code.optional(),
  /** Versions by alias name. */
  aliases: z.record(z.string(), z.string()).default({}),
  /** The failure of later updates by the API; null makes them succeed again. */
  updateFails: z.strictObject({ code: z.string(), reason: z.string() }).nullable().optional(),
})

const stackInput = {
  ...home,
  stack: z.string(),
  template: text,
  parameters: z.record(z.string(), z.string()).default({}),
  capabilities: z.array(z.string()).default([]),
  tags: z.record(z.string(), z.string()).optional(),
}

/**
 * Actions of other users in AWS, and faults: sent to a running sandbox by HTTP, or listed in the history of a scenario.
 */
export const ACTIONS = {
  /** Creates or updates the stack, and advances time until it has the status `ends`. */
  deploy: z.strictObject({
    ...stackInput,
    disableRollback: z.boolean().default(false),
    /** Default: CREATE_COMPLETE or UPDATE_COMPLETE. An intermediate status leaves the operation running. */
    ends: z.string().optional(),
  }),
  'change-set': z.strictObject({ ...stackInput, name: z.string() }),
  delete: z.strictObject({ ...home, stack: z.string(), ends: z.string().default('DELETE_COMPLETE') }),
  object: z.strictObject({ bucket: z.string(), key: z.string(), body: text }),
  tamper: z.strictObject({
    ...home,
    stack: z.string(),
    resource: z.string(),
    /**
     * Merged into the properties; a null value removes a property, null in place of the object deletes the resource.
     */
    properties: z.record(z.string(), z.unknown()).nullable().optional(),
    /** The forced result of drift detection. */
    drift: z.enum(['UNSUPPORTED', 'UNKNOWN', 'NOT_CHECKED', 'FAILED']).optional(),
    reason: z.string().optional(),
    /** The number of checks with the forced result; all when absent. */
    times: z.int().min(1).optional(),
    /** The user name in CloudTrail. */
    by: z.string().default('somebody'),
  }),
  /**
   * Attaches a resource to one of a stack by a separate call, such as an inline policy to a role: `type` is a type of
   * `CHILDREN` in aws/registry/children.ts, whose reference to the resource is filled in.
   */
  attach: z.strictObject({
    ...home,
    stack: z.string(),
    resource: z.string(),
    type: z.string(),
    properties: z.record(z.string(), z.unknown()),
    /** The user name in CloudTrail. */
    by: z.string().default('somebody'),
  }),
  alarm: z.strictObject({
    ...home,
    name: z.string(),
    state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    reason: z.string().default('Set by hand'),
  }),
  function: functionInput,
  /** Pushes an image to ECR; its digest depends on the content alone. */
  push: z.strictObject({ ...home, repository: z.string(), tag: z.string().optional(), content: z.string() }),
  /** Changes what new containers of an image, or of a task definition, do; null restores the default. */
  image: z.strictObject({ name: z.string(), behavior: imageBehavior.nullable() }),
  /** Changes the value of a dynamic reference. */
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

/** One action; with `each`, the same action for each member, in parallel. */
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

/** Fills `{each}` into all texts, except in values with their own `each`. */
function fill(value: unknown, one: string): unknown {
  if (typeof value === 'string') return value.replaceAll(EACH, one)
  if (Array.isArray(value)) return value.map((item) => fill(item, one))
  if (typeof value !== 'object' || value === null || 'each' in value) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, one)]))
}
