import type { FoundTemplate } from '../found.ts'
import type { DeployedStack } from './facts.ts'
import { filled, type EnvironmentWords, type Named } from './twins.ts'

/** Which template of the repository a deployed stack has. Pure. */

/** Of the resources that the two have together; less, and they are different templates. */
const LEAST_ALIKE = 0.5

export interface MatchedStack {
  /** As the configuration writes it. */
  readonly name: string
  readonly isTwin: boolean
  /** Path of its template in the repository; absent where none has its resources. */
  readonly template?: string
  /** Its template could not be read: the name alone was compared. */
  readonly byName?: true
  readonly isJson?: boolean
  /** The name in the account. */
  readonly awsName: string
}

/** @param plannedName the name that the stack of a template gets without an account */
export function matchStacks(
  stacks: readonly Named<DeployedStack>[],
  templates: readonly FoundTemplate[],
  plannedName: (template: FoundTemplate) => string,
  words: EnvironmentWords,
): MatchedStack[] {
  return stacks.map(({ names: [name = ''], item, isTwin }) => {
    const isNamed = (template: FoundTemplate): boolean => {
      const planned = plannedName(template)
      return planned === name || Object.values(words).some((word) => filled(planned, word) === name)
    }
    const known = { name, isTwin, awsName: item.name, ...(item.isJson !== undefined && { isJson: item.isJson }) }
    const { resources } = item
    if (resources === undefined) {
      const template = templates.find(isNamed)
      return template === undefined ? known : { ...known, template: template.path, byName: true }
    }
    const [best] = templates
      .map((template) => ({ template, alike: alike(resources, typesOf(template)), named: isNamed(template) ? 1 : 0 }))
      .filter((each) => each.alike >= LEAST_ALIKE || (each.named > 0 && each.alike > 0))
      .toSorted((one, other) => other.named - one.named || other.alike - one.alike)
    return best === undefined ? known : { ...known, template: best.template.path }
  })
}

function typesOf({ template }: FoundTemplate): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(template.resources).map(([id, { type }]) => [id, type]))
}

/** The share of resources with the same logical id and type, 0 to 1. */
export function alike(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): number {
  const ids = new Set([...Object.keys(one), ...Object.keys(other)])
  const same = [...ids].filter((id) => Object.hasOwn(one, id) && Object.hasOwn(other, id) && one[id] === other[id])
  return ids.size === 0 ? 0 : same.length / ids.size
}
