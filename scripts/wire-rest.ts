import { dialectOf } from '../sandbox/aws/wire/dialects.ts'
import type { HttpRequest } from '../sandbox/aws/wire/http.ts'
import { modelOf } from '../sandbox/aws/wire/model.ts'
import { decodeRest, matchOperation } from '../sandbox/aws/wire/rest.ts'

/** A recorded request and its answer. */
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

/** Lambda answers this for a running update, although it is not in the model's enumeration. */
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
  const asked: HttpRequest = {
    ...request,
    target: request.path,
    path,
    query: new URLSearchParams(search),
    body: Buffer.alloc(0),
  }
  const match = matchOperation(await modelOf(dialect), asked)
  if (match === undefined) return exchange
  const sent = request.body === '' ? {} : (JSON.parse(request.body) as object)
  const type = response.headers['x-amzn-errortype']
  const answered = type === undefined ? response.body : withType(type, response.body)
  return {
    service,
    request: {
      ...request,
      headers: { ...request.headers, 'x-amz-target': `Rest.${match.operation.name}` },
      body: JSON.stringify({ ...sent, ...decodeRest(dialect, match, asked) }),
    },
    response: { ...response, body: answered.replace(BEYOND_THE_MODEL, '') },
  }
}

const withType = (type: string, body: string): string =>
  body.startsWith('{') ? JSON.stringify({ __type: type, ...(JSON.parse(body) as object) }) : body
