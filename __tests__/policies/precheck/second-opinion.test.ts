import { fullDiff } from '@aws-cdk/cloudformation-diff'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { broaderIn } from '../../../src/policies/access/access.ts'
import { rule } from '../../../src/policies/precheck/broadens-access.ts'
import { specification } from '../../specification.ts'
import { factsOf } from '../facts.ts'

/**
 * Access that the CDK's diff reports as broader must be reported here too; where this rule reports nothing, nothing
 * more is allowed.
 */

type Properties = Readonly<Record<string, unknown>>

const template = (Type: string, Properties?: Properties): object => ({
  Resources: Properties === undefined ? {} : { R: { Type, Properties } },
})

/** Whether the CDK would ask for confirmation before it deploys that change. */
function theirs(type: string, before: Properties | undefined, after: Properties | undefined): boolean {
  const diff = fullDiff(template(type, before), template(type, after))
  return diff.permissionsBroadened
}

function ours(type: string, before: Properties | undefined, after: Properties): boolean {
  const change = { id: 'R', type, ...(before === undefined ? { action: 'Add' } : { before }), after }
  return rule.judge(factsOf({ changes: [change] })).some(({ code }) => code === 'change/broadens-access')
}

const allow = (Action: unknown, more: object = {}): object => ({ Effect: 'Allow', Action, Resource: '*', ...more })
const document = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement })
const READ = allow('s3:GetObject')
const WRITE = allow('s3:PutObject')
const inline = (...statements: readonly object[]): object[] => [
  { PolicyName: 'p', PolicyDocument: document(...statements) },
]
const opening = (port: number): object => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' })

/** By the terms of AWS's specification for a property or a type: a possible value, and a broader one. */
const PROPERTIES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  InlineResourcePolicy: [document(READ), document(READ, WRITE)],
  InlineIdentityPolicies: [inline(READ), inline(READ, WRITE)],
  ManagedPolicies: [['arn:a'], ['arn:a', 'arn:b']],
  IngressRules: [[opening(80)], [opening(80), opening(22)]],
  EgressRules: [[opening(80)], [opening(80), opening(22)]],
}
const RESOURCES: Readonly<Record<string, readonly [Properties, Properties]>> = {
  ResourcePolicyResource: [{ PolicyDocument: document(READ) }, { PolicyDocument: document(READ, WRITE) }],
  IdentityPolicyResource: [
    { Roles: ['r'], PolicyDocument: document(READ) },
    { Roles: ['r'], PolicyDocument: document(READ, WRITE) },
  ],
  LambdaPermission: [
    { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'sns.amazonaws.com' },
    { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: '*' },
  ],
  IngressRuleResource: [
    { GroupId: 'sg-1', ...opening(80) },
    { GroupId: 'sg-1', ...opening(22) },
  ],
  EgressRuleResource: [
    { GroupId: 'sg-1', ...opening(80) },
    { GroupId: 'sg-2', ...opening(80) },
  ],
  SsoPermissionSet: [
    { Name: 'n', InstanceArn: 'i', ManagedPolicies: ['arn:a'] },
    { Name: 'n', InstanceArn: 'i', ManagedPolicies: ['arn:a'], CustomerManagedPolicyReferences: [{ Name: 'c' }] },
  ],
  SsoAssignmentResource: [
    {
      InstanceArn: 'i',
      PermissionSetArn: 'p',
      PrincipalId: 'ann',
      PrincipalType: 'USER',
      TargetId: '1',
      TargetType: 'AWS_ACCOUNT',
    },
    {
      InstanceArn: 'i',
      PermissionSetArn: 'p',
      PrincipalId: 'bob',
      PrincipalType: 'USER',
      TargetId: '1',
      TargetType: 'AWS_ACCOUNT',
    },
  ],
  SsoInstanceACAConfigResource: [
    { InstanceArn: 'i', AccessControlAttributes: [{ Key: 'k', Value: { Source: ['a'] } }] },
    { InstanceArn: 'i', AccessControlAttributes: [{ Key: 'k', Value: { Source: ['a', 'b'] } }] },
  ],
}

describe("every type and property that AWS's specification marks as access", () => {
  const rows = [...specification.all('resource')].flatMap(({ cloudFormationType: type, ...resource }) => {
    const kind = resource.scrutinizable ?? 'None'
    const own = kind === 'None' ? [] : [[type, kind, ...(RESOURCES[kind] ?? [{}, {}])] as const]
    const inside = Object.entries(resource.properties).flatMap(([name, property]) => {
      const pair = PROPERTIES[property.scrutinizable ?? 'None']
      return pair === undefined ? [] : [[type, name, { [name]: pair[0] }, { [name]: pair[1] }] as const]
    })
    return [...own, ...inside]
  })

  test('is one of many', () => expect(rows.length).toBeGreaterThan(80))

  test.each(rows)('%s, %s', (type, _, before, after) => {
    expect([type, theirs(type, before, after), ours(type, before, after)]).toEqual([type, true, true])
    expect([type, 'added', theirs(type, undefined, after), ours(type, undefined, after)]).toEqual([
      type,
      'added',
      true,
      true,
    ])
    expect([type, 'back', ours(type, after, after)]).toEqual([type, 'back', false])
  })
})

const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:*', 'sqs:SendMessage', '*']
const PLACES = ['arn:aws:s3:::a/x', 'arn:aws:s3:::a/*', '*']
const CONDITIONS = [{ Bool: { tls: 'true' } }, { StringEquals: { org: 'ours' } }]
const some = (values: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(fc.constantFrom(...values), fc.subarray([...values], { minLength: 1, maxLength: 3 }))
const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: some(ACTIONS),
    Resource: some(PLACES),
    Condition: fc.constantFrom(...CONDITIONS),
    Sid: fc.constantFrom('One', 'Two'),
    not: fc.constantFrom('Action', 'Resource'),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
)
type Statement = typeof statement extends fc.Arbitrary<infer T> ? T : never
const statements = fc.array(statement, { maxLength: 4 })

function written({ not, ...plain }: Statement): object {
  if (not === undefined) return plain
  const { [not]: inverted, ...rest } = plain
  return { ...rest, [`Not${not}`]: inverted }
}

const glob = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(value)
const within = (patterns: string | readonly string[], value: string): boolean =>
  [patterns].flat().some((pattern) => glob(pattern, value))

/** Every request that a policy of such statements allows, tried one by one. */
function allowed(policy: readonly Statement[]): string[] {
  const requests = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'iam:PassRole'].flatMap((action) =>
    ['arn:aws:s3:::a/x', 'arn:aws:s3:::a/y', 'arn:aws:s3:::b'].flatMap((place) =>
      [0, 1, 2, 3].map((context) => ({ action, place, context })),
    ),
  )
  const speaksOf = (
    { Action, Resource, Condition, not }: Statement,
    { action, place, context }: (typeof requests)[0],
  ) =>
    within(Action, action) !== (not === 'Action') &&
    within(Resource, place) !== (not === 'Resource') &&
    (Condition === undefined || (context & (1 << CONDITIONS.indexOf(Condition))) !== 0)
  const by = (effect: string, request: (typeof requests)[0]): boolean =>
    policy.some((one) => one.Effect === effect && speaksOf(one, request))
  return requests
    .filter((request) => by('Allow', request) && !by('Deny', request))
    .map((request) => JSON.stringify(request))
}

/** A small number here; RUNS in the environment sets another one. */
const RUNS = { numRuns: Number(process.env['RUNS'] ?? 300) }

test('policies: where this rule reports nothing, no additional request is allowed, whatever the other engine reports', () => {
  let disputed = 0
  fc.assert(
    fc.property(statements, statements, fc.boolean(), (first, more, keeps) => {
      const second = keeps ? [...first, ...more] : more
      const [before, after] = [first, second].map((each) => ({
        Roles: ['r'],
        PolicyDocument: document(...each.map(written)),
      }))
      if (broaderIn('AWS::IAM::Policy', before ?? {}, after ?? {}).length > 0) return
      if (theirs('AWS::IAM::Policy', before, after)) disputed += 1
      const earlier = new Set(allowed(first))
      expect(allowed(second).filter((request) => !earlier.has(request))).toEqual([])
    }),
    RUNS,
  )
  expect(disputed).toBeGreaterThan(0)
})

const PEERS = ['10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0', '203.0.113.7/32', '::/0', '2001:db8::/32', 'sg-1']
const peerOf = (peer: string): object =>
  peer.startsWith('sg-') ? { SourceSecurityGroupId: peer } : peer.includes(':') ? { CidrIpv6: peer } : { CidrIp: peer }
const openings = fc.array(
  fc.record({
    protocol: fc.constantFrom('tcp', 'udp', '-1'),
    from: fc.constantFrom(22, 80, 443),
    more: fc.constantFrom(0, 0, 58, 400),
    peer: fc.constantFrom(...PEERS),
  }),
  { maxLength: 4 },
)
type Opening = typeof openings extends fc.Arbitrary<(infer T)[]> ? T : never

const rulesOf = (list: readonly Opening[]): object[] =>
  list.map(({ protocol, from, more, peer }) => ({
    IpProtocol: protocol,
    ...(protocol !== '-1' && { FromPort: from, ToPort: from + more }),
    ...peerOf(peer),
  }))

/** Which addresses have access to which ports, tried one by one: addresses by the ranges that contain them. */
function reachable(list: readonly Opening[]): string[] {
  const visitors: Readonly<Record<string, readonly string[]>> = {
    '10.0.0.1': ['10.0.0.0/8', '0.0.0.0/0'],
    '10.1.2.3': ['10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0'],
    '203.0.113.7': ['203.0.113.7/32', '0.0.0.0/0'],
    '198.51.100.1': ['0.0.0.0/0'],
    '2001:db8::1': ['2001:db8::/32', '::/0'],
    '2001:db9::1': ['::/0'],
    member: ['sg-1'],
  }
  return Object.entries(visitors).flatMap(([visitor, ranges]) =>
    ['tcp', 'udp', 'icmp'].flatMap((protocol) =>
      [22, 60, 80, 200, 443, 9000]
        .filter((port) =>
          list.some(
            (one) =>
              ranges.includes(one.peer) &&
              (one.protocol === '-1' || (one.protocol === protocol && port >= one.from && port <= one.from + one.more)),
          ),
        )
        .map((port) => `${visitor} ${protocol} ${port}`),
    ),
  )
}

test('security groups: where this rule reports nothing, no new address gets access, whatever the other engine reports', () => {
  let disputed = 0
  fc.assert(
    fc.property(openings, openings, fc.boolean(), (first, more, keeps) => {
      const second = keeps ? [...first, ...more] : more
      const [before, after] = [first, second].map((each) => ({ SecurityGroupIngress: rulesOf(each) }))
      if (broaderIn('AWS::EC2::SecurityGroup', before ?? {}, after ?? {}).length > 0) return
      if (theirs('AWS::EC2::SecurityGroup', before, after)) disputed += 1
      const earlier = new Set(reachable(first))
      expect(reachable(second).filter((way) => !earlier.has(way))).toEqual([])
    }),
    RUNS,
  )
  expect(disputed).toBeGreaterThan(0)
})

describe('intended differences: the other engine compares texts, this rule compares what they allow', () => {
  const policy = (...all: readonly object[]): Properties => ({ Roles: ['r'], PolicyDocument: document(...all) })
  test.each<[string, string, Properties, Properties]>([
    ['a narrower statement beside a wider one', 'AWS::IAM::Policy', policy(allow('s3:*')), policy(allow('s3:*'), READ)],
    ['a narrower statement in its place', 'AWS::IAM::Policy', policy(allow('s3:*')), policy(READ)],
    ['another Sid', 'AWS::IAM::Policy', policy(READ), policy(allow('s3:GetObject', { Sid: 'Read' }))],
    [
      'an added condition',
      'AWS::IAM::Policy',
      policy(READ),
      policy(allow('s3:GetObject', { Condition: CONDITIONS[0] })),
    ],
    [
      'a smaller range of addresses',
      'AWS::EC2::SecurityGroup',
      { SecurityGroupIngress: [opening(80)] },
      { SecurityGroupIngress: [{ ...opening(80), CidrIp: '10.0.0.0/8' }] },
    ],
  ])('%s', (_, type, before, after) => {
    expect([theirs(type, before, after), ours(type, before, after)]).toEqual([true, false])
  })

  test.each<[string, string, Properties, Properties]>([
    [
      'a prohibition that becomes narrower',
      'AWS::IAM::Policy',
      policy({ ...READ, Effect: 'Deny', Action: '*' }),
      policy(),
    ],
    [
      'no rules of its own, which permits all outgoing traffic',
      'AWS::EC2::SecurityGroup',
      { SecurityGroupEgress: [opening(80)] },
      {},
    ],
  ])('this rule reports more: %s', (_, type, before, after) => {
    expect(ours(type, before, after)).toBe(true)
  })
})
