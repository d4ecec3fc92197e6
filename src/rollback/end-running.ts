import type { DeployContext } from '../deploy/contract.ts'
import type { Finding } from '../evidence/finding.ts'
import { poll } from '../support/poll.ts'
import type { History } from './history.ts'

const FIRST_PAUSE_MS = 1_000
const SLOWEST_PAUSE_MS = 10_000

export type Running = Extract<History, { readonly kind: 'running' }>

/** The result of the way back of a part of production; `changed`: it was changed since the plan. */
export type Walked = { readonly findings: readonly Finding[] } | { readonly changed: History }

interface Ending {
  /** Stops it, so that AWS rolls it back. @returns whether it still ran */
  readonly stop: () => Promise<boolean>
  /** Shows it to a person. */
  readonly command: string
  readonly hasEnded: () => Promise<boolean>
}

/** Ends what runs: a deployment of the release is stopped, the rollback of another one is waited for. */
export async function endRunning(
  { ports }: DeployContext,
  { id, timeout }: { readonly id: string; readonly timeout: number },
  { state, isRelease }: Running,
  { stop, command, hasEnded }: Ending,
): Promise<void> {
  if (isRelease && (await stop())) {
    ports.log.info(`${id}: ${state.id} still ran and was asked to stop, and to roll back`)
  }
  await poll(
    {
      clock: ports.clock,
      signal: ports.cancelled,
      first: FIRST_PAUSE_MS,
      slowest: SLOWEST_PAUSE_MS,
      timeout,
      subject: `deployment/${id}/rollback`,
      waitingFor: `the end of ${state.id}`,
      onTimeout: `It still runs. See \`${command}\`, and run the job again when it has ended.`,
    },
    async () => (await hasEnded()) || undefined,
  )
}
