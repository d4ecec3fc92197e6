import type { AwsAccess } from '../aws/access.ts'
import { readStack } from '../cloudformation/stack.ts'
import type { Environment } from '../config/model/environment.ts'
import type { Ports } from '../ports.ts'
import { mapLimit } from '../support/limit.ts'
import type { Outputs } from '../config/model/references.ts'

const READS_AT_ONCE = 4

/** Outputs of all stacks of an environment, as they are now. A stack that is not there has none and is left out. */
export async function readOutputs(
  ports: Pick<Ports, 'connect'>,
  environment: Environment,
  access: AwsAccess,
): Promise<Outputs> {
  if (environment.stacks.length === 0) return {}
  const cloudformation = await ports.connect.cloudformation(access)
  const read = await mapLimit(environment.stacks, READS_AT_ONCE, async (stack) => {
    const state = await readStack(cloudformation, stack.name)
    return state === undefined ? undefined : ([stack.id, state.outputs] as const)
  })
  return Object.fromEntries(read.filter((entry) => entry !== undefined))
}
