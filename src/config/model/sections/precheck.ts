import { z } from 'zod'
import { date, percent, text } from '../../../support/option-types.ts'
import { matchesGlob } from '../../../support/files/glob.ts'
import { whereNamed, type Names } from './named.ts'

const ignore = () =>
  z.strictObject({
    resource: text.describe('STACK-ID/LogicalId; for nested stacks STACK-ID/Nested/LogicalId. Globs are allowed.'),
    property: z.string().startsWith('/', { error: 'expected a JSON pointer such as /DesiredCapacity' }).optional(),
    reason: text,
    owner: text,
    until: date,
  })

/** The file of an organisation's baseline. */
export const baselineSchema = () =>
  z.strictObject({
    version: z.literal(1, { error: 'expected 1' }),
    ignore: z.array(ignore()),
  })

/** Facts that have nothing in common but that each stack, or each deployment, has them. */
const UNRELATED = [
  ['stacks/\0/termination-protection', 'stacks/\0/role'],
  ['stacks/\0/parameters/\0', 'stacks/\0/tags/\0'],
  ['deployments/\0/role', 'deployments/\0/style'],
  ['deployments/\0/alarms/names', 'deployments/\0/configuration/traffic'],
]

/** An entry for everything would switch parity off, without the owner and the end that `precheck.rules` demands. */
function isOfSomething(path: string): boolean {
  return !UNRELATED.some((facts) => facts.every((fact) => matchesGlob(path, fact)))
}

const allowance = () =>
  z.strictObject({
    path: text
      .refine(isOfSomething, {
        error:
          'expected a path that names a stack, a deployment or a fact: this one would declare every difference of all of them',
      })
      .describe('Path of the fact in the snapshot, such as stacks/web/parameters/InstanceType. Globs are allowed.'),
    reason: text,
    owner: text.optional(),
    until: date.optional(),
  })

const PARTS = ['stack', 'deployment', 'check', 'environment'] as const

const removal = () =>
  z
    .strictObject({
      stack: text
        .optional()
        .describe('Id of a stack that the last release had, or its name in AWS. Globs are allowed.'),
      deployment: text.optional().describe('Id of a deployment that the last release had, or its APPLICATION/GROUP.'),
      check: text.optional().describe('Name of a check that the last release had.'),
      environment: text
        .optional()
        .describe('`preprod` or `production`, whose name, region or account this release changes.'),
      reason: text,
      owner: text,
      until: date.optional(),
    })
    .refine((entry) => PARTS.filter((part) => entry[part] !== undefined).length === 1, {
      error: `expected exactly one of ${PARTS.join(', ')}`,
    })

const oneWay = () =>
  z
    .strictObject({
      resource: text
        .optional()
        .describe('STACK-ID/LogicalId; for nested stacks STACK-ID/Nested/LogicalId. Globs are allowed.'),
      deployment: text.optional().describe('Id of a deployment after which the old version does not work any more.'),
      rollback: z.literal('impossible', { error: 'expected impossible' }),
      reason: text,
      owner: text,
      until: date.optional(),
    })
    .refine((entry) => (entry.resource === undefined) !== (entry.deployment === undefined), {
      error: 'expected exactly one of resource, deployment',
    })

const rule = () =>
  z.union([z.literal('on'), z.strictObject({ off: z.literal(true), reason: text, owner: text, until: date })])

/** Options of precheck. */
export const precheck = (names: Names) =>
  z.strictObject({
    intent: text.optional().describe('Path of the file that declares the intended changes of this release.'),
    drift: z
      .strictObject({
        ignore: z.array(whereNamed(names('ignore'), ignore)).default([]),
        baseline: z
          .string()
          .regex(/^[\w.-]+\/[\w.-]+\/[^@\s]+@[0-9a-f]{40}$/, {
            error: 'expected OWNER/REPOSITORY/PATH@COMMIT with the 40 digits of a commit',
          })
          .optional()
          .describe(
            'Drift that the organisation accepts in all of its repositories: OWNER/REPOSITORY/PATH@COMMIT of a file with `version: 1` and `ignore`, whose entries are those of `ignore` here.',
          ),
        coverage: z
          .union([percent, z.number().min(0).max(1)])
          .default(0)
          .describe('Minimum share of resources that drift detection must have checked, such as 90% or 0.9.'),
        live: z
          .enum(['access', 'all', 'off'])
          .default('access')
          .describe(
            'What is read of resources beyond their templates: `access` (policies, rules, permissions and settings that give access), ' +
              '`all` (every type that Cloud Control reads, too: what no template declares is compared with the other environment) or `off` (nothing).',
          ),
        'who-did-it': z.boolean().default(false).describe('Read from CloudTrail who changed a drifted resource.'),
      })
      .prefault({}),
    parity: z
      .strictObject({
        allow: z.array(whereNamed(names('allow'), allowance)).default([]),
        capacity: z
          .enum(['inform', 'block'])
          .default('inform')
          .describe('How a difference in sizes and counts is judged.'),
      })
      .prefault({}),
    removed: z
      .array(whereNamed(names('removed'), removal))
      .default([])
      .describe('Parts of the last release that this one removes. A removal without an entry blocks.'),
    'one-way': z
      .array(whereNamed(names('one-way'), oneWay))
      .default([])
      .describe(
        'What cannot be rolled back, with reason and owner: resources whose way back loses something, and deployments that change data in a way that the old version cannot read. Reviewers see it first.',
      ),
    transforms: z
      .array(text)
      .default([])
      .describe('Macros, and AWS::Include, that may run when a change set is created.'),
    rules: z
      .record(z.string(), whereNamed(names('rules'), rule))
      .default({})
      .describe('Rules by their code; one is switched off with a reason, an owner and an end date.'),
  })
