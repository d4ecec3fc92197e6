import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { functionInput, home, step, text } from './actions.ts'
import { hook } from './aws/services/cloudformation/hooks/hook.ts'
import { DURATIONS } from './aws/services/codedeploy/contract.ts'
import { imageBehavior } from './aws/services/ecs/images.ts'
import { ECS_DURATIONS } from './aws/services/ecs/model.ts'
import { GITHUB_CLAIMS } from './aws/identity/web-identity.ts'
import { policyDocument } from './aws/identity/policy.ts'
import { troubleRule } from './aws/wire/trouble.ts'

const account = z.string().regex(/^\d{12}$/)
const many = z.union([z.string(), z.array(z.string())])
const policies = z.union([policyDocument, z.array(policyDocument)])
const milliseconds = z.number().min(0)

/** Token claims that a role requires; `*` and `?` are wildcards. */
const claims = z.partialRecord(z.enum(GITHUB_CLAIMS), many)

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

const ecsDurations = z.strictObject(
  Object.fromEntries(Object.keys(ECS_DURATIONS).map((name) => [name, milliseconds.optional()])) as Record<
    keyof typeof ECS_DURATIONS,
    z.ZodOptional<typeof milliseconds>
  >,
)

/** Selects a call, and defines the actions. */
const between = {
  /** The number of matching calls that pass first. */
  after: z.int().min(0).default(0),
  account: account.optional(),
  region: z.string().optional(),
  steps: z.array(step),
}

/** A scenario: the initial state of AWS and GitHub, and what happens there. Documented in SPEC.md. */
const scenario = z.strictObject({
  /** Simulated milliseconds per real millisecond; or `skip`: 1, with idle time skipped. */
  pace: z.union([z.number().positive(), z.literal('skip')]).default(1),
  /** Seed of random decisions. */
  seed: z.int().default(1),
  /** The account of unknown access keys; `refuse` rejects them. */
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
        /** Its inline policies, named `policy`, `policy-2` and so on; without any policy, everything is allowed. */
        policy: policies.optional(),
        /** ARNs of attached managed policies. */
        managed: z.array(z.string()).default([]),
        /** ARN of the permissions boundary. */
        boundary: z.string().optional(),
        maxSession: z.int().min(3600).max(43_200).optional(),
      }),
    )
    .default([]),
  /** Customer managed policies, and documents of policies of AWS that the sandbox does not have. */
  managedPolicies: z
    .array(z.strictObject({ arn: z.string().regex(/^arn:aws:iam::(\d{12}|aws):policy\/.+/), policy: policyDocument }))
    .default([]),
  /** Service control policies; an account is in an organization when one names it. */
  controlPolicies: z
    .array(
      z.strictObject({
        accounts: z.union([account, z.array(account)]),
        /** The target that it is attached to: policies of one target are one level. */
        target: z.string().default('root'),
        policy: policyDocument,
      }),
    )
    .default([]),
  /** OpenID Connect issuers that the accounts trust, besides the sandbox's GitHub. */
  issuers: z.array(z.url()).default([]),
  durations: z
    .strictObject({
      cloudformation: cloudformationDurations.optional(),
      codedeploy: codedeployDurations.optional(),
      ecs: ecsDurations.optional(),
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
  /** Resources (`stack/name` or name) that change sets with property values omit. */
  incompleteValues: z.array(z.string()).default([]),
  /** CloudFormation Hooks that are active in the accounts. */
  hooks: z.array(hook).default([]),
  /** The status that DescribeChangeSetHooks returns instead of the real one. */
  hookPlan: z.enum(['PLANNING', 'PLANNED', 'UNAVAILABLE']).optional(),
  /** Responses of macros by name: the processed template or fragment, or the reason of a failure. */
  macros: z
    .record(z.string(), z.union([z.strictObject({ gives: z.unknown() }), z.strictObject({ fails: z.string() })]))
    .default({}),
  trouble: z.array(troubleRule).default([]),
  pages: z
    .strictObject(
      Object.fromEntries(
        ['stacks', 'events', 'changes', 'changeSets', 'drifts', 'resources', 'hooks', 'listedResources'].map((name) => [
          name,
          z.int().min(1).optional(),
        ]),
      ),
    )
    .optional(),
  /** Values of dynamic references, by the text after `resolve:` (`ssm:/shop/size`). */
  values: z.record(z.string(), z.string()).default({}),
  /** Instances (ID or Name tag) whose agent does not respond. */
  silentHosts: z.array(z.string()).default([]),
  /** Instances (ID or Name tag) that Systems Manager does not know: their agent never registered. */
  unmanagedHosts: z.array(z.string()).default([]),
  /**
   * The behavior of hook functions of Lambda and ECS deployments, by name. For others, a client has to report the
   * status.
   */
  hookFunctions: z
    .record(
      z.string(),
      z.strictObject({ reports: z.enum(['Succeeded', 'Failed', 'nothing']), after: milliseconds.default(1_000) }),
    )
    .default({}),
  /** Existing Lambda functions. */
  functions: z.array(functionInput).default([]),
  /** Registered ECS task definitions, in this order, as inputs of RegisterTaskDefinition. */
  taskDefinitions: z.array(z.looseObject({ ...home, family: z.string() })).default([]),
  /** Repositories of ECR with their images, pushed in this order. */
  repositories: z
    .array(
      z.strictObject({
        ...home,
        name: z.string(),
        mutability: z.enum(['MUTABLE', 'IMMUTABLE']).default('MUTABLE'),
        images: z.array(z.strictObject({ tag: z.string().optional(), content: z.string() })).default([]),
      }),
    )
    .default([]),
  /** The behaviour of containers, by image or `FAMILY:REVISION`. */
  images: z.record(z.string(), imageBehavior).default({}),
  /** Existing ECS services. */
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
  /** Existing CodeDeploy applications with their groups. */
  applications: z
    .array(
      z.strictObject({
        ...home,
        name: z.string(),
        platform: z.enum(['Server', 'Lambda', 'ECS']),
        /** Deployment groups by name, as inputs of CreateDeploymentGroup. */
        groups: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
      }),
    )
    .default([]),
  /** Quotas of each account, where they differ from AWS's default: `cloudformation/StackLimit`. */
  quotas: z
    .partialRecord(
      z.enum([
        'cloudformation/StackLimit',
        'iam/RolesQuota',
        'iam/PoliciesQuota',
        'iam/InstanceProfilesQuota',
        'lambda/ConcurrentExecutions',
        'lambda/TotalCodeSize',
      ]),
      z.int().min(0),
    )
    .default({}),
  /** Resources of EC2 without a stack, by ID or name; they are records only. */
  network: z
    .array(
      z.strictObject({
        ...home,
        vpc: z.string(),
        subnets: z.array(z.string()).default([]),
        images: z.array(z.string()).default([]),
        keyPairs: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  /**
   * Network interfaces that remain when their resource (`STACK/LOGICAL ID`) is deleted, until a time or until a call.
   */
  interfacesStay: z.array(z.strictObject({ resource: z.string(), for: milliseconds.optional() })).default([]),
  /** Metrics that repeatedly get a value, as from a service in use. */
  metrics: z
    .array(
      z.strictObject({
        ...home,
        namespace: z.string(),
        name: z.string(),
        dimensions: z.record(z.string(), z.string()).default({}),
        value: z.number(),
        every: milliseconds.default(60_000),
      }),
    )
    .default([]),
  buckets: z
    .array(z.strictObject({ name: z.string(), account, region: z.string(), versioned: z.boolean().default(false) }))
    .default([]),
  /** Actions of other users before the sandbox listens, in this order. */
  history: z.array(step).default([]),
  /** Actions of other users between two calls, each once: before a call, or after a response. */
  meanwhile: z
    .array(
      z.union([
        z.strictObject({ before: many, ...between }),
        z.strictObject({
          answered: many,
          /** Members that the input of the call must have. */
          input: z.record(z.string(), z.unknown()).default({}),
          ...between,
        }),
      ]),
    )
    .default([]),
  github: z
    .strictObject({
      /** The files of the repository. */
      files: z.record(z.string(), text).default({}),
      /** Faults of GitHub: `on` is a method and a path, such as `POST /twirp/*`. */
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
      /** The user whose token is printed. */
      user: z.string().default('octocat'),
      repository: z
        .string()
        .regex(/^[^/]+\/[^/]+$/)
        .default('octo-org/shop'),
      private: z.boolean().default(false),
      plan: z.enum(['free', 'pro', 'team', 'enterprise']).default('team'),
      /** Whether subjects of OIDC tokens have the IDs of owner and repository. */
      immutableSubject: z.boolean().default(false),
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

/** Parses a scenario; throws one error with all mistakes. */
export function parseScenario(given: unknown): Scenario {
  const read = scenario.safeParse(given ?? {})
  if (!read.success) throw new Error(`The scenario is not right:\n${z.prettifyError(read.error)}`)
  return read.data
}

/**
 * Reads a scenario from a file. A policy or trust policy given as text is the path of a document, relative to that
 * file.
 */
export async function loadScenario(file: string): Promise<Scenario> {
  const folder = dirname(file)
  const readDocument = (value: unknown): unknown =>
    typeof value === 'string' ? (JSON.parse(readFileSync(resolve(folder, value), 'utf8')) as unknown) : value
  const readPolicy = (name: string, value: unknown): unknown => {
    if (name !== 'policy' && name !== 'trust') return value
    return Array.isArray(value) ? value.map(readDocument) : readDocument(value)
  }
  const given: unknown = parse(await readFile(file, 'utf8'), (name, value) => readPolicy(String(name), value), {
    merge: true,
  })
  return parseScenario(given)
}
