import { resourcesIn } from '../cloudformation/exports.ts'
import { conditionHolds, type Values } from '../cloudformation/template/values.ts'
import type { Template } from '../cloudformation/template/template.ts'
import { isRecord } from '../support/records.ts'
import type { Reference, Target } from './contract.ts'
import { parseS3Url, s3Object } from './kinds/s3-object.ts'
import { S3_MEMBERS, S3_URLS } from './s3-properties.ts'
import { chosen, isFunction, knownText, nodesOf, showProperty, type Node } from './walk.ts'

/** Where a reference was found: what all references of one resource have in common. */
interface Owner {
  readonly template: Template
  readonly values: Values
  readonly logicalId: string
  readonly type: string
}

/**
 * Pure: the references of a template to what it does not declare itself, in resources whose conditions hold or are unknown.
 * `values` are those of parameters and pseudo parameters.
 */
export function collectReferences(template: Template, values: Values): Reference[] {
  return Object.entries(template.resources).flatMap(([logicalId, { type, properties, condition }]) => {
    if (condition !== undefined && conditionHolds(template, condition, values) === false) return []
    const owner: Owner = { template, values, logicalId, type }
    return [...nodesOf(template, properties, values)].flatMap((node) => [
      ...s3MembersIn(owner, node),
      ...s3UrlIn(owner, node),
    ])
  })
}

function s3MembersIn(owner: Owner, { path, value }: Node): Reference[] {
  if (!isRecord(value) || isFunction(value) || path.length === 0) return []
  return S3_MEMBERS.flatMap(({ bucket, key, versions }) => {
    const member = (name: string): unknown => chosen(owner.template, value[name], owner.values)
    const [itsBucket, itsKey] = [member(bucket), member(key)]
    const version = versions.map(member).find((each) => each !== undefined)
    if (itsBucket === undefined || itsKey === undefined) return []
    const parts = version === undefined ? [itsBucket, itsKey] : [itsBucket, itsKey, version]
    return referenceTo(owner, path, parts, ([name = '', object = '', its]) => s3Object(name, object, its))
  })
}

function s3UrlIn(owner: Owner, { path, value }: Node): Reference[] {
  if (S3_URLS[owner.type]?.includes(showProperty(path)) !== true) return []
  if (Array.isArray(value) || (isRecord(value) && !isFunction(value))) return []
  return referenceTo(owner, path, [value], ([url = '']) => parseS3Url(url))
}

/** The reference that these values make; none where they name a resource of the template, or nothing that can be looked up. */
function referenceTo(
  { template, values, logicalId }: Owner,
  path: Node['path'],
  parts: readonly unknown[],
  make: (texts: readonly string[]) => Target | undefined,
): Reference[] {
  const texts = parts.map((part) => knownText(template, part, values))
  const place = {
    kind: 's3-object' as const,
    expression: JSON.stringify(parts.length === 1 ? parts[0] : parts),
    logicalId,
    property: showProperty(path),
    source: sourceOf(template, logicalId, path),
  }
  if (texts.every((text) => text !== undefined)) {
    const target = make(texts)
    return target === undefined ? [] : [{ ...place, target }]
  }
  return parts.some((part) => resourcesIn(template, part).length > 0) ? [] : [{ ...place, target: undefined }]
}

/** A resource that a transform or a loop made has no place of its own. */
function sourceOf(template: Template, logicalId: string, path: Node['path']): Reference['source'] {
  const written = isRecord(template.body['Resources']) && Object.hasOwn(template.body['Resources'], logicalId)
  const own = template.resources[logicalId]?.source
  return written || own === undefined ? template.source(['Resources', logicalId, 'Properties', ...path]) : own
}
