import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { functionInput, home, step, text } from './actions.ts'
import { hook } from './aws/cloudformation/hook.ts'
import { DURATIONS } from './aws/codedeploy/engine.ts'
import type { Role } from './aws/identity/sts.ts'
import { asList, policyDocument } from './aws/identity/policy.ts'
import type { PolicyDocument } from './aws/identity/policy.ts'
import { troubleRule } from './aws/wire/trouble.ts'

const account = z.string().regex(/^\d{12}$/)
const many = z.union([z.string(), z.array(z.string())])
const policies = z.union([policyDocument, z.array(policyDocument)])
const milliseconds = z.number().min(0)

/** Claims of a job's token that a role asks for; `*` and `?` are wildcards. */
const claims = z.record(
  z.enum(['sub', 'repository', 'environment', 'ref', 'job_workflow_ref', 'actor']),
  many.optional(),
)

const cloudformationDurations = z.strictObject({
  resource: milliseconds.optional(),
  types: z.record(z.string(), milliseconds).optional(),
  resources: z.record(z.string(), milliseconds).optional(),
  changeSet: milliseconds.optional(),
  drift: milliseconds.optional(),
  stack: milliseconds.optional(),
})

const codedeployDurations = z.strictObject(
  Object.fromEntries(Object.keys(DURATIONS).map((name) => [name, milliseconds.optional()])) as Record<
    keyof typeof DURATIONS,
    z.ZodOptional<typeof milliseconds>
  >,
)

/** A world to rehearse in, as data. Documented in SPEC.md. */
export const scenario = z.strictObject({
  /** Simulated milliseconds that pass in a real one. */
  pace: z.number().positive().default(1),
  /** Of what looks like chance. */
  seed: z.int().default(1),
  /** The account of access keys that nobody issued; `refuse` to have none. */
  strangers: z.union([account, z.literal('refuse')]).default('111111111111'),
  users: z
    .array(
      z.strictObject({
        account,
        name: z.string(),
        accessKeyId: z.string().min(16),
        secretAccessKey: z.string().min(16),
        policy: policies.optional(),
      }),
    )
    .default([]),
  roles: z
    .array(
      z.strictObject({
        arn: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+/),
        trust: z.union([policyDocument, claims]),
        /** Without one the role may do everything. */
        policy: policies.optional(),
        maxSession: z.int().min(3600).max(43_200).optional(),
      }),
    )
    .default([]),
  /** OpenID Connect issuers that the accounts know, besides the sandbox's own GitHub. */
  issuers: z.array(z.url()).default([]),
  durations: z
    .strictObject({
      cloudformation: cloudformationDurations.optional(),
      codedeploy: codedeployDurations.optional(),
      lambda: z.strictObject({ update: milliseconds.optional() }).optional(),
    })
    .default({}),
  /** Resource operations that fail. */
  failures: z
    .array(
      z.strictObject({
        resource: z.string(),
        on: z.enum(['create', 'update', 'delete', 'rollback']),
        reason: z.string(),
        times: z.int().min(1).optional(),
      }),
    )
    .default([]),
  /** Resources, by `stack/name` or name, that a change set's reading with values leaves out. */
  incompleteValues: z.array(z.string()).default([]),
  /** CloudFormation Hooks that the accounts have activated. */
  hooks: z.array(hook).default([]),
  /** What DescribeChangeSetHooks says of itself, instead of the truth. */
  hookPlan: z.enum(['PLANNING', 'PLANNED', 'UNAVAILABLE']).optional(),
  /** What macros answer, by name: the processed template or fragment, or why they fail. */
  macros: z
    .record(z.string(), z.union([z.strictObject({ gives: z.unknown() }), z.strictObject({ fails: z.string() })]))
    .default({}),
  trouble: z.array(troubleRule).default([]),
  pages: z
    .strictObject(
      Object.fromEntries(
        ['stacks', 'events', 'changes', 'changeSets', 'drifts', 'resources', 'hooks'].map((name) => [
          name,
          z.int().min(1).optional(),
        ]),
      ),
    )
    .optional(),
  /** Values of dynamic references: `ssm:/shop/size`. */
  values: z.record(z.string(), z.string()).default({}),
  /** Instances, by ID or Name tag, whose agent does not answer. */
  silentHosts: z.array(z.string()).default([]),
  /** What functions do that are hooks of Lambda and ECS deployments, by name; others have to be reported for. */
  hookFunctions: z
    .record(
      z.string(),
      z.strictObject({ reports: z.enum(['Succeeded', 'Failed', 'nothing']), after: milliseconds.default(1_000) }),
    )
    .default({}),
  /** Functions of Lambda that there are. */
  functions: z.array(functionInput).default([]),
  /** Task definitions of ECS that were registered, in this order; members as RegisterTaskDefinition takes them. */
  taskDefinitions: z.array(z.looseObject({ ...home, family: z.string() })).default([]),
  /** Services of ECS that run. */
  services: z
    .array(
      z.strictObject({
        ...home,
        cluster: z.string().default('default'),
        name: z.string(),
        /** ARN, `FAMILY:REVISION` or family. */
        taskDefinition: z.string(),
        desired: z.int().min(0).default(1),
        controller: z.enum(['CODE_DEPLOY', 'ECS', 'EXTERNAL']).default('CODE_DEPLOY'),
      }),
    )
    .default([]),
  /** Applications of CodeDeploy, with their groups. */
  applications: z
    .array(
      z.strictObject({
        ...home,
        name: z.string(),
        platform: z.enum(['Server', 'Lambda', 'ECS']),
        /** By name; as CreateDeploymentGroup takes them. */
        groups: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
      }),
    )
    .default([]),
  buckets: z
    .array(z.strictObject({ name: z.string(), account, region: z.string(), versioned: z.boolean().default(false) }))
    .default([]),
  /** What others have done before the sandbox listens, in this order. */
  history: z.array(step).default([]),
  /** What others do just before the call after those that pass. */
  meanwhile: z
    .array(
      z.strictObject({
        before: many,
        after: z.int().min(0).default(0),
        account: account.optional(),
        region: z.string().optional(),
        steps: z.array(step),
      }),
    )
    .default([]),
  github: z
    .strictObject({
      /** What the repository holds. */
      files: z.record(z.string(), text).default({}),
      /** What goes wrong at GitHub: `on` is a method and a path, `POST /twirp/*`. */
      trouble: z
        .array(
          z.strictObject({
            on: z.string(),
            kind: z.enum([
              'rate-limit',
              'secondary-limit',
              'error',
              'reset',
              'reset-after-effect',
              'delay',
              'malformed',
            ]),
            after: z.int().min(0).optional(),
            times: z.int().min(1).optional(),
            status: z.int().min(400).max(599).optional(),
            amount: z.number().min(0).optional(),
          }),
        )
        .default([]),
      /** Whose token is printed. */
      user: z.string().default('octocat'),
      repository: z
        .string()
        .regex(/^[^/]+\/[^/]+$/)
        .default('octo-org/shop'),
      private: z.boolean().default(false),
      plan: z.enum(['free', 'pro', 'team', 'enterprise']).default('team'),
      admins: z.array(z.string()).default([]),
      protectedBranches: z.array(z.string()).default([]),
      environments: z
        .record(
          z.string(),
          z.strictObject({
            waitTimerMinutes: z.number().min(0).optional(),
            reviewers: z.array(z.string()).optional(),
            preventSelfReview: z.boolean().optional(),
            branches: z.union([z.literal('protected'), z.array(z.string())]).optional(),
            customRules: z.array(z.string()).optional(),
            adminsCanBypass: z.boolean().optional(),
          }),
        )
        .default({}),
    })
    .prefault({}),
})

export type Scenario = z.infer<typeof scenario>
export type ScenarioInput = z.input<typeof scenario>

/** Reads a scenario; all mistakes at once in one error. */
export function parseScenario(given: unknown): Scenario {
  const read = scenario.safeParse(given ?? {})
  if (!read.success) throw new Error(`The scenario is not right:\n${z.prettifyError(read.error)}`)
  return read.data
}

/** Reads a scenario from its file; a policy or trust that is a text is the path of a document, from that file's folder. */
export async function loadScenario(file: string): Promise<Scenario> {
  const folder = dirname(file)
  const readPolicy = (name: string, value: unknown): unknown =>
    (name === 'policy' || name === 'trust') && typeof value === 'string'
      ? (JSON.parse(readFileSync(resolve(folder, value), 'utf8')) as unknown)
      : value
  const given: unknown = parse(await readFile(file, 'utf8'), (name, value) => readPolicy(String(name), value), {
    merge: true,
  })
  return parseScenario(given)
}

const ISSUER = 'token.actions.githubusercontent.com'

/** Roles as STS knows them; claims in short form become the trust policy that they stand for. */
export function rolesOf({ roles }: Scenario): Map<string, Role> {
  return new Map(
    roles.map(({ arn, trust, policy, maxSession }) => [
      arn,
      {
        arn,
        trust: 'Statement' in trust ? trust : trustOf(arn, trust as Record<string, string | string[]>),
        ...(policy !== undefined && { policies: asList(policy) }),
        ...(maxSession !== undefined && { maxSessionSeconds: maxSession }),
      },
    ]),
  )
}

function trustOf(arn: string, wanted: Readonly<Record<string, string | string[] | undefined>>): PolicyDocument {
  const conditions = Object.entries(wanted).flatMap(([claim, value]) =>
    value === undefined ? [] : [[`${ISSUER}:${claim}`, value] as const],
  )
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${arn.split(':')[4]}:oidc-provider/${ISSUER}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringLike: Object.fromEntries(conditions) },
    },
  }
}
