import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { evidenceSchema } from '../evidence-schema.ts'

/** The schema that is published with the bundle, or the one that the source makes. */
const SCHEMAS = {
  bundle: () => readFileSync(join(import.meta.dirname, '../../schema/evidence-v1.json'), 'utf8'),
  source: evidenceSchema,
}

export const ajv = new Ajv2020({ allErrors: true, validateFormats: false })
const compiled: { bundle?: ValidateFunction; source?: ValidateFunction } = {}

/** Compiled once in a worker: test files do not share modules below `__tests__` (runtime.ts). */
export function evidenceValidator(from: keyof typeof SCHEMAS): ValidateFunction {
  return (compiled[from] ??= ajv.compile({ ...(JSON.parse(SCHEMAS[from]()) as object), $id: from }))
}
