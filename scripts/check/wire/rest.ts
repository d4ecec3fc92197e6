import type { NormalizedSchema } from '@smithy/core/schema'
import { dialectOf } from '../../../sandbox/aws/wire/dialects.ts'
import type { HttpRequest } from '../../../sandbox/aws/wire/http.ts'
import { modelOf } from '../../../sandbox/aws/wire/model.ts'
import { decodeRest, matchOperation } from '../../../sandbox/aws/wire/rest.ts'

/** A recorded request and its response. */
export interface Exchange {
  readonly service: string
  /** Absent in traffic of GitHub. */
  readonly operation?: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Record<string, string>
    readonly body: string
  }
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: string }
}

/** Lambda returns this for a running update, although it is not in the model's enumeration. */
const BEYOND_THE_MODEL = /"LastUpdateStatusReasonCode":"Creating",?/g

/**
 * Converts a restJson1 exchange to awsJson for the external tool: the operation in X-Amz-Target, the whole input in the
 * body, the error code in `__type`. Other exchanges, and paths that are not in the model, are returned unchanged.
 */
export async function asJson(exchange: Exchange): Promise<Exchange> {
  const { service, request, response } = exchange
  const dialect = dialectOf(service)
  if (dialect?.protocol !== 'rest-json') return exchange
  const [path = '', search = ''] = request.path.split('?')
  const input: HttpRequest = {
    ...request,
    target: request.path,
    path,
    query: new URLSearchParams(search),
    body: Buffer.alloc(0),
  }
  const match = matchOperation(await modelOf(dialect), input)
  if (match === undefined) return exchange
  const sent = heldBy(request.body, match.operation.input)
  const type = response.headers['x-amzn-errortype']
  const { output } = match.operation
  const plain = payloadOf(output)?.[1].isBlobSchema() ? JSON.stringify(heldBy(response.body, output)) : response.body
  const answered = type === undefined ? plain : withType(type, response.body)
  return {
    service,
    request: {
      ...request,
      headers: { ...request.headers, 'x-amz-target': `Rest.${match.operation.name}` },
      body: JSON.stringify({ ...decodeRest(dialect, match, input), ...sent }),
    },
    response: { ...response, body: answered.replace(BEYOND_THE_MODEL, '') },
  }
}

/** The members that the body holds; a blob that is the whole body is one member, in Base64. */
function heldBy(body: string, shape: NormalizedSchema): object {
  if (body === '') return {}
  const payload = payloadOf(shape)
  if (payload === undefined) return JSON.parse(body) as object
  const [name, member] = payload
  return { [name]: member.isBlobSchema() ? Buffer.from(body).toString('base64') : (JSON.parse(body) as unknown) }
}

/** The member that is the whole body; undefined where the body has the members. */
function payloadOf(shape: NormalizedSchema): [string, NormalizedSchema] | undefined {
  const members = shape.isUnitSchema() ? [] : [...shape.structIterator()]
  return members.find(([, member]) => member.getMergedTraits().httpPayload !== undefined)
}

const withType = (type: string, body: string): string =>
  body.startsWith('{') ? JSON.stringify({ __type: type, ...(JSON.parse(body) as object) }) : body
