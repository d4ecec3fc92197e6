import { ServiceError } from '../../contract.ts'
import type { OperationModel, ServiceModel } from './dialects.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { decodeJson, jsonOf } from './json.ts'
import { scalarFromText } from './values.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** An operation that a REST request asks for, and what stands in its path. */
export interface Match {
  readonly operation: OperationModel
  readonly labels: Readonly<Record<string, string>>
}

/** Finds the operation by method and path, as its model's `http` trait says; undefined when there is none. */
export function matchOperation(model: ServiceModel, { method, path }: HttpRequest): Match | undefined {
  for (const operation of model.operations()) {
    const { http } = operation
    if (http?.method !== method) continue
    const found = patternOf(http.uri).exec(path)
    if (found === null) continue
    const labels = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)])
    return { operation, labels: Object.fromEntries(labels) as Record<string, string> }
  }
  return undefined
}

/** `/functions/{FunctionName}/code?mode=1` → a pattern of its path; `{Name+}` takes slashes, too. */
function patternOf(uri: string): RegExp {
  const [path = ''] = uri.split('?')
  const source = path
    .replace(/[.*^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => `(?<${name}>${greedy === '' ? '[^/]+' : '.+'})`)
  return new RegExp(`^${source}/?$`)
}

/** A restJson1 request as the operation's input: labels, query and headers where the model binds them, else the body. */
export function decodeRest({ operation, labels }: Match, request: HttpRequest): object {
  const input = decodeJson(operation, request.body.toString('utf8')) as Record<string, unknown>
  for (const [name, member] of operation.input.structIterator()) {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits()
    if (httpLabel === undefined && httpQuery === undefined && httpHeader === undefined) continue
    const text =
      httpQuery !== undefined
        ? request.query.get(httpQuery)
        : httpHeader !== undefined
          ? request.headers[httpHeader.toLowerCase()]
          : labels[name]
    delete input[name]
    if (text !== undefined && text !== null) input[name] = scalarFromText(member, text, name)
  }
  return input
}

export function encodeRest(operation: OperationModel, output: object): HttpAnswer {
  return { status: operation.http?.status ?? 200, headers: JSON_TYPE, body: jsonOf(operation, output) }
}

/** Errors of one service have `Message` or `message`, as their shapes say; common ones have `Message`. */
export function encodeRestError(model: ServiceModel, error: ServiceError): HttpAnswer {
  const members = model.error(error.code)?.members ?? []
  const text = members.includes('message') ? 'message' : 'Message'
  const type = members.includes('Type') ? { Type: error.status >= 500 ? 'Service' : 'User' } : {}
  return {
    status: error.status,
    headers: { ...JSON_TYPE, 'x-amzn-errortype': error.code },
    body: JSON.stringify({ ...type, [text]: error.message, ...error.members }),
  }
}

export const unknownPath = ({ method, path }: HttpRequest): ServiceError =>
  new ServiceError('UnknownOperationException', `Unknown operation ${method} ${path}`, 404)
