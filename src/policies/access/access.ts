import { recordOf } from '../../support/records.ts'
import { broadened, statementsOf, wideOpen } from './iam-statements.ts'
import { opened, openToAll } from './security-groups.ts'

/** Compares what a resource allows before and after a change. */

type Properties = Readonly<Record<string, unknown>>

/**
 * Types that are about access, with the properties that must be policy documents: one that cannot be read allows
 * everything. Documents of other types, and under other names, are known by their statements.
 */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::IAM::Policy': ['PolicyDocument'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument'],
  'AWS::IAM::RolePolicy': ['PolicyDocument'],
  'AWS::IAM::UserPolicy': ['PolicyDocument'],
  'AWS::IAM::GroupPolicy': ['PolicyDocument'],
  'AWS::IAM::User': [],
  'AWS::IAM::Group': [],
  'AWS::IAM::InstanceProfile': [],
  'AWS::IAM::UserToGroupAddition': [],
  'AWS::S3::BucketPolicy': ['PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
  'AWS::SQS::QueueInlinePolicy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
  'AWS::SNS::TopicInlinePolicy': ['PolicyDocument'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy'],
  'AWS::SSO::PermissionSet': ['InlinePolicy'],
}
const GROUP = 'AWS::EC2::SecurityGroup'
const GROUP_RULES = new Set(['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'])
const PERMISSIONS = new Set(['AWS::Lambda::Permission', 'AWS::Lambda::LayerVersionPermission'])
const FUNCTION_URL = 'AWS::Lambda::Url'
const ASSIGNMENT = 'AWS::SSO::Assignment'
const ATTRIBUTES = 'AWS::SSO::InstanceAccessControlAttributeConfiguration'
const MANAGED = ['ManagedPolicyArns', 'ManagedPolicies', 'CustomerManagedPolicyReferences']
const PUBLIC = 'PublicAccessBlockConfiguration'
const ACL = 'AccessControl'
const OPEN_ACLS = new Set<unknown>(['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'])
/** Managed policies with which everything can be done, or be given to oneself. */
const EVERYTHING_MANAGED = /policy\/(?:AdministratorAccess|IAMFullAccess)\b/
/** Its policy only limits what passes through it. */
const ENDPOINT = 'AWS::EC2::VPCEndpoint'

/** Whether a resource of that type, with these properties, gives access to anybody. */
export function concernsAccess(type: string, properties: Properties): boolean {
  return (
    DOCUMENTS[type] !== undefined ||
    type === GROUP ||
    GROUP_RULES.has(type) ||
    PERMISSIONS.has(type) ||
    [FUNCTION_URL, ASSIGNMENT, ATTRIBUTES].includes(type) ||
    OPEN_ACLS.has(properties[ACL]) ||
    [PUBLIC, ...MANAGED].some((key) => properties[key] !== undefined) ||
    statementsIn(type, properties).length > 0
  )
}

/** A policy that stands for itself: with its prohibitions gone, what they were about is allowed. */
export function isOnlyPolicy(type: string): boolean {
  return type.endsWith('Policy')
}

/** Pure: what the resource allows after the change and did not before. */
export function broaderIn(type: string, before: Properties, after: Properties): string[] {
  if (type === GROUP) {
    // Without rules of its own a group lets everything out; a new one is only asked for what it says.
    const byDefault = isEmpty(before) ? undefined : EVERYTHING_OUT
    return [
      ...opened(before['SecurityGroupIngress'], after['SecurityGroupIngress']).map((what) => `allows incoming ${what}`),
      ...opened(before['SecurityGroupEgress'] ?? byDefault, after['SecurityGroupEgress'] ?? byDefault).map(
        (what) => `allows outgoing ${what}`,
      ),
    ]
  }
  if (GROUP_RULES.has(type)) {
    // The same rule for another group is a new one.
    const earlier = show(before['GroupId']) === show(after['GroupId']) && !isEmpty(before) ? before : undefined
    return opened(earlier, after).map((what) => `opens ${what}`)
  }
  if (PERMISSIONS.has(type)) {
    const what = after['FunctionName'] ?? after['LayerVersionArn']
    return samePermission(before, after) ? [] : [`allows ${show(after['Principal'])} to use ${show(what)}`]
  }
  if (type === FUNCTION_URL) {
    return after['AuthType'] === 'NONE' && before['AuthType'] !== 'NONE' ? ['allows anyone to call the function'] : []
  }
  if (type === ASSIGNMENT) {
    const same = Object.keys(after).every((key) => show(before[key]) === show(after[key]))
    const [set, who, where] = ['PermissionSetArn', 'PrincipalId', 'TargetId'].map((key) => show(after[key]))
    return same ? [] : [`gives ${set} to ${who} in ${where}`]
  }
  if (type === ATTRIBUTES) {
    const attributes = added(before['AccessControlAttributes'], after['AccessControlAttributes'])
    return attributes.map((attribute) => `sets access by ${attribute}`)
  }
  return [
    ...broadened(statementsIn(type, before), statementsIn(type, after)),
    ...MANAGED.flatMap((key) => added(before[key], after[key])).map((policy) => `has the managed policy ${policy}`),
    ...(type.startsWith('AWS::IAM::') && !isEmpty(before) ? attached(before, after) : []),
    ...(before['PermissionsBoundary'] !== undefined && after['PermissionsBoundary'] === undefined
      ? ['no longer has a permissions boundary']
      : []),
    ...unblocked(recordOf(before[PUBLIC]), recordOf(after[PUBLIC])),
    ...(OPEN_ACLS.has(after[ACL]) && after[ACL] !== before[ACL] ? [`has the ACL ${show(after[ACL])}`] : []),
  ]
}

/** Pure: what a new resource gives to everybody, and rights to do everything; ordinary access is none of it. */
export function openIn(type: string, properties: Properties): string[] {
  if (type === GROUP) return openToAll(properties['SecurityGroupIngress']).map((what) => `allows incoming ${what}`)
  if (type === 'AWS::EC2::SecurityGroupIngress') return openToAll(properties).map((what) => `allows incoming ${what}`)
  if (type === ENDPOINT) return []
  if (type === FUNCTION_URL) return broaderIn(type, {}, properties)
  if (PERMISSIONS.has(type)) {
    const limited = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'OrganizationId'].some(
      (key) => properties[key] !== undefined,
    )
    return properties['Principal'] === '*' && !limited ? broaderIn(type, {}, properties) : []
  }
  return [
    ...wideOpen(statementsIn(type, properties)),
    ...MANAGED.flatMap((key) => added([], properties[key]))
      .filter((policy) => EVERYTHING_MANAGED.test(policy))
      .map((policy) => `has the managed policy ${policy}`),
    ...Object.entries(recordOf(properties[PUBLIC]))
      .filter(([, value]) => String(value) === 'false')
      .map(([key]) => `has ${key} off`),
    ...(OPEN_ACLS.has(properties[ACL]) ? [`has the ACL ${show(properties[ACL])}`] : []),
  ]
}

const EVERYTHING_OUT = [
  { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
  { IpProtocol: '-1', CidrIpv6: '::/0' },
]

/** All statements of the resource's documents, wherever they are in its properties. */
function statementsIn(type: string, properties: Properties): ReturnType<typeof statementsOf> {
  const documents = DOCUMENTS[type] ?? []
  const others = Object.entries(properties).filter(([key]) => !documents.includes(key))
  return [...documents.flatMap((key) => statementsOf(properties[key])), ...statementsBelow(Object.fromEntries(others))]
}

function statementsBelow(value: unknown): ReturnType<typeof statementsOf> {
  if (typeof value === 'string') return /^\s*\{[^]*"Statement"/.test(value) ? statementsOf(value) : []
  if (Array.isArray(value)) return value.flatMap(statementsBelow)
  const members = recordOf(value)
  const statements: unknown[] = [members['Statement']].flat()
  if (statements.some((statement) => recordOf(statement)['Effect'] !== undefined)) return statementsOf(members)
  return Object.values(members).flatMap(statementsBelow)
}

/** Who has a policy, a profile or a membership now. */
function attached(before: Properties, after: Properties): string[] {
  return [
    ...['Roles', 'Users', 'Groups'].flatMap((key) =>
      added(before[key], after[key]).map((name) => `is given to ${name} (${key})`),
    ),
    ...['RoleName', 'UserName', 'GroupName'].flatMap((key) =>
      before[key] !== undefined && show(before[key]) !== show(after[key]) ? [`is given to ${show(after[key])}`] : [],
    ),
  ]
}

function unblocked(before: Properties, after: Properties): string[] {
  return Object.keys(before)
    .filter((key) => String(before[key]) === 'true' && String(after[key]) !== 'true')
    .map((key) => `no longer has ${key}`)
}

function added(before: unknown, after: unknown): string[] {
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map((each: unknown) => show(each)) : [])
  const earlier = new Set(texts(before))
  return texts(after).filter((arn) => !earlier.has(arn))
}

function samePermission(before: Properties, after: Properties): boolean {
  return [
    'Principal',
    'Action',
    'FunctionName',
    'LayerVersionArn',
    'SourceArn',
    'SourceAccount',
    'PrincipalOrgID',
    'OrganizationId',
    'FunctionUrlAuthType',
  ].every((key) => show(before[key]) === show(after[key]))
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function isEmpty(value: Properties): boolean {
  return Object.keys(value).length === 0
}
