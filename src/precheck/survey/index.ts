import type { DeployedStack } from '../../cloudformation/snapshot.ts'
import type { ChangeBy } from '../../aws/changes-by.ts'
import { allReports, type DriftReport } from '../../cloudformation/drift/drift.ts'
import type { LiveFacts, LiveTier } from '../../cloudformation/live/contract.ts'
import { ACCESS_KINDS } from '../../cloudformation/live/kinds/index.ts'
import { isByEcs } from '../../config/model/environment.ts'
import type { DefinitionFacts, ServiceFacts } from '../../ecs/facts.ts'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'
import { plural } from '../../support/text/text.ts'
import { UsualDuration } from '../../support/poll.ts'
import { lookElsewhere } from './other-regions.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { planEnvironment } from '../../plan/plan.ts'
import type {
  AssetFacts,
  BootstrapFacts,
  DeployedContent,
  ExportFacts,
  FunctionAliases,
  PlannedName,
  PlannedQuota,
  RoleNeed,
  SelectedInstances,
  StackReference,
  TrustFacts,
} from '../../policies/contract.ts'
import type { TrafficRoute } from '../../policies/drift/moved.ts'
import type { NamedByPlans } from '../../policies/planned/settings.ts'
import { publishForPlan, surveyAssets, surveyBootstrap } from './assets.ts'
import { surveyImages } from './images.ts'
import { surveyDeployedContent } from './deployed-content.ts'
import { surveyExports } from './exports.ts'
import { changesOfLive, hasUndeclared, surveyLive } from './live/access.ts'
import { tellLeastTime, tellSharedTime, type PacedOptions } from './least-time.ts'
import { liveReads } from './live/reads.ts'
import { groupsOf, surveyGroups, surveyNamed } from './deployments/groups.ts'
import { surveyNames } from './names.ts'
import { surveyQuotas } from './quotas.ts'
import { surveyFunctionAliases } from './function-aliases.ts'
import { surveyPermissions } from './permissions/permissions.ts'
import { surveyDefinitionReferences, surveyReferences } from './references.ts'
import { surveyRoles } from './permissions/roles.ts'
import { surveyServiceRoles } from './permissions/service-roles.ts'
import { deployedOf, driftOf, surveyStacks } from './stacks.ts'
import type { ReadState } from './states.ts'
import type { ServiceRole } from '../snapshot/service-role.ts'
import { surveyDefinitions, surveyServices } from './deployments/services.ts'
import { surveyRoutes } from './deployments/routes.ts'
import { surveyTargets } from './deployments/targets.ts'
import type { EnvironmentPlan, PlanOptions } from '../../plan/contract.ts'
import type { ImageTag } from '../../plan/publish/release-images.ts'

/** The facts of one environment before any change. */
export interface Survey {
  readonly planned: EnvironmentPlan
  readonly drift: readonly DriftReport[]
  /** What gives access to the resources; undefined where nothing of it was read. */
  readonly live: LiveFacts | undefined
  /** By physical id of a drifted resource: who changed it, newest first. */
  readonly changedBy: ReadonlyMap<string, readonly ChangeBy[]>
  readonly groups: readonly GroupFacts[]
  /** What groups for ECS lead. */
  readonly routes: readonly TrafficRoute[]
  /** Services that ECS itself deploys. */
  readonly services: readonly ServiceFacts[]
  readonly definitions: readonly DefinitionFacts[]
  /** By deployment to servers: the instances that its group selects. */
  readonly targets: ReadonlyMap<string, readonly SelectedInstances[]>
  /** What planned groups name and do not have now. */
  readonly named: NamedByPlans
  /** Undefined where they could not be read; a finding says why. */
  readonly exports: ExportFacts | undefined
  /** Undefined where none could be looked up; a finding of its own says why. */
  readonly references: readonly StackReference[] | undefined
  /** Of the task definitions of deployments. */
  readonly definitionReferences: readonly StackReference[] | undefined
  readonly assets: readonly AssetFacts[] | undefined
  readonly images: readonly ImageTag[] | undefined
  readonly bootstrap: readonly BootstrapFacts[] | undefined
  /** Undefined where nothing of the live state is read. */
  readonly deployedContent: readonly DeployedContent[] | undefined
  readonly functionAliases: readonly FunctionAliases[]
  /** Undefined without roles, and where they could not be read; a finding says why. */
  readonly trust: TrustFacts | undefined
  readonly names: readonly PlannedName[] | undefined
  readonly quotas: readonly PlannedQuota[] | undefined
  readonly permissions: readonly RoleNeed[] | undefined
  /** By stack id; a role that could not be read has a finding. */
  readonly serviceRoles: ReadonlyMap<string, ServiceRole>
  /** The deployed stacks by stack id. */
  readonly deployed: ReadonlyMap<string, DeployedStack>
  /** `stacks/web`, `deployments/app`: their present state is unknown, and a finding says why. */
  readonly unread: ReadonlySet<string>
  /** Findings about facts that could not be read, and about plans that could not be made. */
  readonly findings: readonly Finding[]
}

/** Reads of CloudFormation that one stack takes, as `npm run bench:precheck` counts them. */
const READS_OF_A_STACK = 10
/** Milliseconds until the first one has ended. */
const FIRST_CHANGE_SET_MS = 300
/** LookupEvents is limited to two calls per second. */
const TRAIL_AT_ONCE = 2

export type SurveyOptions = PlanOptions &
  PacedOptions & {
    /** Asks CloudTrail who changed what drifted. It is always asked about access that no template declares. */
    readonly whoDidIt: boolean
    readonly live: { readonly tier: LiveTier }
  }

/**
 * Reads in parallel: plans, drift of every existing stack, deployment groups with their alarms. A failed read is an `error`
 * finding and does not stop the other reads.
 */
export async function surveyEnvironment(options: SurveyOptions, readState: ReadState): Promise<Survey> {
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
  const ofAssets = `environment/${options.environment.key}/assets`
  findings.push(...((await attempt(ofAssets, () => publishForPlan(options))) ?? []))
  const surveyedAssets = attempt(ofAssets, () => surveyAssets(options))
  const surveyedBootstrap = attempt(`environment/${options.environment.key}/bootstrap`, () => surveyBootstrap(options))
  const surveyedImages = attempt(`environment/${options.environment.key}/images`, () => surveyImages(options))
  const reading = liveReads(options, options.live)
  const surveyedStacks = surveyStacks(options, readState, attempt, reading)
  const [planned, stacks, live, groups, services, definitions, trust, serviceRoles] = await Promise.all([
    planEnvironment({ ...options, readState, usual: new UsualDuration(FIRST_CHANGE_SET_MS) }),
    surveyedStacks,
    surveyedStacks.then((surveyed) => surveyLive(options, reading, driftOf(surveyed), deployedOf(surveyed))),
    surveyGroups(options, readState, attempt),
    surveyServices(options, readState, attempt),
    surveyDefinitions(options, readState, attempt),
    attempt(`environment/${options.environment.key}/roles`, () => surveyRoles(options)),
    surveyedStacks.then((surveyed) => surveyServiceRoles(options, reading, deployedOf(surveyed))),
  ])
  const unread = [
    ...stacks.filter((stack) => stack.unread).map(({ id }) => `stacks/${id}`),
    ...groupsOf(options)
      .filter(({ id }) => !groups.some(({ deployment }) => deployment === id))
      .map(({ id }) => `deployments/${id}`),
    ...options.environment.deployments
      .filter(isByEcs)
      .filter(({ id }) => !services.some(({ deployment }) => deployment === id))
      .map(({ id }) => `deployments/${id}`),
  ]
  const drift = driftOf(stacks)
  const from = { stacks: planned.stacks, drift }
  const named = await surveyNamed(options, from, groups, attempt)
  const routes = await surveyRoutes(() => options.ports.connect.state(options.access), groups, drift)
  const targets = await surveyTargets(options, from, groups, attempt)
  const exports = await attempt(`environment/${options.environment.key}/exports`, () =>
    surveyExports(options, planned.stacks),
  )
  const references = await attempt(`environment/${options.environment.key}/references`, () =>
    surveyReferences(options, planned.stacks),
  )
  const definitionReferences = await attempt(`environment/${options.environment.key}/references`, () =>
    surveyDefinitionReferences(options, planned.stacks, [...definitions, ...services]),
  )
  const deployedContent =
    options.live.tier === 'off' || references === undefined
      ? undefined
      : await attempt(`environment/${options.environment.key}/content`, () =>
          surveyDeployedContent(options, { references, planned: planned.stacks, drift }),
        )
  const functionAliases =
    options.live.tier === 'off'
      ? undefined
      : await attempt(`environment/${options.environment.key}/aliases`, () =>
          surveyFunctionAliases(options, { planned: planned.stacks, drift }),
        )
  const changedBy = await surveyChanges(options, options.whoDidIt ? drift : [], live, findings)
  const taken = await attempt(`environment/${options.environment.key}/names`, () =>
    surveyNames(options, planned.stacks, deployedOf(stacks)),
  )
  const quotas = await surveyQuotas(options, planned.stacks)
  const permissions = await surveyPermissions(options, planned.stacks)
  return {
    planned,
    drift,
    live,
    changedBy,
    deployed: deployedOf(stacks),
    groups,
    routes,
    services,
    definitions,
    targets,
    named,
    exports,
    references,
    definitionReferences,
    assets: await surveyedAssets,
    images: await surveyedImages,
    bootstrap: await surveyedBootstrap,
    deployedContent,
    functionAliases: functionAliases ?? [],
    trust,
    names: taken,
    quotas,
    permissions,
    serviceRoles: serviceRoles.roles,
    unread: new Set(unread),
    findings: [
      ...planned.findings,
      ...findings,
      ...serviceRoles.findings,
      ...(await lookElsewhere(options, planned.stacks)),
    ],
  }
}

/** Says beforehand how long the reads of each environment take at least, and those of all that share limits. */
export function tellReads(all: readonly SurveyOptions[]): void {
  const each = all.map((options) => ({ options, ...readsOf(options) }))
  for (const { options, what, calls } of each) tellLeastTime(options, what, calls)
  tellSharedTime(each)
}

function readsOf({ environment, sources, only, live }: SurveyOptions): {
  readonly what: string
  readonly calls: readonly string[]
} {
  const stacks = environment.stacks.filter(({ id }) => !only?.length || only.includes(id))
  const types = stacks.flatMap(({ id }) =>
    Object.values(sources.get(id)?.template.resources ?? {}).map(({ type }) => type),
  )
  const ofStacks = stacks.flatMap(() => Array.from({ length: READS_OF_A_STACK }, () => 'cloudformation'))
  const access = live.tier === 'off' ? [] : types.flatMap((type) => ACCESS_KINDS[type]?.calls ?? [])
  const models = live.tier === 'all' ? types.map(() => 'cloudcontrol') : []
  return {
    what: `${plural(stacks.length, 'stack')} with ${plural(types.length, 'resource')} ${stacks.length === 1 ? 'is' : 'are'} read`,
    calls: [...ofStacks, ...access, ...models],
  }
}

/**
 * Reads from CloudTrail who changed each drifted resource, and each that has what no template declares. An error here does
 * not affect the findings.
 */
async function surveyChanges(
  options: PlanOptions,
  drift: readonly DriftReport[],
  live: LiveFacts | undefined,
  findings: Finding[],
): Promise<Map<string, ChangeBy[]>> {
  const drifted = drift
    .flatMap(allReports)
    .flatMap((report) => report.resources)
    .filter((resource) => resource.status === 'MODIFIED' || resource.status === 'DELETED')
  const undeclared = (live?.resources ?? []).filter(hasUndeclared)
  const differing = [...new Map([...drifted, ...undeclared].map((each) => [each.physicalId, each])).values()]
  if (differing.length === 0) return new Map()
  const reasons = new Map<string, ActionError>()
  const answers = await mapLimit(differing, TRAIL_AT_ONCE, async (resource) => {
    const { physicalId } = resource
    try {
      return [physicalId, await changesOfLive(options, resource)] as const
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      reasons.set(error.message, error)
      return [physicalId, []] as const
    }
  })
  const { key } = options.environment
  for (const error of reasons.values()) {
    const finding = errorFinding(error, 'drift/who-did-it', key)
    findings.push({ ...finding, outcome: 'noted', title: `the authors of the drift are unknown: ${error.message}` })
  }
  return new Map(answers.map(([id, changes]) => [id, [...changes]]))
}
