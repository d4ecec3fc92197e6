import type { CloudFormation } from '../../cloudformation/client.ts'
import { allReports, detectDrift, isChecked, type DriftReport } from '../../cloudformation/drift/drift.ts'
import { readDeployed, type DeployedStack } from '../../cloudformation/snapshot.ts'
import { stackCondition } from '../../cloudformation/stack.ts'
import { afterCleanup } from '../../plan/change-sets/after-cleanup.ts'
import type { PlanOptions } from '../../plan/contract.ts'
import { mapLimit } from '../../support/limit.ts'
import { UsualDuration } from '../../support/poll.ts'
import { plural } from '../../support/text/text.ts'
import type { Attempt } from './attempt.ts'
import type { LiveReads } from './live/reads.ts'
import { markScaled } from './scaled.ts'
import type { ReadState } from './states.ts'

const STACKS_AT_ONCE = 16
const FIRST_DETECTION_MS = 500

/** A stack as it is deployed, and its drift. */
export interface SurveyedStack {
  readonly id: string
  readonly deployed: DeployedStack | undefined
  readonly drift: DriftReport | undefined
  readonly unread?: boolean
}

export function driftOf(stacks: readonly SurveyedStack[]): DriftReport[] {
  return stacks.flatMap((stack) => (stack.drift === undefined ? [] : [stack.drift]))
}

export function deployedOf(stacks: readonly SurveyedStack[]): ReadonlyMap<string, DeployedStack> {
  return new Map(stacks.flatMap(({ id, deployed }) => (deployed === undefined ? [] : [[id, deployed] as const])))
}

/** Reads the stacks and detects their drift, a line in the log for each. */
export async function surveyStacks(
  options: PlanOptions,
  readState: ReadState,
  attempt: Attempt,
  reading: LiveReads,
): Promise<SurveyedStack[]> {
  const { environment, ports } = options
  const stacks = environment.stacks.filter((stack) => !options.only?.length || options.only.includes(stack.id))
  const cloudformation = await ports.connect.cloudformation(options.access)
  const usual = new UsualDuration(FIRST_DETECTION_MS)
  let ended = 0
  return mapLimit(stacks, STACKS_AT_ONCE, async (stack) => {
    ports.cancelled.throwIfAborted()
    const surveyed = await surveyStack(stack, { ...options, cloudformation, readState, attempt, reading, usual })
    ended += 1
    ports.log.info(`${environment.key}: drift ${ended} of ${stacks.length}: ${stack.name}: ${inShort(surveyed)}`)
    return surveyed
  })
}

interface Surroundings extends PlanOptions {
  readonly cloudformation: CloudFormation
  readonly readState: ReadState
  readonly attempt: Attempt
  readonly reading: LiveReads
  readonly usual: UsualDuration
}

async function surveyStack(
  { id, name }: { readonly id: string; readonly name: string },
  around: Surroundings,
): Promise<SurveyedStack> {
  const { environment, ports, cloudformation, readState, attempt, reading, usual } = around
  const subject = `stack/${id}`
  const read = await attempt(subject, async () => ({
    state: await afterCleanup(cloudformation, ports, await readState(name)),
  }))
  if (read === undefined) return { id, deployed: undefined, drift: undefined, unread: true }
  const { state } = read
  const kind = state && stackCondition(state.status, name, environment.region).kind
  if (state === undefined || kind === 'review' || kind === 'gone') {
    return { id, deployed: undefined, drift: undefined }
  }
  // The plan reports a stack in a failed state. Its drift is a consequence, and AWS mostly refuses to detect it.
  if (kind !== 'ready') {
    const deployed = await attempt(subject, () => readDeployed(cloudformation, state))
    return { id, deployed, drift: undefined, unread: deployed === undefined }
  }
  const [deployed, detected] = await Promise.all([
    attempt(subject, () => readDeployed(cloudformation, state)),
    attempt(subject, () =>
      detectDrift(
        cloudformation,
        { id, arn: state.arn },
        {
          clock: ports.clock,
          signal: ports.cancelled,
          log: ports.log,
          usual,
          onResources: (arn, resources) => reading.start(arn, resources),
        },
      ),
    ),
  ])
  const drift = detected && (await markScaled(cloudformation, detected, ports, deployed))
  return { id, deployed, drift, unread: deployed === undefined }
}

/** What AWS said, before anything of it is judged. */
function inShort({ drift, deployed, unread }: SurveyedStack): string {
  if (drift === undefined) return unread || deployed ? 'not read' : 'does not exist yet'
  const resources = allReports(drift).flatMap((each) => each.resources)
  const checked = resources.filter(isChecked)
  const drifted = checked.filter(({ status }) => status !== 'IN_SYNC').length
  return `${checked.length} of ${plural(resources.length, 'resource')} checked, ${drifted === 0 ? 'none drifted' : `${drifted} drifted`}`
}
