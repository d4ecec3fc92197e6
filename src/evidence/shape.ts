import * as z from 'zod'
import { compositionShape } from './composition.ts'
import { canHave, FINDING_CODES } from './codes/lookup.ts'
import type { Digest } from './digest.ts'
import {
  SCHEMA,
  type ChangeSetPlan,
  type Evidence,
  type LastRelease,
  type Measurement,
  type Release,
} from './document.ts'
import type { Finding, Json } from './finding.ts'

interface EvidenceShapes {
  readonly evidence: z.ZodType<Evidence>
  readonly finding: z.ZodType<Finding>
}

let made: EvidenceShapes | undefined

/**
 * The shape of an evidence document and that of its findings. `parseEvidence` validates with it, and `npm run build` makes
 * schema/evidence-v1.json from it. It is made at the first use: a job without evidence of earlier jobs needs none.
 */
export function evidenceShapes(): EvidenceShapes {
  return (made ??= makeShapes())
}

function makeShapes(): EvidenceShapes {
  const text = z.string()
  const count = z.number().int().nonnegative()
  const moment = z.iso.datetime({ offset: true })
  const digestText: z.ZodType<Digest> = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)], {
    error: 'expected sha256: and 64 hexadecimal digits',
  })
  const verdict = z.enum(['pass', 'skipped', 'inconclusive', 'fail', 'error'])
  const outcome = z.enum([...verdict.options, 'noted'])

  const code = z.enum(FINDING_CODES, { error: 'a code that this version does not know' })

  /** Which outcomes a code can have is a refinement; `npm run build` adds it to the JSON schema from the same catalogue. */
  const findingShape: z.ZodType<Finding> = z
    .strictObject({
      code,
      outcome,
      title: text,
      subject: text,
      expected: text.exactOptional(),
      observed: text.exactOptional(),
      advice: text.exactOptional(),
      source: z
        .strictObject({ file: text, line: count.exactOptional(), column: count.exactOptional() })
        .exactOptional(),
      waived: z
        .strictObject({ reason: text, owner: text.exactOptional(), until: text.exactOptional() })
        .exactOptional(),
      details: (z.json() as z.ZodType<Json>).exactOptional(),
    })
    .refine((one) => canHave(one.code, one.outcome), { error: 'an outcome that its code cannot have' })

  /** Account and region; see src/evidence/place.ts. */
  const place = { environment: text, account: text.exactOptional(), region: text.exactOptional() }

  const item = z.strictObject({
    id: text,
    kind: z.enum(['template', 'parameters', 'revision', 'assembly']),
    digest: digestText,
  })

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

  const release: z.ZodType<Release> = z.strictObject({
    digest: digestText,
    sha: text,
    templates: z.array(item),
    revisions: z.array(item),
    config: digestText,
  })

  const measurement: z.ZodType<Measurement> = z.strictObject({
    name: text,
    unit: z.enum(['ms', 's', 'bytes', 'count', 'percent', 'per-second']),
    value: z.number(),
    series: z.array(z.tuple([z.number(), z.number()])).exactOptional(),
    limit: z.number().exactOptional(),
    subject: text.exactOptional(),
    sample: z.strictObject({ basis: text, values: z.array(z.number()) }).exactOptional(),
  })

  const plannedImage = z.strictObject({
    repository: text,
    tag: text,
    built: digestText,
    digest: digestText,
    from: text,
  })
  const factPlan = z.strictObject({
    isSet: z.boolean(),
    open: text.exactOptional(),
    declared: digestText.exactOptional(),
  })

  const lastRelease: z.ZodType<LastRelease> = z.strictObject({
    runId: text,
    runAttempt: count,
    sha: text,
    ref: text.exactOptional(),
    finishedAt: moment.exactOptional(),
    source: z.enum(['evidence', 'configuration']),
    composition: compositionShape(),
    release: release.exactOptional(),
    steps: z.array(z.strictObject({ slot: text, ms: z.number() })),
    measurements: z.array(measurement),
  })

  /** The compiler compares it with the types of src/evidence/document.ts. */
  const evidenceShape: z.ZodType<Evidence> = z.strictObject({
    schema: z.literal(SCHEMA),
    slot: z.strictObject({
      command: text,
      ...place,
      shard: z
        .string()
        .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,5}$/, { error: 'expected a part of a number of parts, such as 2/5' })
        .refine((shard) => Number(shard.split('/')[0]) <= Number(shard.split('/')[1]), {
          error: 'expected a part that is not greater than the number of parts',
        })
        .exactOptional(),
      // One that is empty is not that of a step without limits.
      phase: text.min(1).exactOptional(),
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
    mode: z.literal('observe').exactOptional(),
    endpoints: z.strictObject({ aws: text, github: text }),
    environments: z.array(text).exactOptional(),
    release: release.exactOptional(),
    composition: compositionShape().exactOptional(),
    lastRelease: lastRelease.exactOptional(),
    plans: z.array(
      z.strictObject({
        ...place,
        digest: digestText,
        changeSets: z.array(changeSet),
        images: z.array(plannedImage).exactOptional(),
      }),
    ),
    snapshots: z.array(
      z.strictObject({
        ...place,
        facts: z.record(text, z.json() as z.ZodType<Json>),
        planned: z.record(text, factPlan).exactOptional(),
      }),
    ),
    states: z
      .array(z.strictObject({ ...place, at: moment, values: z.record(text, z.union([text, z.null()])) }))
      .exactOptional(),
    outputs: z.array(z.strictObject({ ...place, stacks: z.record(text, z.record(text, text)) })).exactOptional(),
    temporary: z.strictObject({ name: text, expiresAt: moment, url: text.exactOptional() }).exactOptional(),
    url: text.exactOptional(),
    verdict,
    findings: z.array(findingShape),
    measurements: z.array(measurement),
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
        ...place,
        state: z.enum(['kept', 'running', 'removed', 'unknown']),
        advice: text.exactOptional(),
      }),
    ),
    approvals: z.array(z.strictObject({ environment: text, state: text, user: text, comment: text })),
    previous: z.array(digestText),
    startedAt: moment,
    finishedAt: moment,
  })
  return { evidence: evidenceShape, finding: findingShape }
}
