import { resourcesIn } from '../../cloudformation/exports.ts'
import { stackValues } from '../../cloudformation/template/stack-values.ts'
import type { TemplateResource } from '../../cloudformation/template/template.ts'
import { textOf } from '../../cloudformation/template/values.ts'
import type { ResourceChange } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { EnvironmentFacts, StackFacts } from '../contract.ts'

export interface Entry {
  readonly id: string
  readonly resource: TemplateResource
}

/** A planned stack, as the rules about the effect of its changes see it. */
export interface PlannedStack {
  readonly environment: string
  readonly stackId: string
  readonly changes: readonly ResourceChange[]
  ofType(type: string): readonly Entry[]
  /** Whether an expression refers to the resource. */
  refersTo(value: unknown, id: string): boolean
  /** Whether the release makes the resource, or makes it again; true where it only might. */
  isMade(id: string): boolean
  /** The text of an expression; undefined where it is known only during the deployment. */
  textOf(expression: unknown): string | undefined
  /** Whether CloudFormation handles the resource after the other one: it names it in a property or in DependsOn. */
  comesAfter(id: string, other: string): boolean
  /** Whether a resource, a condition aside, or an output refers to it. */
  isReferredTo(id: string): boolean
}

export function plannedStack({ environment }: EnvironmentFacts, stack: StackFacts): PlannedStack {
  const { template } = stack.source
  const changes = stack.plan?.changes ?? []
  const all = Object.entries(template.resources).map(([id, resource]): Entry => ({ id, resource }))
  const values = stackValues({
    declared: template.parameters,
    given: stack.parameters?.parameters,
    unknown: stack.parameters?.unknown ?? [],
    before: stack.before,
    name: stack.stack.name,
    account: undefined,
    region: environment.region,
  })
  const needs = (id: string): string[] => {
    const resource = template.resources[id]
    return resource === undefined ? [] : [...resourcesIn(template, resource.properties), ...(resource.dependsOn ?? [])]
  }
  return {
    environment: environment.key,
    stackId: stack.stack.id,
    changes,
    ofType: (type) => all.filter(({ resource }) => resource.type === type),
    refersTo: (value, id) => resourcesIn(template, value).includes(id),
    isMade: (id) =>
      changes.some((change) => change.logicalId === id && (change.action === 'Add' || change.replacement !== 'False')),
    textOf: (expression) => textOf(template, expression, values),
    comesAfter(id, other) {
      const seen = new Set<string>()
      const open = needs(id)
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next === other) return true
        if (!seen.has(next)) open.push(...needs(next))
        seen.add(next)
      }
      return false
    },
    isReferredTo: (id) =>
      all.some((each) => each.id !== id && resourcesIn(template, each.resource.properties).includes(id)) ||
      resourcesIn(template, template.outputs).includes(id),
  }
}

/** What does not follow a change, and the next step. */
export interface WithoutEffect {
  readonly outcome?: 'fail' | 'inconclusive' | 'noted'
  readonly changed: ResourceChange
  /** What serves: an alias, a stage, a group. */
  readonly server: Entry
  readonly title: string
  readonly observed: string
  readonly advice: string
}

export function noEffect(
  { environment, stackId }: PlannedStack,
  { outcome = 'fail', changed, server, title, observed, advice }: WithoutEffect,
): Finding {
  return {
    code: 'change/no-effect',
    outcome,
    title: `${environment}: ${title}`,
    subject: `stack/${stackId}/resource/${changed.logicalId}/effect/${server.id}`,
    expected: 'what serves is what is changed',
    observed,
    advice,
    source: server.resource.source,
    details: { environment },
  }
}
