import { type DeploymentState } from '../../codedeploy/deployment.ts'
import { isServerless, type TargetState } from '../../codedeploy/targets.ts'
import { agentHint, silentTargets } from '../../codedeploy/diagnose.ts'
import { plainLines, oneLine } from '../../support/text/text.ts'
import { elapsed, type FollowWorld } from '../stacks/follow-stack.ts'
import type { RunningDeployment } from './running-deployment.ts'

const HEARTBEAT_MS = 30_000
/** A healthy agent asks for its orders every few seconds, and a function is done in less. */
const SILENCE_MS = 60_000

/** What happened on the targets, logged as it occurs. */
export class TargetLog {
  readonly #world: FollowWorld
  readonly #deployment: RunningDeployment
  readonly #began: number
  readonly #told = new Map<string, string>()
  #status = ''
  #lastLine: number
  #saidSilent = false
  #saidWaiting = new Set<string>()
  #saidReady: boolean
  #silent: readonly TargetState[] = []
  #targets: readonly TargetState[] = []

  /** @param isAnswered whether this job answers a deployment that waits */
  constructor(world: FollowWorld, deployment: RunningDeployment, began: number, isAnswered = false) {
    this.#saidReady = isAnswered
    this.#world = world
    this.#deployment = deployment
    this.#began = began
    this.#lastLine = world.ports.clock.now().getTime()
  }

  add(targets: readonly TargetState[]): void {
    this.#targets = targets
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
      this.#tellTraffic(target)
    }
  }

  #tellTraffic({ id, traffic }: TargetState): void {
    const told = traffic && `${traffic.percent}% of the traffic goes to ${traffic.to}`
    const before = this.#told.get(id)
    if (told === undefined || before === told || (before === undefined && traffic?.percent === 0)) return
    this.#told.set(id, told)
    this.#say(`${this.#deployment.id}  ${id}  ${told}`)
    this.#world.record.happened({
      subject: `deployment/${this.#deployment.id}/target/${id}`,
      event: this.#marked(told),
    })
  }

  /** A function that does not report keeps a deployment for an hour, in silence. */
  #warnOfFunctions(now: number): void {
    for (const { events } of this.#targets) {
      for (const { name, status, script, startedAt } of events) {
        if (status !== 'InProgress' || script === undefined || this.#saidWaiting.has(name)) continue
        if (startedAt === undefined || now - Date.parse(startedAt) < SILENCE_MS) continue
        this.#saidWaiting.add(name)
        this.#world.ports.log.warning(
          `${this.#deployment.id}: ${name} waits for the function ${oneLine(script)}, which has to report with PutLifecycleEventHookExecutionStatus; CodeDeploy waits an hour for it.`,
        )
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
      event: this.#marked(`${event.name} ${event.status}`),
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
    const summary =
      counts === undefined
        ? 'its targets are not counted'
        : `${counts.succeeded} succeeded, ${counts.inProgress} in progress, ${counts.pending} pending, ${counts.failed} failed`
    if (state.status !== this.#status) {
      this.#status = state.status
      this.#say(`${this.#deployment.id}  ${state.id}  ${oneLine(state.status)}  ${summary}`)
      this.#world.record.happened({
        subject: `deployment/${this.#deployment.id}`,
        event: this.#marked(`${state.id} ${oneLine(state.status)}`),
      })
    }
    if (state.status === 'Ready' && !this.#saidReady) {
      this.#saidReady = true
      const command = `aws deploy continue-deployment --region ${this.#deployment.region} --deployment-id ${state.id}`
      this.#world.ports.log.warning(`${this.#deployment.id}: ${state.id} waits for approval to continue: ${command}`)
    }
    if (isServerless(state)) this.#warnOfFunctions(now)
    else if (!this.#saidSilent && this.#silent.length > 0 && now - this.#began > SILENCE_MS) {
      this.#saidSilent = true
      const names = this.#silent.map((target) => target.id).slice(0, 5)
      this.#world.ports.log.warning(
        `${this.#deployment.id}: ${names.join(', ')} has not responded yet. ${agentHint(this.#deployment.region)}`,
      )
    }
    if (now - this.#lastLine >= HEARTBEAT_MS)
      this.#say(`${this.#deployment.id}  ${state.id}  still ${oneLine(state.status)}: ${summary}`)
  }

  /** Its events are those of the deployment that it undoes, in the same order. */
  #marked(event: string): string {
    return this.#deployment.isRollback ? `rollback: ${event}` : event
  }

  #say(line: string, at?: string): void {
    this.#lastLine = this.#world.ports.clock.now().getTime()
    this.#world.ports.log.info(`${elapsed(this.#began, this.#lastLine, at)}  ${this.#marked(line)}`)
  }
}
