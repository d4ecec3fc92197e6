import {
  allReports,
  detectDrift,
  isChecked,
  type DriftReport,
  type PropertyDrift,
  type ResourceDrift,
} from '../../cloudformation/drift/drift.ts'
import { addedByAws } from '../../cloudformation/drift/tags.ts'
import { stackCondition, type StackState } from '../../cloudformation/stack.ts'
import { mapLimit } from '../../support/limit.ts'
import { markScaled } from '../survey/scaled.ts'
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
      const detected = await detectDrift(
        cloudformation,
        { id, arn: state.arn },
        { clock: ports.clock, signal: ports.cancelled, log: ports.log },
      )
      const report = await markScaled(cloudformation, detected, ports)
      return Object.assign({}, ...allReports(report).map(valuesOfReport)) as Values
    } catch (error) {
      return { [`stacks/${id}/drift`]: unknownIfDenied(error, { ports }) }
    }
  })
  return Object.assign({}, ...reports) as Values
}

/**
 * What differs. A resource in sync and one that AWS does not check have no entry; tags that AWS adds, and capacity that
 * automatic scaling changes from one minute to the next, are no differences.
 */
export function valuesOfReport({ stack, detection, resources }: DriftReport): Values {
  const differing = resources
    .filter((resource) => isChecked(resource) && resource.status !== 'IN_SYNC' && !isMovedByAws(resource))
    .map((resource) => ({ ...resource, differences: resource.differences.filter((each) => !isByAws(each)) }))
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

function isMovedByAws({ status, differences }: ResourceDrift): boolean {
  return status === 'MODIFIED' && differences.length > 0 && differences.every(isByAws)
}

function isByAws(difference: PropertyDrift): boolean {
  return difference.scaled !== undefined || addedByAws(difference) !== undefined
}
