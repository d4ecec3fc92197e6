import type { NormalizedSchema } from '@smithy/core/schema'
import { ServiceError } from '../../contract.ts'

/** The names of the members that a structure's schema requires: the first n, as the SDK writes them. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const tuple = schema.getSchema() as unknown
  if (!Array.isArray(tuple)) return []
  const [, , , , names, , required] = tuple as [number, string, string, unknown, string[], unknown, number?]
  return names.slice(0, required ?? 0)
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/

/** A scalar that came as text (awsQuery). */
export function scalarFromText(schema: NormalizedSchema, text: string, path: string): unknown {
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') throw malformed(path, text, 'a boolean')
    return text === 'true'
  }
  if (schema.isNumericSchema()) {
    if (!NUMBER.test(text)) throw malformed(path, text, 'a number')
    return Number(text)
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(NUMBER.test(text) ? Number(text) * 1000 : text)
    if (Number.isNaN(date.getTime())) throw malformed(path, text, 'a timestamp')
    return date
  }
  return schema.isBlobSchema() ? Buffer.from(text, 'base64') : text
}

/** A date that a service gives, whatever way it kept it. */
export function toDate(value: unknown): Date {
  return value instanceof Date ? value : new Date(value as string | number)
}

/** AWS answers to the second with `Z`, or to the millisecond; milliseconds are kept where there are any. */
export function isoTime(value: unknown): string {
  return toDate(value).toISOString().replace('.000Z', 'Z')
}

/** A member that the model does not have is a mistake of the sandbox, never of the caller. */
export function refuseUnknownMembers(schema: NormalizedSchema, value: object, path: string): void {
  const known = schema.getMemberSchemas()
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined && !(name in known)) throw new Error(`the sandbox answers ${path}.${name}, unknown to AWS`)
  }
}

const malformed = (path: string, text: string, expected: string): ServiceError =>
  new ServiceError('MalformedInput', `Value '${text}' at '${path}' is not ${expected}`)
