import type { Finding } from '../../../evidence/finding.ts'
import { showDuration, showPercent } from '../../../support/text/durations.ts'
import { round, showNumber } from '../../../support/text/rounding.ts'
import { plural } from '../../../support/text/text.ts'
import type { Judgement } from '../../contract.ts'
import { isNotReached, isUnsendable } from '../network-errors.ts'
import { compareLoads, samplesOf } from './compare-load.ts'
import { achievedRate, latenessOf, measure, neededFor, type Lateness } from './measure-load.ts'
import { queueIn } from './queue.ts'
import {
  durationOf,
  LATENCIES,
  planOf,
  type Comparison,
  type LatencyName,
  type Limits,
  type LoadOptions,
} from './options.ts'
import {
  partsOf,
  requestsOf,
  showMeasured,
  measurementsOf,
  partMeasurements,
  labelled,
  showLatency,
  type LoadFacts,
  type Options,
  type Part,
} from './load-parts.ts'

/** What the record of a load proves. Pure. */

/** With less of the load really sent, or so far behind at its end, the service was not under that load. */
const LEAST_SENT = 0.99
const MOST_BEHIND_SHARE = 0.02
const MOST_BEHIND_MS = 250
/** Lateness of our own that spoils a measurement: this share of the limit that was missed. */
const SPOILING_SHARE = 0.2

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
  // Of what was not sent, nothing is known.
  const unsent = [...parts, ...requests].find(({ sent }) => sent === 0)
  const failing = parts.filter(({ sent, errorShare }) => sent > 0 && errorShare > limit.errors)
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
  if (unsent) {
    const title = `no request${labelled(unsent.label)} was due: ${plural(facts.due.length, 'request')} in all`
    const advice = 'Let the load last longer, raise its rate, or give each request a weight of which it is sent.'
    return { ...about, outcome: 'inconclusive', title, advice }
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

function errorsOf({ errors }: LoadFacts): string {
  const sorted = Object.entries(errors).toSorted(([, a], [, b]) => b - a)
  return sorted.length === 0 ? '' : ` (${sorted.map(([name, count]) => `${name}: ${count}`).join(', ')})`
}

function worstError({ errors }: LoadFacts): string | undefined {
  return Object.entries(errors).toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
