import {
  allReports,
  detectDrift,
  isChecked,
  type DriftReport,
  type ResourceDrift,
} from '../../cloudformation/drift/drift.ts'
import { addedByAws } from '../../cloudformation/drift/tags.ts'
import { stackCondition, type StackState } from '../../cloudformation/stack.ts'
import { mapLimit } from '../../support/limit.ts'
import { AT_ONCE, unknownIfDenied, type StateOptions, type Values } from './options.ts'

export async function valuesOfDrift(
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
      return { [`stacks/${id}/drift`]: unknownIfDenied(error, { ports }) }
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
