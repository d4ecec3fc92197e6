import type { RawSchema } from './cfn-lint.ts'

/**
 * Reduces a registry schema to the facts that the sandbox uses: identifiers, paths, handlers with permissions, and the
 * types of properties. Descriptions, patterns, limits and enumerations are left out.
 */

const FACTS = [
  'typeName',
  'primaryIdentifier',
  'additionalIdentifiers',
  'readOnlyProperties',
  'writeOnlyProperties',
  'createOnlyProperties',
  'conditionalCreateOnlyProperties',
  'deprecatedProperties',
  'required',
  'tagging',
  'taggable',
  'propertyTransform',
] as const

/** Keywords of a property that are kept as they are. */
const KEPT = new Set(['type', '$ref', 'insertionOrder', 'uniqueItems', 'default', 'arrayType'])
const MAPS = new Set(['properties', 'definitions', 'patternProperties'])
const LISTS = new Set(['oneOf', 'anyOf', 'allOf'])

/** Types that the package defines and AWS's registry does not have. */
const FOREIGN = /^AWS::(Serverless::|CDK::)/

export function isOfAws({ typeName }: RawSchema): boolean {
  return typeName.startsWith('AWS::') && !FOREIGN.test(typeName)
}

/** The table: one schema a line, sorted by type. */
export function tableOf(schemas: readonly RawSchema[]): string {
  const lines = schemas
    .filter(isOfAws)
    .map((schema) => [schema.typeName, JSON.stringify(condense(schema))] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
  return lines.map(([, line]) => line).join('\n')
}

function condense(schema: RawSchema): object {
  const facts = FACTS.filter((name) => schema[name] !== undefined).map((name) => [name, schema[name]])
  const parts = ['properties', 'definitions'].filter((name) => schema[name] !== undefined)
  const handlers = schema['handlers'] === undefined ? [] : [['handlers', handlersOf(schema['handlers'])]]
  return Object.fromEntries([...facts, ...handlers, ...parts.map((name) => [name, eachOf(schema[name])])])
}

interface ListInput {
  readonly properties?: object
  readonly required?: readonly string[]
  readonly oneOf?: readonly ListInput[]
  readonly anyOf?: readonly ListInput[]
}

/** Handlers with their permissions, and which properties a list handler needs. */
function handlersOf(handlers: unknown): object {
  const condensed = Object.entries(handlers as object).map(([name, handler]) => {
    const { handlerSchema, ...facts } = handler as { readonly handlerSchema?: ListInput }
    return [name, handlerSchema === undefined ? facts : { ...facts, handlerSchema: inputOf(handlerSchema) }]
  })
  return Object.fromEntries(condensed)
}

function inputOf({ properties, required, oneOf, anyOf }: ListInput): object {
  const choices = [...(oneOf ?? []), ...(anyOf ?? [])].filter((choice) => choice.required !== undefined)
  return {
    ...(properties !== undefined && { properties: eachOf(properties) }),
    ...(required !== undefined && { required }),
    ...(choices.length > 0 && { anyOf: choices.map((choice) => ({ required: choice.required })) }),
  }
}

function eachOf(map: unknown): object {
  return Object.fromEntries(Object.entries(map as object).map(([name, value]) => [name, keywordsOf(value)]))
}

function keywordsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keywordsOf)
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    if (KEPT.has(name)) kept[name] = inner
    else if (MAPS.has(name)) kept[name] = eachOf(inner)
    else if (name === 'items' || (name === 'additionalProperties' && typeof inner === 'object')) {
      kept[name] = keywordsOf(inner)
    } else if (LISTS.has(name)) {
      const choices = (inner as unknown[]).map(keywordsOf).filter((choice) => Object.keys(choice as object).length > 0)
      if (choices.length > 0) kept[name] = choices
    }
  }
  return kept
}
