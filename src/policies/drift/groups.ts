import { isTag, tagKey } from '../../cloudformation/drift/tags.ts'
import type { Finding } from '../../evidence/finding.ts'
import { isRecord } from '../../support/records.ts'
import { listed } from '../../support/text/text.ts'

/** Drift that is one fact although it is found many times: in both environments, or on many resources of a stack. */

const SHOWN_ITEMS = 12
const SHOWN_LENGTH = 40
const PROPERTY = /^(stack\/.+)\/resource\/([^/]+)\/property(\/.+)$/

/** Pure: one finding for the same drift of several environments, and one for the same tag on several resources of a stack. */
export function mergeAlike(findings: readonly Finding[]): Finding[] {
  return mergeEnvironments(mergeTags(findings))
}

/** A list as the names of its items: texts, or the member that tells them apart. Other values are not shown. */
export function itemLabels(json: string): string {
  const items = JSON.parse(json) as unknown
  if (!Array.isArray(items)) return json
  const shown = items.slice(0, SHOWN_ITEMS).map((item: unknown, index) => {
    const record = isRecord(item) ? item : {}
    const name = [item, record['Id'], record['Name'], record['Key'], record['PathPattern'], record['Sid']].find(
      (candidate) => typeof candidate === 'string',
    )
    return typeof name === 'string' && name.length <= SHOWN_LENGTH ? name : `item ${index + 1}`
  })
  const more = items.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function environmentOf({ details }: Finding): string | undefined {
  return isRecord(details) && typeof details['environment'] === 'string' ? details['environment'] : undefined
}

function mergeTags(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const [, stack, , path = ''] = PROPERTY.exec(finding.subject) ?? []
    if (finding.code !== 'drift/property-differs' || finding.waived || !isTag(path)) continue
    const { expected, observed } = finding
    const key = JSON.stringify([stack, environmentOf(finding), tagOf(finding), expected, observed])
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  const merged = new Map<Finding, Finding | undefined>()
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || others.length === 0) continue
    const all = [first, ...others].map(({ subject }) => PROPERTY.exec(subject)?.[2] ?? subject)
    const [, stack = first.subject, , path = ''] = PROPERTY.exec(first.subject) ?? []
    const tag = tagOf(first)
    const what =
      first.expected === '(absent)'
        ? 'was added to'
        : first.observed === '(absent)'
          ? 'was removed from'
          : 'was changed on'
    for (const other of others) merged.set(other, undefined)
    merged.set(first, {
      ...first,
      ...commonDetails([first, ...others]),
      code: 'drift/on-many-resources',
      title: `${environmentOf(first) ?? ''}: the tag ${tag} ${what} ${all.length} resources of ${stack.replace('stack/', '')} outside CloudFormation`,
      subject: `${stack}/tag/${tag}`,
      observed: `${first.observed}: ${listed(all, SHOWN_ITEMS)}`,
      advice:
        'A tag on several resources usually comes from a tag policy or an inventory tool. Declare it once in `tags` of ' +
        'the stack, or accept it: `precheck.drift.ignore: [{ resource: ' +
        `${stack.replace('stack/', '')}/*, property: /${path.split('/')[1]}, reason: …, owner: …, until: … }]\`.`,
    })
  }
  return findings.flatMap((finding) => {
    if (!merged.has(finding)) return [finding]
    const one = merged.get(finding)
    return one === undefined ? [] : [one]
  })
}

const MERGED = ['drift/property-differs', 'drift/reordered', 'drift/on-many-resources', 'drift/undeclared']

/** A change that both environments have alike was probably made on purpose, and needs one decision. */
function mergeEnvironments(findings: readonly Finding[]): Finding[] {
  const result: Finding[] = []
  const first = new Map<string, number>()
  for (const finding of findings) {
    const environment = environmentOf(finding)
    const key = JSON.stringify([finding.code, finding.subject, finding.expected, finding.observed, finding.outcome])
    const at = first.get(key)
    const known = at === undefined ? undefined : result[at]
    if (!MERGED.includes(finding.code) || finding.waived || environment === undefined) result.push(finding)
    else if (at === undefined || known === undefined) {
      first.set(key, result.length)
      result.push(finding)
    } else result[at] = together(known, finding)
  }
  return result
}

function together(one: Finding, other: Finding): Finding {
  const keys = [environmentOf(one) ?? '', environmentOf(other) ?? '']
  // Two regions of one environment have one key.
  const [a = '', b = ''] = keys[0] === keys[1] ? [one, other].map(regionOf) : keys
  const changes = [one, other].map(changedByOf)
  const named = changes.flatMap((each, at) => (typeof each === 'string' ? [`${[a, b][at]}: ${each}`] : []))
  const bothChanged = named.length > 0 ? { changedBy: named.join('; ') } : {}
  // The title names who changed the first of them only.
  const own = typeof changes[0] === 'string' ? one.title.replace(/(, by|; last changed by) .*$/, '') : one.title
  const title = own.startsWith(`${keys[0]}: `) ? `${a} and ${b} alike: ${own.slice(`${keys[0]}: `.length)}` : own
  return {
    ...one,
    title,
    advice: `${one.advice ?? ''} ${b} differs in the same way: decide for both.`.trim(),
    details: { ...(isRecord(one.details) && one.details), ...bothChanged, environment: [...new Set(keys)].join(', ') },
  }
}

function changedByOf({ details }: Finding): unknown {
  return isRecord(details) ? details['changedBy'] : undefined
}

/** The details of findings that become one: without an author where they have several. */
function commonDetails(findings: readonly Finding[]): Pick<Finding, 'details'> {
  const [details] = findings.map((finding) => finding.details)
  const authors = new Set(findings.map(changedByOf))
  if (authors.size === 1 || !isRecord(details)) return {}
  const { changedBy: _, ...others } = details
  return { details: others }
}

function regionOf(finding: Finding): string {
  const { details } = finding
  const region = isRecord(details) && typeof details['region'] === 'string' ? ` (${details['region']})` : ''
  return `${environmentOf(finding) ?? ''}${region}`
}

/** The key of the tag that a finding is about; a text in words where it cannot be read. */
function tagOf({ subject, expected, observed }: Finding): string {
  const path = PROPERTY.exec(subject)?.[3] ?? ''
  return tagKey(path, observed === '(absent)' ? expected : observed) ?? 'of one value'
}
