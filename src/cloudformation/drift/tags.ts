import { canonical } from '../../evidence/digest.ts'
import { isRecord } from '../../support/records.ts'

/** Tags in the drift of a resource: lists of Key and Value (or key and value), and maps. */

/**
 * Properties that hold the resource's own tags: `tagProperty` of the resource schemas. Filters that select other resources
 * by tags (Ec2TagFilters, ResourceTags) are none.
 */
const OWN_TAGS =
  /^\/(Tags|tags|TagsMap|FileSystemTags|AccessPointTags|HostedZoneTags|UserPoolTags|IdentityPoolTags|BackupVaultTags|BackupPlanTags|FrameworkTags|ReportPlanTags)(?:\/([^/]+))?$/

/**
 * AWS reserves this prefix: no template may declare such a tag, and nobody but AWS can add or remove one
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ses-customverificationemailtemplate-tag.html,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-aps-rulegroupsnamespace-tag.html).
 */
const RESERVED = 'aws:'

interface Difference {
  readonly path: string
  readonly kind: string
  readonly expected: string
  readonly actual: string
}

/** Whether a path is that of one tag of the resource itself. */
export function isTag(path: string): boolean {
  return OWN_TAGS.exec(path)?.[2] !== undefined
}

/** The key of the tag at a path: in a list its member Key or key, in a map the last part of the path. */
export function tagKey(path: string, json: string | undefined): string | undefined {
  const item = OWN_TAGS.exec(path)?.[2]
  if (item === undefined) return undefined
  return /^\d+$/.test(item) ? keyOf(parsed(json)) : item.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The keys of tags that AWS services added, where a difference is nothing else. */
export function addedByAws({ path, kind, actual }: Difference): string[] | undefined {
  if (kind !== 'ADD' || !OWN_TAGS.test(path)) return undefined
  const keys = isTag(path) ? [tagKey(path, actual)] : keysOf(parsed(actual))
  const own = keys.filter((key) => key !== undefined).filter((key) => key.startsWith(RESERVED))
  return own.length > 0 && own.length === keys.length ? own : undefined
}

/**
 * Pure: the differences of a list of tags as the tags of AWS that it has more, where it has nothing else: a tag before the
 * declared ones moves these, and CloudFormation compares lists item by item. `expected` and `actual` are the properties, JSON.
 */
export function tagsOfAwsOnly<D extends Difference>(
  differences: readonly D[],
  expected: string | undefined,
  actual: string | undefined,
): (D | Difference)[] {
  const [before, after] = [parsed(expected), parsed(actual)]
  const properties = [...new Set(differences.map(({ path }) => path.split('/').slice(0, 2).join('/')))]
  return properties.reduce<(D | Difference)[]>(
    (rest, property) => {
      const [declared, live] = [before, after].map((all) => (isRecord(all) ? all[property.slice(1)] : undefined))
      if (!OWN_TAGS.test(property) || !Array.isArray(declared) || !Array.isArray(live)) return rest
      const more = live.filter((tag: unknown) => keyOf(tag)?.startsWith(RESERVED) === true)
      const others = live.filter((tag) => !more.includes(tag))
      if (more.length === 0 || sorted(others) !== sorted(declared)) return rest
      return [
        ...rest.filter(({ path }) => path !== property && !path.startsWith(`${property}/`)),
        ...more.map((tag: unknown) => ({
          path: `${property}/${live.indexOf(tag)}`,
          kind: 'ADD',
          expected: '',
          actual: JSON.stringify(tag),
        })),
      ]
    },
    [...differences],
  )
}

function sorted(list: readonly unknown[]): string {
  return list
    .map((item) => canonical(item))
    .toSorted()
    .join('\n')
}

function keysOf(tags: unknown): (string | undefined)[] {
  return Array.isArray(tags) ? tags.map(keyOf) : isRecord(tags) ? Object.keys(tags) : [undefined]
}

function keyOf(tag: unknown): string | undefined {
  const key = isRecord(tag) ? (tag['Key'] ?? tag['key']) : undefined
  return typeof key === 'string' ? key : undefined
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}
