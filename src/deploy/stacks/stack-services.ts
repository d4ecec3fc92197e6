import type { Cause } from '../../cloudformation/update/cause.ts'
import type { OperationEvent } from '../../cloudformation/update/events.ts'
import {
  describeDeploymentCommand,
  endOfServiceDeployment,
  listServiceDeployments,
  readServiceDeployment,
  readServiceRevision,
  type ServiceDeploymentState,
} from '../../ecs/service-deployment.ts'
import type { FirstCause } from '../../ecs/first-cause.ts'
import { readService } from '../../ecs/service.ts'
import { placeOf, type AwsPlace } from '../../evidence/place.ts'
import { ActionError } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import { causeOf, type ServiceCalls } from '../services/follow-service.ts'
import type { RunningService } from '../services/running-service.ts'
import { ServiceLog } from '../services/service-log.ts'
import type { Companion, FollowWorld } from './follow-stack.ts'

const SERVICE = 'AWS::ECS::Service'
/** `arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/NAME`: the physical id of a service. */
const SERVICE_ARN = /^arn:[^:]+:ecs:[^:]+:\d{12}:service\/([^/]+)\/([^/]+)$/

interface Named {
  /** `web/Service` */
  readonly id: string
  readonly cluster: string
  readonly service: string
  /** When CloudFormation began to change it. */
  readonly since: string
}

interface Found {
  readonly running: RunningService
  readonly log: ServiceLog
  state: ServiceDeploymentState
  cause?: FirstCause
}

/**
 * The deployments by ECS itself that an update of a stack starts. They are found while the update is followed and told as
 * they go; nothing that goes wrong in looking for them ends the following.
 */
export class StackServices implements Companion {
  readonly #world: FollowWorld
  readonly #connect: () => Promise<ServiceCalls>
  readonly #stack: AwsPlace & { readonly stack: string }
  readonly #began: number
  readonly #waiting = new Map<string, Named>()
  readonly #found = new Map<string, Found>()
  #isSilenced = false

  constructor(world: FollowWorld, connect: () => Promise<ServiceCalls>, stack: AwsPlace & { readonly stack: string }) {
    this.#world = world
    this.#connect = connect
    this.#stack = stack
    this.#began = world.ports.clock.now().getTime()
  }

  notice(events: readonly OperationEvent[]): void {
    for (const { type, status, physicalId, stack, logicalId, at } of events) {
      const [, cluster, service] = SERVICE_ARN.exec(physicalId) ?? []
      if (type !== SERVICE || !/^(CREATE|UPDATE)_IN_PROGRESS$/.test(status)) continue
      if (cluster === undefined || service === undefined || this.#found.has(physicalId)) continue
      if (!this.#waiting.has(physicalId))
        this.#waiting.set(physicalId, { id: `${stack}/${logicalId}`, cluster, service, since: at })
    }
  }

  /** Never rejects but with the signal's reason. */
  async look(): Promise<void> {
    if (this.#isSilenced || this.#waiting.size + this.#found.size === 0) return
    try {
      const calls = await this.#connect()
      for (const [arn, named] of this.#waiting) await this.#find(calls, arn, named)
      for (const found of this.#found.values())
        if (endOfServiceDeployment(found.state.status) === 'running') await this.#update(calls, found)
    } catch (error) {
      this.#world.ports.cancelled.throwIfAborted()
      if (!(error instanceof ActionError)) throw error
      if (error.kind !== 'permission') return
      this.#isSilenced = true
      this.#world.ports.log.warning(
        `${this.#stack.stack}: the deployments of services that this update starts could not be read: ${oneLine(error.message)}`,
      )
    }
  }

  async #find(calls: ServiceCalls, arn: string, { id, cluster, service, since }: Named): Promise<void> {
    const named = { cluster, service }
    const [deploymentArn] = [
      ...(await listServiceDeployments(calls.containers, named, 'active')),
      ...(await listServiceDeployments(calls.containers, named, 'newest')),
    ]
    if (deploymentArn === undefined) return
    const state = await readServiceDeployment(calls.containers, deploymentArn)
    // CloudFormation's times are of seconds.
    if (Date.parse(state.createdAt) < Math.floor(Date.parse(since) / 1_000) * 1_000) return
    const running = { id, deploymentArn, ...named, region: this.#stack.region, timeout: 0 }
    this.#waiting.delete(arn)
    const found: Found = { running, log: new ServiceLog(this.#world, running, this.#began), state }
    this.#found.set(arn, found)
    this.#world.ports.log.info(`${this.#stack.stack}: the update deploys ${cluster}/${service} with ${state.id} of ECS`)
    if (endOfServiceDeployment(state.status) !== 'running') await this.#update(calls, found)
  }

  async #update(calls: ServiceCalls, found: Found): Promise<void> {
    const { running, log } = found
    const { region } = running
    found.state = await readServiceDeployment(calls.containers, running.deploymentArn)
    log.events((await readService(calls.containers, running))?.events ?? [], found.state.createdAt)
    log.status(found.state)
    const end = endOfServiceDeployment(found.state.status)
    const command = describeDeploymentCommand(running.deploymentArn, region)
    this.#world.record.handle({
      kind: 'deployment',
      id: running.deploymentArn,
      ...placeOf(this.#stack),
      state: end === 'running' ? 'running' : 'kept',
      advice: `${end === 'running' ? 'It ends with the update of its stack; look' : 'Look'} at it with \`${command}\`.`,
    })
    if (end === 'running' || end === 'succeeded') return
    const revision = await readServiceRevision(calls.containers, found.state.target.arn)
    const { cancelled } = this.#world.ports
    found.cause = await causeOf(calls, running, { state: found.state, revision, region, cancelled })
  }

  /** Why a failed event of a service failed, where its deployment has the cause. */
  causeOf({ type, physicalId }: OperationEvent): Cause | undefined {
    const found = type === SERVICE ? this.#found.get(physicalId) : undefined
    if (found?.cause === undefined) return undefined
    const { running, state, cause } = found
    return {
      title: cause.why,
      observed: `${state.id} ${cause.observed.join('; ')}`,
      advice: [
        cause.advice,
        `Check the deployment with \`${describeDeploymentCommand(running.deploymentArn, running.region)}\`.`,
      ].join(' '),
      details: { cause: cause.details },
    }
  }
}
