import { thresholdOf, alarmsIn } from '../failures.ts'
import type { Failure } from '../failures.ts'
import { arnOf, deploymentId, digits, running, strategyOf } from '../model.ts'
import type { Managed, Revision, ServiceDeployment, Settings } from '../model.ts'
import { roll } from './rolling.ts'
import { addEvent } from '../scheduler.ts'
import type { EcsContext } from '../scheduler.ts'
import { shiftBack, shiftRevision } from './shifting.ts'
import { usesAlternate } from '../traffic.ts'

const NO_CANDIDATE = 'No rollback candidate was found to run the rollback.'

export function makeRevision(
  context: EcsContext,
  service: Pick<Managed, 'home' | 'cluster' | 'name' | 'history'>,
  taskDefinition: string,
  settings: Settings,
): Revision {
  const { home, cluster, name, history } = service
  const now = context.clock.now()
  const id = `ecs-svc/${digits()}`
  const moving = strategyOf(settings.deploymentConfiguration) !== 'ROLLING'
  const last = history.at(-1)
  const made: Revision = {
    arn: arnOf(home, 'service-revision', cluster, name, digits()),
    id,
    taskDefinition,
    settings,
    created: now,
    updated: now,
    images: [],
    wanted: 0,
    failed: 0,
    status: 'PRIMARY',
    rollout: 'IN_PROGRESS',
    rolloutReason: `ECS deployment ${id} in progress.`,
    // A rolling deployment stays in the target groups that are in use.
    alternate: moving ? usesAlternate(context, { settings }, last === undefined) : (last?.alternate ?? false),
    testWeight: 0,
    productionWeight: 0,
  }
  history.push(made)
  return made
}

/** Starts the deployment of a revision; a running one is stopped. */
export function startDeployment(context: EcsContext, service: Managed, target: Revision): ServiceDeployment {
  const { clock } = context
  const now = clock.now()
  const before = service.deployments.find(running)
  if (before !== undefined) {
    before.stop = { kind: 'superseded', reason: 'Service deployment was stopped because a new deployment started.' }
    before.poke?.()
  }
  const sources = service.revisions.filter((revision) => revision !== target)
  for (const source of sources) source.status = 'ACTIVE'
  service.revisions = [target, ...sources]
  const configuration = target.settings.deploymentConfiguration ?? {}
  const breaks = configuration.deploymentCircuitBreaker?.enable === true
  // An alarm that is in ALARM at the start is not used by this deployment.
  const watches = configuration.alarms?.enable === true && alarmsIn(context, service, configuration).length === 0
  const deployment: ServiceDeployment = {
    arn: arnOf(service.home, 'service-deployment', service.cluster, service.name, deploymentId()),
    target,
    sources,
    configuration,
    created: now,
    updated: now,
    status: 'PENDING',
    hooks: [],
    breaker: { status: breaks ? 'MONITORING' : 'DISABLED', threshold: thresholdOf(configuration, service.desired) },
    alarms: { status: watches ? 'MONITORING' : 'DISABLED', triggered: [] },
    ended: Promise.resolve(),
  }
  service.deployments.unshift(deployment)
  service.steady = false
  deployment.ended = run(context, service, deployment, before)
  return deployment
}

async function run(
  context: EcsContext,
  service: Managed,
  deployment: ServiceDeployment,
  before: ServiceDeployment | undefined,
): Promise<void> {
  const { clock } = context
  // The deployment that is replaced ends first, so that one at a time changes the service.
  await before?.ended
  const { target } = deployment
  const rolls = strategyOf(deployment.configuration) === 'ROLLING'
  if (!rolls) target.alternate = usesAlternate(context, target, service.stable === undefined)
  deployment.status = 'IN_PROGRESS'
  deployment.started = clock.now()
  service.wake()
  const failure = rolls
    ? await roll(context, service, deployment, target)
    : await shiftRevision(context, service, deployment)
  deployment.hooks = []
  if (failure === undefined) succeed(context, service, deployment)
  else await fail(context, service, deployment, failure)
  delete deployment.stage
  deployment.updated = clock.now()
  service.wake()
}

function succeed(context: EcsContext, service: Managed, deployment: ServiceDeployment): void {
  const { target, breaker, alarms } = deployment
  complete(target)
  service.stable = target
  Object.assign(target, { productionWeight: 100, testWeight: 100 })
  if (breaker.status === 'MONITORING') breaker.status = 'MONITORING_COMPLETE'
  if (alarms.status === 'MONITORING') alarms.status = 'MONITORING_COMPLETE'
  end(context, deployment, 'SUCCESSFUL')
  addEvent(context, service, `(deployment ${target.id}) deployment completed.`)
}

function complete(revision: Revision): void {
  revision.rollout = 'COMPLETED'
  revision.rolloutReason = `ECS deployment ${revision.id} completed.`
}

function end(
  { clock }: EcsContext,
  deployment: ServiceDeployment,
  status: ServiceDeployment['status'],
  reason?: string,
): void {
  const now = clock.now()
  deployment.status = status
  deployment.finished = now
  if (status === 'STOPPED') deployment.stopped = now
  if (reason !== undefined) deployment.reason = reason
}

async function fail(
  context: EcsContext,
  service: Managed,
  deployment: ServiceDeployment,
  failure: Failure,
): Promise<void> {
  const { target } = deployment
  if (failure.kind === 'superseded') {
    const shifts = strategyOf(deployment.configuration) !== 'ROLLING'
    if (shifts && service.stable !== undefined) await shiftBack(context, service, service.stable, [target])
    end(context, deployment, 'STOPPED', failure.reason)
    return
  }
  Object.assign(target, { rollout: 'FAILED', rolloutReason: failedReason(failure) })
  addEvent(context, service, `(deployment ${target.id}) ${failure.event}`)
  if (!failure.rollback) {
    end(context, deployment, 'STOPPED', failure.reason)
    return
  }
  const { stable } = service
  deployment.reason = failure.reason
  if (stable === undefined || stable === target) {
    target.wanted = 0
    end(context, deployment, 'ROLLBACK_FAILED', NO_CANDIDATE)
    addEvent(context, service, `(deployment ${target.id}) rollback failed: ${NO_CANDIDATE}`)
    return
  }
  await rollBack(context, service, deployment, stable, failure)
}

const failedReason = ({ kind }: Failure): string =>
  kind === 'breaker'
    ? 'ECS deployment circuit breaker: tasks failed to start.'
    : kind === 'alarm'
      ? 'ECS deployment failed: alarm detected.'
      : 'ECS deployment failed.'

/** Deploys the last stable revision again. */
async function rollBack(
  context: EcsContext,
  service: Managed,
  deployment: ServiceDeployment,
  stable: Revision,
  { kind, reason }: Failure,
): Promise<void> {
  const { clock } = context
  const { target, configuration } = deployment
  deployment.status = 'ROLLBACK_IN_PROGRESS'
  deployment.rollback = { reason, startedAt: clock.now(), serviceRevisionArn: stable.arn }
  delete deployment.stop
  target.status = 'ACTIVE'
  const by = kind === 'breaker' ? 'ECS deployment circuit breaker: rolling' : 'ECS deployment: rolling'
  Object.assign(stable, {
    status: 'PRIMARY',
    rollout: 'IN_PROGRESS',
    rolloutReason: `${by} back to deploymentId ${stable.id}.`,
    failed: 0,
    updated: clock.now(),
  })
  const others = service.revisions.filter((revision) => revision !== stable)
  service.revisions = [stable, ...others]
  addEvent(context, service, `rolling back to deployment ${stable.id}.`)
  if (strategyOf(configuration) === 'ROLLING') {
    const newer = await roll(context, service, deployment, stable, () =>
      deployment.stop?.kind === 'superseded'
        ? { kind: 'superseded', reason: deployment.stop.reason ?? '', event: '', rollback: false }
        : undefined,
    )
    if (newer !== undefined) return end(context, deployment, 'STOPPED', newer.reason)
  } else await shiftBack(context, service, stable, others)
  complete(stable)
  end(context, deployment, 'ROLLBACK_SUCCESSFUL', reason)
  addEvent(context, service, `(deployment ${stable.id}) deployment completed.`)
}
