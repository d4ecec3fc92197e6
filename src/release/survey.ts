import { readDeployed, type DeployedStack } from '../cloudformation/snapshot.ts'
import { changesBy, type ChangeBy } from '../aws/changes-by.ts'
import { allReports, detectDrift, type DriftReport } from '../cloudformation/drift.ts'
import { listStacks, readStack, stackCondition, type StackState } from '../cloudformation/stack.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import { aliasPolicies } from '../cloudformation/update-policies.ts'
import { readGroup, type GroupFacts } from '../codedeploy/group.ts'
import type { Deployment } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import { UsualDuration } from '../support/poll.ts'
import { lookElsewhere } from './elsewhere.ts'
import { errorFinding } from './error-finding.ts'
import { planEnvironment, type EnvironmentPlan, type PlanOptions } from './plan.ts'
import { afterCleanup } from './settled.ts'
import { surveyAlias } from './survey-alias.ts'

/** All that is known of one environment before anything is changed. */
export interface Survey {
  readonly planned: EnvironmentPlan
  readonly drift: readonly DriftReport[]
  /** By physical id of a resource that differs: who changed it, newest first. */
  readonly changedBy: ReadonlyMap<string, readonly ChangeBy[]>
  readonly groups: readonly GroupFacts[]
  /** By stack id: what is there now. */
  readonly deployed: ReadonlyMap<string, DeployedStack>
  /** `stacks/web`, `deployments/app`: of what is there now nothing is known, and a finding says why. */
  readonly unread: ReadonlySet<string>
  /** What could not be found out, and plans that could not be made. */
  readonly findings: readonly Finding[]
}

const STACKS_AT_ONCE = 16
/** From so many stacks on, those of the region are listed, a hundred a call, instead of being asked for one by one. */
const LISTED_FROM = 20
/** Until the first one has ended, in milliseconds. */
const FIRST_CHANGE_SET_MS = 300
const FIRST_DETECTION_MS = 500
const GROUPS_AT_ONCE = 4
/** LookupEvents is allowed twice a second. */
const TRAIL_AT_ONCE = 2

/**
 * Looks at everything side by side: plans, drift of every stack that is there, deployment groups with their alarms. One
 * thing that cannot be found out is an `error` finding and does not keep the others from being found out.
 */
export async function surveyEnvironment(options: PlanOptions & { readonly whoDidIt: boolean }): Promise<Survey> {
  const findings: Finding[] = []
  const attempt = async <T>(subject: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      if (options.ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      findings.push(errorFinding(error, subject, options.environment.key))
      return undefined
    }
  }
  const cloudformation = await options.ports.connect.cloudformation(options.access)
  const names = options.environment.stacks.map(({ name }) => name)
  const listed = listedStates(cloudformation, names.length < LISTED_FROM ? [] : names)
  const states = new Map<string, Promise<StackState | undefined>>()
  const readState = (name: string): Promise<StackState | undefined> => {
    const known = states.get(name) ?? listed.then((found) => found.get(name) ?? readStack(cloudformation, name))
    states.set(name, known)
    return known
  }
  const [planned, stacks, groups] = await Promise.all([
    planEnvironment({ ...options, readState, usual: new UsualDuration(FIRST_CHANGE_SET_MS) }),
    surveyStacks(options, readState, attempt),
    surveyGroups(options, readState, attempt),
  ])
  const unread = [
    ...stacks.filter((stack) => stack.unread).map(({ id }) => `stacks/${id}`),
    ...groupsOf(options)
      .filter(({ id }) => !groups.some(({ deployment }) => deployment === id))
      .map(({ id }) => `deployments/${id}`),
  ]
  const drift = stacks.flatMap((stack) => (stack.drift === undefined ? [] : [stack.drift]))
  const changedBy = options.whoDidIt ? await surveyChanges(options, drift, findings) : new Map<string, ChangeBy[]>()
  return {
    planned,
    drift,
    changedBy,
    deployed: new Map(stacks.flatMap(({ id, deployed }) => (deployed === undefined ? [] : [[id, deployed] as const]))),
    groups,
    unread: new Set(unread),
    findings: [...planned.findings, ...findings, ...(await lookElsewhere(options, planned.stacks))],
  }
}

/** Who may not list stacks asks for each of them. */
async function listedStates(
  cloudformation: CloudFormation,
  names: readonly string[],
): Promise<ReadonlyMap<string, StackState>> {
  try {
    return names.length === 0 ? new Map() : await listStacks(cloudformation, names)
  } catch (error) {
    if (error instanceof ActionError) return new Map()
    throw error
  }
}

type Attempt = <T>(subject: string, work: () => Promise<T>) => Promise<T | undefined>

interface SurveyedStack {
  readonly id: string
  readonly deployed: DeployedStack | undefined
  readonly drift: DriftReport | undefined
  readonly unread?: boolean
}

async function surveyStacks(
  options: PlanOptions,
  readState: (name: string) => Promise<StackState | undefined>,
  attempt: Attempt,
): Promise<SurveyedStack[]> {
  const { environment, ports } = options
  const stacks = environment.stacks.filter((stack) => !options.only?.length || options.only.includes(stack.id))
  const cloudformation = await ports.connect.cloudformation(options.access)
  const usual = new UsualDuration(FIRST_DETECTION_MS)
  return mapLimit(stacks, STACKS_AT_ONCE, async (stack) => {
    const subject = `stack/${stack.id}`
    ports.cancelled.throwIfAborted()
    const read = await attempt(subject, async () => ({
      state: await afterCleanup(cloudformation, ports, await readState(stack.name)),
    }))
    if (read === undefined) return { id: stack.id, deployed: undefined, drift: undefined, unread: true }
    const { state } = read
    const kind = state && stackCondition(state.status, stack.name, environment.region).kind
    if (state === undefined || kind === 'review' || kind === 'gone') {
      return { id: stack.id, deployed: undefined, drift: undefined }
    }
    // Its plan tells of a stack in trouble. What differs there is left over from that, and mostly AWS refuses to look.
    if (kind !== 'ready') {
      const deployed = await attempt(subject, () => readDeployed(cloudformation, state))
      return { id: stack.id, deployed, drift: undefined, unread: deployed === undefined }
    }
    const [deployed, drift] = await Promise.all([
      attempt(subject, () => readDeployed(cloudformation, state)),
      attempt(subject, () =>
        detectDrift(
          cloudformation,
          { id: stack.id, arn: state.arn },
          { clock: ports.clock, signal: ports.cancelled, log: ports.log, usual },
        ),
      ),
    ])
    return { id: stack.id, deployed, drift, unread: deployed === undefined }
  })
}

/** Asks CloudTrail about each resource that differs. Not to know who it was takes nothing from knowing that it differs. */
async function surveyChanges(
  options: PlanOptions,
  drift: readonly DriftReport[],
  findings: Finding[],
): Promise<Map<string, ChangeBy[]>> {
  const differing = drift
    .flatMap(allReports)
    .flatMap((report) => report.resources)
    .filter((resource) => resource.status === 'MODIFIED' || resource.status === 'DELETED')
  if (differing.length === 0) return new Map()
  const trail = await options.ports.connect.trail(options.access)
  const reasons = new Map<string, ActionError>()
  const answers = await mapLimit(differing, TRAIL_AT_ONCE, async ({ physicalId }) => {
    try {
      return [physicalId, await changesBy(trail, physicalId)] as const
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      reasons.set(error.message, error)
      return [physicalId, []] as const
    }
  })
  const { key } = options.environment
  for (const error of reasons.values()) {
    const finding = errorFinding(error, 'drift/who-did-it', key)
    findings.push({ ...finding, outcome: 'skipped', title: `${key}: nobody tells who changed what: ${error.message}` })
  }
  return new Map(answers.map(([id, changes]) => [id, [...changes]]))
}

async function surveyGroups(
  options: PlanOptions,
  readState: (name: string) => Promise<StackState | undefined>,
  attempt: Attempt,
): Promise<GroupFacts[]> {
  const wanted = groupsOf(options)
  if (wanted.length === 0) return []
  const { environment, ports, access } = options
  const codedeploy = await ports.connect.codedeploy(access)
  const alarms = await ports.connect.alarms(access)
  const groups = await mapLimit(wanted, GROUPS_AT_ONCE, (deployment) =>
    attempt(`deployment/${deployment.id}`, async () => {
      const group = await readGroup({ codedeploy, alarms }, deployment)
      const declared = environment.deployments.find(({ id }) => id === deployment.id)
      const alias = declared?.platform === 'lambda' && (await surveyAlias(options, declared, readState))
      return alias ? { ...group, alias } : group
    }),
  )
  return groups.filter((group) => group !== undefined)
}

function groupsOf(
  options: PlanOptions,
): { id: string; application: string; group: string; platform?: Deployment['platform'] }[] {
  const declared = options.environment.deployments.filter((deployment) => deployment.platform !== 'local')
  return [...declared, ...byUpdatePolicies(options)]
}

/** Groups outside of the stacks whose updates deploy by them; those inside are judged by their templates. */
function byUpdatePolicies({ sources }: PlanOptions): { id: string; application: string; group: string }[] {
  return [...sources.values()].flatMap(({ id, template }) =>
    aliasPolicies(template).flatMap(({ alias, application, group }) =>
      'name' in application && 'name' in group
        ? [{ id: `${id}/${alias}`, application: application.name, group: group.name }]
        : [],
    ),
  )
}
