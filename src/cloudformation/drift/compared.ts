import { isRecord } from '../../support/records.ts'

/** A reference that CloudFormation resolves, and what it shows in place of a NoEcho value: not known to be compared. */
const HIDDEN = ['{{resolve:', '****']

/**
 * Pure: how many of the declared properties of a resource a drift detection compared; undefined where that is not known.
 * `expected` and `actual` are ExpectedProperties and ActualProperties, JSON
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDrift.html). Only the uppermost
 * properties count, and only those of which both have a value or `paths`, JSON pointers, tell a difference: what a service
 * never returns is not compared.
 */
export function comparedProperties(
  expected: string | undefined,
  actual: string | undefined,
  paths: readonly string[],
): number | undefined {
  const [declared, live] = [recordIn(expected), recordIn(actual)]
  if (declared === undefined || live === undefined) return undefined
  const differing = new Set(paths.map((path) => path.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~')))
  return Object.entries(declared).filter(([name, value]) => {
    const text = JSON.stringify(value)
    return differing.has(name) || (Object.hasOwn(live, name) && !HIDDEN.some((sign) => text.includes(sign)))
  }).length
}

function recordIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
