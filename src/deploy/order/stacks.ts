import { declaredExports, declaredImports } from '../../cloudformation/exports.ts'
import { exportsAtRisk } from '../../cloudformation/export-risk.ts'
import type { StackState } from '../../cloudformation/stack.ts'
import { unreviewedTransforms } from '../../cloudformation/template/transforms.ts'
import type { Template } from '../../cloudformation/template/template.ts'
import type { Values } from '../../cloudformation/template/values.ts'
import { STACK_TYPE } from '../../cloudformation/update/events.ts'
import type { ResourceChange } from '../../evidence/document.ts'
import { collectReferences } from '../../references/collect.ts'
import { madeBy, madeKey } from '../../references/made.ts'

/** A stack in the order of the release, with what decides which stacks it needs. */
export interface OrderedStack {
  readonly id: string
  /** Ids of stacks that the configuration names, and of those whose outputs its parameters refer to. */
  readonly dependsOn: readonly string[]
  /** Undefined where the template is not known. */
  readonly template: Template | undefined
  /** Of parameters and pseudo parameters, as far as they are known. */
  readonly values: Values
  /** Undefined where the stack does not exist. */
  readonly before: Pick<StackState, 'exports' | 'outputs'> | undefined
  readonly changes: readonly ResourceChange[]
}

/**
 * Pure: the stacks that must have ended before each stack begins. Beside what the configuration says, a stack needs
 * earlier ones of the list that export what it imports, make what it names, or give up a name that it may take. Where its
 * template does not tell all of that, it needs all earlier ones.
 */
export function neededStacks(stacks: readonly OrderedStack[]): Map<string, readonly string[]> {
  const facts = stacks.map(factsOf)
  return new Map(
    facts.map((own, at) => {
      const earlier = facts.slice(0, at)
      const needed = earlier.filter((other) => own.needsAll || needs(own, other, earlier))
      return [own.id, [...new Set([...own.dependsOn, ...needed.map(({ id }) => id)])]]
    }),
  )
}

interface Facts {
  readonly id: string
  readonly dependsOn: readonly string[]
  readonly needsAll: boolean
  /** Not all its exports are known from its template. */
  readonly isOpen: boolean
  readonly exports: ReadonlySet<string>
  readonly imports: readonly string[]
  /** Named resources that it makes, and those that it refers to. */
  readonly makes: ReadonlySet<string>
  readonly refersTo: ReadonlySet<string>
  /** Types of resources that it adds and removes. */
  readonly adds: ReadonlySet<string>
  readonly removes: ReadonlySet<string>
}

function factsOf({ id, dependsOn, template, values, before, changes }: OrderedStack): Facts {
  const adds = changes.filter(({ action, replacement }) => action !== 'Remove' && mayMake(action, replacement))
  const removes = changes.filter(({ action, replacement }) => action !== 'Add' && mayMake(action, replacement))
  const moving = { adds: new Set(adds.map(({ type }) => type)), removes: new Set(removes.map(({ type }) => type)) }
  if (template === undefined) {
    const none = { exports: new Set<string>(), imports: [], makes: new Set<string>(), refersTo: new Set<string>() }
    return { id, dependsOn, needsAll: true, isOpen: true, ...none, ...moving }
  }
  const exports = declaredExports(template, values)
  const imports = declaredImports(template, values)
  const hidden =
    unreviewedTransforms(template.transforms, []).length > 0 ||
    Object.values(template.resources).some(({ type }) => NESTED.has(type))
  // CloudFormation refuses to take an export from a stack that still imports it: that stack goes first.
  const takesExport = exportsAtRisk(template, values, before, changes).length > 0
  return {
    id,
    dependsOn,
    needsAll: hidden || takesExport || imports.some(({ name }) => name === undefined),
    isOpen: hidden || exports.some(({ name }) => name === undefined),
    exports: new Set(exports.flatMap(({ name }) => name ?? [])),
    imports: imports.flatMap(({ name }) => name ?? []),
    makes: new Set(madeBy(template, values).map(({ key }) => key)),
    refersTo: new Set(collectReferences(template, values).flatMap(({ target }) => (target ? [madeKey(target)] : []))),
    ...moving,
  }
}

/** Their own templates are not read. */
const NESTED: ReadonlySet<string> = new Set([STACK_TYPE, 'AWS::Serverless::Application'])

function mayMake(action: ResourceChange['action'], replacement: ResourceChange['replacement']): boolean {
  return action === 'Add' || action === 'Remove' || action === 'Import' || replacement !== 'False'
}

function needs(own: Facts, other: Facts, earlier: readonly Facts[]): boolean {
  const exported = own.imports.some(
    (name) => other.exports.has(name) || (other.isOpen && !earlier.some(({ exports }) => exports.has(name))),
  )
  return exported || meet(own.refersTo, other.makes) || meet(own.adds, other.removes)
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((each) => others.has(each))
}
