import type { NormalizedSchema } from '@smithy/core/schema'
import type { ServiceError } from '../../contract.ts'
import type { HttpAnswer } from './http.ts'
import type { Dialect } from './dialects.ts'
import type { OperationModel } from './model.ts'
import { scalarFromText } from './values.ts'
import { element, escapeXml, isFlat, writeStructure, xmlName } from './xml.ts'

interface Node {
  text?: string
  readonly children: Map<string, Node>
}

/** Decodes a form of awsQuery (`Tags.member.1.Key=…`) or of ec2Query (`TagSpecification.1.Tag.1.Key=…`). */
export function decodeQuery({ protocol }: Dialect, operation: OperationModel, form: URLSearchParams): unknown {
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
  return operation.input.isUnitSchema() ? {} : readNode(protocol === 'ec2', operation.input, root, '')
}

function readNode(ec2: boolean, schema: NormalizedSchema, node: Node, path: string): unknown {
  if (schema.isListSchema()) return readList(ec2, schema, node, path)
  if (schema.isMapSchema()) return readMap(ec2, schema, node, path)
  if (!schema.isStructSchema()) return scalarFromText(schema, node.text ?? '', path)
  const value: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const child = node.children.get(ec2 ? ec2Name(member, name) : xmlName(member, name))
    if (child !== undefined) value[name] = readNode(ec2, member, child, path === '' ? name : `${path}.${name}`)
  }
  return value
}

/** The name of a member in a form of ec2Query: its own trait, or its XML name with a capital. */
function ec2Name(schema: NormalizedSchema, name: string): string {
  const { ec2QueryName } = schema.getMergedTraits() as { ec2QueryName?: string }
  const given = xmlName(schema, name)
  return ec2QueryName ?? given.charAt(0).toUpperCase() + given.slice(1)
}

function readList(ec2: boolean, schema: NormalizedSchema, node: Node, path: string): unknown[] {
  const member = schema.getValueSchema()
  const items = ec2 || isFlat(schema) ? node : node.children.get(xmlName(member, 'member'))
  return numbered(items).map((item, index) => readNode(ec2, member, item, `${path}.${index + 1}`))
}

function readMap(ec2: boolean, schema: NormalizedSchema, node: Node, path: string): Record<string, unknown> {
  const entries = isFlat(schema) ? node : node.children.get('entry')
  const value: Record<string, unknown> = {}
  for (const entry of numbered(entries)) {
    const key = entry.children.get(xmlName(schema.getKeySchema(), 'key'))?.text ?? ''
    const child = entry.children.get(xmlName(schema.getValueSchema(), 'value'))
    if (child !== undefined) value[key] = readNode(ec2, schema.getValueSchema(), child, `${path}.${key}`)
  }
  return value
}

const numbered = (node: Node | undefined): Node[] =>
  [...(node?.children ?? [])]
    .filter(([name]) => /^\d+$/.test(name))
    .toSorted(([left], [right]) => Number(left) - Number(right))
    .map(([, child]) => child)

const XML_TYPE = { 'content-type': 'text/xml' }

/**
 * Encodes a response: awsQuery has `<XResponse><XResult>…</XResult><ResponseMetadata>…`, ec2Query
 * `<XResponse><requestId>…</requestId>…`.
 */
export function encodeQuery(
  { protocol, xmlNamespace }: Dialect,
  operation: OperationModel,
  output: object,
  requestId: string,
): HttpAnswer {
  const { name } = operation
  const members = operation.output.isUnitSchema() ? undefined : writeStructure(operation.output, output, name)
  const body =
    protocol === 'ec2'
      ? element('requestId', requestId) + (members ?? element('return', 'true'))
      : (members === undefined ? '' : element(`${name}Result`, members)) +
        element('ResponseMetadata', element('RequestId', requestId))
  return { status: 200, headers: XML_TYPE, body: `<${name}Response xmlns="${xmlNamespace}">${body}</${name}Response>` }
}

export function encodeQueryError(
  { protocol, xmlNamespace }: Dialect,
  error: ServiceError,
  requestId: string,
): HttpAnswer {
  const { status } = error
  const words = element('Code', error.code) + element('Message', escapeXml(error.message))
  if (protocol === 'ec2') {
    const body = element('Errors', element('Error', words)) + element('RequestID', requestId)
    return { status, headers: XML_TYPE, body: element('Response', body) }
  }
  const type = element('Type', status >= 500 ? 'Receiver' : 'Sender')
  const body = element('Error', type + words) + element('RequestId', requestId)
  return { status, headers: XML_TYPE, body: `<ErrorResponse xmlns="${xmlNamespace}">${body}</ErrorResponse>` }
}
