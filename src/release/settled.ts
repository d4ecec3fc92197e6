import { errorText } from '../aws/errors.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import { readStack, type StackState } from '../cloudformation/stack.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import type { ActionError } from '../support/errors.ts'
import { poll } from '../support/poll.ts'

const TIMEOUT_MS = 10 * 60_000

/**
 * Waits while a stack removes old resources, which is the end of an update: until then it can neither be updated nor
 * looked at for drift. Somebody's operation is not waited for. `first` is the stack as it was read; resolves to the stack
 * as it is afterwards. Rejects with an ActionError after ten minutes, with the signal's reason when cancelled.
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
      onTimeout: `Look at it with \`aws cloudformation describe-stacks --stack-name ${first.name}\`.`,
    },
    async () => {
      const now = await readStack(cloudformation, first.arn)
      return now?.status.endsWith('_IN_PROGRESS') ? undefined : (now ?? first)
    },
  )
}

const OTHERWISE = /^Stack\b.* (already exists and cannot be created|is in \w+ state and can ?not be|does not exist)/i

/**
 * What was read of a stack says nothing of one that was made again under its name, or that somebody has begun to change:
 * then that is why AWS refuses, whatever it says. Undefined where the stack is as it was.
 */
export async function changedMeanwhile(
  { cloudformation, stack, environment }: Looked,
  before: StackState | undefined,
  error: ActionError,
): Promise<Finding | undefined> {
  if (error.code !== 'aws/service') return undefined
  const now = await readStack(cloudformation, stack.name).catch(() => before)
  // The shell of a change set may be our own.
  const same =
    before === undefined
      ? now === undefined || now.status === 'REVIEW_IN_PROGRESS'
      : now?.arn === before.arn && now.status === before.status
  // AWS may go on telling how things were; that it refuses because they are not so any more does not grow old.
  const said = OTHERWISE.test(errorText(error)) ? errorText(error) : undefined
  if (same && said === undefined) return undefined
  const show = (state: StackState | undefined): string =>
    state === undefined ? 'no such stack' : `${state.arn} in ${state.status}`
  return {
    code: 'stack/changed-meanwhile',
    outcome: 'fail',
    title: same
      ? `${stack.name} is not any more what AWS told of it`
      : `Somebody else changed ${stack.name} while it was looked at`,
    subject: `stack/${stack.id}`,
    expected: show(before),
    observed: same ? (said as string) : show(now),
    advice:
      `See who works on it with \`aws cloudformation describe-stack-events --stack-name ${stack.name} ` +
      `--region ${environment.region}\`, and start again when that has ended.`,
  }
}

interface Looked {
  readonly cloudformation: Pick<CloudFormation, 'describeStacks'>
  readonly stack: { readonly id: string; readonly name: string }
  readonly environment: { readonly region: string }
}
