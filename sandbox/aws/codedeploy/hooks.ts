import { randomUUID } from 'node:crypto'
import { waitUntil } from '../../clock.ts'
import { beginEvent, failed, stopped, SUCCESS } from './engine.ts'
import type { Outcome, Workshop } from './engine.ts'
import type { AppSpec } from './app-spec.ts'
import type { Deployment, Target } from './state.ts'

const HOUR_MS = 3_600_000
const LOOK_MS = 1_000

/** What a hook function does in the sandbox, where functions have no code: it reports, or it never does. */
export interface HookBehavior {
  readonly reports: 'Succeeded' | 'Failed' | 'nothing'
  /** Simulated milliseconds until it reports. */
  readonly after: number
}

/**
 * Runs a lifecycle event that a hook function may decide. Without a hook it succeeds. With one, somebody has to report
 * with PutLifecycleEventHookExecutionStatus within an hour: the function itself, as its scenario says, or a client.
 */
export async function runHook(
  workshop: Workshop,
  deployment: Deployment,
  target: Target,
  event: string,
  spec: AppSpec,
): Promise<boolean> {
  const { clock, durations } = workshop
  const end = beginEvent(workshop, target, event)
  await clock.sleep(durations.event)
  const hook = spec.hooks.get(event)
  if (hook === undefined) {
    end('Succeeded')
    return true
  }
  const status = await report(workshop, deployment, hook)
  if (status === 'Succeeded') {
    end('Succeeded', SUCCESS)
    return true
  }
  if (status === 'stopped') end('Skipped')
  else {
    const message =
      status === 'Failed'
        ? `The lifecycle event hook ${hook} reported Failed.`
        : `The lifecycle event hook ${hook} did not report within one hour.`
    end('Failed', { errorCode: 'ScriptFailed', scriptName: hook, message, logTail: '' })
  }
  return false
}

/** How a deployment ends whose hook did not succeed. */
export const hookFailed = (deployment: Deployment, event: string): Outcome =>
  deployment.stop === undefined ? failed('HOOK_EXECUTION_FAILURE', event) : stopped(deployment.stop)

/** Resolves to what was reported, `nothing` after an hour, or `stopped` when the deployment is to stop. */
async function report({ clock, behaviorOf }: Workshop, deployment: Deployment, hook: string): Promise<string> {
  const id = randomUUID()
  let reported: string | undefined
  deployment.hooks.set(id, { function: hook, report: (status) => (reported = status) })
  const behavior = behaviorOf(hook)
  const began = clock.elapsed()
  await waitUntil(clock, { limit: HOUR_MS, step: LOOK_MS }, () => {
    if (deployment.stop !== undefined) reported = 'stopped'
    const due = behavior !== undefined && clock.elapsed() - began >= behavior.after
    if (due && behavior.reports !== 'nothing') reported ??= behavior.reports
    return reported !== undefined
  })
  deployment.hooks.delete(id)
  return reported ?? 'nothing'
}
