import type { Measurement } from '../../../evidence/document.ts'
import { isStatusIn, type Answer, type NoAnswer } from '../../../support/http/request.ts'
import { NOT_HTTP2, UNDECODABLE } from '../../../support/http/codes.ts'
import { showDuration } from '../../../support/text/durations.ts'
import { hasMatch } from '../../../support/text/matching.ts'
import { round } from '../../../support/text/rounding.ts'
import { oneLine } from '../../../support/text/text.ts'
import { shownUrl } from '../../../support/text/url.ts'
import type { Judgement } from '../../contract.ts'
import { atJsonPath, parseJson, repeatedMember, sameJson } from '../json-path.ts'
import { isNotReached, isUnsendable } from '../network-errors.ts'
import type { SchemaJudge } from './json-schema.ts'
import { sourceOf, type HttpOptions } from './options.ts'

/** What a response proves. Pure. */

export const MOST_BODY_BYTES = 4 * 1024 * 1024
const SHOWN_BODY_LENGTH = 160
const DAY_MS = 86_400_000

export interface HttpFacts {
  readonly answer: Answer | NoAnswer
  /** Every URL that was asked, in order. */
  readonly asked: readonly string[]
  /** Where a redirect led out of https; it was not followed. */
  readonly unencrypted?: string
  /** Where a redirect led that cannot be followed. */
  readonly unusable?: string
  /** The last redirect led to a URL that had been asked before. */
  readonly circle?: boolean
  readonly schema?: SchemaJudge
  readonly at: number
}

/** Something that is not as it should be. */
interface Problem {
  readonly title: string
  readonly expected: string
  readonly observed: string
  readonly advice: string
  /** True: it is not known. */
  readonly unknown?: boolean
}

export function judge({ http }: HttpOptions, facts: HttpFacts): Judgement {
  const { answer } = facts
  const where = facts.asked.join(' → ')
  if (!('status' in answer)) return judgeSilence(answer, where)
  const problems = [
    ...redirectProblems(facts),
    ...statusProblems(http, answer, where, facts.circle),
    ...timeProblems(http, answer),
    ...headerProblems(http, answer),
    ...bodyProblems(http, answer, facts.schema),
    ...tlsProblems(http, answer, facts.at),
  ]
  const measurement: Measurement = {
    name: 'response time',
    unit: 'ms',
    value: round(answer.ms, 1),
    ...(http.within !== undefined && { limit: http.within }),
  }
  const version = http.version === 2 ? ' over HTTP/2' : ''
  const observed = `${answer.status} in ${showDuration(answer.ms)} from ${where}${version}`
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

export function expectation({ status, within }: HttpOptions['http']): string {
  return `${status.join(' or ')}${within === undefined ? '' : ` within ${showDuration(within)}`}`
}

function judgeSilence(answer: NoAnswer, where: string): Judgement {
  if (answer.code === UNDECODABLE)
    return {
      outcome: 'error',
      title: `sent a response that cannot be read: ${oneLine(answer.message)}`,
      expected: 'a whole body in the encoding that its header names',
      observed: `${answer.message} after ${showDuration(answer.ms)} from ${where}`,
      advice: 'Check the service, and the proxy in front of it: it sent a part of the body, or names another encoding.',
    }
  if (answer.code === NOT_HTTP2)
    return {
      outcome: 'fail',
      title: 'does not speak HTTP/2',
      expected: 'HTTP/2, negotiated in the TLS handshake',
      observed: `${answer.message} (${where})`,
      advice: 'Turn HTTP/2 on in the listener or the distribution, or leave out `version`.',
    }
  if (answer.begun) return judgeBroken(answer, answer.begun, where)
  if (isUnsendable(answer.code))
    return {
      outcome: 'error',
      title: `the request cannot be sent: ${oneLine(answer.message)}`,
      expected: 'a request that HTTP allows',
      observed: answer.code,
      advice: 'Correct `headers`, `method` or the path of the check, or the output of the stack in them.',
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

/** The status came, and not all of the body. */
function judgeBroken({ code, message, ms }: NoAnswer, begun: NonNullable<NoAnswer['begun']>, where: string): Judgement {
  const late = code === 'TIMEOUT'
  const why = late ? `did not end within ${showDuration(ms)}` : `broke off (${oneLine(message)})`
  return {
    outcome: 'fail',
    title: `answered ${begun.status}, but its body ${why}`,
    expected: 'a body to its end',
    observed: `${code} after ${begun.bytes} bytes in ${showDuration(ms)} from ${where}`,
    advice: late
      ? 'Check a URL whose response ends, or find out what the service waits for.'
      : 'Check the service, and the proxy in front of it: the body is not as long as its headers say.',
  }
}

function statusProblems(
  { status, redirects }: HttpOptions['http'],
  answer: Answer,
  where: string,
  circle: boolean | undefined,
): Problem[] {
  if (isStatusIn(answer.status, status)) return []
  const location = answer.headers['location']
  const redirect = location === undefined ? '' : `, a redirect to ${shownUrl(location)}`
  const followed =
    location === undefined || redirects === 0
      ? ''
      : circle
        ? ': a circle of redirects'
        : `: still a redirect after ${redirects}`
  return [
    {
      title: `answered ${answer.status} instead of ${status.join(' or ')}${followed}`,
      expected: `status ${status.join(' or ')}`,
      observed: `status ${answer.status}${redirect}${excerpt(answer)}`,
      advice:
        location === undefined
          ? `Read the log of the service for its response to ${where}.`
          : circle
            ? 'Correct the redirects of the service: each URL leads to another one of them.'
            : `Give the final URL, or let the check follow with \`redirects: ${redirects + 1}\`.`,
    },
  ]
}

function redirectProblems({ unencrypted, unusable, asked }: HttpFacts): Problem[] {
  if (unusable !== undefined)
    return [
      {
        title: `redirects to what is no URL of http or https: ${oneLine(unusable, SHOWN_BODY_LENGTH)}`,
        expected: 'a redirect to a URL of http or https',
        observed: [...asked, oneLine(unusable, SHOWN_BODY_LENGTH)].join(' → '),
        advice: 'Correct the header Location that the service sends.',
      },
    ]
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

function timeProblems({ within }: HttpOptions['http'], answer: Answer): Problem[] {
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

function headerProblems(http: HttpOptions['http'], answer: Answer): Problem[] {
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

function bodyProblems(http: HttpOptions['http'], answer: Answer, schema: SchemaJudge | undefined): Problem[] {
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
  if (schema) problems.push(...schemaProblems(schema, answer, problem))
  if (http.json ?? schema) problems.push(...repetition(answer, problem))
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
  json: NonNullable<HttpOptions['http']['json']>,
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

function repetition(
  { body, bodyIsWhole }: Answer,
  problem: (what: string, expected: string, observed: string) => Problem,
): Problem[] {
  let name: string | undefined
  try {
    name = bodyIsWhole ? repeatedMember(body) : undefined
  } catch {
    // What is no JSON is said where it is read.
  }
  if (name === undefined) return []
  const shown = JSON.stringify(oneLine(name, SHOWN_BODY_LENGTH))
  const found = problem(`the body has ${shown} twice in an object`, 'each name once in an object', `${shown} twice`)
  return [{ ...found, unknown: true, advice: 'Correct the service: clients differ in which of the values they take.' }]
}

function schemaProblems(
  schema: SchemaJudge,
  answer: Answer,
  problem: (what: string, expected: string, observed: string) => Problem,
): Problem[] {
  let body: unknown
  try {
    body = JSON.parse(answer.body)
  } catch {
    return [problem('the body is not JSON', 'a body of JSON', `something else${excerpt(answer)}`)]
  }
  const wrong = schema(body)
  if (wrong.length === 0) return []
  return [problem('the body does not satisfy its JSON Schema', 'a body by the JSON Schema', wrong.join(', '))]
}

function tlsProblems(http: HttpOptions['http'], answer: Answer, at: number): Problem[] {
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
