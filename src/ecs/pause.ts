import type { DeploymentConfiguration, LoadBalancer } from '@aws-sdk/client-ecs'
import { errorName } from '../aws/errors.ts'
import type { Containers } from '../aws/clients/containers.ts'
import { ActionError } from '../support/errors.ts'
import type { HookState, ServiceDeploymentState } from './service-deployment.ts'
import { strategyOf } from './service.ts'

/**
 * The pause of a deployment before it moves the traffic of users: after the test traffic goes to the new revision. A pause at
 * another stage belongs to a person, and nothing in this project ever answers it.
 */
export const CHECK_STAGE = 'POST_TEST_TRAFFIC_SHIFT'

const AWAITING = 'AWAITING_ACTION'
/** AWS's default of TimeoutInMinutes. */
const DEFAULT_MINUTES = 1_440

const LINE = `LifecycleHooks: [{ TargetType: PAUSE, LifecycleStages: [${CHECK_STAGE}], TimeoutConfiguration: { TimeoutInMinutes: 60, Action: ROLLBACK } }]`

/** Where a service waits for checks before traffic, or why it does not. */
export type ServiceWait =
  | { readonly waits: true; readonly minutes: number }
  | {
      readonly waits: false
      readonly kind: 'none' | 'continues' | 'several'
      /** Continues a sentence that begins with the service. */
      readonly why: string
      readonly expected: string
      readonly observed: string
      readonly change: string
    }

/** Pure: whether deployments with this configuration pause before traffic, and are rolled back at its timeout. */
export function waitOfService(configuration: DeploymentConfiguration): ServiceWait {
  const strategy = strategyOf(configuration)
  const pauses = (configuration.lifecycleHooks ?? []).filter(
    ({ targetType, lifecycleStages = [] }) => targetType === 'PAUSE' && lifecycleStages.includes(CHECK_STAGE),
  )
  const expected = `a PAUSE hook at ${CHECK_STAGE} that ends with ROLLBACK`
  if (strategy === 'ROLLING') {
    return {
      waits: false,
      kind: 'none',
      why: 'is deployed by ROLLING, so the new version never runs without traffic',
      expected: `the strategy BLUE_GREEN, LINEAR or CANARY, and ${expected}`,
      observed: strategy,
      change: `Set \`Strategy: BLUE_GREEN\` and \`${LINE}\` in DeploymentConfiguration of the service in its template`,
    }
  }
  const [pause, ...others] = pauses
  if (pause === undefined) {
    return {
      waits: false,
      kind: 'none',
      why: `has no pause at ${CHECK_STAGE}, so the traffic would move without anybody who allows it`,
      expected,
      observed: `${strategy}, no pause at this stage`,
      change: `Add to DeploymentConfiguration of the service in its template: \`${LINE}\``,
    }
  }
  if (others.length > 0) {
    return {
      waits: false,
      kind: 'several',
      why: `has ${pauses.length} pauses at ${CHECK_STAGE}, of which one may belong to a person`,
      expected: `one ${expected.slice(2)}`,
      observed: `${pauses.length} pauses`,
      change: `Leave one PAUSE hook at ${CHECK_STAGE}, and move those of people to PRE_PRODUCTION_TRAFFIC_SHIFT or POST_PRODUCTION_TRAFFIC_SHIFT`,
    }
  }
  const { timeoutInMinutes: minutes = DEFAULT_MINUTES, action = 'ROLLBACK' } = pause.timeoutConfiguration ?? {}
  if (action !== 'ROLLBACK') {
    return {
      waits: false,
      kind: 'continues',
      why: `continues after the timeout of its pause at ${CHECK_STAGE}, as when the runner has stopped`,
      expected,
      observed: `TimeoutConfiguration.Action ${action}`,
      change: 'Set `TimeoutConfiguration: { Action: ROLLBACK }` of the hook in the template of the service',
    }
  }
  return { waits: true, minutes }
}

/** Pure: whether a service has a rule or listener for test traffic at each of its load balancers. */
export function hasTestRoute(balancers: readonly LoadBalancer[]): boolean {
  return balancers.some(({ advancedConfiguration: advanced }) => (advanced?.testListenerRule ?? '') !== '')
}

/** Pure: the pause at which the checks before traffic run; undefined where none waits, or which one it is is not known. */
export function checkPauseOf({ stage, hooks }: ServiceDeploymentState): HookState | undefined {
  const waiting = hooks.filter(({ type, status }) => type === 'PAUSE' && status === AWAITING)
  return stage === CHECK_STAGE && waiting.length === 1 ? waiting[0] : undefined
}

/** Pure: the pauses that wait for an answer. */
export function pausesOf({ hooks }: ServiceDeploymentState): HookState[] {
  return hooks.filter(({ type, status }) => type === 'PAUSE' && status === AWAITING)
}

/** Pure: whether the pause waits still, by its own id: each pause has another. */
export function isPaused({ hooks }: ServiceDeploymentState, hookId: string): boolean {
  return hooks.some(({ id, status }) => id === hookId && status === AWAITING)
}

/**
 * Lets a deployment go on at a pause. @returns whether this call, and no other, did; false also where the response was lost.
 */
export async function continueAt(
  containers: Pick<Containers, 'continueServiceDeployment'>,
  serviceDeploymentArn: string,
  hookId: string,
): Promise<boolean> {
  try {
    await containers.continueServiceDeployment({ serviceDeploymentArn, hookId, action: 'CONTINUE' })
    return true
  } catch (error) {
    if (['InvalidParameterException', 'ConflictException'].includes(errorName(error))) return false
    if (error instanceof ActionError && error.code === 'aws/unreachable') return false
    throw error
  }
}

/** Asks ECS to stop a deployment and to bring the previous revision back. */
export async function stopAndRollBack(
  containers: Pick<Containers, 'stopServiceDeployment'>,
  serviceDeploymentArn: string,
): Promise<void> {
  await containers.stopServiceDeployment({ serviceDeploymentArn, stopType: 'ROLLBACK' })
}

/** Whether an error says that a deployment had ended before. */
export function saysEnded(error: unknown): boolean {
  return errorName(error) === 'ConflictException'
}
