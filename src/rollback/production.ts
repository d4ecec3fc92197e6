import { kindOfState, showState } from '../alarms/judge.ts'
import { readAlarms } from '../alarms/read.ts'
import { errorName } from '../aws/errors.ts'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { endOfDeployment, listDeployments, readDeployment, readGroupSettings } from '../codedeploy/deployment.ts'
import { readAlias } from '../codedeploy/function-version.ts'
import { readGroupInfo } from '../codedeploy/group.ts'
import { showRevision } from '../codedeploy/revision-location.ts'
import { fillOutputs } from '../config/model/references.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { readOutputs } from '../deploy/outputs.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'
import type { LastReleaseAnswer } from '../policies/contract.ts'
import { errorFinding } from '../support/error-finding.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import { poll } from '../support/poll.ts'
import { judgeHistory, type History, type Target } from './history.ts'
import { judgeAlias } from './judge.ts'
import { judgePlan, type Planned } from './plan.ts'
import { lost, whyGone, type Previous, type RemoteDeployment } from './previous.ts'
import { aliasOf, proveBack, walkBack } from './walk-back.ts'

/** A year and a month: a yearly release has its predecessor in it. */
const SINCE_MS = 400 * 24 * 60 * 60_000
const MOST_DEPLOYMENTS = 100
const READS_AT_ONCE = 4
const FIRST_PAUSE_MS = 1_000
const SLOWEST_PAUSE_MS = 10_000

/** What is to be done in production, and what forbids it. */
export interface RollbackPlan {
  readonly deployments: readonly Planned[]
  readonly findings: readonly Finding[]
}

/** Reads the deployments of all groups and plans the way back of the newest release. Changes nothing. */
export async function planRollback(
  context: DeployContext,
  { only, lastRelease }: { readonly only: readonly string[]; readonly lastRelease: LastReleaseAnswer },
): Promise<RollbackPlan> {
  const { ports, environment, access } = context
  const outputs = await readOutputs(ports, environment, access)
  const found: Planned[] = []
  for (const given of environment.deployments) {
    if (given.platform === 'local') continue
    const deployment = fillOutputs(given, outputs, `deployment/${given.id}`)
    const history = await readHistory(context, deployment)
    const to = history.kind === 'back' || history.kind === 'running' ? history.to : undefined
    const gone = to && (await whyGone(context, to.revision))
    const isLost = to !== undefined && gone !== undefined
    found.push({ deployment, history, ...(isLost && { lost: lost(deployment, previousOf(to), gone) }) })
  }
  return judgePlan({ environment, only, lastRelease, found })
}

/**
 * Walks the way back of each planned deployment, in the reverse order of a release, until one fails. A deployment of the
 * release that still runs is stopped first, so that CodeDeploy rolls it back.
 */
export async function walkPlan(context: DeployContext, planned: readonly Planned[]): Promise<void> {
  const { ports, record } = context
  let failed: string | undefined
  for (const { deployment, history } of planned.toReversed()) {
    if (failed !== undefined) {
      record.find(notWalked(deployment, failed))
      continue
    }
    const findings = await ports.log.group(`roll ${deployment.id} back`, () => tryOne(context, deployment, history))
    record.find(...findings)
    if (findings.some(blocks)) failed = deployment.id
  }
}

/** That a call failed is told as well, so that what was left is. Rejects only when cancelled, or for a fault of this action. */
async function tryOne(...given: Parameters<typeof walkOne>): Promise<readonly Finding[]> {
  const [{ ports, environment }, { id }] = given
  try {
    return await walkOne(...given)
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    return [errorFinding(error, `deployment/${id}/rollback`, environment.key)]
  }
}

async function walkOne(
  context: DeployContext,
  deployment: RemoteDeployment,
  planned: History,
): Promise<readonly Finding[]> {
  const history = planned.kind === 'running' ? await settle(context, deployment, planned) : planned
  switch (history.kind) {
    case 'there':
      return [already(await proveBack(context, deployment, { revision: history.at.revision, seconds: 0 }))]
    case 'back': {
      const previous = previousOf(history.to)
      const stands = await aliasStands(context, deployment, previous)
      if (stands) return [stands]
      const alarms = await ringing(context, deployment)
      return [...alarms, ...(await walkBack(context, deployment, previous, { alarms: 'ignored' }))]
    }
    default:
      return [notReached(deployment, history)]
  }
}

/** The alarms of the group in ALARM: in production they are the reason to go back, and do not stop it. */
async function ringing({ ports, access }: DeployContext, deployment: RemoteDeployment): Promise<Finding[]> {
  const { alarms } = await readGroupSettings(await ports.connect.codedeploy(access), deployment)
  if (alarms.length === 0) return []
  const read = await readAlarms(await ports.connect.alarms(access), alarms)
  return read
    .filter(({ state }) => kindOfState(state) === 'active')
    .map((alarm) => ({
      code: 'rollback/alarm',
      outcome: 'noted',
      title: `${deployment.id} goes back while the alarm ${alarm.name} is in ALARM`,
      subject: `deployment/${deployment.id}/alarm/${alarm.name}`,
      expected: 'OK, some time after the rollback',
      observed: showState(alarm),
    }))
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

async function readHistory(
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

/** Ends what runs: a deployment of the release is stopped, a rollback is waited for. */
async function settle(
  context: DeployContext,
  deployment: RemoteDeployment,
  { state, isRelease }: Extract<History, { kind: 'running' }>,
): Promise<History> {
  const { ports, access, environment } = context
  const codedeploy = await ports.connect.codedeploy(access)
  if (isRelease) {
    await askToStop(codedeploy, state.id)
    ports.log.info(`${deployment.id}: ${state.id} still ran and was asked to stop, and to roll back`)
  }
  await poll(
    {
      clock: ports.clock,
      signal: ports.cancelled,
      first: FIRST_PAUSE_MS,
      slowest: SLOWEST_PAUSE_MS,
      timeout: deployment.timeout,
      subject: `deployment/${deployment.id}/rollback`,
      waitingFor: `the end of ${state.id}`,
      onTimeout: `It still runs. Look at it with \`aws deploy get-deployment --region ${environment.region} --deployment-id ${state.id}\`, and run the job again when it has ended.`,
    },
    async () => {
      const now = await readDeployment(codedeploy, state.id)
      if (endOfDeployment(now.status) === 'running') return undefined
      if (now.rollback === undefined) return true
      const back = await readDeployment(codedeploy, now.rollback.id)
      return endOfDeployment(back.status) === 'running' ? undefined : true
    },
  )
  return readHistory(context, deployment)
}

async function askToStop(codedeploy: CodeDeploy, deploymentId: string): Promise<void> {
  try {
    await codedeploy.stopDeployment({ deploymentId, autoRollbackEnabled: true })
  } catch (error) {
    if (errorName(error) !== 'DeploymentAlreadyCompletedException') throw error
  }
}

function previousOf({ id, revision }: Target): Previous {
  return { deploymentId: id, revision, shown: showRevision(revision) }
}

/** What was brought back before this step took no time of it. */
function already(proof: Finding): Finding {
  if (blocks(proof)) return proof
  const { details: _, ...rest } = proof
  const id = proof.subject.split('/')[1] ?? ''
  return { ...rest, title: `${id} has the version of before already, on every target` }
}

function notWalked({ id }: RemoteDeployment, failed: string): Finding {
  return {
    code: 'rollback/not-walked',
    outcome: 'fail',
    title: `${id} was not rolled back, since the way back of ${failed} failed`,
    subject: `deployment/${id}/rollback`,
    expected: 'the version of before on every target',
    observed: 'the version of the release',
    advice: `Correct what the findings of ${failed} say and run the job again, or roll back this one alone with \`only: ${id}\`.`,
  }
}

/** What happened in the group between the plan and the end of what ran. */
function notReached({ id }: RemoteDeployment, history: Exclude<History, { kind: 'back' | 'there' }>): Finding {
  const observed = history.kind === 'none' ? history.why : `${history.state.id} ${history.state.status}`
  return {
    code: 'rollback/not-walked',
    outcome: 'fail',
    title: `${id} was not rolled back: its group changed meanwhile`,
    subject: `deployment/${id}/rollback`,
    expected: 'no other deployment in the group',
    observed,
    advice: 'Find out who deploys to the group, and run the job again.',
  }
}
