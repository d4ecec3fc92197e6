import * as z from 'zod'
import { ServiceError } from '../../contract.ts'
import type { Call, SandboxClock } from '../../contract.ts'
import { asList, glob } from '../identity/policy.ts'

export const KINDS = [
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

/** Trouble as data: which calls, when, and what happens to them. */
export const troubleRule = z.strictObject({
  /** `cloudformation:DescribeStacks`; `*` and `?` as in IAM; several are possible. */
  on: z.union([z.string(), z.array(z.string()).min(1)]),
  do: z.enum(KINDS),
  /** Only calls of that account, or in that region. */
  account: z.string().optional(),
  region: z.string().optional(),
  /** This many calls pass before it starts. */
  after: z.int().min(0).default(0),
  /** This many calls are hit; without it, all that follow. */
  times: z.int().min(1).optional(),
  /** The part of the calls that is hit, 0 to 1; drawn from the scenario's seed. */
  rate: z.number().min(0).max(1).optional(),
  /** A token bucket: calls that find it empty are hit. */
  bucket: z.strictObject({ capacity: z.number().positive(), perSecond: z.number().positive() }).optional(),
  /** delay: simulated milliseconds. */
  ms: z.number().min(0).default(1000),
  /** error: what is answered. */
  code: z.string().default('InternalFailure'),
  message: z.string().default('We encountered an internal error. Please try again.'),
  status: z.int().min(400).max(599).default(400),
})

export type TroubleRule = z.infer<typeof troubleRule>

export interface Trouble {
  /** The rule that hits this call, if any. */
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

/** The error that a rule makes a service answer, in that service's own words; undefined for the other kinds. */
export function errorOf(rule: TroubleRule, call: Call): ServiceError | undefined {
  switch (rule.do) {
    case 'throttle':
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

const JSON_SERVICES = new Set(['codedeploy', 'cloudtrail', 'ecs', 'lambda'])
const REST_SERVICES = new Set(['lambda'])

/** Whether a service's common errors are those of JSON (`ExpiredTokenException`), or those of XML (`ExpiredToken`). */
export const isJson = (call: { service: string }): boolean => JSON_SERVICES.has(call.service)

const isRest = (call: { service: string }): boolean => REST_SERVICES.has(call.service)

/** Of refused credentials and denied actions: awsJson answers them with 400. */
export const refusalStatus = (call: { service: string }): number => (isJson(call) && !isRest(call) ? 400 : 403)

export function expiredError(call: { service: string }): ServiceError {
  if (call.service === 's3') return new ServiceError('ExpiredToken', 'The provided token has expired.', 400)
  const message = 'The security token included in the request is expired'
  return new ServiceError(isJson(call) ? 'ExpiredTokenException' : 'ExpiredToken', message, refusalStatus(call))
}

/** Numbers between 0 and 1, always the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
