import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { parse } from 'yaml'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { isCdk } from '../../src/config/model/packaged.ts'
import { originOf } from '../../src/init/survey.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Config } from '../../src/config/schema/index.ts'
import { UsageError } from '../arguments.ts'
import { bootstrap } from '../bootstrap.ts'
import type { EnvironmentName, World } from '../contract.ts'
import { accountAt } from '../installed.ts'
import type { Terminal } from '../output/terminal.ts'
import { publishWorkflows } from '../workflow.ts'
import { layOutRepository } from '../workspace.ts'
import { createEarlierRelease } from './earlier-release.ts'
import { notesOn, refuseThisMachine } from './notes.ts'
import { accountOf, AUTHOR, ENVIRONMENTS, hasRoles, regionOf, ROLES, scenarioOf } from './scenario.ts'

/** AWS and GitHub for a repository: its accounts, roles, networks and environments, derived from its own files. */

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
  /** Names of stacks that the accounts have before the release. */
  readonly existing: readonly string[]
  /** In what the sandbox differs from the accounts of this repository. */
  readonly notes: readonly string[]
  /** Closes the pull request that started the run, whose workflow then starts another one; absent for other events. */
  readonly close?: () => Promise<World>
  readonly sandbox: Sandbox
  stop(): Promise<void>
}

const CALLED = /^org\/test-deployments(\/\.github\/workflows\/(release|pull-request)\.yml)?@/
export async function createFromRepository(plans: RepositoryPlans): Promise<RepositoryWorld> {
  const folder = resolve(plans.folder)
  const { path, isPull, build, config: named = '.github/test-deployments.yml' } = callerOf(folder, plans.workflow)
  if (!existsSync(join(folder, named)))
    throw new UsageError(`${path} names the configuration ${named}, which ${folder} does not have`)
  const config = readConfig(readFileSync(join(folder, named), 'utf8'), named)
  refuseThisMachine(config)
  const repository = repositoryOf(folder)
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
    const laidOut = layOutRepository(folder, join(root, 'release'))
    const existing = await createEarlierRelease(account, config, { root, files: laidOut.folder, build }, sandbox.clock)
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
    return { sandbox, stop, world, existing, notes: notesOn(folder, config), ...(number !== undefined && { close }) }
  } catch (error) {
    await stop()
    throw error
  }
}

/** OWNER/NAME that the roles trust; that of git's remote `origin`; else one made of the folder's name. */
function repositoryOf(folder: string): string {
  const roles = hasRoles(folder) ? readFileSync(join(folder, ROLES), 'utf8') : ''
  const trusted = /\brepo:([\w.-]+\/[\w.-]+):/.exec(roles)?.[1]
  const git = join(folder, '.git/config')
  return trusted ?? (existsSync(git) ? originOf(readFileSync(git, 'utf8')) : undefined) ?? `acme/${basename(folder)}`
}

interface Caller {
  readonly path: string
  /** Pull requests start it, and no pushes. */
  readonly isPull: boolean
  readonly config?: string
  /** The script of the job `build`. */
  readonly build?: string
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
    const { config, build } = own?.with ?? {}
    return own === undefined
      ? []
      : [{ path: `.github/workflows/${name}`, isPull, ...(config && { config }), ...(build && { build }) }]
  })
  const [caller] = callers
  if (caller === undefined) {
    throw new UsageError(
      `no workflow below ${workflows} uses org/test-deployments, so there is nothing to play. \`node dist/index.js init --dir ${folder}\` writes one.`,
    )
  }
  return caller
}

/** Deploys the template of roles to each account, as its administrator. */
async function deployRoles(sandbox: Sandbox, folder: string, config: Config, repository: string): Promise<void> {
  if (!hasRoles(folder)) return
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
        throw new UsageError(
          `the roles of ${environment} cannot be made from ${ROLES}: ${stack?.StackStatus} ${stack?.StackStatusReason ?? ''}`,
        )
      await sandbox.clock.wait(100)
    }
  }
}
