import { describe, expect, it } from '@jest/globals'
import { errorName, errorText, isThrottling, toActionError } from '../../src/aws/errors.ts'

const where = {
  service: 'cloudformation',
  operation: 'CreateChangeSet',
  access: { region: 'eu-west-1', role: 'arn:aws:iam::1:role/plan', session: 's' },
}
const named = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name, ...more })

describe("AWS's errors in our words", () => {
  it('name the missing action and the resource', () => {
    const said =
      'User: arn:aws:sts::1:assumed-role/plan/s is not authorized to perform: cloudformation:CreateChangeSet on resource: arn:aws:cloudformation:eu-west-1:1:stack/shop/* because no identity-based policy allows the cloudformation:CreateChangeSet action'
    expect(toActionError(named('AccessDenied', said), where)).toMatchObject({
      code: 'aws/denied',
      kind: 'permission',
      advice:
        'Allow cloudformation:CreateChangeSet on arn:aws:cloudformation:eu-west-1:1:stack/shop/* for arn:aws:iam::1:role/plan.',
    })
  })

  it.each([
    ['ExpiredTokenException', 'expired', 'aws/expired'],
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'aws/no-credentials'],
    ['Throttling', 'Rate exceeded', 'aws/throttled'],
    ['TimeoutError', 'took too long', 'aws/unreachable'],
    ['ValidationError', 'Stack [x] does not exist', 'aws/service'],
  ])('%s is %s', (name, message, code) => expect(toActionError(named(name, message), where).code).toBe(code))

  it('see through a failed connection to its reason', () => {
    const refused = named('Error', 'connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' })
    expect(toActionError(refused, where).code).toBe('aws/unreachable')
    expect(toActionError(new AggregateError([refused], ''), where).code).toBe('aws/unreachable')
  })

  it('keep the name and the words of the original', () => {
    const converted = toActionError(named('ChangeSetNotFound', 'ChangeSet [x] does not exist'), where)
    expect(errorName(converted)).toBe('ChangeSetNotFound')
    expect(errorText(converted)).toBe('ChangeSet [x] does not exist')
    expect(errorName('no error')).toBe('')
  })

  it('know throttling by its words too', () => {
    expect(isThrottling(named('ValidationError', 'Rate exceeded for operation DETECT_STACK_DRIFT'))).toBe(true)
    expect(isThrottling(named('ValidationError', 'no'))).toBe(false)
  })
})
