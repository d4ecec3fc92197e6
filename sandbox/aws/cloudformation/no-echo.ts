import type { Desired } from './model.ts'
import { MASKED } from './parameters.ts'

/** Shorter values are hidden only where they are the whole of a property. */
const SHORTEST_PART = 4

/** The values that must not be shown, longest first so that no part of one is left. */
export function secretsOf(desired: Pick<Desired, 'parameters'>): string[] {
  const values = desired.parameters.filter((p) => p.noEcho).map((p) => p.value)
  return values.filter((value) => value !== '').toSorted((a, b) => b.length - a.length)
}

/** A text with the secrets in it made unreadable. */
export function masked(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => {
    if (hidden === secret) return MASKED
    return secret.length < SHORTEST_PART ? hidden : hidden.replaceAll(secret, MASKED)
  }, text)
}
