import { z } from 'zod'
import { date, percent, text } from '../scalars.ts'

const ignore = z.strictObject({
  resource: text.describe('STACK-ID/LogicalId; for nested stacks STACK-ID/Nested/LogicalId. Globs are allowed.'),
  property: z.string().startsWith('/', { error: 'expected a JSON pointer such as /DesiredCapacity' }).optional(),
  reason: text,
  owner: text,
  until: date,
})

const allowance = z.strictObject({
  path: text.describe(
    'Path of the fact in the snapshot, such as stacks/web/parameters/InstanceType. Globs are allowed.',
  ),
  reason: text,
  owner: text.optional(),
  until: date.optional(),
})

/** How precheck judges. */
export const precheck = z.strictObject({
  intent: text.optional().describe('Path of the file that says what this release means to change.'),
  drift: z
    .strictObject({
      ignore: z.array(ignore).default([]),
      coverage: z
        .union([percent, z.number().min(0).max(1)])
        .default(0)
        .describe('Least share of resources that drift detection must have checked, such as 90% or 0.9.'),
      'who-did-it': z.boolean().default(false).describe('Ask CloudTrail who changed a drifted resource.'),
    })
    .prefault({}),
  parity: z
    .strictObject({
      allow: z.array(allowance).default([]),
      capacity: z
        .enum(['inform', 'block'])
        .default('inform')
        .describe('What a difference in sizes and numbers of things does.'),
    })
    .prefault({}),
  transforms: z.array(text).default([]).describe('Macros, and AWS::Include, that may run while a change set is made.'),
  rules: z
    .record(
      z.string(),
      z.union([z.literal('on'), z.strictObject({ off: z.literal(true), reason: text, owner: text, until: date })]),
    )
    .default({})
    .describe('Rules by their code; one is switched off with a reason, an owner and an end date.'),
})
