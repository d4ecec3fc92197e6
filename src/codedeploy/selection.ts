import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'

/** A tag filter of a deployment group. Without `Type` it is one of key and value. */
export interface TagFilter {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
  readonly Type?: string | undefined
}

export interface Tag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** Groups of filters: an instance needs one filter of each group. */
export type TagGroups = readonly (readonly TagFilter[])[]

const KINDS = new Set(['KEY_ONLY', 'VALUE_ONLY', 'KEY_AND_VALUE'])

/**
 * The tag filters of a deployment group as groups: `ec2TagFilters` are one group, and `ec2TagSet` has several.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-tagging.html
 */
function tagGroupsOf(
  filters: readonly TagFilter[] | undefined,
  sets: readonly (readonly TagFilter[])[] | undefined,
): TagGroups {
  return (sets ?? []).length > 0 ? (sets ?? []) : (filters ?? []).length > 0 ? [filters ?? []] : []
}

/** Whether all filters are of a kind that this version knows. */
export function areKnown(groups: TagGroups): boolean {
  return groups.flat().every(({ Type }) => Type === undefined || KINDS.has(Type))
}

export function selects(groups: TagGroups, tags: readonly Tag[]): boolean {
  return groups.length > 0 && groups.every((filters) => filters.some((filter) => matches(filter, tags)))
}

function matches({ Key, Value, Type }: TagFilter, tags: readonly Tag[]): boolean {
  return tags.some(
    (tag) => (Type === 'VALUE_ONLY' || tag.Key === Key) && (Type === 'KEY_ONLY' || (tag.Value ?? '') === (Value ?? '')),
  )
}

/** `Name=web or Role (any value); and Stage=preprod`. */
export function showTagGroups(groups: TagGroups): string {
  return groups.map((filters) => filters.map(showFilter).join(' or ')).join('; and ')
}

function showFilter({ Key = '', Value = '', Type }: TagFilter): string {
  if (Type === 'KEY_ONLY') return `${Key} (any value)`
  return Type === 'VALUE_ONLY' ? `any key with the value ${Value}` : `${Key}=${Value}`
}

/** What a group of servers selects by. */
export interface Selection {
  readonly ec2: TagGroups
  readonly onPremises: TagGroups
  readonly scalingGroups: readonly string[]
}

export function selectionOf(info: DeploymentGroupInfo): Selection {
  return {
    ec2: tagGroupsOf(info.ec2TagFilters, info.ec2TagSet?.ec2TagSetList),
    onPremises: tagGroupsOf(info.onPremisesInstanceTagFilters, info.onPremisesTagSet?.onPremisesTagSetList),
    scalingGroups: (info.autoScalingGroups ?? []).flatMap(({ name }) => (name ? [name] : [])),
  }
}
