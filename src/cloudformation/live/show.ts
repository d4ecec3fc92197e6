import { oneLine } from '../../support/text/text.ts'
import { UNKNOWN } from './pattern.ts'

const SHOWN_LENGTH = 400

/** A value as one line, cut where it is long. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return oneLine(value, SHOWN_LENGTH)
  const json = JSON.stringify(value, (_, inner: unknown) => (inner === UNKNOWN ? '(known at execution)' : inner))
  return oneLine(json ?? 'nothing', SHOWN_LENGTH)
}
