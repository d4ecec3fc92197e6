import { errorName } from '../../aws/errors.ts'
import { pagesOf } from '../../aws/pages.ts'
import { ActionError } from '../../support/errors.ts'
import { recordOf } from '../../support/records.ts'
import type { LiveItem } from './contract.ts'
import { liveStatements, policyOf, policyProperty, statements, textItems } from './items.ts'
import type { AspectKind, DeclaredItem, Reading, ResourceKind } from './kind.ts'
import { UNKNOWN } from './pattern.ts'
import { showValue } from './show.ts'

/** What gives access to the resources of other services, and what others are connected to. */

type Properties = Readonly<Record<string, unknown>>

/** The answer, or undefined where the service says by this error that there is none. */
async function orNone<T>(read: Promise<T>, error404: string): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (errorName(error) === error404) return undefined
    throw error
  }
}

/** What AWS answers each time: an answer without it proves nothing. */
function present<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value
  throw new ActionError('aws/service', { message: `AWS answered without ${what}`, subject: 'aws' })
}

/** The policy of an answer; undefined where there is no answer, since there is no policy. */
function policyIn(answer: { readonly Policy?: string | undefined } | undefined): string | undefined {
  return answer === undefined ? undefined : present(answer.Policy, 'a policy')
}

/** Where traffic comes from or goes to, by the properties of a rule. */
const PEERS = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'DestinationSecurityGroupId',
  'SourcePrefixListId',
  'DestinationPrefixListId',
  'SourceSecurityGroupName',
] as const
const PROTOCOLS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' }

/** A rule of a security group without what has no effect: description, and the ports of a rule for all protocols. */
function ruleValue(rule: Properties): Properties {
  const given = rule['IpProtocol']
  const protocol = typeof given === 'symbol' ? given : (PROTOCOLS[String(given)] ?? String(given).toLowerCase())
  const ports = protocol === '-1' ? {} : { FromPort: rule['FromPort'] ?? '-1', ToPort: rule['ToPort'] ?? '-1' }
  const peers = PEERS.flatMap((name) => (rule[name] === undefined ? [] : [[name, rule[name]] as const]))
  return { IpProtocol: protocol, ...ports, ...Object.fromEntries(peers) }
}

function ruleKey(rule: Properties): string {
  const { IpProtocol: protocol, FromPort: from, ToPort: to, ...peers } = rule
  const ports = from === undefined ? '' : ` ${showValue(from)}${from === to ? '' : `-${showValue(to)}`}`
  return `${showValue(protocol)}${ports} ${Object.values(peers).map(showValue).join(' ')}`
}

function rules(list: unknown): DeclaredItem[] {
  if (list === undefined || list === null) return []
  if (list === UNKNOWN) return [{ key: UNKNOWN, value: UNKNOWN }]
  return [list].flat().map((rule: unknown) => ({ key: '', value: rule === UNKNOWN ? rule : ruleValue(recordOf(rule)) }))
}

function groupRules(direction: 'Ingress' | 'Egress', more: Partial<AspectKind> = {}): AspectKind {
  const property = `SecurityGroup${direction}`
  return {
    name: `/${property}`,
    byValue: true,
    read: async ({ model }) =>
      rules((await model())[property]).map(({ value }) => ({ key: ruleKey(recordOf(value)), value })),
    own: (properties) => rules(properties[property]),
    children: [
      { type: `AWS::EC2::SecurityGroup${direction}`, by: 'GroupId', items: (properties) => rules([properties]) },
    ],
    ...more,
  }
}

const ALL_OUT = ['-1 0.0.0.0/0', '-1 ::/0']
/** What CloudFormation puts in place of no egress rule at all: traffic to the own host. */
const NONE_OUT = '-1 127.0.0.1/32'

const securityGroup: ResourceKind = {
  calls: ['cloudcontrol'],
  aspects: [
    groupRules('Ingress'),
    groupRules('Egress', {
      isDefault: ({ key }, { SecurityGroupEgress: declared }) =>
        (declared === undefined && ALL_OUT.includes(key)) ||
        (Array.isArray(declared) && declared.length === 0 && key === NONE_OUT),
    }),
  ],
}

const FLAGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']

const bucket: ResourceKind = {
  calls: ['s3', 's3', 's3'],
  aspects: [
    policyOf(
      '/BucketPolicy',
      async (reading) => (await orNone(reading.reads.getBucketPolicy(bucketOf(reading)), 'NoSuchBucketPolicy'))?.Policy,
      { type: 'AWS::S3::BucketPolicy', by: 'Bucket' },
    ),
    {
      name: '/PublicAccessBlockConfiguration',
      async read(reading) {
        const answer = await orNone(
          reading.reads.getPublicAccessBlock(bucketOf(reading)),
          'NoSuchPublicAccessBlockConfiguration',
        )
        const block = recordOf(answer?.PublicAccessBlockConfiguration)
        return FLAGS.filter((flag) => block[flag] !== true).map((flag) => ({ key: flag, value: false }))
      },
      // A flag that a declared configuration leaves out is off.
      own: ({ PublicAccessBlockConfiguration: declared }) =>
        declared === undefined
          ? []
          : FLAGS.map((flag) => ({
              key: declared === UNKNOWN ? UNKNOWN : flag,
              value: declared === UNKNOWN ? UNKNOWN : (recordOf(declared)[flag] ?? false),
            })),
    },
    {
      name: '/OwnershipControls',
      async read(reading) {
        const answer = await orNone(
          reading.reads.getBucketOwnershipControls(bucketOf(reading)),
          'OwnershipControlsNotFoundError',
        )
        return (answer?.OwnershipControls?.Rules ?? []).map(({ ObjectOwnership: value = 'unknown' as const }) => ({
          key: value,
          value,
        }))
      },
      own: ({ OwnershipControls: declared }) =>
        declared === UNKNOWN
          ? textItems(UNKNOWN)
          : [recordOf(declared)['Rules'] ?? []]
              .flat()
              .flatMap((rule: unknown) => textItems(recordOf(rule)['ObjectOwnership'])),
      isDefault: ({ key: ownership }) => ownership === 'BucketOwnerEnforced',
    },
  ],
}

function bucketOf({ resource, account }: Reading): { readonly Bucket: string; readonly ExpectedBucketOwner?: string } {
  return { Bucket: resource.physicalId, ...(account !== '' && { ExpectedBucketOwner: account }) }
}

const topic: ResourceKind = {
  calls: ['sns', 'sns'],
  aspects: [
    policyOf(
      '/TopicPolicy',
      async ({ reads, resource }) =>
        present(
          (await reads.getTopicAttributes({ TopicArn: resource.physicalId })).Attributes?.['Policy'],
          'the policy of the topic',
        ),
      { type: 'AWS::SNS::TopicPolicy', by: 'Topics' },
      {
        children: [
          { type: 'AWS::SNS::TopicPolicy', by: 'Topics', items: ({ PolicyDocument }) => statements(PolicyDocument) },
          {
            type: 'AWS::SNS::TopicInlinePolicy',
            by: 'TopicArn',
            items: ({ PolicyDocument }) => statements(PolicyDocument),
          },
        ],
        // A topic without a policy of its own has one for its owner.
        isDefault: ({ key, value }, _, account) => key === '__default_statement_ID' && isOwners(value, account),
      },
    ),
    {
      name: '/Subscription',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        const pages = pagesOf('NextToken', (next) =>
          reads.listSubscriptionsByTopic({ TopicArn: resource.physicalId, ...next }),
        )
        for await (const page of pages) {
          for (const { Protocol, Endpoint, SubscriptionArn } of present(page.Subscriptions, 'Subscriptions')) {
            found.push({ key: `${Protocol ?? ''} ${Endpoint ?? ''}`, value: { Protocol, Endpoint, SubscriptionArn } })
          }
        }
        return found
      },
      own: ({ Subscription }) => subscriptions(Subscription),
      children: [
        { type: 'AWS::SNS::Subscription', by: 'TopicArn', items: (properties) => subscriptions([properties]) },
      ],
      physicalId({ value }) {
        const { SubscriptionArn: arn } = recordOf(value)
        return typeof arn === 'string' && arn.startsWith('arn:') ? arn : undefined
      },
    },
  ],
}

/** Subscriptions by protocol and endpoint; the value is not compared. */
function subscriptions(list: unknown): DeclaredItem[] {
  if (list === undefined || list === null) return []
  if (list === UNKNOWN) return [{ key: UNKNOWN, value: UNKNOWN }]
  return [list].flat().map((subscription: unknown) => {
    const { Protocol, Endpoint } = recordOf(subscription)
    const known = typeof Protocol === 'string' && typeof Endpoint === 'string'
    return { key: known ? `${Protocol} ${Endpoint}` : UNKNOWN, value: UNKNOWN }
  })
}

/** A statement that is only for the account itself. */
function isOwners(statement: unknown, account: string): boolean {
  const condition = JSON.stringify(recordOf(statement)['Condition'] ?? {})
  const owner = /^\{"StringEquals":\{"AWS:Source(?:Owner|Account)":"(\d{12})"\}\}$/i.exec(condition)?.[1]
  return owner !== undefined && owner === account
}

const queue: ResourceKind = {
  calls: ['sqs'],
  aspects: [
    policyOf(
      '/QueuePolicy',
      async ({ reads, resource }) =>
        (await reads.getQueueAttributes({ QueueUrl: resource.physicalId, AttributeNames: ['Policy'] })).Attributes?.[
          'Policy'
        ],
      { type: 'AWS::SQS::QueuePolicy', by: 'Queues' },
      {
        children: ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'].map((type) => ({
          type,
          by: type.endsWith('InlinePolicy') ? 'Queue' : 'Queues',
          items: ({ PolicyDocument }: Properties) => statements(PolicyDocument),
        })),
      },
    ),
  ],
}

const secret: ResourceKind = {
  calls: ['secretsmanager'],
  aspects: [
    policyOf(
      '/ResourcePolicy',
      async ({ reads, resource }) => (await reads.getResourcePolicy({ SecretId: resource.physicalId })).ResourcePolicy,
      { type: 'AWS::SecretsManager::ResourcePolicy', by: 'SecretId', document: 'ResourcePolicy' },
    ),
  ],
}

const key: ResourceKind = {
  calls: ['kms', 'kms'],
  aspects: [
    {
      name: '/KeyPolicy',
      byValue: true,
      read: async ({ reads, resource }) =>
        liveStatements(policyIn(await reads.getKeyPolicy({ KeyId: resource.physicalId, PolicyName: 'default' }))),
      own: ({ KeyPolicy }) => statements(KeyPolicy),
      isDefault: ({ value }, { KeyPolicy: declared }, account) => declared === undefined && isRoots(value, account),
    },
    {
      name: '/Grants',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        let marker: string | undefined
        do {
          const page = await reads.listGrants({ KeyId: resource.physicalId, ...(marker && { Marker: marker }) })
          for (const { GranteePrincipal: who = 'unknown', Operations = [], Name, GrantId } of present(
            page.Grants,
            'Grants',
          )) {
            found.push({ key: who, value: { Operations, Name, GrantId } })
          }
          marker = page.Truncated === true ? present(page.NextMarker, 'the place of the next grants') : undefined
        } while (marker !== undefined)
        return found
      },
      own: () => [],
      // Services make grants for the resources that they encrypt.
      isDefault: ({ key: who }) => /\.amazonaws\.com(\.cn)?$|:role\/aws-service-role\//.test(who),
    },
  ],
}

/** The statement of a key that was given no policy. */
function isRoots(statement: unknown, account: string): boolean {
  const { Action, Effect, Principal, Condition } = recordOf(statement)
  const { AWS: principal } = recordOf(Principal)
  return (
    Effect === 'Allow' &&
    [Action].flat().join() === 'kms:*' &&
    Condition === undefined &&
    [principal].flat().every((each) => each === account || String(each).endsWith(`::${account}:root`))
  )
}

/** Lambda's error for a function without a policy, or without a URL. */
const MISSING = 'ResourceNotFoundException'

const lambda: ResourceKind = {
  calls: ['lambda', 'lambda', 'lambda'],
  aspects: [
    {
      name: '/Environment/Variables',
      async read(reading) {
        const { Variables = {} } = (await configuration(reading)).Environment ?? {}
        // Values may be secrets: CloudFormation compares those that a template declares.
        return Object.keys(Variables).map((name) => ({ key: name, value: '(not shown)' }))
      },
      own({ Environment }) {
        if (Environment === UNKNOWN) return textItems(UNKNOWN)
        const { Variables } = recordOf(Environment)
        if (Variables === UNKNOWN) return textItems(UNKNOWN)
        return Object.keys(recordOf(Variables)).map((name) => ({ key: name, value: UNKNOWN }))
      },
    },
    {
      name: '/Layers',
      read: async (reading) =>
        ((await configuration(reading)).Layers ?? []).map(({ Arn = '' }) => ({ key: Arn, value: Arn })),
      own: ({ Layers }) => textItems(Layers),
    },
    functionPolicy(({ resource }) => ({ FunctionName: resource.physicalId })),
    functionUrl(
      ({ resource }) => ({ FunctionName: resource.physicalId }),
      // A URL with a qualifier is one of an alias.
      ({ TargetFunctionArn, Qualifier }) => (Qualifier === undefined ? TargetFunctionArn : undefined),
    ),
  ],
}

/** An alias and a version have policies of their own, and an alias a URL: who may call it, may call the code behind it. */
const alias: ResourceKind = {
  calls: ['lambda', 'lambda'],
  aspects: [
    functionPolicy(qualified),
    functionUrl(qualified, ({ TargetFunctionArn: target, Qualifier: qualifier }) => {
      if (qualifier === undefined) return target
      return typeof target === 'string' && typeof qualifier === 'string' ? `${target}:${qualifier}` : UNKNOWN
    }),
  ],
}
const version: ResourceKind = { calls: ['lambda'], aspects: [functionPolicy(qualified)] }

interface FunctionName {
  readonly FunctionName: string
  readonly Qualifier?: string
}

/** The id of an alias and of a version is its ARN, `arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER`. */
function qualified({ resource: { physicalId } }: Reading): FunctionName {
  const [, , , , , , FunctionName = '', Qualifier = '', ...more] = physicalId.split(':')
  if (FunctionName === '' || Qualifier === '' || more.length > 0) {
    throw new ActionError('aws/service', { message: `${physicalId} is no ARN of an alias or version`, subject: 'aws' })
  }
  return { FunctionName, Qualifier }
}

function functionPolicy(of: (reading: Reading) => FunctionName): AspectKind {
  return {
    name: '/FunctionPolicy',
    read: async (reading) => liveStatements(policyIn(await orNone(reading.reads.getPolicy(of(reading)), MISSING))),
    own: () => [],
    children: [
      {
        type: 'AWS::Lambda::Permission',
        by: 'FunctionName',
        // The statement bears the physical id of the permission.
        items: (_properties, { physicalId }) => [{ key: physicalId, value: UNKNOWN }],
      },
    ],
    physicalId: ({ key: sid }) => sid,
  }
}

function functionUrl(
  of: (reading: Reading) => FunctionName,
  reference: (properties: Properties) => unknown,
): AspectKind {
  return {
    name: '/FunctionUrl',
    async read(reading) {
      const answer = await orNone(reading.reads.getFunctionUrlConfig(of(reading)), MISSING)
      return answer === undefined
        ? []
        : [{ key: `AuthType ${answer.AuthType ?? 'unknown'}`, value: answer.FunctionUrl }]
    },
    own: () => [],
    children: [
      {
        type: 'AWS::Lambda::Url',
        by: 'TargetFunctionArn',
        reference,
        items: ({ AuthType }) => [
          { key: typeof AuthType === 'string' ? `AuthType ${AuthType}` : UNKNOWN, value: UNKNOWN },
        ],
      },
    ],
  }
}

async function configuration({ reads, resource, once }: Reading) {
  return once('configuration', () => reads.getFunctionConfiguration({ FunctionName: resource.physicalId }))
}

const logGroup: ResourceKind = {
  calls: ['logs', 'logs'],
  aspects: [
    {
      name: '/RetentionInDays',
      async read({ reads, resource }) {
        const { logGroups = [] } = await reads.describeLogGroups({ logGroupNamePrefix: resource.physicalId })
        const found = logGroups.find(({ logGroupName }) => logGroupName === resource.physicalId)
        if (found === undefined)
          throw new ActionError('aws/service', { message: `the log group ${resource.physicalId} is not listed` })
        const { retentionInDays: days } = found
        return days === undefined ? [] : [{ key: String(days), value: days }]
      },
      own: ({ RetentionInDays }) => textItems(RetentionInDays),
    },
    {
      name: '/SubscriptionFilters',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        const pages = pagesOf('nextToken', (next) =>
          reads.describeSubscriptionFilters({ logGroupName: resource.physicalId, ...next }),
        )
        for await (const page of pages) {
          for (const { filterName = '', destinationArn } of present(page.subscriptionFilters, 'subscriptionFilters')) {
            found.push({ key: filterName, value: destinationArn })
          }
        }
        return found
      },
      own: () => [],
      children: [
        {
          type: 'AWS::Logs::SubscriptionFilter',
          by: 'LogGroupName',
          items: ({ FilterName, DestinationArn }, { physicalId }) => [
            { key: typeof FilterName === 'string' ? FilterName : physicalId, value: DestinationArn ?? UNKNOWN },
          ],
        },
      ],
      physicalId: ({ key: name }) => name,
    },
  ],
}

const listener: ResourceKind = {
  calls: ['elasticloadbalancing', 'elasticloadbalancing'],
  aspects: [
    {
      name: '/Rules',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        let marker: string | undefined
        do {
          const page = await reads.describeRules({
            ListenerArn: resource.physicalId,
            ...(marker && { Marker: marker }),
          })
          for (const { RuleArn = '', IsDefault, Priority, Actions = [] } of present(page.Rules, 'Rules')) {
            if (IsDefault !== true) {
              found.push({ key: RuleArn, value: { Priority, Actions: Actions.map(({ Type }) => Type) } })
            }
          }
          marker = page.NextMarker
        } while (marker !== undefined && marker !== '')
        return found
      },
      own: () => [],
      children: [
        {
          type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
          by: 'ListenerArn',
          items: (_properties, { physicalId }) => [{ key: physicalId, value: UNKNOWN }],
        },
      ],
      physicalId: ({ key: arn }) => arn,
    },
    {
      name: '/Certificates',
      async read({ reads, resource }) {
        const found: LiveItem[] = []
        let marker: string | undefined
        do {
          const page = await reads.describeListenerCertificates({
            ListenerArn: resource.physicalId,
            ...(marker && { Marker: marker }),
          })
          for (const { CertificateArn = '' } of present(page.Certificates, 'Certificates')) {
            found.push({ key: CertificateArn, value: CertificateArn })
          }
          marker = page.NextMarker
        } while (marker !== undefined && marker !== '')
        return found
      },
      own: ({ Certificates }) => certificates(Certificates),
      children: [
        {
          type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
          by: 'ListenerArn',
          items: ({ Certificates }) => certificates(Certificates),
        },
      ],
    },
  ],
}

function certificates(list: unknown): DeclaredItem[] {
  if (list === UNKNOWN) return textItems(UNKNOWN)
  return [list ?? []].flat().flatMap((each: unknown) => textItems(recordOf(each)['CertificateArn'] ?? UNKNOWN))
}

/** The calls for a type that Cloud Control answers wholly. */
const MODEL = ['cloudcontrol']

export const SERVICE_KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::S3::Bucket': bucket,
  'AWS::SNS::Topic': topic,
  'AWS::SQS::Queue': queue,
  'AWS::SecretsManager::Secret': secret,
  'AWS::KMS::Key': key,
  'AWS::Lambda::Function': lambda,
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::Version': version,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::ElasticLoadBalancingV2::Listener': listener,
  'AWS::ECR::Repository': { calls: MODEL, aspects: [policyProperty('RepositoryPolicyText')] },
  'AWS::DynamoDB::Table': {
    calls: MODEL,
    aspects: [
      {
        ...policyProperty('ResourcePolicy'),
        read: async ({ model }) => liveStatements(recordOf((await model())['ResourcePolicy'])['PolicyDocument']),
        own: ({ ResourcePolicy }) =>
          statements(ResourcePolicy === UNKNOWN ? UNKNOWN : recordOf(ResourcePolicy)['PolicyDocument']),
      },
    ],
  },
  'AWS::EFS::FileSystem': { calls: MODEL, aspects: [policyProperty('FileSystemPolicy')] },
  'AWS::ApiGateway::RestApi': {
    calls: MODEL,
    aspects: [
      policyProperty('Policy', {
        // API Gateway completes `execute-api:/…` by region, account and its own id.
        async read({ model, resource }) {
          const { Policy } = await model()
          const text = typeof Policy === 'string' ? Policy : JSON.stringify(Policy ?? '')
          const own = new RegExp(`arn:[\\w-]+:execute-api:[\\w-]+:\\d{12}:${resource.physicalId}(?=/)`, 'g')
          return liveStatements(text === '""' ? undefined : text.replaceAll(own, 'execute-api:'))
        },
      }),
    ],
  },
  'AWS::Events::EventBus': {
    calls: MODEL,
    aspects: [
      policyProperty('Policy', {
        children: [
          {
            type: 'AWS::Events::EventBusPolicy',
            by: 'EventBusName',
            items: ({ StatementId }) => [{ key: StatementId ?? UNKNOWN, value: UNKNOWN }],
          },
        ],
      }),
    ],
  },
  'AWS::Backup::BackupVault': { calls: MODEL, aspects: [policyProperty('AccessPolicy')] },
  'AWS::OpenSearchService::Domain': { calls: MODEL, aspects: [policyProperty('AccessPolicies')] },
}
