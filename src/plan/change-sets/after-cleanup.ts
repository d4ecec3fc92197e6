import type { CloudFormation } from '../../cloudformation/client.ts'
import { readStack, type StackState } from '../../cloudformation/stack.ts'
import type { Ports } from '../../ports.ts'
import { poll } from '../../support/poll.ts'

const TIMEOUT_MS = 10 * 60_000

/**
 * Waits while a stack removes old resources at the end of an update: until then it can neither be updated nor checked for
 * drift. Other operations are not waited for. `first` is the stack as it was read; resolves to its later state. Rejects with
 * an ActionError after ten minutes, and with the signal's reason when cancelled.
 */
export async function afterCleanup(
  cloudformation: Pick<CloudFormation, 'describeStacks'>,
  { clock, log, cancelled }: Pick<Ports, 'clock' | 'log' | 'cancelled'>,
  first: StackState | undefined,
): Promise<StackState | undefined> {
  if (!first?.status.endsWith('CLEANUP_IN_PROGRESS')) return first
  log.info(`${first.name} is ${first.status}; waiting until old resources are removed`)
  return poll(
    {
      clock,
      signal: cancelled,
      first: 1_000,
      slowest: 5_000,
      timeout: TIMEOUT_MS,
      subject: `stack/${first.name}`,
      waitingFor: `the stack ${first.name} to remove its old resources`,
      onTimeout: `See \`aws cloudformation describe-stacks --stack-name ${first.name}\`.`,
    },
    async () => {
      const now = await readStack(cloudformation, first.arn)
      return now?.status.endsWith('_IN_PROGRESS') ? undefined : (now ?? first)
    },
  )
}
