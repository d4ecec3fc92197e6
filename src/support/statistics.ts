/** Quantiles and the comparison of two samples. Pure. */

/** The value below which the share `q` of sorted values lies (nearest rank). NaN for none. */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN
}

/**
 * How many values an upper bound of the quantile `q` needs: with fewer, the largest of them may be below the quantile with
 * more than `1 - confidence`. 59 for 0.95, 299 for 0.99, 2,995 for 0.999.
 */
export function leastSample(q: number, confidence = 0.95): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log(q))
}

/**
 * The probability that values like `b` come out at least that much above `a` by chance, where both are alike: the test of
 * Mann and Whitney, one-sided, by the normal approximation with the correction for ties. Both need about 20 values.
 * 1 where there is nothing to compare.
 */
export function rankTest(a: readonly number[], b: readonly number[]): number {
  const total = a.length + b.length
  if (a.length === 0 || b.length === 0) return 1
  const all = [...a.map((value) => ({ value, own: false })), ...b.map((value) => ({ value, own: true }))].toSorted(
    (one, other) => one.value - other.value,
  )
  let ranks = 0
  let ties = 0
  for (let from = 0; from < total;) {
    let to = from
    while (to < total && all[to]?.value === all[from]?.value) to += 1
    const size = to - from
    const own = all.slice(from, to).filter((one) => one.own).length
    ranks += own * ((from + to + 1) / 2)
    ties += size ** 3 - size
    from = to
  }
  const above = ranks - (b.length * (b.length + 1)) / 2
  const mean = (a.length * b.length) / 2
  const variance = ((a.length * b.length) / 12) * (total + 1 - ties / (total * (total - 1)))
  if (variance <= 0) return 1
  return 1 - normal((above - mean - 0.5) / Math.sqrt(variance))
}

/** The median of all quotients of a value of `b` and one of `a`: by what factor `b` is larger. NaN for none. */
export function medianRatio(a: readonly number[], b: readonly number[]): number {
  return quantile(Float64Array.from(a.flatMap((one) => b.map((other) => other / one))).toSorted(), 0.5)
}

/** Distribution function of the normal distribution (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
  return z > 0 ? 1 - tail : tail
}
