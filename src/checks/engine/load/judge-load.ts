import type { Finding } from '../../../evidence/finding.ts'
import type { LastRelease, Measurement, Sample } from '../../../evidence/document.ts'
import { showDuration, showPercent } from '../../../support/text/durations.ts'
import { round, showNumber } from '../../../support/text/rounding.ts'
import { shownPath } from '../../../support/text/url.ts'
import { quantile } from '../../../support/statistics.ts'
import type { Judgement } from '../../contract.ts'
import { isNotReached, isUnsendable } from '../network-errors.ts'
import type { ArrivalRecord } from './arrivals.ts'
import { compareLoads, COMPARED, samplesOf } from './compare-load.ts'
import {
  achievedRate,
  boundsOf,
  bucketsOf,
  latenessOf,
  measure,
  neededFor,
  shareOf,
  type Lateness,
  type Latencies,
  type Measured,
} from './measure-load.ts'
import { queueIn } from './queue.ts'
import {
  durationOf,
  LATENCIES,
  planOf,
  type Comparison,
  type LatencyName,
  type Limits,
  type LoadOptions,
  type LoadPlan,
} from './options.ts'

/** What the record of a load proves. Pure. */

/** A share of errors that is above a small limit must not be recorded as one below it. */
const PERCENT_DECIMALS = 6
/** With less of the load really sent, or so far behind at its end, the service was not under that load. */
const LEAST_SENT = 0.99
const MOST_BEHIND_SHARE = 0.02
const MOST_BEHIND_MS = 250
/** Lateness of our own that spoils a measurement: this share of the limit that was missed. */
const SPOILING_SHARE = 0.2

export interface LoadFacts extends ArrivalRecord {
  /** Which request each one was, by its position among them. */
  readonly kinds: Uint16Array
  /** How often each error was seen: `status 503`, `ECONNREFUSED`. */
  readonly errors: Readonly<Record<string, number>>
  /** What two loads must have in common to be compared. */
  readonly basis: string
  /** Name of the check, as in findings. */
  readonly name: string
  /** What was measured of this check at the last release; absent where none is known. */
  readonly before?: Pick<LastRelease, 'runId' | 'measurements'>
}

interface Options extends Omit<LoadOptions, 'load'> {
  readonly load: LoadPlan
}

/** A part of the load that has to keep the limits by itself. */
interface Part extends Measured {
  /** `at 50/s`; undefined for the load as a whole. */
  readonly label?: string
}

export function judge(asked: LoadOptions, facts: LoadFacts): Judgement {
  const options = { ...asked, load: planOf(asked.load) }
  const { load, pass: limit } = options
  const whole = measure(facts)
  const lateness = latenessOf(facts)
  const meantMs = durationOf(load.steps)
  const achieved = achievedRate(facts, meantMs, whole.sent)
  const meant = facts.due.length / (meantMs / 1_000)
  const parts = partsOf(options, facts, whole)
  const requests = requestsOf(options, facts)
  const samples = samplesOf(facts, facts.basis)
  const compared = options.compare && comparison(options.compare, facts, samples)
  const about = {
    expected: expectationOf(options),
    observed: [
      `${showNumber(whole.sent)} requests at ${round(achieved, 2)}/s`,
      ...(parts.length > 1 ? parts : [whole]).map(showMeasured),
      `errors ${showPercent(whole.errorShare)}${errorsOf(facts)}`,
      ...(requests.length > 1 ? requests.map(showMeasured) : []),
      `this runner was ${showDuration(lateness.p99)} late (p99; at most ${showDuration(lateness.max)})`,
      ...(compared && 'observed' in compared ? [`beside run ${facts.before?.runId ?? ''}: ${compared.observed}`] : []),
    ].join('; '),
    measurements: [
      ...measurementsOf(facts, whole, limit, samples),
      ...(parts.length > 1 ? parts.flatMap((part) => partMeasurements(part, limit)) : []),
      ...(requests.length > 1 ? requests.flatMap((part) => partMeasurements(part, {})) : []),
      { name: 'requests', unit: 'per-second' as const, value: round(achieved, 2) },
      { name: 'lateness of this runner, p99', unit: 'ms' as const, value: round(lateness.p99, 2) },
    ],
    ...(compared?.kind === 'not-compared' && { findings: [notCompared(compared.why, facts)] }),
  }
  const logAdvice = `Read the log of the service for ${worstError(facts) ?? 'requests that were never answered'}.`
  const generatorAdvice = 'Lower the rate, or run the check on a larger runner with nothing beside it.'
  if (facts.cut) {
    const advice = 'Give the check a longer `timeout`.'
    return { ...about, outcome: 'error', title: 'was ended before the time was over', advice }
  }
  const isBehind = lateness.behind > Math.max(MOST_BEHIND_MS, meantMs * MOST_BEHIND_SHARE)
  if (whole.sent < facts.due.length * LEAST_SENT || isBehind) {
    const title = `this runner sent ${round(achieved, 2)}/s of ${round(meant, 2)}/s`
    return { ...about, outcome: 'inconclusive', title, advice: generatorAdvice }
  }
  const unsendable = Object.keys(facts.errors).find(isUnsendable)
  if (unsendable !== undefined) {
    const title = `the requests cannot be sent: ${unsendable}`
    const advice = 'Correct `headers`, `method` or the path of the check, or the output of the stack in them.'
    return { ...about, outcome: 'error', title, advice }
  }
  const notReached = Object.entries(facts.errors).filter(([code]) => isNotReached(code))
  const own = notReached.reduce((sum, [, count]) => sum + count, 0)
  if (own / whole.sent > limit.errors) {
    const title = `${showPercent(own / whole.sent)} of the requests did not reach the service: ${notReached.map(([code]) => code).join(', ')}`
    const advice = 'Check the name of the service, and the network and the limits of the runner.'
    return { ...about, outcome: 'error', title, advice }
  }
  const failing = parts.filter(({ errorShare }) => errorShare > limit.errors)
  if (failing.length > 0) {
    const title = failing
      .map(
        ({ errorShare, label }) =>
          `${showPercent(errorShare)} of the requests${labelled(label)} ended in errors, ${showPercent(limit.errors)} are allowed`,
      )
      .join('; ')
    return { ...about, outcome: 'fail', title, advice: logAdvice }
  }
  const silent = [...parts, ...requests].find(({ sent, well }) => sent > 0 && well === 0)
  if (silent) {
    const title = `no request${labelled(silent.label)} got a successful response`
    return { ...about, outcome: 'fail', title, advice: logAdvice }
  }
  const missed = missedIn(parts, limit)
  if (missed.length > 0) {
    const title = missed
      .map(
        ({ name, value, most, label }) =>
          `${name}${labelled(label)} is ${showLatency(value)}, not ≤ ${showDuration(most)}`,
      )
      .join('; ')
    if (missed.every(({ most }) => lateness.p99 > SPOILING_SHARE * most)) {
      const late = `${title}, but this runner was ${showDuration(lateness.p99)} late itself`
      return { ...about, outcome: 'inconclusive', title: late, advice: generatorAdvice }
    }
    const advice = 'Find what became slow in this release: compare the chart with the one of the last release.'
    return { ...about, outcome: 'fail', title, advice }
  }
  return (
    judgeQueue(about, options, facts) ??
    judgeComparison({ about, compared, lateness }) ??
    tooFew(about, parts, limit) ?? {
      ...about,
      outcome: 'pass',
      title: `held ${round(achieved, 2)}/s: p99 ${showLatency(whole.latencies.p99)}, errors ${showPercent(whole.errorShare)}`,
    }
  )
}

type About = Omit<Judgement, 'outcome' | 'title' | 'advice'>

/** A rate at which answers queue up was not held, also where all of them came in the end. Undefined: none do. */
function judgeQueue(about: About, { load: { steps, connections }, pass: limit }: Options, facts: LoadFacts) {
  const queue = queueIn(facts, steps)
  if (queue === undefined) return undefined
  const { step, answered, first, last } = queue
  const rate = `${round(steps[step]?.rate ?? 0, 2)}/s`
  const title = `answers queue up at ${rate}: about ${round(answered, 1)}/s were answered, and the median went from ${showDuration(first)} to ${Number.isFinite(last) ? showDuration(last) : 'no answer'}`
  const isLimited = LATENCIES.some((name) => limit[name] !== undefined)
  const inUse = `All ${connections} connections may have been in use: allow more, where clients have more.`
  const advice = `Find what limits the service, or name a rate that it holds.${(last / 1_000) * answered >= connections ? ` ${inUse}` : ''}`
  // Latencies that the user named were kept, as long as it lasted.
  return isLimited
    ? {
        ...about,
        outcome: 'inconclusive' as const,
        title: `${title}; the limits were kept only because the load ended`,
        advice,
      }
    : { ...about, outcome: 'fail' as const, title, advice }
}

/** Undefined: nothing stands against it. */
function judgeComparison({
  about,
  compared,
  lateness,
}: {
  readonly about: About
  readonly compared: ReturnType<typeof compareLoads> | undefined
  readonly lateness: Lateness
}): Judgement | undefined {
  switch (compared?.kind) {
    case undefined:
    case 'kept':
    case 'not-compared':
      return undefined
    case 'slower':
      if (lateness.p95 > compared.byMs) {
        return {
          ...about,
          outcome: 'inconclusive',
          title: `${compared.title}, but this runner was ${showDuration(lateness.p95)} late itself`,
          advice: 'Run the check on a larger runner with nothing beside it.',
        }
      }
      return {
        ...about,
        outcome: 'fail',
        title: compared.title,
        advice:
          'Find what became slow in this release, or raise `allowed-increase` if the change is meant to cost this much.',
      }
    case 'unproven':
      return {
        ...about,
        outcome: 'inconclusive',
        title: `${compared.title}; it may be chance`,
        advice: 'Let the load last longer: more requests separate chance from a change.',
      }
    case 'too-few':
      return {
        ...about,
        outcome: 'inconclusive',
        title: compared.title,
        advice: 'Let the load last longer, or raise its rate. The next release is compared with this one.',
      }
  }
}

function comparison(wanted: Comparison, { before }: LoadFacts, samples: Parameters<typeof compareLoads>[1]) {
  if (before === undefined)
    return {
      kind: 'not-compared' as const,
      why: 'the earlier jobs of this run restored no evidence of a last release',
    }
  return compareLoads(before.measurements, samples, wanted['allowed-increase'])
}

function notCompared(why: string, { name }: LoadFacts): Finding {
  return {
    code: 'check/load/not-compared',
    outcome: 'noted',
    title: `${name} was not compared: ${why}`,
    subject: `check/${name}`,
    expected: 'the same load, measured at the last release',
    observed: why,
    advice:
      'Nothing to do at the first release with this check. Otherwise see the finding of precheck about the last release.',
  }
}

/** A limit that was kept by fewer answers than its percentile needs is not proven. */
function tooFew(about: About, parts: readonly Part[], limit: Limits): Judgement | undefined {
  const few = parts.flatMap(({ label, counted }) =>
    LATENCIES.filter((name) => limit[name] !== undefined && counted < neededFor(name)).map(
      (name) =>
        `${name}${labelled(label)} needs ${showNumber(neededFor(name))} answers, and has ${showNumber(counted)}`,
    ),
  )
  if (few.length === 0) return undefined
  return {
    ...about,
    outcome: 'inconclusive',
    title: few.join('; '),
    advice: 'Let the load last longer, raise its rate, or limit a lower percentile or `max`.',
  }
}

interface Missed {
  readonly name: LatencyName
  readonly value: number
  readonly most: number
  readonly label: string | undefined
}

function missedIn(parts: readonly Part[], limit: Limits): Missed[] {
  return parts.flatMap(({ label, latencies }) =>
    LATENCIES.flatMap((name) => {
      const most = limit[name]
      const value = latencies[name]
      return most === undefined || value <= most ? [] : [{ name, value, most, label }]
    }),
  )
}

function partsOf({ load: { steps } }: Options, facts: LoadFacts, whole: Measured): Part[] {
  if (steps.length <= 1) return [whole]
  return boundsOf(steps, facts.due).map(({ from, to }, index) => ({
    ...measure(facts, (at) => at >= from && at < to),
    label: `in step ${index + 1} (${round(steps[index]?.rate ?? 0, 2)}/s)`,
  }))
}

function requestsOf({ load: { requests } }: Options, facts: LoadFacts): Part[] {
  return requests.map(({ method, url }, kind) => ({
    ...measure(facts, (at) => facts.kinds[at] === kind),
    ...(requests.length > 1 && { label: `of ${method} ${shownPath(url)}` }),
  }))
}

function labelled(label: string | undefined): string {
  return label === undefined ? '' : ` ${label}`
}

function expectationOf({ load: { steps, requests }, pass: limit, compare }: Options): string {
  const wanted =
    compare && `no increase of more than ${showPercent(compare['allowed-increase'])} since the last release`
  return [
    steps
      .map(
        ({ rate, for: ms, ramp = 0 }) =>
          `${round(rate, 2)}/s for ${showDuration(ms)}${ramp === 0 ? '' : ` after ${showDuration(ramp)} of rise`}`,
      )
      .join(', then '),
    ...(requests.length > 1 ? [`${requests.length} kinds of requests`] : []),
    ...LATENCIES.flatMap((name) => (limit[name] === undefined ? [] : [`${name} ≤ ${showDuration(limit[name])}`])),
    `errors ≤ ${showPercent(limit.errors)}`,
    ...(wanted === undefined ? [] : [wanted]),
  ].join('; ')
}

function showMeasured({ label, latencies }: Part): string {
  const numbers = LATENCIES.map((name) => `${name} ${showLatency(latencies[name])}`).join(', ')
  return label === undefined ? numbers : `${label}: ${numbers}`
}

function errorsOf({ errors }: LoadFacts): string {
  const sorted = Object.entries(errors).toSorted(([, a], [, b]) => b - a)
  return sorted.length === 0 ? '' : ` (${sorted.map(([name, count]) => `${name}: ${count}`).join(', ')})`
}

function worstError({ errors }: LoadFacts): string | undefined {
  return Object.entries(errors).toSorted(([, a], [, b]) => b - a)[0]?.[0]
}

function measurementsOf(
  facts: LoadFacts,
  whole: Measured,
  limit: Limits,
  samples: Readonly<Record<(typeof COMPARED)[number], Sample>>,
): Measurement[] {
  const buckets = bucketsOf(facts)
  const latency = LATENCIES.flatMap((name): Measurement[] => {
    const value = whole.latencies[name]
    if (Number.isNaN(value)) return []
    const series = buckets.flatMap(({ at, latencies }) =>
      latencies.length === 0 ? [] : [[at, round(quantile(latencies, shareOf(name)), 2)] as const],
    )
    const compared = COMPARED.find((each) => each === name)
    return [{ ...measurementOf(name, value, limit), series, ...(compared && { sample: samples[compared] }) }]
  })
  return [
    ...latency,
    {
      name: 'errors',
      unit: 'percent',
      value: round(whole.errorShare * 100, PERCENT_DECIMALS),
      limit: round(limit.errors * 100, PERCENT_DECIMALS),
      series: buckets.map(
        ({ at, due, well }) => [at, due === 0 ? 0 : round(((due - well) / due) * 100, PERCENT_DECIMALS)] as const,
      ),
    },
  ]
}

/** Of one step, or one of several requests: a number each, without a course. */
function partMeasurements({ label, latencies }: Part, limit: Partial<Latencies> | Limits): Measurement[] {
  return LATENCIES.filter((name) => name === 'p50' || name === 'p99' || limit[name] !== undefined).flatMap((name) =>
    Number.isNaN(latencies[name])
      ? []
      : [{ ...measurementOf(name, latencies[name], limit), name: `${name}${labelled(label)}` }],
  )
}

function measurementOf(name: LatencyName, value: number, limit: Partial<Latencies> | Limits): Measurement {
  const most = limit[name]
  return { name, unit: 'ms', value: round(value, 2), ...(most !== undefined && { limit: most }) }
}

function showLatency(ms: number): string {
  return Number.isNaN(ms) ? 'unknown' : showDuration(ms)
}
