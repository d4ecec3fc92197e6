import type { Template } from '../../cloudformation/template/template.ts'
import { isRecord } from '../../support/records.ts'
import {
  LOCAL_IMAGES,
  PACKAGED,
  PACKAGED_METADATA,
  type Content,
  type Form,
  type PackagedProperty,
} from '../../cloudformation/packaged-properties.ts'

export type Path = readonly (string | number)[]

/** A local file that a template names. */
export interface LocalReference {
  readonly path: Path
  /** `Resources.Orders.CodeUri`, as messages show it. */
  readonly where: string
  /** The path as the template writes it. */
  readonly value: string
  readonly form: Form
  readonly content: Content
}

const REMOTE: Readonly<Record<Form, RegExp>> = {
  https: /^(https?|s3):\/\//,
  s3: /^(s3|https?):\/\//,
  'S3Bucket/S3Key': /^(s3|https?):\/\//,
  'Bucket/Key': /^(s3|https?):\/\//,
}

/** Pure: the local files that a template names where CloudFormation reads objects in S3. Maps are left alone. */
export function localReferences({ body }: Pick<Template, 'body'>): LocalReference[] {
  const resources = isRecord(body['Resources']) ? body['Resources'] : {}
  const metadata = isRecord(body['Metadata']) ? body['Metadata'] : {}
  const ofResources = Object.entries(resources).flatMap(([id, resource]) => {
    const type = isRecord(resource) ? String(resource['Type']) : ''
    const own = Object.hasOwn(PACKAGED, type) ? (PACKAGED[type] ?? []) : []
    return own.flatMap((each) =>
      referencesAt(isRecord(resource) ? resource['Properties'] : undefined, each, ['Resources', id, 'Properties'], id),
    )
  })
  const ofMetadata = Object.entries(PACKAGED_METADATA).flatMap(([key, own]) =>
    own.flatMap((each) => referencesAt(metadata[key], each, ['Metadata', key], key)),
  )
  return [...ofResources, ...ofMetadata, ...includes(body, [])]
}

function referencesAt(
  value: unknown,
  { path, form, content }: PackagedProperty,
  at: Path,
  owner: string,
): LocalReference[] {
  return valuesAt(value, path.split('.'), at).flatMap(({ path: place, value: found }) =>
    typeof found === 'string' && found !== '' && !REMOTE[form].test(found)
      ? [{ path: place, where: `${owner}.${place.slice(at.length).join('.')}`, value: found, form, content }]
      : [],
  )
}

function valuesAt(value: unknown, steps: readonly string[], path: Path): { path: Path; value: unknown }[] {
  const [step, ...rest] = steps
  if (step === undefined) return [{ path, value }]
  if (!isRecord(value)) return []
  const keys = step === '*' ? Object.keys(value) : Object.hasOwn(value, step) ? [step] : []
  return keys.flatMap((key) => valuesAt(value[key], rest, [...path, key]))
}

/** `Fn::Transform` with AWS::Include, anywhere. */
function includes(value: unknown, path: Path): LocalReference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => includes(item, [...path, index]))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const isInclude =
      (key === 'Fn::Transform' || key === 'Transform') && isRecord(member) && member['Name'] === 'AWS::Include'
    const parameters = isInclude ? member['Parameters'] : undefined
    const location = isRecord(parameters) ? parameters['Location'] : undefined
    if (typeof location !== 'string') return includes(member, [...path, key])
    if (location.startsWith('s3://')) return []
    const place = [...path, key, 'Parameters', 'Location']
    return [{ path: place, where: 'AWS::Include', value: location, form: 's3' as const, content: 'file' as const }]
  })
}

/** Pure: an image that `sam build` left in the Docker of one host; undefined where there is none. */
export function localImage({
  body,
}: Pick<Template, 'body'>): { readonly id: string; readonly image: string } | undefined {
  const resources = isRecord(body['Resources']) ? body['Resources'] : {}
  for (const [id, resource] of Object.entries(resources)) {
    if (!isRecord(resource)) continue
    const path = LOCAL_IMAGES[String(resource['Type'])]
    const [found] = path === undefined ? [] : valuesAt(resource['Properties'], path.split('.'), [])
    if (typeof found?.value === 'string' && !found.value.includes('/')) return { id, image: found.value }
  }
  return undefined
}

/** Pure: a copy of a template's body with other values at these paths. */
export function replaced(body: unknown, values: readonly { readonly path: Path; readonly value: unknown }[]): unknown {
  const here = values.find(({ path }) => path.length === 0)
  if (here) return here.value
  const below = (key: string | number) =>
    values.filter(({ path }) => path[0] === key).map(({ path, value }) => ({ path: path.slice(1), value }))
  if (values.length === 0) return body
  if (Array.isArray(body)) return body.map((item: unknown, index) => replaced(item, below(index)))
  if (!isRecord(body)) return body
  return Object.fromEntries(Object.entries(body).map(([key, member]) => [key, replaced(member, below(key))]))
}
