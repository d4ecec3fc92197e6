import { z } from 'zod'
import { decodeText } from '../../support/text/decode.ts'
import { repeatedMember } from '../engine/json-path.ts'
import type { Unreadable } from './report.ts'

/** A report of JSON, by the shape that its format prescribes. */
export function readJson<T>(bytes: Uint8Array, shape: z.ZodType<T>): { readonly value: T } | Unreadable {
  let value: unknown
  try {
    const text = decodeText(bytes)
    value = JSON.parse(text)
    const twice = repeatedMember(text)
    if (twice !== undefined) return { problem: `an object has ${JSON.stringify(twice)} twice` }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
  const read = shape.safeParse(value)
  if (read.success) return { value: read.data }
  const [issue] = read.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  return { problem: `${path === '' ? 'the report' : path}: ${issue?.message ?? 'unknown form'}` }
}

/** A number that may be absent or null. */
export const maybeNumber = z.number().nullish()
export const maybeText = z.string().nullish()
