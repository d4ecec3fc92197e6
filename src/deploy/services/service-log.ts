import { pausesOf } from '../../ecs/pause.ts'
import { endOfServiceDeployment, type ServiceDeploymentState } from '../../ecs/service-deployment.ts'
import type { ServiceEvent } from '../../ecs/service.ts'
import { oneLine } from '../../support/text/text.ts'
import { elapsed, type FollowWorld } from '../stacks/follow-stack.ts'
import type { RunningService } from './running-service.ts'

const HEARTBEAT_MS = 30_000

/** What happens in a deployment of a service, logged as it occurs. */
export class ServiceLog {
  readonly #world: FollowWorld
  readonly #running: RunningService
  readonly #began: number
  /** Whether this job answers the pause before traffic. */
  readonly #isAnswered: boolean
  readonly #told = new Map<string, string>()
  readonly #events = new Set<string>()
  #lastLine: number

  constructor(world: FollowWorld, running: RunningService, began: number, isAnswered = false) {
    this.#world = world
    this.#running = running
    this.#began = began
    this.#isAnswered = isAnswered
    this.#lastLine = world.ports.clock.now().getTime()
  }

  status(state: ServiceDeploymentState): void {
    const { id } = this.#running
    const { target, breaker, alarms } = state
    const tasks = `${target.running} of ${target.requested} tasks run${target.pending > 0 ? `, ${target.pending} pending` : ''}`
    this.#changed('status', oneLine(state.status), (status) => {
      this.#say(`${id}  ${state.id}  ${status}  ${tasks}${state.reason === '' ? '' : `  ${oneLine(state.reason)}`}`)
      this.#happened(`${state.id} ${status}`, endOfServiceDeployment(state.status) === 'running' ? '' : state.reason)
    })
    this.#changed('stage', state.stage ?? '', (stage) => {
      this.#say(`${id}  ${stage}`)
      this.#happened(stage)
    })
    this.#changed('tasks', tasks, () => this.#say(`${id}  ${tasks}`))
    this.#changed('traffic', trafficOf(state), (traffic) => {
      this.#say(`${id}  ${traffic}`)
      this.#happened(traffic)
    })
    this.#changed('breaker', breaker.failures === 0 ? '' : `${breaker.failures} of ${breaker.threshold}`, (failures) =>
      this.#warn(`${id}: ${failures} failures of task starts; the circuit breaker is ${oneLine(breaker.status)}`),
    )
    this.#changed('alarms', alarms.names.length === 0 ? '' : alarms.status, (watched) => {
      const names = alarms.triggered.length > 0 ? alarms.triggered : alarms.names
      if (watched === 'DISABLED')
        this.#warn(
          `${id}: ECS does not watch the alarms ${names.join(', ')} in this deployment, as one was in ALARM before`,
        )
      else this.#say(`${id}  alarms ${names.join(', ')}  ${oneLine(watched)}`)
    })
    this.#hooks(state)
    if (this.#world.ports.clock.now().getTime() - this.#lastLine >= HEARTBEAT_MS)
      this.#say(
        `${id}  ${state.id}  still ${oneLine(state.status)}${state.stage === undefined ? '' : ` at ${state.stage}`}: ${tasks}`,
      )
  }

  /** Events of the service, in AWS's words; each once. */
  events(events: readonly ServiceEvent[], since: string): void {
    for (const event of events.toReversed()) {
      if (event.at < since || this.#events.has(event.id)) continue
      this.#events.add(event.id)
      this.#say(`${this.#running.id}  ${oneLine(event.message)}`, event.at)
    }
  }

  #hooks(state: ServiceDeploymentState): void {
    const { id, region } = this.#running
    for (const hook of state.hooks) {
      this.#changed(`hook ${hook.id} ${hook.target ?? ''}`, hook.status, (status) => {
        const name = hook.type === 'PAUSE' ? 'pause' : `hook ${hook.target ?? hook.id}`
        this.#say(`${id}  ${state.stage ?? ''}  ${name}  ${oneLine(status)}`)
        this.#happened(`${state.stage ?? ''} ${name} ${status}`)
      })
    }
    for (const pause of pausesOf(state)) {
      if (this.#isAnswered && state.stage === 'POST_TEST_TRAFFIC_SHIFT') continue
      const end =
        pause.expiresAt === undefined
          ? ''
          : ` It expires at ${pause.expiresAt} with ${pause.timeoutAction ?? 'an unknown action'}.`
      this.#changed(`pause ${pause.id}`, pause.status, () =>
        this.#warn(
          `${id}: ${state.id} waits at ${state.stage} for a person.${end} To go on: aws ecs continue-service-deployment --region ${region} --service-deployment-arn ${state.arn} --hook-id ${pause.id} --action CONTINUE`,
        ),
      )
    }
  }

  #changed(what: string, value: string, tell: (value: string) => void): void {
    if (value === '' || this.#told.get(what) === value) return
    this.#told.set(what, value)
    tell(value)
  }

  #happened(event: string, detail = ''): void {
    this.#world.record.happened({
      subject: `deployment/${this.#running.id}`,
      event,
      ...(detail !== '' && { detail: oneLine(detail) }),
    })
  }

  #warn(line: string): void {
    this.#lastLine = this.#world.ports.clock.now().getTime()
    this.#world.ports.log.warning(line)
  }

  #say(line: string, at?: string): void {
    this.#lastLine = this.#world.ports.clock.now().getTime()
    this.#world.ports.log.info(`${elapsed(this.#began, this.#lastLine, at)}  ${line}`)
  }
}

function trafficOf({ target }: ServiceDeploymentState): string {
  const { production, test } = target
  if (production === undefined && test === undefined) return ''
  if ((production ?? 0) === 0 && (test ?? 0) === 0) return ''
  return `${production ?? 0}% of the traffic and ${test ?? 0}% of the test traffic go to the new revision`
}
