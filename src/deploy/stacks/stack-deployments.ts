import type { CloudFormation } from '../../cloudformation/client.ts'
import type { Cause } from '../../cloudformation/update/cause.ts'
import { STACK_TYPE, type OperationEvent } from '../../cloudformation/update/events.ts'
import { stackResources } from '../../cloudformation/stack.ts'
import type { Template } from '../../cloudformation/template/template.ts'
import { aliasPolicies, blueGreenHook } from '../../cloudformation/template/update-policies.ts'
import type { CodeDeploy } from '../../codedeploy/client.ts'
import { endOfDeployment, listDeployments, readDeployment, type DeploymentState } from '../../codedeploy/deployment.ts'
import { readTargets, withFunctions, type TargetState } from '../../codedeploy/targets.ts'
import { judgeDeploymentEnd, type DeploymentEnd } from '../../codedeploy/diagnose.ts'
import type { Handle } from '../../evidence/document.ts'
import { placeOf, type AwsPlace } from '../../evidence/place.ts'
import { ActionError } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import type { FollowWorld } from './follow-stack.ts'
import { getDeploymentCommand } from '../deployments/follow-deployment.ts'
import { TargetLog } from '../deployments/target-log.ts'
import type { RunningDeployment } from '../deployments/running-deployment.ts'
import type { StartedDeployments } from './stack-hooks.ts'

const ALIAS = 'AWS::Lambda::Alias'
const APPLICATION = 'AWS::CodeDeploy::Application'
const GROUP = 'AWS::CodeDeploy::DeploymentGroup'
const DEPLOYMENT_ID = /\bd-[A-Z0-9]{9,}\b/

/** Where the update happens, and what its template says. */
export interface UpdatedStack extends AwsPlace {
  /** Id of the stack in the configuration. */
  readonly stack: string
  readonly stackArn: string
  /** Undefined where it is not known; then what happens decides. */
  readonly template: Template | undefined
}

/** Somewhere to look for deployments: a group, or all that belong to a stack. */
interface Place {
  /** How it is called in the log and the timeline: `web/Group`. */
  readonly id: string
  readonly name: string
  readonly of: Parameters<typeof listDeployments>[1]
}

interface Found {
  readonly running: RunningDeployment
  readonly log: TargetLog
  state: DeploymentState
  targets: readonly TargetState[]
}

/**
 * The deployments of CodeDeploy's that an update of a stack starts by itself: by the update policy of an alias, or by
 * the hook AWS::CodeDeploy::BlueGreen. They are found while the update is followed, and logged; nothing that
 * goes wrong in looking for them ends the following.
 */
export class StackDeployments {
  readonly #world: FollowWorld
  readonly #cloudformation: CloudFormation
  readonly #connect: () => Promise<CodeDeploy>
  readonly #stack: UpdatedStack
  readonly #functions: Readonly<Record<string, string>>
  readonly #places = new Map<string, Place>()
  readonly #found = new Map<string, Found>()
  readonly #read = new Set<string>()
  readonly #waiting: { readonly path: string; readonly arn: string }[] = []
  /** What may have a deployment of its own: aliases by ARN, and the whole stack. */
  readonly #expected = new Set<string>()
  readonly #aliases = new Map<string, string>()
  readonly #began: number
  #since: Date | undefined
  #silenced: string | undefined

  constructor(
    world: FollowWorld,
    cloudformation: CloudFormation,
    connect: () => Promise<CodeDeploy>,
    stack: UpdatedStack,
  ) {
    this.#world = world
    this.#cloudformation = cloudformation
    this.#connect = connect
    this.#stack = stack
    this.#began = world.ports.clock.now().getTime()
    const hook = stack.template && blueGreenHook(stack.template)
    this.#functions = hook?.functions ?? {}
    if (hook) {
      this.#add({ id: `${stack.stack}/${hook.id}`, name: hook.id, of: { externalId: stack.stackArn } })
      this.#expected.add(stack.stackArn)
    }
    for (const { alias, application, group } of stack.template ? aliasPolicies(stack.template) : []) {
      if ('name' in application && 'name' in group) {
        const of = { application: application.name, group: group.name }
        this.#add({ id: `${stack.stack}/${alias}`, name: group.name, of })
      }
    }
  }

  #add(place: Place): void {
    this.#places.set(JSON.stringify(place.of), place)
  }

  /** Remembers the stacks in which an alias is being moved: their groups are looked for. */
  notice(events: readonly OperationEvent[]): void {
    for (const event of events) {
      this.#since ??= new Date(event.at)
      if (event.type !== ALIAS || event.status !== 'UPDATE_IN_PROGRESS') continue
      if (event.stackArn === this.#stack.stackArn) this.#aliases.set(event.logicalId, event.physicalId)
      if (event.stackArn === this.#stack.stackArn && !this.#mayDeploy()) continue
      this.#expected.add(event.physicalId)
      if (this.#read.has(event.stackArn)) continue
      this.#read.add(event.stackArn)
      this.#waiting.push({ path: event.stack, arn: event.stackArn })
    }
  }

  /** A template that is not rewritten says itself whether its aliases are deployed. */
  #mayDeploy(): boolean {
    const { template } = this.#stack
    return template === undefined || template.transforms.length > 0 || aliasPolicies(template).length > 0
  }

  /** Looks for new deployments and at those that run. Never rejects but with the signal's reason. */
  async look(): Promise<void> {
    if (this.#silenced !== undefined || (this.#places.size === 0 && this.#waiting.length === 0)) return
    try {
      const codedeploy = await this.#connect()
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        await this.#addGroups(next.path, next.arn)
      }
      await this.#find(codedeploy)
      for (const found of this.#found.values()) {
        if (endOfDeployment(found.state.status) === 'running') await this.#update(codedeploy, found)
      }
    } catch (error) {
      this.#world.ports.cancelled.throwIfAborted()
      if (!(error instanceof ActionError)) throw error
      if (error.kind !== 'permission') return
      this.#silenced = error.message
      this.#world.ports.log.warning(
        `${this.#stack.stack}: the deployments that this update starts could not be read: ${oneLine(error.message)}`,
      )
    }
  }

  /** An application of the stack with each of its groups: which group belongs to which, only CodeDeploy knows. */
  async #addGroups(path: string, arn: string): Promise<void> {
    const resources = await stackResources(this.#cloudformation, arn)
    const applications = resources.filter(({ ResourceType: type }) => type === APPLICATION)
    for (const { LogicalResourceId: id = '', PhysicalResourceId: group = '', ResourceType: type } of resources) {
      if (type !== GROUP) continue
      for (const { PhysicalResourceId: application = '' } of applications) {
        this.#add({ id: `${path}/${id}`, name: group, of: { application, group } })
      }
    }
  }

  /** Asks each place until there is a deployment for all that may have one: each costs a call. */
  async #find(codedeploy: CodeDeploy): Promise<void> {
    if (this.#since === undefined || this.#found.size >= this.#expected.size) return
    for (const [key, place] of this.#places) {
      let ids: string[] = []
      try {
        ids = await listDeployments(codedeploy, place.of, { since: this.#since })
      } catch (error) {
        if (!(error instanceof ActionError) || !/DoesNotExist/.test(error.message)) throw error
        this.#places.delete(key)
      }
      for (const id of ids.toReversed()) if (!this.#found.has(id)) await this.#begin(codedeploy, place, id)
    }
  }

  async #begin(codedeploy: CodeDeploy, place: Place, deploymentId: string): Promise<void> {
    const { region, stack } = this.#stack
    const state = await readDeployment(codedeploy, deploymentId)
    const isRollback = state.undoes !== undefined
    const running = {
      id: place.id,
      deploymentId,
      group: place.name,
      region,
      timeout: 0,
      autoRollback: false,
      isRollback,
    }
    const log = new TargetLog(this.#world, running, this.#began)
    const found: Found = { running, log, state, targets: [] }
    this.#found.set(deploymentId, found)
    this.#world.ports.log.info(`${stack}: the update deploys with ${deploymentId} of CodeDeploy (${place.name})`)
    await this.#update(codedeploy, found)
  }

  async #update(codedeploy: CodeDeploy, found: Found): Promise<void> {
    const { deploymentId } = found.running
    found.state = await readDeployment(codedeploy, deploymentId)
    found.targets = withFunctions(await readTargets(codedeploy, deploymentId), {
      ...found.state.functions,
      ...this.#functions,
    })
    found.log.add(found.targets)
    found.log.status(found.state)
    this.#world.record.handle(this.#handleOf(found))
  }

  /** The groups that deployed. Those of the hook AWS::CodeDeploy::BlueGreen are CloudFormation's own, without alarms. */
  get groups(): readonly { readonly id: string; readonly application: string; readonly group: string }[] {
    return [...this.#places.values()].flatMap(({ id, of }) => {
      const deployed = [...this.#found.values()].some(({ running, state }) => running.id === id && !state.undoes)
      return deployed && 'group' in of ? [{ id, ...of }] : []
    })
  }

  get started(): StartedDeployments {
    const ends = [...this.#found.values()]
      .filter(({ state }) => state.undoes === undefined)
      .map(({ running, state, targets }) => ({ ...running, state, targets, ms: 0 }))
    return { ends, aliases: this.#aliases, silenced: this.#silenced }
  }

  #handleOf({ running, state }: Found): Handle {
    const runs = endOfDeployment(state.status) === 'running'
    return {
      kind: 'deployment',
      id: running.deploymentId,
      ...placeOf(this.#stack),
      state: runs ? 'running' : 'kept',
      advice: `${runs ? 'It ends with the update of its stack; look' : 'Look'} at it with \`${getDeploymentCommand(running)}\`.`,
    }
  }

  /** Why a failed event of the stack failed, where a deployment was behind it. */
  causeOf(event: OperationEvent): Cause | undefined {
    const told = DEPLOYMENT_ID.exec(`${event.reason} ${event.physicalId}`)?.[0]
    const behind = event.type === ALIAS || event.type === STACK_TYPE
    const failed = [...this.#found.values()]
      .filter(({ state }) => ['failed', 'stopped'].includes(endOfDeployment(state.status)))
      // What undoes another one is a consequence.
      .filter(({ state }) => state.undoes === undefined)
    const found =
      failed.find(({ running }) => running.deploymentId === told) ??
      (behind ? (failed.find((each) => isOf(each, event)) ?? (failed.length === 1 ? failed[0] : undefined)) : undefined)
    if (found) return causeFrom(found)
    if (event.type !== ALIAS || this.#silenced === undefined) return undefined
    return {
      title: '',
      observed: `a deployment that could not be read: ${oneLine(this.#silenced)}`,
      advice: `Look for it with \`aws deploy list-deployments --region ${this.#stack.region} --include-only-statuses Failed Stopped\`.`,
      details: {},
    }
  }
}

/** An alias is the target of its deployment: `orders:live` ends its ARN. */
function isOf({ targets }: Found, event: OperationEvent): boolean {
  return targets.some(({ id }) => event.physicalId.endsWith(`:${id}`))
}

function causeFrom({ running, state, targets }: Found): Cause {
  const end: DeploymentEnd = { ...running, state, targets, ms: 0 }
  const [finding] = judgeDeploymentEnd(end)
  return {
    title: finding?.title ?? '',
    observed: `${state.id} ${finding?.observed ?? state.status}`,
    advice: [finding?.advice ?? '', `Check the deployment with \`${getDeploymentCommand(running)}\`.`].join(' '),
    details: (finding?.details ?? {}) as Cause['details'],
  }
}
