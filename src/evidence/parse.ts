import * as z from 'zod'
import { digestOf, isDigest, type Digest } from './digest.ts'
import { SCHEMA, type ChangeSetPlan, type Evidence } from './document.ts'
import type { Finding, Json } from './finding.ts'

/** A document that is ours by its form, or why it is not. The digest is over its canonical form as it was found. */
export type Parsed =
  | { readonly evidence: Evidence; readonly digest: Digest }
  | {
      /** Absent where it is not even JSON. */
      readonly digest?: Digest
      /** Whether it says that it is evidence, of whatever version. */
      readonly claims: boolean
      readonly problem: string
    }

/** Far more than any release leaves; a larger file is not read at all. */
const MOST_BYTES = 64 * 1024 * 1024
const SCHEMA_FAMILY = 'test-deployments/evidence/'

/** Reads a document strictly: what is unknown in it could mean anything, so it is refused rather than skipped. */
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
  if (schema !== SCHEMA) return { digest, claims, problem: `its schema is ${JSON.stringify(schema) ?? 'absent'}` }
  const parsed = safely(() => document.safeParse(value))
  if (parsed === undefined) return { digest, claims, problem: 'it is nested too deeply' }
  if (parsed.success) return { evidence: parsed.data, digest }
  const issue = parsed.error.issues[0]
  return { digest, claims, problem: `${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'invalid'}` }
}

/** Undefined where the stack does not suffice: that can only be a document that was made for it. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const text = z.string()
const count = z.number().int().nonnegative()
const moment = z.iso.datetime({ offset: true })
const digestText = z.custom<Digest>(isDigest, { error: 'expected sha256: and 64 hexadecimal digits' })
const outcome = z.enum(['pass', 'fail', 'inconclusive', 'error', 'skipped'])

const finding: z.ZodType<Finding> = z.strictObject({
  code: text,
  outcome,
  title: text,
  subject: text,
  expected: text.exactOptional(),
  observed: text.exactOptional(),
  advice: text.exactOptional(),
  source: z.strictObject({ file: text, line: count.exactOptional(), column: count.exactOptional() }).exactOptional(),
  waived: z.strictObject({ reason: text, owner: text, until: text }).exactOptional(),
  details: (z.json() as z.ZodType<Json>).exactOptional(),
})

const item = z.strictObject({ id: text, kind: z.enum(['template', 'parameters', 'revision']), digest: digestText })

const propertyChange = z.strictObject({
  path: text,
  attribute: text,
  change: z.enum(['Add', 'Remove', 'Modify', 'SyncWithActual', 'Unknown']),
  requiresRecreation: z.enum(['Never', 'Conditionally', 'Always', 'Unknown']),
  before: text.exactOptional(),
  after: text.exactOptional(),
  causes: z.array(text),
  evaluation: z.enum(['Static', 'Dynamic', 'Unknown']),
})

const changeSet: z.ZodType<ChangeSetPlan> = z.strictObject({
  stack: text,
  stackName: text,
  stackArn: text.exactOptional(),
  changeSetArn: text.exactOptional(),
  kind: z.enum(['create', 'update', 'none']),
  provisional: z.boolean(),
  changes: z.array(
    z.strictObject({
      logicalId: text,
      type: text,
      action: z.enum(['Add', 'Modify', 'Remove', 'Import', 'Dynamic', 'SyncWithActual', 'Unknown']),
      replacement: z.enum(['True', 'False', 'Conditional', 'Unknown']),
      policyAction: text.exactOptional(),
      properties: z.array(propertyChange),
    }),
  ),
  get nested() {
    return z.array(changeSet)
  },
})

const handleKinds = [
  'stack',
  'change-set',
  'deployment',
  'revision',
  'function-version',
  'task-definition',
  'detection',
  'process',
  'folder',
  'bucket',
  'object',
] as const

/** The form of src/evidence/document.ts; the type annotation makes the compiler compare the two. */
const document: z.ZodType<Evidence> = z.strictObject({
  schema: z.literal(SCHEMA),
  slot: z.strictObject({
    command: text,
    environment: text,
    shard: text.exactOptional(),
    phase: text.exactOptional(),
  }),
  origin: z.strictObject({
    repository: text,
    sha: text,
    ref: text,
    runId: text,
    runAttempt: count,
    job: text,
    actor: text,
  }),
  endpoints: z.strictObject({ aws: text, github: text }),
  release: z
    .strictObject({
      digest: digestText,
      sha: text,
      templates: z.array(item),
      revisions: z.array(item),
      config: digestText,
    })
    .exactOptional(),
  plans: z.array(z.strictObject({ environment: text, digest: digestText, changeSets: z.array(changeSet) })),
  snapshots: z.array(z.strictObject({ environment: text, facts: z.record(text, z.json() as z.ZodType<Json>) })),
  outputs: z.record(text, z.record(text, text)).exactOptional(),
  verdict: outcome,
  findings: z.array(finding),
  measurements: z.array(
    z.strictObject({
      name: text,
      unit: z.enum(['ms', 's', 'bytes', 'count', 'percent', 'per-second']),
      value: z.number(),
      series: z.array(z.tuple([z.number(), z.number()])).exactOptional(),
      limit: z.number().exactOptional(),
      subject: text.exactOptional(),
    }),
  ),
  timeline: z.array(
    z.strictObject({
      at: moment,
      subject: text,
      event: text,
      outcome: outcome.exactOptional(),
      detail: text.exactOptional(),
      ms: z.number().exactOptional(),
    }),
  ),
  handles: z.array(
    z.strictObject({
      kind: z.enum(handleKinds),
      id: text,
      environment: text,
      region: text.exactOptional(),
      state: z.enum(['kept', 'running', 'removed', 'unknown']),
      advice: text.exactOptional(),
    }),
  ),
  approvals: z.array(z.strictObject({ environment: text, state: text, user: text, comment: text })),
  previous: z.array(digestText),
  startedAt: moment,
  finishedAt: moment,
})
