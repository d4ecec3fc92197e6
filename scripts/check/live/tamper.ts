import type { RecordedCase } from '../live-models/read.ts'

/** Additions to recorded resources, like manual ones. */

export interface Tampering {
  readonly recorded: RecordedCase
  /** Where it must be found. */
  readonly aspect: string
  readonly what: string
}

interface Way {
  readonly aspect: string
  readonly what: string
  readonly add: (
    live: Readonly<Record<string, unknown>>,
    declared: Readonly<Record<string, unknown>>,
  ) => Record<string, unknown>
  /** False where the template says it, or where it is the default of the service: nothing is to be found. */
  readonly isPossible?: (declared: Readonly<Record<string, unknown>>) => boolean
}

const listed = (value: unknown): readonly unknown[] => (value ?? []) as readonly unknown[]
const STATEMENT = { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: '*', Resource: '*' }

function appended(property: string, item: unknown, what: string): Way {
  return {
    aspect: `/${property}`,
    what,
    add: (live) => ({ ...live, [property]: [...listed(live[property]), item] }),
  }
}

function withStatement(property: string): Way {
  return {
    aspect: `/${property}`,
    what: 'a statement for another account',
    add(live) {
      const given = live[property]
      const policy = (typeof given === 'string' ? (JSON.parse(given) as unknown) : given) as
        Record<string, unknown> | undefined
      return { ...live, [property]: { ...policy, Statement: [...listed(policy?.['Statement']), STATEMENT] } }
    },
  }
}

/** Each statement of a policy, or of a list of policies, opened to everything, one at a time. */
function opened({ type, live }: RecordedCase): { readonly aspect: string; readonly live: Record<string, unknown> }[] {
  const properties = POLICIES[type] ?? []
  return properties.flatMap((property) => {
    const given = live[property]
    if (given === undefined) return []
    const text = typeof given === 'string' ? given : JSON.stringify(given)
    const count = text.split('"Action":').length - 1
    return Array.from({ length: count }, (_, wanted) => {
      let at = -1
      const other = JSON.parse(text, (name, value: unknown) => {
        if (name !== 'Action') return value
        at += 1
        return at === wanted ? 'iam:PassRole' : value
      }) as unknown
      return { aspect: `/${property}`, live: { ...live, [property]: other } }
    })
  })
}

const POLICIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['Policies'],
  'AWS::IAM::User': ['Policies'],
  'AWS::IAM::Group': ['Policies'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::EFS::FileSystem': ['FileSystemPolicy'],
  'AWS::ApiGateway::RestApi': ['Policy'],
  'AWS::OpenSearchService::Domain': ['AccessPolicies'],
}

const POLICY = appended('ManagedPolicyArns', 'arn:aws:iam::aws:policy/AdministratorAccess', 'AdministratorAccess')
const INLINE = appended(
  'Policies',
  { PolicyName: 'by-hand', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
  'an inline policy',
)
const BOUNDARY: Way = {
  aspect: '/PermissionsBoundary',
  what: 'a boundary',
  add: (live) => ({ ...live, PermissionsBoundary: 'arn:aws:iam::999999999999:policy/by-hand' }),
}
const RULE = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '203.0.113.7/32' }

const SILENCED: Way = {
  aspect: '/ActionsEnabled',
  what: 'no actions',
  add: (live) => ({ ...live, ActionsEnabled: false }),
}

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  'AWS::IAM::Role': [POLICY, INLINE, BOUNDARY],
  'AWS::IAM::User': [POLICY, INLINE, BOUNDARY, appended('Groups', 'administrators', 'a group')],
  'AWS::IAM::Group': [POLICY, INLINE],
  'AWS::EC2::SecurityGroup': [
    appended('SecurityGroupIngress', RULE, 'a rule'),
    appended('SecurityGroupEgress', RULE, 'a rule'),
  ],
  'AWS::S3::Bucket': [
    {
      aspect: '/PublicAccessBlockConfiguration',
      what: 'public policies',
      add: (live, declared) =>
        declared['PublicAccessBlockConfiguration'] !== undefined
          ? { ...live, PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }
          : {
              ...live,
              PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                BlockPublicPolicy: false,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
              },
            },
    },
    {
      aspect: '/OwnershipControls',
      what: 'access lists',
      add: (live) => ({ ...live, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }),
    },
    {
      aspect: '/LifecycleConfiguration',
      what: 'a rule that removes objects',
      add: (live) => ({
        ...live,
        LifecycleConfiguration: { Rules: [{ Id: 'by-hand', Status: 'Enabled', ExpirationInDays: 1, Prefix: '' }] },
      }),
      // Drift detection compares declared rules.
      isPossible: ({ LifecycleConfiguration: declared }) => declared === undefined,
    },
  ],
  'AWS::RDS::DBInstance': [
    {
      aspect: '/PubliclyAccessible',
      what: 'an address for everybody',
      add: (live) => ({ ...live, PubliclyAccessible: true }),
      isPossible: ({ PubliclyAccessible: declared, DBSubnetGroupName: subnets }) =>
        declared === false || (declared === undefined && subnets !== undefined),
    },
  ],
  'AWS::CloudWatch::Alarm': [SILENCED],
  'AWS::CloudWatch::CompositeAlarm': [SILENCED],
  'AWS::SNS::Topic': [
    appended('Subscription', { Protocol: 'https', Endpoint: 'https://example.net/by-hand' }, 'a subscription'),
  ],
  'AWS::KMS::Key': [withStatement('KeyPolicy')],
  'AWS::Lambda::Function': [
    {
      aspect: '/Environment/Variables',
      what: 'a variable',
      add(live) {
        const { Variables } = (live['Environment'] ?? {}) as { readonly Variables?: object }
        return { ...live, Environment: { Variables: { ...Variables, BY_HAND: 'x' } } }
      },
    },
    appended('Layers', 'arn:aws:lambda:us-east-1:999999999999:layer:by-hand:1', 'a layer'),
  ],
  'AWS::Logs::LogGroup': [
    { aspect: '/RetentionInDays', what: 'another retention', add: (live) => ({ ...live, RetentionInDays: 3653 }) },
  ],
  'AWS::ElasticLoadBalancingV2::Listener': [
    appended(
      'Certificates',
      { CertificateArn: 'arn:aws:acm:us-east-1:999999999999:certificate/by-hand' },
      'a certificate',
    ),
  ],
  'AWS::ECR::Repository': [withStatement('RepositoryPolicyText')],
  'AWS::EFS::FileSystem': [withStatement('FileSystemPolicy')],
  'AWS::ApiGateway::RestApi': [withStatement('Policy')],
  'AWS::Events::EventBus': [withStatement('Policy')],
  'AWS::OpenSearchService::Domain': [withStatement('AccessPolicies')],
}

/** Every way for every recorded resource, one at a time. */
export function tamperings(cases: readonly RecordedCase[]): Tampering[] {
  return cases.flatMap((recorded) => [
    ...(WAYS[recorded.type] ?? [])
      .filter(({ isPossible }) => isPossible?.(recorded.declared) !== false)
      .map(({ aspect, what, add }) => ({
        recorded: { ...recorded, live: add(recorded.live, recorded.declared) },
        aspect,
        what,
      })),
    // What sibling policies declare is in the recording only as it is there.
    ...(recorded.siblingPolicyNames?.length ? [] : opened(recorded)).map(({ aspect, live }) => ({
      recorded: { ...recorded, live },
      aspect,
      what: 'another action of a statement',
    })),
  ])
}
