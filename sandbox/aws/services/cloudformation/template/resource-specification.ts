import type { PropertyType } from '@aws-cdk/service-spec-types'
import { cacheFolder, readEntry, type PropertySpec, type ResourceSpec, type SpecEntry } from './specification-cache.ts'

/**
 * The published resource specification (`@aws-cdk/aws-service-spec`): properties, attributes, and which changes replace
 * a resource.
 */

export type Recreation = 'Never' | 'Conditionally' | 'Always'

/**
 * Properties whose change replaces a resource conditionally according to AWS's change sets, but not according to the
 * specification: changing an existing attribute definition replaces a table (template reference, and a published change
 * set).
 */
const CONDITIONALLY: Readonly<Record<string, readonly string[]>> = { 'AWS::DynamoDB::Table': ['AttributeDefinitions'] }

const entries = new Map<string, SpecEntry>()
let folder: string | undefined

function entryOf(type: string): SpecEntry {
  const known = entries.get(type)
  if (known) return known
  const entry = type.startsWith('AWS::') ? readEntry(type, (folder ??= cacheFolder())) : { definitions: {} }
  entries.set(type, entry)
  return entry
}

export function specOf(type: string): ResourceSpec | undefined {
  return entryOf(type).resource
}

const RANK: readonly Recreation[] = ['Never', 'Conditionally', 'Always']

export function strongest(all: readonly Recreation[]): Recreation {
  return RANK[Math.max(0, ...all.map((one) => RANK.indexOf(one)))]!
}

/**
 * Whether a change at this path (`['KeySchema', '0', 'AttributeName']`) replaces the resource: the strongest rule on
 * the path.
 */
export function recreationOf(type: string, path: readonly string[]): Recreation {
  const { resource, definitions } = entryOf(type)
  let properties = resource?.properties
  let current: PropertyType | undefined
  const found: Recreation[] = CONDITIONALLY[type]?.includes(path[0] ?? '') ? ['Conditionally'] : []
  for (const name of path) {
    const property: PropertySpec | undefined = properties?.[name]
    if (property) found.push(recreationFrom(property))
    current = property?.type ?? elementOf(current)
    properties = propertiesOf(current, definitions)
  }
  return strongest(found)
}

function recreationFrom(property: PropertySpec): Recreation {
  return property.causesReplacement === 'yes'
    ? 'Always'
    : property.causesReplacement === 'maybe'
      ? 'Conditionally'
      : 'Never'
}

function elementOf(type: PropertyType | undefined): PropertyType | undefined {
  if (type?.type === 'array' || type?.type === 'map') return type.element
  if (type?.type === 'union') return type.types.map(elementOf).find((one) => one !== undefined)
  return undefined
}

function propertiesOf(
  type: PropertyType | undefined,
  definitions: SpecEntry['definitions'],
): ResourceSpec['properties'] | undefined {
  if (type?.type === 'ref') return definitions[type.reference.$ref]
  if (type?.type === 'union') {
    return type.types.map((one) => propertiesOf(one, definitions)).find((one) => one !== undefined)
  }
  return undefined
}

export function isTaggable(type: string): boolean {
  return specOf(type)?.tagInformation !== undefined
}

/** Whether the tags of a type are a list of keys and values, which change sets list as the attribute Tags. */
export function hasTagList(type: string): boolean {
  const tags = specOf(type)?.tagInformation
  return tags?.tagPropertyName === 'Tags' && tags.variant === 'standard'
}

/** The properties of Cloud Control's identifier, in order; none when the specification does not say. */
export function primaryIdentifierOf(type: string): readonly string[] {
  return specOf(type)?.primaryIdentifier ?? []
}

/** The properties that identify a resource; none when the specification does not say. */
export function identifiersOf(type: string): readonly string[] {
  const spec = specOf(type)
  return spec?.cfnRefIdentifier ?? spec?.primaryIdentifier ?? []
}
