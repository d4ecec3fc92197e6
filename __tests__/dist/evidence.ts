import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Evidence } from '../../src/evidence/document.ts'

const SCHEMA_FILE = join(import.meta.dirname, '../../schema/evidence-v1.json')

const ajv = new Ajv2020({ allErrors: true, validateFormats: false })
let compiled: ValidateFunction | undefined

/** Parses an evidence document that the bundle wrote; throws where it does not satisfy the published schema. */
export function readEvidence(text: string): Evidence {
  const validate = (compiled ??= ajv.compile(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as object))
  const value: unknown = JSON.parse(text)
  if (!validate(value)) throw new Error(`invalid by schema/evidence-v1.json: ${ajv.errorsText(validate.errors)}`)
  return value as Evidence
}
