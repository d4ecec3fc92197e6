import { z } from 'zod'
import { lazy } from '../../../support/lazy.ts'
import { duration, httpMethod, httpUrl, percent, rate, statuses } from '../../../support/option-types.ts'
import { countOf, type Stage } from './schedule.ts'

/** Options of the check `load`. */

const MOST_REQUESTS = 2_000_000
const MOST_CONNECTIONS = 4_096
const MOST_KINDS = 50
const MOST_STEPS = 50
const MOST_WEIGHT = 1_000

export const LATENCIES = ['p50', 'p90', 'p95', 'p99', 'p99.9', 'max'] as const
export type LatencyName = (typeof LATENCIES)[number]
export const SHARES: Readonly<Record<Exclude<LatencyName, 'max'>, number>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  'p99.9': 0.999,
}

const request = lazy(() => ({
  method: httpMethod.default('GET'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  status: statuses.describe('Statuses that are not errors.'),
}))

const ramp = lazy(() =>
  duration.optional().describe('Time before, in which the rate rises evenly to this one. Its requests count.'),
)

const step = lazy(() => z.strictObject({ rate, for: duration, ramp: ramp() }))

const weighted = lazy(() =>
  z.strictObject({
    url: httpUrl,
    ...request(),
    weight: z
      .int()
      .min(1)
      .max(MOST_WEIGHT)
      .default(1)
      .describe('How often it is sent, beside the weights of the others.'),
  }),
)

const members = lazy(() =>
  z.strictObject({
    url: httpUrl.optional(),
    ...request(),
    requests: z
      .array(weighted())
      .min(1)
      .max(MOST_KINDS)
      .optional()
      .describe('Several requests with their weights, instead of `url`.'),
    rate: rate.optional().describe('Requests per second, sent whether or not earlier ones are answered.'),
    for: duration.optional(),
    ramp: ramp(),
    steps: z
      .array(step())
      .min(1)
      .max(MOST_STEPS)
      .optional()
      .describe('Rates one after another, instead of `rate` and `for`. The limits apply to each step.'),
    timeout: duration.default(10_000).describe('Longest time for one answer; longer is an error.'),
    connections: z.int().min(1).max(MOST_CONNECTIONS).default(256).describe('Most connections at a time.'),
  }),
)
type Members = z.output<ReturnType<typeof members>>

export const load = lazy(() =>
  members()
    .refine(({ url, requests }) => (url === undefined) !== (requests === undefined), {
      error: 'expected `url` or `requests`',
    })
    .refine((value) => value.steps !== undefined || (value.rate !== undefined && value.for !== undefined), {
      error: 'expected `rate` and `for`, or `steps`',
    })
    .refine(
      (value) =>
        value.steps === undefined || (value.rate === undefined && value.for === undefined && value.ramp === undefined),
      { error: 'expected `rate`, `for` and `ramp` within each of the `steps`, not beside them' },
    )
    .refine((value) => countOf(stagesOf(stepsOf(value))) >= 1, {
      error: 'expected a rate and a time that make at least one request',
    })
    .refine((value) => countOf(stagesOf(stepsOf(value))) <= MOST_REQUESTS, {
      error: `expected no more than ${MOST_REQUESTS} requests`,
    }),
)

export type Step = z.output<ReturnType<typeof step>>
export type LoadRequest = z.output<ReturnType<typeof weighted>>

/** What is sent, however it is written. */
export interface LoadPlan {
  readonly requests: readonly LoadRequest[]
  readonly steps: readonly Step[]
  readonly timeout: number
  readonly connections: number
}

export function planOf(options: Members): LoadPlan {
  const { url, method, headers, body, status, requests, timeout, connections } = options
  const single = url === undefined ? [] : [{ url, method, headers, body, status, weight: 1 }]
  return { requests: requests ?? single, steps: stepsOf(options), timeout, connections }
}

function stepsOf({ steps, rate: perSecond, for: ms, ramp: rising }: Members): readonly Step[] {
  if (steps !== undefined) return steps
  return perSecond === undefined || ms === undefined ? [] : [{ rate: perSecond, for: ms, ramp: rising }]
}

/** The stages of the steps: each has a ramp, from the rate of the step before, where it is given. */
export function stagesOf(steps: readonly Step[]): Stage[] {
  return steps.flatMap(({ rate: to, for: ms, ramp: rising }, index) => {
    const from = steps[index - 1]?.rate ?? 0
    const constant = { from: to, to, ms }
    return rising === undefined || rising === 0 ? [constant] : [{ from, to, ms: rising }, constant]
  })
}

export function durationOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { for: ms, ramp: rising }) => sum + ms + (rising ?? 0), 0)
}

export const limits = lazy(() =>
  z.strictObject({
    p50: duration.optional(),
    p90: duration.optional(),
    p95: duration.optional(),
    p99: duration.optional(),
    'p99.9': duration.optional(),
    max: duration.optional(),
    errors: percent.prefault('0%').describe('Share of requests that may end in an error. Default: 0%.'),
  }),
)
export type Limits = z.output<ReturnType<typeof limits>>

const comparison = lazy(() =>
  z.strictObject({
    with: z.literal('last-release'),
    'allowed-increase': percent.prefault('10%').describe('By how much p50 and p95 may rise. Default: 10%.'),
  }),
)
export const compare = lazy(() =>
  z
    .union([z.literal('last-release'), comparison()])
    .transform((value) => (value === 'last-release' ? comparison().parse({ with: value }) : value))
    .optional()
    .describe(
      'Compares the latencies with those of the last release by a rank test: an increase beyond `allowed-increase` that is not chance (1 %) fails.',
    ),
)
export type Comparison = z.output<ReturnType<typeof comparison>>

export interface LoadOptions {
  readonly load: z.output<ReturnType<typeof load>>
  readonly pass: Limits
  readonly compare?: Comparison | undefined
}
