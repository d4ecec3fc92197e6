import { allReports, detectDrift, isChecked, type DriftReport } from '../../cloudformation/drift/drift.ts'
import { addedByAws } from '../../cloudformation/drift/tags.ts'
import { stackCondition, type StackState } from '../../cloudformation/stack.ts'
import { mapLimit } from '../../support/limit.ts'
import { movedBy, type TrafficRoute } from '../../policies/drift/moved.ts'
import type { NamedDeploymentGroup } from '../../serving/environment.ts'
import { surveyRoutes } from '../survey/deployments/routes.ts'
import { markScaled } from '../survey/scaled.ts'
import { AT_ONCE, unknownIfDenied, type StateOptions, type Values } from './options.ts'

export async function valuesOfDrift(
  options: StateOptions,
  stacks: readonly { readonly id: string; readonly state: StackState | undefined }[],
  groups: readonly NamedDeploymentGroup[],
): Promise<Values> {
  const { ports, access, drift } = options
  if (drift === undefined) return {}
  const found = drift === 'detect' ? await detectOf(options, stacks) : { reports: drift, unread: {} }
  const routes = await surveyRoutes(
    () => ports.connect.state(access),
    groups.map((group) => ({ ...group, deployment: group.id })),
    found.reports,
  )
  const reports = found.reports.flatMap(allReports).map((report) => valuesOfReport(report, routes))
  return Object.assign({}, found.unread, ...reports) as Values
}

async function detectOf(
  { ports, access, environment }: StateOptions,
  stacks: Parameters<typeof valuesOfDrift>[1],
): Promise<{ readonly reports: readonly DriftReport[]; readonly unread: Values }> {
  const cloudformation = await ports.connect.cloudformation(access)
  const unread: Values = {}
  const reports = await mapLimit(stacks, AT_ONCE, async ({ id, state }): Promise<DriftReport[]> => {
    if (state === undefined) return []
    const isReady = stackCondition(state.status, state.name, environment.region).kind === 'ready'
    if (!isReady) unread[`stacks/${id}/drift`] = null
    if (!isReady) return []
    try {
      const detected = await detectDrift(
        cloudformation,
        { id, arn: state.arn },
        { clock: ports.clock, signal: ports.cancelled, log: ports.log },
      )
      return [await markScaled(cloudformation, detected, ports)]
    } catch (error) {
      unread[`stacks/${id}/drift`] = unknownIfDenied(error, { ports })
      return []
    }
  })
  return { reports: reports.flat(), unread }
}

/**
 * What differs. A resource in sync and one that AWS does not check have no entry; tags that AWS adds, capacity that
 * automatic scaling changes from one minute to the next, and listeners that deployments of the release's own groups move
 * are no differences: the deployments are values of their own.
 */
export function valuesOfReport(
  { stack, detection, resources }: DriftReport,
  routes: readonly TrafficRoute[] = [],
): Values {
  const differing = resources
    .filter((resource) => isChecked(resource) && resource.status !== 'IN_SYNC')
    .flatMap((resource) => {
      const differences = resource.differences.filter(
        (each) => each.scaled === undefined && !addedByAws(each) && movedBy(resource, each, routes) === undefined,
      )
      // One that CloudFormation does not explain differs all the same.
      const isExplained = resource.status === 'MODIFIED' && resource.differences.length > 0 && differences.length === 0
      return isExplained ? [] : [{ ...resource, differences }]
    })
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
