import { alarmOfApi } from '../../alarms/definition.ts'
import { readAlarms } from '../../alarms/read.ts'
import { readStack, stackCondition, type StackState } from '../../cloudformation/stack.ts'
import { placeOfEnvironment, isByCodeDeploy, isByEcs, type Environment } from '../../config/model/environment.ts'
import type { AwsAccess } from '../../aws/access.ts'
import type { PlaceState } from '../../evidence/document.ts'
import { showServing } from '../../serving/contract.ts'
import { readServingOf } from '../../serving/environment.ts'
import { bounded, valuesOfDeployedImages, valuesOfServing } from '../../serving/values.ts'
import { mapLimit } from '../../support/limit.ts'
import { valuesOfImages } from './image-values.ts'
import { stateOfDeployment, stateOfService } from './deployment-values.ts'
import { valuesOfDrift } from './drift-values.ts'
import { AT_ONCE, type StateOptions, type Values } from './options.ts'

/**
 * Reads what serves at a place, and what watches it: the last update of each stack, the last deployment of each group with
 * its revision, the versions of aliases with the digest of their code, the task definitions and images of services, the launch
 * templates of instances, the definitions of alarms, and drift. Rejects with an ActionError where a stack or a group cannot be
 * read.
 */
export async function readPlaceState(options: StateOptions): Promise<PlaceState> {
  const { environment, ports } = options
  const at = ports.clock.now().toISOString()
  const cloudformation = await ports.connect.cloudformation(options.access)
  const states = new Map<string, Promise<StackState | undefined>>()
  const read = (name: string): Promise<StackState | undefined> => {
    const known = states.get(name) ?? readStack(cloudformation, name)
    states.set(name, known)
    return known
  }
  const stacks = await mapLimit(environment.stacks, AT_ONCE, async ({ id, name }) => ({
    id,
    state: existing(await read(name), environment),
  }))
  const groups = await mapLimit(environment.deployments.filter(isByCodeDeploy), AT_ONCE, (deployment) =>
    stateOfDeployment(options, deployment, read),
  )
  const services = await mapLimit(environment.deployments.filter(isByEcs), AT_ONCE, (deployment) =>
    stateOfService(options, deployment, read),
  )
  const serving = await readServingOf(
    {
      cloudformation,
      codedeploy: () => ports.connect.codedeploy(options.access),
      reads: await ports.connect.state(options.access),
    },
    {
      stacks: stacks.flatMap(({ id, state }) => (state ? [{ id, arn: state.arn }] : [])),
      groups: groups.flatMap(({ group }) => group ?? []),
      services: services.flatMap(({ named }) => named ?? []),
    },
    ports.cancelled,
  )
  for (const { resource, unread } of serving.states)
    if (unread) ports.log.info(`not read: ${showServing(resource)}: ${unread.reason}`)
  const alarms = new Set([
    ...[...groups, ...services].flatMap(({ alarms: names }) => names),
    ...stacks.flatMap(({ state }) => (state?.rollback.alarms ?? []).map(alarmNameOf)),
  ])
  const values: Values = Object.assign(
    {},
    ...stacks.map(({ id, state }) => valuesOfStack(id, state)),
    ...[...groups, ...services].map((part) => part.values),
    valuesOfServing(serving),
    valuesOfDeployedImages(
      serving,
      services.flatMap(({ named }) => named ?? []),
    ),
    await valuesOfAlarms(options, [...alarms].filter((name) => name !== '').toSorted()),
    await valuesOfDrift(
      options,
      stacks,
      groups.flatMap(({ group }) => group ?? []),
    ),
    await valuesOfImages(options.images ?? {}, { ...options, access: readerOf(options) }),
  ) as Values
  return {
    ...placeOfEnvironment(environment),
    at,
    values: Object.fromEntries(
      Object.entries(values)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, value]) => [path, value === null ? null : bounded(ports.secrets.hide(value))]),
    ),
  }
}

/** The deploy-role need not read registries. */
function readerOf({ environment, access }: StateOptions): AwsAccess {
  const { planRole, deployRole } = environment
  const isDeployRole = access.role !== undefined && access.role === deployRole
  return isDeployRole && planRole !== undefined ? { ...access, role: planRole } : access
}

/** The empty shell of a change set serves nothing. */
function existing(state: StackState | undefined, { region }: Environment): StackState | undefined {
  const kind = state && stackCondition(state.status, state.name, region).kind
  return kind === 'review' || kind === 'gone' ? undefined : state
}

function valuesOfStack(id: string, state: StackState | undefined): Values {
  if (state === undefined) return {}
  return { [`stacks/${id}/arn`]: state.arn, [`stacks/${id}/updated`]: state.updatedAt ?? null }
}

async function valuesOfAlarms({ ports, access }: StateOptions, names: readonly string[]): Promise<Values> {
  if (names.length === 0) return {}
  const alarms = await readAlarms(await ports.connect.alarms(access), names)
  return Object.assign(
    {},
    ...alarms.map((alarm): Values => {
      if (alarm.metric === undefined && alarm.composite === undefined)
        return { [`alarms/${alarm.name}`]: alarm.state === 'missing' ? 'missing' : null }
      const definition = Object.entries(alarmOfApi(alarm)).filter(([, value]) => value !== undefined)
      return Object.fromEntries(definition.map(([member, value]) => [`alarms/${alarm.name}/${member}`, textOf(value)]))
    }),
  ) as Values
}

function alarmNameOf(arn: string): string {
  return arn.split(':').slice(6).join(':') || arn
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
