import { canonical } from '../evidence/digest.ts'

/** Lists in which CloudFormation's order has no meaning, by the name of the property. */
const SETS =
  /(?:^|\/)(?:Tags|\w+Ids|\w+Arns|\w+ARNs|SecurityGroups|Subnets|AvailabilityZones|ManagedPolicyArns|Action|Actions|NotAction|Resource|NotResource|Principal|AWS|Service|Aliases|AllowedMethods|AttributeDefinitions|Dimensions|LoadBalancerNames|AlarmActions|OKActions|InsufficientDataActions|Events|Statement)$/

/**
 * Whether two values, as CloudFormation writes them, mean the same: numbers and truth values as texts, JSON in a text
 * with other spacing, and another order in sets. `path` is the JSON pointer of the property. Says why, or undefined.
 */
export function equalInMeaning(expected: string, actual: string, path: string): string | undefined {
  if (expected === actual) return 'they are the same text'
  const [a, b] = [parsed(expected), parsed(actual)]
  const [plainA, plainB] = [normal(a, path, false), normal(b, path, false)]
  if (plainA === plainB) {
    return typeof a === 'object' && typeof b === 'object'
      ? 'only spacing, order of keys or quoting differs'
      : 'one is the text of the other'
  }
  return normal(a, path, true) === normal(b, path, true) ? 'only the order in a set differs' : undefined
}

/** Digits that a number in JSON cannot hold exactly. */
const LONG_NUMBER = /\d{16}/

/** JSON in a text. Scalars stay as they are written: 5.10 and 5.1 are different versions. */
function parsed(text: string): unknown {
  const trimmed = text.trim()
  if (!/^[[{"]/.test(trimmed) || LONG_NUMBER.test(trimmed)) return text
  try {
    return JSON.parse(trimmed) as unknown
  } catch {
    return text
  }
}

/** A canonical text: scalars as they are written, texts that hold JSON by their content. */
function normal(value: unknown, path: string, setsSorted: boolean): string {
  if (typeof value === 'string') {
    const inner = parsed(value)
    return typeof inner === 'string' ? canonical(inner.toWellFormed()) : normal(inner, path, setsSorted)
  }
  if (typeof value === 'number' || typeof value === 'boolean') return canonical(String(value))
  if (Array.isArray(value)) {
    const items = value.map((item, index) => normal(item, `${path}/${index}`, setsSorted))
    const ordered = setsSorted && SETS.test(path.replaceAll(/\/\d+(?=\/|$)/g, '')) ? items.toSorted() : items
    return `[${ordered.join(',')}]`
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${canonical(key)}:${normal(member, `${path}/${key}`, setsSorted)}`)
    return `{${members.join(',')}}`
  }
  return canonical(null)
}
