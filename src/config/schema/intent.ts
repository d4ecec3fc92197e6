import { z } from 'zod'
import { readYaml } from './file.ts'
import { ENVIRONMENT_KEYS } from '../model/environment-keys.ts'
import { lazy } from '../../support/lazy.ts'
import { date, text } from '../../support/option-types.ts'

const ACTIONS = ['Add', 'Modify', 'Remove', 'Import'] as const

const entry = lazy(() =>
  z
    .strictObject({
      resource: text
        .optional()
        .describe('STACK-ID/LogicalId, nested ones STACK-ID/Nested/LogicalId; globs are allowed.'),
      type: text.optional().describe('Type of the resource; globs are allowed.'),
      action: z
        .union([z.enum(ACTIONS), z.array(z.enum(ACTIONS)).min(1)])
        .transform((value) => (Array.isArray(value) ? value : [value]))
        .optional(),
      replacement: z.boolean().optional().describe('Whether the resource may be replaced. Default: no.'),
      properties: z
        .array(text)
        .min(1)
        .optional()
        .describe('JSON pointers such as /Properties/Tags; globs are allowed.'),
      environment: z.enum(ENVIRONMENT_KEYS).optional().describe('Default: both.'),
      reason: text.optional(),
    })
    .refine((value) => value.resource !== undefined || value.type !== undefined, {
      error: 'expected `resource` or `type`',
    }),
)

const ruleChange = () =>
  z.strictObject({
    path: text.describe('Path of the changed rule, as the finding names it; globs are allowed.'),
    reason: text,
    owner: text,
    until: date,
  })

/** The intended changes of a release. */
const intentSchema = lazy(() =>
  z.strictObject({
    version: z.literal(1, { error: 'expected 1' }),
    allow: z.array(entry()).default([]),
    expect: z.array(entry()).default([]),
    forbid: z.array(entry()).default([]),
    rules: z.array(ruleChange()).default([]).describe('Intended changes of the rules themselves.'),
  }),
)

export type Intent = z.output<ReturnType<typeof intentSchema>>
export type IntentEntry = Intent['allow'][number]

/** Reads an intent file; all mistakes at once, each with its line. Throws `config/intent`. */
export function readIntent(yaml: string, file: string): Intent {
  return readYaml(yaml, { file, code: 'config/intent' }, intentSchema())
}
