import type { Clock } from '../../support/runtime.ts'
import { ActionError } from '../../support/errors.ts'
import type { CheckContext, DeployedWindow } from '../contract.ts'

/** From when and how long a check reads what a service did. Milliseconds since 1970. */
export interface CheckWindow {
  readonly begin: number
  /** Undefined where nothing says how long: until now. */
  readonly end: number | undefined
  /** `since the deployment`, `since the check began` */
  readonly since: string
}

/**
 * The window begins with the end of the deployment, or with its `start`. Without a known deployment it begins now, and
 * must have a length.
 */
export function windowOf(
  { deployed, name, ports }: Pick<CheckContext, 'deployed' | 'name' | 'ports'>,
  length: number | undefined,
  from: keyof DeployedWindow = 'endedAt',
): CheckWindow {
  if (deployed !== undefined) {
    const begin = deployed[from].getTime()
    const since = from === 'endedAt' ? 'since the deployment' : 'since the deployment started'
    // What is given is the time after the deployment, whenever the window begins.
    return { begin, end: length === undefined ? undefined : deployed.endedAt.getTime() + length, since }
  }
  const begin = ports.clock.now().getTime()
  if (length !== undefined) return { begin, end: begin + length, since: 'since the check began' }
  throw new ActionError('config/reference', {
    message: `${name} reads what happened since the deployment, and no deployment of this run is known`,
    subject: `check/${name}`,
    expected: 'the evidence of a deployment, or `for`',
    observed: 'neither',
    advice:
      'Let this job need the job that deploys, and pass `needs: ${{ toJSON(needs) }}`; or give the check `for: 5m`.',
  })
}

/** Sleeps until then, where it is not past. */
export async function sleepUntil(clock: Clock, time: number, signal: AbortSignal): Promise<void> {
  const left = time - clock.now().getTime()
  if (left > 0) await clock.sleep(left, signal)
}
