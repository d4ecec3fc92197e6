import type { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { templateMistake } from './mistake.ts'
import { referencesIn } from './references.ts'
import type { Template } from './template.ts'
import { unreviewedTransforms } from './transforms.ts'

type Graph = ReadonlyMap<string, ReadonlySet<string>>

const SAM = 'AWS::Serverless::'

/**
 * Pure: resources of which each needs the other first, and conditions that are defined by each other, each cycle with the line
 * of its first member. CloudFormation refuses both ("Circular dependency between resources"). Only what holds for all values:
 * not resources with a condition, nor references in a branch of Fn::If; nor resources that a transform rewrites.
 */
export function circularMistakes(template: Template): ActionError[] {
  if (unreviewedTransforms(template.transforms, []).length > 0) return []
  return [
    ...cyclesOf(resourcesOf(template)).map((cycle) =>
      templateMistake(template, ['Resources', cycle[0] ?? ''], {
        message: `CloudFormation cannot create ${shown(cycle)}: a circular dependency`,
        expected: 'an order in which each resource is created after those that it refers to',
        observed: shown(cycle),
        advice:
          cycle.length === 2
            ? `Remove the reference of ${cycle[0]} to itself; a rule or policy about it can be a resource of its own.`
            : 'Remove one of these references, or move it into a resource of its own, such as AWS::EC2::SecurityGroupIngress.',
      }),
    ),
    ...cyclesOf(conditionsOf(template)).map((cycle) =>
      templateMistake(template, ['Conditions', cycle[0] ?? ''], {
        message: `the condition ${cycle[0]} depends on itself: ${shown(cycle)}`,
        expected: 'conditions that depend on parameters',
        observed: shown(cycle),
        advice: `Define ${cycle[0]} without ${cycle.length === 2 ? 'itself' : cycle[1]}.`,
      }),
    ),
  ]
}

const shown = (cycle: readonly string[]): string => cycle.join(' → ')

/** By logical id: the resources that exist before it whatever the parameters are. */
function resourcesOf({ body, resources }: Template): Graph {
  const members = isRecord(body['Resources']) ? body['Resources'] : {}
  const always = Object.entries(resources).filter(
    ([id, { type, condition }]) => condition === undefined && !type.startsWith(SAM) && isRecord(members[id]),
  )
  const ids = new Set(always.map(([id]) => id))
  return new Map(
    always.map(([id]) => {
      const { Properties, DependsOn } = members[id] as Record<string, unknown>
      const needed = referencesIn({ Properties, DependsOn }, ['Resources', id])
        .filter(({ path }) => !path.includes('Fn::If'))
        .map(({ name }) => name)
      return [id, new Set(needed.filter((name) => ids.has(name)))]
    }),
  )
}

/** By condition: those by which it is defined. */
function conditionsOf({ body }: Template): Graph {
  const conditions = isRecord(body['Conditions']) ? body['Conditions'] : {}
  return new Map(
    Object.entries(conditions).map(([name, definition]) => [
      name,
      new Set(
        referencesIn(definition, ['Conditions', name]).flatMap(({ kind, name: other }) =>
          kind === 'condition' ? [other] : [],
        ),
      ),
    ]),
  )
}

/** A shortest cycle through the first member of each group of nodes that reach each other: `[A, B, A]`. */
function cyclesOf(graph: Graph): string[][] {
  const reported = new Set<string>()
  return [...graph.keys()].flatMap((start) => {
    const before = reported.has(start) ? undefined : pathsFrom(graph, start)
    if (!before?.has(start)) return []
    for (const node of before.keys()) if (pathsFrom(graph, node).has(start)) reported.add(node)
    const cycle = [start]
    for (let node = before.get(start); node !== undefined && node !== start; node = before.get(node))
      cycle.unshift(node)
    return [[start, ...cycle]]
  })
}

/** Of each node that is reached: the node before it on a shortest path. */
function pathsFrom(graph: Graph, start: string): Map<string, string> {
  const before = new Map<string, string>()
  const queue = [start]
  for (const node of queue)
    for (const next of graph.get(node) ?? []) {
      if (before.has(next)) continue
      before.set(next, node)
      queue.push(next)
    }
  return before
}
