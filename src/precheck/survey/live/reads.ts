import type { StackResourceSummary } from '@aws-sdk/client-cloudformation'
import type { StateReads } from '../../../aws/clients/state-reads.ts'
import type { DeployedResource, LiveTier } from '../../../cloudformation/live/contract.ts'
import { ACCESS_KINDS } from '../../../cloudformation/live/kinds/index.ts'
import { readResource, type ReadResource } from '../../../cloudformation/live/read.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import { mapLimit } from '../../../support/limit.ts'

const OF_A_STACK_AT_ONCE = 2

/** Reads of the live state, each made once. They start with the first stack, while drift is detected. */
export interface LiveReads {
  /** Starts to read the access of the resources of a stack. */
  start(stackArn: string, resources: readonly StackResourceSummary[]): void
  /** Undefined for a type whose access is not read. */
  accessOf(resource: DeployedResource, account: string): Promise<ReadResource> | undefined
  readonly reads: Promise<StateReads>
}

export function liveReads(
  { ports, access }: Pick<PlanOptions, 'ports' | 'access'>,
  { tier }: { readonly tier: LiveTier },
): LiveReads {
  let connected: Promise<StateReads> | undefined
  const connect = (): Promise<StateReads> => (connected ??= ports.connect.state(access).then(readOnce))
  const known = new Map<string, Promise<ReadResource>>()
  const accessOf: LiveReads['accessOf'] = ({ logicalId, physicalId, type }, account) => {
    const kind = ACCESS_KINDS[type]
    if (kind === undefined) return undefined
    const key = JSON.stringify([type, physicalId, logicalId])
    const read = async (): Promise<ReadResource> => {
      ports.cancelled.throwIfAborted()
      return readResource({ logicalId, physicalId, type }, kind, { reads: await connect(), account })
    }
    const answer = known.get(key) ?? read()
    known.set(key, answer)
    return answer
  }
  return {
    get reads() {
      return connect()
    },
    accessOf,
    start(stackArn, resources) {
      if (tier === 'off') return
      const account = stackArn.split(':')[4] ?? ''
      const there = resources.flatMap(({ LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus }) =>
        PhysicalResourceId === undefined || ResourceStatus === 'DELETE_COMPLETE'
          ? []
          : [{ logicalId: LogicalResourceId ?? '', physicalId: PhysicalResourceId, type: ResourceType ?? '' }],
      )
      // Who awaits the answer gets its error.
      void mapLimit(there, OF_A_STACK_AT_ONCE, async (resource) => accessOf(resource, account)).catch(() => undefined)
    },
  }
}

/** Access and models need the answers of Cloud Control both. */
function readOnce(reads: StateReads): StateReads {
  const answers = new Map<string, ReturnType<StateReads['getResource']>>()
  return {
    ...reads,
    getResource(input) {
      const key = JSON.stringify([input.TypeName, input.Identifier])
      const answer = answers.get(key) ?? reads.getResource(input)
      answers.set(key, answer)
      return answer
    },
  }
}
