import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { closeServer, listenOnLoopback, LOOPBACK } from '../../../sandbox/loopback.ts'

/** A call that the step made: `cloudformation ExecuteChangeSet`, `github GET /repos/…`. */
export interface OutsideCall {
  /** Counted from 1, in the order of arrival, over AWS and GitHub. */
  readonly number: number
  readonly name: string
  /** Counted from 1, among the calls of that name. */
  readonly nth: number
}

export interface AnsweredCall extends OutsideCall {
  /** The body of the response. */
  readonly answer: string
}

/**
 * A server between a step and its services: it passes everything on, counts, and reports when a call has taken effect.
 */
export interface Interceptor {
  readonly awsUrl: string
  readonly githubUrl: string
  readonly calls: readonly OutsideCall[]
  /**
   * Starts to count again. `at` is called for each call when the service has responded, before the step gets the
   * response.
   */
  arm(at: (call: AnsweredCall) => 'pass' | 'drop'): void
  close(): Promise<void>
}

export async function startInterceptor(targets: {
  readonly aws: string
  readonly github: string
}): Promise<Interceptor> {
  let calls: OutsideCall[] = []
  let at: (call: AnsweredCall) => 'pass' | 'drop' = () => 'pass'
  const urls = { aws: '', github: '' }

  const handle = async (which: 'aws' | 'github', message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(message)
    const name = nameOf(which, message, body)
    const nth = calls.filter((earlier) => earlier.name === name).length + 1
    const call = { number: calls.length + 1, name, nth }
    calls.push(call)
    const target = new URL(message.url ?? '/', targets[which])
    // Only AWS's signature is about the host; GitHub's URLs in responses lead to where the step asked.
    const headers = which === 'github' ? { ...message.headers, host: target.host } : message.headers
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const onward = send(target, { method: message.method, headers }, resolve)
      onward.once('error', reject)
      onward.end(body)
    })
    const bytes = await readBody(answer)
    if (at({ ...call, answer: bytes.toString('utf8') }) === 'drop') message.socket.destroy()
    else answerWith(response, answer, message.method === 'HEAD' ? undefined : urlsRewritten(bytes, answer))
  }
  const serve = (which: 'aws' | 'github'): Server =>
    createServer((message, response) => {
      handle(which, message, response).catch(() => message.socket.destroy())
    })
  const urlsRewritten = (bytes: Buffer, { headers }: IncomingMessage): Buffer =>
    /json/.test(headers['content-type'] ?? '')
      ? Buffer.from(bytes.toString('utf8').replaceAll(targets.github, urls.github))
      : bytes

  const servers = { aws: serve('aws'), github: serve('github') }
  for (const which of ['aws', 'github'] as const) {
    urls[which] = `http://${LOOPBACK}:${await listenOnLoopback(servers[which])}`
  }
  return {
    awsUrl: urls.aws,
    githubUrl: urls.github,
    get calls() {
      return calls
    },
    arm(when) {
      calls = []
      at = when
    },
    async close() {
      await Promise.all(Object.values(servers).map((server) => closeServer(server)))
    },
  }
}

/** `body`: undefined for HEAD, whose headers are those of the body that is not sent. */
function answerWith(response: ServerResponse, answer: IncomingMessage, body: Buffer | undefined): void {
  const headers = { ...answer.headers }
  delete headers['transfer-encoding']
  const sized = body !== undefined && answer.statusCode !== 204 && answer.statusCode !== 304
  response.writeHead(answer.statusCode ?? 500, { ...headers, ...(sized && { 'content-length': body.length }) })
  response.end(body)
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function nameOf(which: string, message: IncomingMessage, body: Buffer): string {
  const path = message.url?.split('?')[0] ?? ''
  // The same call has the same name in every run.
  if (which === 'github')
    return `github ${message.method} ${path.replaceAll(/[\da-f]{4,12}(-[\da-f]{4,12})+|\d{3,}/g, 'N')}`
  const target = message.headers['x-amz-target']
  const service = /\/([a-z0-9-]+)\/aws4_request/.exec(message.headers.authorization ?? '')?.[1] ?? 'sts'
  const action = new URLSearchParams(body.toString('latin1')).get('Action')
  const operation =
    typeof target === 'string' ? (target.split('.').at(-1) ?? '') : (action ?? `${message.method} ${path}`)
  return `${service} ${operation}`
}
