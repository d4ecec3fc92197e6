import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import { alarmOfApi } from '../../alarms/definition.ts'
import { readAlarms } from '../../alarms/read.ts'
import {
  allReports,
  detectDrift,
  isChecked,
  type DriftReport,
  type ResourceDrift,
} from '../../cloudformation/drift/drift.ts'
import { addedByAws } from '../../cloudformation/drift/tags.ts'
import { readStack, stackCondition, type StackState } from '../../cloudformation/stack.ts'
import { readAlias } from '../../codedeploy/function-version.ts'
import { readGroupInfo } from '../../codedeploy/group/group.ts'
import { showRevision } from '../../codedeploy/revision/location.ts'
import {
  accessTo,
  placeOfEnvironment,
  isByCodeDeploy,
  isByEcs,
  type CodeDeployDeployment,
  type EcsNativeDeployment,
  type Environment,
  type LambdaDeployment,
  type ReleaseEnvironment,
} from '../../config/model/environment.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { listServiceDeployments } from '../../ecs/service-deployment.ts'
import { alarmNamesOf, readService, strategyOf } from '../../ecs/service.ts'
import type { AwsAccess } from '../../aws/access.ts'
import type { Origin, PlaceState } from '../../evidence/document.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { StateFacts } from '../../policies/gate/contract.ts'
import type { Ports } from '../../ports.ts'
import { showServing } from '../../serving/contract.ts'
import { readServingOf, type DeployedService, type NamedDeploymentGroup } from '../../serving/environment.ts'
import { bounded, valuesOfDeployedImages, valuesOfServing } from '../../serving/values.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'
import { fillService } from '../survey/service-names.ts'
import { surveyAlias } from '../survey/alias.ts'
import { fillNames, isOpen } from '../survey/groups.ts'
import { valuesOfImages, type NamedImages } from './image-values.ts'

export interface StateOptions {
  readonly ports: Ports
  readonly environment: Environment
  readonly access: AwsAccess
  /** The job has just called AWS: whether it has credentials is not asked. */
  readonly sure?: boolean
  /** Drift that was detected just now; `detect`: it is detected again; absent: it is not a part of the state. */
  readonly drift?: readonly DriftReport[] | 'detect'
  /** Images of the release that are named by tags; absent: none is known. */
  readonly images?: NamedImages
}

type Values = Record<string, string | null>

const AT_ONCE = 8

/** What a gate is told of a place: its state, or why it was not read. */
export async function tryPlaceState(
  options: StateOptions,
): Promise<{ readonly state: PlaceState } | { readonly unread: string }> {
  const { ports, access } = options
  if (!options.sure && !mayAsk(ports.place.env, access)) return { unread: 'this job has no identity at AWS' }
  try {
    return { state: await readPlaceState(options) }
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    return { unread: error.message }
  }
}

/** What the gate is told of an environment; undefined where it has nothing in AWS. Drift is detected where it is asked for. */
export async function stateFacts(
  ports: Ports,
  environment: ReleaseEnvironment,
  {
    runId,
    drift,
    sure = false,
    images,
  }: { readonly runId: string; readonly drift: boolean; readonly sure?: boolean; readonly images: NamedImages },
): Promise<StateFacts | undefined> {
  if (!isInAws(environment)) return undefined
  const access = accessTo(environment, 'plan', runId)
  const read = await tryPlaceState({ ports, environment, access, sure, images, ...(drift && { drift: 'detect' }) })
  const { key } = environment
  return 'state' in read ? { key, now: read.state, ours: [] } : { key, now: undefined, unread: read.unread, ours: [] }
}

/** Records what serves before a release, with the drift that precheck found. That it cannot be read is a remark. */
export async function recordSurveyed(
  { ports, record, origin }: Parameters<typeof recordState>[0],
  environment: Environment,
  { drift, images }: { readonly drift: readonly DriftReport[]; readonly images: NamedImages },
): Promise<void> {
  if (!isInAws(environment)) return
  const read = await tryPlaceState({
    ports,
    environment,
    access: accessTo(environment, 'plan', origin.runId),
    sure: true,
    drift,
    images,
  })
  if ('state' in read) return record.state(read.state)
  record.find({
    code: 'gate/state-unknown',
    outcome: 'noted',
    title: `what serves in ${environment.key} could not be recorded`,
    subject: `environment/${environment.key}/state`,
    expected: 'the state of stacks, deployment groups, aliases and alarms',
    observed: read.unread,
    advice: 'Give the plan-role the permission that the message names.',
  })
}

/** Records what serves after a deployment, with the role that deployed. That it cannot be read is a remark. */
export async function recordState(
  { ports, record, origin }: { readonly ports: Ports; readonly record: Recorder; readonly origin: Origin },
  environment: Environment,
  images: NamedImages,
): Promise<PlaceState | undefined> {
  if (!isInAws(environment)) return undefined
  const read = await tryPlaceState({
    ports,
    environment,
    access: accessTo(environment, 'deploy', origin.runId),
    sure: true,
    images,
  })
  if ('state' in read) {
    record.state(read.state)
    return read.state
  }
  record.find({
    code: 'deploy/state-unread',
    outcome: 'noted',
    title: `what serves in ${environment.key} after the deployment could not be recorded`,
    subject: `environment/${environment.key}/state`,
    expected: 'the state of stacks, deployment groups, aliases and alarms',
    observed: read.unread,
    advice: 'Give the deploy-role the permission that the message names; the gate needs the record.',
  })
  return undefined
}

const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/** A job without credentials does not wait for those of its host. */
function mayAsk(env: Ports['place']['env'], { role }: AwsAccess): boolean {
  if (role !== undefined) return Boolean(env['ACTIONS_ID_TOKEN_REQUEST_URL'])
  // A runner of one's own may have the credentials of its host.
  return env['RUNNER_ENVIRONMENT'] === 'self-hosted' || CREDENTIALS.some((name) => Boolean(env[name]))
}

/** Whether anything of the environment is in AWS. */
export function isInAws({ stacks, deployments }: Environment): boolean {
  return stacks.length > 0 || deployments.some(({ platform }) => platform !== 'local')
}

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
    await valuesOfDrift(options, stacks),
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

async function stateOfDeployment(
  options: StateOptions,
  deployment: CodeDeployDeployment,
  read: (name: string) => Promise<StackState | undefined>,
): Promise<{ readonly values: Values; readonly alarms: readonly string[]; readonly group?: NamedDeploymentGroup }> {
  const named = await fillNames(options, deployment, read)
  if (isOpen(named)) return { values: {}, alarms: [] }
  const info = await readGroupInfo(await options.ports.connect.codedeploy(options.access), named)
  if (info === undefined) return { values: {}, alarms: [] }
  const alias = deployment.platform === 'lambda' ? await valuesOfAlias(options, deployment, read) : {}
  return {
    values: { ...valuesOfGroup(deployment.id, info), ...alias },
    alarms: (info.alarmConfiguration?.alarms ?? []).map(({ name = '' }) => name),
    group: { id: deployment.id, application: named.application, group: named.group, info },
  }
}

async function stateOfService(
  options: StateOptions,
  deployment: EcsNativeDeployment,
  read: (name: string) => Promise<StackState | undefined>,
): Promise<{ readonly values: Values; readonly alarms: readonly string[]; readonly named?: DeployedService }> {
  const { cluster, service, open } = await fillService(options, deployment, read)
  if (open) return { values: {}, alarms: [] }
  const containers = await options.ports.connect.containers(options.access)
  const state = await readService(containers, { cluster, service })
  if (state === undefined || state.controller !== 'ECS') return { values: {}, alarms: [] }
  const [active] = await listServiceDeployments(containers, { cluster, service }, 'active')
  const [newest] = await listServiceDeployments(containers, { cluster, service }, 'newest')
  const alarms = alarmNamesOf(state.configuration)
  const path = `deployments/${deployment.id}`
  return {
    values: {
      [`${path}/last`]: newest === undefined ? 'none' : nameOfArn(newest),
      ...(active !== undefined && { [`${path}/unfinished`]: nameOfArn(active) }),
      [`${path}/revision`]: state.taskDefinition === undefined ? null : nameOfArn(state.taskDefinition),
      [`${path}/configuration`]: strategyOf(state.configuration),
      [`${path}/alarms`]: alarms.length === 0 ? 'off' : alarms.toSorted().join(', '),
    },
    alarms,
    named: { id: deployment.id, cluster, service },
  }
}

export function valuesOfGroup(id: string, info: DeploymentGroupInfo): Values {
  const path = `deployments/${id}`
  const { lastSuccessfulDeployment: last, lastAttemptedDeployment: attempt } = info
  const { targetRevision: revision, alarmConfiguration: alarms } = info
  // One that runs, failed or was stopped may have changed a part of the targets.
  const isUnfinished = attempt?.deploymentId !== undefined && attempt.deploymentId !== last?.deploymentId
  return {
    [`${path}/last`]: last?.deploymentId ?? 'none',
    ...(isUnfinished && {
      [`${path}/unfinished`]: `${attempt.deploymentId} ${attempt.status ?? 'of an unknown status'}`,
    }),
    ...(revision && { [`${path}/revision`]: showRevision(revision) }),
    [`${path}/configuration`]: info.deploymentConfigName ?? null,
    [`${path}/alarms`]:
      alarms?.enabled === true
        ? (alarms.alarms ?? [])
            .map(({ name = '' }) => name)
            .toSorted()
            .join(', ')
        : 'off',
    [`${path}/automatic-rollback`]:
      info.autoRollbackConfiguration?.enabled === true
        ? (info.autoRollbackConfiguration.events ?? []).toSorted().join(', ')
        : 'off',
  }
}

async function valuesOfAlias(
  options: StateOptions,
  deployment: LambdaDeployment,
  read: (name: string) => Promise<StackState | undefined>,
): Promise<Values> {
  const alias = await surveyAlias(options, deployment, read)
  if (alias?.state === undefined) return {}
  const functions = await options.ports.connect.functions(options.access)
  const { version, others } = await readAlias(functions, { id: deployment.id, ...alias })
  const path = `deployments/${deployment.id}/alias/${alias.alias}`
  const shares = Object.entries(others).map(([other, weight]) => `${other}: ${weight}`)
  const code = await functions.getFunctionConfiguration({ FunctionName: alias.name, Qualifier: version }).then(
    ({ CodeSha256 }) => CodeSha256 ?? null,
    (error: unknown) => unknownWhere(error, options),
  )
  return { [`${path}/version`]: [version, ...shares].join(', '), [`${path}/code`]: code }
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

async function valuesOfDrift(
  { ports, access, environment, drift }: StateOptions,
  stacks: readonly { readonly id: string; readonly state: StackState | undefined }[],
): Promise<Values> {
  if (drift === undefined) return {}
  if (drift !== 'detect') return Object.assign({}, ...drift.flatMap(allReports).map(valuesOfReport)) as Values
  const cloudformation = await ports.connect.cloudformation(access)
  const reports = await mapLimit(stacks, AT_ONCE, async ({ id, state }): Promise<Values> => {
    const isReady = state && stackCondition(state.status, state.name, environment.region).kind === 'ready'
    if (!isReady) return state === undefined ? {} : { [`stacks/${id}/drift`]: null }
    try {
      const report = await detectDrift(
        cloudformation,
        { id, arn: state.arn },
        { clock: ports.clock, signal: ports.cancelled, log: ports.log },
      )
      return Object.assign({}, ...allReports(report).map(valuesOfReport)) as Values
    } catch (error) {
      return { [`stacks/${id}/drift`]: unknownWhere(error, { ports }) }
    }
  })
  return Object.assign({}, ...reports) as Values
}

/** What differs; a resource in sync, one that AWS does not check, and one that has only more tags of AWS have no entry. */
export function valuesOfReport({ stack, detection, resources }: DriftReport): Values {
  const differing = resources
    .filter((resource) => isChecked(resource) && resource.status !== 'IN_SYNC' && !hasMoreTagsOfAwsOnly(resource))
    .map((resource) => ({ ...resource, differences: resource.differences.filter((each) => !addedByAws(each)) }))
  return {
    [`stacks/${stack}/drift`]: detection === 'complete' ? 'detected' : null,
    ...Object.fromEntries(
      differing.map(({ logicalId, status, differences }) => [
        `stacks/${stack}/drift/${logicalId}`,
        [
          status,
          ...differences.map(({ path, kind, expected, actual }) => `${path} ${kind} ${expected} → ${actual}`),
        ].join('; '),
      ]),
    ),
  }
}

function hasMoreTagsOfAwsOnly({ status, differences }: ResourceDrift): boolean {
  return status === 'MODIFIED' && differences.length > 0 && differences.every((each) => addedByAws(each) !== undefined)
}

/** A call that is denied leaves a value unknown; a cancelled job stops. */
function unknownWhere(error: unknown, { ports }: Pick<StateOptions, 'ports'>): null {
  if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
  ports.log.info(`not read: ${error.message}`)
  return null
}

function alarmNameOf(arn: string): string {
  return arn.split(':').slice(6).join(':') || arn
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
