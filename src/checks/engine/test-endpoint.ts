import { textsIn } from '../../config/model/references.ts'
import { isRecord } from '../../support/records.ts'
import type { PlannedCheck } from './select.ts'

/** `{test-endpoint}` of every deployment that runs the check, or `{test-endpoint.api}` of one alone. */
const ENDPOINT = /\{test-endpoint(?:\.([A-Za-z][\w-]*))?\}/g

/** Where a version is reached that has no traffic yet. */
export interface TestEndpoint {
  /** In findings: the id of an instance, the listener, or the version. */
  readonly name: string
  /** What `{test-endpoint}` stands for: `10.0.1.7:8080`, or `orders:7` of a function. */
  readonly address: string
  /** What a request must have to reach it: the conditions of the test listener's rule. */
  readonly headers: Readonly<Record<string, string>>
}

/** The deployments that a check names by `{test-endpoint.ID}`; none: it is about every deployment of its phase. */
export function namedDeployments({ options }: Pick<PlannedCheck, 'options'>): string[] {
  return [...new Set(textsIn(options).flatMap((text) => [...text.matchAll(ENDPOINT)].flatMap(([, id]) => id ?? [])))]
}

export function refersToEndpoint({ options }: Pick<PlannedCheck, 'options'>): boolean {
  return textsIn(options).some((text) => text.search(ENDPOINT) >= 0)
}

/** The checks that a deployment runs. */
export function checksFor(checks: readonly PlannedCheck[], deployment: string): PlannedCheck[] {
  return checks.filter((check) => {
    const named = namedDeployments(check)
    return named.length === 0 || named.includes(deployment)
  })
}

/** Puts an endpoint into a check: its address into every text, and its headers beside every URL that has the address. */
export function withEndpoint(check: PlannedCheck, endpoint: TestEndpoint): PlannedCheck {
  return { ...check, options: fill(check.options, endpoint) as PlannedCheck['options'] }
}

function fill(value: unknown, endpoint: TestEndpoint): unknown {
  if (typeof value === 'string') return value.replaceAll(ENDPOINT, endpoint.address)
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, endpoint))
  if (!isRecord(value)) return value
  const filled = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fill(member, endpoint)]))
  const { url } = value
  if (typeof url !== 'string' || url.search(ENDPOINT) < 0) return filled
  const own = isRecord(value['headers']) ? value['headers'] : {}
  return { ...filled, headers: { ...endpoint.headers, ...own } }
}
