import { changesBy, type ChangeBy } from '../../../aws/changes-by.ts'
import { compareResource, declarations } from '../../../cloudformation/live/compare.ts'
import type { LiveFacts, LiveResource, LiveTier } from '../../../cloudformation/live/contract.ts'
import { ACCESS_KINDS } from '../../../cloudformation/live/kinds/index.ts'
import { withoutOwned, readOwners } from '../../../cloudformation/live/owners.ts'
import type { DriftReport } from '../../../cloudformation/drift/drift.ts'
import type { DeployedStack } from '../../../cloudformation/snapshot.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import { mapLimit } from '../../../support/limit.ts'
import { readDeclaredStacks } from './stacks.ts'
import type { LiveReads } from './reads.ts'
import { ownNames, surveyModels } from './models.ts'

const READS_AT_ONCE = 8

/**
 * The access of the resources of an environment, as their services have it, compared with what the deployed templates
 * declare; with the tier `all` the models of all resources, too. Undefined where nothing was to be read.
 */
export async function surveyLive(
  {
    ports,
    access,
    environment,
    live: { tier },
  }: Pick<PlanOptions, 'ports' | 'access' | 'environment'> & { readonly live: { readonly tier: LiveTier } },
  reading: LiveReads,
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
      if (ACCESS_KINDS[type] === undefined || physicalId === '' || gone.has(physicalId)) return []
      return [{ stack, account: state.arn.split(':')[4] ?? '', resource: { logicalId, physicalId, type } }]
    }),
  )
  const modelled =
    tier !== 'all'
      ? []
      : stacks.flatMap((stack) =>
          stack.resources
            .filter(
              ({ physicalId, type }) => physicalId !== '' && !gone.has(physicalId) && type !== 'AWS::CDK::Metadata',
            )
            .map((resource) => ({ stack, resource })),
        )
  if (wanted.length === 0 && modelled.length === 0) return { tier, resources: [], unreadStacks }
  const exports = new Map(
    stacks.flatMap(({ state }) =>
      Object.entries(state.exports).map(([output, name]) => [name, state.outputs[output] ?? ''] as const),
    ),
  )
  const declared = declarations(stacks, exports)
  const answers = await mapLimit(wanted, READS_AT_ONCE, async ({ stack, resource, account: owner }) => {
    const read = await reading.accessOf(resource, owner)
    return read === undefined ? [] : [compareResource(stack, read, declared, owner)]
  })
  const resources = answers.flat()
  const owners = await readOwners(cloudformation, resources)
  const names = ownNames(environment, stacks)
  const models =
    tier !== 'all'
      ? undefined
      : await surveyModels(modelled, {
          cloudformation,
          reads: await reading.reads,
          declared,
          names,
          cancelled: ports.cancelled,
        })
  return {
    tier,
    unreadStacks,
    resources: resources.map((resource) => withoutOwned(resource, owners)),
    ...(models !== undefined && { models }),
  }
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
