import type { NormalizedSchema } from '@smithy/core/schema'
import { ServiceError } from '../../contract.ts'

/** The required members of a structure: the first n in the SDK's schema. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const tuple = schema.getSchema() as unknown
  if (!Array.isArray(tuple)) return []
  const [, , , , names, , required] = tuple as [number, string, string, unknown, string[], unknown, number?]
  return names.slice(0, required ?? 0)
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/

/** Parses a scalar from text: of a form, an element, a header, or a part of a path. */
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

/** A date from any representation that a service uses. */
export function toDate(value: unknown): Date {
  return value instanceof Date ? value : new Date(value as string | number)
}

export type TimeFormat = 'date-time' | 'http-date' | 'epoch-seconds'

/** The formats of timestamps by their kind in the SDK's schemas; the kind without a format is that of the protocol. */
const TIME_FORMATS: Readonly<Record<number, TimeFormat>> = { 5: 'date-time', 6: 'http-date', 7: 'epoch-seconds' }

export const timeFormat = (schema: NormalizedSchema, usual: TimeFormat): TimeFormat =>
  TIME_FORMATS[schema.getSchema() as number] ?? usual

/** A time as text; a date-time has milliseconds only if there are any. */
export function timeText(schema: NormalizedSchema, value: unknown, usual: TimeFormat): string {
  const date = toDate(value)
  switch (timeFormat(schema, usual)) {
    case 'date-time':
      return date.toISOString().replace('.000Z', 'Z')
    case 'http-date':
      return date.toUTCString()
    case 'epoch-seconds':
      return String(date.getTime() / 1000)
  }
}

/** Throws for an unknown member in a response, which is a defect of the sandbox. */
export function refuseUnknownMembers(schema: NormalizedSchema, value: object, path: string): void {
  const known = schema.getMemberSchemas()
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined && !(name in known)) throw new Error(`the sandbox answers ${path}.${name}, unknown to AWS`)
  }
}

const malformed = (path: string, text: string, expected: string): ServiceError =>
  new ServiceError('MalformedInput', `Value '${text}' at '${path}' is not ${expected}`)
