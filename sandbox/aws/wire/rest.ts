import type { NormalizedSchema } from '@smithy/core/schema'
import { ServiceError } from '../../contract.ts'
import type { Dialect } from './dialects.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { parseJson, readJson, writeJson } from './json.ts'
import type { OperationModel, ServiceModel } from './model.ts'
import { refuseUnknownMembers, scalarFromText, timeText } from './values.ts'
import { element, escapeXml, writeMember, writeStructure, xmlName } from './xml.ts'
import { readXmlBody } from './xml-read.ts'

/** The operation of a REST request, and the labels in its path. */
export interface Match {
  readonly operation: OperationModel
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Finds the operation by method, path and fixed query from the `http` traits of the model; undefined when there is none.
 * Of several, the one with the most fixed parts.
 */
export function matchOperation(model: ServiceModel, { method, path, query }: HttpRequest): Match | undefined {
  const found: { match: Match; fixed: number }[] = []
  for (const operation of model.operations()) {
    const { http } = operation
    if (http?.method !== method) continue
    const [route = '', search = ''] = http.uri.split('?')
    const wanted = [...new URLSearchParams(search)]
    if (!wanted.every(([name, value]) => query.has(name) && (value === '' || query.get(name) === value))) continue
    const groups = patternOf(route).exec(path)?.groups
    if (groups === undefined && !patternOf(route).test(path)) continue
    const labels = Object.entries(groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)])
    const fixed = wanted.length + route.split('/').filter((part) => part !== '' && !part.startsWith('{')).length
    found.push({ match: { operation, labels: Object.fromEntries(labels) as Record<string, string> }, fixed })
  }
  return found.toSorted((left, right) => right.fixed - left.fixed)[0]?.match
}

/** The pattern of a path `/functions/{FunctionName}/code`; `{Name+}` also matches slashes. */
function patternOf(route: string): RegExp {
  const source = route
    .replace(/[.*^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => `(?<${name}>${greedy === '' ? '[^/]+' : '.+'})`)
  return new RegExp(`^${source}/?$`)
}

/** Where the model binds a member; to the body when nothing is set. */
interface Binding {
  readonly httpLabel?: number
  readonly httpQuery?: string
  readonly httpQueryParams?: number
  readonly httpHeader?: string
  readonly httpPrefixHeaders?: string
  readonly httpResponseCode?: number
  readonly httpPayload?: number
}

const bindingOf = (member: NormalizedSchema): Binding => member.getMergedTraits()

/** Whether a member of an input is outside the body, or is the body. */
const isBound = (member: NormalizedSchema): boolean =>
  Object.keys(bindingOf(member)).some((trait) => trait.startsWith('http'))

/** The same for an output; bindings to the query, which shapes share with inputs, have no meaning there. */
const isBoundInAnswer = (member: NormalizedSchema): boolean =>
  isBound(member) && bindingOf(member).httpQuery === undefined

/** Decodes a request: labels, query, headers and body, as the model binds them. */
export function decodeRest(dialect: Dialect, { operation, labels }: Match, request: HttpRequest): object {
  if (operation.input.isUnitSchema()) return {}
  const members = [...operation.input.structIterator()]
  const payload = members.some(([, member]) => bindingOf(member).httpPayload !== undefined)
  const body = payload ? {} : (readBody(dialect, operation.input, request.body) as Record<string, unknown>)
  const input: Record<string, unknown> = {}
  for (const [name, member] of members) {
    const value = isBound(member) ? readBound(dialect, name, member, { operation, labels }, request) : body[name]
    if (value !== undefined) input[name] = value
  }
  return input
}

function readBound(
  dialect: Dialect,
  name: string,
  member: NormalizedSchema,
  { operation, labels }: Match,
  { query, headers, body }: HttpRequest,
): unknown {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders } = bindingOf(member)
  if (httpLabel !== undefined)
    return labels[name] === undefined ? undefined : scalarFromText(member, labels[name], name)
  if (httpQuery !== undefined) return readTexts(member, query.getAll(httpQuery), name)
  if (httpHeader !== undefined) return readTexts(member, splitHeader(member, headers[httpHeader.toLowerCase()]), name)
  if (httpQueryParams !== undefined) return otherParameters(operation, query)
  if (httpPrefixHeaders !== undefined) {
    const start = httpPrefixHeaders.toLowerCase()
    const own = Object.entries(headers).filter(([header]) => header.startsWith(start))
    return Object.fromEntries(own.map(([header, value]) => [header.slice(start.length), value]))
  }
  if (body.length === 0) return undefined
  return member.isBlobSchema() ? body : readBody(dialect, member, body)
}

/** The parameters that neither the path of the model nor another member has. */
function otherParameters({ http, input }: OperationModel, query: URLSearchParams): Record<string, string> {
  const fixed = new URLSearchParams(http?.uri.split('?')[1])
  const bound = new Set([...input.structIterator()].map(([, member]) => bindingOf(member).httpQuery))
  return Object.fromEntries([...query].filter(([name]) => !fixed.has(name) && !bound.has(name)))
}

const splitHeader = (member: NormalizedSchema, text: string | undefined): string[] =>
  text === undefined ? [] : member.isListSchema() ? text.split(',').map((part) => part.trim()) : [text]

function readTexts(member: NormalizedSchema, texts: readonly string[], name: string): unknown {
  const [first] = texts
  if (first === undefined) return undefined
  return member.isListSchema()
    ? texts.map((text) => scalarFromText(member.getValueSchema(), text, name))
    : scalarFromText(member, first, name)
}

function readBody(dialect: Dialect, schema: NormalizedSchema, body: Buffer): unknown {
  const text = body.toString('utf8')
  if (schema.isStringSchema()) return text
  if (dialect.protocol === 'rest-json') return readJson(schema, parseJson(text))
  return text === '' ? {} : readXmlBody(schema, text)
}

const JSON_TYPE = { 'content-type': 'application/json' }
const XML_TYPE = { 'content-type': 'text/xml' }

/** Encodes a response: status, headers and body, as the model binds its members. */
export function encodeRest(
  dialect: Dialect,
  { output: schema, name, http }: OperationModel,
  output: object,
): HttpAnswer {
  const type = dialect.protocol === 'rest-json' ? JSON_TYPE : XML_TYPE
  const status = http?.status ?? 200
  if (schema.isUnitSchema()) return { status, headers: type, body: '' }
  refuseUnknownMembers(schema, output, name)
  const given = output as Record<string, unknown>
  const headers: Record<string, string> = {}
  const members = [...schema.structIterator()].filter(([member]) => given[member] !== undefined)
  for (const [member, memberSchema] of members) {
    Object.assign(headers, headersOf(memberSchema, given[member]))
  }
  const code = members.find(([, each]) => bindingOf(each).httpResponseCode !== undefined)?.[0]
  return {
    status: code === undefined ? status : Number(given[code]),
    headers: { ...type, ...headers },
    body: bodyOf(dialect, schema, given, name),
  }
}

function headersOf(member: NormalizedSchema, value: unknown): Record<string, string> {
  const { httpHeader, httpPrefixHeaders } = bindingOf(member)
  const text = (each: unknown): string =>
    member.isTimestampSchema() ? timeText(member, each, 'http-date') : String(each)
  if (httpPrefixHeaders !== undefined) {
    const named = Object.entries(value as Record<string, unknown>)
    return Object.fromEntries(named.map(([name, each]) => [`${httpPrefixHeaders}${name}`.toLowerCase(), String(each)]))
  }
  if (httpHeader === undefined) return {}
  return { [httpHeader.toLowerCase()]: Array.isArray(value) ? value.map(text).join(', ') : text(value) }
}

function bodyOf(
  dialect: Dialect,
  schema: NormalizedSchema,
  output: Readonly<Record<string, unknown>>,
  operation: string,
): string | Uint8Array {
  const members = [...schema.structIterator()]
  const payload = members.find(([, each]) => bindingOf(each).httpPayload !== undefined)
  const json = dialect.protocol === 'rest-json'
  if (payload === undefined) {
    const body = Object.fromEntries(
      Object.entries(output).filter(([name]) => !isBoundInAnswer(schema.getMemberSchema(name))),
    )
    if (json) return JSON.stringify(writeJson(schema, body, operation))
    return document(dialect, xmlName(schema, schema.getName() ?? operation), writeStructure(schema, body, operation))
  }
  const [name, member] = payload
  const value = output[name]
  if (value === undefined) return ''
  if (member.isBlobSchema()) return value as Uint8Array
  if (member.isStringSchema()) return value as string
  const path = `${operation}.${name}`
  if (json) return JSON.stringify(writeJson(member, value, path))
  return document(dialect, undefined, writeMember(member, value, xmlName(member, member.getName() ?? name), path))
}

/** An XML document. Its root element gets the service's namespace. */
function document({ xmlNamespace }: Dialect, root: string | undefined, content: string): string {
  const text = root === undefined ? content : element(root, content)
  return `<?xml version="1.0"?>\n${text.replace(/^<([\w:]+)/, `<$1 xmlns="${xmlNamespace}"`)}`
}

/**
 * Encodes an error. In JSON the member is `Message` or `message` by the shape of the error; common errors have
 * `Message`.
 */
export function encodeRestError(
  dialect: Dialect,
  model: ServiceModel,
  error: ServiceError,
  requestId: string,
): HttpAnswer {
  const { code, status, message } = error
  if (dialect.protocol === 'rest-xml') {
    const type = element('Type', status >= 500 ? 'Receiver' : 'Sender')
    const words = type + element('Code', code) + element('Message', escapeXml(message))
    const content = element('Error', words) + element('RequestId', requestId)
    return { status, headers: XML_TYPE, body: document(dialect, 'ErrorResponse', content) }
  }
  const members = model.error(code)?.members ?? []
  const text = members.includes('message') ? 'message' : 'Message'
  const type = members.includes('Type') ? { Type: status >= 500 ? 'Service' : 'User' } : {}
  return {
    status,
    headers: { ...JSON_TYPE, 'x-amzn-errortype': code },
    body: JSON.stringify({ ...type, [text]: message, ...error.members }),
  }
}

export const unknownPath = ({ method, path }: HttpRequest): ServiceError =>
  new ServiceError('UnknownOperationException', `Unknown operation ${method} ${path}`, 404)
