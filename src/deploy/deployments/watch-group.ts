import { judgeAlarmsAfter } from '../../alarms/judge.ts'
import { watchAlarms } from '../../alarms/watch.ts'
import type { Finding } from '../../evidence/finding.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { ActionError } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import type { DeployContext } from '../contract.ts'

/** What is watched after a deployment that succeeded. */
export interface WatchedGroup {
  /** Of the deployment in the configuration, or `STACK/RESOURCE` where the update of a stack deployed. */
  readonly id: string
  /** Gives the names of the group's alarms. */
  readonly alarms: () => Promise<readonly string[]>
  /** When the deployment started. */
  readonly since: Date
  /** Milliseconds that the watch may take at most. */
  readonly limit: number
}

/**
 * What the alarms of a deployment group say about a deployment. A call that AWS does not answer is a finding too. When
 * the job is cancelled, `sofar` is recorded: that deployment had ended before.
 */
async function watchGroup(
  { ports, record, access, environment, halt }: DeployContext,
  { id, alarms: readNames, since, limit }: WatchedGroup,
  sofar: readonly Finding[],
): Promise<Finding[]> {
  const { clock, log, cancelled } = ports
  const subject = `deployment/${id}`
  try {
    const names = await readNames()
    if (names.length === 0) return []
    const alarms = await ports.connect.alarms(access)
    const watched = await watchAlarms({ alarms, clock, log, cancelled }, names, {
      since,
      limit: Math.max(limit, environment.bake),
      atLeast: environment.bake,
      stop: halt?.signal,
    })
    const findings = judgeAlarmsAfter(subject, watched)
    const active = findings.find(({ code }) => code === 'alarm/active')
    if (active) {
      log.warning(`${id}: ${active.title} (${oneLine(active.observed ?? '')})`)
      halt?.request(active.title)
    }
    // A watch that ended because the release is to stop is not a finding of its own.
    return findings.filter(({ code }) => halt?.why === undefined || code !== 'alarm/watch-too-short')
  } catch (error) {
    if (error instanceof ActionError && !cancelled.aborted) {
      return [errorFinding(error, `${subject}/alarms`, environment.key)]
    }
    record.find(...sofar)
    throw error
  }
}

/** Watches while other steps of the environment run, where there may be any; otherwise gives what the watch found. */
export async function watchUnlessBeside(
  context: DeployContext,
  watched: WatchedGroup,
  sofar: readonly Finding[],
): Promise<readonly Finding[]> {
  if (!context.watchBeside) {
    const watch = watchGroup(context, watched, sofar)
    return context.onlyWatching?.(watch) ?? watch
  }
  context.watchBeside(watchGroup(context, watched, []))
  return []
}
