import type { ChangeSetFacts } from '../cloudformation/change-set.ts'
import type { ClassifiedChange } from '../cloudformation/changes.ts'
import type { ChangeSetPlan, ResourceChange } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
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
  /** False where another environment that was looked at would not have the same change. */
  readonly everywhere: boolean
}

/** All changes of all stacks, nested ones too. */
export function placedChanges(facts: Facts): PlacedChange[] {
  const changes = facts.environments.flatMap((environment) =>
    environment.stacks.flatMap((stack) =>
      stack.plan === undefined ? [] : placed(environment, stack, stack.plan, stack.facts),
    ),
  )
  const kindOf = ({ id, change }: Omit<PlacedChange, 'everywhere'>): string =>
    `${id} ${change.action} ${change.replacement === 'False'}`
  const times = new Map<string, number>()
  for (const each of changes) times.set(kindOf(each), (times.get(kindOf(each)) ?? 0) + 1)
  return changes.map((each) => ({ ...each, everywhere: times.get(kindOf(each)) === facts.environments.length }))
}

function placed(
  environment: EnvironmentFacts,
  stack: StackFacts,
  plan: ChangeSetPlan,
  facts: ChangeSetFacts | undefined,
): Omit<PlacedChange, 'everywhere'>[] {
  const own = plan.changes.map((change): Omit<PlacedChange, 'everywhere'> => ({
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

/** Nested stacks, `web/Database`, that would change and whose own changes nobody has told. */
export function untoldStacks(plan: ChangeSetPlan): string[] {
  const told = new Set(plan.nested.map(({ stack }) => stack))
  return [
    ...plan.changes
      .filter(({ type, action }) => type === 'AWS::CloudFormation::Stack' && action !== 'Remove')
      .map(({ logicalId }) => `${plan.stack}/${logicalId}`)
      .filter((stack) => !told.has(stack)),
    ...plan.nested.flatMap(untoldStacks),
  ]
}

const NAMED_AT_MOST = 10

/**
 * A pass that stands on the plans of all stacks, or of those of the kinds that are named. It is given of those only that
 * are planned, says which are not, and is not given where none is: why a plan is missing is a finding of its own.
 */
export function provedByPlans(
  { environments }: Facts,
  pass: Omit<Finding, 'outcome'>,
  kinds: readonly ChangeSetPlan['kind'][] = ['create', 'update', 'none'],
): Finding[] {
  const stacks = environments.flatMap(({ environment, stacks: own }) =>
    own.map(({ stack, plan }) => ({ name: `${environment.key}: ${stack.id}`, plan, key: environment.key })),
  )
  const planned = stacks.filter(({ plan }) => plan !== undefined && kinds.includes(plan.kind))
  if (planned.length === 0) return []
  const lacking = stacks.flatMap(({ name, plan, key }) =>
    plan === undefined ? [name] : untoldStacks(plan).map((nested) => `${key}: ${nested}`),
  )
  if (lacking.length === 0) return [{ ...pass, outcome: 'pass' }]
  const more = lacking.length - NAMED_AT_MOST
  const named = [...lacking.slice(0, NAMED_AT_MOST), ...(more > 0 ? [`${more} more`] : [])].join(', ')
  return [
    {
      ...pass,
      outcome: 'pass',
      title: `${pass.title}, as far as stacks could be planned`,
      observed: `${pass.observed ?? ''}; ${planned.length} of ${stacks.length} stacks are planned; not planned: ${named}`,
    },
  ]
}

/** A change in a few words: `Modify, replacement True, because of /Properties/KeySchema`. */
export function inWords(change: ResourceChange): string {
  const replacing = change.replacement === 'False' ? '' : `, replacement ${change.replacement}`
  const policy = change.policyAction === undefined ? '' : `, ${change.policyAction}`
  const paths = change.properties.map((property) => property.path)
  const shown = paths.length > 6 ? [...paths.slice(0, 6), `${paths.length - 6} more`] : paths
  return `${change.action}${replacing}${policy}${shown.length === 0 ? '' : ` (${shown.join(', ')})`}`
}
