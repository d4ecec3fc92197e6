import type { ChangeSetFacts } from '../cloudformation/change-set.ts'
import type { ClassifiedChange } from '../cloudformation/changes.ts'
import type { ChangeSetPlan, ResourceChange } from '../evidence/document.ts'
import type { EnvironmentFacts, Facts, StackFacts } from './contract.ts'

/** One planned change with where it belongs: `id` is `web/Fleet`, or `web/Database/Table` in a nested stack. */
export interface PlacedChange {
  readonly environment: EnvironmentFacts
  readonly stack: StackFacts
  readonly id: string
  readonly subject: string
  readonly change: ResourceChange
  /** What CloudFormation told beyond the plan; undefined for a plan made from a template alone. */
  readonly classified: ClassifiedChange | undefined
}

/** All changes of all stacks, nested ones too. */
export function placedChanges(facts: Facts): PlacedChange[] {
  return facts.environments.flatMap((environment) =>
    environment.stacks.flatMap((stack) =>
      stack.plan === undefined ? [] : placed(environment, stack, stack.plan, stack.facts),
    ),
  )
}

function placed(
  environment: EnvironmentFacts,
  stack: StackFacts,
  plan: ChangeSetPlan,
  facts: ChangeSetFacts | undefined,
): PlacedChange[] {
  const own = plan.changes.map((change): PlacedChange => ({
    environment,
    stack,
    id: `${plan.stack}/${change.logicalId}`,
    subject: `stack/${plan.stack}/resource/${change.logicalId}`,
    change,
    classified: facts?.changes.find((each) => each.change.logicalId === change.logicalId),
  }))
  const nested = plan.nested.flatMap((child) =>
    placed(
      environment,
      stack,
      child,
      facts?.nested.find((each) => child.stack.endsWith(`/${each.logicalId}`)),
    ),
  )
  return [...own, ...nested]
}

/** A change in a few words: `Modify, replacement True, because of /Properties/KeySchema`. */
export function inWords(change: ResourceChange): string {
  const replacing = change.replacement === 'False' ? '' : `, replacement ${change.replacement}`
  const policy = change.policyAction === undefined ? '' : `, ${change.policyAction}`
  const paths = change.properties.map((property) => property.path)
  const shown = paths.length > 6 ? [...paths.slice(0, 6), `${paths.length - 6} more`] : paths
  return `${change.action}${replacing}${policy}${shown.length === 0 ? '' : ` (${shown.join(', ')})`}`
}
