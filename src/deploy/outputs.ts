import type { AwsAccess } from '../aws/access.ts'
import { readStack, type StackState } from '../cloudformation/stack.ts'
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
  return outputsOf(await readStates(ports, environment, access))
}

/** All stacks of an environment that exist, by their ids. */
export async function readStates(
  ports: Pick<Ports, 'connect'>,
  environment: Environment,
  access: AwsAccess,
): Promise<ReadonlyMap<string, StackState>> {
  if (environment.stacks.length === 0) return new Map()
  const cloudformation = await ports.connect.cloudformation(access)
  const read = await mapLimit(environment.stacks, READS_AT_ONCE, async (stack) => {
    const state = await readStack(cloudformation, stack.name)
    return state === undefined ? undefined : ([stack.id, state] as const)
  })
  return new Map(read.filter((entry) => entry !== undefined))
}

export function outputsOf(states: ReadonlyMap<string, StackState>): Outputs {
  return Object.fromEntries([...states].map(([id, { outputs }]) => [id, outputs]))
}
