import { createReadStream } from 'node:fs'
import { Agent, request as requestPlain, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as requestSecure } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { ProxyVariables } from '../support/http/proxy.ts'

/** Requests with bodies of files, and answers as streams. Redirects are not followed. */

export interface Asked {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer | { readonly file: string; readonly size: number }
  readonly signal: AbortSignal
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly stream: IncomingMessage
}

export type Ask = (asked: Asked) => Promise<Answered>

/** Time without any data after which a request ends. A registry may digest a large layer for a while. */
const SILENCE_MS = 300_000
const MOST_TEXT_BYTES = 8 * 1024 * 1024

/** Makes requests over kept connections, through the proxy. Rejects with Node's error. */
export function asker(proxyEnv: ProxyVariables | undefined): Ask {
  const options = { keepAlive: true, ...(proxyEnv && { proxyEnv }) }
  const [plain, secure] = [new Agent(options), new SecureAgent(options)]
  return ({ method, url, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      let isAnswered = false
      const isSecure = url.protocol === 'https:'
      const length = body === undefined ? undefined : Buffer.isBuffer(body) ? body.length : body.size
      const request = (isSecure ? requestSecure : requestPlain)(
        url,
        {
          method,
          headers: {
            'user-agent': 'test-deployments',
            ...headers,
            ...((length !== undefined || method === 'POST') && { 'content-length': String(length ?? 0) }),
          },
          agent: isSecure ? secure : plain,
          signal,
        },
        (response) => {
          isAnswered = true
          resolve({ status: response.statusCode ?? 0, headers: response.headers, stream: response })
        },
      )
      request.setTimeout(SILENCE_MS, () =>
        request.destroy(Object.assign(new Error(`no data for ${SILENCE_MS / 1000} seconds`), { code: 'ETIMEDOUT' })),
      )
      request.on('error', reject)
      if (body === undefined || Buffer.isBuffer(body)) return void request.end(body)
      // A registry that refuses an upload answers before its end: then the answer counts, not the broken connection.
      pipeline(createReadStream(body.file), request).catch((error: unknown) => {
        if (!isAnswered) reject(error instanceof Error ? error : new Error(String(error)))
      })
    })
}

/** The whole body; rejects where it is longer than a manifest or message may be, or cut. */
export async function bytesOf({ stream }: Answered): Promise<Buffer> {
  const declared = Number(stream.headers['content-length'] ?? 0)
  if (declared > MOST_TEXT_BYTES) {
    stream.destroy()
    throw new Error(`an answer of ${declared} bytes`)
  }
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > MOST_TEXT_BYTES) stream.destroy(new Error(`an answer of more than ${MOST_TEXT_BYTES} bytes`))
  })
  return buffer(stream)
}
