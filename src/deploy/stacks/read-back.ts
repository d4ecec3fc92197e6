import {
  compareValue,
  judgeReadBack,
  plannedValues,
  type LiveModel,
  type PlannedValue,
} from '../../cloudformation/live/read-back.ts'
import { readModel, whyUnread } from '../../cloudformation/live/read.ts'
import type { FinalResource } from '../../cloudformation/update/outcome.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'
import type { DeployContext } from '../contract.ts'

/** Cloud Control may answer with older values for a while. */
const LATEST_MS = 15_000
const PAUSE_MS = 3_000
const AT_ONCE = 4
/** So many resources are read; a larger update has its other values counted as not read. */
const MOST_RESOURCES = 100

/** Reads the resources that an update changed, and compares their values with the planned ones. */
export async function readBack(
  { ports, access }: Pick<DeployContext, 'ports' | 'access'>,
  plan: ChangeSetPlan,
  resources: ReadonlyMap<string, readonly FinalResource[]>,
): Promise<Finding[]> {
  const planned = plannedValues(plan, resources)
  if (planned.length === 0) return []
  const reads = await ports.connect.state(access)
  const read = async ({ type, physicalId }: PlannedValue): Promise<LiveModel> => {
    ports.cancelled.throwIfAborted()
    try {
      return { model: await readModel(reads, type, physicalId) }
    } catch (error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      return { unread: whyUnread(error) }
    }
  }
  const groups = [...Map.groupBy(planned, ({ type, physicalId }) => `${type} ${physicalId}`).values()]
  const until = ports.clock.now().getTime() + LATEST_MS
  const compare = async (values: readonly PlannedValue[]) => {
    const [first] = values
    const live = first && (await read(first))
    return values.flatMap((value) => (live ? [compareValue(value, live)] : []))
  }
  let compared = await mapLimit(groups.slice(0, MOST_RESOURCES), AT_ONCE, compare)
  while (compared.flat().some(({ kind }) => kind === 'old') && ports.clock.now().getTime() < until) {
    await ports.clock.sleep(PAUSE_MS, ports.cancelled)
    compared = await mapLimit(compared, AT_ONCE, (values) =>
      values.some(({ kind }) => kind === 'old') ? compare(values.map(({ value }) => value)) : Promise.resolve(values),
    )
  }
  const beyond = groups
    .slice(MOST_RESOURCES)
    .flatMap((values) =>
      values.map((value) =>
        compareValue(value, { unread: { reason: `only ${MOST_RESOURCES} resources of an update are read` } }),
      ),
    )
  return judgeReadBack(plan.stack, plan.stackName, [...compared.flat(), ...beyond])
}
