import { resolve } from 'node:path'
import { errorName } from '../aws/errors.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { endOfDeployment, readDeployment, readGroupSettings, type DeploymentState } from '../codedeploy/deployment.ts'
import { judgeDeploymentEnd, type FindScript } from '../codedeploy/diagnose.ts'
import { makeBundle, uploadRevision, type Bundle } from '../codedeploy/revision.ts'
import { describeDeployment, startDeployment } from '../codedeploy/start.ts'
import type { ServerDeployment } from '../config/resolve.ts'
import type { Handle } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { oneLine } from '../support/text.ts'
import { bytesOfFile, kindOfPath } from '../support/tree.ts'
import { judgeAlarmsAfter, judgeAlarmsBefore, readAlarmStates, watchAlarms } from './alarms.ts'
import { judgeRevision, measureDeployment } from './deploy-shared.ts'
import type { Execution } from './execute.ts'
import { followDeployment, getDeploymentCommand, type RunningDeployment } from './follow-deployment.ts'
import { GRACE_MS, withinGrace } from './grace.ts'
import { revisionPath } from './release.ts'

/** How long a deployment of others in the group is waited for at most. */
const MOST_PATIENCE_MS = 30 * 60_000
const STOP_PAUSE_MS = 300

/** Uploads the revision and deploys it to the servers of a group, followed to the end. */
export async function deployToServers(execution: Execution, deployment: ServerDeployment): Promise<readonly Finding[]> {
  const { ports, record, environment, access, run } = execution
  const subject = `deployment/${deployment.id}`
  const path = resolve(ports.place.workspace, revisionPath(deployment))
  const bundle = await makeBundle(path, `${subject}/revision`)
  const differs = judgeRevision(execution, deployment.id, bundle.content)
  if (differs) return [differs]
  const codedeploy = await ports.connect.codedeploy(access)
  const settings = await readGroupSettings(codedeploy, deployment)
  const before = judgeAlarmsBefore(subject, await readAlarmStates(ports, access, settings.alarms))
  if (before.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skipped')) return before

  const revision = await upload(execution, deployment, bundle)
  const started = await startDeployment(
    { codedeploy, clock: ports.clock, log: ports.log, cancelled: ports.cancelled },
    {
      id: deployment.id,
      application: deployment.application,
      group: deployment.group,
      region: environment.region,
      revision,
      description: describeDeployment({
        ...run,
        environment: environment.key,
        id: deployment.id,
        content: bundle.content,
      }),
      ...(deployment['deployment-config'] !== undefined && { config: deployment['deployment-config'] }),
      ...(deployment['file-exists'] !== undefined && { fileExists: deployment['file-exists'] }),
      ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
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
    const findings = judgeDeploymentEnd(end, await scriptPlaces(path, deployment))
    const after = execution.watchAlarms
      ? judgeAlarmsAfter(subject, await watchAlarms(ports, access, settings.alarms))
      : []
    return [...before, ...findings, ...after]
  } catch (error) {
    if (ports.cancelled.aborted) await stop(execution, codedeploy, running, handle)
    throw error
  }
}

async function upload(
  execution: Execution,
  deployment: ServerDeployment,
  bundle: Bundle,
): ReturnType<typeof uploadRevision> {
  const { ports, record, environment, access } = execution
  const { bucket, prefix } = deployment.revision
  if (bucket === undefined) {
    throw new ActionError('config/revision', {
      message: `the deployment ${deployment.id} names no bucket for its revision`,
      advice: `Set \`revision.bucket\` of the deployment ${deployment.id}, for example to an output of a stack.`,
      subject: `deployment/${deployment.id}/revision`,
      expected: 'a bucket',
      observed: 'none',
    })
  }
  const began = ports.clock.now().getTime()
  const storage = await ports.connect.storage(access)
  const revision = await uploadRevision(storage, { bucket, prefix, id: deployment.id }, bundle)
  const ms = ports.clock.now().getTime() - began
  const place = `s3://${revision.bucket}/${revision.key}`
  ports.log.info(
    revision.uploaded
      ? `${deployment.id}: ${bundle.bytes.length} bytes uploaded to ${place} in ${ms} ms`
      : `${deployment.id}: ${place} has these very bytes already`,
  )
  record.measure({
    name: 'revision',
    unit: 'bytes',
    value: bundle.bytes.length,
    subject: `deployment/${deployment.id}`,
  })
  record.handle({
    kind: 'revision',
    id: place,
    environment: environment.key,
    region: environment.region,
    state: 'kept',
  })
  return revision
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

/** Where scripts stand in the AppSpec of a folder; an archive is not opened for it. */
async function scriptPlaces(path: string, deployment: ServerDeployment): Promise<FindScript> {
  if ((await kindOfPath(path)) !== 'directory') return () => undefined
  const { parseAppSpec } = await import('../codedeploy/appspec/index.ts')
  const file = 'appspec.yml'
  const name = `${revisionPath(deployment)}/${file}`
  if ((await kindOfPath(resolve(path, file))) !== 'file') return () => undefined
  const parsed = parseAppSpec((await bytesOfFile(resolve(path, file))).toString('utf8'), {
    file: name,
    platform: 'server',
  })
  if (!parsed.ok) return () => undefined
  return (event, script) => {
    const found = parsed.spec.hooks
      .find((hook) => hook.event === event)
      ?.scripts.find(
        (one) => one.location === script || one.location.endsWith(`/${script}`) || script.endsWith(one.location),
      )
    return found && { file: name, line: found.at.line, column: found.at.column }
  }
}
