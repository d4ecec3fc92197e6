import type { ExistingResource, Properties } from '../../contract.ts'
import { completed } from './defaults/index.ts'
import { isPresent } from './conditional.ts'
import { identifyingProperties } from './identity.ts'
import { memberOf, resolved, segmentsOf, typesOf, wholeProperties, without } from './paths.ts'
import type { PropertySchema, ResourceSchema } from './schemas.ts'
import { systemTags } from './tags.ts'
import { typed } from './typed.ts'

/**
 * Cloud Control's model of a resource: its properties with AWS's types, undeclared defaults, values that the service
 * generated, and no write-only values.
 */

export function modelOf(schema: ResourceSchema, resource: ExistingResource): Properties {
  const declared = typedProperties(schema, resource.properties)
  const named = { ...declared, ...identifyingProperties(schema, resource) }
  const generated = generatedOf(schema, resource, named)
  const known = { ...schemaDefaults(schema), ...named, ...generated }
  const all = withTags(schema, resource, completed(known, resource))
  return without(all, schema.writeOnlyProperties)
}

/** Properties that the schema lacks are dropped, because the resource's handler does not have them. */
function typedProperties(schema: ResourceSchema, properties: Properties): Properties {
  const known = Object.entries(properties).filter(([name, value]) => value !== undefined && name in schema.properties)
  return Object.fromEntries(known.map(([name, value]) => [name, typed(schema, schema.properties[name], value)]))
}

function schemaDefaults(schema: ResourceSchema): Properties {
  const found = Object.entries(schema.properties).map(([name, property]) => [
    name,
    property.default ?? resolved(schema, property)?.default,
  ])
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

/** Values that the service generated: the attributes that the schema lists as read-only, with the schema's types. */
function generatedOf(schema: ResourceSchema, { type, attributes }: ExistingResource, known: Properties): Properties {
  const found: Record<string, unknown> = {}
  for (const path of (schema.readOnlyProperties ?? []).map(segmentsOf)) {
    const [first, second, third] = path
    const property = first === undefined ? undefined : schema.properties[first]
    const given = attributes[path.join('.')]
    if (first === undefined || given === undefined || property === undefined || third !== undefined) continue
    if (!isPresent(type, path.join('.'), known)) continue
    if (second === undefined) {
      const value = conforming(schema, property, given)
      if (known[first] === undefined && value !== undefined) found[first] = value
    } else {
      const value = conforming(schema, memberOf(schema, property, second), given)
      if (value !== undefined) found[first] = { ...asObject(known[first]), ...asObject(found[first]), [second]: value }
    }
  }
  return found
}

/** The value with the schema's type; a plausible text is replaced where the type is another. */
function conforming(schema: ResourceSchema, property: PropertySchema | undefined, given: unknown): unknown {
  const value = typed(schema, property, given)
  if (conforms(schema, property, value)) return value
  const types = typesOf(schema, property)
  if (types.includes('boolean')) return false
  return types.includes('integer') || types.includes('number') ? 0 : undefined
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

function conforms(schema: ResourceSchema, property: PropertySchema | undefined, value: unknown): boolean {
  const type = Array.isArray(value) ? 'array' : typeof value === 'number' ? 'integer' : typeof value
  const types = typesOf(schema, property)
  return types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'))
}

/** CloudFormation tags the resources that it creates, where the schema supports it. */
function withTags(schema: ResourceSchema, { owner }: ExistingResource, properties: Properties): Properties {
  const { tagging } = schema
  if (tagging?.cloudFormationSystemTags !== true || tagging.taggable === false || owner.stackId === '')
    return properties
  const [name = 'Tags'] = tagging.tagProperty === undefined ? [] : segmentsOf(tagging.tagProperty)
  if (!(name in schema.properties) || wholeProperties(schema.writeOnlyProperties).includes(name)) return properties
  const system = systemTags(owner)
  if (!typesOf(schema, schema.properties[name]).includes('array')) {
    return { ...properties, [name]: { ...(properties[name] as object | undefined), ...system } }
  }
  const list = Object.entries(system).map(([Key, Value]) => ({ Key, Value }))
  return { ...properties, [name]: [...((properties[name] as unknown[] | undefined) ?? []), ...list] }
}
