import { mapLimit } from '../../support/limit.ts'
import type { CloudFormation } from '../client.ts'
import { STACK_TYPE } from './events.ts'
import type { FinalResource } from './outcome.ts'
import { stackResources } from '../stack.ts'

const READS_AT_ONCE = 4

/** The resources of a stack and of its nested stacks, by `web` and `web/Database`. */
export async function finalResources(
  cloudformation: Pick<CloudFormation, 'listStackResources'>,
  stack: string,
  arn: string,
): Promise<ReadonlyMap<string, readonly FinalResource[]>> {
  const own = (await stackResources(cloudformation, arn)).map((summary) => ({
    logicalId: summary.LogicalResourceId ?? '',
    physicalId: summary.PhysicalResourceId ?? '',
    type: summary.ResourceType ?? '',
    status: summary.ResourceStatus ?? 'UNKNOWN',
  }))
  const nested = await mapLimit(
    own.filter(({ type, physicalId }) => type === STACK_TYPE && physicalId.startsWith('arn:')),
    READS_AT_ONCE,
    ({ logicalId, physicalId }) => finalResources(cloudformation, `${stack}/${logicalId}`, physicalId),
  )
  return new Map([[stack, own], ...nested.flatMap((each) => [...each])])
}
