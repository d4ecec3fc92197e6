import type { Finding } from '../../evidence/finding.ts'
import { verdictOf } from '../../evidence/verdict.ts'
import type { Clock, Log } from '../../support/runtime.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'

/** One stack or deployment that is brought to the release. */
export interface Step {
  /** `stack/web` */
  readonly subject: string
  /** `stack web-preprod` */
  readonly title: string
  /** Subjects of the steps that must have passed before; others than those of the steps count as passed. */
  readonly needs: readonly string[]
  /** Milliseconds that it took in the last release, where that is known. */
  readonly usual: number | undefined
  /** Rejects where there is no answer. */
  readonly act: (log: Log) => Promise<readonly Finding[]>
}

/** Operations at one time; each is followed by a few calls a minute, and calls of a client share one rate. */
export const MOST_AT_ONCE = 50

interface World {
  readonly clock: Clock
  readonly log: Log
  readonly cancelled: AbortSignal
  /** Why nothing more is to be started; undefined while there is no reason. */
  readonly stopped: () => string | undefined
  /** Called when a step starts and ends, with the titles of those that run. */
  readonly running: (steps: readonly Step[]) => void
  readonly ended: (step: Step, findings: readonly Finding[]) => void
}

/** What became of the steps. */
export interface StepsDone {
  /** Why steps were not started; undefined where all were. */
  readonly failed: string | undefined
  /** Those that were not started. */
  readonly left: readonly Step[]
  /** The first that rejected. */
  readonly error?: { readonly reason: unknown }
}

/**
 * Runs steps, each when those that it needs have passed, and as many at a time as may be. After the first that does not
 * pass, those that run go on to their end, and none is started any more. Steps of a chain have a fold of the log each;
 * where steps may run side by side, each line begins with its step.
 */
export async function runSteps(steps: readonly Step[], world: World): Promise<StepsDone> {
  if (isChain(steps)) return new Schedule(steps, world, (step, place) => inFold(step, place, world)).run()
  const count = `${plural(steps.length, 'stack or deployment', 'stacks and deployments')}, side by side`
  return world.log.group(count, () => new Schedule(steps, world, (step, place) => inLines(step, place, world)).run())
}

/** Pure: whether each step needs the one before it, directly or by others. */
export function isChain(steps: readonly Step[]): boolean {
  const needs = new Map(steps.map(({ subject, needs: its }) => [subject, its]))
  const leads = (from: string, to: string): boolean => {
    // Each step once: the number of ways through a dense graph grows exponentially.
    const reached = new Set([from])
    for (const each of reached) for (const next of needs.get(each) ?? []) reached.add(next)
    return reached.has(to)
  }
  return steps.every((step, at) => at === 0 || leads(step.subject, steps[at - 1]?.subject ?? ''))
}

/** Where a step stands among the others. */
interface Standing {
  readonly number: number
  readonly of: number
  /** Others that run. */
  readonly beside: () => number
  readonly ended: () => number
}

type Act = (step: Step, standing: Standing) => Promise<readonly Finding[]>

class Schedule {
  readonly #steps: readonly Step[]
  readonly #world: World
  readonly #act: Act
  readonly #waiting: Set<Step>
  readonly #running = new Map<Step, Promise<void>>()
  readonly #passed = new Set<string>()
  #ended = 0
  #failed: string | undefined
  #error: { readonly reason: unknown } | undefined

  constructor(steps: readonly Step[], world: World, act: Act) {
    this.#steps = steps
    this.#world = world
    this.#act = act
    this.#waiting = new Set(steps)
  }

  async run(): Promise<StepsDone> {
    for (;;) {
      this.#failed ??= this.#world.stopped()
      if (this.#failed === undefined) this.#startReady()
      if (this.#running.size === 0) break
      await Promise.race(this.#running.values())
    }
    if (this.#failed === undefined && this.#waiting.size > 0) throw new RangeError('steps need each other in a circle')
    return { failed: this.#failed, left: [...this.#waiting], ...(this.#error && { error: this.#error }) }
  }

  #startReady(): void {
    const subjects = new Set(this.#steps.map(({ subject }) => subject))
    for (const step of this.#waiting) {
      if (this.#running.size >= MOST_AT_ONCE) return
      if (!step.needs.every((each) => !subjects.has(each) || this.#passed.has(each))) continue
      this.#waiting.delete(step)
      const number = this.#steps.length - this.#waiting.size
      const standing = { number, of: this.#steps.length, beside: () => this.#running.size, ended: () => this.#ended }
      this.#running.set(step, this.#one(step, standing))
      this.#world.running([...this.#running.keys()])
    }
  }

  async #one(step: Step, standing: Standing): Promise<void> {
    const world = this.#world
    try {
      // The step is among those that run before it acts.
      await Promise.resolve()
      world.cancelled.throwIfAborted()
      const findings = await this.#act(step, { ...standing, ended: () => this.#ended + 1 })
      world.ended(step, findings)
      if (verdictOf(findings) === 'pass') this.#passed.add(step.subject)
      else this.#failed ??= `${step.title} failed`
    } catch (reason) {
      this.#error ??= { reason }
      this.#failed ??= `${step.title} did not complete`
    } finally {
      this.#ended++
      this.#running.delete(step)
      world.running([...this.#running.keys()])
    }
  }
}

function inFold(step: Step, standing: Standing, { log }: World): Promise<readonly Finding[]> {
  return log.group(`${step.title}${inBrackets([placeOf(standing), usually(step)])}`, () => step.act(log))
}

async function inLines(step: Step, standing: Standing, { log, clock }: World): Promise<readonly Finding[]> {
  const own = prefixed(log, `[${step.title}] `)
  const began = clock.now().getTime()
  own.info(`starts${inBrackets([placeOf(standing), `${standing.beside() - 1} beside it`, usually(step)])}`)
  let result = 'did not complete'
  try {
    const findings = await step.act(own)
    result = verdictOf(findings) === 'pass' ? 'passed' : 'failed'
    return findings
  } finally {
    const took = showDuration(clock.now().getTime() - began)
    own.info(`${result} after ${took}: ${standing.ended()} of ${standing.of} ended, ${standing.beside() - 1} running`)
  }
}

function placeOf({ number, of }: Standing): string {
  return `${number} of ${of}`
}

function usually({ usual }: Step): string {
  return usual === undefined ? '' : `${showDuration(usual)} in the last release`
}

function inBrackets(parts: readonly string[]): string {
  return ` (${parts.filter((part) => part !== '').join(', ')})`
}

/** A log whose lines begin with a prefix. Folds of GitHub's log cannot overlap, so that there are none in it. */
function prefixed(log: Log, prefix: string): Log {
  const own: Log = {
    debug: (text) => log.debug(`${prefix}${text}`),
    info: (text) => log.info(`${prefix}${text}`),
    warning: (text) => log.warning(`${prefix}${text}`),
    group: (title, body) => {
      own.info(title)
      return body()
    },
    mask: (value) => log.mask(value),
  }
  return own
}
