import type { Ports } from '../../ports.ts'
import { showDuration } from '../../support/text/durations.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { GRACE_MS, withGrace } from '../../support/processes/grace.ts'
import type { CheckContext, Judgement } from '../contract.ts'
import { needsMore, type Attempt } from './conclude.ts'
import type { PlannedCheck } from './select.ts'

/** After its deadline an attempt ends the processes that it started, and then reads what they wrote. */
const ATTEMPT_GRACE_MS = 2 * GRACE_MS

/** What is the same for all checks of a verification. */
export type Surroundings = Omit<CheckContext, 'ports' | 'signal' | 'name' | 'on'>

/**
 * Makes attempts until there is enough to conclude. Options have their references filled. An attempt that throws, or has not
 * ended by its deadline, is one without an answer. Rejects only when the job is cancelled, with that reason.
 */
export async function sample(planned: PlannedCheck, ports: Ports, surroundings: Surroundings): Promise<Attempt[]> {
  const { sampling, name } = planned
  if (sampling.delay > 0) {
    ports.log.info(`${name}: waits ${showDuration(sampling.delay)} before the first attempt`)
    await ports.clock.sleep(sampling.delay, ports.cancelled)
  }
  const begun = ports.clock.now().getTime()
  const attempts: Attempt[] = []
  do {
    if (attempts.length > 0) await ports.clock.sleep(sampling.every, ports.cancelled)
    ports.cancelled.throwIfAborted()
    const startedAt = ports.clock.now().getTime() - begun
    const judgement = await attempt(planned, ports, surroundings)
    attempts.push({ startedAt, endedAt: ports.clock.now().getTime() - begun, judgement })
    tell(ports, planned, attempts)
  } while (needsMore(attempts, sampling))
  return attempts
}

function tell(ports: Ports, { name, sampling }: PlannedCheck, attempts: readonly Attempt[]): void {
  const judgement = attempts.at(-1)?.judgement
  if (!judgement) return
  const number =
    sampling.count > 1 || attempts.length > 1 ? ` ${attempts.length}/${Math.max(sampling.count, attempts.length)}` : ''
  ports.log.info(`${judgement.outcome}${number}: ${name}: ${judgement.title}`)
}

async function attempt(planned: PlannedCheck, ports: Ports, surroundings: Surroundings): Promise<Judgement> {
  const { check, name, on, options, sampling } = planned
  const deadline = AbortSignal.timeout(sampling.timeout)
  const signal = AbortSignal.any([deadline, ports.cancelled])
  try {
    const observing = check.observe(options as never, { ports, signal, name, on, ...surroundings })
    const facts = await withGrace(observing, signal, ATTEMPT_GRACE_MS)
    ports.cancelled.throwIfAborted()
    return check.judge(options as never, facts as never)
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (deadline.aborted) return tooLate(sampling.timeout)
    return unanswered(error)
  }
}

function tooLate(timeout: number): Judgement {
  return {
    outcome: 'error',
    title: `no answer within ${showDuration(timeout)}`,
    expected: `an answer within ${showDuration(timeout)}`,
    observed: 'none',
    advice: 'Find out what it waits for, or give the check a longer `timeout`.',
  }
}

function unanswered(error: unknown): Judgement {
  if (!(error instanceof ActionError)) {
    return {
      outcome: 'error',
      title: `failed because of a mistake in the action: ${messageOf(error)}`,
      observed: messageOf(error),
      advice: 'This is a mistake in the action: please report it with the log.',
    }
  }
  const { expected, observed } = error.details
  return {
    outcome: 'error',
    title: error.message,
    advice: error.advice,
    ...(expected !== undefined && { expected }),
    observed: observed ?? error.code,
  }
}
