import { randomUUID } from 'node:crypto'
import type { SandboxClock } from '../../contract.ts'
import { addStatus, createDeployment } from '../deployments/deployments.ts'
import { putEnvironment } from '../rest-environments.ts'
import {
  fullName,
  matchesRef,
  rulesAreEnforced,
  type Conclusion,
  type Environment,
  type Job,
  type Permissions,
  type Run,
  type World,
} from '../world.ts'

export interface RunOptions {
  /** `OWNER/NAME`. */
  readonly repository: string
  readonly sha: string
  /** Default: the default branch. */
  readonly ref?: string
  readonly event?: string
  readonly actor: string
  readonly workflow?: { readonly name: string; readonly path: string }
}

export interface JobOptions {
  /** The key of the job in its workflow. */
  readonly name: string
  readonly environment?: string
  readonly permissions?: Permissions
  /** The reusable workflow of the job, `owner/repo/path@ref`; default: the workflow of the run. */
  readonly workflowRef?: string
  /** Whether it waits for its concurrency group first, until it is released. */
  readonly held?: boolean
}

export type Started = 'started' | 'rejected' | 'refused' | 'cancelled'

interface Gate {
  /** What the job still waits for. */
  readonly waitsFor: Set<string>
  readonly settle: (how: Started) => void
}

const REVIEW = 'review'
const TIMER = 'timer'

/** Workflow runs, their attempts and jobs, with the protection rules of environments. */
export class Actions {
  readonly #world: World
  readonly #clock: SandboxClock
  readonly #server: string
  readonly #gates = new Map<Job, Gate>()
  #runs = 16_000_000_000

  constructor(world: World, clock: SandboxClock, server: string) {
    this.#world = world
    this.#clock = clock
    this.#server = server
  }

  startRun(options: RunOptions): Run {
    const repository = this.#world.repositories.get(options.repository)
    if (!repository) throw new Error(`there is no repository ${options.repository}`)
    if (!repository.commits.has(options.sha)) throw new Error(`there is no commit ${options.sha}`)
    const number = [...this.#world.runs.values()].filter((run) => run.repository === repository).length + 1
    const now = this.#world.now()
    const run: Run = {
      id: (this.#runs += 1_013),
      number,
      backendId: randomUUID(),
      repository,
      sha: options.sha,
      ref: options.ref ?? `refs/heads/${repository.defaultBranch}`,
      event: options.event ?? 'push',
      workflow: { name: 'Release', path: '.github/workflows/release.yml', ...options.workflow, id: 101 },
      actor: options.actor,
      attempts: [{ number: 1, triggeringActor: options.actor, startedAt: now }],
      jobs: [],
      reviews: [],
      createdAt: now,
    }
    this.#world.runs.set(run.id, run)
    return run
  }

  /**
   * Starts another attempt of a run. The commit and the actor stay; the triggering actor is the user who re-runs it.
   */
  rerun(run: Run, triggeringActor: string): number {
    const number = run.attempts.length + 1
    run.attempts.push({ number, triggeringActor, startedAt: this.#world.now() })
    return number
  }

  finishRun(run: Run): void {
    const attempt = run.attempts.at(-1)
    if (attempt) attempt.ended = true
  }

  /** Creates a job. `started` resolves when the protection rules of its environment have passed or rejected it. */
  startJob(run: Run, options: JobOptions): { job: Job; started: Promise<Started> } {
    const attempt = run.attempts.length
    const { environment: name } = options
    const job: Job = {
      id: this.#world.id() + 40_000_000_000,
      backendId: randomUUID(),
      name: options.name,
      run,
      attempt,
      ...(name !== undefined && { environment: name }),
      permissions: options.permissions ?? { contents: 'read' },
      workflowRef:
        options.workflowRef ?? `${run.repository.owner.login}/${run.repository.name}/${run.workflow.path}@${run.ref}`,
      createdAt: this.#world.now(),
      status: options.held === true ? 'pending' : 'waiting',
      outputs: {},
    }
    run.jobs.push(job)
    const { promise: started, resolve: settle } = Promise.withResolvers<Started>()
    const gate: Gate = { waitsFor: new Set(), settle }
    this.#gates.set(job, gate)
    if (options.held !== true) this.release(job)
    return { job, started }
  }

  /** Lets a job go on to the protection rules of its environment, and start when they have passed. */
  release(job: Job): void {
    const gate = this.#gates.get(job)
    if (!gate) return
    job.status = 'waiting'
    if (job.environment !== undefined) this.#enter(job, gate, job.environment)
    if (job.status === 'waiting' && gate.waitsFor.size === 0) this.#begin(job, gate)
  }

  /** Applies a review to all jobs of the run that wait for the environment. */
  review(
    run: Run,
    environments: readonly Environment[],
    state: 'approved' | 'rejected',
    user: string,
    comment: string,
  ): Job[] {
    run.reviews.push({ attempt: run.attempts.length, environments, state, user, comment })
    const touched = this.#waiting(
      run,
      environments.map(({ name }) => name),
      REVIEW,
    )
    for (const { job, gate } of touched) {
      if (state === 'approved') this.#pass(job, gate, REVIEW)
      else this.#end(job, gate, 'failure', 'rejected', `The deployment was rejected by ${user}.`)
    }
    return touched.map(({ job }) => job)
  }

  /** Applies the decision of an App's custom protection rule. */
  answerRule(run: Run, environment: string, app: string, state: 'approved' | 'rejected'): void {
    for (const { job, gate } of this.#waiting(run, [environment], app)) {
      if (state === 'approved') this.#pass(job, gate, app)
      else this.#end(job, gate, 'failure', 'rejected', `The deployment was rejected by ${app}.`)
    }
  }

  /** Starts the waiting jobs as an administrator who bypasses the rules, without a review. */
  bypass(run: Run, environment: string): void {
    for (const [job, gate] of this.#gates) {
      if (job.run !== run || job.environment !== environment || job.status !== 'waiting') continue
      gate.waitsFor.clear()
      this.#begin(job, gate)
    }
  }

  /** @param url of its environment, as GitHub makes it from `environment.url` when the steps have ended */
  finishJob(job: Job, conclusion: Conclusion, outputs: Readonly<Record<string, string>> = {}, url?: string): void {
    const gate = this.#gates.get(job)
    if ((job.status === 'waiting' || job.status === 'pending') && gate) {
      return this.#end(job, gate, conclusion, 'cancelled')
    }
    job.outputs = outputs
    job.status = 'completed'
    job.conclusion = conclusion
    job.completedAt = this.#world.now()
    this.#deploymentIs(job, conclusion === 'success' ? 'success' : 'failure', url)
  }

  waitsForReview(job: Job): boolean {
    return this.#gates.get(job)?.waitsFor.has(REVIEW) === true && job.status === 'waiting'
  }

  waitsForTimer(job: Job): boolean {
    return this.#gates.get(job)?.waitsFor.has(TIMER) === true && job.status === 'waiting'
  }

  /** Creates the environment of a job without protection rules if it does not exist. */
  #enter(job: Job, gate: Gate, name: string): void {
    const { repository, ref } = job.run
    const environment = repository.environments.get(name) ?? putEnvironment(this.#world, repository, name, {})
    const { rules } = environment
    job.deployment = this.#deployment(job, environment)
    if (!refMayUse(job.run, environment)) {
      const branch = ref.replace(/^refs\/(heads|tags)\//, '')
      const why = `${ref.startsWith('refs/tags/') ? 'Tag' : 'Branch'} "${branch}" is not allowed to deploy to ${name} due to environment protection rules.`
      this.#end(job, gate, 'failure', 'refused', why)
      return
    }
    if (!rulesAreEnforced(repository)) return
    if (rules.reviewers?.length) gate.waitsFor.add(REVIEW)
    for (const app of rules.customRules ?? []) gate.waitsFor.add(app)
    if (rules.waitTimerMinutes) {
      gate.waitsFor.add(TIMER)
      void this.#clock.sleep(rules.waitTimerMinutes * 60_000).then(() => this.#pass(job, gate, TIMER))
    }
    if (gate.waitsFor.size > 0) this.#deploymentIs(job, 'waiting')
  }

  #deployment(job: Job, environment: Environment): NonNullable<Job['deployment']> {
    const { repository, sha, ref, actor: creator } = job.run
    return createDeployment(this.#world, repository, {
      sha,
      ref: ref.replace(/^refs\/heads\//, ''),
      environment: environment.name,
      creator,
    })
  }

  #deploymentIs(job: Job, state: string, url?: string): void {
    const { deployment, run } = job
    if (!deployment) return
    const logUrl = `${this.#server}/${fullName(run.repository)}/actions/runs/${run.id}/job/${job.id}`
    addStatus(this.#world, run.repository, deployment, { state, logUrl, ...(url && { environmentUrl: url }) })
  }

  #waiting(run: Run, environments: readonly string[], on: string): { job: Job; gate: Gate }[] {
    return [...this.#gates]
      .filter(([job, gate]) => job.run === run && environments.includes(job.environment ?? '') && gate.waitsFor.has(on))
      .map(([job, gate]) => ({ job, gate }))
  }

  #pass(job: Job, gate: Gate, what: string): void {
    gate.waitsFor.delete(what)
    if (gate.waitsFor.size === 0 && job.status === 'waiting') this.#begin(job, gate)
  }

  #begin(job: Job, gate: Gate): void {
    job.status = 'in_progress'
    job.startedAt = this.#world.now()
    this.#deploymentIs(job, 'in_progress')
    gate.settle('started')
  }

  #end(job: Job, gate: Gate, conclusion: Conclusion, how: Started, annotation?: string): void {
    gate.waitsFor.clear()
    job.status = 'completed'
    job.conclusion = conclusion
    job.completedAt = this.#world.now()
    if (annotation !== undefined) job.annotation = annotation
    this.#deploymentIs(job, 'failure')
    gate.settle(how)
  }
}

function refMayUse(run: Run, environment: Environment): boolean {
  const { branches } = environment.rules
  if (branches === undefined) return true
  const { protectedBranches } = run.repository
  const name = run.ref.replace(/^refs\/(heads|tags)\//, '')
  const tag = run.ref.startsWith('refs/tags/')
  // "Protected branches only" allows every branch when no branch is protected.
  if (branches === 'protected') return protectedBranches.size === 0 || (!tag && protectedBranches.has(name))
  return branches.some((pattern) =>
    pattern.startsWith('tag:')
      ? tag && matchesRef(pattern.slice('tag:'.length), name)
      : !tag && matchesRef(pattern, name),
  )
}
