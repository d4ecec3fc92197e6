import type { Actions } from '../actions.ts'
import type { Conclusion, Job, Run } from '../world.ts'
import type { ConcurrencyGroups, Member } from './concurrency.ts'
import type { Expanded } from './expand.ts'
import { fill, holds } from './expressions.ts'
import type { Concurrency, PlannedJob } from './model.ts'

type State = 'blocked' | 'pending' | 'active' | Conclusion

interface Part {
  readonly plan: PlannedJob
  readonly parent?: Part
  readonly siblings: Part[]
  readonly children: Part[]
  state: State
  job?: Job
  member?: Member
  outputs: Readonly<Record<string, string>>
}

/** A run of a workflow file. Jobs start when what they need has ended and their concurrency groups are free. */
export class PlayedRun {
  readonly run: Run
  /** Why it did not start. */
  failure?: string
  readonly #actions: Actions
  readonly #groups: ConcurrencyGroups
  readonly #parts: Part[] = []
  readonly #github: Readonly<Record<string, unknown>>
  #member?: Member

  constructor(actions: Actions, groups: ConcurrencyGroups, run: Run, github: Readonly<Record<string, unknown>>) {
    this.#actions = actions
    this.#groups = groups
    this.run = run
    this.#github = github
  }

  /** States by the names of the jobs: `blocked` by what they need, `pending` for a group, `active`, or a conclusion. */
  states(): Record<string, State> {
    return Object.fromEntries(this.#all().map(({ plan, state }) => [plan.name, state]))
  }

  job(name: string): Job {
    const found = this.#all().find(({ plan }) => plan.name === name)?.job
    if (!found) throw new Error(`the job ${name} has not started`)
    return found
  }

  /** Ends a job that is active. */
  finish(name: string, conclusion: Conclusion, outputs: Readonly<Record<string, string>> = {}): void {
    const part = this.#all().find(({ plan }) => plan.name === name)
    if (!part || part.state !== 'active' || part.children.length > 0) throw new Error(`the job ${name} is not active`)
    part.outputs = outputs
    this.#end(part, conclusion)
  }

  /** Cancels the run. */
  cancel(why?: string): void {
    const attempt = this.run.attempts.at(-1)
    if (!attempt || attempt.ended) return
    attempt.ended = true
    if (this.#parts.every(({ state }) => state === 'blocked')) attempt.conclusion = 'cancelled'
    if (why !== undefined) attempt.annotation = why
    for (const part of this.#all()) if (part.children.length === 0 && open(part)) this.#close(part, 'cancelled')
    for (const part of this.#all().toReversed()) if (open(part)) this.#close(part, 'cancelled')
    if (this.#member) this.#groups.leave(this.#member)
  }

  start({ concurrency, jobs }: Expanded): void {
    for (const plan of jobs) this.#parts.push(partOf(plan, this.#parts))
    if (!concurrency) return this.#advance()
    const attempt = this.run.attempts.at(-1)
    if (attempt) attempt.held = true
    const member: Member = {
      run: this.run,
      acquired: () => {
        if (attempt) attempt.held = false
        this.#advance()
      },
      cancelled: (why) => this.cancel(why),
    }
    this.#member = member
    this.#groups.enter(this.#filled(concurrency, {}), member)
  }

  #all(parts: readonly Part[] = this.#parts): Part[] {
    return parts.flatMap((part) => [part, ...this.#all(part.children)])
  }

  #filled(concurrency: Concurrency, inputs: Readonly<Record<string, string>>): Concurrency {
    return { ...concurrency, group: fill(concurrency.group, { github: this.#github, inputs }) }
  }

  /** Starts, or skips, all jobs that nothing blocks any more; ends the run when all have ended. */
  #advance(): void {
    for (const part of this.#all()) {
      if (part.state !== 'blocked' || (part.parent && part.parent.state !== 'active')) continue
      const needed = part.siblings.filter(({ plan }) => part.plan.file.needs.includes(plan.file.key))
      if (needed.some(open)) continue
      this.#enter(part, needed)
    }
    if (this.run.attempts.at(-1)?.ended || this.#parts.some(open)) return
    this.#actions.finishRun(this.run)
    if (this.#member) this.#groups.leave(this.#member)
  }

  #enter(part: Part, needed: readonly Part[]): void {
    const { file, inputs } = part.plan
    const results = {
      failed: needed.some(({ state }) => state !== 'success'),
      cancelled: needed.some(({ state }) => state === 'cancelled'),
    }
    const needs = Object.fromEntries(
      needed.map(({ plan, state, outputs }) => [plan.file.key, { result: state, outputs }]),
    )
    if (!holds(file.condition, { github: this.#github, inputs, needs }, results)) return this.#end(part, 'skipped')
    const concurrency = file.concurrency ?? part.plan.called?.concurrency
    part.state = 'pending'
    if (part.children.length === 0) part.job = this.#actions.startJob(this.run, this.#optionsOf(part)).job
    if (!concurrency) return this.#begin(part)
    const member: Member = {
      run: this.run,
      job: part.plan.name,
      acquired: () => this.#begin(part),
      cancelled: (why) => {
        if (part.job) part.job.annotation = why
        for (const child of this.#all(part.children)) if (open(child)) this.#close(child, 'cancelled')
        this.#end(part, 'cancelled')
      },
    }
    part.member = member
    const above = [...ancestors(part), this.#member].filter((each) => each !== undefined)
    this.#groups.enter(this.#filled(concurrency, inputs), member, above)
  }

  #optionsOf({ plan }: Part): Parameters<Actions['startJob']>[1] {
    const { environment } = plan.file
    return {
      name: plan.name,
      permissions: plan.permissions,
      workflowRef: plan.workflowRef,
      held: true,
      ...(environment !== undefined && {
        environment: fill(environment, { github: this.#github, inputs: plan.inputs }),
      }),
    }
  }

  #begin(part: Part): void {
    part.state = 'active'
    if (part.job) this.#actions.release(part.job)
    else this.#advance()
  }

  #close(part: Part, conclusion: Conclusion): void {
    part.state = conclusion
    if (part.job && part.job.status !== 'completed') this.#actions.finishJob(part.job, conclusion, part.outputs)
    if (part.member) this.#groups.leave(part.member)
  }

  #end(part: Part, conclusion: Conclusion): void {
    this.#close(part, conclusion)
    for (const child of part.children) if (open(child)) this.#close(child, conclusion)
    const { parent } = part
    if (parent?.state === 'active' && parent.children.every((child) => !open(child))) {
      const states = parent.children.map(({ state }) => state)
      const worst = (['failure', 'cancelled'] as const).find((state) => states.includes(state))
      return this.#end(parent, worst ?? 'success')
    }
    this.#advance()
  }
}

function open({ state }: Part): boolean {
  return state === 'blocked' || state === 'pending' || state === 'active'
}

function partOf(plan: PlannedJob, siblings: Part[], parent?: Part): Part {
  const part: Part = { plan, siblings, children: [], state: 'blocked', outputs: {}, ...(parent && { parent }) }
  for (const each of plan.called?.jobs ?? []) part.children.push(partOf(each, part.children, part))
  return part
}

function ancestors({ parent }: Part): (Member | undefined)[] {
  return parent ? [parent.member, ...ancestors(parent)] : []
}
