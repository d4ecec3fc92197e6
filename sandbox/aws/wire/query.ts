import type { NormalizedSchema } from '@smithy/core/schema'
import type { ServiceError } from '../../contract.ts'
import type { HttpAnswer } from './http.ts'
import type { Dialect, OperationModel } from './dialects.ts'
import { isoTime, refuseUnknownMembers, scalarFromText } from './values.ts'

interface Node {
  text?: string
  readonly children: Map<string, Node>
}

/** An awsQuery form (`Tags.member.1.Key=…`) as the operation's input. */
export function decodeQuery(operation: OperationModel, form: URLSearchParams): unknown {
  const root: Node = { children: new Map() }
  for (const [key, text] of form) {
    if (key === 'Action' || key === 'Version') continue
    let node = root
    for (const part of key.split('.')) {
      let child = node.children.get(part)
      if (child === undefined) node.children.set(part, (child = { children: new Map() }))
      node = child
    }
    node.text = text
  }
  return operation.input.isUnitSchema() ? {} : readNode(operation.input, root, '')
}

function readNode(schema: NormalizedSchema, node: Node, path: string): unknown {
  if (schema.isListSchema()) return readList(schema, node, path)
  if (schema.isMapSchema()) return readMap(schema, node, path)
  if (!schema.isStructSchema()) return scalarFromText(schema, node.text ?? '', path)
  const value: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const child = node.children.get(xmlName(member, name))
    if (child !== undefined) value[name] = readNode(member, child, path === '' ? name : `${path}.${name}`)
  }
  return value
}

function readList(schema: NormalizedSchema, node: Node, path: string): unknown[] {
  const member = schema.getValueSchema()
  const items = isFlat(schema) ? node : node.children.get(xmlName(member, 'member'))
  return numbered(items).map((item, index) => readNode(member, item, `${path}.${index + 1}`))
}

function readMap(schema: NormalizedSchema, node: Node, path: string): Record<string, unknown> {
  const entries = isFlat(schema) ? node : node.children.get('entry')
  const value: Record<string, unknown> = {}
  for (const entry of numbered(entries)) {
    const key = entry.children.get(xmlName(schema.getKeySchema(), 'key'))?.text ?? ''
    const child = entry.children.get(xmlName(schema.getValueSchema(), 'value'))
    if (child !== undefined) value[key] = readNode(schema.getValueSchema(), child, `${path}.${key}`)
  }
  return value
}

const numbered = (node: Node | undefined): Node[] =>
  [...(node?.children ?? [])]
    .filter(([name]) => /^\d+$/.test(name))
    .toSorted(([left], [right]) => Number(left) - Number(right))
    .map(([, child]) => child)

const isFlat = (schema: NormalizedSchema): boolean =>
  (schema.getMergedTraits() as { xmlFlattened?: unknown }).xmlFlattened !== undefined

const xmlName = (schema: NormalizedSchema, otherwise: string): string =>
  (schema.getMergedTraits() as { xmlName?: string }).xmlName ?? otherwise

/** An answer as awsQuery's XML: `<XResponse><XResult>…</XResult><ResponseMetadata>…`. */
export function encodeQuery(
  dialect: Dialect,
  operation: OperationModel,
  output: object,
  requestId: string,
): HttpAnswer {
  const { name } = operation
  const result = operation.output.isUnitSchema()
    ? ''
    : element(`${name}Result`, writeStructure(operation.output, output, name))
  const metadata = element('ResponseMetadata', element('RequestId', requestId))
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${name}Response xmlns="${dialect.xmlNamespace}">${result}${metadata}</${name}Response>`,
  }
}

export function encodeQueryError(dialect: Dialect, error: ServiceError, requestId: string): HttpAnswer {
  const type = error.status >= 500 ? 'Receiver' : 'Sender'
  const body = element('Type', type) + element('Code', error.code) + element('Message', escapeXml(error.message))
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="${dialect.xmlNamespace}">${element('Error', body)}${element('RequestId', requestId)}</ErrorResponse>`,
  }
}

function writeStructure(schema: NormalizedSchema, value: object, path: string): string {
  refuseUnknownMembers(schema, value, path)
  const members = value as Record<string, unknown>
  return [...schema.structIterator()]
    .filter(([name]) => members[name] !== undefined && members[name] !== null)
    .map(([name, member]) => writeMember(member, members[name], xmlName(member, name), `${path}.${name}`))
    .join('')
}

function writeMember(schema: NormalizedSchema, value: unknown, tag: string, path: string): string {
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
  if (schema.isTimestampSchema()) return element(tag, isoTime(value))
  if (schema.isBlobSchema()) return element(tag, Buffer.from(value as Uint8Array).toString('base64'))
  return element(tag, escapeXml(String(value)))
}

const element = (tag: string, content: string): string => `<${tag}>${content}</${tag}>`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
}

/** Text for XML. A carriage return would be read back as a line feed, so it goes as a reference. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character)
}
