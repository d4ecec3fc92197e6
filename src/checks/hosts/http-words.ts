import { ActionError } from '../../support/errors.ts'
import { parseStatus } from '../../support/http/request.ts'
import { urlOf } from '../engine/url.ts'
import { contentWords, notOnHosts } from './words.ts'

/** The options of `http` that a host can judge, and the names of all others. */
interface HttpOptions {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly status: readonly string[]
  readonly within?: number | undefined
  readonly contains?: readonly string[] | undefined
  readonly matches?: readonly string[] | undefined
  readonly [other: string]: unknown
}

const LONGEST_S = 30
const JUDGED: readonly string[] = ['url', 'method', 'headers', 'body', 'status', 'within', 'contains', 'matches']

/** The words of a call of `http_check`. Throws for what curl alone cannot judge. */
export function httpWords(http: HttpOptions): [string, ...string[]] {
  const other = Object.entries(http).find(([name, value]) => !JUDGED.includes(name) && !isUnset(value))
  if (other !== undefined) {
    throw notOnHosts('http', `\`http.${other[0]}\``, 'Use `contains` or `matches`, or make the check from this job.')
  }
  const { href } = urlOf(http.url)
  const json = http.body !== undefined && typeof http.body !== 'string'
  const headers = Object.entries({ ...(json && { 'content-type': 'application/json' }), ...http.headers })
  const body = json ? JSON.stringify(http.body) : (http.body ?? '')
  return [
    'http_check',
    http.method,
    href,
    http.status.flatMap(rangeOf).join(' '),
    http.within === undefined ? '' : String(http.within),
    String(http.within === undefined ? LONGEST_S : Math.ceil(http.within / 1_000) + 1),
    body,
    ...headers.flatMap(([name, value]) => ['header', headerLine(name, value)]),
    ...contentWords(http),
  ]
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === 0
}

function rangeOf(set: string): string[] {
  const range = parseStatus(set)
  return range === undefined ? [] : [`${range.from}-${range.to}`]
}

/** A line of curl's file of headers. `name;` is how it sends an empty value. */
function headerLine(name: string, value: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[\r\n]/.test(value)) {
    throw new ActionError('config/file', {
      message: `the header ${JSON.stringify(name)} cannot be sent from a host`,
      subject: 'check/http',
      expected: 'a name of a header, and a value in one line',
      observed: JSON.stringify(value),
    })
  }
  return value === '' ? `${name};` : `${name}: ${value}`
}
