/** Durations, rates and shares as people write them. Each parser gives undefined for what it cannot read. */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `500ms`, `2s`, `15m`, `24h`, `1h30m` → milliseconds. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN)
  }
  return Number.isFinite(total) ? total : undefined
}

/** `200/s`, `90/m` → events per second. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text)
  if (!match) return undefined
  const rate = (Number(match[1]) * 1_000) / (UNITS[match[2] ?? ''] ?? Number.NaN)
  return rate > 0 ? rate : undefined
}

/** `0.1%` → 0.001. */
export function parsePercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text)
  if (!match) return undefined
  const share = Number(match[1]) / 100
  return share <= 1 ? share : undefined
}

/** Milliseconds as a person reads them: `840 ms`, `12.3 s`, `4 min 10 s`, `2 h 5 min`. */
export function showDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`
}
