import { watchFailures } from '../failures.ts'
import type { Failure } from '../failures.ts'
import type { Managed, Revision, ServiceDeployment } from '../model.ts'
import { lastingOf, tasksOf } from '../scheduler.ts'
import type { EcsContext } from '../scheduler.ts'

const DEFAULT_MAXIMUM_PERCENT = 200
const DEFAULT_MINIMUM_PERCENT = 100

/**
 * Replaces the tasks of the other revisions by those of the target, within the limits of the deployment
 * configuration. @returns why it failed
 */
export async function roll(
  context: EcsContext,
  service: Managed,
  deployment: ServiceDeployment,
  target: Revision,
  watch = watchFailures(context, service, deployment),
): Promise<Failure | undefined> {
  for (;;) {
    const failure = watch()
    if (failure !== undefined) return failure
    if (stepForward(context, service, deployment, target)) return undefined
    service.wake()
    await context.clock.sleep(context.durations.tick)
  }
}

/** Moves the wanted numbers of tasks. @returns whether the target alone runs, with all its tasks healthy */
function stepForward(
  context: EcsContext,
  service: Managed,
  { configuration }: ServiceDeployment,
  target: Revision,
): boolean {
  const { desired, revisions } = service
  const others = revisions.filter((revision) => revision !== target)
  const { maximumPercent = DEFAULT_MAXIMUM_PERCENT, minimumHealthyPercent = DEFAULT_MINIMUM_PERCENT } = configuration
  const most = Math.floor((desired * maximumPercent) / 100)
  const least = Math.ceil((desired * minimumHealthyPercent) / 100)
  const mine = lastingOf(context, service, target)
  const theirs = others.map((revision) => ({ revision, tasks: lastingOf(context, service, revision) }))
  const all = [...mine, ...theirs.flatMap(({ tasks }) => tasks)]
  target.wanted = Math.min(desired, mine.length + Math.max(0, most - all.length))
  let spare = all.filter(({ healthy }) => healthy).length - least
  for (const { revision, tasks } of theirs) {
    const healthy = tasks.filter((task) => task.healthy).length
    const kept = Math.max(0, healthy - Math.max(0, spare))
    spare -= healthy - kept
    revision.wanted = Math.min(revision.wanted, kept)
  }
  const healthy = mine.filter((task) => task.healthy).length
  return healthy === desired && others.every((revision) => tasksOf(context, service, revision).length === 0)
}
