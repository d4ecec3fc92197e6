import { describe, expect, test } from '@jest/globals'
import { broaderIn, openIn } from '../../../src/policies/access/access.ts'
import { rule } from '../../../src/policies/precheck/broadens-access.ts'
import { factsOf } from '../facts.ts'

const document = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement })
const allow = (Action: unknown, Resource: unknown, more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const policy = (...statements: readonly object[]): Record<string, unknown> => ({
  PolicyDocument: document(...statements),
})
const READ = allow('s3:GetObject', 'arn:aws:s3:::shop/*')

describe('IAM statements', () => {
  test.each<[string, object, object, boolean]>([
    ['the same', READ, READ, false],
    ['another spelling of the action', READ, allow(['S3:getobject'], ['arn:aws:s3:::shop/*']), false],
    ['one additional action', READ, allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::shop/*'), true],
    ['one action less', allow(['s3:GetObject', 's3:PutObject'], '*'), allow('s3:GetObject', '*'), false],
    ['a wildcard for an action', READ, allow('s3:*', 'arn:aws:s3:::shop/*'), true],
    ['an action for a wildcard', allow('s3:*', '*'), READ, false],
    ['every resource', READ, allow('s3:GetObject', '*'), true],
    [
      'a removed condition',
      allow('s3:GetObject', '*', { Condition: { Bool: { a: 'true' } } }),
      allow('s3:GetObject', '*'),
      true,
    ],
    [
      'an added condition',
      READ,
      allow('s3:GetObject', 'arn:aws:s3:::shop/*', { Condition: { Bool: { a: 'true' } } }),
      false,
    ],
    ['NotAction', READ, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, true],
    ['a removed prohibition', { Effect: 'Deny', Action: '*', Resource: '*' }, READ, true],
  ])('%s', (_, before, after, broader) => {
    expect(broaderIn('AWS::IAM::Policy', policy(before), policy(after)).length > 0).toBe(broader)
  })

  test('a prohibition that becomes narrower permits more', () => {
    const deny = (Action: unknown): object => ({ Effect: 'Deny', Action, Resource: '*' })
    expect(broaderIn('AWS::IAM::Policy', policy(READ, deny('s3:*')), policy(READ, deny('s3:PutObject')))).toEqual([
      'no longer denies s3:* on *',
    ])
  })

  test('a role: who may assume it, inline and managed policies, its boundary', () => {
    const before = {
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ec2.amazonaws.com' },
      }),
      Policies: [{ PolicyName: 'a', PolicyDocument: document(READ) }],
      PermissionsBoundary: 'arn:boundary',
    }
    const after = {
      AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }),
      Policies: [{ PolicyName: 'b', PolicyDocument: document(READ, allow('iam:PassRole', '*')) }],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    }
    expect(broaderIn('AWS::IAM::Role', before, after)).toEqual([
      'allows sts:assumerole for AWS *',
      'allows iam:passrole on *',
      'has the managed policy arn:aws:iam::aws:policy/AdministratorAccess',
      'no longer has a permissions boundary',
    ])
  })

  test('an unreadable document counts as one that allows everything', () => {
    expect(broaderIn('AWS::IAM::Policy', policy(READ), { PolicyDocument: '{not json' })).toEqual([
      'allows * on * for *',
    ])
  })
})

describe('access that is given by other means than statements of a role', () => {
  const documentIn = (key: string, value: unknown): Record<string, unknown> => ({ [key]: value })
  const queue = (Principal: unknown): object => ({
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: '*',
    Principal,
  })
  test.each<[string, string, Record<string, unknown>, Record<string, unknown>, string[]]>([
    [
      'a policy is attached to one additional role',
      'AWS::IAM::ManagedPolicy',
      { ...policy(READ), Roles: ['a'] },
      { ...policy(READ), Roles: ['a', 'b'] },
      ['is given to b (Roles)'],
    ],
    [
      'a policy is given to another role',
      'AWS::IAM::RolePolicy',
      { ...policy(READ), RoleName: 'a' },
      { ...policy(READ), RoleName: 'b' },
      ['is given to b'],
    ],
    [
      'a policy of an unlisted type',
      'AWS::Events::EventBusPolicy',
      { Statement: queue({ AWS: '111111111111' }) },
      { Statement: queue('*') },
      ['allows sqs:sendmessage on * for *'],
    ],
    [
      'a policy that is a text',
      'AWS::Logs::ResourcePolicy',
      documentIn('PolicyDocument', JSON.stringify(document(READ))),
      documentIn('PolicyDocument', JSON.stringify(document(allow('s3:*', '*')))),
      ['allows s3:* on *'],
    ],
    [
      'a nested policy of a table',
      'AWS::DynamoDB::Table',
      documentIn('ResourcePolicy', { PolicyDocument: document(READ) }),
      documentIn('ResourcePolicy', { PolicyDocument: document(READ, queue('*')) }),
      ['allows sqs:sendmessage on * for *'],
    ],
    [
      'the URL of a function is open',
      'AWS::Lambda::Url',
      { AuthType: 'AWS_IAM' },
      { AuthType: 'NONE' },
      ['allows anyone to call the function'],
    ],
    [
      'a bucket may become public',
      'AWS::S3::Bucket',
      { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: 'true' } },
      { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
      ['no longer has BlockPublicPolicy'],
    ],
    [
      'firewall rules are not access statements',
      'AWS::WAFv2::WebACL',
      {},
      { Rules: [{ Statement: { RateBasedStatement: { Limit: 100 } } }] },
      [],
    ],
  ])('%s', (_, type, before, after, told) => {
    expect(broaderIn(type, before, after)).toEqual(told)
  })
})

describe('security groups', () => {
  const rules = (...SecurityGroupIngress: readonly object[]): Record<string, unknown> => ({ SecurityGroupIngress })
  const tcp = (FromPort: number, ToPort: number, CidrIp: string): object => ({
    IpProtocol: 'tcp',
    FromPort,
    ToPort,
    CidrIp,
  })

  test.each<[string, object, object, boolean]>([
    ['the same', tcp(80, 80, '10.0.0.0/8'), tcp(80, 80, '10.0.0.0/8'), false],
    ['a smaller range', tcp(80, 80, '10.0.0.0/8'), tcp(80, 80, '10.1.0.0/16'), false],
    ['a larger range', tcp(80, 80, '10.1.0.0/16'), tcp(80, 80, '10.0.0.0/8'), true],
    ['the whole world', tcp(22, 22, '10.0.0.0/8'), tcp(22, 22, '0.0.0.0/0'), true],
    ['everything within the world', tcp(22, 22, '0.0.0.0/0'), tcp(22, 22, '203.0.113.7/32'), false],
    ['more ports', tcp(80, 80, '0.0.0.0/0'), tcp(80, 81, '0.0.0.0/0'), true],
    ['every protocol', tcp(0, 65535, '0.0.0.0/0'), { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, true],
    [
      'addresses in place of a group',
      { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, SourceSecurityGroupId: 'sg-1' },
      tcp(80, 80, '0.0.0.0/0'),
      true,
    ],
    [
      'a group that is not known yet',
      { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, SourceSecurityGroupId: 'sg-1' },
      { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, SourceSecurityGroupId: '{{changeSet:KNOWN_AFTER_APPLY}}' },
      true,
    ],
  ])('%s', (_, before, after, broader) => {
    expect(broaderIn('AWS::EC2::SecurityGroup', rules(before), rules(after)).length > 0).toBe(broader)
  })

  test('removing all egress rules permits all outgoing traffic', () => {
    const before = { SecurityGroupEgress: [tcp(443, 443, '0.0.0.0/0')] }
    expect(broaderIn('AWS::EC2::SecurityGroup', before, {})).toEqual([
      'allows outgoing everything for 0.0.0.0/0',
      'allows outgoing everything for ::/0',
    ])
  })
})

describe('broader access', () => {
  const change = { id: 'Policy', type: 'AWS::IAM::Policy', properties: ['/Properties/PolicyDocument'] }
  const broad = { ...change, before: policy(READ), after: policy(allow('s3:*', '*')) }

  test('blocks until the intent names the resource', () => {
    expect(rule.judge(factsOf({ changes: [broad] }))[0]).toMatchObject({
      code: 'change/broadens-access',
      outcome: 'fail',
    })
    const intent = 'version: 1\nexpect: [{ resource: web/Policy, action: Modify, reason: reports are written too }]\n'
    expect(rule.judge(factsOf({ changes: [broad], intent }))[0]?.waived?.reason).toBe('reports are written too')
    const wide = 'version: 1\nallow: [{ type: "AWS::IAM::*" }]\n'
    expect(rule.judge(factsOf({ changes: [broad], intent: wide }))[0]?.waived).toBeUndefined()
  })

  test('that CloudFormation does not report is unknown, and not a pass', () => {
    expect(rule.judge(factsOf({ changes: [change] }))[0]).toMatchObject({
      code: 'change/access-unknown',
      outcome: 'inconclusive',
    })
  })

  test('is the result of removing a policy with a prohibition, but not of removing a role with its own', () => {
    const deny = policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' })
    const removed = (type: string) => ({ id: 'Gone', type, action: 'Remove', before: deny })
    const reported = (type: string): string | undefined =>
      rule.judge(factsOf({ changes: [removed(type)] }))[0]?.observed
    expect(reported('AWS::S3::BucketPolicy')).toBe('no longer denies s3:* on *')
    expect(reported('AWS::IAM::Role')).toMatch(/^0 changes of access/)
  })

  test('is declared by an entry that names the replacement as well', () => {
    const facts = factsOf({ changes: [{ ...broad, replacement: 'True' }] })
    expect(rule.judge(facts)[0]?.advice).toContain(
      'expect: [{ resource: web/Policy, action: Modify, replacement: true, reason: … }]',
    )
  })

  test('of a new resource counts; of a new stack only if it is for everybody, or for everything', () => {
    const added = { id: 'Policy', type: 'AWS::IAM::Policy', action: 'Add', after: policy(READ) }
    expect(rule.judge(factsOf({ changes: [added] }))[0]?.code).toBe('change/broadens-access')
    expect(rule.judge(factsOf({ changes: [added], kind: 'create' }))).toEqual([])
    const admin = { ...added, after: policy(allow('*', '*')) }
    expect(rule.judge(factsOf({ changes: [admin], kind: 'create' }))).toEqual([
      expect.objectContaining({ code: 'change/new-access', outcome: 'noted', observed: 'allows * on *' }),
    ])
  })

  test('of a new stack must be declared by its name where there is an intent', () => {
    const changes = [
      { id: 'Door', type: 'AWS::Lambda::Url', action: 'Add', after: { AuthType: 'NONE', TargetFunctionArn: 'f' } },
    ]
    const outcomes = (intent: string): string[] =>
      rule
        .judge(factsOf({ changes, kind: 'create', intent: `version: 1\n${intent}` }))
        .map(({ outcome, waived }) => (waived === undefined ? outcome : 'waived'))
    expect(outcomes('allow: [{ type: "AWS::*", action: Add }]')).toEqual(['fail'])
    expect(outcomes('expect: [{ resource: web/Door, action: Add }]')).toEqual(['waived'])
  })
})

describe('a new resource', () => {
  const statement = (more: object): object => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'x', ...more })
  test.each<[string, string, Record<string, unknown>, string[]]>([
    [
      'for everybody',
      'AWS::S3::BucketPolicy',
      policy(statement({ Principal: '*' })),
      ['allows s3:getobject on x for *'],
    ],
    [
      'for every account',
      'AWS::SQS::QueuePolicy',
      policy(statement({ Principal: { AWS: '*' } })),
      ['allows s3:getobject on x for AWS *'],
    ],
    [
      'for all except some',
      'AWS::S3::BucketPolicy',
      policy(statement({ NotPrincipal: { AWS: 'a' } })),
      ['allows s3:getobject on x as in "NotPrincipal": {"AWS":"a"}'],
    ],
    [
      'under a condition',
      'AWS::SQS::QueuePolicy',
      policy(statement({ Principal: '*', Condition: { A: { b: 'c' } } })),
      [],
    ],
    ['a prohibition for all', 'AWS::S3::BucketPolicy', policy(statement({ Principal: '*', Effect: 'Deny' })), []],
    ['an ordinary role', 'AWS::IAM::Policy', policy(allow(['dynamodb:*'], 't')), []],
    [
      'a key for its account',
      'AWS::KMS::Key',
      { KeyPolicy: document(allow('kms:*', '*', { Principal: { AWS: 'root' } })) },
      [],
    ],
    [
      'an administrator with an exception',
      'AWS::IAM::Policy',
      policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      ['allows actions on * as in "NotAction": "iam:*"'],
    ],
    [
      'a managed administrator',
      'AWS::IAM::Role',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'] },
      ['has the managed policy arn:aws:iam::aws:policy/AdministratorAccess'],
    ],
    [
      'a group for every address',
      'AWS::EC2::SecurityGroup',
      {
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' },
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' },
          { IpProtocol: '-1', CidrIpv6: '::/0' },
        ],
      },
      ['allows incoming tcp 22 for 0.0.0.0/0', 'allows incoming everything for ::/0'],
    ],
    ['egress', 'AWS::EC2::SecurityGroupEgress', { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, []],
    ['a function for signed requests', 'AWS::Lambda::Url', { AuthType: 'AWS_IAM' }, []],
    [
      'a function for everybody',
      'AWS::Lambda::Permission',
      { Principal: '*', FunctionName: 'f', Action: 'lambda:InvokeFunction' },
      ['allows * to use f'],
    ],
    ['a function for one organisation', 'AWS::Lambda::Permission', { Principal: '*', PrincipalOrgID: 'o-1' }, []],
    [
      'a public bucket',
      'AWS::S3::Bucket',
      {
        AccessControl: 'PublicRead',
        PublicAccessBlockConfiguration: { BlockPublicAcls: false, IgnorePublicAcls: true },
      },
      ['has BlockPublicAcls off', 'has the ACL PublicRead'],
    ],
    [
      'access to AWS from outside',
      'AWS::EC2::VPCEndpoint',
      { PolicyDocument: document(allow('*', '*', { Principal: '*' })) },
      [],
    ],
  ])('%s', (_, type, properties, expected) => {
    expect(openIn(type, properties)).toEqual(expected)
  })

  test('a bucket that becomes publicly readable is broader', () => {
    expect(broaderIn('AWS::S3::Bucket', {}, { AccessControl: 'PublicRead' })).toEqual(['has the ACL PublicRead'])
    expect(broaderIn('AWS::S3::Bucket', { AccessControl: 'PublicRead' }, { AccessControl: 'PublicRead' })).toEqual([])
  })
})
