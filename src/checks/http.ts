import { z } from 'zod'
import { httpUrl } from '../support/option-types.ts'
import { ActionError } from '../support/errors.ts'
import { sendRequest } from '../support/http/request.ts'
import { isProxied, proxyVariables } from '../support/http/proxy.ts'
import { readUrl, shownPath, shownUrl } from '../support/text/url.ts'
import type { Ports } from '../ports.ts'
import { defineCheck, type HostCall } from './contract.ts'
import { Cookies } from './engine/http/cookies.ts'
import { expectation, judge, MOST_BODY_BYTES, type HttpFacts } from './engine/http/judge-http.ts'
import { schemaJudge } from './engine/http/json-schema.ts'
import { details, type HttpOptions } from './engine/http/options.ts'
import { urlOf } from './engine/url.ts'
import { httpWords } from './hosts/http-words.ts'

const DEFAULT_TIMEOUT_MS = 30_000

/** Methods that change nothing (RFC 9110, 9.2.1). */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

export const check = defineCheck({
  meta: {
    name: 'http',
    title: 'A URL gives the expected response',
    docs: 'Requests a URL once per attempt, on a new connection, and compares status, time, headers, body and certificate. A redirect is an answer unless `redirects` lets it be followed, with the cookies that were set on the way; one from https to http is never followed, and fails.',
    kind: 'functional',
    runsUserCode: false,
  },
  shape: () => ({
    http: z
      .union([httpUrl, details()])
      .transform((value) => (typeof value === 'string' ? details().parse({ url: value }) : value)),
  }),
  nameOf: ({ http }: HttpOptions) => `${http.method} ${shownPath(http.url)} answers ${http.status.join(' or ')}`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  alone: ({ http }) => http.within !== undefined || !READS.has(http.method),
  observe,
  judge,
  onHost,
})

async function observe(
  { http }: HttpOptions,
  { signal, ports }: { signal: AbortSignal; ports: Pick<Ports, 'clock' | 'place' | 'secrets'> },
): Promise<HttpFacts> {
  // A service may answer with what it was asked with.
  ports.secrets.addRequest(http.url, http.headers)
  const proxy = proxyVariables(ports.place.env)
  const schema =
    http['json-schema'] === undefined ? {} : { schema: await schemaJudge(http['json-schema'], ports.place.workspace) }
  const cookies = new Cookies(() => ports.clock.now().getTime())
  let url = urlOf(http.url)
  const asked = [shownUrl(url.href)]
  const hrefs = new Set([url.href])
  let ms = 0
  const json = http.body !== undefined && typeof http.body !== 'string'
  let headers: Record<string, string> = { ...(json && { 'content-type': 'application/json' }), ...http.headers }
  let method = http.method
  let body = json ? JSON.stringify(http.body) : (http.body as string | undefined)
  for (;;) {
    if (http.version === 2 && proxy !== undefined && isProxied(url, proxy)) throw notThroughProxy(url)
    const answer = await sendRequest({
      url,
      method,
      headers: withCookies(headers, cookies.headerFor(url)),
      ...(http.version !== undefined && { version: http.version }),
      signal,
      proxy,
      mostBytes: MOST_BODY_BYTES,
      ...(body !== undefined && { body }),
    })
    ms += answer.ms
    if ('status' in answer) cookies.store(url, answer.cookies)
    const location =
      'status' in answer && answer.status >= 300 && answer.status < 400 ? answer.headers['location'] : undefined
    const facts = { answer: { ...answer, ms }, asked, ...schema, at: ports.clock.now().getTime() }
    if (location === undefined || http.redirects === 0) return facts
    const next = readUrl(location, url)
    if (asked.length > http.redirects) return { ...facts, circle: next !== undefined && hrefs.has(next.href) }
    if (next === undefined) return { ...facts, unusable: shownUrl(location) }
    // What is sent further on could be read and changed on the way, and so could the answer.
    if (url.protocol === 'https:' && next.protocol === 'http:') return { ...facts, unencrypted: shownUrl(next.href) }
    // Headers were meant for the first host; they may be its credentials.
    if (next.origin !== url.origin) headers = {}
    if ('status' in answer && answer.status < 307 && method !== 'HEAD') {
      method = 'GET'
      body = undefined
    }
    url = next
    asked.push(shownUrl(url.href))
    hrefs.add(url.href)
  }
}

/** Cookies that were set on the way stand after those that the check itself sends. */
function withCookies(headers: Readonly<Record<string, string>>, cookie: string | undefined): Record<string, string> {
  if (cookie === undefined) return { ...headers }
  const own = Object.entries(headers).filter(([name]) => name.toLowerCase() === 'cookie')
  const rest = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'cookie')
  return { ...Object.fromEntries(rest), cookie: [...own.map(([, value]) => value), cookie].join('; ') }
}

function notThroughProxy(url: URL): ActionError {
  return new ActionError('config/reference', {
    message: `HTTP/2 is not spoken through a proxy, and ${shownUrl(url.origin)} would take one`,
    expected: 'a direct connection',
    observed: 'HTTPS_PROXY or HTTP_PROXY',
    advice: 'Add the host to NO_PROXY, or leave out `version: 2`.',
  })
}

/** The same check by the function `http_check` of the script. */
function onHost({ http }: HttpOptions): HostCall {
  return { words: httpWords(http), expected: expectation(http) }
}
