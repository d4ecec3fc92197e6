import { showState } from '../../alarms/judge.ts'
import { readAlarms } from '../../alarms/read.ts'
import type { Alarms } from '../../aws/clients/services.ts'
import type { DeploymentEnd } from '../../codedeploy/diagnose.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Ports } from '../../ports.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { ActionError } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import { getDeploymentCommand } from '../deployments/follow-deployment.ts'
import type { Halt } from './halt.ts'
import type { HeldDeployment } from './held.ts'

const PAUSE_MS = 15_000
const DAY_MS = 24 * 60 * 60_000

interface World {
  readonly ports: Ports
  readonly alarms: () => Promise<Alarms>
  readonly held: Pick<HeldDeployment, 'id' | 'name' | 'stop' | 'isEnd'>
  /** The command with which a person stops it. */
  readonly stopCommand: string
  readonly halt: Halt | undefined
}

/** What stops a running deployment. */
export interface Guard {
  /** Why this job stopped the deployment; undefined where it did not. */
  readonly stopped: string | undefined
  /** That it should have been stopped and could not. */
  readonly trouble: Finding | undefined
  /** Must be called in every ending. */
  readonly end: () => Promise<void>
}

/**
 * Reads the alarms of a deployment while it runs: where one is in ALARM, or the release is to stop for another reason, the
 * deployment is stopped and rolled back. That the alarms cannot be read ends nothing: they are read again after the
 * deployment.
 */
export function guardDeployment(world: World, names: readonly string[]): Guard {
  const done = new AbortController()
  const guard: { -readonly [K in keyof Guard]: Guard[K] } = {
    stopped: undefined,
    trouble: undefined,
    end: async () => {
      done.abort()
      await watching
    },
  }
  const watching = (async () => {
    const why = await reasonToStop(world, names, done.signal)
    if (why === undefined) return
    world.halt?.request(why)
    const result = await stop(world, why)
    if (result === 'stopped') guard.stopped = why
    else if (result !== 'ended') guard.trouble = result
  })().catch((error: unknown) => {
    world.ports.log.debug(`${world.held.id}: the alarms are no longer read: ${String(error)}`)
  })
  return guard
}

async function reasonToStop(
  { ports, alarms, halt }: World,
  names: readonly string[],
  done: AbortSignal,
): Promise<string | undefined> {
  if (names.length === 0 && halt === undefined) return undefined
  const { clock, cancelled } = ports
  const until = AbortSignal.any([done, cancelled, ...(halt ? [halt.signal] : [])])
  for (;;) {
    await clock.sleep(names.length > 0 ? PAUSE_MS : DAY_MS, until).catch(() => undefined)
    if (done.aborted || cancelled.aborted) return undefined
    if (halt?.why !== undefined) return halt.why
    try {
      const states = await readAlarms(await alarms(), names)
      const active = states.find(({ state }) => state === 'ALARM')
      if (active && !done.aborted) return `the alarm ${active.name} is in ${showState(active)}`
    } catch (error) {
      cancelled.throwIfAborted()
      if (!(error instanceof ActionError)) throw error
    }
  }
}

/** `ended`: it had ended before; the alarms are judged after it. */
async function stop({ ports, held, stopCommand }: World, why: string): Promise<'stopped' | 'ended' | Finding> {
  const { name, id } = held
  ports.log.warning(`${id}: stops ${name} and rolls it back, because ${oneLine(why)}`)
  try {
    await held.stop()
    return 'stopped'
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    if (held.isEnd(error)) return 'ended'
    const finding = errorFinding(error, `deployment/${id}`)
    return { ...finding, advice: `${finding.advice ?? ''} To stop it: \`${stopCommand}\`.`.trim() }
  }
}

/** Pure: that this job stopped a deployment, and what became of it. */
export function stoppedByAlarm(end: DeploymentEnd, why: string): Finding {
  const { id, rollback } = end
  const deploymentId = end.state.id
  const back = rollback && `rolled back by ${rollback.state.id}, which is ${rollback.state.status}`
  return {
    code: 'alarm/stopped-deployment',
    outcome: 'fail',
    title: `${deploymentId} was stopped, because ${why}`,
    subject: `deployment/${id}/alarm`,
    expected: 'no alarm while the deployment runs',
    observed: `${oneLine(end.state.status)}; ${back ?? 'CodeDeploy names no deployment that rolls it back'}`,
    advice: back
      ? `Correct what the alarm shows, and start the release again. See the rollback with \`${getDeploymentCommand({ ...end, deploymentId: rollback.state.id })}\`.`
      : `There may be no earlier revision: targets that had changed keep the new one. See what serves with \`aws deploy list-deployment-targets --region ${end.region} --deployment-id ${deploymentId}\`, and deploy a revision that works.`,
    details: { deploymentId },
  }
}
