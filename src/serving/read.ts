import type { StateReads } from '../aws/clients/state-reads.ts'
import { whyUnread } from '../cloudformation/live/read.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import type { Served, ServingResource, ServingState } from './contract.ts'
import { readAliasServing } from './read-alias.ts'
import { readGroupServing } from './read-deployment-group.ts'
import { readScalingGroup } from './read-scaling-group.ts'
import { readService } from './read-service.ts'
import { readStage } from './read-stage.ts'

/** The connections by which what serves is read; CodeDeploy is connected only for deployment groups. */
export interface ServingReads {
  readonly reads: StateReads
  readonly codedeploy: () => Promise<CodeDeploy>
}

const AT_ONCE = 4

/** Reads what each resource serves. What cannot be read is named; other errors than those of AWS are thrown. */
export async function readServing(
  reads: ServingReads,
  resources: readonly ServingResource[],
  signal: AbortSignal,
): Promise<ServingState[]> {
  return mapLimit(resources, AT_ONCE, async (resource): Promise<ServingState> => {
    signal.throwIfAborted()
    try {
      return { resource, served: await readOne(reads, resource) }
    } catch (error) {
      if (signal.aborted || !(error instanceof ActionError)) throw error
      return { resource, unread: whyUnread(error) }
    }
  })
}

async function readOne({ reads, codedeploy }: ServingReads, resource: ServingResource): Promise<Served> {
  switch (resource.kind) {
    case 'alias':
      return readAliasServing(reads, resource)
    case 'service':
      return readService(reads, resource)
    case 'scaling-group':
      return readScalingGroup(reads, resource)
    case 'stage':
      return readStage(reads, resource)
    case 'deployment-group':
      return readGroupServing(await codedeploy(), reads, resource)
  }
}
