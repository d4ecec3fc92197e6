import { judgeAlarmsBefore } from '../../alarms/judge.ts'
import { readAlarms } from '../../alarms/read.ts'
import { placeOfEnvironment, type EcsNativeDeployment } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import { judgeServiceEnd, type ServiceEnd } from '../../ecs/judge-end.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { stopAndRollBack, saysEnded } from '../../ecs/pause.ts'
import {
  describeDeploymentCommand,
  endOfServiceDeployment,
  listServiceDeployments,
  readServiceDeployment,
  readServiceRevision,
  type ServiceDeploymentState,
} from '../../ecs/service-deployment.ts'
import { alarmNamesOf, type ServiceState } from '../../ecs/service.ts'
import type { Handle } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { cleanUp, GRACE_MS } from '../../support/processes/grace.ts'
import { oneLine } from '../../support/text/text.ts'
import type { DeployContext } from '../contract.ts'
import { SLOWEST_PAUSE_MS } from '../pace.ts'
import { measureDeployment } from '../deployments/revision-digest.ts'
import { notSeen } from '../deployments/stop-deployment.ts'
import { answerBeforeTraffic } from '../traffic/before-traffic.ts'
import { guardDeployment, type Guard } from '../traffic/stop-on-alarm.ts'
import { notHeld } from '../traffic/waiting-checks.ts'
import { watchUnlessBeside } from '../deployments/watch-group.ts'
import { followService, type HoldService, type ServiceCalls } from './follow-service.ts'
import { heldByEcs } from './held-service.ts'
import type { RunningService } from './running-service.ts'
import type { ServiceChecks } from './service-checks.ts'

/** A deployment of a service, before it is started. */
export interface ServiceStart {
  readonly context: DeployContext
  readonly calls: ServiceCalls
  readonly deployment: EcsNativeDeployment
  readonly service: ServiceState
  readonly outputs: Outputs
  /** Undefined where no check before traffic is about it. */
  readonly waiting: ServiceChecks | undefined
  /** It brings an earlier version back: a pause before traffic is ended at once. `alarms`: those of the service do not count. */
  readonly back?: { readonly alarms?: 'ignored' }
}

/** The alarms of the service that count for this deployment. */
function watchedAlarms({ service, back }: ServiceStart): readonly string[] {
  return back?.alarms === 'ignored' ? [] : alarmNamesOf(service.configuration)
}

/** A deployment of a service appears within this time after UpdateService. */
const APPEARS_MS = 60_000
const STOP_PAUSE_MS = 300

/**
 * Updates a service to the task definition that `bring` gives, once, and follows what ECS makes of it. UpdateService has no client token: where its
 * response was lost, the deployment is found by the task definition, which is of this run alone.
 */
export async function updateService(about: ServiceStart, bring: () => Promise<string>): Promise<readonly Finding[]> {
  const { context, calls, deployment } = about
  const { ports, record, access } = context
  const before = judgeAlarmsBefore(
    `deployment/${deployment.id}`,
    await readAlarms(await ports.connect.alarms(access), watchedAlarms(about)),
  )
  if (before.length > 0) return before
  const taskDefinition = await bring()
  // An earlier attempt of this run may have deployed this task definition, and ECS may have restored another one.
  const ended = await listServiceDeployments(calls.containers, deployment, 'newest')
  const since = ports.clock.now()
  const requested = requestedHandle(about)
  record.handle(requested)
  try {
    await calls.containers.updateService({ cluster: deployment.cluster, service: deployment.service, taskDefinition })
  } catch (error) {
    // Whether it was accepted is not known: the deployment shows.
    if (!(error instanceof ActionError) || error.code !== 'aws/unreachable' || ports.cancelled.aborted) {
      if (error instanceof ActionError && !ports.cancelled.aborted) record.forget(requested)
      throw error
    }
    ports.log.warning(`${deployment.id}: the response of UpdateService was lost; the deployment is looked for`)
  }
  let arn: string | undefined
  try {
    arn = await findDeployment(about, taskDefinition, ended, candidates(context))
  } catch (error) {
    if (ports.cancelled.aborted) await stopRequested(about, taskDefinition)
    throw error
  }
  if (arn === undefined) return [noDeployment(about, taskDefinition)]
  record.forget(requested)
  return followOwn(about, { arn, taskDefinition, since })
}

/**
 * The deployment with this task definition; it may appear a little after UpdateService.
 * @param ended those that were there before
 * @param seen is called for each new deployment, before it is known whose it is, and for those of others
 */
export async function findDeployment(
  { context, calls, deployment }: Pick<ServiceStart, 'context' | 'calls' | 'deployment'>,
  taskDefinition: string,
  ended: readonly string[],
  seen: (arn: string, isOther: boolean) => void = () => undefined,
): Promise<string | undefined> {
  const { clock, cancelled } = context.ports
  const until = clock.now().getTime() + APPEARS_MS
  const others = new Set(ended)
  for (;;) {
    const active = await listServiceDeployments(calls.containers, deployment, 'active')
    // A short deployment may have ended before it was listed.
    const newest = await listServiceDeployments(calls.containers, deployment, 'newest')
    for (const arn of new Set([...active, ...newest])) {
      if (others.has(arn)) continue
      seen(arn, false)
      if ((await definitionOf(calls, arn)) === taskDefinition) return arn
      seen(arn, true)
      others.add(arn)
    }
    if (clock.now().getTime() >= until) return undefined
    await clock.sleep(SLOWEST_PAUSE_MS, cancelled)
  }
}

/** The task definition that a deployment deploys. */
export async function definitionOf({ containers }: Pick<ServiceCalls, 'containers'>, arn: string): Promise<string> {
  const state = await readServiceDeployment(containers, arn)
  return (await readServiceRevision(containers, state.target.arn)).taskDefinition
}

/** Follows a deployment of this run to its end, and judges it and its alarms. */
export async function followOwn(
  about: ServiceStart,
  { arn, taskDefinition, since }: { readonly arn: string; readonly taskDefinition: string; readonly since: Date },
): Promise<readonly Finding[]> {
  const { context, calls, deployment, service, waiting, back } = about
  const { ports, record, access, halt, environment } = context
  const running: RunningService = {
    id: deployment.id,
    deploymentArn: arn,
    cluster: deployment.cluster,
    service: deployment.service,
    region: environment.region,
    timeout: deployment.timeout,
    expected: taskDefinition,
  }
  const handle = handleOf(context, arn)
  handle('running', `It was running; check it with \`${describeDeploymentCommand(arn, environment.region)}\`.`)
  const alarms = watchedAlarms(about)
  const held: Finding[] = []
  let isHeld = false
  const guard = guardDeployment(
    {
      ports,
      held: heldByEcs(calls.containers, running),
      stopCommand: stopCommand(running),
      halt,
      alarms: () => ports.connect.alarms(access),
    },
    alarms,
  )
  const hold: HoldService = async (pause) => {
    isHeld = true
    const answered = await answerBeforeTraffic(
      { ports, held: heldByEcs(calls.containers, running, pause.id) },
      waiting!.with(
        await readServiceRevision(calls.containers, (await readServiceDeployment(calls.containers, arn)).target.arn),
      ),
    )
    // A stop by an alarm has its own finding.
    held.push(
      ...answered.findings.filter(({ code }) => guard.stopped === undefined || code !== 'traffic/ended-while-checked'),
    )
    return answered.next
  }
  const goOn: HoldService = async (pause) =>
    (await heldByEcs(calls.containers, running, pause.id).goOn()) ? 'continued' : 'left'
  let findings: Finding[]
  try {
    const following = { ports, record, statuses: context.statuses }
    const end = await followService(following, calls, running, back ? goOn : waiting && hold)
    await guard.end()
    handle('kept')
    measureDeployment(context, deployment.id, end.ms)
    const ended = endedBy(guard, end)
    if (!ended.some(blocks)) {
      const { taskDefinition: before } = service
      const isOther = before !== taskDefinition
      context.deployedService?.({
        deployment,
        deploymentArn: arn,
        taskDefinition,
        before: isOther ? before : undefined,
      })
    }
    findings = [...held, ...ended]
    if (waiting && !isHeld && !ended.some(blocks)) findings.push(notHeld(deployment.id, nameOfArn(arn)))
  } catch (error) {
    record.find(...held)
    if (ports.cancelled.aborted) await stop(context, calls, running)
    throw error
  } finally {
    await guard.end()
  }
  // The alarms of a deployment that failed, or was rolled back, are about another version.
  if (findings.some(blocks)) return findings
  const watched = { id: deployment.id, alarms: () => Promise.resolve(alarms), since, limit: deployment.timeout }
  return [...findings, ...(await watchUnlessBeside(context, watched, findings))]
}

/** What the end of a deployment proves, where this job may have stopped it for an alarm. */
function endedBy({ stopped, trouble }: Guard, end: ServiceEnd): Finding[] {
  const findings = judgeServiceEnd(end)
  if (trouble) return [trouble, ...findings]
  if (stopped === undefined || endOfServiceDeployment(end.state.status) === 'succeeded') return findings
  const { state, id, region } = end
  const advice = 'See the finding on the alarm: this job stopped the deployment.'
  return [
    {
      code: 'alarm/stopped-deployment',
      outcome: 'fail',
      title: `${state.id} was stopped, because ${stopped}`,
      subject: `deployment/${id}/alarm`,
      expected: 'no alarm while the deployment runs',
      observed: `${state.status}: ${oneLine(state.reason)}`,
      advice: `Correct what the alarm shows, and start the release again. See \`${describeDeploymentCommand(state.arn, region)}\`.`,
      details: { deploymentArn: state.arn },
    },
    ...findings.map((each) => (['service/failed', 'service/stopped'].includes(each.code) ? { ...each, advice } : each)),
  ]
}

function stopCommand({ deploymentArn, region }: Pick<RunningService, 'deploymentArn' | 'region'>): string {
  return `aws ecs stop-service-deployment --region ${region} --service-deployment-arn ${deploymentArn} --stop-type ROLLBACK`
}

function handleOf(context: DeployContext, arn: string): (state: Handle['state'], advice?: string) => void {
  const { record, environment } = context
  return (state, advice) =>
    record.handle({
      kind: 'deployment',
      id: arn,
      ...placeOfEnvironment(environment),
      state,
      ...(advice !== undefined && { advice }),
    })
}

/** Where it cannot be read whose a new deployment is, as a call is denied, it is named all the same. */
function candidates({ record, environment }: DeployContext): (arn: string, isOther: boolean) => void {
  return (arn, isOther) => {
    const look = describeDeploymentCommand(arn, environment.region)
    const handle: Handle = {
      kind: 'deployment',
      id: arn,
      ...placeOfEnvironment(environment),
      state: 'unknown',
      advice: `It began after this job had updated the service, and may still be running: see \`${look}\`.`,
    }
    if (isOther) record.forget(handle)
    else record.handle(handle)
  }
}

/** Until the deployment is found it is known by its service only. */
function requestedHandle({ context, deployment }: ServiceStart): Handle {
  const { environment } = context
  const { cluster, service } = deployment
  return {
    kind: 'deployment',
    id: `${cluster}/${service}`,
    ...placeOfEnvironment(environment),
    state: 'unknown',
    advice: `It was requested; find it with \`aws ecs list-service-deployments --region ${environment.region} --cluster ${cluster} --service ${service}\`.`,
  }
}

function noDeployment({ context, deployment }: ServiceStart, taskDefinition: string): Finding {
  const { cluster, service, id } = deployment
  return {
    code: 'service/no-deployment',
    outcome: 'inconclusive',
    title: `ECS started no deployment of ${cluster}/${service} with ${nameOfArn(taskDefinition)}`,
    subject: `deployment/${id}`,
    expected: `a deployment of ${nameOfArn(taskDefinition)}`,
    observed: 'none',
    advice: `See \`aws ecs list-service-deployments --region ${context.environment.region} --cluster ${cluster} --service ${service}\`.`,
  }
}

/** The job was cancelled while the deployment was requested: it is looked for, and stopped. Never throws. */
async function stopRequested(about: ServiceStart, taskDefinition: string): Promise<void> {
  const { context, calls, deployment } = about
  try {
    const [arn] = await cleanUp(listServiceDeployments(calls.containers, deployment, 'active'))
    if (arn === undefined || (await cleanUp(definitionOf(calls, arn))) !== taskDefinition) return
    const { cluster, service, id, timeout } = deployment
    const { region } = context.environment
    await stop(context, calls, { id, deploymentArn: arn, cluster, service, region, timeout })
  } catch (error) {
    context.ports.log.warning(
      `${deployment.id}: whether a deployment was started was not seen: ${oneLine(messageOf(error))}`,
    )
  }
}

/** The job ends in a few seconds: its own deployment is stopped and rolled back, and what still runs is reported. Never throws. */
async function stop(context: DeployContext, calls: ServiceCalls, running: RunningService): Promise<void> {
  const { ports } = context
  const { deploymentArn, region } = running
  const handle = handleOf(context, deploymentArn)
  const look = `check it with \`${describeDeploymentCommand(deploymentArn, region)}\``
  const name = nameOfArn(deploymentArn)
  handle('unknown', `It may still be running; ${look}.`)
  let isAsked = false
  try {
    const state = await cleanUp(
      askToStop(context, calls, running, () => {
        isAsked = true
        handle('running', `It was asked to stop and to roll back; ${look}.`)
      }),
    )
    ports.log.warning(`${name} was asked to stop and to roll back, and is ${oneLine(state.status)}`)
    if (endOfServiceDeployment(state.status) !== 'running') handle('kept', `It ended as ${oneLine(state.status)}.`)
  } catch (error) {
    ports.log.warning(`${name} ${notSeen(isAsked)}: ${oneLine(messageOf(error))}`)
  }
}

async function askToStop(
  { ports: { clock } }: DeployContext,
  { containers }: ServiceCalls,
  { deploymentArn }: RunningService,
  asked: () => void,
): Promise<ServiceDeploymentState> {
  try {
    await stopAndRollBack(containers, deploymentArn)
    asked()
  } catch (error) {
    if (!saysEnded(error)) throw error
  }
  const until = clock.now().getTime() + GRACE_MS
  for (;;) {
    const state = await readServiceDeployment(containers, deploymentArn)
    if (endOfServiceDeployment(state.status) !== 'running' || clock.now().getTime() >= until) return state
    await clock.sleep(STOP_PAUSE_MS)
  }
}
