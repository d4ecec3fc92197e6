import { z } from 'zod'
import { lazy } from '../support/lazy.ts'
import { httpUrl } from '../support/option-types.ts'
import { ActionError } from '../support/errors.ts'
import type { AnswerHttp2 } from '../support/http/http2.ts'
import { isProxied, proxyVariables } from '../support/http/proxy.ts'
import { showDuration } from '../support/text/durations.ts'
import { oneLine } from '../support/text/text.ts'
import { round } from '../support/text/rounding.ts'
import { shownUrl } from '../support/text/url.ts'
import { readableReason } from '../support/tls/reason.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { frameOf, healthRequest, messagesIn, servingStatusOf, SERVING, type Serving } from './engine/grpc.ts'
import { isNotReached, isUnsendable } from './engine/network-errors.ts'
import { urlOf } from './engine/url.ts'

const DEFAULT_TIMEOUT_MS = 10_000
/** An answer has a few bytes. */
const MOST_BYTES = 64 * 1024
const METHOD = '/grpc.health.v1.Health/Check'

const STATUS_NAMES: Readonly<Record<number, string>> = {
  0: 'OK',
  1: 'CANCELLED',
  2: 'UNKNOWN',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  12: 'UNIMPLEMENTED',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
}
const NOT_FOUND = 5
const UNIMPLEMENTED = 12
/** The service refused the question: nothing is known of its health. */
const REFUSALS = new Set([7, 16])

const details = lazy(() =>
  z.strictObject({
    url: httpUrl.describe('URL of the server: `https://host:port`; with `http://` without TLS.'),
    service: z.string().default('').describe('Name of the service, `shop.Orders`. Default: the server as a whole.'),
    headers: z.record(z.string(), z.string()).default({}).describe('Metadata of the call.'),
  }),
)

interface Options {
  readonly grpc: z.output<ReturnType<typeof details>>
}

interface Facts {
  readonly where: string
  readonly ms: number
  readonly answer:
    | { readonly code: string; readonly message: string }
    | {
        readonly status: number
        /** `grpc-status`; undefined where there is none. */
        readonly grpcStatus?: number
        readonly grpcMessage?: string
        /** Undefined where the body is no answer of the health service. */
        readonly serving?: Serving
      }
}

export const check = defineCheck({
  meta: {
    name: 'grpc',
    title: 'A gRPC service is serving',
    docs: 'Calls the health service (`grpc.health.v1.Health/Check`) over HTTP/2, on a new connection. Only SERVING with the status OK passes.',
    kind: 'functional',
    runsUserCode: false,
  },
  shape: () => ({
    grpc: z
      .union([httpUrl, details()])
      .transform((value) => (typeof value === 'string' ? details().parse({ url: value }) : value)),
  }),
  nameOf: ({ grpc: { url, service } }: Options) => `${service === '' ? shownUrl(url) : service} is serving`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
})

async function observe(
  { grpc: { url: server, service, headers } }: Options,
  { signal, ports }: CheckContext,
): Promise<Facts> {
  ports.secrets.addRequest(server, headers)
  const url = urlOf(METHOD, urlOf(server))
  const proxy = proxyVariables(ports.place.env)
  if (proxy !== undefined && isProxied(url, proxy)) {
    throw new ActionError('config/reference', {
      message: `HTTP/2 is not spoken through a proxy, and ${shownUrl(url.origin)} would take one`,
      expected: 'a direct connection',
      observed: 'HTTPS_PROXY or HTTP_PROXY',
      advice: 'Add the host to NO_PROXY.',
    })
  }
  // Node's HTTP/2 is loaded where a check needs it.
  const { requestHttp2 } = await import('../support/http/http2.ts')
  const started = performance.now()
  const progress = { status: 0, bytes: 0 }
  const facts = (answer: Facts['answer']): Facts => ({
    where: shownUrl(url.origin),
    ms: performance.now() - started,
    answer,
  })
  try {
    const answer = await requestHttp2({
      url,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/grpc', te: 'trailers', 'user-agent': 'test-deployments' },
      body: frameOf(healthRequest(service)),
      signal,
      mostBytes: MOST_BYTES,
      progress,
    })
    return facts(read(answer))
  } catch (error) {
    if (signal.aborted) {
      const message =
        progress.status === 0
          ? 'it did not answer in time'
          : `the answer with HTTP ${progress.status} did not end in time (${progress.bytes} bytes)`
      return facts({ code: 'TIMEOUT', message })
    }
    const { code, message } = error as { code?: unknown; message?: unknown }
    return facts({ code: typeof code === 'string' ? code : 'ERROR', message: readableReason(String(message)) })
  }
}

/** A response without a message has its status in the headers. */
function read({ status, headers, trailers, bytes }: AnswerHttp2): Facts['answer'] {
  const stated = trailers['grpc-status'] ?? headers['grpc-status']
  const message = trailers['grpc-message'] ?? headers['grpc-message']
  const [only, ...more] = messagesIn(bytes) ?? []
  const serving = only === undefined || more.length > 0 ? undefined : servingStatusOf(only)
  return {
    status,
    ...(typeof stated === 'string' && /^\d+$/.test(stated) && { grpcStatus: Number(stated) }),
    ...(typeof message === 'string' && message !== '' && { grpcMessage: oneLine(decoded(message)) }),
    ...(serving !== undefined && { serving }),
  }
}

function decoded(message: string): string {
  try {
    return decodeURIComponent(message)
  } catch {
    return message
  }
}

function judge({ grpc: { service } }: Options, { answer, ms, where }: Facts): Judgement {
  const what = service === '' ? 'the server' : service
  const took = `after ${showDuration(ms)} from ${where}`
  const expected = `${what} is SERVING`
  const advice = 'Check whether the service runs, and what its health service is told; read its log.'
  if ('code' in answer) {
    const outside = isNotReached(answer.code) || isUnsendable(answer.code)
    return {
      outcome: outside ? 'error' : 'fail',
      title: `did not answer: ${oneLine(answer.message)}`,
      expected,
      observed: `${answer.code} ${took}`,
      advice: outside
        ? isUnsendable(answer.code)
          ? 'Correct `headers` of the check: HTTP does not allow them.'
          : 'Check the name and the network of the runner: the service was not reached.'
        : 'Check whether the service runs and speaks HTTP/2 on that port.',
    }
  }
  const { status, grpcStatus, grpcMessage, serving } = answer
  const measurements = [{ name: 'response time', unit: 'ms' as const, value: round(ms, 1) }]
  const shown =
    grpcStatus === undefined
      ? `HTTP ${status} without a gRPC status`
      : `${STATUS_NAMES[grpcStatus] ?? 'status'} (${grpcStatus})${grpcMessage === undefined ? '' : `: ${grpcMessage}`}`
  const about = { expected, measurements, observed: `${[shown, serving].filter(Boolean).join(', ')} ${took}` }
  if (grpcStatus === undefined || status !== 200)
    return { ...about, outcome: 'fail', title: `did not answer in gRPC: HTTP ${status}`, advice }
  if (grpcStatus !== 0) {
    const title =
      grpcStatus === UNIMPLEMENTED
        ? 'has no health service (grpc.health.v1)'
        : grpcStatus === NOT_FOUND
          ? `has no health status of ${what}`
          : `answered ${shown}`
    return { ...about, outcome: REFUSALS.has(grpcStatus) ? 'error' : 'fail', title, advice }
  }
  if (serving === undefined) return { ...about, outcome: 'error', title: 'sent a response that cannot be read', advice }
  if (serving === SERVING) return { ...about, outcome: 'pass', title: `is ${SERVING}, ${took}` }
  return { ...about, outcome: serving === 'UNKNOWN' ? 'inconclusive' : 'fail', title: `is ${serving}`, advice }
}
