import * as fc from 'fast-check'
import { policyDocument } from '../../../sandbox/aws/identity/policy.ts'
import type { PolicyDocument } from '../../../sandbox/aws/identity/policy.ts'

/** A request and all policies that decide about it, in one account. */
export interface Case {
  readonly name: string
  readonly principal: string
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string | string[]>>
  readonly identity: readonly PolicyDocument[]
  readonly boundary?: PolicyDocument
  readonly session?: PolicyDocument
  readonly control: readonly (readonly PolicyDocument[])[]
  readonly resourcePolicy?: PolicyDocument
}

export const ACCOUNT = '111111111111'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/release`
const USER = `arn:aws:iam::${ACCOUNT}:user/ada`

/** Actions with a resource of their type. */
const REQUESTS: readonly (readonly [string, string])[] = [
  ['s3:GetObject', 'arn:aws:s3:::shop-artifacts/releases/1.zip'],
  ['s3:PutObject', 'arn:aws:s3:::shop-artifacts/ada/notes.txt'],
  ['s3:ListBucket', 'arn:aws:s3:::shop-artifacts'],
  ['cloudformation:DescribeStacks', `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/shop-production/1234`],
  ['cloudformation:CreateChangeSet', `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/shop-preprod/5678`],
  ['lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`],
  ['sqs:SendMessage', `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`],
  ['dynamodb:PutItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`],
]

const ACTION_PATTERNS = [
  '*',
  's3:*',
  's3:Get*',
  'S3:getobject',
  's3:?etObject',
  's3:PutObject',
  's3:List*',
  'cloudformation:Describe*',
  'cloudformation:*ChangeSet',
  'lambda:Update*',
  'sqs:SendMessage',
  'dynamodb:*Item',
]

const RESOURCE_PATTERNS = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::shop-*',
  'arn:aws:s3:::shop-artifacts/*',
  'arn:aws:s3:::shop-artifacts/releases/?.zip',
  'arn:aws:s3:::shop-artifacts/*.zip',
  'arn:aws:s3:::SHOP-artifacts/*',
  'arn:aws:s3:::shop-artifacts',
  'arn:aws:s3:::shop-artifacts/${aws:username}/*',
  'arn:aws:s3:::shop-artifacts/${aws:PrincipalTag/team}/*',
  "arn:aws:s3:::shop-artifacts/${aws:PrincipalTag/team, 'releases'}/*",
  `arn:aws:cloudformation:*:${ACCOUNT}:stack/shop-*/*`,
  `arn:aws:cloudformation:eu-west-1:*:stack/shop-production/*`,
  `arn:aws:cloudformation:us-*:${ACCOUNT}:stack/*`,
  `arn:aws:lambda:eu-west-?:${ACCOUNT}:function:or*`,
  'arn:aws:sqs:*:*:*',
  `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`,
  'arn:*:dynamodb:*:*:table/*',
]

/** Condition keys that belong to every request, with values of requests and of policies. */
const STRINGS = ['eu-west-1', 'us-east-1', 'eu-*', 'EU-WEST-1', '', 'a', 'releases', '${aws:username}', '*', '${*}']
const ARNS = [ROLE, SESSION, `arn:aws:iam::*:role/*`, `arn:aws:iam::${ACCOUNT}:role/d?ploy`, 'arn:*:*:*:*:*', USER]
const NUMBERS = ['0', '60', '3600', '3600.0', '-1', '1e3']
const DATES = ['2026-01-01T00:00:00Z', '2026-06-01T12:00:00Z', '2026-12-31', '1767225600']
const ADDRESSES = ['10.0.0.1', '10.0.0.0/8', '203.0.113.7', '203.0.113.0/24', '2001:db8::1', '2001:db8::/32']
const BOOLEANS = ['true', 'false', 'True']

interface Key {
  readonly key: string
  readonly operators: readonly string[]
  readonly policy: readonly string[]
  readonly request: readonly string[]
  readonly many?: boolean
}

const STRING_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
]
const comparisons = (type: string): string[] =>
  ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((how) => type + how)

const KEYS: readonly Key[] = [
  { key: 'aws:RequestedRegion', operators: STRING_OPERATORS, policy: STRINGS, request: ['eu-west-1', 'us-east-1'] },
  { key: 'aws:PrincipalTag/team', operators: STRING_OPERATORS, policy: STRINGS, request: ['a', 'releases', 'eu-*'] },
  { key: 'aws:username', operators: STRING_OPERATORS, policy: STRINGS, request: ['ada', 'a'] },
  {
    key: 'aws:PrincipalArn',
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
    policy: ARNS,
    request: [ROLE, USER],
  },
  { key: 'aws:MultiFactorAuthAge', operators: comparisons('Numeric'), policy: NUMBERS, request: ['60', '3600', '-1'] },
  { key: 'aws:CurrentTime', operators: comparisons('Date'), policy: DATES, request: DATES.slice(0, 4) },
  {
    key: 'aws:SourceIp',
    operators: ['IpAddress', 'NotIpAddress'],
    policy: ADDRESSES,
    request: ['10.0.0.1', '203.0.113.7', '2001:db8::1'],
  },
  { key: 'aws:MultiFactorAuthPresent', operators: ['Bool'], policy: BOOLEANS, request: ['true', 'false'] },
  {
    key: 'aws:TagKeys',
    operators: STRING_OPERATORS,
    policy: STRINGS,
    request: ['a', 'releases', 'eu-west-1'],
    many: true,
  },
]

const condition = fc.constantFrom(...KEYS).chain(({ key, operators, policy, many }) => {
  const quantified = ['ForAllValues:', 'ForAnyValue:', ...(many === true ? [''] : ['', '', ''])]
  const usual = fc
    .tuple(fc.constantFrom(...quantified), fc.constantFrom(...operators), fc.constantFrom('', '', 'IfExists'))
    .map((parts) => parts.join(''))
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ operator: usual, key: fc.constant(key), values: some(policy, 2) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        operator: fc.constant('Null'),
        key: fc.constant(key),
        values: some(['true', 'false'], 1),
      }),
    },
  )
})

function some<T>(values: readonly T[], most: number): fc.Arbitrary<T[]> {
  return fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: most })
}

const conditions = fc.array(condition, { maxLength: 2 }).map((list) => {
  const block: Record<string, Record<string, string[]>> = {}
  for (const { operator, key, values } of list) block[operator] = { ...block[operator], [key]: values }
  return list.length === 0 ? {} : { Condition: block }
})

/** A statement of an identity-based policy; `denies` is the share of denies in ten. */
function statement(denies: number, named: fc.Arbitrary<object> = fc.constant({})): fc.Arbitrary<object> {
  return fc
    .tuple(
      fc.oneof(
        { weight: 10 - denies, arbitrary: fc.constant({ Effect: 'Allow' }) },
        { weight: denies, arbitrary: fc.constant({ Effect: 'Deny' }) },
      ),
      fc.oneof(
        { weight: 5, arbitrary: some(ACTION_PATTERNS, 3).map((Action) => ({ Action })) },
        { weight: 1, arbitrary: some(ACTION_PATTERNS.slice(1), 2).map((NotAction) => ({ NotAction })) },
      ),
      fc.oneof(
        { weight: 5, arbitrary: some(RESOURCE_PATTERNS, 3).map((Resource) => ({ Resource })) },
        { weight: 1, arbitrary: some(RESOURCE_PATTERNS.slice(1), 2).map((NotResource) => ({ NotResource })) },
      ),
      conditions,
      named,
    )
    .map((parts) => Object.assign({}, ...(parts as object[])) as object)
}

const document = (one: fc.Arbitrary<object>, least = 1): fc.Arbitrary<PolicyDocument> =>
  fc
    .array(one, { minLength: least, maxLength: 3 })
    .map((Statement) => policyDocument.parse({ Version: '2012-10-17', Statement }))

const ALL: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
/** Control policies and boundaries mostly allow, so that the other policies decide in many cases. */
const limiting = fc.oneof({ weight: 2, arbitrary: fc.constant(ALL) }, { weight: 1, arbitrary: document(statement(3)) })
const named = some(
  ['*', USER, ROLE, SESSION, ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, 'arn:aws:iam::222222222222:root'],
  2,
).map((AWS) => ({ Principal: { AWS } }))

const valuesOf = ({ request, many }: Key): fc.Arbitrary<string | string[]> =>
  many === true ? fc.uniqueArray(fc.constantFrom(...request), { minLength: 1 }) : fc.constantFrom(...request)

/** Each key is there in half of the requests. */
const context: fc.Arbitrary<Case['context']> = fc.record(
  Object.fromEntries(KEYS.map((key) => [key.key, valuesOf(key)])),
  { requiredKeys: [] },
) as fc.Arbitrary<Case['context']>

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    request: fc.constantFrom(...REQUESTS),
    principal: fc.constantFrom(USER, SESSION),
    context,
    identity: fc.array(document(statement(2)), { minLength: 1, maxLength: 2 }),
    boundary: fc.option(limiting, { nil: undefined, freq: 2 }),
    session: fc.option(limiting, { nil: undefined, freq: 1 }),
    control: fc.array(fc.array(limiting, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
    resourcePolicy: fc.option(document(statement(2, named)), { nil: undefined, freq: 1 }),
  })
  .map(({ request: [action, resource], boundary, session, resourcePolicy, principal, ...rest }) => ({
    name: 'random',
    action,
    resource,
    principal,
    ...rest,
    ...(boundary && { boundary }),
    ...(session && principal === SESSION && { session }),
    ...(resourcePolicy && { resourcePolicy }),
  }))

export function randomCases(count: number, seed: number): Case[] {
  return fc.sample(anyCase, { numRuns: count, seed })
}

/** Statements of guides and of reports, each with the request that it is about. */
export function pickedCases(): Case[] {
  const base = {
    principal: SESSION,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::shop-artifacts/releases/1.zip',
    context: {},
    control: [],
  }
  const allow = (more: object): PolicyDocument => {
    const given = {
      Effect: 'Allow',
      ...('NotAction' in more ? {} : { Action: '*' }),
      ...('NotResource' in more ? {} : { Resource: '*' }),
      ...more,
    }
    return policyDocument.parse({ Version: '2012-10-17', Statement: given })
  }
  const only = (name: string, Condition: object, given: Case['context'] = {}): Case => ({
    ...base,
    name,
    context: given,
    identity: [allow({ Condition })],
  })
  const list = (values: string[]): Case['context'] => ({ 'aws:TagKeys': values })
  return [
    only('an absent key, compared for equality', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }),
    only('an absent key, compared for inequality', { StringNotEquals: { 'aws:PrincipalTag/team': 'a' } }),
    only('an absent key with IfExists', { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'a' } }),
    only('ForAllValues with an absent key', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }),
    only('ForAnyValue with an absent key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }),
    only(
      'ForAllValues with another value',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
      list(['a', 'b']),
    ),
    only('ForAnyValue with another value', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, list(['a', 'b'])),
    only('ForAnyValue, negated', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, list(['a', 'b'])),
    only('ForAllValues, negated', { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['a'] } }, list(['a', 'b'])),
    only('several values without a set operator', { StringEquals: { 'aws:TagKeys': ['a'] } }, list(['a', 'b'])),
    only('Null false with a value', { Null: { 'aws:TagKeys': 'false' } }, list(['a'])),
    only('Null true without a value', { Null: { 'aws:TagKeys': 'true' } }),
    only(
      'a key in other letters',
      { StringEquals: { 'AWS:requestedregion': 'eu-west-1' } },
      { 'aws:RequestedRegion': 'eu-west-1' },
    ),
    only(
      'a value in other letters',
      { StringEquals: { 'aws:RequestedRegion': 'EU-west-1' } },
      { 'aws:RequestedRegion': 'eu-west-1' },
    ),
    only(
      'a wildcard in StringEquals',
      { StringEquals: { 'aws:RequestedRegion': 'eu-*' } },
      { 'aws:RequestedRegion': 'eu-west-1' },
    ),
    {
      ...base,
      name: 'NotAction and Deny',
      identity: [allow({}), allow({ Effect: 'Deny', NotAction: 's3:*' })],
    },
    {
      ...base,
      name: 'NotResource and Deny',
      identity: [allow({}), allow({ Effect: 'Deny', NotResource: 'arn:aws:s3:::shop-artifacts/*' })],
    },
    { ...base, name: 'a boundary that does not allow', identity: [allow({})], boundary: allow({ Action: 'sqs:*' }) },
    {
      ...base,
      name: 'a level of control policies that does not allow',
      identity: [allow({})],
      control: [[ALL], [allow({ Action: 'sqs:*' })]],
    },
    { ...base, name: 'a level without control policies', identity: [allow({})], control: [[ALL], []] },
    {
      ...base,
      name: 'the resource policy alone',
      identity: [allow({ Action: 'sqs:*' })],
      resourcePolicy: allow({ Principal: { AWS: ROLE } }),
    },
    {
      ...base,
      name: 'the resource policy alone, with a boundary',
      identity: [allow({ Action: 'sqs:*' })],
      boundary: allow({ Action: 'sqs:*' }),
      resourcePolicy: allow({ Principal: { AWS: SESSION } }),
    },
    {
      ...base,
      name: 'the resource policy names the role, with a boundary',
      identity: [allow({ Action: 'sqs:*' })],
      boundary: allow({ Action: 'sqs:*' }),
      resourcePolicy: allow({ Principal: { AWS: ROLE } }),
    },
    {
      ...base,
      name: 'the resource policy names the account',
      identity: [allow({ Action: 'sqs:*' })],
      resourcePolicy: allow({ Principal: { AWS: ACCOUNT } }),
    },
    {
      ...base,
      name: 'the resource policy denies the account',
      identity: [allow({})],
      resourcePolicy: allow({ Effect: 'Deny', Principal: { AWS: ACCOUNT } }),
    },
    {
      ...base,
      name: 'NotPrincipal without the account',
      identity: [allow({})],
      resourcePolicy: allow({ Effect: 'Deny', NotPrincipal: { AWS: ROLE } }),
    },
    {
      ...base,
      name: 'NotPrincipal with the account',
      identity: [allow({})],
      resourcePolicy: allow({ Effect: 'Deny', NotPrincipal: { AWS: [ROLE, SESSION, `arn:aws:iam::${ACCOUNT}:root`] } }),
    },
    {
      ...base,
      name: 'a session policy that does not allow',
      identity: [allow({})],
      session: allow({ Action: 'sqs:*' }),
    },
  ]
}
