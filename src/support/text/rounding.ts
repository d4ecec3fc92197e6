/** The number, rounded to at most that many decimals. */
export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** Milliseconds as seconds with one decimal, as measurements record them. */
export function toSeconds(ms: number): number {
  return round(ms / 1_000, 1)
}

/**
 * A finite number with separators of thousands and at most three decimals: `12,345.6`. `toLocaleString` loads the locale
 * data when it is first called, which takes a quarter of the processor time of a start.
 */
export function showNumber(value: number): string {
  const [whole = '', decimals] = String(round(value, 3)).split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return decimals === undefined ? grouped : `${grouped}.${decimals}`
}
