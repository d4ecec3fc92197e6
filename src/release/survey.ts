import { readDeployed, type DeployedStack } from '../cloudformation/snapshot.ts'
import { detectDrift, type DriftReport } from '../cloudformation/drift.ts'
import { readStack, stackCondition } from '../cloudformation/stack.ts'
import { readGroup, type GroupFacts } from '../codedeploy/group.ts'
import type { Deployment, ServerDeployment } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import { errorFinding } from './error-finding.ts'
import { planEnvironment, type EnvironmentPlan, type PlanOptions } from './plan.ts'

/** All that is known of one environment before anything is changed. */
export interface Survey {
  readonly planned: EnvironmentPlan
  readonly drift: readonly DriftReport[]
  readonly groups: readonly GroupFacts[]
  /** By stack id: what is there now. */
  readonly deployed: ReadonlyMap<string, DeployedStack>
  /** What could not be found out, and plans that could not be made. */
  readonly findings: readonly Finding[]
}

const STACKS_AT_ONCE = 8
const GROUPS_AT_ONCE = 4

/**
 * Looks at everything side by side: plans, drift of every stack that is there, deployment groups with their alarms. One
 * thing that cannot be found out is an `error` finding and does not keep the others from being found out.
 */
export async function surveyEnvironment(options: PlanOptions): Promise<Survey> {
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
  const [planned, stacks, groups] = await Promise.all([
    planEnvironment(options),
    surveyStacks(options, attempt),
    surveyGroups(options, attempt),
  ])
  return {
    planned,
    drift: stacks.flatMap(({ drift }) => (drift === undefined ? [] : [drift])),
    deployed: new Map(stacks.flatMap(({ id, deployed }) => (deployed === undefined ? [] : [[id, deployed] as const]))),
    groups,
    findings: [...planned.findings, ...findings],
  }
}

type Attempt = <T>(subject: string, work: () => Promise<T>) => Promise<T | undefined>

interface SurveyedStack {
  readonly id: string
  readonly deployed: DeployedStack | undefined
  readonly drift: DriftReport | undefined
}

async function surveyStacks(options: PlanOptions, attempt: Attempt): Promise<SurveyedStack[]> {
  const { environment, ports } = options
  const stacks = environment.stacks.filter((stack) => !options.only?.length || options.only.includes(stack.id))
  const cloudformation = await ports.connect.cloudformation(options.access)
  return mapLimit(stacks, STACKS_AT_ONCE, async (stack) => {
    const subject = `stack/${stack.id}`
    ports.cancelled.throwIfAborted()
    const state = await attempt(subject, () => readStack(cloudformation, stack.name))
    const kind = state && stackCondition(state.status, stack.name, environment.region).kind
    if (state === undefined || kind === 'review' || kind === 'gone') {
      return { id: stack.id, deployed: undefined, drift: undefined }
    }
    const [deployed, drift] = await Promise.all([
      attempt(subject, () => readDeployed(cloudformation, state)),
      attempt(subject, () =>
        detectDrift(
          cloudformation,
          { id: stack.id, arn: state.arn },
          { clock: ports.clock, signal: ports.cancelled, log: ports.log },
        ),
      ),
    ])
    return { id: stack.id, deployed, drift }
  })
}

async function surveyGroups(options: PlanOptions, attempt: Attempt): Promise<GroupFacts[]> {
  const servers = options.environment.deployments.filter(isServer)
  if (servers.length === 0) return []
  const codedeploy = await options.ports.connect.codedeploy(options.access)
  const alarms = await options.ports.connect.alarms(options.access)
  const groups = await mapLimit(servers, GROUPS_AT_ONCE, (deployment) =>
    attempt(`deployment/${deployment.id}`, () => readGroup({ codedeploy, alarms }, deployment)),
  )
  return groups.filter((group) => group !== undefined)
}

function isServer(deployment: Deployment): deployment is ServerDeployment {
  return deployment.platform === 'server'
}
