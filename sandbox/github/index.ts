import { setTimeout as delay } from 'node:timers/promises'
import type { SandboxClock } from '../contract.ts'
import { Actions, type JobOptions, type RunOptions, type Started } from './actions.ts'
import { ArtifactService } from './artifact-service.ts'
import { Issuer, newToken } from './oidc.ts'
import { hash } from './render-repository.ts'
import { branchOf, Renderer } from './render.ts'
import { environmentRoutes, putEnvironment } from './rest-environments.ts'
import { repositoryRoutes } from './rest-repository.ts'
import { runRoutes } from './rest-runs.ts'
import { HttpFront } from './server.ts'
import type { Exchange } from './traffic.ts'
import { Troubles, type Trouble } from './trouble.ts'
import {
  fullName,
  World,
  type Conclusion,
  type EnvironmentRules,
  type Job,
  type Repository,
  type Run,
} from './world.ts'

export type { Started } from './actions.ts'
export type { Exchange } from './traffic.ts'
export type { Trouble } from './trouble.ts'
export type { EnvironmentRules, Permissions } from './world.ts'

export interface SandboxGitHubOptions {
  /** Default: any free port. */
  readonly port?: number
  /** Default: real time. */
  readonly clock?: SandboxClock
  /** Told of every exchange, secrets masked. */
  readonly record?: (exchange: Exchange) => void
}

export interface RepositoryOptions {
  /** `owner/name`. */
  readonly name: string
  readonly private?: boolean
  readonly plan?: Repository['plan']
  readonly admins?: readonly string[]
  readonly protectedBranches?: readonly string[]
  readonly defaultBranch?: string
}

/** A run of a workflow. Its jobs are started by whoever plays the workflow. */
export interface SandboxRun {
  readonly id: string
  readonly run: Run
  /** The attempt that jobs are started in now. */
  attempt(): number
  startJob(options: JobOptions): SandboxJob
  /** Begins another attempt, as "Re-run jobs" does. Jobs that are not started again keep their results. */
  rerun(actor: string): number
  /** No other job will start: the attempt ended as its jobs did. */
  finish(): void
  /** An administrator lets the waiting jobs of an environment start; no review is recorded. */
  bypass(environment: string): void
  /** What `toJSON(needs)` gives a job that needs these: the newest result and outputs of each. */
  needs(...jobs: string[]): string
}

/** A job, once with what the runner hands to the steps of it. */
export interface SandboxJob {
  readonly id: string
  readonly name: string
  readonly job: Job
  /** GITHUB_TOKEN: what `github.token` gives. */
  readonly token: string
  /** When its environment let it pass, or that it did not. */
  readonly started: Promise<Started>
  /** `waiting`, `in_progress`, `completed`. */
  status(): string
  /** GITHUB_* and ACTIONS_* variables. The runner's folders and files are the driver's to add. */
  variables(): Record<string, string>
  /** Ends the job. Outputs are as after GitHub's dropping of those that hold a masked value. */
  finish(conclusion: Conclusion, outputs?: Readonly<Record<string, string>>): void
}

export interface SandboxGitHub {
  /** Of the REST API; also the origin of the OIDC and artifact services. */
  readonly url: string
  /** Stands in for https://github.com in links and in GITHUB_SERVER_URL. */
  readonly serverUrl: string
  /** Issuer of OIDC tokens; its keys are at `/.well-known/jwks` below it. */
  readonly issuer: string
  readonly world: World
  repository(options: RepositoryOptions): Repository
  /** Commits a whole tree of text files; its parent is the newest commit. Gives the SHA. */
  commit(repository: string, message: string, files: Readonly<Record<string, string>>, author?: string): string
  /** Creates the environment or replaces its rules. */
  environment(repository: string, name: string, rules: EnvironmentRules): void
  /** A personal token for that user, who is created when unknown. */
  tokenOf(login: string): string
  /** The token of an App that answers for a custom rule. */
  tokenOfApp(slug: string): string
  startRun(options: RunOptions): SandboxRun
  trouble(rule: Trouble): void
  clearTrouble(): void
  /** Changes the claims of OIDC tokens before they are signed. */
  alterClaims(alter: (claims: Record<string, unknown>) => Record<string, unknown>): void
  close(): Promise<void>
}

const realTime: SandboxClock = {
  now: () => new Date(),
  // A wait timer must not keep a process alive that has nothing else to do.
  sleep: (ms) => delay(ms, undefined, { ref: false }),
}

/** Starts a GitHub on loopback: REST, OIDC tokens and artifacts, driven by the functions of what is returned. */
export async function startGitHub(options: SandboxGitHubOptions = {}): Promise<SandboxGitHub> {
  const clock = options.clock ?? realTime
  const world = new World(() => clock.now())
  const troubles = new Troubles()
  const front = new HttpFront(world, troubles, options.record ?? (() => undefined))
  const listening = await front.listen(options.port ?? 0)
  const { url } = listening
  // A name under .localhost: clients take any other that is not github.com for an Enterprise Server without artifacts.
  const serverUrl = url.replace('127.0.0.1', 'github.localhost')
  const render = new Renderer({ api: url, server: serverUrl }, world)
  const actions = new Actions(world, clock)
  const issuer = new Issuer(world, url)
  const runtimeTokens = new Map<string, Job>()
  front.serve([
    ...repositoryRoutes(world, render),
    ...environmentRoutes(world, render),
    ...runRoutes(world, actions, render),
    ...issuer.routes(),
    ...new ArtifactService(world, url, runtimeTokens).routes(),
  ])

  const repositoryNamed = (name: string): Repository => {
    const repository = world.repositories.get(name)
    if (!repository) throw new Error(`there is no repository ${name}`)
    return repository
  }

  const wrapJob = ({ job, started }: { job: Job; started: Promise<Started> }): SandboxJob => {
    const token = newToken('ghs')
    world.tokens.set(token, { kind: 'job', job })
    return {
      id: String(job.id),
      name: job.name,
      job,
      token,
      started,
      status: () => job.status,
      variables() {
        const runtimeToken = issuer.runtimeToken(job)
        runtimeTokens.set(runtimeToken, job)
        return {
          ...variablesOf(job, url, serverUrl, world),
          ACTIONS_RUNTIME_TOKEN: runtimeToken,
          ACTIONS_RUNTIME_URL: `${url}/`,
          ACTIONS_RESULTS_URL: `${url}/`,
          ...(job.permissions['id-token'] === 'write' && issuer.variables(job)),
        }
      },
      finish: (conclusion, outputs) => actions.finishJob(job, conclusion, outputs),
    }
  }

  return {
    url,
    serverUrl,
    issuer: issuer.issuer,
    world,
    repository(given) {
      const [owner, name] = given.name.split('/')
      if (!owner || !name) throw new Error(`${given.name} is not owner/name`)
      const repository: Repository = {
        id: world.id(),
        owner: world.user(owner, 'Organization'),
        name,
        private: given.private ?? false,
        plan: given.plan ?? 'team',
        defaultBranch: given.defaultBranch ?? 'main',
        admins: new Set(given.admins),
        protectedBranches: new Set(given.protectedBranches),
        environments: new Map(),
        commits: new Map(),
        comments: [],
      }
      world.repositories.set(given.name, repository)
      return repository
    },
    commit(name, message, files, author = 'author') {
      const repository = repositoryNamed(name)
      const parent = [...repository.commits.keys()].at(-1)
      const sha = hash(JSON.stringify([parent, message, files, repository.commits.size]))
      const date = world.now()
      repository.commits.set(sha, {
        sha,
        ...(parent && { parent }),
        message,
        author: world.user(author).login,
        date,
        files,
      })
      return sha
    },
    environment(name, environment, rules) {
      putEnvironment(world, repositoryNamed(name), environment, rules)
      for (const reviewer of rules.reviewers ?? []) if (!reviewer.startsWith('team:')) world.user(reviewer)
    },
    tokenOf(login) {
      const token = newToken('ghp')
      world.tokens.set(token, { kind: 'user', user: world.user(login) })
      return token
    },
    tokenOfApp(slug) {
      const token = newToken('ghs')
      world.tokens.set(token, { kind: 'app', slug })
      return token
    },
    startRun(given) {
      const run = actions.startRun(given)
      return {
        id: String(run.id),
        run,
        attempt: () => run.attempts.length,
        startJob: (job) => wrapJob(actions.startJob(run, job)),
        rerun: (actor) => actions.rerun(run, actor),
        finish: () => actions.finishRun(run),
        bypass: (environment) => actions.bypass(run, environment),
        needs: (...jobs) => JSON.stringify(needsOf(run, jobs), null, 2),
      }
    },
    trouble: (rule) => troubles.add(rule),
    clearTrouble: () => troubles.clear(),
    alterClaims(alter) {
      issuer.alter = alter
    },
    close: () => listening.close(),
  }
}

function needsOf(run: Run, jobs: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    jobs.map((name) => {
      const job = run.jobs.findLast((candidate) => candidate.name === name)
      return [name, { result: job?.conclusion ?? 'skipped', outputs: job?.outputs ?? {} }]
    }),
  )
}

function variablesOf(job: Job, api: string, server: string, world: World): Record<string, string> {
  const { run } = job
  const { repository } = run
  const name = fullName(repository)
  const refName = branchOf(run)
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: api,
    GITHUB_SERVER_URL: server,
    GITHUB_GRAPHQL_URL: `${api}/graphql`,
    GITHUB_REPOSITORY: name,
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner.login,
    GITHUB_REPOSITORY_OWNER_ID: String(repository.owner.id),
    GITHUB_SHA: run.sha,
    GITHUB_REF: run.ref,
    GITHUB_REF_NAME: refName,
    GITHUB_REF_TYPE: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: String(repository.protectedBranches.has(refName)),
    GITHUB_BASE_REF: '',
    GITHUB_HEAD_REF: '',
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: String(job.attempt),
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_ACTOR: run.actor,
    GITHUB_ACTOR_ID: String(world.user(run.actor).id),
    GITHUB_TRIGGERING_ACTOR: run.attempts[job.attempt - 1]?.triggeringActor ?? run.actor,
    GITHUB_JOB: job.name,
    GITHUB_ACTION: '__self',
    GITHUB_WORKFLOW: run.workflow.name,
    GITHUB_WORKFLOW_REF: `${name}/${run.workflow.path}@${run.ref}`,
    GITHUB_WORKFLOW_SHA: run.sha,
    GITHUB_EVENT_NAME: run.event,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_ENVIRONMENT: 'github-hosted',
  }
}
