import { z } from 'zod'
import { date, text } from './scalars.ts'
import { gate } from './sections/gate.ts'
import { precheck } from './sections/precheck.ts'
import { deployment, stack } from './sections/release.ts'
import { check, type CheckInput } from './sections/verify.ts'

const environment = z.strictObject({
  name: text
    .optional()
    .describe('What {environment} stands for, and the name of the GitHub environment. Default: the key.'),
  region: text.optional().describe('Default: AWS_REGION.'),
  'plan-role': text.optional().describe('ARN of the role that reads and makes change sets, and nothing else.'),
  'deploy-role': text.optional().describe('ARN of the role that deploys; trusted only for jobs of this environment.'),
})

/** The whole configuration file. The published JSON Schema and the reference page are made from this. */
export const schema = z.strictObject({
  version: z.literal(1, { error: 'expected 1' }),
  application: text.optional(),
  environments: z
    .strictObject({ preprod: environment.prefault({}), production: environment.prefault({}) })
    .prefault({}),
  stacks: z.array(stack).default([]),
  deployments: z.array(deployment).default([]),
  precheck: precheck.prefault({}),
  verify: z.array(check).default([]),
  gate: gate.prefault({}),
  observe: z
    .strictObject({ until: date, baseline: text.optional() })
    .optional()
    .describe('Report without failing until that day; afterwards only findings that are not in the baseline block.'),
})

export type Config = Readonly<Omit<z.output<typeof schema>, 'verify'>> & { readonly verify: readonly CheckInput[] }
export type EnvironmentKey = keyof Config['environments']
