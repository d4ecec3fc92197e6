import type { ChangeSetFacts } from '../../cloudformation/change-sets/change-set.ts'
import type { ClassifiedChange } from '../../cloudformation/change-sets/changes.ts'
import type { ChangeSetPlan, ResourceChange } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed } from '../../support/text/text.ts'
import type { EnvironmentFacts, Facts, StackFacts } from '../contract.ts'

/** One planned change with where it belongs: `id` is `web/Fleet`, or `web/Database/Table` in a nested stack. */
export interface ChangeInStack {
  readonly stack: StackFacts
  readonly id: string
  readonly subject: string
  readonly change: ResourceChange
  /** What CloudFormation returned beyond the plan; undefined for a plan made from a template alone. */
  readonly classified: ClassifiedChange | undefined
}

export interface PlacedChange extends ChangeInStack {
  readonly environment: EnvironmentFacts
  /** False where another examined environment would not have the same change. */
  readonly everywhere: boolean
}

/** All changes of all stacks, nested ones too. */
export function placedChanges(facts: Facts): PlacedChange[] {
  const changes = facts.environments.flatMap((environment) =>
    changesOf(environment.stacks).map((each) => ({ ...each, environment })),
  )
  const kindOf = ({ id, change }: ChangeInStack): string => `${id} ${change.action} ${change.replacement === 'False'}`
  const times = new Map<string, number>()
  for (const each of changes) times.set(kindOf(each), (times.get(kindOf(each)) ?? 0) + 1)
  return changes.map((each) => ({ ...each, everywhere: times.get(kindOf(each)) === facts.environments.length }))
}

/** The changes of the stacks of one environment, nested ones too. */
export function changesOf(stacks: readonly StackFacts[]): ChangeInStack[] {
  return stacks.flatMap((stack) => (stack.plan === undefined ? [] : placed(stack, stack.plan, stack.facts)))
}

function placed(stack: StackFacts, plan: ChangeSetPlan, facts: ChangeSetFacts | undefined): ChangeInStack[] {
  const own = plan.changes.map((change): ChangeInStack => ({
    stack,
    id: `${plan.stack}/${change.logicalId}`,
    subject: `stack/${plan.stack}/resource/${change.logicalId}`,
    change,
    classified: facts?.changes.find((each) => each.change.logicalId === change.logicalId),
  }))
  const nested = plan.nested.flatMap((child) =>
    placed(
      stack,
      child,
      facts?.nested.find((each) => child.stack.endsWith(`/${each.logicalId}`)),
    ),
  )
  return [...own, ...nested]
}

/** Nested stacks, `web/Database`, that would change and whose own changes are not known. */
export function unknownNestedStacks(plan: ChangeSetPlan): string[] {
  const told = new Set(plan.nested.map(({ stack }) => stack))
  return [
    ...plan.changes
      .filter(({ type, action }) => type === 'AWS::CloudFormation::Stack' && action !== 'Remove')
      .map(({ logicalId }) => `${plan.stack}/${logicalId}`)
      .filter((stack) => !told.has(stack)),
    ...plan.nested.flatMap(unknownNestedStacks),
  ]
}

const NAMED_AT_MOST = 10
const SHOWN_PATHS = 6

/**
 * A pass that stands on the plans of all stacks, or of those of the kinds that are named. It is given of those only that
 * are planned, says which are not, and is not given where none is, or where one is incomplete: why is a finding of its
 * own.
 */
export function provedByPlans(
  { environments }: Facts,
  pass: Omit<Finding, 'outcome'>,
  kinds: readonly ChangeSetPlan['kind'][] = ['create', 'update', 'none'],
): Finding[] {
  if (environments.some(({ stacks }) => stacks.some(({ incomplete }) => incomplete === true))) return []
  const stacks = environments.flatMap(({ environment, stacks: own }) =>
    own.map(({ stack, plan }) => ({ name: `${environment.key}: ${stack.id}`, plan, key: environment.key })),
  )
  const planned = stacks.filter(({ plan }) => plan !== undefined && kinds.includes(plan.kind))
  if (planned.length === 0) return []
  const lacking = stacks.flatMap(({ name, plan, key }) =>
    plan === undefined ? [name] : unknownNestedStacks(plan).map((nested) => `${key}: ${nested}`),
  )
  if (lacking.length === 0) return [{ ...pass, outcome: 'pass' }]
  return [
    {
      ...pass,
      outcome: 'pass',
      title: `${pass.title}, as far as stacks could be planned`,
      observed: `${pass.observed ?? ''}; ${planned.length} of ${stacks.length} stacks are planned; not planned: ${listed(lacking, NAMED_AT_MOST)}`,
    },
  ]
}

/** A change in a few words: `Modify, replacement True, because of /Properties/KeySchema`. */
export function inWords(change: ResourceChange): string {
  const replacing = change.replacement === 'False' ? '' : `, replacement ${change.replacement}`
  const policy = change.policyAction === undefined ? '' : `, ${change.policyAction}`
  const paths = change.properties.map((property) => property.path)
  return `${change.action}${replacing}${policy}${paths.length === 0 ? '' : ` (${listed(paths, SHOWN_PATHS)})`}`
}
