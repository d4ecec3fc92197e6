import type { CodeTable } from './entry.ts'

/** Messages to topics and buses. */
export const NOTIFY = {
  'notify/not-sent': {
    title: 'A message was not sent',
    meaning:
      'A topic or event bus of `notify` did not take the message about this step. The result of the step does not depend on it.',
    outcomes: ['noted'],
    next: 'Give the role that sends `sns:Publish` on the topic, `events:PutEvents` on the bus, and `kms:GenerateDataKey` and `kms:Decrypt` on the key of an encrypted topic.',
  },
} as const satisfies CodeTable
