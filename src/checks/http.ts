import { z } from 'zod'
import { duration, httpMethod, oneOrMore, pattern, statuses, text } from '../support/option-types.ts'
import type { Measurement } from '../evidence/document.ts'
import { showDuration } from '../support/text/durations.ts'
import { UNDECODABLE } from '../support/content-encoding.ts'
import { exchange, isStatusIn, type Answer, type NoAnswer } from '../support/http.ts'
import { proxyVariables } from '../support/proxy.ts'
import { atJsonPath, isExact, parseJson, parseJsonPath, sameJson } from './engine/json-path.ts'
import { hasMatch } from '../support/text/matching.ts'
import { round } from '../support/text/rounding.ts'
import { oneLine } from '../support/text/text.ts'
import { shownPath, shownUrl } from '../support/text/url.ts'
import type { Ports } from '../ports.ts'
import { defineCheck, type HostCall, type Judgement } from './contract.ts'
import { isNotReached } from './engine/network-errors.ts'
import { urlOf } from './engine/url.ts'
import { httpWords } from './hosts/http-words.ts'

const MOST_BODY_BYTES = 4 * 1024 * 1024
const SHOWN_BODY_LENGTH = 160
const MOST_REDIRECTS = 20
const DAY_MS = 86_400_000
const DEFAULT_TIMEOUT_MS = 30_000

const headerValue = text.refine((value) => pattern.safeParse(sourceOf(value) ?? 'any').success, {
  error: 'expected a text, or a regular expression between slashes',
})

const details = z.strictObject({
  url: text,
  method: httpMethod.default('GET'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .optional()
    .describe('A text, or JSON.'),
  status: statuses.describe('Statuses that are right: 200, 2xx, 200-299, or a list of these.'),
  within: duration.optional().describe('Longest time until the last byte of the answer.'),
  contains: oneOrMore(text).optional().describe('Texts that the body must contain.'),
  matches: oneOrMore(pattern).optional().describe('Regular expressions that the body must match.'),
  json: z
    .record(
      z
        .string()
        .refine((path) => parseJsonPath(path) !== undefined, { error: 'expected a path such as items[0].name' }),
      z.json().refine(isExact, { error: 'expected a whole number of at most 2^53; write a longer one in quotes' }),
    )
    .optional()
    .describe(
      'What must be at which path of a JSON body: `items[0].name: tea`. A whole number beyond 2^53 is written in quotes.',
    ),
  'expect-headers': z
    .record(z.string(), headerValue)
    .optional()
    .describe('Headers of the answer and their values; a value between slashes is a regular expression.'),
  redirects: z.int().min(0).max(MOST_REDIRECTS).default(0).describe('How many redirects are followed. Default: none.'),
  'expect-tls': z
    .strictObject({
      'days-left': z.int().min(0).optional().describe('How many days the certificate must still hold.'),
      'at-least': z.enum(['TLSv1.2', 'TLSv1.3']).optional(),
    })
    .optional(),
})

type Options = { readonly http: z.output<typeof details> }

interface Facts {
  readonly answer: Answer | NoAnswer
  /** Every URL that was asked, in order. */
  readonly asked: readonly string[]
  /** Where a redirect led out of https; it was not followed. */
  readonly unencrypted?: string
  readonly at: number
}

export const check = defineCheck({
  meta: {
    name: 'http',
    title: 'A URL gives the expected response',
    docs: 'Requests a URL once per attempt, on a connection of its own, and compares status, time, headers, body and certificate. A redirect is an answer unless `redirects` lets it be followed; one from https to http is never followed, and fails.',
    kind: 'functional',
    runsUserCode: false,
  },
  shape: {
    http: z
      .union([text, details])
      .transform((value) => (typeof value === 'string' ? details.parse({ url: value }) : value)),
  },
  nameOf: ({ http }: Options) => `${http.method} ${shownPath(http.url)} answers ${http.status.join(' or ')}`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
  onHost,
})

async function observe(
  { http }: Options,
  { signal, ports }: { signal: AbortSignal; ports: Pick<Ports, 'clock' | 'place' | 'secrets'> },
): Promise<Facts> {
  // A service may answer with what it was asked with.
  ports.secrets.addRequest(http.url, http.headers)
  const proxy = proxyVariables(ports.place.env)
  let url = urlOf(http.url)
  const asked = [shownUrl(url.href)]
  let ms = 0
  const json = http.body !== undefined && typeof http.body !== 'string'
  let headers: Record<string, string> = { ...(json && { 'content-type': 'application/json' }), ...http.headers }
  let method = http.method
  let body = json ? JSON.stringify(http.body) : (http.body as string | undefined)
  for (;;) {
    const answer = await exchange({
      url,
      method,
      headers,
      signal,
      proxy,
      mostBytes: MOST_BODY_BYTES,
      ...(body !== undefined && { body }),
    })
    ms += answer.ms
    const location =
      'status' in answer && answer.status >= 300 && answer.status < 400 ? answer.headers['location'] : undefined
    if (location === undefined || asked.length > http.redirects) {
      return { answer: { ...answer, ms }, asked, at: ports.clock.now().getTime() }
    }
    const next = urlOf(location, url)
    // What is sent further on could be read and changed on the way, and so could the answer.
    if (url.protocol === 'https:' && next.protocol === 'http:')
      return {
        answer: { ...answer, ms },
        asked,
        unencrypted: shownUrl(next.href),
        at: ports.clock.now().getTime(),
      }
    // Headers were meant for the first host; they may be its credentials.
    if (next.origin !== url.origin) headers = {}
    if ('status' in answer && answer.status < 307 && method !== 'HEAD') {
      method = 'GET'
      body = undefined
    }
    url = next
    asked.push(shownUrl(url.href))
  }
}

/** Something that is not as it should be. */
interface Problem {
  readonly title: string
  readonly expected: string
  readonly observed: string
  readonly advice: string
  /** True: it could not be told. */
  readonly unknown?: boolean
}

function judge({ http }: Options, facts: Facts): Judgement {
  const { answer } = facts
  const where = facts.asked.join(' → ')
  if (!('status' in answer)) return judgeSilence(answer, where)
  const problems = [
    ...redirectProblems(facts),
    ...statusProblems(http, answer, where),
    ...timeProblems(http, answer),
    ...headerProblems(http, answer),
    ...bodyProblems(http, answer),
    ...tlsProblems(http, answer, facts.at),
  ]
  const measurement: Measurement = {
    name: 'response time',
    unit: 'ms',
    value: round(answer.ms, 1),
    ...(http.within !== undefined && { limit: http.within }),
  }
  const observed = `${answer.status} in ${showDuration(answer.ms)} from ${where}`
  const first = problems.find(({ unknown }) => !unknown) ?? problems[0]
  if (!first)
    return {
      outcome: 'pass',
      title: `answered ${answer.status} in ${showDuration(answer.ms)}`,
      expected: expectation(http),
      observed,
      measurements: [measurement],
    }
  return {
    outcome: first.unknown ? 'inconclusive' : 'fail',
    title: problems.map(({ title }) => title).join('; '),
    expected: problems.map(({ expected }) => expected).join('; '),
    observed: `${problems.map((problem) => problem.observed).join('; ')} (${observed})`,
    advice: first.advice,
    measurements: [measurement],
  }
}

function expectation({ status, within }: Options['http']): string {
  return `${status.join(' or ')}${within === undefined ? '' : ` within ${showDuration(within)}`}`
}

/** The same check by the function `http_check` of the script. */
function onHost({ http }: Options): HostCall {
  return { words: httpWords(http), expected: expectation(http) }
}

function judgeSilence(answer: NoAnswer, where: string): Judgement {
  if (answer.code === UNDECODABLE)
    return {
      outcome: 'error',
      title: `gave an answer that cannot be read: ${oneLine(answer.message)}`,
      expected: 'a whole body in the encoding that its header names',
      observed: `${answer.message} after ${showDuration(answer.ms)} from ${where}`,
      advice: 'Check the service, and the proxy in front of it: it sent a part of the body, or names another encoding.',
    }
  const outside = isNotReached(answer.code)
  return {
    outcome: outside ? 'error' : 'fail',
    title: `did not answer: ${oneLine(answer.message)}`,
    expected: 'an answer',
    observed: `${answer.code} after ${showDuration(answer.ms)} from ${where}`,
    advice: outside
      ? 'Check the name and the network of the runner: the service was not reached.'
      : 'Check whether the service runs, listens on that port and is registered with its load balancer.',
  }
}

function statusProblems({ status }: Options['http'], answer: Answer, where: string): Problem[] {
  if (isStatusIn(answer.status, status)) return []
  const location = answer.headers['location']
  const redirect = location === undefined ? '' : `, a redirect to ${shownUrl(location)}`
  return [
    {
      title: `answered ${answer.status} instead of ${status.join(' or ')}`,
      expected: `status ${status.join(' or ')}`,
      observed: `status ${answer.status}${redirect}${excerpt(answer)}`,
      advice:
        location === undefined
          ? `Read the log of the service for its response to ${where}.`
          : 'Give the final URL, or let the check follow with `redirects: 1`.',
    },
  ]
}

function redirectProblems({ unencrypted, asked }: Facts): Problem[] {
  if (unencrypted === undefined) return []
  return [
    {
      title: `redirects from https to http: ${unencrypted}`,
      expected: 'redirects within https',
      observed: [...asked, unencrypted].join(' → '),
      advice: 'Correct the redirect: a proxy in front of the service often makes it from the protocol behind itself.',
    },
  ]
}

function timeProblems({ within }: Options['http'], answer: Answer): Problem[] {
  if (within === undefined || answer.ms <= within) return []
  return [
    {
      title: `answered in ${showDuration(answer.ms)}, not within ${showDuration(within)}`,
      expected: `an answer within ${showDuration(within)}`,
      observed: showDuration(answer.ms),
      advice: 'Find what became slow in this release, or raise `within` if that is how fast it has to be.',
    },
  ]
}

/** The regular expression between slashes. */
function sourceOf(value: string): string | undefined {
  return /^\/(.+)\/$/s.exec(value)?.[1]
}

function headerProblems(http: Options['http'], answer: Answer): Problem[] {
  return Object.entries(http['expect-headers'] ?? {}).flatMap(([name, expected]) => {
    const observed = answer.headers[name.toLowerCase()]
    const source = sourceOf(expected)
    const right = observed !== undefined && (source === undefined ? observed === expected : hasMatch(source, observed))
    if (right) return []
    return [
      {
        title: observed === undefined ? `has no header ${name}` : `has another header ${name}`,
        expected: `${name}: ${expected}`,
        observed: observed === undefined ? `no ${name}` : `${name}: ${oneLine(observed, SHOWN_BODY_LENGTH)}`,
        advice: 'Correct what sets the header: the service, the load balancer or the distribution.',
      },
    ]
  })
}

function bodyProblems(http: Options['http'], answer: Answer): Problem[] {
  const advice = 'Compare the answer with what this release should say; an older version may still be running.'
  const problem = (what: string, expected: string, observed: string): Problem => ({
    title: what,
    expected,
    observed,
    advice,
  })
  const problems: Problem[] = []
  for (const part of http.contains ?? []) {
    if (!answer.body.includes(part))
      problems.push(
        problem(
          `the body lacks ${JSON.stringify(part)}`,
          `a body with ${JSON.stringify(part)}`,
          `no such text${excerpt(answer)}`,
        ),
      )
  }
  for (const source of http.matches ?? []) {
    const compared = answer.bodyIsWhole ? answer.body : wholeLines(answer.body, source)
    if (compared === undefined || !hasMatch(source, compared))
      problems.push(
        problem(`the body does not match /${source}/`, `a body that matches /${source}/`, `no match${excerpt(answer)}`),
      )
    else if (!answer.bodyIsWhole && /\(\?!/.test(source))
      problems.push(
        problem(
          `whether the body matches /${source}/ is not known`,
          `a body that matches /${source}/`,
          `no such text${excerpt(answer)}`,
        ),
      )
  }
  if (http.json) problems.push(...jsonProblems(http.json, answer, problem))
  // What was cut off may have been what was looked for.
  return answer.bodyIsWhole
    ? problems
    : problems.map((one) => ({
        ...one,
        unknown: true,
        observed: `the first ${MOST_BODY_BYTES} bytes: ${one.observed}`,
      }))
}

/** Of a part of a body, what a pattern with an end is compared with: the end of the part is not the end of a line. */
function wholeLines(body: string, source: string): string | undefined {
  if (!source.includes('$')) return body
  const end = body.lastIndexOf('\n')
  return end === -1 ? undefined : body.slice(0, end)
}

function jsonProblems(
  json: NonNullable<Options['http']['json']>,
  answer: Answer,
  problem: (what: string, expected: string, observed: string) => Problem,
): Problem[] {
  let body: unknown
  try {
    body = parseJson(answer.body)
  } catch {
    return [problem('the body is not JSON', 'a body of JSON', `something else${excerpt(answer)}`)]
  }
  return Object.entries(json).flatMap(([path, expected]) => {
    const { found, value } = atJsonPath(body, path)
    if (found && sameJson(value, expected)) return []
    const observed = found ? oneLine(JSON.stringify(value), SHOWN_BODY_LENGTH) : 'nothing'
    return [problem(`${path} is not as expected`, `${path} = ${JSON.stringify(expected)}`, `${path} = ${observed}`)]
  })
}

function tlsProblems(http: Options['http'], answer: Answer, at: number): Problem[] {
  const expected = http['expect-tls']
  if (!expected) return []
  const { tls } = answer
  const advice = 'Renew the certificate, or correct the security policy of the listener.'
  if (!tls) return [{ title: 'is not encrypted', expected: 'https', observed: 'http', advice }]
  const problems: Problem[] = []
  const least = expected['at-least']
  if (least !== undefined && !(/^TLSv1\.[23]$/.test(tls.protocol) && tls.protocol >= least)) {
    problems.push({ title: `speaks ${tls.protocol}`, expected: `${least} or newer`, observed: tls.protocol, advice })
  }
  const days = expected['days-left']
  if (days !== undefined) {
    const left = Math.floor((Date.parse(tls.validUntil ?? '') - at) / DAY_MS)
    if (!(left >= days)) {
      const observed = Number.isNaN(left) ? 'no end that can be read' : `${left} days, until ${tls.validUntil ?? ''}`
      problems.push({
        title: 'the certificate ends too soon',
        expected: `${days} days left`,
        observed,
        advice,
        unknown: Number.isNaN(left),
      })
    }
  }
  return problems
}

function excerpt({ body }: Answer): string {
  return body === '' ? '' : `; the body begins ${oneLine(body, SHOWN_BODY_LENGTH)}`
}
