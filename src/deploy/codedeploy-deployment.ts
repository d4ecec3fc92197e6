import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { judgeAlarmsBefore } from '../alarms/judge.ts'
import { readAlarms } from '../alarms/read.ts'
import { errorName } from '../aws/errors.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { endOfDeployment, readDeployment, readGroupSettings, type DeploymentState } from '../codedeploy/deployment.ts'
import { judgeHooks, type DeclaredHooks } from '../codedeploy/declared-hooks.ts'
import { judgeDeploymentEnd, type FindScript } from '../codedeploy/diagnose.ts'
import { describeDeployment, startDeployment, type DeploymentRequest } from '../codedeploy/start.ts'
import {
  placeOfEnvironment,
  type EcsDeployment,
  type LambdaDeployment,
  type ServerDeployment,
} from '../config/model/environment.ts'
import type { Handle } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'
import type { Ports } from '../ports.ts'
import { messageOf } from '../support/errors.ts'
import { cleanUp, GRACE_MS } from '../support/processes/grace.ts'
import { oneLine } from '../support/text/text.ts'
import { measureDeployment } from './revision-digest.ts'
import { followDeployment, getDeploymentCommand } from './follow-deployment.ts'
import type { DeployContext } from './contract.ts'
import type { RunningDeployment } from './running-deployment.ts'
import { watchGroup } from './watch-group.ts'

/** What a deployment brings, once it is where CodeDeploy finds it. */
export interface Brought extends Pick<DeploymentRequest, 'fileExists' | 'ignoreApplicationStopFailures'> {
  readonly revision: RevisionLocation
  /** Digest of what is deployed, for its description. */
  readonly content: string
  readonly findScript?: FindScript
  /** What its AppSpec declares; undefined where it cannot be read. */
  readonly hooks: DeclaredHooks | undefined
}

/** How long a deployment of others in the group is waited for at most. */
const MOST_PATIENCE_MS = 30 * 60_000
const STOP_PAUSE_MS = 300

/**
 * Deploys to a group of CodeDeploy, followed to the end. `bring` makes the revision ready, only where no alarm is in ALARM;
 * where it finds that nothing may or need be deployed, it gives findings instead.
 */
export async function runDeployment(
  context: DeployContext,
  deployment: ServerDeployment | LambdaDeployment | EcsDeployment,
  bring: () => Promise<Brought | readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { ports, record, environment, access, run } = context
  const subject = `deployment/${deployment.id}`
  const codedeploy = await ports.connect.codedeploy(access)
  const settings = await readGroupSettings(codedeploy, deployment)
  const before = judgeAlarmsBefore(subject, await readAlarms(await ports.connect.alarms(access), settings.alarms))
  if (before.length > 0) return before

  const brought = await bring()
  if (!('revision' in brought)) return brought
  const { content, findScript, hooks, ...request } = brought
  const started = await startDeployment(
    { codedeploy, clock: ports.clock, log: ports.log, cancelled: ports.cancelled },
    {
      ...request,
      id: deployment.id,
      application: deployment.application,
      group: deployment.group,
      region: environment.region,
      description: describeDeployment({ ...run, environment: environment.key, id: deployment.id, content }),
      ...(deployment['deployment-config'] !== undefined && { config: deployment['deployment-config'] }),
      patience: Math.min(deployment.timeout, MOST_PATIENCE_MS),
    },
  )
  if (started.kind === 'busy') return [started.finding]
  const since = ports.clock.now()
  const running: RunningDeployment = {
    id: deployment.id,
    deploymentId: started.deploymentId,
    group: deployment.group,
    region: environment.region,
    timeout: deployment.timeout,
    autoRollback: settings.autoRollback,
    revision: request.revision,
  }
  const look = `look at it with \`${getDeploymentCommand(running)}\``
  const handle = handleOf(context, started.deploymentId)
  handle('running', `It was running; ${look}.`)
  let findings: Finding[]
  try {
    const end = await followDeployment({ ports, record }, codedeploy, running)
    handle('kept')
    if (end.rollback) handleOf(context, end.rollback.state.id)(end.rollback.ended ? 'kept' : 'running')
    measureDeployment(context, deployment.id, end.ms)
    const ended = judgeDeploymentEnd(end, findScript)
    findings = ended.some(blocks) ? ended : [...ended, ...judgeHooks(end, hooks)]
  } catch (error) {
    if (ports.cancelled.aborted) await stop(context, codedeploy, running, handle)
    throw error
  }
  // The alarms of a deployment that failed, or was rolled back, are about another version.
  if (findings.some(blocks)) return findings
  const alarms = () => Promise.resolve(settings.alarms)
  const watched = { id: deployment.id, alarms, since, limit: deployment.timeout }
  return [...findings, ...(await watchGroup(context, watched, findings))]
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
