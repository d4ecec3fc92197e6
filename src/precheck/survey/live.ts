import { changesBy, type ChangeBy } from '../../aws/changes-by.ts'
import { compareResource, declarations } from '../../cloudformation/live/compare.ts'
import type { LiveFacts, LiveResource, LiveTier } from '../../cloudformation/live/contract.ts'
import { ACCESS_KINDS } from '../../cloudformation/live/kinds/index.ts'
import { withoutOwned, readOwners } from '../../cloudformation/live/owners.ts'
import { readResource } from '../../cloudformation/live/read.ts'
import type { DriftReport } from '../../cloudformation/drift/drift.ts'
import type { DeployedStack } from '../../cloudformation/snapshot.ts'
import type { PlanOptions } from '../../plan/contract.ts'
import { mapLimit } from '../../support/limit.ts'
import { plural } from '../../support/text/text.ts'
import { readDeclaredStacks } from '../live-stacks.ts'
import { tellLeastTime, type PacedOptions } from './least-time.ts'

const READS_AT_ONCE = 8

/**
 * The access of the resources of an environment, as their services have it, compared with what the deployed templates
 * declare. Undefined where nothing was to be read.
 */
export async function surveyLive(
  {
    ports,
    access,
    environment,
    live: { tier },
    readsPerSecond,
  }: PacedOptions & Pick<PlanOptions, 'access'> & { readonly live: { readonly tier: LiveTier } },
  drift: readonly DriftReport[],
  deployed: ReadonlyMap<string, DeployedStack>,
): Promise<LiveFacts | undefined> {
  if (tier === 'off' || drift.length === 0) return undefined
  const cloudformation = await ports.connect.cloudformation(access)
  const { stacks, unread: unreadStacks } = await readDeclaredStacks(cloudformation, drift, deployed)
  const gone = new Set(
    drift.flatMap(({ resources }) =>
      resources.filter(({ status }) => status === 'DELETED').map(({ physicalId }) => physicalId),
    ),
  )
  const wanted = stacks.flatMap(({ stack, state, resources }) =>
    resources.flatMap(({ logicalId, physicalId, type }) => {
      const kind = ACCESS_KINDS[type]
      if (kind === undefined || physicalId === '' || gone.has(physicalId)) return []
      return [{ stack, account: state.arn.split(':')[4] ?? '', kind, resource: { logicalId, physicalId, type } }]
    }),
  )
  if (wanted.length === 0) return { tier, resources: [], unreadStacks }
  const calls = wanted.flatMap(({ kind }) => kind.calls)
  tellLeastTime(
    { ports, environment, readsPerSecond },
    `the access of ${plural(wanted.length, 'resource')} is read`,
    calls,
  )
  const reads = await ports.connect.state(access)
  const exports = new Map(
    stacks.flatMap(({ state }) =>
      Object.entries(state.exports).map(([output, name]) => [name, state.outputs[output] ?? ''] as const),
    ),
  )
  const declared = declarations(stacks, exports)
  const resources = await mapLimit(wanted, READS_AT_ONCE, async ({ stack, kind, resource, account: owner }) => {
    ports.cancelled.throwIfAborted()
    return compareResource(stack, await readResource(resource, kind, { reads, account: owner }), declared, owner)
  })
  const owners = await readOwners(cloudformation, resources)
  return { tier, unreadStacks, resources: resources.map((resource) => withoutOwned(resource, owners)) }
}

/** IAM's events are in the region of its control plane only. */
const IAM_REGION = 'us-east-1'

/** Who changed a resource that has what no template declares, newest first. */
export async function changesOfLive(
  { ports, access }: Pick<PlanOptions, 'ports' | 'access'>,
  { type, physicalId }: Pick<LiveResource, 'type' | 'physicalId'>,
): Promise<ChangeBy[]> {
  const found = await changesBy(await ports.connect.trail(access), physicalId)
  if (found.length > 0 || !type.startsWith('AWS::IAM::') || access.region === IAM_REGION) return found
  return changesBy(await ports.connect.trail({ ...access, region: IAM_REGION }), physicalId)
}

export function hasUndeclared({ aspects }: LiveResource): boolean {
  return aspects.some(({ undeclared }) => undeclared.length > 0)
}
