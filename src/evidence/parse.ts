import { digestOf, type Digest } from './digest.ts'
import { SCHEMA, type Evidence } from './document.ts'
import { evidenceShapes } from './shape.ts'

/** A valid evidence document, or the reason why it is none. The digest is over the canonical form of all that was read. */
export type Parsed =
  | { readonly evidence: Evidence; readonly digest: Digest }
  | {
      /** Absent where the bytes are not JSON. */
      readonly digest?: Digest
      /** Whether its `schema` is that of an evidence document, of any version. */
      readonly claims: boolean
      readonly problem: string
    }

/** Much larger than the evidence of any release; a larger file is not parsed. */
const MOST_BYTES = 64 * 1024 * 1024
const SCHEMA_FAMILY = 'test-deployments/evidence/'

/** Parses a document strictly: a document with an unknown member or value is rejected, since its meaning is unknown. */
export function parseEvidence(bytes: Uint8Array): Parsed {
  if (bytes.length > MOST_BYTES) return { claims: false, problem: `it has more than ${MOST_BYTES} bytes` }
  let value: unknown
  let digest: Digest
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    digest = digestOf(value)
  } catch {
    return { claims: false, problem: 'it is not JSON' }
  }
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined
  const claims = typeof schema === 'string' && schema.startsWith(SCHEMA_FAMILY)
  if (schema !== SCHEMA)
    return {
      digest,
      claims,
      problem: `its schema is ${JSON.stringify(schema) ?? 'absent'}, and this version reads only ${SCHEMA}`,
    }
  const parsed = safely(() => evidenceShapes().evidence.safeParse(value))
  if (parsed === undefined) return { digest, claims, problem: 'it is nested too deeply' }
  if (parsed.success) return { evidence: parsed.data, digest }
  const issue = parsed.error.issues[0]
  return { digest, claims, problem: `${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'invalid'}` }
}

/** Undefined on a stack overflow, which only a document made for that purpose causes. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
