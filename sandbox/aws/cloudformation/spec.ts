import { createRequire } from 'node:module'
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types'

/**
 * The published resource specification (`@aws-cdk/aws-service-spec`): what a property's change does, which attributes a
 * type has. It is large, so it is read when first asked for.
 */

export type Recreation = 'Never' | 'Conditionally' | 'Always'

let loaded: SpecDatabase | undefined

function database(): SpecDatabase {
  const load = createRequire(import.meta.url)('@aws-cdk/aws-service-spec') as { loadAwsServiceSpecSync(): SpecDatabase }
  loaded ??= load.loadAwsServiceSpecSync()
  return loaded
}

/**
 * What AWS's own change sets call conditional while the specification, made of the types' schemas, does not: a table is
 * replaced when an attribute that it has already is edited (template reference, and a published change set).
 */
const CONDITIONALLY: Readonly<Record<string, readonly string[]>> = { 'AWS::DynamoDB::Table': ['AttributeDefinitions'] }

const cache = new Map<string, Resource | undefined>()

export function specOf(type: string): Resource | undefined {
  if (!type.startsWith('AWS::')) return undefined
  if (!cache.has(type)) cache.set(type, database().lookup('resource', 'cloudFormationType', 'equals', type)[0])
  return cache.get(type)
}

const RANK: readonly Recreation[] = ['Never', 'Conditionally', 'Always']

export function strongest(all: readonly Recreation[]): Recreation {
  return RANK[Math.max(0, ...all.map((one) => RANK.indexOf(one)))]!
}

/** What a change at this path (`['KeySchema', '0', 'AttributeName']`) does: the strongest along the way down. */
export function recreationOf(type: string, path: readonly string[]): Recreation {
  const resource = specOf(type)
  if (!resource) return 'Never'
  let properties: Readonly<Record<string, Property>> | undefined = resource.properties
  let current: PropertyType | undefined
  const found: Recreation[] = CONDITIONALLY[type]?.includes(path[0] ?? '') ? ['Conditionally'] : []
  for (const name of path) {
    const property: Property | undefined = properties?.[name]
    if (property) found.push(recreationFrom(property))
    current = property?.type ?? elementOf(current)
    properties = propertiesOf(current)
  }
  return strongest(found)
}

function recreationFrom(property: Property): Recreation {
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

function propertiesOf(type: PropertyType | undefined): Readonly<Record<string, Property>> | undefined {
  if (type?.type === 'ref') return database().get('typeDefinition', type.reference.$ref)?.properties
  if (type?.type === 'union') return type.types.map(propertiesOf).find((one) => one !== undefined)
  return undefined
}

export function isTaggable(type: string): boolean {
  return specOf(type)?.tagInformation !== undefined
}

/** Whether its tags are a list of keys and values: CloudFormation tells those apart from properties, and no map of tags. */
export function hasTagList(type: string): boolean {
  const tags = specOf(type)?.tagInformation
  return tags?.tagPropertyName === 'Tags' && tags.variant === 'standard'
}

/** The properties that make up a resource's identity; none where the specification does not say. */
export function identifiersOf(type: string): readonly string[] {
  const spec = specOf(type)
  return spec?.cfnRefIdentifier ?? spec?.primaryIdentifier ?? []
}
