import { describe, expect, test } from '@jest/globals'
import { evaluate } from '../../../sandbox/aws/identity/decision.ts'
import type { Policies } from '../../../sandbox/aws/identity/decision.ts'
import { contextKeysOf, decide, policyDocument } from '../../../sandbox/aws/identity/policy.ts'
import { UnknownEvaluation } from '../../../sandbox/aws/identity/conditions.ts'
import type { Context } from '../../../sandbox/aws/identity/variables.ts'

const OBJECT = 'arn:aws:s3:::shop/releases/1.zip'
const ROLE = 'arn:aws:iam::111111111111:role/deploy'
const SESSION = { account: '111111111111', arn: 'arn:aws:sts::111111111111:assumed-role/deploy/release', role: ROLE }

const policy = (...statements: object[]) =>
  policyDocument.parse({
    Version: '2012-10-17',
    Statement: statements.map((each) => ({
      Effect: 'Allow',
      ...('NotAction' in each ? {} : { Action: '*' }),
      ...('NotResource' in each ? {} : { Resource: '*' }),
      ...each,
    })),
  })

const ask = (context: Context = {}) => ({ action: 's3:GetObject', resource: OBJECT, context })

describe('a condition', () => {
  const holds = (condition: object, context: Context = {}) =>
    decide([policy({ Condition: condition })], ask(context)) === 'allowed'

  test.each<[string, object, Context, boolean]>([
    [
      'a number',
      { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': 3600 } },
      { 'aws:multifactorauthage': '60' },
      true,
    ],
    [
      'a greater number',
      { NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } },
      { 'aws:multifactorauthage': '61' },
      false,
    ],
    [
      'a date, as seconds since 1970',
      { DateGreaterThan: { 'aws:CurrentTime': '1767225600' } },
      { 'aws:currenttime': '2026-01-02T00:00:00Z' },
      true,
    ],
    ['an address', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:sourceip': '10.1.2.3' }, true],
    ['no address', { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:sourceip': '10.1.2.3' }, false],
    [
      'a boolean in another letter case',
      { Bool: { 'aws:SecureTransport': 'True' } },
      { 'aws:securetransport': 'true' },
      true,
    ],
    [
      'an ARN, whose parts are compared separately',
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/deploy' } },
      { 'aws:principalarn': ROLE },
      false,
    ],
    ['an absent key', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, {}, false],
    ['an absent key with IfExists', { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'a' } }, {}, true],
    ['Null', { Null: { 'aws:PrincipalTag/team': 'true' } }, {}, true],
    ['ForAllValues without values', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, {}, true],
    ['ForAnyValue without values', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, {}, false],
    ['ForAllValues', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, { 'aws:tagkeys': ['a', 'b'] }, false],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, { 'aws:tagkeys': ['a', 'b'] }, true],
    [
      'several values without a set operator',
      { StringEquals: { 'aws:TagKeys': 'a' } },
      { 'aws:tagkeys': ['a', 'b'] },
      false,
    ],
    [
      'a variable',
      { StringLike: { 's3:prefix': '${aws:username}/*' } },
      { 'aws:username': 'ada', 's3:prefix': 'ada/x' },
      true,
    ],
    [
      'the value of a variable is not a pattern',
      { StringLike: { 's3:prefix': '${aws:username}' } },
      { 'aws:username': '*', 's3:prefix': 'x' },
      false,
    ],
    ['a variable without a value', { StringEquals: { 's3:prefix': '${aws:username}' } }, { 's3:prefix': 'x' }, false],
    ['a default', { StringEquals: { 's3:prefix': "${aws:username, 'x'}" } }, { 's3:prefix': 'x' }, true],
    ['an escaped star', { StringLike: { 's3:prefix': '${*}' } }, { 's3:prefix': 'x' }, false],
  ])('%s', (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected)
  })

  test.each([
    ['an unknown operator', { StringMatches: { 'aws:username': 'ada' } }],
    ['Null with IfExists', { NullIfExists: { 'aws:username': 'true' } }],
    ['a text in place of a number', { NumericEquals: { 'aws:MultiFactorAuthAge': 'many' } }],
    ['a text in place of an ARN', { ArnLike: { 'aws:PrincipalArn': '*' } }],
    ['a text in place of a boolean', { Bool: { 'aws:SecureTransport': 'yes' } }],
  ])('with %s is rejected', (_, condition) => {
    expect(() => policy({ Condition: condition })).toThrow(/operator/)
  })

  test.each([
    [
      'ForAnyValue with IfExists, and no value',
      { Condition: { 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' } } },
      {},
    ],
    ['NotResource with a variable without a value', { NotResource: 'arn:aws:s3:::shop/${aws:username}' }, {}],
    [
      'a request value of another type',
      { Condition: { NumericEquals: { 'aws:MultiFactorAuthAge': '1' } } },
      { 'aws:multifactorauthage': 'x' },
    ],
  ])('that is not documented is rejected, and not true: %s', (_, statement, context) => {
    expect(() => decide([policy(statement)], ask(context))).toThrow(UnknownEvaluation)
  })

  test('names the keys that it reads, variables included', () => {
    const document = policy({
      Resource: 'arn:aws:s3:::shop/${aws:username}/${*}',
      Condition: { StringEquals: { 's3:prefix': "${aws:PrincipalTag/team, 'x'}", 'S3:Prefix': 'y' } },
    })
    expect(contextKeysOf(document)).toEqual(['s3:prefix', 'aws:username', 'aws:PrincipalTag/team'])
  })
})

describe('a resource pattern', () => {
  test.each([
    ['arn:aws:s3:::shop/*', true],
    ['arn:aws:s3:::*', true],
    ['arn:aws:s3:*', true],
    ['arn:aws:s3:::shop/*:x', false],
    ['arn:aws:s3:::SHOP/*', false],
    ['arn:aws:s3:::shop/?.zip', false],
  ])('%s', (pattern, expected) => {
    expect(decide([policy({ Resource: pattern })], ask()) === 'allowed').toBe(expected)
  })

  test('that is not an ARN is rejected', () => {
    expect(() => policy({ Resource: 'shop/*' })).toThrow('ARN format')
  })
})

describe('policies of several kinds', () => {
  const all = policy({})
  const other = policy({ Action: 'sqs:*' })
  const denying = policy({ Effect: 'Deny', Action: 's3:*' })
  const resource = (principal: string, effect = 'Allow') => policy({ Effect: effect, Principal: { AWS: principal } })

  test.each<[string, Policies, string, string | undefined]>([
    ['identity alone', { identity: [all] }, 'allowed', undefined],
    ['nothing', { identity: [] }, 'implicitDeny', 'identity'],
    ['a boundary without the action', { identity: [all], boundary: other }, 'implicitDeny', 'boundary'],
    ['a boundary that denies', { identity: [all], boundary: denying }, 'explicitDeny', 'boundary'],
    [
      'one level of control policies without the action',
      { identity: [all], control: [[all], [other]] },
      'implicitDeny',
      'control',
    ],
    ['a control policy that denies', { identity: [all], control: [[all, denying]] }, 'explicitDeny', 'control'],
    ['a session policy without the action', { identity: [all], session: [other] }, 'implicitDeny', 'session'],
    ['a resource policy for the role', { identity: [], resource: resource(ROLE) }, 'allowed', undefined],
    [
      'a resource policy for the role, with a boundary',
      { identity: [], boundary: other, resource: resource(ROLE) },
      'implicitDeny',
      'boundary',
    ],
    [
      'a resource policy for the session, with a boundary',
      { identity: [], boundary: other, resource: resource(SESSION.arn) },
      'allowed',
      undefined,
    ],
    [
      'a resource policy for the account',
      { identity: [], resource: resource('111111111111') },
      'implicitDeny',
      'identity',
    ],
    [
      'a resource policy that denies everybody',
      { identity: [all], resource: resource('*', 'Deny') },
      'explicitDeny',
      'resource',
    ],
    ['a resource policy for others', { identity: [], resource: resource('222222222222') }, 'implicitDeny', 'identity'],
  ])('%s', (_, policies, decision, by) => {
    expect(evaluate(policies, ask(), SESSION)).toMatchObject({ decision, ...(by !== undefined && { by }) })
  })
})
