import * as z from 'zod'
import { ServiceError } from '../../contract.ts'
import type { Call, SandboxClock } from '../../contract.ts'
import { asList } from '../identity/policy.ts'
import { glob } from '../identity/text-match.ts'
import { dialectOf } from './dialects.ts'

const KINDS = [
  'throttle',
  'error-500',
  'error-503',
  'reset-before',
  'reset-after',
  'delay',
  'truncate',
  'malformed',
  'expired',
  'deny',
  'stale',
  'error',
] as const

/** A rule for injected faults: which calls, when, and with which effect. */
export const troubleRule = z.strictObject({
  /** Operations such as `cloudformation:DescribeStacks`; `*` and `?` as in IAM. */
  on: z.union([z.string(), z.array(z.string()).min(1)]),
  do: z.enum(KINDS),
  /** Only calls of this account, or in this region. */
  account: z.string().optional(),
  region: z.string().optional(),
  /** The number of matching calls that pass first. */
  after: z.int().min(0).default(0),
  /** The number of affected calls; all that follow when absent. */
  times: z.int().min(1).optional(),
  /** The share of affected calls, 0 to 1; drawn from the scenario's seed. */
  rate: z.number().min(0).max(1).optional(),
  /** A token bucket: calls that find it empty are affected. */
  bucket: z.strictObject({ capacity: z.number().positive(), perSecond: z.number().positive() }).optional(),
  /** For `delay`: simulated milliseconds. */
  ms: z.number().min(0).default(1000),
  /** For `error`: the response. */
  code: z.string().default('InternalFailure'),
  message: z.string().default('We encountered an internal error. Please try again.'),
  status: z.int().min(400).max(599).default(400),
})

export type TroubleRule = z.infer<typeof troubleRule>

export interface Trouble {
  /** The rule that affects this call, if there is one. */
  hit(call: Call): TroubleRule | undefined
  add(rule: TroubleRule): void
  clear(): void
}

interface Running {
  readonly rule: TroubleRule
  seen: number
  hits: number
  tokens: number
  filledAt: number
}

export function createTrouble(rules: readonly TroubleRule[], clock: SandboxClock, random: () => number): Trouble {
  const running: Running[] = []
  const add = (rule: TroubleRule): void => {
    running.push({ rule, seen: 0, hits: 0, tokens: rule.bucket?.capacity ?? 0, filledAt: clock.now().getTime() })
  }
  rules.forEach(add)

  function strikes(state: Running): boolean {
    const { rule } = state
    state.seen += 1
    if (state.seen <= rule.after) return false
    if (rule.times !== undefined && state.hits >= rule.times) return false
    if (rule.rate !== undefined && random() >= rule.rate) return false
    if (rule.bucket !== undefined && takeToken(state, rule.bucket)) return false
    state.hits += 1
    return true
  }

  function takeToken(state: Running, bucket: { capacity: number; perSecond: number }): boolean {
    const now = clock.now().getTime()
    state.tokens = Math.min(bucket.capacity, state.tokens + ((now - state.filledAt) / 1000) * bucket.perSecond)
    state.filledAt = now
    if (state.tokens < 1) return false
    state.tokens -= 1
    return true
  }

  return {
    add,
    hit: (call) => running.filter(({ rule }) => concerns(rule, call)).find(strikes)?.rule,
    clear: () => void running.splice(0),
  }
}

const concerns = (rule: TroubleRule, call: Call): boolean =>
  asList(rule.on).some((pattern) => glob(pattern, `${call.service}:${call.operation}`)) &&
  (rule.account === undefined || rule.account === call.account) &&
  (rule.region === undefined || rule.region === call.region)

/** The error of a rule as the service words it; undefined for rules of other kinds. */
export function errorOf(rule: TroubleRule, call: Call): ServiceError | undefined {
  switch (rule.do) {
    case 'throttle':
      if (isEc2(call)) return new ServiceError('RequestLimitExceeded', 'Request limit exceeded.', 503)
      if (isRest(call)) return new ServiceError('TooManyRequestsException', 'Rate exceeded', 429)
      return call.service === 's3'
        ? new ServiceError('SlowDown', 'Please reduce your request rate.', 503)
        : new ServiceError(isJson(call) ? 'ThrottlingException' : 'Throttling', 'Rate exceeded', 400)
    case 'error-500':
      if (isRest(call)) return new ServiceError('ServiceException', 'Service encountered an internal error.', 500)
      return call.service === 's3'
        ? new ServiceError('InternalError', 'We encountered an internal error. Please try again.', 500)
        : new ServiceError('InternalFailure', 'We encountered an internal error. Please try again.', 500)
    case 'error-503':
      return new ServiceError('ServiceUnavailable', 'Service is unable to handle request.', 503)
    case 'expired':
      return expiredError(call)
    case 'error':
      return new ServiceError(rule.code, rule.message, rule.status)
    default:
      return undefined
  }
}

/** Whether the common errors of a service have JSON names (`ExpiredTokenException`) or XML names (`ExpiredToken`). */
export function isJson({ service }: { service: string }): boolean {
  const dialect = dialectOf(service)
  return dialect?.protocol === 'rest-json' || (dialect?.protocol === 'json' && dialect.queryCompatible !== true)
}

/** EC2 has common errors of its own. */
export const isEc2 = ({ service }: { service: string }): boolean => dialectOf(service)?.protocol === 'ec2'

const isRest = ({ service }: { service: string }): boolean => dialectOf(service)?.protocol === 'rest-json'

/** The status of rejected credentials and denied actions; awsJson uses 400. */
export const refusalStatus = (call: { service: string }): number => (isJson(call) && !isRest(call) ? 400 : 403)

export function expiredError(call: { service: string }): ServiceError {
  if (call.service === 's3') return new ServiceError('ExpiredToken', 'The provided token has expired.', 400)
  if (isEc2(call)) return new ServiceError('RequestExpired', 'Request has expired.', 400)
  const message = 'The security token included in the request is expired'
  return new ServiceError(isJson(call) ? 'ExpiredTokenException' : 'ExpiredToken', message, refusalStatus(call))
}

/** Pseudo-random numbers between 0 and 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
