import type { Actions, Started } from '../runs/actions.ts'
import type { Conclusion, Job, Run } from '../world.ts'
import type { ConcurrencyGroups, Member } from './concurrency.ts'
import { fill, holds, type Contexts } from './expressions.ts'
import type { CalledWorkflow, Concurrency, PlannedJob } from './model.ts'

type Texts = Readonly<Record<string, string>>
type State = 'blocked' | 'pending' | 'active' | Conclusion

interface Part {
  readonly plan: PlannedJob
  readonly parent?: Part
  readonly siblings: Part[]
  readonly children: Part[]
  state: State
  job?: Job
  started?: Promise<Started>
  member?: Member
  outputs: Texts
  environmentUrl?: string | undefined
  /** Inputs of the workflow that it calls. */
  given: Texts
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
  #inputs: Texts = {}
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
    return this.started(name).job
  }

  /** A job that has been created. `started` resolves when the rules of its environment have passed or rejected it. */
  started(name: string): { readonly job: Job; readonly started: Promise<Started> } {
    const { job, started } = this.#all().find(({ plan }) => plan.name === name) ?? {}
    if (!job || !started) throw new Error(`the job ${name} has not started`)
    return { job, started }
  }

  /** Jobs with steps, in the order of the files. */
  names(): string[] {
    return this.#ofSteps(() => true)
  }

  /** Of these, those whose steps run, or wait for an environment only. */
  active(): string[] {
    return this.#ofSteps(({ state }) => state === 'active')
  }

  /** A job as its workflow file has it, and the values of the contexts that its expressions may use. */
  plan(name: string): { readonly plan: PlannedJob; readonly contexts: Contexts } {
    const part = this.#all().find(({ plan }) => plan.name === name)
    if (!part) throw new Error(`there is no job ${name}`)
    return { plan: part.plan, contexts: this.#contextsOf(part) }
  }

  /** Ends a job that is active. */
  finish(name: string, conclusion: Conclusion, outputs: Texts = {}, environmentUrl?: string): void {
    const part = this.#all().find(({ plan }) => plan.name === name)
    if (!part || part.state !== 'active' || part.children.length > 0) throw new Error(`the job ${name} is not active`)
    part.outputs = outputs
    part.environmentUrl = environmentUrl
    this.#end(part, conclusion)
  }

  /**
   * Starts another attempt, as "Re-run failed jobs" does: jobs that have not succeeded run again, and those that need one
   * of them. The others keep results and outputs. `all`: every job; `job`: that job and those that need it as well.
   */
  rerun(actor: string, { all = false, job }: { readonly all?: boolean; readonly job?: string } = {}): void {
    if (this.run.attempts.at(-1)?.ended !== true) throw new Error('the attempt before has not ended')
    this.#actions.rerun(this.run, actor)
    const again = (part: Part): boolean => {
      const named = all || part.plan.name === job
      return named || part.state !== 'success' || part.children.some(again) || neededBy(part).some(again)
    }
    const parts = this.#all().filter((part) => again(part) || (part.parent && needsAgain(part.parent, again)))
    for (const part of parts) {
      Object.assign(part, { state: 'blocked', outputs: {}, given: {}, environmentUrl: undefined })
      for (const key of ['job', 'started', 'member'] as const) delete part[key]
    }
    this.#advance()
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

  start({ concurrency, defaults, jobs }: CalledWorkflow, inputs: Texts): void {
    this.#inputs = { ...defaults, ...inputs }
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
    this.#groups.enter(this.#filled(concurrency, { github: this.#github, inputs: this.#inputs }), member)
  }

  #all(parts: readonly Part[] = this.#parts): Part[] {
    return parts.flatMap((part) => [part, ...this.#all(part.children)])
  }

  #ofSteps(wanted: (part: Part) => boolean): string[] {
    return this.#all().flatMap((part) => (part.children.length === 0 && wanted(part) ? [part.plan.name] : []))
  }

  #filled(concurrency: Concurrency, contexts: Contexts): Concurrency {
    return { ...concurrency, group: fill(concurrency.group, contexts) }
  }

  #contextsOf(part: Part): Contexts {
    return {
      github: this.#github,
      inputs: part.parent?.given ?? this.#inputs,
      needs: resultsOf(neededBy(part)),
    }
  }

  /** Starts, or skips, all jobs that nothing blocks any more; ends the run when all have ended. */
  #advance(): void {
    for (const part of this.#all()) {
      if (part.state !== 'blocked' || (part.parent && part.parent.state !== 'active')) continue
      const needed = neededBy(part)
      if (needed.some(open)) continue
      this.#enter(part, needed)
    }
    if (this.run.attempts.at(-1)?.ended || this.#parts.some(open)) return
    this.#actions.finishRun(this.run)
    if (this.#member) this.#groups.leave(this.#member)
  }

  #enter(part: Part, needed: readonly Part[]): void {
    const { file, called } = part.plan
    const contexts = this.#contextsOf(part)
    const results = {
      failed: needed.some(({ state }) => state !== 'success'),
      cancelled: needed.some(({ state }) => state === 'cancelled'),
    }
    if (!holds(file.condition, contexts, results)) return this.#end(part, 'skipped')
    part.given = { ...called?.defaults, ...filled(file.inputs, contexts) }
    const concurrency = file.concurrency
      ? this.#filled(file.concurrency, contexts)
      : called?.concurrency && this.#filled(called.concurrency, { ...contexts, inputs: part.given })
    part.state = 'pending'
    if (part.children.length === 0) this.#create(part, contexts)
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
    this.#groups.enter(concurrency, member, above)
  }

  #create(part: Part, contexts: Contexts): void {
    const { name, permissions, workflowRef, file } = part.plan
    const { environment } = file
    const { job, started } = this.#actions.startJob(this.run, {
      name,
      permissions,
      workflowRef,
      held: true,
      ...(environment !== undefined && { environment: fill(environment, contexts) }),
    })
    Object.assign(part, { job, started })
    void this.#endUnlessStarted(part, { job, started })
  }

  /** The rules of an environment may reject a job. */
  async #endUnlessStarted(
    part: Part,
    created: { readonly job: Job; readonly started: Promise<Started> },
  ): Promise<void> {
    const how = await created.started
    if (how !== 'started' && part.job === created.job && open(part)) this.#end(part, 'failure')
  }

  #begin(part: Part): void {
    part.state = 'active'
    if (part.job) this.#actions.release(part.job)
    else this.#advance()
  }

  #close(part: Part, conclusion: Conclusion): void {
    part.state = conclusion
    if (part.job && part.job.status !== 'completed')
      this.#actions.finishJob(part.job, conclusion, part.outputs, part.environmentUrl)
    if (part.member) this.#groups.leave(part.member)
  }

  #end(part: Part, conclusion: Conclusion): void {
    this.#close(part, conclusion)
    for (const child of part.children) if (open(child)) this.#close(child, conclusion)
    const { parent } = part
    if (parent?.state === 'active' && parent.children.every((child) => !open(child))) {
      const states = parent.children.map(({ state }) => state)
      const worst = (['failure', 'cancelled'] as const).find((state) => states.includes(state))
      const { plan, given: inputs } = parent
      parent.outputs = filled(plan.called?.outputs ?? {}, {
        github: this.#github,
        inputs,
        jobs: resultsOf(parent.children),
      })
      return this.#end(parent, worst ?? 'success')
    }
    this.#advance()
  }
}

function open({ state }: Part): boolean {
  return state === 'blocked' || state === 'pending' || state === 'active'
}

function partOf(plan: PlannedJob, siblings: Part[], parent?: Part): Part {
  const part: Part = {
    plan,
    siblings,
    children: [],
    state: 'blocked',
    outputs: {},
    given: {},
    ...(parent && { parent }),
  }
  for (const each of plan.called?.jobs ?? []) part.children.push(partOf(each, part.children, part))
  return part
}

function neededBy({ plan: { file }, siblings }: Part): Part[] {
  return siblings.filter(({ plan }) => file.needs.includes(plan.file.key))
}

/** Whether it waits for a job that runs again. */
function needsAgain(part: Part, again: (part: Part) => boolean): boolean {
  return neededBy(part).some(again) || (part.parent !== undefined && needsAgain(part.parent, again))
}

/** The contexts `needs` and `jobs`. */
function resultsOf(parts: readonly Part[]): Record<string, { result: string; outputs: Texts }> {
  return Object.fromEntries(parts.map(({ plan, state, outputs }) => [plan.file.key, { result: state, outputs }]))
}

function filled(texts: Texts, contexts: Contexts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, contexts)]))
}

function ancestors({ parent }: Part): (Member | undefined)[] {
  return parent ? [parent.member, ...ancestors(parent)] : []
}
