import { canonical } from '../../evidence/digest.ts'

/** Lists whose order has no meaning, by the name of the property. */
const SETS =
  /(?:^|\/)(?:Tags|\w+Ids|\w+Arns|\w+ARNs|SecurityGroups|Subnets|AvailabilityZones|ManagedPolicyArns|Action|Actions|NotAction|Resource|NotResource|Principal|AWS|Service|Aliases|AllowedMethods|AttributeDefinitions|Dimensions|LoadBalancerNames|AlarmActions|OKActions|InsufficientDataActions|Events|Statement)$/

/**
 * Why two values, as CloudFormation writes them, have the same meaning: numbers and booleans as strings, JSON in a string
 * with other whitespace, or another order in a set. Undefined where they differ. `path` is the JSON pointer of the property.
 */
export function whyEquivalent(expected: string, actual: string, path: string): string | undefined {
  if (expected === actual) return 'both are the same text'
  const [a, b] = [parsed(expected), parsed(actual)]
  const [plainA, plainB] = [normal(a, path, false), normal(b, path, false)]
  if (plainA === plainB) {
    return typeof a === 'object' && typeof b === 'object'
      ? 'only whitespace, the order of keys or quotes differ'
      : 'one is a value and the other its text'
  }
  return normal(a, path, true) === normal(b, path, true) ? 'only the order of a set differs' : undefined
}

/** A number with more digits than a JSON number holds exactly. */
const LONG_NUMBER = /\d{16}/

/** JSON in a string. Scalars stay as they are written: 5.10 and 5.1 are different versions. */
function parsed(text: string): unknown {
  const trimmed = text.trim()
  if (!/^[[{"]/.test(trimmed) || LONG_NUMBER.test(trimmed)) return text
  try {
    return JSON.parse(trimmed) as unknown
  } catch {
    return text
  }
}

/** A canonical string: scalars as they are written, strings that contain JSON by their content. */
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
