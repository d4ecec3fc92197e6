import type { NormalizedSchema } from '@smithy/core/schema'
import type { Call, ExistingResource, Owner, Properties } from '../../../contract.ts'
import { createCatalogue } from '../../registry/catalogue.ts'
import { schemaOf } from '../../registry/schemas.ts'
import { dialectOf } from '../../wire/dialects.ts'
import { modelOf } from '../../wire/model.ts'
import type { World } from '../../world.ts'

/**
 * API Gateway and CloudFront: their operations return Cloud Control's models of the same resources, in the shapes of
 * the services' models. Names differ in case only; other differences are in `apigateway.ts` and `cloudfront.ts`.
 */

export interface Model {
  readonly resource: ExistingResource
  readonly model: Properties
}

/** The resources of a type, by the registry's schema. */
export function modelsOf({ existing }: World, call: Call, type: string): Model[] {
  const schema = schemaOf(type)
  return schema === undefined ? [] : createCatalogue(existing).list(call, schema)
}

/** The owner of what calls make. */
export const nobody = ({ account, region }: Call): Owner => ({
  account,
  region,
  stackName: '',
  stackId: '',
  logicalId: '',
})

/** The schema of an operation's response. */
export async function outputOf(service: string, operation: string): Promise<NormalizedSchema> {
  const dialect = dialectOf(service)
  const found = dialect && (await modelOf(dialect)).operation(operation)
  if (found === undefined) throw new Error(`the model of ${service} has no ${operation}`)
  return found.output
}

/** Lists with a count, as CloudFront has them. */
const isCounted = (schema: NormalizedSchema): boolean =>
  schema.isStructSchema() && ['Quantity', 'Items'].every((name) => name in schema.getMemberSchemas())

/** A value of the registry's schema in the shape of a service's model; members that the shape lacks are dropped. */
export function shaped(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  if (value instanceof Date) return value
  if (isCounted(schema)) return Array.isArray(value) ? counted(schema, value) : shapedMembers(schema, value)
  if (schema.isStructSchema()) return shapedMembers(schema, value)
  if (schema.isListSchema()) return [value].flat().map((each) => shaped(schema.getValueSchema(), each))
  if (schema.isMapSchema()) return shapedMap(schema, value)
  if (schema.isBooleanSchema()) return value === true || value === 'true'
  if (schema.isNumericSchema()) return Number(value)
  return typeof value === 'object' ? JSON.stringify(value) : value
}

/** The empty list of a counted one is absent, as in CloudFront's responses. */
const counted = (schema: NormalizedSchema, items: readonly unknown[]): object => ({
  Quantity: items.length,
  ...(items.length > 0 && { Items: shaped(schema.getMemberSchema('Items'), items) }),
})

function shapedMembers(schema: NormalizedSchema, value: unknown): object {
  const given = new Map(Object.entries(value as object).map(([name, inner]) => [name.toLowerCase(), inner as unknown]))
  const members = Object.entries(schema.getMemberSchemas()).map(([name, member]) => [
    name,
    shaped(member, given.get(name.toLowerCase())),
  ])
  return Object.fromEntries(members.filter(([, inner]) => inner !== undefined))
}

/** Tags are lists in templates. */
function shapedMap(schema: NormalizedSchema, value: unknown): object {
  const entries = Array.isArray(value)
    ? value.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, Value] as const)
    : Object.entries(value as object)
  return Object.fromEntries(entries.map(([name, inner]) => [name, shaped(schema.getValueSchema(), inner)]))
}
