import { dialectOf } from '../../../sandbox/aws/wire/dialects.ts'
import { modelOf } from '../../../sandbox/aws/wire/model.ts'

/** The output of a judge. */
export interface Verdict {
  /** Violations that stand. */
  readonly standing: readonly string[]
  /** Violations that are none, each with its reason. */
  readonly explained: readonly string[]
}

/** Where AWS's responses deviate from its own model. */
const DEVIATIONS: readonly { readonly violation: RegExp; readonly why: string }[] = [
  {
    violation: /answer lambda:\w+ \.LastUpdateStatusReasonCode: 'Creating' not in enum/,
    why: 'the API reference (UpdateFunctionCode) and recorded answers have this code, the model does not',
  },
  {
    violation: /answer (ssm|logs|events|acm|ecr|kms|secretsmanager):\w+ error code 'ValidationException' not modelled/,
    why: 'an error that all operations of the awsJson services can answer',
  },
  {
    violation: /answer \w+:\w+ error code 'InvalidClientTokenId' not modelled/,
    why: 'one of the common errors that every API reference of the query protocol lists',
  },
  {
    violation: /answer ec2:DescribeNetworkInsightsAnalyses \.[\w[\].]+Addresses\[\]: '[\d.]+\/32' !~/,
    why: "the example of Reachability Analyzer's guide has addresses with the length of their prefix",
  },
  {
    violation: /answer iam:\w+ \S+\.PermissionsBoundaryType: 'Policy' not in/,
    why: 'the documentation of the member (AttachedPermissionsBoundary) says that it can only be Policy, its enumeration does not have it',
  },
  {
    violation: /answer ec2:DescribeInternetGateways \.InternetGateways\[\]\.Attachments\[\]\.State: 'available' not in/,
    why: 'the documentation of the member says available, its enumeration does not have it',
  },
]
const NEWER = "the SDK's newer model lists the value"
const NEWER_MEMBER = "the SDK's newer model has the member"

const VIOLATION = /^\d+ (?:request|answer) ([\w-]+):\w+ .*'([^']+)' not in enum (\w+)$/
/** A member at the top of a request. */
const MEMBER =
  /^\d+ request ([\w-]+):(\w+) (?:Unknown parameter in input: "\?(\w+)[^"]*", must be|\.\?(\w+)[.\w]*: unknown member$)/
const SUMMARY = /^\d+ exchanges, (\d+) operations, \d+ violations \((\d+) kinds\), not judged (.*)/
/** The external judge's own floor: with fewer, too little was judged. */
const LEAST_OPERATIONS = 25

/**
 * Reads the output of a judge. Its models are those of the installed botocore, which can be older than the SDK here.
 * A violation is explained only if the SDK's own model, which AWS generates too, lists the value in that very enum, or
 * by the table of AWS's deviations from its model.
 * An output without a summary, with too few operations, or with kinds that it does not list has a standing violation.
 */
export async function judge(output: string, leastOperations = LEAST_OPERATIONS): Promise<Verdict> {
  const lines = output.split('\n').filter((line) => line !== '')
  const summary = SUMMARY.exec(lines.at(-1) ?? '')
  if (summary === null) return { standing: ['the judge ended without a summary'], explained: [] }
  const violations = lines.slice(0, -1)
  const reasons = await Promise.all(violations.map(reasonOf))
  const standing = violations.filter((_, index) => reasons[index] === undefined)
  if (Number(summary[1]) < leastOperations) standing.push(`fewer than ${leastOperations} operations`)
  if (Number(summary[2]) !== violations.length) standing.push('kinds of violations that the judge does not list')
  const explained = violations.flatMap((each, index) => (reasons[index] ? [`${each}: ${reasons[index]}`] : []))
  return { standing, explained }
}

async function reasonOf(line: string): Promise<string | undefined> {
  const deviation = DEVIATIONS.find(({ violation }) => violation.test(line))
  if (deviation !== undefined) return deviation.why
  if (await isNewer(line)) return NEWER
  return (await isNewerMember(line)) ? NEWER_MEMBER : undefined
}

async function isNewerMember(line: string): Promise<boolean> {
  const [, service = '', operation = '', first, second] = MEMBER.exec(line) ?? []
  const dialect = dialectOf(service)
  if (dialect === undefined) return false
  const input = (await modelOf(dialect)).operation(operation)?.input
  return Object.keys(input?.getMemberSchemas() ?? {}).includes(first ?? second ?? '')
}

/** The services that the external judge leaves out. */
export function skippedBy(output: string): string[] {
  const text = SUMMARY.exec(output.trimEnd().split('\n').at(-1) ?? '')?.[3] ?? ''
  return [...text.matchAll(/'([\w-]+)'/g)].map(([, service = '']) => service)
}

/** Those of them that the second judge reads. S3 is written by hand, and its bodies are recorded as lengths. */
export const notJudged = (output: string): string[] => skippedBy(output).filter((service) => service !== 's3')

async function isNewer(line: string): Promise<boolean> {
  const [, service = '', value = '', shape = ''] = VIOLATION.exec(line) ?? []
  const dialect = dialectOf(service)
  if (dialect === undefined) return false
  const shapes = await dialect.load()
  const values = shapes[shape]
  return typeof values === 'object' && values !== null && Object.values(values).includes(value)
}
