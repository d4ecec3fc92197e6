import { z } from 'zod'
import { roleArn } from '../../../support/option-types.ts'
import { KINDS } from '../../../evidence/kind.ts'
import { lazy } from '../../../support/lazy.ts'

const topic = lazy(() =>
  z
    .string()
    .regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/, {
      error: 'expected the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME',
    })
    .refine((arn) => !arn.endsWith('.fifo'), { error: 'expected a standard topic: FIFO topics are not supported' }),
)

const bus = () =>
  z.string().regex(/^(arn:[a-z-]+:events:[a-z0-9-]+:\d{12}:event-bus\/)?[\w./-]{1,256}$/, {
    error: 'expected the name or the ARN of an event bus, such as default',
  })

/** Kinds of findings that a topic of its own can have. */
export const OWNED_KINDS = [...KINDS, 'drift'] as const
export type OwnedKind = (typeof OWNED_KINDS)[number]

const owners = () =>
  Object.fromEntries(OWNED_KINDS.map((kind) => [kind, topic().optional()])) as Readonly<
    Record<OwnedKind, z.ZodOptional<ReturnType<typeof topic>>>
  >

/** Who is notified of deployments and of waits for approval. */
export const notify = () =>
  z.strictObject({
    sns: topic().optional().describe('ARN of the topic that gets all messages.'),
    eventbridge: bus().optional().describe('Name or ARN of the event bus that gets all messages.'),
    owners: z
      .strictObject(owners())
      .optional()
      .describe('By kind of finding: ARN of the topic that also gets what was not passed of this kind.'),
    role: roleArn
      .optional()
      .describe("ARN of the role that sends. Default: the role of the command, such as the environment's deploy-role."),
  })

export type NotifyInput = z.output<ReturnType<typeof notify>>
