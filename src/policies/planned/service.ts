import type { DeploymentConfiguration, LoadBalancer } from '@aws-sdk/client-ecs'
import type { ServiceFacts } from '../../ecs/facts.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { isRecord } from '../../support/records.ts'
import type { EnvironmentFacts } from '../contract.ts'
import { NESTED } from './group.ts'
import { plannedResources, type PlannedFrom, type PlannedResource } from './resource.ts'

const SERVICE_TYPE = 'AWS::ECS::Service'
const CONTROLLER = 'ECS'

/** A service as this release makes it. */
export interface ServiceAfter {
  /** True where the release makes the service. */
  readonly isNew: boolean
  readonly controller: string
  readonly desired: number
  readonly configuration: DeploymentConfiguration
  readonly balancers: readonly LoadBalancer[]
  /** Properties that only the deployment resolves. */
  readonly open: readonly string[]
  /** Properties that the release sets. */
  readonly set: ReadonlySet<string>
}

/**
 * Pure: a service as this release makes it, in the form of the API; undefined where there is none, and the release makes none.
 */
export function serviceAfter(service: ServiceFacts, from: PlannedFrom): ServiceAfter | undefined {
  const { state } = service
  const planned = findPlanned(service, from)
  if (planned === undefined && state === undefined) return undefined
  const open: string[] = []
  const set = new Set<string>()
  const setting = <T>(property: string, now: T | undefined, otherwise: T): T => {
    const found = planned?.properties.get(property)
    if (found === undefined) return now ?? otherwise
    set.add(property)
    if (found.isOpen) {
      open.push(property)
      return now ?? otherwise
    }
    return found.value === undefined ? otherwise : (asApi(found.value) as T)
  }
  const controller = setting('DeploymentController', { type: state?.controller }, { type: CONTROLLER })
  return {
    isNew: planned?.isNew === true || state === undefined,
    controller: controller.type ?? CONTROLLER,
    desired: Number(setting<unknown>('DesiredCount', state?.desired, 1)),
    configuration: setting('DeploymentConfiguration', state?.configuration, {}),
    balancers: setting('LoadBalancers', state?.balancers, []),
    open,
    set,
  }
}

/** Whether a stack without a plan declares services, or what may hold some. */
export function mayMakeServices({ stacks }: Pick<EnvironmentFacts, 'stacks'>): boolean {
  return stacks.some(
    ({ plan, source: { template } }) =>
      plan === undefined &&
      (template.transforms.length > 0 ||
        Object.values(template.resources).some(({ type }) => type === SERVICE_TYPE || type === NESTED)),
  )
}

function findPlanned({ service, state, isOpen }: ServiceFacts, from: PlannedFrom): PlannedResource | undefined {
  const candidates = plannedResources(from, [SERVICE_TYPE])
  const found = candidates.find(({ placed, isNew, properties }) => {
    if (!isNew) return state !== undefined && nameOfArn(placed.classified?.physicalId ?? '') === state.name
    const name = properties.get('ServiceName')
    return name !== undefined && !name.isOpen && name.value === service
  })
  if (found !== undefined || state !== undefined) return found
  // A name that CloudFormation makes up is known after the deployment.
  const nameless = candidates.filter(
    ({ isNew, properties }) => isNew && properties.get('ServiceName')?.isOpen !== false,
  )
  return isOpen && nameless.length === 1 ? nameless[0] : undefined
}

/** Members of templates begin with a capital, those of the API do not. */
function asApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asApi)
  if (value === 'true' || value === 'false') return value === 'true'
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, asApi(member)]),
  )
}
