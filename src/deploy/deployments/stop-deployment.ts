import { errorName } from '../../aws/errors.ts'
import type { CodeDeploy } from '../../codedeploy/client.ts'
import { endOfDeployment, readDeployment, type DeploymentState } from '../../codedeploy/deployment.ts'
import { findRequested, type DeploymentRequest } from '../../codedeploy/start.ts'
import type { Handle } from '../../evidence/document.ts'
import type { Ports } from '../../ports.ts'
import { messageOf } from '../../support/errors.ts'
import { cleanUp, GRACE_MS } from '../../support/processes/grace.ts'
import { oneLine } from '../../support/text/text.ts'
import { getDeploymentCommand } from './follow-deployment.ts'
import type { DeployContext } from '../contract.ts'
import type { RunningDeployment } from './running-deployment.ts'
import { handleOf, runningOf, type About } from './contract.ts'

const STOP_PAUSE_MS = 300

/** The job was cancelled while the deployment was requested: it is looked for, and stopped. Never throws. */
export async function stopRequested(
  about: About,
  request: DeploymentRequest,
  since: Date,
  requested: Handle,
): Promise<void> {
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

/** The job ends in a few seconds: the deployment is stopped, rolled back if its group says so. Never throws. */
export async function stop(
  context: DeployContext,
  codedeploy: CodeDeploy,
  running: RunningDeployment,
  handle: (state: Handle['state'], advice?: string) => void,
): Promise<void> {
  const { deploymentId } = running
  const { ports } = context
  let isAsked = false
  const tell: typeof handle = (state, advice) => {
    isAsked ||= state === 'running'
    handle(state, advice)
  }
  try {
    const state = await cleanUp(askToStop(ports, codedeploy, running, tell))
    const back = state.rollback ? ` It is rolled back by ${state.rollback.id}.` : ''
    ports.log.warning(`${deploymentId} was asked to stop and is ${oneLine(state.status)}.${back}`)
    if (endOfDeployment(state.status) !== 'running') handle('kept', `It ended as ${oneLine(state.status)}.${back}`)
    if (state.rollback) {
      const command = getDeploymentCommand({ ...running, deploymentId: state.rollback.id })
      handleOf(context, state.rollback.id)(
        'running',
        `It rolls back to the previous revision; check it with \`${command}\`.`,
      )
    }
  } catch (error) {
    ports.log.warning(`${deploymentId} ${notSeen(isAsked)}: ${oneLine(messageOf(error))}`)
  }
}

/** How a deployment was left that a cancelled job could not follow to its end. */
export function notSeen(isAsked: boolean): string {
  return isAsked
    ? 'was asked to stop; how it ended was not seen'
    : 'may still be running; no request to stop it is known to have succeeded'
}

/** Requests the stop, and reads until it has ended: the running script is not interrupted. */
async function askToStop(
  { clock }: Ports,
  codedeploy: CodeDeploy,
  running: RunningDeployment,
  handle: (state: Handle['state'], advice?: string) => void,
): Promise<DeploymentState> {
  const { deploymentId } = running
  const look = `check it with \`${getDeploymentCommand(running)}\``
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
