import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { z } from 'zod'
import { duration, httpMethod, percent, rate, statuses, text } from '../support/option-types.ts'
import type { Measurement } from '../evidence/document.ts'
import { arrive, quantile, type ArrivalRecord } from './engine/arrivals.ts'
import { showDuration, showPercent } from '../support/text/durations.ts'
import { exchange, isStatusIn } from '../support/http.ts'
import { proxyVariables } from '../support/proxy.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { urlOf } from './engine/url.ts'
import { round } from '../support/text/rounding.ts'
import { shownPath, shownUrl } from '../support/text/url.ts'

/** A share of errors that is above a small limit must not be recorded as one below it. */
const PERCENT_DECIMALS = 6
const MOST_REQUESTS = 2_000_000
const MOST_CONNECTIONS = 4_096
/** With less of the load really sent, or so far behind at its end, the service was not under that load. */
const LEAST_SENT = 0.99
const MOST_BEHIND_SHARE = 0.02
const MOST_BEHIND_MS = 250
/** Lateness of our own that spoils a measurement: this share of the limit that was missed. */
const SPOILING_SHARE = 0.2
const MOST_POINTS = 60
const LAST_REQUESTS = 10
const PERCENTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const
const LATENCIES = ['p50', 'p90', 'p95', 'p99', 'max'] as const
const MARGIN_MS = 15_000
/** A request that failed after so long was a wait for its user, whatever came of it. */
const LONG_WAIT_MS = 1_000
/** The last request gets all of its time before it is counted as unanswered. */
const DRAIN_MARGIN_MS = 500

const load = z
  .strictObject({
    url: text,
    rate: rate.describe('Requests per second, sent whether or not earlier ones are answered.'),
    for: duration,
    method: httpMethod.default('GET'),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().optional(),
    status: statuses.describe('Statuses that are no error.'),
    timeout: duration.default(10_000).describe('Longest time for one answer; longer is an error.'),
    connections: z.int().min(1).max(MOST_CONNECTIONS).default(256).describe('Most connections at a time.'),
  })
  .refine((value) => (value.rate * value.for) / 1_000 >= 1, {
    error: 'expected a rate and a time that make at least one request',
  })
  .refine((value) => (value.rate * value.for) / 1_000 <= MOST_REQUESTS, {
    error: `expected no more than ${MOST_REQUESTS} requests`,
  })

const limits = z.strictObject({
  p50: duration.optional(),
  p90: duration.optional(),
  p95: duration.optional(),
  p99: duration.optional(),
  max: duration.optional(),
  errors: percent.prefault('0%').describe('Share of requests that may end in an error. Default: 0%.'),
})

type Options = { readonly load: z.output<typeof load>; readonly pass: z.output<typeof limits> }

interface Facts extends ArrivalRecord {
  /** How often each error was seen: `status 503`, `ECONNREFUSED`. */
  readonly errors: Readonly<Record<string, number>>
  readonly url: string
}

export const check = defineCheck({
  meta: {
    name: 'load',
    title: 'The service keeps its limits under load',
    docs: 'Sends requests at a constant rate, independent of earlier responses, and measures each from the moment at which it was due. Where this runner could not keep the rate, the result is inconclusive.',
    kind: 'load',
    runsUserCode: false,
  },
  shape: { load, pass: limits.prefault({}).describe('What must be kept; latencies in words, errors as a share.') },
  nameOf: ({ load: { url, method, rate: perSecond } }: Options) =>
    `${method} ${shownPath(url)} under ${round(perSecond, 2)}/s`,
  timeoutOf: ({ load: options }: Options) => options.for + options.timeout + MARGIN_MS,
  observe,
  judge,
})

async function observe({ load: options }: Options, { signal, ports, name }: CheckContext): Promise<Facts> {
  ports.secrets.addRequest(options.url, options.headers)
  const url = urlOf(options.url)
  const proxyEnv = proxyVariables(ports.place.env)
  const kept = {
    keepAlive: true,
    maxSockets: options.connections,
    maxFreeSockets: options.connections,
    ...(proxyEnv && { proxyEnv }),
  }
  const agent = url.protocol === 'https:' ? new SecureAgent(kept) : new Agent(kept)
  const errors: Record<string, number> = {}
  const send = async (stopped: AbortSignal): Promise<boolean> => {
    const answer = await exchange({
      url,
      method: options.method,
      headers: options.headers,
      ...(options.body !== undefined && { body: options.body }),
      agent,
      mostBytes: 0,
      signal: AbortSignal.any([stopped, AbortSignal.timeout(options.timeout)]),
    })
    if ('status' in answer && isStatusIn(answer.status, options.status)) return true
    if (stopped.aborted) return false
    const error = 'status' in answer ? `status ${answer.status}` : answer.code
    errors[error] = (errors[error] ?? 0) + 1
    return false
  }
  ports.log.info(`${name}: ${options.rate}/s for ${showDuration(options.for)}`)
  try {
    const record = await arrive({
      rate: options.rate,
      duration: options.for,
      drain: options.timeout + DRAIN_MARGIN_MS,
      signal,
      send,
    })
    return { ...record, errors, url: shownUrl(options.url) }
  } finally {
    agent.destroy()
  }
}

function judge({ load: options, pass: limit }: Options, facts: Facts): Judgement {
  const { measured, sent, errorShare, lateness, behind, achieved } = measure(facts, options.rate)
  const measurements = measurementsOf(facts, measured, errorShare, achieved, limit)
  const missed = LATENCIES.filter((name) => limit[name] !== undefined && !(measured[name] <= limit[name]))
  const tooManyErrors = errorShare > limit.errors
  const shown = LATENCIES.map((name) => `${name} ${showLatency(measured[name])}`).join(', ')
  const errorText = Object.entries(facts.errors).toSorted(([, a], [, b]) => b - a)
  const observed = [
    `${sent} requests at ${round(achieved, 2)}/s`,
    shown,
    `errors ${showPercent(errorShare)}${errorText.length > 0 ? ` (${errorText.map(([name, count]) => `${name}: ${count}`).join(', ')})` : ''}`,
  ].join('; ')
  const expected = [
    `${options.rate}/s for ${showDuration(options.for)}`,
    ...LATENCIES.flatMap((name) => (limit[name] === undefined ? [] : [`${name} ≤ ${showDuration(limit[name])}`])),
    `errors ≤ ${showPercent(limit.errors)}`,
  ].join('; ')
  const about = { expected, observed, measurements }
  if (facts.cut) {
    return {
      ...about,
      outcome: 'error',
      title: 'was ended before the time was over',
      advice: 'Give the check a longer `timeout`.',
    }
  }
  const logAdvice = `Read the log of the service for ${errorText[0]?.[0] ?? 'requests that were never answered'}.`
  const generatorAdvice = 'Lower the rate, or run the check on a larger runner with nothing beside it.'
  if (sent < facts.due.length * LEAST_SENT || behind > Math.max(MOST_BEHIND_MS, options.for * MOST_BEHIND_SHARE)) {
    return {
      ...about,
      outcome: 'inconclusive',
      title: `this runner sent ${round(achieved, 2)}/s of ${options.rate}/s`,
      advice: generatorAdvice,
    }
  }
  if (tooManyErrors) {
    return {
      ...about,
      outcome: 'fail',
      title: `${showPercent(errorShare)} of the requests ended in errors, ${showPercent(limit.errors)} are allowed`,
      advice: logAdvice,
    }
  }
  if (!facts.ok.includes(1)) {
    return {
      ...about,
      outcome: 'fail',
      title: 'no request got a successful response',
      advice: logAdvice,
    }
  }
  if (missed.length > 0) {
    const spoiled = missed.every((name) => lateness > SPOILING_SHARE * (limit[name] ?? 0))
    const title = missed
      .map((name) => `${name} is ${showLatency(measured[name])}, not ≤ ${showDuration(limit[name] ?? 0)}`)
      .join('; ')
    if (spoiled) {
      return {
        ...about,
        outcome: 'inconclusive',
        title: `${title}, but this runner was ${showDuration(lateness)} late itself`,
        advice: generatorAdvice,
      }
    }
    return {
      ...about,
      outcome: 'fail',
      title,
      advice: 'Find what became slow in this release: compare the chart with the one of the last release.',
    }
  }
  return {
    ...about,
    outcome: 'pass',
    title: `held ${round(achieved, 2)}/s: p99 ${showLatency(measured.p99)}, errors ${showPercent(errorShare)}`,
  }
}

type Latencies = Readonly<Record<(typeof LATENCIES)[number], number>>

interface Measured {
  readonly measured: Latencies
  readonly sent: number
  readonly errorShare: number
  /** 99 % of the requests left no later than this. */
  readonly lateness: number
  /** How late the last requests left. */
  readonly behind: number
  /** Requests per second that really left. */
  readonly achieved: number
}

/** An error that comes at once would make the percentiles better: they count answers that went well and long waits. */
function measure(facts: Facts, perSecond: number): Measured {
  const counted = facts.latency.filter((latency, index) => facts.ok[index] === 1 || latency > LONG_WAIT_MS)
  const sorted = counted.toSorted()
  const sentLateness = facts.lateness.filter((late) => !Number.isNaN(late)).toSorted()
  const sent = sentLateness.length
  const well = facts.ok.reduce((sum, one) => sum + one, 0)
  const lastLeft = facts.due.reduce((last, due, index) => Math.max(last, due + (facts.lateness[index] || 0)), 0)
  const meant = facts.due.length / perSecond
  return {
    measured: {
      p50: quantile(sorted, PERCENTILES.p50),
      p90: quantile(sorted, PERCENTILES.p90),
      p95: quantile(sorted, PERCENTILES.p95),
      p99: quantile(sorted, PERCENTILES.p99),
      max: sorted.at(-1) ?? Number.NaN,
    },
    sent,
    errorShare: sent === 0 ? 1 : (sent - well) / sent,
    lateness: quantile(sentLateness, 0.99) || 0,
    behind: Math.min(...facts.lateness.slice(-LAST_REQUESTS)) || 0,
    achieved: sent / Math.max(meant, lastLeft / 1_000),
  }
}

function measurementsOf(
  facts: Facts,
  measured: Latencies,
  errorShare: number,
  achieved: number,
  limit: Options['pass'],
): Measurement[] {
  const buckets = bucketsOf(facts)
  const latency = LATENCIES.flatMap((name): Measurement[] => {
    const value = measured[name]
    if (Number.isNaN(value)) return []
    const q = name === 'max' ? 1 : PERCENTILES[name]
    const series = buckets.flatMap(({ at, latencies }) =>
      latencies.length === 0 ? [] : [[at, round(quantile(latencies, q), 2)] as const],
    )
    return [
      { name, unit: 'ms', value: round(value, 2), series, ...(limit[name] !== undefined && { limit: limit[name] }) },
    ]
  })
  return [
    ...latency,
    {
      name: 'errors',
      unit: 'percent',
      value: round(errorShare * 100, PERCENT_DECIMALS),
      limit: round(limit.errors * 100, PERCENT_DECIMALS),
      series: buckets.map(
        ({ at, due, well }) => [at, due === 0 ? 0 : round(((due - well) / due) * 100, PERCENT_DECIMALS)] as const,
      ),
    },
    { name: 'requests', unit: 'per-second', value: round(achieved, 2) },
  ]
}

/** The time in so many parts that a chart is readable, each with its sorted latencies. */
function bucketsOf(facts: Facts): { at: number; due: number; well: number; latencies: Float64Array }[] {
  const total = facts.due.length
  const end = (facts.due[total - 1] ?? 0) + 1
  const count = Math.min(MOST_POINTS, total)
  const parts = Array.from({ length: count }, () => ({ due: 0, well: 0, latencies: [] as number[] }))
  for (let index = 0; index < total; index++) {
    const part = parts[Math.min(count - 1, Math.floor(((facts.due[index] ?? 0) / end) * count))]
    if (!part || Number.isNaN(facts.lateness[index])) continue
    part.due += 1
    part.well += facts.ok[index] ?? 0
    const latency = facts.latency[index] ?? Number.NaN
    if (!Number.isNaN(latency)) part.latencies.push(latency)
  }
  return parts.map(({ due, well, latencies }, index) => ({
    at: Math.round(((index + 0.5) * end) / count),
    due,
    well,
    latencies: Float64Array.from(latencies).toSorted(),
  }))
}

function showLatency(ms: number): string {
  return Number.isNaN(ms) ? 'unknown' : showDuration(ms)
}
