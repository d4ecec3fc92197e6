import type * as sdk from '@aws-sdk/client-ecs'
import { waitOrFail, watchFailures } from '../failures.ts'
import type { Failure } from '../failures.ts'
import { runHooks } from './hooks.ts'
import { strategyOf } from '../model.ts'
import type { Managed, Revision, ServiceDeployment } from '../model.ts'
import { lastingOf, tasksOf } from '../scheduler.ts'
import type { EcsContext } from '../scheduler.ts'
import { networkFault, shift } from '../traffic.ts'

const MINUTE_MS = 60_000
const LINEAR = { step: 10, bake: 6 }
const CANARY = { percent: 5, bake: 10 }

/** A step of the production traffic: the share of the new revision, and the minutes that it stays. */
interface Step {
  readonly percent: number
  readonly bakeMinutes: number
}

/** The steps of production traffic of a strategy. The last one is 100. */
export function trafficSteps(configuration: sdk.DeploymentConfiguration): readonly Step[] {
  const whole = { percent: 100, bakeMinutes: 0 }
  if (strategyOf(configuration) === 'CANARY') {
    const { canaryPercent: percent = CANARY.percent, canaryBakeTimeInMinutes: bakeMinutes = CANARY.bake } =
      configuration.canaryConfiguration ?? {}
    return [{ percent, bakeMinutes }, whole]
  }
  if (strategyOf(configuration) === 'LINEAR') {
    const { stepPercent: step = LINEAR.step, stepBakeTimeInMinutes: bakeMinutes = LINEAR.bake } =
      configuration.linearConfiguration ?? {}
    const count = Math.ceil(100 / step) - 1
    return [...Array.from({ length: count }, (_, index) => ({ percent: step * (index + 1), bakeMinutes })), whole]
  }
  return [whole]
}

/** Deploys by BLUE_GREEN, LINEAR or CANARY, stage by stage. @returns why it failed */
export async function shiftRevision(
  context: EcsContext,
  service: Managed,
  deployment: ServiceDeployment,
): Promise<Failure | undefined> {
  const { clock, durations } = context
  const { target, sources, configuration } = deployment
  const watch = watchFailures(context, service, deployment)
  const blue = sources.filter((revision) => revision !== target)

  const wait = (ms: number): Promise<Failure | undefined> => waitOrFail(context, deployment, ms, watch)
  const enter = (stage: sdk.ServiceDeploymentLifecycleStage): void => {
    deployment.stage = stage
    deployment.updated = clock.now()
  }
  const hooks = (stage: sdk.DeploymentLifecycleHookStage): Promise<Failure | undefined> =>
    runHooks(context, deployment, stage, watch)
  const weigh = (which: 'testWeight' | 'productionWeight', percent: number): void => {
    target[which] = percent
    const [serving, ...others] = blue
    if (serving !== undefined) serving[which] = 100 - percent
    for (const other of others) other[which] = 0
  }

  async function scaleUp(): Promise<Failure | undefined> {
    enter('SCALE_UP')
    for (;;) {
      target.wanted = service.desired
      service.wake()
      const failure = watch()
      if (failure !== undefined) return failure
      const healthy = lastingOf(context, service, target).filter((task) => task.healthy)
      if (healthy.length === service.desired) return undefined
      await clock.sleep(durations.tick)
    }
  }

  async function shiftTest(): Promise<Failure | undefined> {
    enter('TEST_TRAFFIC_SHIFT')
    shift(context, target, 'test', 100)
    weigh('testWeight', 100)
    return (await hooks('TEST_TRAFFIC_SHIFT')) ?? wait(durations.shift)
  }

  async function shiftProduction(): Promise<Failure | undefined> {
    for (const { percent, bakeMinutes } of trafficSteps(configuration)) {
      enter('PRODUCTION_TRAFFIC_SHIFT')
      const before = await hooks('PRE_PRODUCTION_TRAFFIC_SHIFT')
      if (before !== undefined) return before
      shift(context, target, 'production', percent)
      weigh('productionWeight', percent)
      const failure =
        (await hooks('PRODUCTION_TRAFFIC_SHIFT')) ?? (await wait(durations.shift + bakeMinutes * MINUTE_MS))
      if (failure !== undefined) return failure
    }
    return undefined
  }

  const withHooks =
    (stage: sdk.DeploymentLifecycleHookStage & sdk.ServiceDeploymentLifecycleStage) =>
    async (): Promise<Failure | undefined> => {
      enter(stage)
      return (await hooks(stage)) ?? watch()
    }

  const stages = [
    ...(blue.length > 1 ? [withHooks('RECONCILE_SERVICE')] : []),
    withHooks('PRE_SCALE_UP'),
    async () => networkFault(context, target),
    scaleUp,
    withHooks('POST_SCALE_UP'),
    shiftTest,
    withHooks('POST_TEST_TRAFFIC_SHIFT'),
    shiftProduction,
    withHooks('POST_PRODUCTION_TRAFFIC_SHIFT'),
    async () => {
      enter('BAKE_TIME')
      deployment.hooks = []
      return wait((configuration.bakeTimeInMinutes ?? 0) * MINUTE_MS)
    },
  ]
  for (const stage of stages) {
    const failure = await stage()
    if (failure !== undefined) return failure
  }
  enter('CLEAN_UP')
  await scaleDown(context, service, blue)
  return undefined
}

/** Stops all tasks of the revisions. */
async function scaleDown(context: EcsContext, service: Managed, revisions: readonly Revision[]): Promise<void> {
  for (const revision of revisions) revision.wanted = 0
  service.wake()
  while (revisions.some((revision) => tasksOf(context, service, revision).length > 0)) {
    await context.clock.sleep(context.durations.tick)
  }
}

/** Returns all traffic to a revision, and stops the tasks of the others. */
export async function shiftBack(
  context: EcsContext,
  service: Managed,
  stable: Revision,
  others: readonly Revision[],
): Promise<void> {
  shift(context, stable, 'production', 100)
  shift(context, stable, 'test', 100)
  Object.assign(stable, { productionWeight: 100, testWeight: 100, wanted: service.desired })
  for (const other of others) Object.assign(other, { productionWeight: 0, testWeight: 0 })
  await context.clock.sleep(context.durations.shift)
  await scaleDown(context, service, others)
}
