import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { errorName } from '../aws/errors.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { endOfDeployment, readDeployment, readGroupSettings, type DeploymentState } from '../codedeploy/deployment.ts'
import { judgeDeploymentEnd, type FindScript } from '../codedeploy/diagnose.ts'
import { describeDeployment, startDeployment, type DeploymentRequest } from '../codedeploy/start.ts'
import type { EcsDeployment, LambdaDeployment, ServerDeployment } from '../config/resolve.ts'
import type { Handle } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import { messageOf } from '../support/errors.ts'
import { oneLine } from '../support/text.ts'
import { judgeAlarmsAfter, judgeAlarmsBefore, readAlarmStates, watchAlarms } from './alarms.ts'
import { measureDeployment } from './deploy-shared.ts'
import type { Execution } from './execute.ts'
import { followDeployment, getDeploymentCommand, type RunningDeployment } from './follow-deployment.ts'
import { GRACE_MS, withinGrace } from './grace.ts'

/** What a deployment brings, once it is where CodeDeploy finds it. */
export interface Brought extends Pick<DeploymentRequest, 'fileExists' | 'ignoreApplicationStopFailures'> {
  readonly revision: RevisionLocation
  /** Digest of what is deployed, for its description. */
  readonly content: string
  readonly findScript?: FindScript
}

/** How long a deployment of others in the group is waited for at most. */
const MOST_PATIENCE_MS = 30 * 60_000
const STOP_PAUSE_MS = 300

/**
 * Deploys to a group of CodeDeploy, followed to the end. `bring` makes the revision ready, only where no alarm rings;
 * where it finds that nothing may or need be deployed, it gives findings instead.
 */
export async function runDeployment(
  execution: Execution,
  deployment: ServerDeployment | LambdaDeployment | EcsDeployment,
  bring: () => Promise<Brought | readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { ports, record, environment, access, run } = execution
  const subject = `deployment/${deployment.id}`
  const codedeploy = await ports.connect.codedeploy(access)
  const settings = await readGroupSettings(codedeploy, deployment)
  const before = judgeAlarmsBefore(subject, await readAlarmStates(ports, access, settings.alarms))
  if (before.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skipped')) return before

  const brought = await bring()
  if (!('revision' in brought)) return [...before, ...brought]
  const { content, findScript, ...request } = brought
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
  if (started.kind === 'busy') return [...before, started.finding]
  const running: RunningDeployment = {
    id: deployment.id,
    deploymentId: started.deploymentId,
    group: deployment.group,
    region: environment.region,
    timeout: deployment.timeout,
    autoRollback: settings.autoRollback,
  }
  const look = `look at it with \`${getDeploymentCommand(running)}\``
  const handle = handleOf(execution, started.deploymentId)
  handle('running', `It was running; ${look}.`)
  try {
    const end = await followDeployment({ ports, record }, codedeploy, running)
    handle('kept')
    if (end.rollback) handleOf(execution, end.rollback.state.id)(end.rollback.ended ? 'kept' : 'running')
    measureDeployment(execution, deployment.id, end.ms)
    const findings = judgeDeploymentEnd(end, findScript)
    const after = execution.watchAlarms
      ? judgeAlarmsAfter(subject, await watchAlarms(ports, access, settings.alarms))
      : []
    return [...before, ...findings, ...after]
  } catch (error) {
    if (ports.cancelled.aborted) await stop(execution, codedeploy, running, handle)
    throw error
  }
}

function handleOf(execution: Execution, deploymentId: string): (state: Handle['state'], advice?: string) => void {
  const { record, environment } = execution
  return (state, advice) =>
    record.handle({
      kind: 'deployment',
      id: deploymentId,
      environment: environment.key,
      region: environment.region,
      state,
      ...(advice !== undefined && { advice }),
    })
}

/** The job ends in a few seconds: the deployment is stopped, rolled back if its group says so. Never throws. */
async function stop(
  execution: Execution,
  codedeploy: CodeDeploy,
  running: RunningDeployment,
  handle: (state: Handle['state'], advice?: string) => void,
): Promise<void> {
  const { deploymentId } = running
  const { ports } = execution
  try {
    const state = await withinGrace(ports.clock, askToStop(ports, codedeploy, running, handle))
    const back = state.rollback ? ` It is rolled back by ${state.rollback.id}.` : ''
    ports.log.warning(`${deploymentId} was asked to stop and is ${oneLine(state.status)}.${back}`)
    if (endOfDeployment(state.status) !== 'running') handle('kept', `It ended as ${oneLine(state.status)}.${back}`)
    if (state.rollback) {
      const command = getDeploymentCommand({ ...running, deploymentId: state.rollback.id })
      handleOf(execution, state.rollback.id)(
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
