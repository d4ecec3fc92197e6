import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxOptions } from '../../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { connections } from '../../../src/connect.ts'
import type { Ports } from '../../../src/ports.ts'
import { startWorld, type World } from '../../commands/world.ts'

const ACCOUNT = '111111111111'
const REPOSITORY = 'org/shop'
/** The workflow file that has the jobs of an environment. */
const workflowOf = (environment: string): string =>
  `org/test-deployments/.github/workflows/${environment === 'production' ? 'release' : 'preprod'}.yml@refs/tags/v1`

/** A role of a user's account, with a policy of documents from docs/iam. */
export const ROLES = {
  plan: ['plan-role', 'plan-role-live', 'serving'],
  'plan-first': ['plan-role', 'plan-role-live', 'serving', 'plan-role-first-release'],
  deploy: ['deploy-role', 'serving'],
  'deploy-production': ['deploy-role', 'serving'],
  'deploy-rollback': ['deploy-role', 'serving', 'deploy-role-rollback'],
  'plan-lambda': ['plan-role', 'plan-role-live', 'serving', 'plan-role-lambda'],
  'deploy-lambda': ['deploy-role', 'serving', 'deploy-role-lambda'],
  'deploy-ecs': ['deploy-role', 'serving', 'deploy-role-ecs'],
  'plan-assets': ['plan-role', 'plan-role-live', 'serving', 'plan-role-assets'],
  'deploy-assets': ['deploy-role', 'serving', 'deploy-role-assets'],
  'plan-revisions': ['plan-role', 'plan-role-live', 'serving', 'revisions'],
  'deploy-revisions': ['deploy-role', 'serving', 'revisions'],
  'plan-ecs-native': ['plan-role', 'plan-role-live', 'serving', 'plan-role-ecs-native'],
  'deploy-ecs-native': ['deploy-role', 'serving', 'deploy-role-ecs-native'],
  evidence: ['evidence-role'],
  'plan-all': ['plan-role', 'plan-role-live', 'serving', 'plan-role-live-all'],
  'deploy-traffic': ['deploy-role', 'serving', 'deploy-role-traffic'],
  verify: ['verify-role'],
  'verify-invoke': ['verify-role-invoke'],
  'verify-hosts': ['verify-role-hosts'],
  'verify-network': ['verify-role-network'],
  temporary: ['temporary-role', 'serving', 'temporary-role-empty-buckets'],
} as const
export type RoleName = keyof typeof ROLES

/** The service role of docs/iam is the user's; here it has the permissions for the scenarios' templates. */
const SERVICE_ROLE = {
  arn: `arn:aws:iam::${ACCOUNT}:role/shop-cloudformation`,
  trust: policy('service-role-trust-policy') as never,
  policy: {
    Statement: [
      {
        Effect: 'Allow' as const,
        Action: ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:DeleteTopic'],
        Resource: `arn:aws:sns:*:${ACCOUNT}:shop-*`,
      },
      {
        Effect: 'Allow' as const,
        Action: ['lambda:UpdateFunctionCode', 'lambda:PublishVersion', 'lambda:UpdateAlias', 'lambda:DeleteFunction'],
        Resource: `arn:aws:lambda:*:${ACCOUNT}:function:*`,
      },
    ],
  },
}

const TEMPORARY_SERVICE_ROLE = {
  ...SERVICE_ROLE,
  arn: `arn:aws:iam::${ACCOUNT}:role/shop-temporary-cloudformation`,
  policy: {
    Statement: [
      {
        Effect: 'Allow' as const,
        Action: ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:DeleteTopic', 'sns:TagResource'],
        Resource: `arn:aws:sns:*:${ACCOUNT}:shop-pr-*`,
      },
      {
        Effect: 'Allow' as const,
        Action: ['s3:CreateBucket', 's3:DeleteBucket', 's3:PutBucketTagging'],
        Resource: 'arn:aws:s3:::shop-pr-*',
      },
    ],
  },
}

export const arnOf = (role: RoleName): string => `arn:aws:iam::${ACCOUNT}:role/shop-${role}`

const environmentOf = (role: RoleName): string =>
  role === 'temporary'
    ? 'temporary'
    : role === 'deploy-production' || role === 'deploy-rollback'
      ? 'production'
      : 'preprod'

/** Sets the trust policies of docs/iam on the roles, with the numbers of this GitHub's owner and repository. */
async function trustAsDocumented({ sandbox }: World): Promise<void> {
  const { id, owner } = sandbox.github.world.repositories.get(REPOSITORY) ?? {}
  const client = new IAMClient({
    endpoint: sandbox.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'anything' },
  })
  for (const role of Object.keys(ROLES) as RoleName[]) {
    const text = JSON.stringify(policy(trustOf(role)))
    const PolicyDocument = text
      .replaceAll('7654321', String(id))
      .replaceAll('1234567', String(owner?.id))
      .replaceAll(workflowOf('preprod'), workflowOf(environmentOf(role)))
      .replaceAll(/(?<=environment[^"]*(":")?)preprod(?=")/g, environmentOf(role))
    await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: `shop-${role}`, PolicyDocument }))
  }
}

function trustOf(role: RoleName): string {
  if (role === 'temporary') return 'trust-policy-temporary'
  return role.startsWith('deploy') ? 'trust-policy' : 'trust-policy-plan'
}

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[]; readonly Resource: string | string[] }[]
}

export function policy(name: string): Policy {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../../../docs/iam/${name}.json`), 'utf8')) as Policy
}

function withoutAction(name: string, without: Without | undefined): Policy {
  const document = policy(name)
  if (without?.documents.includes(name) !== true) return document
  const Statement = document.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((action) => action !== without.action),
  }))
  return { ...document, Statement: Statement.filter(({ Action }) => Action.length > 0) }
}

/** The actions that a documented policy allows. */
export const actionsOf = (name: string): string[] =>
  policy(name)
    .Statement.flatMap(({ Action }) => Action)
    .toSorted()

/** A sandbox whose AWS allows these roles the actions of their documents, and which records denied actions. */
export interface RoleWorld {
  readonly world: World
  /** Denied actions that a call needed, in order. */
  readonly refused: string[]
  /** Allowed actions that sessions of this role used. */
  used(role: RoleName): readonly string[]
  /** The ports of a pre-prod job, or of another environment, whose token the roles trust. */
  job(aborter?: AbortController, environment?: string): Promise<Ports>
}

/** An action that some documents do not allow in this sandbox. */
export interface Without {
  readonly action: string
  readonly documents: readonly string[]
}

export async function startRoles(scenario: ScenarioInput = {}, without?: Without): Promise<RoleWorld> {
  const refused: string[] = []
  const record: SandboxOptions['record'] = (exchange) => {
    const { body } = exchange.response
    const [, action] = /not authorized to perform: (\S+) on resource/.exec(body) ?? []
    if (action !== undefined) refused.push(action)
  }
  const world = await startWorld(
    {
      ...scenario,
      roles: [
        ...Object.entries(ROLES).map(([name, documents]) => ({
          arn: arnOf(name as RoleName),
          trust: { repository: REPOSITORY },
          policy: documents.map((document) => withoutAction(document, without) as never),
        })),
        SERVICE_ROLE,
        TEMPORARY_SERVICE_ROLE,
      ],
      github: { repository: REPOSITORY, environments: { preprod: {}, production: {}, temporary: {} } },
    },
    { record },
  )
  const { github, awsUrl } = world.sandbox
  await trustAsDocumented(world)
  const run = github.startRun({ repository: REPOSITORY, sha: github.commit(REPOSITORY, 'next', {}), actor: 'ada' })
  let jobs = 0
  return {
    world,
    refused,
    used: (role) => world.sandbox.aws.usedActions(arnOf(role)),
    async job(aborter, environment = 'preprod') {
      const job = run.startJob({
        name: `job-${jobs++}`,
        environment,
        workflowRef: workflowOf(environment),
        permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
      })
      await job.started
      // Evidence is in a folder: for the artifact client this process cannot be several jobs at once.
      const env = { ...job.variables(), ACTIONS_RUNTIME_TOKEN: '', AWS_ENDPOINT_URL: awsUrl, AWS_REGION: world.region }
      const ports = {
        ...world.ports,
        place: { ...world.ports.place, env },
        ...(aborter && { cancelled: aborter.signal }),
      }
      return { ...ports, connect: connections(ports, job.token) }
    },
  }
}
