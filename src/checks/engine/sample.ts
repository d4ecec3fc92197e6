import type { Ports } from '../../ports.ts'
import { showDuration } from '../../support/durations.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import type { CheckContext, Judgement } from '../contract.ts'
import { needsMore, type Look } from './conclude.ts'
import type { PlannedCheck } from './select.ts'

/** After its deadline a look may still put things in order, such as ending the processes that it started. */
const GRACE_MS = 15_000

type Surroundings = Pick<CheckContext, 'environment' | 'hosts' | 'variables'>

/**
 * Takes looks until there is enough to conclude. Options have their references filled. A look that throws, or has not
 * ended by its deadline, is one without an answer. Rejects only when the job is cancelled, with that reason.
 */
export async function sample(planned: PlannedCheck, ports: Ports, around: Surroundings): Promise<Look[]> {
  const { sampling, name } = planned
  if (sampling.delay > 0) {
    ports.log.info(`${name}: waits ${showDuration(sampling.delay)} before the first look`)
    await ports.clock.sleep(sampling.delay, ports.cancelled)
  }
  const begun = ports.clock.now().getTime()
  const looks: Look[] = []
  do {
    if (looks.length > 0) await ports.clock.sleep(sampling.every, ports.cancelled)
    ports.cancelled.throwIfAborted()
    const startedAt = ports.clock.now().getTime() - begun
    const judgement = await look(planned, ports, around)
    looks.push({ startedAt, endedAt: ports.clock.now().getTime() - begun, judgement })
    tell(ports, planned, looks)
  } while (needsMore(looks, sampling))
  return looks
}

function tell(ports: Ports, { name, sampling }: PlannedCheck, looks: readonly Look[]): void {
  const judgement = looks.at(-1)?.judgement
  if (!judgement) return
  const number =
    sampling.count > 1 || looks.length > 1 ? ` ${looks.length}/${Math.max(sampling.count, looks.length)}` : ''
  ports.log.info(`${judgement.outcome}${number}: ${name}: ${judgement.title}`)
}

async function look(planned: PlannedCheck, ports: Ports, around: Surroundings): Promise<Judgement> {
  const { check, name, options, sampling } = planned
  const deadline = AbortSignal.timeout(sampling.timeout)
  const signal = AbortSignal.any([deadline, ports.cancelled])
  try {
    const observing = check.observe(options as never, { ports, signal, name, ...around })
    const facts = await settled(observing, signal)
    ports.cancelled.throwIfAborted()
    return check.judge(options as never, facts as never)
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (deadline.aborted) return tooLate(sampling.timeout)
    return unanswered(error)
  }
}

/** What the look gives, or a rejection when it is still not there a while after its signal was aborted. */
async function settled<T>(observing: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const giveUp = new Promise<never>((_, reject) => {
    const begin = (): void => {
      timer = setTimeout(() => reject(signal.reason as Error), GRACE_MS)
    }
    if (signal.aborted) begin()
    else signal.addEventListener('abort', begin, { once: true })
  })
  try {
    return await Promise.race([observing, giveUp])
  } finally {
    clearTimeout(timer)
  }
}

function tooLate(timeout: number): Judgement {
  return {
    outcome: 'error',
    title: `no answer within ${showDuration(timeout)}`,
    expected: `an answer within ${showDuration(timeout)}`,
    observed: 'none',
    advice: 'See what it waits for, or give the check a longer `timeout`.',
  }
}

function unanswered(error: unknown): Judgement {
  if (!(error instanceof ActionError)) {
    return {
      outcome: 'error',
      title: `could not be done: ${messageOf(error)}`,
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
