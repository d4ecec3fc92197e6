import { ajv, evidenceValidator } from '../../../scripts/jest/evidence-validators.ts'
import type { Evidence } from '../../../src/evidence/document.ts'

/** Parses an evidence document; throws where it does not satisfy the schema of the version that wrote it. */
export function readEvidence(text: string, from: 'bundle' | 'source' = 'bundle'): Evidence {
  const validate = evidenceValidator(from)
  const value: unknown = JSON.parse(text)
  if (!validate(value))
    throw new Error(`invalid by the evidence schema of the ${from}: ${ajv.errorsText(validate.errors)}`)
  return value as Evidence
}
