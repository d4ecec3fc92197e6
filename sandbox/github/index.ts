import { setTimeout as delay } from 'node:timers/promises'
import type { SandboxClock } from '../contract.ts'
import { Actions, type JobOptions, type RunOptions, type Started } from './runs/actions.ts'
import { ArtifactService } from './artifacts/artifact-service.ts'
import { Blobs } from './artifacts/blobs.ts'
import { archiveRoutes } from './repositories/archives.ts'
import { artifactRoutes } from './artifacts/rest-artifacts.ts'
import { attestationRoutes } from './attestations/rest-attestations.ts'
import { Sigstore, type Instance } from './attestations/sigstore.ts'
import { checkRunRoutes } from './checks/rest-check-runs.ts'
import { checkSuiteRoutes } from './checks/rest-check-suites.ts'
import { statusRoutes } from './checks/rest-statuses.ts'
import { commentRoutes } from './comments/rest-comments.ts'
import { deploymentStatusRoutes } from './deployments/rest-deployment-statuses.ts'
import { deploymentRoutes } from './deployments/rest-deployments.ts'
import { needsOf, variablesOf } from './runs/job-variables.ts'
import { subjectRoutes } from './oidc/subjects.ts'
import { Issuer, newToken } from './oidc/oidc.ts'
import { peopleRoutes } from './people/rest-people.ts'
import { createTeam, type TeamOptions } from './people/teams.ts'
import type { PullRequest } from './pulls/model.ts'
import { Pulls, type NewPull } from './pulls/pulls.ts'
import { gitRoutes } from './repositories/rest-git.ts'
import { pullReviewRoutes } from './pulls/rest-pull-reviews.ts'
import { pullRoutes } from './pulls/rest-pulls.ts'
import { timelineRoutes } from './pulls/rest-timeline.ts'
import { Renderer } from './render.ts'
import {
  createRepository,
  moveBranch,
  pushCommit,
  repositoryNamed,
  type CommitOptions,
  type RepositoryOptions,
} from './repositories/repositories.ts'
import { environmentRoutes, putEnvironment } from './rest-environments.ts'
import { repositoryRoutes } from './repositories/rest-repository.ts'
import { reviewRoutes } from './runs/rest-reviews.ts'
import { runRoutes } from './runs/rest-runs.ts'
import type { Route } from './server/router.ts'
import { ENTERPRISE_PATH, type Edition } from './edition.ts'
import { ApiServer } from './server/server.ts'
import type { Exchange } from './server/traffic.ts'
import { Troubles, type Trouble } from './server/trouble.ts'
import type { PlayedRun } from './workflows/played-run.ts'
import { WorkflowPlayer, type WorkflowOptions } from './workflows/player.ts'
import { concurrencyRoutes } from './workflows/rest-concurrency.ts'
import { World, type Conclusion, type EnvironmentRules, type Job, type Repository, type Run } from './world.ts'

export type { Started } from './runs/actions.ts'
export type { RepositoryOptions } from './repositories/repositories.ts'
export type { Exchange } from './server/traffic.ts'
export type { Trouble } from './server/trouble.ts'
export type { PlayedRun } from './workflows/played-run.ts'
export type { EnvironmentRules, Permissions } from './world.ts'

export interface SandboxGitHubOptions {
  /** Default: any free port. */
  readonly port?: number
  /** Ends each connection after its first request, so that a client of the next server at this port has no old one. */
  readonly endConnections?: boolean
  /** Default: real time. */
  readonly clock?: SandboxClock
  /** Default: github.com. */
  readonly edition?: Edition
  /** The issuer that OIDC tokens name. Default: the URL at which its keys are. */
  readonly issuer?: string
  /** Called for each exchange, with secrets masked. */
  readonly record?: (exchange: Exchange) => void
}

/** A workflow run. The caller starts its jobs. */
export interface SandboxRun {
  readonly id: string
  readonly run: Run
  /** The current attempt. */
  attempt(): number
  startJob(options: JobOptions): SandboxJob
  /** Starts another attempt, as "Re-run jobs" does. Jobs that are not started again keep their results. */
  rerun(actor: string): number
  /** Ends the attempt: no other job will start. */
  finish(): void
  /** Starts the waiting jobs of an environment as an administrator; no review is recorded. */
  bypass(environment: string): void
  /** The value of `toJSON(needs)` for a job that needs these jobs: the newest result and outputs of each. */
  needs(...jobs: string[]): string
}

/** A job, with what the runner passes to its steps. */
export interface SandboxJob {
  readonly id: string
  readonly name: string
  readonly job: Job
  /** GITHUB_TOKEN, the value of `github.token`. */
  readonly token: string
  /** Resolves when the protection rules of its environment have passed or rejected it. */
  readonly started: Promise<Started>
  /** `waiting`, `in_progress`, `completed`. */
  status(): string
  /** GITHUB_* and ACTIONS_* variables, without those for the runner's folders and files. */
  variables(): Record<string, string>
  /** Ends the job. Outputs with masked values, which GitHub drops, must already be removed. */
  finish(conclusion: Conclusion, outputs?: Readonly<Record<string, string>>, environmentUrl?: string): void
}

export interface SandboxGitHub {
  /** URL of the REST API, and origin of the OIDC and artifact services. */
  readonly url: string
  /** Replaces https://github.com in links and in GITHUB_SERVER_URL. */
  readonly serverUrl: string
  /** Issuer of OIDC tokens. */
  readonly issuer: string
  /** Its keys are at `/.well-known/jwks` of this URL. */
  readonly issuerUrl: string
  readonly world: World
  /** All routes, for the judges of the sandbox. */
  readonly routes: readonly Route[]
  repository(options: RepositoryOptions): Repository
  /** Commits a complete tree of text files on a branch, the default branch first of all. @returns the SHA */
  commit(
    repository: string,
    message: string,
    files: Readonly<Record<string, string>>,
    author?: string,
    more?: CommitOptions,
  ): string
  /** Makes a tag, or moves it to a commit. */
  tag(repository: string, name: string, sha: string): void
  /** Makes a branch, or moves it to a commit; where that is no descendant, this is a force push. */
  moveBranch(repository: string, branch: string, sha: string, by: string): void
  /** Opens a pull request of a branch. */
  openPull(repository: string, pull: NewPull): PullRequest
  /** Makes a team of an organization, with its members and the repositories that it has a role in. */
  team(organization: string, slug: string, team: TeamOptions): void
  /** Creates the environment or replaces its rules. */
  environment(repository: string, name: string, rules: EnvironmentRules): void
  /** A personal token of a user, who is created if unknown. */
  tokenOf(login: string): string
  /** The token of an App that decides for a custom protection rule. */
  tokenOfApp(slug: string): string
  startRun(options: RunOptions): SandboxRun
  /** Executes a workflow file of a commit, with the workflows that it calls; the caller ends its jobs. */
  playWorkflow(options: WorkflowOptions): Promise<PlayedRun>
  /** The run of an executed workflow. Only the workflow starts its jobs. */
  runOf(played: PlayedRun): Omit<SandboxRun, 'startJob' | 'rerun'>
  /** A job that the workflow has started, by its full name. The workflow continues when the job is finished. */
  jobOf(played: PlayedRun, name: string): SandboxJob
  /** URLs of an instance of Sigstore, for clients. */
  sigstore(instance: Instance): { readonly fulcio: string; readonly rekor: string; readonly tsa: string }
  /** The data that verify the signatures of an instance: a trusted root, as JSON. */
  trustedRoot(instance: Instance): Promise<unknown>
  trouble(rule: Trouble): void
  clearTrouble(): void
  /** Changes the claims of OIDC tokens before they are signed. */
  alterClaims(alter: (claims: Record<string, unknown>) => Record<string, unknown>): void
  close(): Promise<void>
}

const realTime: SandboxClock = {
  now: () => new Date(),
  // A wait timer does not keep the process alive.
  sleep: (ms) => delay(ms, undefined, { ref: false }),
}

/** Starts GitHub on loopback: REST API, OIDC tokens and artifacts. The returned functions control it. */
export async function startGitHub(options: SandboxGitHubOptions = {}): Promise<SandboxGitHub> {
  const clock = options.clock ?? realTime
  const world = new World(() => clock.now())
  const troubles = new Troubles()
  const { edition = 'github.com' } = options
  const enterprise = edition === 'enterprise-server'
  const front = new ApiServer(world, troubles, options.record, edition)
  const listening = await front.listen(options.port ?? 0, options.endConnections)
  const { url: origin } = listening
  const url = origin + (enterprise ? ENTERPRISE_PATH : '')
  // A name under .localhost, since clients treat other hosts as a GitHub Enterprise Server without artifacts.
  const serverUrl = enterprise ? origin : origin.replace('127.0.0.1', 'github.localhost')
  const render = new Renderer({ api: url, server: serverUrl }, world)
  const actions = new Actions(world, clock, serverUrl)
  const issuer = new Issuer(world, origin, options.issuer)
  const runtimeTokens = new Map<string, Job>()
  const player = new WorkflowPlayer(world, actions, edition)
  const blobs = new Blobs(world, origin)
  const sigstore = new Sigstore((token) => issuer.verify(token))
  const routes = [
    ...repositoryRoutes(world, render),
    ...gitRoutes(world, render),
    ...archiveRoutes(world, origin),
    ...environmentRoutes(world, render),
    ...runRoutes(world, render),
    ...reviewRoutes(world, actions, render),
    ...deploymentRoutes(world, render),
    ...deploymentStatusRoutes(world, render),
    ...checkRunRoutes(world, render),
    ...checkSuiteRoutes(world, render),
    ...statusRoutes(world, render),
    ...commentRoutes(world, render),
    ...pullRoutes(world, render),
    ...pullReviewRoutes(world, render),
    ...timelineRoutes(world, render),
    ...peopleRoutes(world, render),
    ...issuer.routes(),
    ...artifactRoutes(world, render, blobs),
    ...blobs.routes(),
    ...subjectRoutes(world),
    ...(enterprise
      ? []
      : [
          ...new ArtifactService(world, blobs, runtimeTokens).routes(),
          ...concurrencyRoutes(world, render, player),
          ...attestationRoutes(world, render),
          ...sigstore.routes(),
        ]),
  ]
  front.serve(routes)

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
          ACTIONS_RUNTIME_URL: `${origin}/`,
          ...(!enterprise && { ACTIONS_RESULTS_URL: `${origin}/` }),
          ...(job.permissions['id-token'] === 'write' && issuer.variables(job)),
        }
      },
      finish: (conclusion, outputs, address) => actions.finishJob(job, conclusion, outputs, address),
    }
  }

  const wrapRun = (run: Run): Omit<SandboxRun, 'startJob' | 'rerun'> => ({
    id: String(run.id),
    run,
    attempt: () => run.attempts.length,
    finish: () => actions.finishRun(run),
    bypass: (environment) => actions.bypass(run, environment),
    needs: (...jobs) => JSON.stringify(needsOf(run, jobs), null, 2),
  })

  return {
    url,
    serverUrl,
    issuer: issuer.issuer,
    issuerUrl: issuer.url,
    world,
    routes,
    repository: (given) => createRepository(world, given),
    commit: (name, message, files, author = 'author', more = {}) =>
      pushCommit(world, repositoryNamed(world, name), { message, files, author, ...more }),
    tag: (name, tag, sha) => void repositoryNamed(world, name).tags.set(tag, sha),
    moveBranch: (name, branch, sha, by) => moveBranch(world, repositoryNamed(world, name), branch, sha, by),
    openPull: (name, pull) => new Pulls(world, repositoryNamed(world, name)).open(pull),
    team: (organization, slug, team) => createTeam(world, organization, slug, team),
    environment(name, environment, rules) {
      putEnvironment(world, repositoryNamed(world, name), environment, rules)
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
        ...wrapRun(run),
        startJob: (job) => wrapJob(actions.startJob(run, job)),
        rerun: (actor) => actions.rerun(run, actor),
      }
    },
    sigstore: (instance) => sigstore.urls(origin, instance),
    trustedRoot: (instance) => sigstore.trustedRoot(instance),
    playWorkflow: (given) => player.play(given),
    runOf: ({ run }) => wrapRun(run),
    jobOf: (played, name) => ({
      ...wrapJob(played.started(name)),
      finish: (conclusion, outputs, address) => played.finish(name, conclusion, outputs, address),
    }),
    trouble: (rule) => troubles.add(rule),
    clearTrouble: () => troubles.clear(),
    alterClaims(alter) {
      issuer.alter = alter
    },
    close: () => listening.close(),
  }
}
