import { round, toSeconds } from './rounding.ts'

/** Parsers and formatters of durations, rates and shares. Each parser returns undefined for invalid text. */

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

/** Milliseconds as a person reads them: `840 ms`, `12.3 s`, `4 min 10 s`, `2 h`. */
export function showDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '?'
  if (ms < 10) return `${round(ms, 1)} ms`
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`
  if (toSeconds(ms) < 60) return `${toSeconds(ms)} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return twoUnits(seconds, 'min', 's')
  return twoUnits(Math.round(seconds / 60), 'h', 'min')
}

function twoUnits(count: number, large: string, small: string): string {
  const rest = count % 60
  return `${Math.floor(count / 60)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`
}

/** Seconds, right-aligned for columns: `  12.3 s`. */
export function secondsColumn(ms: number): string {
  return `${toSeconds(ms).toFixed(1).padStart(6)} s`
}

/** A share as a person reads it: `12.5%`. 0% and 100% are shown for exactly none and all only. */
export function showPercent(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.001) return 'under 0.001%'
  if (percent > 99.999 && percent < 100) return 'over 99.999%'
  return `${round(percent, percent < 1 || percent > 99 ? 3 : 2)}%`
}
