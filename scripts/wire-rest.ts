import { DIALECTS, modelOf } from '../sandbox/aws/wire/dialects.ts'
import type { HttpRequest } from '../sandbox/aws/wire/http.ts'
import { decodeRest, matchOperation } from '../sandbox/aws/wire/rest.ts'

/** An exchange as the sandbox records it. */
export interface Exchange {
  readonly service: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Record<string, string>
    readonly body: string
  }
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: string }
}

/** Lambda answers this of a running update, though its model's enumeration does not have it. */
const BEYOND_THE_MODEL = /"LastUpdateStatusReasonCode":"Creating",?/g

/**
 * A restJson1 exchange as awsJson would have it, which the judge reads: the operation in X-Amz-Target, all of the input
 * in the body, the error's code in `__type`. Others, and paths that the model does not have, are given back as they are.
 */
export async function asJson(exchange: Exchange): Promise<Exchange> {
  const { service, request, response } = exchange
  const dialect = DIALECTS.find((each) => each.service === service && each.rest === true)
  if (dialect === undefined) return exchange
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
      body: JSON.stringify({ ...sent, ...decodeRest(match, asked) }),
    },
    response: { ...response, body: answered.replace(BEYOND_THE_MODEL, '') },
  }
}

const withType = (type: string, body: string): string =>
  body.startsWith('{') ? JSON.stringify({ __type: type, ...(JSON.parse(body) as object) }) : body
