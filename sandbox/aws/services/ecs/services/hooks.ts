import type * as sdk from '@aws-sdk/client-ecs'
import { waitOrFail } from '../failures.ts'
import type { Failure } from '../failures.ts'
import { deploymentId } from '../model.ts'
import type { Hook, ServiceDeployment } from '../model.ts'
import type { EcsContext } from '../scheduler.ts'

const MINUTE_MS = 60_000
const DEFAULT_TIMEOUT_MINUTES = 1_440

/** Runs the hooks of a stage, all at once. @returns why the deployment fails */
export async function runHooks(
  context: EcsContext,
  deployment: ServiceDeployment,
  stage: sdk.DeploymentLifecycleHookStage,
  watch: () => Failure | undefined,
): Promise<Failure | undefined> {
  const hooks = (deployment.configuration.lifecycleHooks ?? []).filter(({ lifecycleStages = [] }) =>
    lifecycleStages.includes(stage),
  )
  deployment.hooks = []
  const started = hooks.map((hook) => {
    const running = begin(context, hook)
    deployment.hooks.push(running)
    return hook.targetType === 'PAUSE'
      ? pause(context, deployment, running, stage, watch)
      : invoke(context, running, stage, watch)
  })
  const failures = await Promise.all(started)
  return failures.find((failure) => failure !== undefined)
}

function begin(
  { clock }: EcsContext,
  { targetType = 'AWS_LAMBDA', hookTargetArn, ...hook }: sdk.DeploymentLifecycleHook,
): Hook {
  const { timeoutInMinutes = DEFAULT_TIMEOUT_MINUTES, action = 'ROLLBACK' } = hook.timeoutConfiguration ?? {}
  return {
    detail: {
      hookId: `ecs-${targetType === 'PAUSE' ? 'pause' : 'lambda'}-${deploymentId()}`,
      targetType,
      ...(hookTargetArn !== undefined && { targetArn: hookTargetArn }),
      status: targetType === 'PAUSE' ? 'AWAITING_ACTION' : 'IN_PROGRESS',
      expiresAt: new Date(clock.now().getTime() + timeoutInMinutes * MINUTE_MS),
      timeoutAction: action,
    },
  }
}

const failed = (stage: string, why: string): Failure =>
  failedBy(`Service deployment rolled back because ${stage} lifecycle hook(s) failed. ${why}`)

function failedBy(reason: string): Failure {
  return { kind: 'hook', reason, event: `deployment failed: ${reason}`, rollback: true }
}

/** Waits for ContinueServiceDeployment, or for the hook's timeout. */
async function pause(
  context: EcsContext,
  deployment: ServiceDeployment,
  hook: Hook,
  stage: string,
  watch: () => Failure | undefined,
): Promise<Failure | undefined> {
  const { detail } = hook
  const left = (detail.expiresAt?.getTime() ?? 0) - context.clock.now().getTime()
  const failure = await waitOrFail(context, deployment, left, watch, () => hook.answer !== undefined)
  if (failure !== undefined) return failure
  const action = hook.answer ?? detail.timeoutAction
  detail.status = hook.answer === undefined ? 'TIMED_OUT' : action === 'ROLLBACK' ? 'FAILED' : 'SUCCEEDED'
  if (action !== 'ROLLBACK') return undefined
  const why = hook.answer === undefined ? 'timed out' : 'was answered with ROLLBACK'
  return failedBy(`Service deployment rolled back because ${stage} pause hook ${why}.`)
}

/** Invokes a hook function until it returns a final status. */
async function invoke(
  { clock, behaviorOf, durations }: EcsContext,
  { detail }: Hook,
  stage: string,
  watch: () => Failure | undefined,
): Promise<Failure | undefined> {
  const arn = detail.targetArn ?? ''
  const behavior = behaviorOf(arn)
  const fail = (why: string): Failure => {
    detail.status = 'FAILED'
    return failed(stage, why)
  }
  if (behavior === undefined) {
    return fail(`ECS was unable to invoke hook target ${arn} due to Function not found: ${arn}`)
  }
  const due = clock.elapsed() + behavior.after
  while (clock.elapsed() < due) {
    const failure = watch()
    if (failure !== undefined) return failure
    await clock.sleep(Math.min(durations.hook, due - clock.elapsed()))
  }
  if (behavior.reports === 'nothing') {
    return fail(`ECS was unable to parse the response from ${arn} due to HookStatus must not be null`)
  }
  if (behavior.reports === 'Failed') return fail(`Lifecycle hook target ${arn} returned FAILED status.`)
  detail.status = 'SUCCEEDED'
  return undefined
}
