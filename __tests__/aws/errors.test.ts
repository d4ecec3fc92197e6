import { describe, expect, it } from '@jest/globals'
import { errorName, errorText, isThrottling, toActionError } from '../../src/aws/errors.ts'

const where = {
  service: 'cloudformation',
  operation: 'CreateChangeSet',
  access: { region: 'eu-west-1', role: 'arn:aws:iam::1:role/plan', session: 's' },
}
const named = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name, ...more })

describe('errors of AWS', () => {
  it('name the missing action and the resource', () => {
    const said =
      'User: arn:aws:sts::1:assumed-role/plan/s is not authorized to perform: cloudformation:CreateChangeSet on resource: arn:aws:cloudformation:eu-west-1:1:stack/shop/* because no identity-based policy allows the cloudformation:CreateChangeSet action'
    expect(toActionError(named('AccessDenied', said), where)).toMatchObject({
      code: 'aws/denied',
      kind: 'permission',
      message: 'the role plan may not call cloudformation:CreateChangeSet in eu-west-1',
      advice:
        'Allow cloudformation:CreateChangeSet on arn:aws:cloudformation:eu-west-1:1:stack/shop/* for the role plan: add {"Effect":"Allow","Action":"cloudformation:CreateChangeSet","Resource":"arn:aws:cloudformation:eu-west-1:1:stack/shop/*"} to its policy; docs/iam of this action lists the permissions of each role.',
      details: {
        expected: 'cloudformation:CreateChangeSet allowed on arn:aws:cloudformation:eu-west-1:1:stack/shop/*',
        observed: said,
      },
    })
  })

  it('name the action of a denied HEAD request without a body', () => {
    const head = { ...where, service: 's3', operation: 'HeadObject' }
    const bare = named('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 403 } })
    expect(toActionError(bare, head)).toMatchObject({
      code: 'aws/denied',
      message: expect.stringContaining('may not call s3:GetObject in eu-west-1, which s3:HeadObject needs'),
    })
    const failed = named('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 500 } })
    expect(toActionError(failed, head).code).toBe('aws/service')
  })

  it('name the bucket and the object, which S3 does not', () => {
    const put = { ...where, service: 's3', operation: 'PutObject', input: { Bucket: 'releases', Key: 'a/b.zip' } }
    expect(toActionError(named('NoSuchBucket', 'The specified bucket does not exist'), put)).toMatchObject({
      code: 'aws/service',
      message: 's3:PutObject of s3://releases/a/b.zip answered NoSuchBucket: The specified bucket does not exist',
      advice: expect.stringContaining('`aws s3 mb s3://releases --region eu-west-1`'),
    })
    const list = { ...put, operation: 'ListObjectsV2', input: { Bucket: 'releases' } }
    expect(toActionError(named('SlowDown2', 'x'), list).message).toBe(
      's3:ListObjectsV2 of s3://releases answered SlowDown2: x',
    )
  })

  it('name a pattern for object keys that change with each release', () => {
    const said = (resource: string): string =>
      toActionError(
        named('AccessDenied', `User: u is not authorized to perform: s3:PutObject on resource: ${resource}`),
        where,
      ).advice
    const digest = 'a1'.repeat(32)
    expect(said(`arn:aws:s3:::b/test-deployments/app/${digest}.tgz`)).toContain(
      '"arn:aws:s3:::b/test-deployments/app/*"',
    )
    expect(said(`arn:aws:s3:::b/templates/sha256-${digest}.template`)).toContain('"arn:aws:s3:::b/templates/*"')
    expect(said('arn:aws:s3:::b/other/key.json')).toContain('"arn:aws:s3:::b/other/key.json"')
  })

  it('name a permission that another call needs, such as passing a role', () => {
    const said =
      'User: arn:aws:sts::1:assumed-role/plan/s is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/cfn because no identity-based policy allows the iam:PassRole action'
    expect(toActionError(named('AccessDenied', said), where).message).toBe(
      'the role plan may not call iam:PassRole in eu-west-1, which cloudformation:CreateChangeSet needs',
    )
  })

  it.each([
    ['with an explicit deny in a service control policy', 'Remove the Deny of s3:PutObject'],
    ['because no permissions boundary allows the s3:PutObject action', 'to the permissions boundary too'],
  ])('name the deciding policy: %s', (why, advice) => {
    const said = `User: arn:aws:sts::1:assumed-role/plan/s is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k" ${why}`
    expect(toActionError(named('AccessDenied', said), where).advice).toContain(advice)
  })

  it('name the call where AWS reports only that access is denied', () => {
    expect(toActionError(named('AccessDenied', 'Access Denied'), where)).toMatchObject({
      message: 'arn:aws:iam::1:role/plan may not call cloudformation:CreateChangeSet in eu-west-1',
    })
  })

  it('report a missing region', () => {
    const nowhere = { ...where, access: { region: '', session: 's' } }
    expect(toActionError(named('Error', 'Region is missing'), nowhere)).toMatchObject({
      code: 'config/file',
      advice: expect.stringContaining('AWS_REGION'),
    })
  })

  it.each([
    ['ExpiredTokenException', 'expired', 'aws/expired'],
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'aws/no-credentials'],
    ['Throttling', 'Rate exceeded', 'aws/throttled'],
    ['TimeoutError', 'took too long', 'aws/unreachable'],
    ['ValidationError', 'Stack [x] does not exist', 'aws/service'],
  ])('%s is %s', (name, message, code) => expect(toActionError(named(name, message), where).code).toBe(code))

  it('report the cause of a failed connection', () => {
    const refused = named('Error', 'connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' })
    expect(toActionError(refused, where).code).toBe('aws/unreachable')
    expect(toActionError(new AggregateError([refused], ''), where).code).toBe('aws/unreachable')
  })

  it('keep the name and the message of the original', () => {
    const converted = toActionError(named('ChangeSetNotFound', 'ChangeSet [x] does not exist'), where)
    expect(errorName(converted)).toBe('ChangeSetNotFound')
    expect(errorText(converted)).toBe('ChangeSet [x] does not exist')
    expect(errorName('no error')).toBe('')
  })

  it('include throttling that only the message reports', () => {
    expect(isThrottling(named('ValidationError', 'Rate exceeded for operation DETECT_STACK_DRIFT'))).toBe(true)
    expect(isThrottling(named('ValidationError', 'no'))).toBe(false)
  })
})
