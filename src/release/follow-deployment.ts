import type { CodeDeploy } from '../codedeploy/client.ts'
import {
  endOfDeployment,
  readDeployment,
  readTargets,
  withFunctions,
  type DeploymentState,
  type TargetState,
} from '../codedeploy/deployment.ts'
import { agentHint, silentTargets, type DeploymentEnd } from '../codedeploy/diagnose.ts'
import { plainLines, oneLine } from '../support/text.ts'
import { poll } from '../support/poll.ts'
import { elapsed, FIRST_PAUSE_MS, patiently, SLOWEST_PAUSE_MS, type FollowWorld } from './follow.ts'

/** A deployment that runs. */
export interface RunningDeployment {
  /** Id in the configuration. */
  readonly id: string
  readonly deploymentId: string
  readonly group: string
  readonly region: string
  readonly timeout: number
  /** Whether its group rolls back by itself; then the deployment that does it may appear a little after the failure. */
  readonly autoRollback: boolean
}

/** Instances of a large fleet are looked at less often: reading them all costs a call for each 25. */
const TARGETS_PER_SECOND = 25
const HEARTBEAT_MS = 30_000
/** A healthy agent asks for its orders every few seconds. */
const SILENCE_MS = 60_000
const ROLLBACK_APPEARS_MS = 10_000
const ROLLBACK_TIMEOUT_MS = 20 * 60_000

/** The command with which a person looks at a deployment. */
export function getDeploymentCommand(deployment: Pick<RunningDeployment, 'deploymentId' | 'region'>): string {
  return `aws deploy get-deployment --region ${deployment.region} --deployment-id ${deployment.deploymentId}`
}

/**
 * Follows a deployment to its end and, where CodeDeploy rolls it back, the rollback to its own. Each lifecycle event of
 * each target is a line in the log and an entry of the timeline. Rejects with a `timeout` error while it still runs, or
 * with the signal's reason when cancelled.
 */
export async function followDeployment(
  world: FollowWorld,
  codedeploy: CodeDeploy,
  deployment: RunningDeployment,
): Promise<DeploymentEnd> {
  const { clock } = world.ports
  const began = clock.now().getTime()
  const { state: ended, targets } = await follow(world, codedeploy, deployment, began)
  const state = deployment.autoRollback ? await withRollback(world, codedeploy, ended) : ended
  const end: DeploymentEnd = { ...deployment, state, targets, ms: clock.now().getTime() - began }
  if (state.rollback === undefined || endOfDeployment(state.status) === 'succeeded') return end
  const { rollback } = state
  world.ports.log.warning(
    `${deployment.id}: ${deployment.deploymentId} ${state.status}; CodeDeploy rolls back with ${rollback.id} ${oneLine(state.rollbackMessage ?? '')}`,
  )
  const back = { ...deployment, deploymentId: rollback.id, timeout: Math.min(deployment.timeout, ROLLBACK_TIMEOUT_MS) }
  try {
    return { ...end, rollback: { state: (await follow(world, codedeploy, back, began)).state, ended: true } }
  } catch (error) {
    world.ports.cancelled.throwIfAborted()
    // The failure of the release is known already; not knowing how the rollback ends must not hide it.
    world.ports.log.warning(`${deployment.id}: the rollback ${rollback.id} could not be followed: ${String(error)}`)
    return { ...end, rollback: { state: await readDeployment(codedeploy, rollback.id), ended: false } }
  }
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
): Promise<{ state: DeploymentState; targets: TargetState[] }> {
  const { clock, log, cancelled } = world.ports
  const story = new TargetStory(world, deployment, began)
  let targets: TargetState[] = []
  let looked = 0
  const state = await poll(
    {
      clock,
      signal: cancelled,
      first: FIRST_PAUSE_MS,
      slowest: SLOWEST_PAUSE_MS,
      timeout: deployment.timeout,
      subject: `deployment/${deployment.id}`,
      waitingFor: `${deployment.deploymentId} to end`,
      onTimeout: `It is still running; look at it with \`${getDeploymentCommand(deployment)}\` before you start another.`,
    },
    patiently(log, deployment.deploymentId, async () => {
      const now = clock.now().getTime()
      const found = await readDeployment(codedeploy, deployment.deploymentId)
      const ended = endOfDeployment(found.status) !== 'running'
      if (ended || now - looked >= (targets.length / TARGETS_PER_SECOND) * 1_000) {
        looked = now
        targets = withFunctions(await readTargets(codedeploy, deployment.deploymentId), found.functions)
        story.add(targets)
      }
      story.status(found)
      return ended ? found : undefined
    }),
  )
  return { state, targets }
}

/** What happened on the targets, told as it comes. */
export class TargetStory {
  readonly #world: FollowWorld
  readonly #deployment: RunningDeployment
  readonly #began: number
  readonly #told = new Map<string, string>()
  #status = ''
  #lastLine: number
  #saidSilent = false
  #saidReady = false
  #silent: readonly TargetState[] = []

  constructor(world: FollowWorld, deployment: RunningDeployment, began: number) {
    this.#world = world
    this.#deployment = deployment
    this.#began = began
    this.#lastLine = world.ports.clock.now().getTime()
  }

  add(targets: readonly TargetState[]): void {
    this.#silent = silentTargets(targets).filter(
      (target) => target.status === 'Pending' || target.status === 'InProgress',
    )
    for (const target of targets) {
      for (const event of target.events) {
        const key = `${target.id} ${event.name}`
        // What was skipped is a consequence of a failure that has its own line.
        if (event.status === 'Pending' || event.status === 'Skipped' || this.#told.get(key) === event.status) continue
        this.#told.set(key, event.status)
        this.#tell(target, event)
      }
    }
  }

  #tell(target: TargetState, event: TargetState['events'][number]): void {
    const { id } = this.#deployment
    const failed = event.status === 'Failed'
    const detail = failed ? oneLine([event.errorCode, event.script, event.message].filter(Boolean).join(' ')) : ''
    const at = event.endedAt ?? event.startedAt
    this.#say([`${id}  ${target.id}`, event.name, event.status, detail].filter((part) => part !== '').join('  '), at)
    if (failed) for (const line of plainLines(event.logTail ?? '')) this.#say(`${id}  ${target.id}  | ${line}`, at)
    if (event.status === 'InProgress') return
    this.#world.record.happened({
      subject: `deployment/${id}/target/${target.id}`,
      event: `${event.name} ${event.status}`,
      ...(event.endedAt !== undefined && { at: event.endedAt }),
      ...(event.startedAt !== undefined &&
        event.endedAt !== undefined && { ms: Date.parse(event.endedAt) - Date.parse(event.startedAt) }),
      ...(failed && { outcome: 'fail' as const }),
      ...(detail !== '' && { detail }),
    })
  }

  /** A line when the deployment changes its state, when a target stays silent, and now and then in any case. */
  status(state: DeploymentState): void {
    const { counts } = state
    const now = this.#world.ports.clock.now().getTime()
    const summary = `${counts.succeeded} succeeded, ${counts.inProgress} in progress, ${counts.pending} pending, ${counts.failed} failed`
    if (state.status !== this.#status) {
      this.#status = state.status
      this.#say(`${this.#deployment.id}  ${state.id}  ${oneLine(state.status)}  ${summary}`)
      this.#world.record.happened({
        subject: `deployment/${this.#deployment.id}`,
        event: `${state.id} ${oneLine(state.status)}`,
      })
    }
    if (state.status === 'Ready' && !this.#saidReady) {
      this.#saidReady = true
      const command = `aws deploy continue-deployment --region ${this.#deployment.region} --deployment-id ${state.id}`
      this.#world.ports.log.warning(
        `${this.#deployment.id}: ${state.id} waits until somebody lets it go on: ${command}`,
      )
    }
    if (!this.#saidSilent && this.#silent.length > 0 && now - this.#began > SILENCE_MS) {
      this.#saidSilent = true
      const names = this.#silent.map((target) => target.id).slice(0, 5)
      this.#world.ports.log.warning(
        `${this.#deployment.id}: ${names.join(', ')} has not answered yet. ${agentHint(this.#deployment.region)}`,
      )
    }
    if (now - this.#lastLine >= HEARTBEAT_MS)
      this.#say(`${this.#deployment.id}  ${state.id}  still ${oneLine(state.status)}: ${summary}`)
  }

  #say(line: string, at?: string): void {
    this.#lastLine = this.#world.ports.clock.now().getTime()
    this.#world.ports.log.info(`${elapsed(this.#began, this.#lastLine, at)}  ${line}`)
  }
}
