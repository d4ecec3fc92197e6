import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { parse } from 'yaml'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { isCdk } from '../../src/config/model/packaged.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Config } from '../../src/config/schema/index.ts'
import { UsageError } from '../arguments.ts'
import { bootstrap } from '../bootstrap.ts'
import type { EnvironmentName, World } from '../contract.ts'
import { accountAt } from '../installed.ts'
import type { Terminal } from '../output/terminal.ts'
import { publishWorkflows } from '../workflow.ts'
import { layOut } from '../workspace.ts'

/** AWS and GitHub as a repository needs them: its accounts, roles, networks and environments, made from its own files. */

export interface RepositoryPlans {
  readonly project: string
  readonly folder: string
  /** The name of the workflow file; absent: the first that uses this action. */
  readonly workflow?: string | undefined
  readonly terminal: Pick<Terminal, 'line' | 'paint'>
  /** The issuer that OIDC tokens name; absent: the sandbox's GitHub. */
  readonly issuer?: string
}

export interface RepositoryWorld {
  readonly world: World
  /** Closes the pull request that started the run, whose workflow then starts another one; absent for other events. */
  readonly close?: () => Promise<World>
  readonly sandbox: Sandbox
  stop(): Promise<void>
}

/** The file of roles that `init` writes. */
const ROLES = '.github/test-deployments-roles.yml'
const CALLED = /^org\/test-deployments(\/\.github\/workflows\/(release|pull-request)\.yml)?@/
/** The GitHub environment of copies, where the configuration names none. */
const TEMPORARY = 'temporary'
const AUTHOR = 'ada'
const REVIEWERS = ['grace', 'linus']
const ENVIRONMENTS: readonly EnvironmentName[] = ['preprod', 'production']
const EXAMPLE_ACCOUNTS: Readonly<Record<EnvironmentName, string>> = {
  preprod: '111111111111',
  production: '222222222222',
}
const EXAMPLE_VPC = 'vpc-0a1b2c3d4e5f60718'
/** Policies of AWS that roles in templates usually have; here with what the sandbox evaluates. */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSCodeDeployRole': [
    'autoscaling:*',
    'cloudwatch:DescribeAlarms',
    'ec2:*',
    'elasticloadbalancing:*',
    'tag:*',
  ],
  'service-role/AWSCodeDeployRoleForLambda': ['cloudwatch:DescribeAlarms', 'lambda:*', 's3:Get*', 'sns:Publish'],
  'service-role/AWSCodeDeployRoleForLambdaLimited': ['cloudwatch:DescribeAlarms', 'lambda:*', 's3:Get*', 'sns:Publish'],
  AWSCodeDeployRoleForECS: [
    'cloudwatch:DescribeAlarms',
    'ecs:*',
    'elasticloadbalancing:*',
    'iam:PassRole',
    'lambda:InvokeFunction',
    's3:Get*',
    'sns:Publish',
  ],
  'service-role/AWSLambdaBasicExecutionRole': ['logs:*'],
  'service-role/AmazonECSTaskExecutionRolePolicy': ['ecr:*', 'logs:*'],
  AmazonSSMManagedInstanceCore: ['ssm:*'],
}

export async function createFromRepository(plans: RepositoryPlans): Promise<RepositoryWorld> {
  const folder = resolve(plans.folder)
  const { path, isPull, config: named = '.github/test-deployments.yml' } = callerOf(folder, plans.workflow)
  if (!existsSync(join(folder, named)))
    throw new UsageError(`${path} names the configuration ${named}, which ${folder} does not have`)
  const config = readConfig(readFileSync(join(folder, named), 'utf8'), named)
  const repository = `acme/${basename(folder)}`
  const traffic: object[] = []
  const sandbox = await startSandbox({
    scenario: scenarioOf(folder, config, repository),
    ...(plans.issuer !== undefined && { issuer: plans.issuer }),
    record: (exchange) => traffic.push(exchange),
    complain: (text) => plans.terminal.line(plans.terminal.paint('red', `  sandbox: ${text}`)),
  })
  const root = await mkdtemp(join(tmpdir(), 'rehearsal-'))
  const stop = async (): Promise<void> => {
    await Promise.allSettled([sandbox.close(), rm(root, { recursive: true, force: true })])
  }
  try {
    await deployRoles(sandbox, folder, config, repository)
    const account = (environment: EnvironmentName) =>
      accountAt(sandbox, regionOf(config), environment, accountOf(config, environment))
    if (config.built?.some(isCdk))
      await Promise.all(ENVIRONMENTS.map((each) => bootstrap(account(each), new AbortController().signal)))
    const laidOut = layOut(folder, join(root, 'release'), 'installed')
    const { github, awsUrl } = sandbox
    const before = github.commit(repository, 'Before', { 'README.md': `# ${repository}\n` }, AUTHOR)
    const branch = isPull ? { branch: 'change' } : {}
    const sha = github.commit(repository, 'Release', laidOut.files(), AUTHOR, branch)
    publishWorkflows(github, plans.project, () => undefined)
    const number = isPull
      ? github.openPull(repository, { title: 'A change', head: 'change', base: 'main', user: AUTHOR }).number
      : undefined
    const payloadOf = (action: string) =>
      number === undefined
        ? {}
        : { action, number, pull_request: { number, head: { sha, repo: { full_name: repository } } } }
    const playEvent = (action: string) =>
      github.playWorkflow({
        repository,
        sha,
        path,
        actor: AUTHOR,
        ...(number !== undefined && {
          event: 'pull_request',
          ref: `refs/pull/${number}/merge`,
          payload: payloadOf(action),
        }),
      })
    const played = await playEvent('opened')
    const region = regionOf(config)
    const cancelling = new AbortController()
    const world: World = {
      root,
      repositoryName: repository,
      repository: laidOut,
      before,
      github,
      run: github.runOf(played),
      played,
      payload: payloadOf('opened'),
      attachControlPolicy: () => undefined,
      awsUrl,
      clientVariables: sandbox.clientVariables,
      region,
      accounts: { preprod: account('preprod'), production: account('production') },
      urls: { preprod: '', production: '' },
      answers: { preprod: new Map(), production: new Map() },
      author: AUTHOR,
      reviewers: { preprod: 'grace', production: 'grace' },
      jobCancelled: cancelling.signal,
      cancelJob: () => cancelling.abort(),
      traffic,
    }
    const close = async (): Promise<World> => {
      const closed = await playEvent('closed')
      return { ...world, played: closed, run: github.runOf(closed), payload: payloadOf('closed') }
    }
    return { sandbox, stop, world, ...(number !== undefined && { close }) }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Caller {
  readonly path: string
  /** Pull requests start it, and no pushes. */
  readonly isPull: boolean
  readonly config?: string
}

interface Job {
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
  readonly steps?: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, string>> }[]
}

/** The workflow file that calls the shared one, or whose steps use this action, with the configuration that it names. */
function callerOf(folder: string, wanted: string | undefined): Caller {
  const workflows = join(folder, '.github/workflows')
  const files = existsSync(workflows)
    ? readdirSync(workflows).filter((name) => (wanted === undefined ? /\.ya?ml$/.test(name) : name === wanted))
    : []
  const callers = files.toSorted().flatMap((name): Caller[] => {
    const { jobs = {}, on = {} } = parse(readFileSync(join(workflows, name), 'utf8')) as {
      readonly jobs?: Readonly<Record<string, Job>>
      readonly on?: string | readonly string[] | object
    }
    const events = typeof on === 'string' ? [on] : Array.isArray(on) ? (on as readonly string[]) : Object.keys(on)
    const isPull = events.includes('pull_request') && !events.includes('push')
    const uses = Object.values(jobs).flatMap((job) => [job, ...(job.steps ?? [])])
    const own = uses.find((each) => CALLED.test(each.uses ?? ''))
    const config = own?.with?.['config']
    return own === undefined
      ? []
      : [{ path: `.github/workflows/${name}`, isPull, ...(config !== undefined && { config }) }]
  })
  const [caller] = callers
  if (caller === undefined) {
    throw new UsageError(
      `no workflow below ${workflows} uses org/test-deployments, so there is nothing to play. \`node dist/index.js init --dir ${folder}\` writes one.`,
    )
  }
  return caller
}

function scenarioOf(folder: string, config: Config, repository: string): ScenarioInput {
  const accounts = [...new Set(ENVIRONMENTS.map((environment) => accountOf(config, environment)))]
  const copies = config.environments.preprod.temporary
  return {
    pace: 'skip',
    strangers: EXAMPLE_ACCOUNTS.preprod,
    roles: existsSync(join(folder, ROLES)) ? [] : rolesOf(config, repository),
    managedPolicies: Object.entries(MANAGED).map(([name, actions]) => ({
      arn: `arn:aws:iam::aws:policy/${name}`,
      policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }] },
    })),
    network: networksOf(folder, config, accounts),
    github: {
      user: AUTHOR,
      repository,
      protectedBranches: ['main'],
      environments: {
        // Pull requests deploy to their copies without an approval.
        ...(copies && { [copies['github-environment'] ?? TEMPORARY]: {} }),
        ...Object.fromEntries(
          ENVIRONMENTS.map((environment) => [
            environment,
            { reviewers: REVIEWERS, preventSelfReview: true, branches: 'protected' as const, adminsCanBypass: false },
          ]),
        ),
      },
    },
  }
}

/** The roles that the configuration names, with the documents of docs/iam, where the application is called `shop`. */
function rolesOf(config: Config, repository: string): NonNullable<ScenarioInput['roles']> {
  const application = config.application ?? repository.split('/').at(-1) ?? ''
  const iam = (names: readonly string[]): never =>
    names.map((name) => {
      const document = readFileSync(join(import.meta.dirname, `../../docs/iam/${name}.json`), 'utf8')
      const own = document
        .split(/(?<![\w-])org\/shop(?![\w-])/)
        .map((part) => part.replaceAll(/(?<![\w-])shop(?![a-z])/g, application))
      return JSON.parse(own.join(repository)) as object
    }) as never
  const own = new Map<string, NonNullable<ScenarioInput['roles']>[number]>()
  for (const environment of ENVIRONMENTS) {
    const { planRole, verifyRole, deployRole, stacks } = resolveEnvironment(config, environment, 'eu-west-1')
    if (planRole !== undefined)
      own.set(planRole, {
        arn: planRole,
        trust: { repository },
        policy: iam([
          'plan-role',
          'plan-role-live',
          'plan-role-lambda',
          'plan-role-ecs-native',
          'plan-role-assets',
          'plan-role-first-release',
          'verify-role',
          'serving',
        ]),
      })
    if (verifyRole !== undefined)
      own.set(verifyRole, {
        arn: verifyRole,
        trust: { repository },
        policy: iam(['verify-role', 'verify-role-hosts', 'verify-role-invoke', 'serving']),
      })
    if (deployRole !== undefined)
      own.set(deployRole, {
        arn: deployRole,
        trust: { repository, environment },
        policy: iam([
          'deploy-role',
          'deploy-role-traffic',
          'deploy-role-lambda',
          'deploy-role-ecs',
          'deploy-role-ecs-native',
          'deploy-role-assets',
          'serving',
        ]),
      })
    for (const { role } of stacks) {
      if (role === undefined) continue
      own.set(role, serviceRole(role))
    }
  }
  const copies = config.environments.preprod.temporary
  if (copies?.['deploy-role'] !== undefined)
    own.set(copies['deploy-role'], {
      arn: copies['deploy-role'],
      trust: { repository, environment: copies['github-environment'] ?? TEMPORARY },
      policy: iam(['temporary-role']),
    })
  if (copies?.['service-role'] !== undefined) own.set(copies['service-role'], serviceRole(copies['service-role']))
  return [...own.values()]
}

/** What CloudFormation may do in the world of a rehearsal. */
function serviceRole(arn: string): NonNullable<ScenarioInput['roles']>[number] {
  return {
    arn,
    trust: JSON.parse(
      readFileSync(join(import.meta.dirname, '../../docs/iam/service-role-trust-policy.json'), 'utf8'),
    ) as never,
    policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  }
}

/** Networks and images with the ids that the parameters of each environment have. */
function networksOf(
  folder: string,
  config: Config,
  accounts: readonly string[],
): NonNullable<ScenarioInput['network']> {
  return ENVIRONMENTS.filter((environment) => accounts.includes(accountOf(config, environment))).flatMap(
    (environment) => {
      const texts = config.stacks.map(({ parameters }) =>
        typeof parameters === 'string'
          ? readFileSync(
              join(
                folder,
                parameters.replaceAll('{environment}', config.environments[environment].name ?? environment),
              ),
              'utf8',
            )
          : JSON.stringify(parameters ?? {}),
      )
      const ids = (kind: string): string[] => [
        ...new Set(texts.join('\n').match(new RegExp(`\\b${kind}-[0-9a-f]{8,17}\\b`, 'g'))),
      ]
      const [vpc] = ids('vpc')
      // An app names its images where it likes.
      const images = [...new Set([...ids('ami'), ...imagesIn(folder)])]
      if (vpc === undefined && images.length === 0) return []
      return [
        {
          account: accountOf(config, environment),
          region: regionOf(config),
          vpc: vpc ?? EXAMPLE_VPC,
          subnets: ids('subnet'),
          images,
        },
      ]
    },
  )
}

/** Machine images that any file of the repository names. */
function imagesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() && !/(^|\/)(node_modules|\.git|cdk\.out)(\/|$)/.test(entry.parentPath.slice(folder.length)),
  )
  return files.flatMap(
    (entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').match(/\bami-[0-9a-f]{8,17}\b/g) ?? [],
  )
}

function accountOf({ environments }: Config, environment: EnvironmentName): string {
  const { 'deploy-role': deploy, 'plan-role': plan } = environments[environment]
  return /^arn:[^:]+:iam::(\d{12}):/.exec(deploy ?? plan ?? '')?.[1] ?? EXAMPLE_ACCOUNTS[environment]
}

function regionOf({ environments }: Config): string {
  return environments.preprod.region ?? 'eu-west-1'
}

/** Deploys the template of roles to each account, as its administrator. */
async function deployRoles(sandbox: Sandbox, folder: string, config: Config, repository: string): Promise<void> {
  if (!existsSync(join(folder, ROLES))) return
  const { id = 0, owner } = sandbox.github.world.repositories.get(repository) ?? {}
  for (const environment of ENVIRONMENTS) {
    const client = new CloudFormationClient({
      endpoint: sandbox.awsUrl,
      region: regionOf(config),
      credentials: { accessKeyId: accountOf(config, environment), secretAccessKey: 'administrator' },
    })
    const StackName = `roles-${environment}`
    await client.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: readFileSync(join(folder, ROLES), 'utf8'),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Parameters: Object.entries({
          Environment: environment,
          RepositoryId: String(id),
          OwnerId: String(owner?.id ?? 0),
          // Each account of the sandbox has the provider.
          CreateProvider: 'no',
          FirstRelease: 'yes',
        }).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      }),
    )
    for (;;) {
      const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }))
      if (stack?.StackStatus === 'CREATE_COMPLETE') break
      if (/FAILED|ROLLBACK/.test(stack?.StackStatus ?? 'FAILED'))
        throw new Error(
          `the roles of ${environment} cannot be made: ${stack?.StackStatus} ${stack?.StackStatusReason ?? ''}`,
        )
      await sandbox.clock.wait(100)
    }
  }
}
