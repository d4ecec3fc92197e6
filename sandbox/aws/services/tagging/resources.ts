import type { ResourceRecord, Stack, Tag } from '../cloudformation/model.ts'
import { isTaggable, specOf } from '../cloudformation/template/resource-specification.ts'
import type { Home } from '../../names.ts'
import type { World } from '../../world.ts'

export interface TaggedResource {
  readonly arn: string
  readonly tags: Tag[]
}

/** Taggable types that the Resource Groups Tagging API does not list: they have calls of their own. */
const NOT_LISTED = new Set(['AWS::AutoScaling::AutoScalingGroup', 'AWS::IAM::Role', 'AWS::IAM::User'])

const isListed = ({ type, physicalId }: ResourceRecord): boolean =>
  physicalId !== undefined && isTaggable(type) && !NOT_LISTED.has(type)

/** The tagged resources of an account and region: those of stacks with the tags they have now, and other instances. */
export async function taggedResources(world: World, home: Home): Promise<TaggedResource[]> {
  const made = world.cloudFormation.stackResources(home).filter(({ record }) => isListed(record))
  const read = await Promise.all(made.map(({ stack, record }) => readTags(world, stack, record)))
  const found = read.flatMap((each) => each ?? [])
  const known = new Set(found.map(({ arn }) => arn))
  const instances = world.hosts
    .list(home)
    .map(({ id, tags }) => ({ arn: `arn:aws:ec2:${home.region}:${home.account}:instance/${id}`, tags: [...tags] }))
    .filter(({ arn, tags }) => !known.has(arn) && tags.length > 0)
  return [...found, ...instances].toSorted((left, right) => left.arn.localeCompare(right.arn))
}

/** The tags of one resource of a stack; undefined when it does not exist any more, or its ARN is not known. */
async function readTags(world: World, stack: Stack, record: ResourceRecord): Promise<TaggedResource | undefined> {
  const { type, physicalId = '', logicalId } = record
  const { account, region, name: stackName, id: stackId } = stack
  const owner = { account, region, stackName, stackId, logicalId }
  const properties = await world.cloudFormation.handler(type).read(physicalId, owner)
  const arn = arnOf(record, stack)
  if (properties === undefined || arn === undefined) return undefined
  const own = tagsIn(properties[specOf(type)?.tagInformation?.tagPropertyName ?? 'Tags'])
  const system: Tag[] = [
    { Key: 'aws:cloudformation:stack-name', Value: stackName },
    { Key: 'aws:cloudformation:stack-id', Value: stackId },
    { Key: 'aws:cloudformation:logical-id', Value: logicalId },
  ]
  const keys = new Set(own.map(({ Key }) => Key))
  return { arn, tags: [...own, ...stack.current.tags.filter(({ Key }) => !keys.has(Key)), ...system] }
}

/** Tags are a list of keys and values, or a map. */
function tagsIn(value: unknown): Tag[] {
  if (Array.isArray(value)) return (value as Tag[]).map(({ Key, Value }) => ({ Key, Value }))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([Key, Value]) => ({ Key, Value: String(Value) }))
}

/** The ARN: the physical ID, an attribute, or by the specification's pattern. */
function arnOf({ type, physicalId = '', attributes }: ResourceRecord, home: Home): string | undefined {
  if (physicalId.startsWith('arn:')) return physicalId
  const kind = type.split('::').at(-1) ?? ''
  const given = [attributes['Arn'], attributes[`${kind}Arn`], attributes[`${kind}ARN`]]
  const attribute = given.find((value) => typeof value === 'string' && value.startsWith('arn:'))
  if (typeof attribute === 'string') return attribute
  const pattern = specOf(type)?.arnTemplate
  const known: Readonly<Record<string, string>> = { Partition: 'aws', Region: home.region, Account: home.account }
  return pattern?.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? physicalId)
}
