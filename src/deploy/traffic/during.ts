import { conclude, type Attempt } from '../../checks/engine/conclude.ts'
import { sample } from '../../checks/engine/sample.ts'
import type { ChecksRun } from '../../checks/engine/run-checks.ts'
import type { PlannedCheck } from '../../checks/engine/select.ts'
import { fillOutputs, type Outputs } from '../../config/model/references.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Ports } from '../../ports.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { ActionError } from '../../support/errors.ts'
import { plural } from '../../support/text/text.ts'

/** What goes on while the checks of the phase `during` run. */
export interface Deploying {
  /** The outputs of the stacks as they are at the moment. */
  readonly outputs: () => Outputs
  /** The stage that the deployment was in: `deployment app: BlockTraffic Succeeded`. Events may be read after a time. */
  readonly stageAt: (time: number) => string
  /** Called where a check on an alarm or a metric fails: the release is to stop. */
  readonly halt?: (why: string) => void
  /** Whether the release has failed: then an attempt that lasts for minutes is not waited for. */
  readonly failed?: () => boolean
}

interface StagedAttempt extends Attempt {
  readonly stage: string
}

/** An attempt, and since when the times of attempts are counted. */
type Made = Attempt & { readonly since: number }

interface Sampled {
  readonly planned: PlannedCheck
  readonly attempts: readonly Made[]
  /** Why its references had no values, where they had none so far. */
  readonly unfilled?: ActionError
  /** Its last attempt was not waited for. */
  readonly cut?: boolean
}

/**
 * Runs something, and the checks of the phase `during` beside it, each again and again from before its first change until its
 * end. A check that refers to an output of a stack begins when the stack has it.
 * @returns the result, and what the checks found: each its conclusion, and its failed attempts by stage
 */
export async function checkDuring<T>(
  run: ChecksRun,
  checks: readonly PlannedCheck[],
  deploying: Deploying,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly findings: Finding[] }> {
  if (checks.length === 0) return { result: await act(), findings: [] }
  const done = new AbortController()
  const cut = new AbortController()
  const { ports } = run
  ports.log.info(`${plural(checks.length, 'check')} of the phase during, until the end of the bake`)
  const sampling = checks.map((check) => again(run, check, deploying, { done: done.signal, cut: cut.signal }))
  try {
    const result = await act()
    done.abort()
    if (deploying.failed?.() === true) cut.abort(new Error('the release has failed'))
    const sampled = await Promise.all(sampling)
    return { result, findings: sampled.flatMap((each) => judge(run, each, deploying)) }
  } finally {
    done.abort()
    await Promise.allSettled(sampling)
  }
}

/** Attempts, one after another, until the deployment has ended. Rejects only when the job is cancelled. */
async function again(
  { ports, surroundings }: ChecksRun,
  planned: PlannedCheck,
  { outputs, stageAt, halt }: Deploying,
  { done, cut }: { readonly done: AbortSignal; readonly cut: AbortSignal },
): Promise<Sampled> {
  const { every, timeout } = planned.sampling
  const quiet: Ports = {
    ...ports,
    ...(STOPPING.has(planned.key) && { cancelled: AbortSignal.any([ports.cancelled, cut]) }),
    log: { ...ports.log, info: (text) => ports.log.debug(text), group: (_, body) => body() },
  }
  const begun = ports.clock.now().getTime()
  const attempts: Made[] = []
  let unfilled: ActionError | undefined
  // The attempt that runs at the end is finished: it began during the deployment.
  while (!done.aborted) {
    try {
      const options = fillOutputs(planned.options, outputs(), `check/${planned.name}`)
      unfilled = undefined
      const startedAt = ports.clock.now().getTime() - begun
      const one = { ...planned, options, sampling: { ...ONE, timeout } }
      const [attempt] = await sample(one, quiet, surroundings)
      if (attempt) {
        const endedAt = ports.clock.now().getTime() - begun
        const made: Made = { judgement: attempt.judgement, startedAt, endedAt, since: begun }
        attempts.push(made)
        const where = stageOfAttempt(planned, made, stageAt)
        if (attempt.judgement.outcome !== 'pass')
          ports.log.warning(`${planned.name}: ${attempt.judgement.title} (${where})`)
        if (halt && speaksAgainst(planned, attempts)) {
          halt(`the check "${planned.name}" failed: ${attempt.judgement.title}`)
          break
        }
      }
    } catch (error) {
      ports.cancelled.throwIfAborted()
      if (cut.aborted && STOPPING.has(planned.key)) return { planned, attempts, cut: true }
      if (!(error instanceof ActionError)) throw error
      unfilled = error
    }
    await ports.clock.sleep(every, AbortSignal.any([done, ports.cancelled])).catch(() => undefined)
  }
  return { planned, attempts, ...(unfilled && attempts.length === 0 && { unfilled }) }
}

/** The checks whose failures count like an alarm. */
const STOPPING: ReadonlySet<string> = new Set(['alarm', 'metric'])

/** An attempt on an alarm or a metric lasts for minutes, and is about all of them. */
function stageOfAttempt(
  { key }: PlannedCheck,
  { since, startedAt, endedAt }: Made,
  stageAt: Deploying['stageAt'],
): string {
  const [before, after] = [stageAt(since + startedAt), stageAt(since + endedAt)]
  return STOPPING.has(key) && before !== after ? `from ${before} to ${after}` : before
}

/** Pure: whether more attempts of a check on an alarm or a metric have failed than may. */
function speaksAgainst({ key, sampling }: PlannedCheck, attempts: readonly Attempt[]): boolean {
  const failed = attempts.filter(({ judgement }) => judgement.outcome === 'fail').length
  return STOPPING.has(key) && !sampling.dryRun && failed > sampling.failures
}

const ONE = { delay: 0, every: 1, count: 1, failures: 0, errors: 0, dryRun: false }

function judge({ record }: ChecksRun, sampled: Sampled, { stageAt }: Deploying): Finding[] {
  const { planned, attempts, unfilled, cut } = sampled
  if (cut === true && attempts.length === 0) return [cutShort(planned)]
  if (unfilled) return [errorFinding(unfilled, `check/${planned.name}`)]
  // It is made as long as the deployment lasts, whatever time it has to be steady for elsewhere.
  const { steadyFor: _, ...sampling } = planned.sampling
  const { findings, measurements } = conclude({ ...planned, sampling }, attempts)
  record.measure(...measurements)
  const staged = attempts.map((each) => ({ ...each, stage: stageOfAttempt(planned, each, stageAt) }))
  return [...findings, ...byStage(planned, staged)]
}

function cutShort({ name, kind, phase }: PlannedCheck): Finding {
  return {
    code: 'during/cut-short',
    outcome: 'skipped',
    title: `"${name}" came to no result: the release failed before its first attempt had ended`,
    subject: `check/${name}`,
    expected: 'an attempt that ends while the release is deployed or bakes',
    observed: 'none',
    details: { kind, phase },
  }
}

/** Pure: the failed attempts of a check, one finding for each stage. */
function byStage({ name, kind, phase }: PlannedCheck, attempts: readonly StagedAttempt[]): Finding[] {
  const stages = Map.groupBy(attempts, ({ stage }) => stage)
  return [...stages].flatMap(([stage, all]): Finding[] => {
    const failed = all.filter(({ judgement }) => judgement.outcome !== 'pass')
    const [first] = failed
    if (first === undefined) return []
    return [
      {
        code: 'during/failed',
        outcome: 'noted',
        title: `${failed.length} of ${plural(all.length, 'attempt')} of "${name}" failed in the stage ${stage}`,
        subject: `check/${name}/stage/${stage}`,
        expected: 'every attempt passes',
        observed: first.judgement.title,
        advice:
          'Find out what the deployment does in this stage: draining, start-up, or a change that is not compatible.',
        details: { kind, phase, stage, failed: failed.length, attempts: all.length },
      },
    ]
  })
}
