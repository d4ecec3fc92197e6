import type { Finding } from '../../evidence/finding.ts'
import { placedChanges, type PlacedChange } from '../changes.ts'
import { broadened, statementsOf } from '../iam-statements.ts'
import { covers } from '../intent-match.ts'
import { opened } from '../security-groups.ts'
import type { Facts, Rule } from '../contract.ts'

/** Nobody gets more access than before without its being declared. */
export const rule: Rule = {
  meta: {
    code: 'change/broadens-access',
    title: 'Nobody gets more access than before without its being declared',
    docs:
      'Compares IAM statements, managed policies and rules of security groups before and after, resource policies too. ' +
      'What is broader must be declared by an entry of the intent file that names the resource. A stack that is made anew ' +
      'has no access before it, so that there is nothing to compare.',
    codes: ['change/broadens-access', 'change/access-unknown', 'change/access-unchanged'],
  },
  judge(facts) {
    const changes = placedChanges(facts).filter(isAboutAccess)
    const findings = changes.flatMap((placed) => judgeChange(placed, facts))
    if (findings.length > 0) return findings
    if (facts.environments.every((environment) => environment.stacks.length === 0)) return []
    return [
      {
        code: 'change/access-unchanged',
        outcome: 'pass',
        title: 'Nobody gets more access than before',
        subject: 'stacks',
        expected: 'no broader statement or rule',
        observed: `${changes.length} changes of access, none of them broader, or all declared`,
      },
    ]
  },
}

/** Where each type keeps policy documents; `Policies` is a list of them with names. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::IAM::Policy': ['PolicyDocument'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument'],
  'AWS::IAM::RolePolicy': ['PolicyDocument'],
  'AWS::IAM::UserPolicy': ['PolicyDocument'],
  'AWS::IAM::GroupPolicy': ['PolicyDocument'],
  'AWS::IAM::User': [],
  'AWS::IAM::Group': [],
  'AWS::S3::BucketPolicy': ['PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy'],
  'AWS::SSO::PermissionSet': ['InlinePolicy'],
}
const GROUP = 'AWS::EC2::SecurityGroup'
const GROUP_RULES = new Set(['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'])
const PERMISSION = 'AWS::Lambda::Permission'

function isAboutAccess({ change }: PlacedChange): boolean {
  if (change.action === 'Remove') return false
  return (
    DOCUMENTS[change.type] !== undefined ||
    change.type === GROUP ||
    GROUP_RULES.has(change.type) ||
    change.type === PERMISSION
  )
}

function judgeChange(placed: PlacedChange, facts: Facts): Finding[] {
  const { change, environment, stack, subject } = placed
  const isNew = change.action === 'Add'
  if (isNew && stack.plan?.kind === 'create') return []
  const name = environment.environment.key
  const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
  const declared = own ? stack.source.template.resources[change.logicalId] : undefined
  const before = isNew ? {} : record(record(placed.classified?.before)['Properties'])
  const told = record(placed.classified?.after)['Properties']
  const after = told === undefined && isNew ? declared?.properties : told
  const base = {
    subject,
    details: { environment: name, type: change.type },
    ...(declared && { source: declared.source }),
  }
  const intent = facts.config.precheck.intent ?? 'an intent file (precheck.intent)'
  const entry = [...(facts.intent?.allow ?? []), ...(facts.intent?.expect ?? [])].find(
    (each) => each.resource !== undefined && covers(each, placed, 'allow'),
  )
  const waived = entry && {
    waived: {
      reason: entry.reason ?? 'declared by the intent of this release',
      owner: 'the author of the intent',
      until: 'this release',
    },
  }
  if (after === undefined || (!isNew && record(placed.classified?.before)['Properties'] === undefined)) {
    if (!touchesAccess(placed)) return []
    return [
      {
        ...base,
        code: 'change/access-unknown',
        outcome: 'inconclusive',
        title: `${name}: CloudFormation does not tell how the access of ${change.logicalId} would change`,
        expected: 'the properties before and after',
        observed: change.properties.map((property) => property.path).join(', ') || change.action,
        advice: `Review the change of ${change.logicalId} and declare it in ${intent}: expect: [{ resource: ${placed.id}, action: ${change.action} }].`,
        ...waived,
      },
    ]
  }
  const broader = broaderIn(change.type, before, record(after))
  if (broader.length === 0) return []
  return [
    {
      ...base,
      code: 'change/broadens-access',
      outcome: 'fail',
      title: `${name}: ${change.logicalId} would give more access than before`,
      expected: 'no more than before',
      observed: broader.join('; '),
      advice: `Undo it, or declare it in ${intent} by the name of the resource: expect: [{ resource: ${placed.id}, action: ${change.action}, reason: … }].`,
      ...waived,
    },
  ]
}

function touchesAccess({ change }: PlacedChange): boolean {
  const paths = change.properties.map((property) => property.path)
  return (
    paths.length === 0 ||
    paths.some((path) => /Polic|Document|Ingress|Egress|Cidr|Port|Protocol|Principal|Action/.test(path))
  )
}

/** Pure: what the resource allows after the change and did not before. */
export function broaderIn(
  type: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  if (type === GROUP) {
    return [
      ...opened(before['SecurityGroupIngress'], after['SecurityGroupIngress']).map((what) => `lets in ${what}`),
      // Without rules of its own a group lets everything out.
      ...opened(before['SecurityGroupEgress'] ?? EVERYTHING_OUT, after['SecurityGroupEgress'] ?? EVERYTHING_OUT).map(
        (what) => `lets out ${what}`,
      ),
    ]
  }
  if (GROUP_RULES.has(type)) return opened(empty(before) ? undefined : before, after).map((what) => `opens ${what}`)
  if (type === PERMISSION)
    return samePermission(before, after)
      ? []
      : [`allows ${show(after['Principal'])} to call ${show(after['FunctionName'])}`]
  const documents = DOCUMENTS[type] ?? []
  return [
    ...documents.flatMap((key) => broadened(statementsOf(before[key]), statementsOf(after[key]))),
    ...broadened(inlineOf(before['Policies']), inlineOf(after['Policies'])),
    ...added(before['ManagedPolicyArns'], after['ManagedPolicyArns']).map((arn) => `has the managed policy ${arn}`),
    ...(before['PermissionsBoundary'] !== undefined && after['PermissionsBoundary'] === undefined
      ? ['has no permissions boundary any more']
      : []),
  ]
}

const EVERYTHING_OUT = [
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
  { IpProtocol: '-1', CidrIpv6: '::/0' },
]

function inlineOf(policies: unknown): ReturnType<typeof statementsOf> {
  return (Array.isArray(policies) ? policies : []).flatMap((policy: unknown) =>
    statementsOf(record(policy)['PolicyDocument']),
  )
}

function added(before: unknown, after: unknown): string[] {
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map((each: unknown) => show(each)) : [])
  const earlier = new Set(texts(before))
  return texts(after).filter((arn) => !earlier.has(arn))
}

function samePermission(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): boolean {
  return ['Principal', 'Action', 'FunctionName', 'SourceArn', 'SourceAccount', 'PrincipalOrgID'].every(
    (key) => show(before[key]) === show(after[key]),
  )
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function empty(value: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(value).length === 0
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
