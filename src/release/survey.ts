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
  /** What could not be found out, and plans that could not be made. */
  readonly findings: readonly Finding[]
}

const DRIFT_AT_ONCE = 8
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
  const [planned, drift, groups] = await Promise.all([
    planEnvironment(options),
    surveyDrift(options, attempt),
    surveyGroups(options, attempt),
  ])
  return { planned, drift, groups, findings: [...planned.findings, ...findings] }
}

type Attempt = <T>(subject: string, work: () => Promise<T>) => Promise<T | undefined>

async function surveyDrift(options: PlanOptions, attempt: Attempt): Promise<DriftReport[]> {
  const { environment, ports } = options
  const stacks = environment.stacks.filter((stack) => !options.only?.length || options.only.includes(stack.id))
  const cloudformation = await ports.connect.cloudformation(options.access)
  const reports = await mapLimit(stacks, DRIFT_AT_ONCE, (stack) =>
    attempt(`stack/${stack.id}`, async () => {
      ports.cancelled.throwIfAborted()
      const state = await readStack(cloudformation, stack.name)
      if (state === undefined) return undefined
      const { kind } = stackCondition(state.status, stack.name, environment.region)
      if (kind === 'review' || kind === 'gone') return undefined
      return detectDrift(
        cloudformation,
        { id: stack.id, arn: state.arn },
        { clock: ports.clock, signal: ports.cancelled, log: ports.log },
      )
    }),
  )
  return reports.filter((report) => report !== undefined)
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
