import type { Config } from '../config/schema/index.ts'
import type { RevisionHooks } from '../codedeploy/group/declared-hooks.ts'
import type { EnvironmentFacts, ImageAssetFacts } from '../policies/contract.ts'
import { planGaps } from './planned-findings.ts'
import { sameDefinitions } from './unlisted-changes.ts'
import type { Prepared } from './prepare.ts'
import { makeSnapshot } from './snapshot/snapshot.ts'
import type { Survey } from './survey/index.ts'

/** The facts of one environment for the rules. The snapshot is absent where only a part of the environment was surveyed. */
export function environmentFacts(
  { environment, sources }: Prepared,
  survey: Survey,
  {
    config,
    only,
    declaredHooks,
    images,
  }: {
    readonly config: Config
    readonly only: readonly string[]
    readonly declaredHooks: readonly RevisionHooks[]
    readonly images: readonly ImageAssetFacts[]
  },
): EnvironmentFacts {
  const {
    planned,
    drift,
    live,
    groups,
    routes,
    services,
    definitions,
    named,
    targets,
    deployed,
    changedBy,
    exports,
    references,
    definitionReferences,
    assets,
    bootstrap,
    deployedContent,
    functionAliases,
    names,
    quotas,
    permissions,
    serviceRoles,
    trust,
    unread,
  } = survey
  const stacks = planned.stacks.map((each) => ({
    ...each,
    incomplete: planGaps(each, survey).length > 0,
    sameDefinitions: sameDefinitions(each, deployed.get(each.stack.id)?.body),
  }))
  const ownTemplates = new Set(
    config.stacks.flatMap(({ id, template, packaged }) =>
      packaged !== undefined || template.includes('{environment}') ? [id ?? 'stack'] : [],
    ),
  )
  const parts = [...environment.stacks, ...environment.deployments].map(({ id }) => id)
  const complete = only.length === 0 || parts.every((part) => only.includes(part))
  const snapshot = complete
    ? makeSnapshot({
        environment,
        sources,
        deployed,
        groups,
        services,
        planned: { stacks, drift },
        named,
        ownTemplates,
        serviceRoles,
        unread,
      })
    : undefined
  return {
    environment,
    stacks,
    drift,
    live,
    changedBy,
    groups,
    routes,
    services,
    definitions,
    targets,
    declaredHooks,
    exports,
    references,
    definitionReferences,
    assets,
    images,
    bootstrap,
    deployedContent,
    functionAliases,
    trust,
    names,
    quotas,
    permissions,
    snapshot,
  }
}
