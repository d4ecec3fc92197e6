import { errorName } from '../../aws/errors.ts'
import { propertyOf } from '../../codedeploy/appspec/content.ts'
import type { CodeDeploy } from '../../codedeploy/client.ts'
import { endOfDeployment, listDeployments, readDeployment } from '../../codedeploy/deployment.ts'
import { readGroupSettings } from '../../codedeploy/group/settings.ts'
import { readAlias } from '../../codedeploy/function-version.ts'
import { readGroupInfo } from '../../codedeploy/group/group.ts'
import { showRevision } from '../../codedeploy/revision/location.ts'
import type { DeployContext } from '../../deploy/contract.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { mapLimit } from '../../support/limit.ts'
import { judgeHistory, type History, type Target } from '../history.ts'
import { judgeAlias } from '../judge.ts'
import type { Previous, RemoteDeployment } from '../previous.ts'
import { alarmsRinging } from '../ringing.ts'
import { aliasOf, proveBack, walkBack } from '../walk-back.ts'
import { endRunning, type Running, type Walked } from '../end-running.ts'

/** A year and a month: a yearly release has its predecessor in it. */
const SINCE_MS = 400 * 24 * 60 * 60_000
const MOST_DEPLOYMENTS = 100
const READS_AT_ONCE = 4

/** The deployments of a group of CodeDeploy, judged for the way back. */
export async function readHistory(
  { ports, access, environment }: DeployContext,
  deployment: RemoteDeployment,
): Promise<History> {
  const codedeploy = await ports.connect.codedeploy(access)
  if ((await readGroupInfo(codedeploy, deployment)) === undefined) {
    return { kind: 'none', why: 'its group does not exist' }
  }
  const since = new Date(ports.clock.now().getTime() - SINCE_MS)
  const ids = await listDeployments(codedeploy, deployment, { since })
  const states = await mapLimit(ids.slice(0, MOST_DEPLOYMENTS), READS_AT_ONCE, (id) => readDeployment(codedeploy, id))
  return judgeHistory({ environment: environment.key, id: deployment.id }, states)
}

/** Walks the way back of a deployment of production. One of the release that still runs is stopped first. */
export async function walkDeployment(
  context: DeployContext,
  deployment: RemoteDeployment,
  planned: History,
): Promise<Walked> {
  const history = planned.kind === 'running' ? await settle(context, deployment, planned) : planned
  switch (history.kind) {
    case 'there': {
      const { revision } = history.at
      return { findings: [already(await proveBack(context, deployment, { revision, seconds: 0 }))] }
    }
    case 'back': {
      const previous = previousOf(history.to)
      const stands = await aliasStands(context, deployment, previous)
      if (stands) return { findings: [stands] }
      const settings = await readGroupSettings(await context.ports.connect.codedeploy(context.access), deployment)
      const alarms = await alarmsRinging(context, deployment.id, settings.alarms)
      const findings = await walkBack(context, deployment, previous, { alarms: 'ignored' })
      return { findings: [...alarms, ...findings] }
    }
    default:
      return { changed: history }
  }
}

/** A traffic shift that ended early may have left the alias where it was: there is nothing to deploy then. */
async function aliasStands(
  { ports, access }: DeployContext,
  { id }: RemoteDeployment,
  { revision }: Previous,
): Promise<Finding | undefined> {
  const [name, alias] = aliasOf(revision)
  const version = propertyOf(revision, 'TargetVersion')
  if (name === undefined || alias === undefined || version === undefined) return undefined
  return judgeAlias(id, version, await readAlias(await ports.connect.functions(access), { id, name, alias }))
}

/** Ends what runs; CodeDeploy rolls back what is stopped. */
async function settle(context: DeployContext, deployment: RemoteDeployment, running: Running): Promise<History> {
  const codedeploy = await context.ports.connect.codedeploy(context.access)
  const { id } = running.state
  await endRunning(context, deployment, running, {
    stop: () => askToStop(codedeploy, id),
    command: `aws deploy get-deployment --region ${context.environment.region} --deployment-id ${id}`,
    async hasEnded() {
      const { status, rollback } = await readDeployment(codedeploy, id)
      if (endOfDeployment(status) === 'running') return false
      if (rollback === undefined) return true
      return endOfDeployment((await readDeployment(codedeploy, rollback.id)).status) !== 'running'
    },
  })
  return readHistory(context, deployment)
}

/** @returns whether it still ran */
async function askToStop(codedeploy: CodeDeploy, deploymentId: string): Promise<boolean> {
  try {
    await codedeploy.stopDeployment({ deploymentId, autoRollbackEnabled: true })
    return true
  } catch (error) {
    if (errorName(error) !== 'DeploymentAlreadyCompletedException') throw error
    return false
  }
}

export function previousOf({ id, revision }: Target): Previous {
  return { deploymentId: id, revision, shown: showRevision(revision) }
}

/** What was brought back before this step took no time of it. */
function already(proof: Finding): Finding {
  if (blocks(proof)) return proof
  const { details: _, ...rest } = proof
  const id = proof.subject.split('/')[1] ?? ''
  return { ...rest, title: `${id} has the previous version already, on every target` }
}
