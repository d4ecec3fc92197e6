import type { CodeDeploy } from '../../codedeploy/client.ts'
import { endOfDeployment, readDeployment, type DeploymentState } from '../../codedeploy/deployment.ts'
import {
  describeTargets,
  isServerless,
  readTargets,
  withFunctions,
  type TargetState,
} from '../../codedeploy/targets.ts'
import { countsAgree, type DeploymentEnd } from '../../codedeploy/diagnose.ts'
import { isBeforeTraffic } from '../../codedeploy/ready-wait.ts'
import { oneLine } from '../../support/text/text.ts'
import { poll } from '../../support/poll.ts'
import { patiently, type FollowWorld } from '../stacks/follow-stack.ts'
import { alignedClock, detailsPause, FIRST_READ_MS, FIRST_PAUSE_MS, SLOWEST_PAUSE_MS } from '../pace.ts'
import { SharedStatuses } from './shared-statuses.ts'
import { TargetLog } from './target-log.ts'
import type { RunningDeployment } from './running-deployment.ts'

/** Instances of a large fleet are read less often: reading them all costs a call for each 25. */
const TARGETS_PER_SECOND = 25
/** Its targets are read, too, so that it is read less often than a stack. */
const DEPLOYMENT_PAUSE_MS = 2_800
/** Between two reads of the targets of a deployment that is followed alone, where their numbers do not change. */
const TARGETS_PAUSE_MS = 15_000
const ROLLBACK_APPEARS_MS = 10_000
const ROLLBACK_TIMEOUT_MS = 20 * 60_000

/** Answers of two calls may be of different moments: those that disagree are asked for again, so often. */
const MOST_REREADS = 3

/** The command that shows a deployment. */
export function getDeploymentCommand(deployment: Pick<RunningDeployment, 'deploymentId' | 'region'>): string {
  return `aws deploy get-deployment --region ${deployment.region} --deployment-id ${deployment.deploymentId}`
}

/** Answers a deployment that waits before traffic; `stopped` where it was asked to stop and to roll back. */
export type Hold = (targets: readonly TargetState[]) => Promise<'continued' | 'stopped' | 'left'>

interface Followed {
  readonly state: DeploymentState
  readonly targets: readonly TargetState[]
}

/**
 * Follows a deployment to its end and, where CodeDeploy rolls it back, the rollback to its own. Each lifecycle event of
 * each target is a line in the log and an entry of the timeline. Where it waits before traffic, `hold` is called once.
 * `isStoppedByOther` says whether something else than `hold` has asked it to stop and to roll back.
 * Rejects with a `timeout` error while it still runs, or with the signal's reason when cancelled.
 */
export async function followDeployment(
  world: FollowWorld,
  codedeploy: CodeDeploy,
  deployment: RunningDeployment,
  hold?: Hold,
  isStoppedByOther: () => boolean = () => false,
): Promise<DeploymentEnd> {
  const { clock } = world.ports
  const began = clock.now().getTime()
  let isStopped = false
  const answer: Hold | undefined =
    hold &&
    (async (waiting) => {
      const next = await hold(waiting)
      isStopped = next === 'stopped'
      return next
    })
  const { state: ended, targets } = await agreed(
    world,
    codedeploy,
    deployment,
    await follow(world, codedeploy, deployment, began, answer),
  )
  const state =
    deployment.autoRollback || isStopped || isStoppedByOther() ? await withRollback(world, codedeploy, ended) : ended
  const end: DeploymentEnd = { ...deployment, state, targets, ms: clock.now().getTime() - began }
  if (state.rollback === undefined || endOfDeployment(state.status) === 'succeeded') return end
  const { rollback } = state
  world.ports.log.warning(
    `${deployment.id}: ${deployment.deploymentId} ${state.status}; CodeDeploy rolls back with ${rollback.id} ${oneLine(state.rollbackMessage ?? '')}`,
  )
  const timeout = Math.min(deployment.timeout, ROLLBACK_TIMEOUT_MS)
  const back = { ...deployment, deploymentId: rollback.id, timeout, isRollback: true }
  try {
    return { ...end, rollback: { state: (await follow(world, codedeploy, back, began)).state, ended: true } }
  } catch (error) {
    world.ports.cancelled.throwIfAborted()
    // The failure of the release is known already; not knowing how the rollback ends must not hide it.
    world.ports.log.warning(`${deployment.id}: the rollback ${rollback.id} could not be followed: ${String(error)}`)
    return { ...end, rollback: { state: await readDeployment(codedeploy, rollback.id), ended: false } }
  }
}

/** Where a deployment has succeeded and its targets do not say so, or not as many, both are read again. */
async function agreed(
  { ports: { clock, cancelled } }: FollowWorld,
  codedeploy: CodeDeploy,
  { deploymentId }: RunningDeployment,
  first: Followed,
): Promise<Followed> {
  let seen = first
  for (let looks = 0; looks < MOST_REREADS && endOfDeployment(seen.state.status) === 'succeeded'; looks++) {
    if (countsAgree(seen) && seen.targets.every(({ status }) => status === 'Succeeded')) break
    await clock.sleep(SLOWEST_PAUSE_MS, cancelled)
    const state = await readDeployment(codedeploy, deploymentId)
    seen = { state, targets: withFunctions(await readTargets(codedeploy, deploymentId), state.functions) }
  }
  return seen
}

/** Looks a few seconds longer at a failed deployment, until it names its rollback or says that there is none. */
async function withRollback(
  { ports: { clock, cancelled } }: FollowWorld,
  codedeploy: CodeDeploy,
  ended: DeploymentState,
): Promise<DeploymentState> {
  let state = ended
  const until = clock.now().getTime() + ROLLBACK_APPEARS_MS
  while (
    endOfDeployment(state.status) !== 'succeeded' &&
    state.rollback === undefined &&
    state.rollbackMessage === undefined &&
    clock.now().getTime() < until
  ) {
    await clock.sleep(FIRST_PAUSE_MS, cancelled)
    // How the deployment ended is known; not knowing more must not hide it.
    state = await readDeployment(codedeploy, state.id).catch(() => state)
  }
  return state
}

async function follow(
  world: FollowWorld,
  codedeploy: CodeDeploy,
  deployment: RunningDeployment,
  began: number,
  hold?: Hold,
): Promise<Followed> {
  const { log, cancelled } = world.ports
  const { deployments } = world.statuses ?? new SharedStatuses(world.ports.clock, log)
  const clock = alignedClock(world.ports.clock, () => deployments.followers)
  const targetLog = new TargetLog(world, deployment, began, hold !== undefined)
  const { deploymentId } = deployment
  let targets: TargetState[] = []
  let looked = 0
  let counted: string | undefined
  let isHeld = hold === undefined
  const look = async (): Promise<DeploymentState | undefined> => {
    const shared = await deployments.read(codedeploy, deploymentId)
    const found = shared ?? (await readDeployment(codedeploy, deploymentId))
    const ended = endOfDeployment(found.status) !== 'running'
    const waits = !isHeld && isBeforeTraffic(found, [])
    const now = clock.now().getTime()
    // Details are not read in the first attempt: where many begin together, in turns from it.
    if (looked === 0) looked = shared ? now : began
    const pause = shared ? detailsPause(deployments.followers) : TARGETS_PAUSE_MS
    const counts = JSON.stringify([found.counts?.succeeded, found.counts?.failed, found.counts?.skipped])
    counted ??= counts
    const isDue = now - looked >= Math.max(pause, (targets.length / TARGETS_PER_SECOND) * 1_000)
    if (
      ended ||
      waits ||
      isDue ||
      (shared === undefined && counts !== counted && targets.length <= TARGETS_PER_SECOND)
    ) {
      const isKnown = !waits && isCounted(found, targets.length, ended)
      const ids = targets.map(({ id }) => id)
      const turn = ended || waits ? 'details' : 'spareDetails'
      const read = await (isKnown
        ? deployments[turn](1, () => describeTargets(codedeploy, deploymentId, ids))
        : deployments[turn](2, () => readTargets(codedeploy, deploymentId)))
      if (read) {
        looked = now
        counted = counts
        targets = withFunctions(read, found.functions)
        targetLog.add(targets)
      }
    }
    targetLog.status(found)
    return ended || (waits && isBeforeTraffic(found, targets)) ? found : undefined
  }
  const wait = (): Promise<DeploymentState> =>
    deployments.follow(async () => {
      await clock.sleep(FIRST_READ_MS, cancelled)
      return poll(
        {
          clock,
          signal: cancelled,
          first: DEPLOYMENT_PAUSE_MS,
          slowest: DEPLOYMENT_PAUSE_MS,
          timeout: Math.max(0, began + deployment.timeout - clock.now().getTime()),
          subject: `deployment/${deployment.id}`,
          waitingFor: `${deploymentId} to end`,
          onTimeout: `It is still running: see \`${getDeploymentCommand(deployment)}\` before you start another.`,
        },
        patiently(log, deploymentId, look),
      )
    })
  let state = await wait()
  if (hold && !isHeld && endOfDeployment(state.status) === 'running') {
    isHeld = true
    await hold(targets)
    state = await wait()
  }
  return { state, targets }
}

/** Pure: whether these are all targets: a function or a service, or as many instances as are counted while it runs. */
function isCounted(state: DeploymentState, targets: number, ended: boolean): boolean {
  if (isServerless(state)) return targets === 1
  const { counts, isBlueGreen } = state
  const total = counts && Object.values(counts).reduce((sum, each) => sum + each, 0)
  return !ended && !isBlueGreen && targets > 0 && total === targets
}
