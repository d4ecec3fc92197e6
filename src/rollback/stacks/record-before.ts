import { readStack } from '../../cloudformation/stack.ts'
import type { DeployContext } from '../../deploy/contract.ts'
import { readStackBefore } from './before.ts'
import { WayBackRecords } from './record.ts'

type Recording = Pick<DeployContext, 'ports' | 'run' | 'environment' | 'access'>

/** @param repository owner and name */
export async function wayBackRecords(
  { ports, environment, access }: Recording,
  repository: string,
): Promise<WayBackRecords> {
  const parameters = await (await ports.connect.temporary(access)).parameters()
  return new WayBackRecords(parameters, repository, environment.key)
}

/**
 * Records what a stack is before a change set is executed on it. What an earlier attempt of the run has executed already
 * changes nothing. Rejects with an ActionError where it cannot be recorded: then there would be no way back.
 */
export function recordingBefore(context: Recording, repository: string): NonNullable<DeployContext['beforeChange']> {
  return async (stack, stackArn, changeSetArn) => {
    const { ports, run, access } = context
    const cloudformation = await ports.connect.cloudformation(access)
    const state = await readStack(cloudformation, stackArn)
    if (state === undefined) return
    if (state.changeSetArn === changeSetArn && state.status !== 'REVIEW_IN_PROGRESS') return
    const before = await readStackBefore(cloudformation, state)
    const records = await wayBackRecords(context, repository)
    await records.put(stack.name, {
      version: 1,
      stackArn,
      run: run.runId,
      at: ports.clock.now().toISOString(),
      changeSetArn,
      ...(before && { before }),
    })
    ports.log.info(`${stack.name}: recorded what it is, for its way back`)
  }
}
