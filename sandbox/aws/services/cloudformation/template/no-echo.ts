import type { Desired } from '../model.ts'
import { KNOWN_AFTER_APPLY, UNKNOWN } from './intrinsics.ts'
import { MASKED } from './parameters.ts'

/** Shorter secrets are masked only when they are the whole value. */
const SHORTEST_PART = 4

/** The values of NoEcho parameters, longest first so that no part of one remains after masking. */
export function secretsOf(desired: Pick<Desired, 'parameters'>): string[] {
  const values = desired.parameters.filter((p) => p.noEcho).map((p) => p.value)
  return values.filter((value) => value !== '').toSorted((a, b) => b.length - a.length)
}

/** A text with its secrets masked. */
function mask(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => {
    if (hidden === secret) return MASKED
    return secret.length < SHORTEST_PART ? hidden : hidden.replaceAll(secret, MASKED)
  }, text)
}

/** A value as CloudFormation shows it: scalars as text, unknown values as a placeholder, secrets masked. */
export function scalarsAsText(value: unknown, secrets: readonly string[] = []): unknown {
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY
  if (Array.isArray(value)) return value.map((item) => scalarsAsText(item, secrets))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, scalarsAsText(item, secrets)]))
  }
  return mask(String(value), secrets)
}
