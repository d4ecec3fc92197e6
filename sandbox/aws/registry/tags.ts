import type { ExistingResource } from '../../contract.ts'

interface Tag {
  readonly Key: string
  readonly Value: string
}

/** The tags that CloudFormation itself adds to resources of a stack (CloudFormation user guide, “Resource tag”). */
export const systemTags = ({ stackName, logicalId, stackId }: ExistingResource['owner']): Record<string, string> =>
  stackId === ''
    ? {}
    : {
        'aws:cloudformation:stack-name': stackName,
        'aws:cloudformation:logical-id': logicalId,
        'aws:cloudformation:stack-id': stackId,
      }

/** The tags of a resource whose service reads them: those of its properties, and CloudFormation's own. */
export const tagsOf = ({ properties, owner }: Pick<ExistingResource, 'properties' | 'owner'>): Tag[] => [
  ...(Array.isArray(properties.Tags) ? (properties.Tags as Tag[]) : []),
  ...Object.entries(systemTags(owner)).map(([Key, Value]) => ({ Key, Value })),
]
