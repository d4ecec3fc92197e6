import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { judgeAlarmsBefore } from '../../alarms/judge.ts'
import { readAlarms } from '../../alarms/read.ts'
import { errorName } from '../../aws/errors.ts'
import type { CodeDeploy } from '../../codedeploy/client.ts'
import {
  endOfDeployment,
  readDeployment,
  readGroupSettings,
  type DeploymentState,
  type GroupSettings,
} from '../../codedeploy/deployment.ts'
import { judgeHooks, type DeclaredHooks } from '../../codedeploy/group/declared-hooks.ts'
import { judgeDeploymentEnd, type DeploymentEnd, type FindScript } from '../../codedeploy/diagnose.ts'
import {
  describeDeployment,
  findEarlier,
  findRequested,
  startDeployment,
  type DeploymentRequest,
} from '../../codedeploy/start.ts'
import {
  placeOfEnvironment,
  type EcsDeployment,
  type LambdaDeployment,
  type ServerDeployment,
} from '../../config/model/environment.ts'
import type { Handle } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import type { Ports } from '../../ports.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { cleanUp, GRACE_MS } from '../../support/processes/grace.ts'
import { oneLine } from '../../support/text/text.ts'
import { measureDeployment } from './revision-digest.ts'
import { followDeployment, getDeploymentCommand, type Hold } from './follow-deployment.ts'
import type { DeployContext } from '../contract.ts'
import type { RunningDeployment } from './running-deployment.ts'
import { answerBeforeTraffic } from '../traffic/before-traffic.ts'
import { heldByCodeDeploy } from '../traffic/held.ts'
import { guardDeployment, stoppedByAlarm, type Guard } from '../traffic/stop-on-alarm.ts'
import {
  judgeWait,
  notHeld,
  waitingChecks,
  type WaitingChecks,
  type WaitsForChecks,
} from '../traffic/waiting-checks.ts'
import { watchUnlessBeside } from './watch-group.ts'

/** What is to be deployed, known before anything is changed. */
export interface Content {
  /** Digest of all that is deployed, for its description. */
  readonly content: string
  readonly findScript?: FindScript
  /** What its AppSpec declares; undefined where it cannot be read. An earlier revision was judged when it was released. */
  readonly hooks: DeclaredHooks | 'not-judged' | undefined
  /** It served before: where it waits before traffic it goes on at once. */
  readonly goesOn?: true
  /** In place of the id of the deployment, in the description by which it is found again. */
  readonly describedAs?: string
  /** What else the end of the deployment proves. `isReleased`: it succeeded, with the requested revision, on all targets. */
  readonly judgeEnd?: (end: DeploymentEnd, isReleased: boolean) => readonly Finding[]
  /** Whether a deployment of an earlier attempt of this run, with this content in its description, deploys it. */
  readonly isIn: (revision: RevisionLocation) => Promise<boolean>
  /** `ignored`: neither before nor during the deployment, which may be the answer to one in ALARM. */
  readonly alarms?: 'ignored'
  /** How its checks before traffic reach the new version; absent where no deployment of the platform waits for them. */
  readonly beforeTraffic?: WaitsForChecks
}

/** What a deployment brings, once it is where CodeDeploy finds it. */
export interface Brought extends Pick<DeploymentRequest, 'fileExists' | 'ignoreApplicationStopFailures'> {
  readonly revision: RevisionLocation
}

/** How long a deployment of others in the group is waited for at most. */
const MOST_PATIENCE_MS = 30 * 60_000
const STOP_PAUSE_MS = 300

/**
 * Deploys to a group of CodeDeploy, followed to the end. `bring` makes the revision ready, only where no alarm is in ALARM;
 * where it finds that nothing may or need be deployed, it gives findings instead. What an earlier attempt of this run
 * deployed is not deployed again, unless it did not come to a pass.
 */
export async function runDeployment(
  context: DeployContext,
  deployment: ServerDeployment | LambdaDeployment | EcsDeployment,
  content: Content,
  bring: () => Promise<Brought | readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { ports, record, environment, access, run } = context
  const codedeploy = await ports.connect.codedeploy(access)
  const settings = await readGroupSettings(codedeploy, deployment)
  const about: About = {
    context,
    codedeploy,
    deployment,
    content,
    settings,
    waiting: content.beforeTraffic && waitingChecks(context, deployment, content.beforeTraffic),
    description: describeDeployment({
      ...run,
      environment: environment.key,
      id: content.describedAs ?? deployment.id,
      content: content.content,
    }),
  }
  const cannotWait = judgeWait(about.waiting, settings.info, { id: deployment.id, group: deployment.group })
  if (cannotWait) return [cannotWait]
  const earlier = await earlierDeployment(about)
  if (earlier?.revision) {
    const findings = await follow(about, {
      deploymentId: earlier.id,
      revision: earlier.revision,
      since: new Date(earlier.createdAt),
    })
    if (!findings.some(blocks)) return [resumed(about, earlier), ...findings]
    ports.log.info(`${deployment.id}: ${earlier.id} of an earlier attempt of this run did not pass; deploying again`)
  }
  const before = judgeAlarmsBefore(
    `deployment/${deployment.id}`,
    await readAlarms(await ports.connect.alarms(access), watchedAlarms(about)),
  )
  if (before.length > 0) return before

  const brought = await bring()
  if (!('revision' in brought)) return brought
  const since = ports.clock.now()
  const requested = requestedHandle(about)
  const request: DeploymentRequest = {
    ...brought,
    id: deployment.id,
    application: deployment.application,
    group: deployment.group,
    region: environment.region,
    description: about.description,
    ...(deployment['deployment-config'] !== undefined && { config: deployment['deployment-config'] }),
    patience: Math.min(deployment.timeout, MOST_PATIENCE_MS),
    withoutAlarms: content.alarms === 'ignored' && settings.alarms.length > 0,
  }
  try {
    const world = { codedeploy, clock: ports.clock, log: ports.log, cancelled: ports.cancelled }
    const started = await startDeployment(world, request, () => record.handle(requested))
    record.forget(requested)
    if (started.kind === 'busy') return [started.finding]
    return await follow(about, {
      deploymentId: started.deploymentId,
      revision: brought.revision,
      since: ports.clock.now(),
    })
  } catch (error) {
    if (error instanceof ActionError && error.code !== 'aws/unreachable' && !ports.cancelled.aborted) {
      record.forget(requested)
    }
    if (ports.cancelled.aborted && record.has(requested)) await stopRequested(about, request, since, requested)
    throw error
  }
}

interface About {
  readonly context: DeployContext
  readonly codedeploy: CodeDeploy
  readonly deployment: ServerDeployment | LambdaDeployment | EcsDeployment
  readonly content: Content
  readonly settings: GroupSettings
  /** Undefined where no check before traffic is about this deployment. */
  readonly waiting: WaitingChecks | undefined
  readonly description: DeploymentRequest['description']
}

/** The names of the alarms of the group that count for this deployment. */
function watchedAlarms({ content, settings }: About): readonly string[] {
  return content.alarms === 'ignored' ? [] : settings.alarms
}

/** Older deployments prove nothing about today: they are made again. */
const EARLIER_MS = 24 * 60 * 60_000

/** The deployment of an earlier attempt of this run that brought this content to the group, and is the last one there. */
async function earlierDeployment(about: About): Promise<DeploymentState | undefined> {
  const { context, codedeploy, deployment, content, description } = about
  const { ports, run } = context
  if (run.runAttempt <= 1) return undefined
  const since = new Date(ports.clock.now().getTime() - EARLIER_MS)
  const { application, group } = deployment
  const found = await findEarlier(codedeploy, { application, group, description }, since)
  return found?.revision && (await content.isIn(found.revision)) ? found : undefined
}

function resumed({ deployment }: About, { id, status, description }: DeploymentState): Finding {
  return {
    code: 'release/resumed',
    outcome: 'noted',
    title: `an earlier attempt of this run has deployed ${deployment.id} with ${id}; it is not deployed again`,
    subject: `deployment/${deployment.id}`,
    observed: `${oneLine(status)}, ${oneLine(description)}`,
  }
}

/** Follows a deployment to its end, and judges it and its alarms. */
async function follow(
  about: About,
  {
    deploymentId,
    revision,
    since,
  }: { readonly deploymentId: string; readonly revision: RevisionLocation; readonly since: Date },
): Promise<readonly Finding[]> {
  const { context, codedeploy, deployment, content, settings } = about
  const { ports, record, access, halt } = context
  const running = runningOf(about, deploymentId, revision)
  const handle = handleOf(context, deploymentId)
  handle('running', `It was running; look at it with \`${getDeploymentCommand(running)}\`.`)
  let findings: Finding[]
  const before: Finding[] = []
  let isHeld = false
  const guard = guardDeployment(
    {
      ports,
      held: heldByCodeDeploy(codedeploy, running),
      stopCommand: `aws deploy stop-deployment --region ${running.region} --deployment-id ${deploymentId} --auto-rollback-enabled`,
      halt,
      alarms: () => ports.connect.alarms(access),
    },
    watchedAlarms(about),
  )
  const hold: Hold = async (targets) => {
    isHeld = true
    const held = heldByCodeDeploy(codedeploy, running)
    const answered = await answerBeforeTraffic({ ports, held }, about.waiting!.with(settings.info, targets))
    // That it was stopped by an alarm is told by its own finding.
    before.push(
      ...answered.findings.filter(({ code }) => guard.stopped === undefined || code !== 'traffic/ended-while-checked'),
    )
    return answered.next
  }
  const goOn: Hold = async () => ((await heldByCodeDeploy(codedeploy, running).goOn()) ? 'continued' : 'left')
  try {
    const end = await followDeployment(
      { ports, record, statuses: context.statuses },
      codedeploy,
      running,
      content.goesOn ? goOn : about.waiting && hold,
      () => guard.stopped !== undefined,
    )
    await guard.end()
    handle('kept')
    if (end.rollback) handleOf(context, end.rollback.state.id)(end.rollback.ended ? 'kept' : 'running')
    measureDeployment(context, deployment.id, end.ms)
    const ended = endedBy({ guard, before }, end, judgeDeploymentEnd(end, content.findScript))
    const isReleased = !ended.some(blocks)
    const last = settings.info.lastSuccessfulDeployment?.deploymentId
    if (isReleased) context.deployed?.({ deployment, deploymentId, before: last })
    const judged = content.judgeEnd?.(end, isReleased) ?? []
    // A check that failed on a host is the reason why the deployment failed.
    const reasons = judged.filter(({ outcome }) => outcome === 'fail')
    findings = [
      ...before,
      ...reasons,
      ...ended,
      ...(isReleased ? hooksOf(end, content) : []),
      ...judged.filter((each) => !reasons.includes(each)),
    ]
    if (about.waiting && !isHeld && !ended.some(blocks)) findings.push(notHeld(deployment.id, deploymentId))
  } catch (error) {
    record.find(...before)
    if (ports.cancelled.aborted) await stop(context, codedeploy, running, handle)
    throw error
  } finally {
    await guard.end()
  }
  // The alarms of a deployment that failed, or was rolled back, are about another version.
  if (findings.some(blocks)) return findings
  const alarms = () => Promise.resolve(watchedAlarms(about))
  const watched = { id: deployment.id, alarms, since, limit: deployment.timeout }
  return [...findings, ...(await watchUnlessBeside(context, watched, findings))]
}

/** What the end of a deployment proves, where an alarm or a check before traffic may have stopped it. */
function endedBy(
  { guard: { stopped, trouble }, before }: { readonly guard: Guard; readonly before: readonly Finding[] },
  end: DeploymentEnd,
  findings: readonly Finding[],
): readonly Finding[] {
  if (trouble) return [trouble, ...findings]
  const byAlarm = stopped !== undefined && endOfDeployment(end.state.status) !== 'succeeded'
  const cause = byAlarm ? 'the alarm' : before.some(isStop) ? 'checks before traffic' : undefined
  if (cause === undefined) return findings
  const advice = `See the finding on ${cause}: this job stopped the deployment.`
  const own = findings.map((each) => (each.code === 'deployment/stopped' ? { ...each, advice } : each))
  return byAlarm ? [stoppedByAlarm(end, stopped), ...own] : own
}

const isStop = ({ code }: Finding): boolean => code === 'traffic/stopped'

function hooksOf(end: DeploymentEnd, { hooks }: Content): Finding[] {
  return hooks === 'not-judged' ? [] : judgeHooks(end, hooks)
}

function runningOf(
  { context, deployment, settings }: About,
  deploymentId: string,
  revision: RevisionLocation,
): RunningDeployment {
  return {
    id: deployment.id,
    deploymentId,
    group: deployment.group,
    region: context.environment.region,
    timeout: deployment.timeout,
    autoRollback: settings.autoRollback,
    revision,
  }
}

/** CreateDeployment has no client token: until its response the deployment is known by its description only. */
function requestedHandle({ context, deployment, description }: About): Handle {
  const { environment } = context
  const where = `--region ${environment.region} --application-name ${deployment.application} --deployment-group-name ${deployment.group}`
  return {
    kind: 'deployment',
    id: description.attempt,
    ...placeOfEnvironment(environment),
    state: 'unknown',
    advice: `It was requested; find it by its description with \`aws deploy list-deployments ${where}\` and \`aws deploy get-deployment\`.`,
  }
}

/** The job was cancelled while the deployment was requested: it is looked for, and stopped. Never throws. */
async function stopRequested(about: About, request: DeploymentRequest, since: Date, requested: Handle): Promise<void> {
  const { context, codedeploy } = about
  try {
    const found = await cleanUp(findRequested(codedeploy, request, since.getTime()))
    context.record.forget(requested)
    if (found === undefined) return
    const handle = handleOf(context, found.id)
    await stop(context, codedeploy, runningOf(about, found.id, request.revision), handle)
  } catch (error) {
    context.ports.log.warning(
      `${request.id}: whether the deployment was created was not seen: ${oneLine(messageOf(error))}`,
    )
  }
}

function handleOf(context: DeployContext, deploymentId: string): (state: Handle['state'], advice?: string) => void {
  const { record, environment } = context
  return (state, advice) =>
    record.handle({
      kind: 'deployment',
      id: deploymentId,
      ...placeOfEnvironment(environment),
      state,
      ...(advice !== undefined && { advice }),
    })
}

/** The job ends in a few seconds: the deployment is stopped, rolled back if its group says so. Never throws. */
async function stop(
  context: DeployContext,
  codedeploy: CodeDeploy,
  running: RunningDeployment,
  handle: (state: Handle['state'], advice?: string) => void,
): Promise<void> {
  const { deploymentId } = running
  const { ports } = context
  try {
    const state = await cleanUp(askToStop(ports, codedeploy, running, handle))
    const back = state.rollback ? ` It is rolled back by ${state.rollback.id}.` : ''
    ports.log.warning(`${deploymentId} was asked to stop and is ${oneLine(state.status)}.${back}`)
    if (endOfDeployment(state.status) !== 'running') handle('kept', `It ended as ${oneLine(state.status)}.${back}`)
    if (state.rollback) {
      const command = getDeploymentCommand({ ...running, deploymentId: state.rollback.id })
      handleOf(context, state.rollback.id)(
        'running',
        `It brings the previous revision back; look at it with \`${command}\`.`,
      )
    }
  } catch (error) {
    ports.log.warning(`${deploymentId} was asked to stop; how it ended was not seen: ${oneLine(messageOf(error))}`)
  }
}

/** Asks, and looks until it has ended: the script that runs at the moment is not interrupted. */
async function askToStop(
  { clock }: Ports,
  codedeploy: CodeDeploy,
  running: RunningDeployment,
  handle: (state: Handle['state'], advice?: string) => void,
): Promise<DeploymentState> {
  const { deploymentId } = running
  const look = `look at it with \`${getDeploymentCommand(running)}\``
  handle('unknown', `It may still be running; ${look}.`)
  try {
    await codedeploy.stopDeployment({ deploymentId, autoRollbackEnabled: running.autoRollback })
    handle('running', `It was asked to stop after the script that ran; ${look}.`)
  } catch (error) {
    if (errorName(error) !== 'DeploymentAlreadyCompletedException') throw error
  }
  const until = clock.now().getTime() + GRACE_MS
  for (;;) {
    const state = await readDeployment(codedeploy, deploymentId)
    if (endOfDeployment(state.status) !== 'running' || clock.now().getTime() >= until) return state
    await clock.sleep(STOP_PAUSE_MS)
  }
}
