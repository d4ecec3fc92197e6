import type { CloudFormation } from '../../cloudformation/client.ts'
import { listStacks, readStack, type StackState } from '../../cloudformation/stack.ts'
import type { PlanOptions } from '../../plan/contract.ts'
import { ActionError } from '../../support/errors.ts'

/** From this number of stacks on, the stacks of the region are listed, a hundred per call, instead of read one by one. */
const LISTED_FROM = 20

/** The state of a stack by its name, read once. */
export type ReadState = (name: string) => Promise<StackState | undefined>

/** What an environment's stacks are read by, and the reads that have begun. */
export interface BegunReads {
  readonly readState: ReadState
  readonly begun: readonly Promise<unknown>[]
}

/** Begins to read the selected stacks of an environment: AWS answers while what surveys them is loaded. */
export function readStates({
  ports,
  environment,
  access,
  only,
}: Pick<PlanOptions, 'ports' | 'environment' | 'access' | 'only'>): BegunReads {
  const { stacks } = environment
  const connected = ports.connect.cloudformation(access)
  const isListed = stacks.length >= LISTED_FROM
  const listed = connected.then((cloudformation) => listedStates(cloudformation, isListed ? stacks : []))
  const states = new Map<string, Promise<StackState | undefined>>()
  const readState: ReadState = (name) => {
    const known = states.get(name) ?? listed.then(async (found) => found.get(name) ?? readStack(await connected, name))
    states.set(name, known)
    return known
  }
  const first = isListed ? [] : stacks.filter(({ id }) => !only?.length || only.includes(id))
  // What fails is reported where the state is used.
  const begun = [...(isListed ? [listed] : []), ...first.map(({ name }) => readState(name))]
  for (const each of [listed, ...begun]) each.catch(() => undefined)
  return { readState, begun }
}

/** Where the role may not list stacks, each is read by its name. */
async function listedStates(
  cloudformation: CloudFormation,
  stacks: readonly { readonly name: string }[],
): Promise<ReadonlyMap<string, StackState>> {
  try {
    const names = stacks.map(({ name }) => name)
    return names.length === 0 ? new Map() : await listStacks(cloudformation, names)
  } catch (error) {
    if (error instanceof ActionError) return new Map()
    throw error
  }
}
