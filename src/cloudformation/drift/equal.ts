import { canonical } from '../../evidence/digest.ts'

/** Lists whose order has no meaning, by the name of the property. */
const SETS =
  /(?:^|\/)(?:Tags|\w+Ids|\w+Arns|\w+ARNs|SecurityGroups|Subnets|AvailabilityZones|ManagedPolicyArns|Action|Actions|NotAction|Resource|NotResource|Principal|AWS|Service|Aliases|AllowedMethods|AttributeDefinitions|Dimensions|LoadBalancerNames|AlarmActions|OKActions|InsufficientDataActions|Events|Statement)$/

/** The property of a policy, and what it holds. */
const POLICY = /(?:^|\/)\w*Polic(?:y|ies|yDocument|yText)(?:\/|$)/
/**
 * Members of a policy in which a value and a list of that one value are the same
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 */
const ONE_OR_MORE =
  /\/(?:Statement|Action|NotAction|Resource|NotResource|AWS|Service|Federated|CanonicalUser|Condition\/[^/]+\/[^/]+)$/
/** An account as a principal, which services write as its root. */
const ROOT = /^arn:aws[\w-]*:iam::(\d{12}):root$/

/** What does not count: nothing, the order of sets, or that and the ways in which a policy can be written. */
type Leniency = 'none' | 'sets' | 'policy'

/**
 * Why two values, as CloudFormation writes them, have the same meaning: numbers and booleans as strings, JSON in a string
 * with other whitespace, another order in a set, or another form of the same policy. Undefined where they differ. `path` is the JSON pointer of the property.
 */
export function whyEquivalent(expected: string, actual: string, path: string): string | undefined {
  if (expected === actual) return 'both are the same text'
  const [a, b] = [parsed(expected), parsed(actual)]
  const [plainA, plainB] = [normal(a, path, 'none'), normal(b, path, 'none')]
  if (plainA === plainB) {
    return typeof a === 'object' && typeof b === 'object'
      ? 'only whitespace, the order of keys or quotes differ'
      : 'one is a value and the other its text'
  }
  if (normal(a, path, 'sets') === normal(b, path, 'sets')) return 'only the order of a set differs'
  return POLICY.test(path) && normal(a, path, 'policy') === normal(b, path, 'policy')
    ? 'it is another form of the same policy'
    : undefined
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
function normal(value: unknown, path: string, as: Leniency): string {
  const plain = path.replaceAll(/\/\d+(?=\/|$)/g, '')
  if (typeof value === 'string') {
    const inner = parsed(value)
    if (typeof inner !== 'string') return normal(inner, path, as)
    const account = as === 'policy' && plain.endsWith('/AWS') ? ROOT.exec(inner)?.[1] : undefined
    return canonical((account ?? inner).toWellFormed())
  }
  if (typeof value === 'number' || typeof value === 'boolean') return canonical(String(value))
  if (Array.isArray(value)) {
    if (as === 'policy' && value.length === 1 && ONE_OR_MORE.test(plain)) return normal(value[0], path, as)
    const items = value.map((item, index) => normal(item, `${path}/${index}`, as))
    const ordered = as !== 'none' && SETS.test(plain) ? items.toSorted() : items
    return `[${ordered.join(',')}]`
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${canonical(key)}:${normal(member, `${path}/${key}`, as)}`)
    return `{${members.join(',')}}`
  }
  return canonical(null)
}
