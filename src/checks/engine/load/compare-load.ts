import type { Measurement, Sample } from '../../../evidence/document.ts'
import { showDuration, showPercent } from '../../../support/text/durations.ts'
import { round } from '../../../support/text/rounding.ts'
import { medianRatio, quantile, rankTest } from '../../../support/statistics.ts'
import type { ArrivalRecord } from './arrivals.ts'

/** The latencies of a load beside those of the last release. Pure. */

export const COMPARED = ['p50', 'p95'] as const
type Compared = (typeof COMPARED)[number]
const SHARES: Readonly<Record<Compared, number>> = { p50: 0.5, p95: 0.95 }

/** Successive requests depend on each other, so blocks of them are compared: each has its percentile. */
const LEAST_IN_BLOCK = 20
const MOST_BLOCKS = 60
const LEAST_BLOCKS = 20
const LEAST_COMPARABLE = LEAST_IN_BLOCK * LEAST_BLOCKS
/** Of all percentiles together: how often a release that is as fast as the last one may be called slower. */
const FALSE_ALARMS = 0.01

/**
 * The percentiles of blocks of requests that went well, in their order. Counted from when a request left: how late the
 * generator was is no property of the release, and the runners of two releases differ.
 */
export function samplesOf({ ok, latency, lateness }: ArrivalRecord, basis: string): Readonly<Record<Compared, Sample>> {
  const times: number[] = []
  for (let index = 0; index < ok.length; index++)
    if (ok[index] === 1) times.push((latency[index] ?? 0) - (lateness[index] ?? 0))
  const count = Math.min(MOST_BLOCKS, Math.floor(times.length / LEAST_IN_BLOCK))
  const blocks = Array.from({ length: count }, (_, block) =>
    Float64Array.from(
      times.slice(Math.floor((block * times.length) / count), Math.floor(((block + 1) * times.length) / count)),
    ).toSorted(),
  )
  const sample = (name: Compared): Sample => ({
    basis,
    values: blocks.map((block) => round(quantile(block, SHARES[name]), 3)),
  })
  return { p50: sample('p50'), p95: sample('p95') }
}

export type Compare =
  /** Not one of them is above the allowed increase. */
  | { readonly kind: 'kept'; readonly observed: string }
  | { readonly kind: 'slower'; readonly title: string; readonly observed: string; readonly byMs: number }
  /** Above it, as it may be by chance. */
  | { readonly kind: 'unproven'; readonly title: string; readonly observed: string }
  | { readonly kind: 'too-few'; readonly title: string; readonly observed: string }
  /** The last release has nothing to compare with. */
  | { readonly kind: 'not-compared'; readonly why: string }

/** `before`: what was measured of the same check at the last release. */
export function compareLoads(
  before: readonly Measurement[],
  now: Readonly<Record<Compared, Sample>>,
  allowed: number,
): Compare {
  const results = COMPARED.map((name) => {
    const own = now[name]
    const samples = before.flatMap((each) => (each.name === name && each.sample ? [each.sample] : []))
    // The check may have run in several environments.
    return { name, old: samples.find(({ basis }) => basis === own.basis) ?? samples[0], own }
  })
  if (results.every(({ old }) => old === undefined))
    return { kind: 'not-compared', why: 'the last release has no measurement of this check' }
  if (results.some(({ old, own }) => old?.basis !== own.basis))
    return { kind: 'not-compared', why: 'the last release was measured under another load' }
  const sizes = results.map(({ old, own }) => Math.min(old?.values.length ?? 0, own.values.length))
  const least = Math.min(...sizes)
  if (least < LEAST_BLOCKS) {
    return {
      kind: 'too-few',
      title: `the comparison with the last release needs ${LEAST_COMPARABLE} successful requests on both sides`,
      observed: `${least} of ${LEAST_BLOCKS} blocks of ${LEAST_IN_BLOCK} requests`,
    }
  }
  const judged = results.map(({ name, old, own }) => judgeOne(name, old?.values ?? [], own.values, allowed))
  const observed = judged.map((one) => one.observed).join(', ')
  const shown = judged.filter(({ chance }) => chance < FALSE_ALARMS / COMPARED.length)
  if (shown.length > 0)
    return {
      kind: 'slower',
      title: shown.map((one) => one.title).join('; '),
      observed,
      byMs: Math.max(...shown.map(({ byMs }) => byMs)),
    }
  const above = judged.filter(({ ratio }) => ratio > 1 + allowed)
  if (above.length > 0) return { kind: 'unproven', title: above.map((one) => one.title).join('; '), observed }
  return { kind: 'kept', observed }
}

function judgeOne(name: Compared, old: readonly number[], own: readonly number[], allowed: number) {
  const ratio = medianRatio(old, own)
  const chance = rankTest(
    old.map((value) => value * (1 + allowed)),
    own,
  )
  const [from, to] = [medianOf(old), medianOf(own)]
  const change = ratio < 1 ? `${showPercent(1 - ratio)} less` : `${showPercent(ratio - 1)} more`
  return {
    ratio,
    chance,
    byMs: to - from,
    title: `${name} is ${showPercent(ratio - 1)} above that of the last release, and may be ${showPercent(allowed)}`,
    observed: `${name} ${showDuration(from)} → ${showDuration(to)} (${change})`,
  }
}

function medianOf(values: readonly number[]): number {
  return quantile(Float64Array.from(values).toSorted(), 0.5)
}
