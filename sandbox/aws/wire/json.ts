import type { NormalizedSchema } from '@smithy/core/schema'
import { ServiceError } from '../../contract.ts'
import type { HttpAnswer } from './http.ts'
import type { Dialect } from './dialects.ts'
import type { OperationModel, ServiceModel } from './model.ts'
import { refuseUnknownMembers, requiredMembers, timeFormat, timeText, toDate } from './values.ts'

/** Decodes an awsJson body; a member of a wrong type is rejected as in AWS. */
export const decodeJson = (operation: OperationModel, body: string): unknown =>
  operation.input.isUnitSchema() ? parseJson(body) && {} : readJson(operation.input, parseJson(body))

/** Parses a body; an empty one is an empty object. */
export function parseJson(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body)
  } catch {
    throw new ServiceError('SerializationException', 'Unable to parse the request body as JSON')
  }
}

/** Reads a value of a JSON body. */
export function readJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (schema.isDocumentSchema()) return value
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrongType(value, 'a list')
    return value.map((item) => readJson(schema.getValueSchema(), item))
  }
  if (schema.isMapSchema() || schema.isStructSchema()) {
    if (typeof value !== 'object' || Array.isArray(value)) throw wrongType(value, 'an object')
    return schema.isMapSchema() ? readMap(schema, value) : readStructure(schema, value)
  }
  if (schema.isBooleanSchema()) return expectType(value, 'boolean')
  if (schema.isNumericSchema()) return expectType(value, 'number')
  if (schema.isTimestampSchema()) {
    return typeof value === 'number' ? new Date(value * 1000) : new Date(expectType(value, 'string') as string)
  }
  if (schema.isBlobSchema()) return Buffer.from(expectType(value, 'string') as string, 'base64')
  return expectType(value, 'string')
}

const readMap = (schema: NormalizedSchema, value: object): object =>
  Object.fromEntries(Object.entries(value).map(([name, item]) => [name, readJson(schema.getValueSchema(), item)]))

/** The name in JSON: only models of restJson1 have other names than those of the members. */
const jsonName = (schema: NormalizedSchema, name: string): string =>
  (schema.getMergedTraits() as { jsonName?: string }).jsonName ?? name

function readStructure(schema: NormalizedSchema, value: object): object {
  const given = value as Record<string, unknown>
  const read: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const item = readJson(member, given[jsonName(member, name)])
    if (item !== undefined) read[name] = item
  }
  return read
}

function expectType(value: unknown, type: 'boolean' | 'number' | 'string'): unknown {
  if (typeof value !== type) throw wrongType(value, `a ${type}`)
  return value
}

const wrongType = (value: unknown, expected: string): ServiceError =>
  new ServiceError('SerializationException', `${JSON.stringify(value)?.slice(0, 80)} is not ${expected}`)

/** The path of the first missing required member; undefined when all are present. */
export function missingMember(schema: NormalizedSchema, value: unknown, path = ''): string | undefined {
  if (value === undefined || schema.isUnitSchema() || !schema.isStructSchema()) return undefined
  const given = value as Record<string, unknown>
  const missing = requiredMembers(schema).find((name) => given[name] === undefined)
  if (missing !== undefined) return path + missing
  for (const [name, member] of schema.structIterator()) {
    const found = missingMember(member, given[name], `${path}${name}.`)
    if (found !== undefined) return found
  }
  return undefined
}

export function encodeJson(dialect: Dialect, operation: OperationModel, output: object): HttpAnswer {
  return { status: 200, headers: contentType(dialect), body: jsonOf(operation, output) }
}

/** Encodes a response as JSON; empty for operations without output. */
const jsonOf = (operation: OperationModel, output: object): string =>
  operation.output.isUnitSchema() ? '' : JSON.stringify(writeJson(operation.output, output, operation.name))

export function encodeJsonError(dialect: Dialect, model: ServiceModel, error: ServiceError): HttpAnswer {
  const shape = model.error(error.code)?.shape ?? error.code
  const fault = error.status >= 500 ? 'Receiver' : 'Sender'
  return {
    status: error.status,
    headers: {
      ...contentType(dialect),
      ...(dialect.queryCompatible && { 'x-amzn-query-error': `${error.code};${fault}` }),
    },
    body: JSON.stringify({ __type: shape, message: error.message, ...error.members }),
  }
}

const contentType = (dialect: Dialect): Record<string, string> => ({
  'content-type': `application/x-amz-json-${dialect.jsonVersion ?? '1.1'}`,
})

/** The value of a JSON body. */
export function writeJson(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (value === null || value === undefined || schema.isDocumentSchema()) return value
  if (schema.isListSchema()) {
    return (value as unknown[]).map((item, index) => writeJson(schema.getValueSchema(), item, `${path}[${index}]`))
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(value).map(([name, item]) => [
      name,
      writeJson(schema.getValueSchema(), item, `${path}.${name}`),
    ])
    return Object.fromEntries(entries)
  }
  if (schema.isStructSchema()) {
    refuseUnknownMembers(schema, value, path)
    const given = value as Record<string, unknown>
    const members = [...schema.structIterator()].map(([name, member]) => [
      jsonName(member, name),
      writeJson(member, given[name], `${path}.${name}`),
    ])
    return Object.fromEntries(members)
  }
  if (schema.isTimestampSchema()) {
    const epoch = timeFormat(schema, 'epoch-seconds') === 'epoch-seconds'
    return epoch ? toDate(value).getTime() / 1000 : timeText(schema, value, 'epoch-seconds')
  }
  return schema.isBlobSchema() ? Buffer.from(value as Uint8Array).toString('base64') : value
}
