import { z } from 'zod'
import { DEFAULT_CALLS_PER_SECOND } from '../../aws/pace.ts'
import { date, text } from '../../support/option-types.ts'
import { environments } from '../model/sections/environments.ts'
import { gate } from '../model/sections/gate.ts'
import { notify } from '../model/sections/notify.ts'
import { precheck } from '../model/sections/precheck.ts'
import type { BuiltInput, ConfiguredStack } from '../model/packaged.ts'
import { EVERY_KEY, whereNamed, type Names } from '../model/sections/named.ts'
import { cdk, sam } from '../model/sections/packaged.ts'
import { deployment, stack, type DeploymentInput } from '../model/sections/release.ts'
import type { CheckInput } from '../../checks/common-options.ts'
import { CHECK_KEYS } from '../../checks/index.ts'
import type { CheckName } from '../../evidence/codes/checks.ts'
import { lazy } from '../../support/lazy.ts'
import { refuseMisspelt } from './placeholders.ts'
import { demandVerifyRole } from './verify-role.ts'
import { checkAmong, refuseSharedTags, refuseUnknownParts } from './verify.ts'

/** Hosts of server deployments make their checks in a hook, before traffic; without such a deployment this job makes them. */
function placed(input: CheckInput, deployments: readonly DeploymentInput[]): CheckInput {
  if (input['manual'] !== undefined) return { ...input, phase: 'approval' }
  const isHook =
    input.on === 'hosts' && input.through === undefined && deployments.some(({ platform }) => platform === 'server')
  return isHook ? { ...input, phase: 'before-traffic' } : input
}

/** The whole configuration file, with the checks of these keys, and of the sections what the file names. */
const sectionsWith = (checks: readonly CheckName[], names: Names) =>
  z.strictObject({
    version: z.literal(1, { error: 'expected 1' }),
    application: text.optional(),
    environments: environments(names).prefault({}),
    stacks: z.array(z.union([stack, whereNamed(names('cdk'), cdk), whereNamed(names('sam'), sam)])).default([]),
    deployments: z.array(whereNamed(names('deployments'), deployment)).default([]),
    'rehearse-rollback': z
      .strictObject({
        deployments: z
          .boolean()
          .default(false)
          .describe('After the deployment to pre-prod, roll each deployment by CodeDeploy back, and deploy it again.'),
        stacks: z
          .boolean()
          .default(false)
          .describe(
            'On pre-prod, take each changed stack back by a change set, and bring it again. Record what each stack of production was before its change, so that `command: rollback` takes it back.',
          ),
        invocations: z
          .boolean()
          .default(false)
          .describe(
            'Invoke the functions of the `invoke` checks throughout, every two seconds, as the GET requests of the `http` checks are sent. An invocation may write: set it where repeating one does no harm on pre-prod.',
          ),
      })
      .prefault({})
      .describe('The way back, rehearsed on pre-prod; it proves the kind `recovery`.'),
    precheck: precheck(names).prefault({}),
    verify: z.array(checkAmong(checks)).default([]),
    gate: gate(names).prefault({}),
    notify: whereNamed(names('notify'), notify)
      .optional()
      .describe('Who is notified how steps end, and that an approval is waited for.'),
    'aws-calls-per-second': z
      .number()
      .positive()
      .max(100)
      .default(DEFAULT_CALLS_PER_SECOND)
      .describe(
        'How many reads are made in a second at most, of each service of an account and region. After a pause, what five seconds allow may be read at once.',
      ),
    'reachability-analyses': z
      .int()
      .min(0)
      .max(1_000)
      .default(20)
      .describe('How many analyses of Reachability Analyzer the checks `path` of one job may start; AWS bills each.'),
    observe: z
      .strictObject({ until: date, baseline: text.optional() })
      .optional()
      .describe('Report without failing until that day; afterwards only findings that are not in the baseline block.'),
  })

type Entry = z.output<ReturnType<typeof sectionsWith>>['stacks'][number]

function isBuilt(entry: Entry): entry is BuiltInput {
  return !('template' in entry) || entry['asset-bucket'] !== undefined
}

/** The stacks that are complete here, and the entries whose stacks other tools have built. */
function separated(entries: readonly Entry[]): {
  readonly stacks: readonly ConfiguredStack[]
  readonly built?: readonly BuiltInput[]
} {
  const built = entries.filter(isBuilt)
  const stacks = entries.flatMap((entry) => (isBuilt(entry) ? [] : [entry]))
  return { stacks, ...(built.length > 0 && { built }) }
}

/** The published JSON Schema and the reference page are made from this. */
export const schema = lazy(() => schemaWith(CHECK_KEYS, EVERY_KEY))

/**
 * The schema for a file: only the checks and sections that the file names. A file that it refuses may be refused for other
 * reasons by the whole schema, which knows all that could have been meant.
 */
export function schemaNamedBy(file: unknown): ReturnType<typeof schemaWith> {
  const keys = keysIn(file)
  const names = (key: string): boolean => keys.has(key)
  return schemaWith(CHECK_KEYS.filter(names), names)
}

/** The keys of all maps in a file. */
function keysIn(file: unknown): ReadonlySet<string> {
  const keys = new Set<string>()
  const values = new Set([file])
  // What is added is visited as well.
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) for (const key of Object.keys(value)) keys.add(key)
    for (const inner of Object.values(value)) values.add(inner)
  }
  return keys
}

function schemaWith(checks: readonly CheckName[], names: Names) {
  return sectionsWith(checks, names)
    .superRefine(refuseMisspelt)
    .superRefine(refuseSharedTags)
    .superRefine(refuseUnknownParts)
    .superRefine(demandVerifyRole)
    .transform(({ stacks, ...config }) => ({
      ...config,
      ...separated(stacks),
      verify: config.verify.map((each) => placed(each, config.deployments)),
    }))
}

export type Config = Readonly<Omit<z.output<ReturnType<typeof schema>>, 'verify'>> & {
  readonly verify: readonly CheckInput[]
}
