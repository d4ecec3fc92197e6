import { judgeAlarmsBefore } from '../../alarms/judge.ts'
import { readAlarms } from '../../alarms/read.ts'
import { type DeploymentState } from '../../codedeploy/deployment.ts'
import { readGroupSettings } from '../../codedeploy/group/settings.ts'
import { describeDeployment, findEarlier, startDeployment, type DeploymentRequest } from '../../codedeploy/start.ts'
import {
  placeOfEnvironment,
  type EcsDeployment,
  type LambdaDeployment,
  type ServerDeployment,
} from '../../config/model/environment.ts'
import type { Handle } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { ActionError } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import type { DeployContext } from '../contract.ts'
import { judgeWait, waitingChecks } from '../traffic/waiting-checks.ts'
import { watchedAlarms, type About, type UploadedRevision, type Content } from './contract.ts'
import { follow } from './judged-deployment.ts'
import { stopRequested } from './stop-deployment.ts'

/** How long a deployment of others in the group is waited for at most. */
const MOST_PATIENCE_MS = 30 * 60_000

/**
 * Deploys to a group of CodeDeploy, followed to the end. `bring` makes the revision ready, only where no alarm is in ALARM;
 * where it finds that nothing may or need be deployed, it gives findings instead. What an earlier attempt of this run
 * deployed is not deployed again, unless it did not pass.
 */
export async function runDeployment(
  context: DeployContext,
  deployment: ServerDeployment | LambdaDeployment | EcsDeployment,
  content: Content,
  bring: () => Promise<UploadedRevision | readonly Finding[]>,
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
