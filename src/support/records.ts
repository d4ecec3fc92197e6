/** Values of unknown shape, as JSON and YAML give them. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value, or an empty record if it is something else. */
export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

/** The string at this path of members; undefined where it is none. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce((at: unknown, key) => recordOf(at)[key], value)
  return typeof found === 'string' ? found : undefined
}
