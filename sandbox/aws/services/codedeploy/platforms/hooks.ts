import { randomUUID } from 'node:crypto'
import { waitUntil } from '../../../../clock.ts'
import type { DeployContext, Outcome } from '../contract.ts'
import { SUCCESS, beginEvent } from '../lifecycle-events.ts'
import { failed, stopped } from '../run-deployment.ts'
import type { Deployment, Target } from '../state.ts'
import type { AppSpec } from './app-spec.ts'

const HOUR_MS = 3_600_000
const POLL_MS = 1_000

/**
 * Runs a lifecycle event that may have a hook function. Without one it succeeds. With one, its status has to be
 * reported by PutLifecycleEventHookExecutionStatus within an hour: by the function, as the scenario defines, or by a
 * client.
 */
export async function runHook(
  context: DeployContext,
  deployment: Deployment,
  target: Target,
  event: string,
  spec: AppSpec,
): Promise<boolean> {
  const { clock, durations } = context
  const end = beginEvent(context, target, event)
  await clock.sleep(durations.event)
  const hook = spec.hooks.get(event)
  if (hook === undefined) {
    end('Succeeded')
    return true
  }
  const status = await report(context, deployment, hook)
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

/** The outcome of a deployment whose hook did not succeed. */
export const hookFailed = (deployment: Deployment, event: string): Outcome =>
  deployment.stop === undefined ? failed('HOOK_EXECUTION_FAILURE', event) : stopped(deployment.stop)

/** Resolves to the reported status, to `nothing` after an hour, or to `stopped` when the deployment is stopped. */
async function report({ clock, behaviorOf }: DeployContext, deployment: Deployment, hook: string): Promise<string> {
  const id = randomUUID()
  let reported: string | undefined
  deployment.hooks.set(id, { function: hook, report: (status) => (reported = status) })
  const behavior = behaviorOf(hook)
  const began = clock.elapsed()
  await waitUntil(clock, { limit: HOUR_MS, step: POLL_MS }, () => {
    if (deployment.stop !== undefined) reported = 'stopped'
    const due = behavior !== undefined && clock.elapsed() - began >= behavior.after
    if (due && behavior.reports !== 'nothing') reported ??= behavior.reports
    return reported !== undefined
  })
  deployment.hooks.delete(id)
  return reported ?? 'nothing'
}
