import type { ExistingResource } from '../../../../contract.ts'
import type { Stack } from '../model.ts'
import { MASKED } from '../template/parameters.ts'
import { STACK_TYPE } from '../template/template.ts'

/** A stack, nested or not, as a resource of the type AWS::CloudFormation::Stack. */
export function stackAsResource(stack: Stack): ExistingResource {
  const { id, name, account, region, parent, parentResource, current, timeoutMinutes } = stack
  return {
    type: STACK_TYPE,
    physicalId: id,
    owner: {
      account,
      region,
      stackName: parent?.name ?? '',
      stackId: parent?.id ?? '',
      logicalId: parentResource ?? '',
    },
    properties: {
      StackName: name,
      Parameters: Object.fromEntries(
        current.parameters.map(({ key, given, noEcho }) => [key, noEcho ? MASKED : given]),
      ),
      ...(current.tags.length > 0 && { Tags: current.tags }),
      ...(current.notificationArns.length > 0 && { NotificationARNs: current.notificationArns }),
      ...(timeoutMinutes !== undefined && { TimeoutInMinutes: timeoutMinutes }),
    },
    attributes: { StackId: id },
  }
}
