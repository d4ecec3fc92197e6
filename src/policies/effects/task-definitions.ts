import type { ResourceChange } from '../../evidence/document.ts'
import type { Entry, PlannedStack, WithoutEffect } from './contract.ts'

const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'
/** What runs tasks of a definition that its property names. */
const USERS: readonly (readonly [type: string, property: string])[] = [
  ['AWS::ECS::Service', 'TaskDefinition'],
  ['AWS::ECS::TaskSet', 'TaskDefinition'],
]

/** Pure: new revisions of task definitions that nothing takes. */
export function taskDefinitionsWithoutEffect(stack: PlannedStack): WithoutEffect[] {
  return stack
    .ofType(TASK_DEFINITION)
    .filter(({ id }) => stack.isMade(id))
    .flatMap((definition): WithoutEffect[] => {
      const changed = stack.changes.find(({ logicalId }) => logicalId === definition.id)
      if (changed === undefined || stack.isReferredTo(definition.id)) return []
      const pinned = pinnedTo(stack, definition)
      if (pinned.length > 0) return pinned.map((server) => ofPinned(stack, { changed, definition, server }))
      // A new definition may be run by what is outside of the template, and by the latest revision of its family.
      return changed.action === 'Add' ? [] : [untaken(changed, definition)]
    })
}

/** Services that name a revision of the family of the definition by its number. */
function pinnedTo(stack: PlannedStack, { resource }: Entry): Entry[] {
  const family = stack.textOf(resource.properties['Family'])
  if (family === undefined) return []
  return USERS.flatMap(([type, property]) =>
    stack.ofType(type).filter((user) => {
      const text = stack.textOf(user.resource.properties[property]) ?? ''
      const [name, revision] = (text.split('/').at(-1) ?? '').split(':')
      return name === family && revision !== undefined
    }),
  )
}

function ofPinned(
  stack: PlannedStack,
  {
    changed,
    definition,
    server,
  }: { readonly changed: ResourceChange; readonly definition: Entry; readonly server: Entry },
): WithoutEffect {
  return {
    changed,
    server,
    title: `${definition.id} changes, and the service ${server.id} keeps running another revision`,
    observed: `TaskDefinition of ${server.id} is ${stack.textOf(server.resource.properties['TaskDefinition'])}`,
    advice: `Write \`TaskDefinition: !Ref ${definition.id}\` into ${server.id}.`,
  }
}

function untaken(changed: ResourceChange, definition: Entry): WithoutEffect {
  return {
    outcome: 'noted',
    changed,
    server: definition,
    title: `${definition.id} gets a new revision, to which nothing of the template refers`,
    observed: 'no service, no rule and no output refers to it',
    advice: `Check that what runs tasks of ${definition.id} takes the latest revision of its family.`,
  }
}
