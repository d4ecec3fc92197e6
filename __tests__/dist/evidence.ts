import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { evidenceSchema } from '../../scripts/evidence-schema.ts'
import type { Evidence } from '../../src/evidence/document.ts'

/** The schema that is published with the bundle, or the one that the source makes. */
const SCHEMAS = {
  bundle: () => readFileSync(join(import.meta.dirname, '../../schema/evidence-v1.json'), 'utf8'),
  source: evidenceSchema,
}

const ajv = new Ajv2020({ allErrors: true, validateFormats: false })
const compiled: { bundle?: ValidateFunction; source?: ValidateFunction } = {}

/** Parses an evidence document; throws where it does not satisfy the schema of what wrote it. */
export function readEvidence(text: string, from: 'bundle' | 'source' = 'bundle'): Evidence {
  const validate = (compiled[from] ??= ajv.compile({ ...(JSON.parse(SCHEMAS[from]()) as object), $id: from }))
  const value: unknown = JSON.parse(text)
  if (!validate(value))
    throw new Error(`invalid by the evidence schema of the ${from}: ${ajv.errorsText(validate.errors)}`)
  return value as Evidence
}
