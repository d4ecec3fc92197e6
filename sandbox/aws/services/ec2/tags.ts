import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import type { World } from '../../world.ts'
import { launchTemplates } from './launch-templates.ts'
import { filtered, page } from './requests.ts'
import type { Tag } from './requests.ts'
import { securityGroups } from './security-groups.ts'

interface Tagged {
  readonly id: string
  readonly type: string
  readonly tags: readonly Tag[]
  retag(tags: readonly Tag[]): void
}

/** Tags of instances, security groups and launch templates. */
export function tagOperations(world: World): Service['operations'] {
  const all = (call: Call): Tagged[] => [
    ...world.hosts.list(call).map((host) => ({
      id: host.id,
      type: 'instance',
      tags: host.tags,
      retag: (tags: readonly Tag[]) => world.hosts.retag(host, tags),
    })),
    ...securityGroups(world)
      .list(call)
      .map((group) => ({
        id: group.id,
        type: 'security-group',
        tags: group.tags,
        retag: (tags: readonly Tag[]) => void (group.tags = tags),
      })),
    ...launchTemplates(world)
      .list(call)
      .map((template) => ({
        id: template.id,
        type: 'launch-template',
        tags: template.tags,
        retag: (tags: readonly Tag[]) => void (template.tags = tags),
      })),
  ]

  function named(call: Call, ids: readonly string[] | undefined): Tagged[] {
    const known = all(call)
    return (ids ?? []).map((id) => {
      const found = known.find((each) => each.id === id)
      if (found === undefined) throw new ServiceError('InvalidID', `The ID '${id}' is not valid`)
      return found
    })
  }

  return {
    CreateTags(input: sdk.CreateTagsCommandInput, call) {
      const added = (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }))
      if (added.some(({ Key }) => Key.startsWith('aws:'))) {
        throw new ServiceError('InvalidParameterValue', 'Tag keys starting with "aws:" are reserved for internal use')
      }
      for (const each of named(call, input.Resources)) {
        each.retag([...each.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key)), ...added])
      }
      return {}
    },
    DeleteTags(input: sdk.DeleteTagsCommandInput, call) {
      for (const each of named(call, input.Resources)) {
        const goes = ({ Key, Value }: Tag): boolean =>
          (input.Tags ?? []).some((tag) => tag.Key === Key && (tag.Value === undefined || tag.Value === Value))
        // Without tags, all that users have set.
        const kept = each.tags.filter((tag) => (input.Tags === undefined ? tag.Key.startsWith('aws:') : !goes(tag)))
        each.retag(kept)
      }
      return {}
    },
    DescribeTags(input: sdk.DescribeTagsCommandInput, call) {
      const tags = all(call).flatMap(({ id, type, tags: own }) =>
        own.map(({ Key, Value }) => ({ ResourceId: id, ResourceType: type as sdk.ResourceType, Key, Value })),
      )
      const found = filtered(
        tags,
        input.Filters,
        ({ ResourceId: id, ResourceType: type, Key, Value }) => ({
          'resource-id': [id],
          'resource-type': [type],
          key: [Key],
          value: [Value],
        }),
        ['resource-id', 'resource-type', 'key', 'value'],
      )
      const { items, more } = page(found, input)
      return { Tags: items, ...more }
    },
  }
}
