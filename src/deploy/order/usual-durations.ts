import type { Chain } from '../../evidence/chain/chain.ts'

const MEASURED: ReadonlySet<string> = new Set(['stack update', 'deployment'])

/**
 * Pure: how many milliseconds each stack and deployment took in the last release, by subject, as the precheck of this
 * run read it. A release has several environments: the longest time counts.
 */
export function usualDurations(chain: Pick<Chain, 'links'>): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { evidence } of chain.links) {
    for (const { name, unit, value, subject } of evidence.lastRelease?.measurements ?? []) {
      if (subject === undefined || unit !== 's' || !MEASURED.has(name)) continue
      found.set(subject, Math.max(found.get(subject) ?? 0, value * 1_000))
    }
  }
  return found
}
