import { createRequire } from 'node:module'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types'

/**
 * The parts of the resource specification that the sandbox uses, a small file for each resource type. The database of
 * `@aws-cdk/aws-service-spec` takes more than a second of processor time to load, which every process with a sandbox
 * would spend.
 */

export type ResourceSpec = Pick<
  Resource,
  'cfnRefIdentifier' | 'primaryIdentifier' | 'arnTemplate' | 'tagInformation'
> & {
  readonly properties: Readonly<Record<string, PropertySpec>>
  readonly attributes: readonly string[]
}

export type PropertySpec = Pick<Property, 'type' | 'required' | 'causesReplacement'>

export interface SpecEntry {
  /** Absent for a type that is not in the specification. */
  readonly resource?: ResourceSpec
  /** The properties of all type definitions that the resource refers to, by `$ref`. */
  readonly definitions: Readonly<Record<string, Readonly<Record<string, PropertySpec>>>>
}

/** Increased when `SpecEntry` changes. */
const FORMAT = 1

const MODULES = join(import.meta.dirname, '../../../../../node_modules')
const LIBRARY = '@aws-cdk/aws-service-spec'

let database: SpecDatabase | undefined

/** The folder of the cache for the installed version of the specification. */
export function cacheFolder(): string {
  const { version } = JSON.parse(readFileSync(join(MODULES, LIBRARY, 'package.json'), 'utf8')) as { version: string }
  return join(MODULES, `.cache/test-deployments/resource-specification-${version}-${FORMAT}`)
}

/** The entry of a resource type, from the folder or else from the database. */
export function readEntry(type: string, folder: string): SpecEntry {
  const path = join(folder, `${encodeURIComponent(type)}.json`)
  const stored = parse(path)
  if (stored) return stored
  const entry = entryOf(type)
  store(path, folder, entry)
  return entry
}

function parse(path: string): SpecEntry | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as SpecEntry
  } catch {
    // Not stored yet.
    return undefined
  }
}

/** Other processes may read and write the same file. */
function store(path: string, folder: string, entry: SpecEntry): void {
  const temporary = `${path}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(temporary, JSON.stringify(entry))
    renameSync(temporary, path)
  } catch {
    // The folder cannot be written: the database is loaded in every process.
  }
}

/** The entry of a resource type according to the database. */
export function entryOf(type: string): SpecEntry {
  const load = createRequire(import.meta.url)(LIBRARY) as { loadAwsServiceSpecSync(): SpecDatabase }
  const spec = (database ??= load.loadAwsServiceSpecSync())
  const resource = spec.lookup('resource', 'cloudFormationType', 'equals', type)[0]
  if (!resource) return { definitions: {} }
  const definitions: Record<string, Readonly<Record<string, PropertySpec>>> = {}
  const visit = (properties: Readonly<Record<string, Property>>): Record<string, PropertySpec> => {
    for (const { type: one } of Object.values(properties)) referencesIn(one).forEach(define)
    return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, usedOf(property)]))
  }
  const define = (reference: string): void => {
    if (reference in definitions) return
    definitions[reference] = {}
    definitions[reference] = visit(spec.get('typeDefinition', reference).properties)
  }
  const { cfnRefIdentifier, primaryIdentifier, arnTemplate, tagInformation } = resource
  return {
    resource: {
      ...(cfnRefIdentifier && { cfnRefIdentifier }),
      ...(primaryIdentifier && { primaryIdentifier }),
      ...(arnTemplate !== undefined && { arnTemplate }),
      ...(tagInformation && { tagInformation }),
      properties: visit(resource.properties),
      attributes: Object.keys(resource.attributes),
    },
    definitions,
  }
}

function referencesIn(type: PropertyType): string[] {
  switch (type.type) {
    case 'ref':
      return [type.reference.$ref]
    case 'array':
    case 'map':
      return referencesIn(type.element)
    case 'union':
      return type.types.flatMap(referencesIn)
    default:
      return []
  }
}

function usedOf({ type, required, causesReplacement }: Property): PropertySpec {
  return {
    type,
    ...(required !== undefined && { required }),
    ...(causesReplacement !== undefined && { causesReplacement }),
  }
}
