import type { NormalizedSchema } from '@smithy/core/schema'
import { refuseUnknownMembers, timeText } from './values.ts'

export const isFlat = (schema: NormalizedSchema): boolean =>
  (schema.getMergedTraits() as { xmlFlattened?: unknown }).xmlFlattened !== undefined

export const xmlName = (schema: NormalizedSchema, otherwise: string): string =>
  (schema.getMergedTraits() as { xmlName?: string }).xmlName ?? otherwise

/** Writes the members of a structure as elements, as awsQuery, ec2Query and restXml have it. */
export function writeStructure(schema: NormalizedSchema, value: object, path: string): string {
  refuseUnknownMembers(schema, value, path)
  const members = value as Record<string, unknown>
  return [...schema.structIterator()]
    .filter(([name]) => members[name] !== undefined && members[name] !== null)
    .map(([name, member]) => writeMember(member, members[name], xmlName(member, name), `${path}.${name}`))
    .join('')
}

/** Writes one member as an element with that tag; a flattened list or map is a row of such elements. */
export function writeMember(schema: NormalizedSchema, value: unknown, tag: string, path: string): string {
  if (schema.isListSchema()) {
    const item = schema.getValueSchema()
    const itemTag = isFlat(schema) ? tag : xmlName(item, 'member')
    const items = (value as unknown[]).map((each, index) => writeMember(item, each, itemTag, `${path}[${index}]`))
    return isFlat(schema) ? items.join('') : element(tag, items.join(''))
  }
  if (schema.isMapSchema()) {
    const key = xmlName(schema.getKeySchema(), 'key')
    const item = schema.getValueSchema()
    const entries = Object.entries(value as object).map(
      ([name, each]) =>
        element(key, escapeXml(name)) + writeMember(item, each, xmlName(item, 'value'), `${path}.${name}`),
    )
    return isFlat(schema)
      ? entries.map((entry) => element(tag, entry)).join('')
      : element(tag, entries.map((entry) => element('entry', entry)).join(''))
  }
  if (schema.isStructSchema()) return element(tag, writeStructure(schema, value as object, path))
  if (schema.isTimestampSchema()) return element(tag, timeText(schema, value, 'date-time'))
  if (schema.isBlobSchema()) return element(tag, Buffer.from(value as Uint8Array).toString('base64'))
  return element(tag, escapeXml(String(value)))
}

export const element = (tag: string, content: string): string => `<${tag}>${content}</${tag}>`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
}

/** Escapes text for XML. A carriage return becomes a character reference, since parsers would normalize it. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character)
}
