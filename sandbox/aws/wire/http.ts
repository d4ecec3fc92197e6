import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** A complete request. Header names are in lower case. */
export interface HttpRequest {
  readonly method: string
  /** Path and query as in the request line. */
  readonly target: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const body = await buffer(message)
  const target = message.url ?? '/'
  const [path, search = ''] = splitOnce(target, '?')
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return {
    method: message.method ?? 'GET',
    target,
    path,
    query: new URLSearchParams(search),
    headers,
    body,
  }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}
