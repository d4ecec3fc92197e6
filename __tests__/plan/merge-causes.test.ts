import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import { toActionError } from '../../src/aws/errors.ts'
import { mergeCauses } from '../../src/plan/merge-causes.ts'
import { errorFinding } from '../../src/support/error-finding.ts'

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name })
const denied = (stack: string, action: string): Error =>
  named(
    'AccessDenied',
    `User: arn:aws:sts::1:assumed-role/plan/run is not authorized to perform: cloudformation:${action} on resource: arn:aws:cloudformation:eu-west-1:1:stack/${stack}/3f0e1a8a-1111-4222-8333-444455556666 because no identity-based policy allows the cloudformation:${action} action`,
  )

function found(error: Error, operation: string, subject: string, environment = 'preprod'): Finding {
  const where = { service: 'cloudformation', operation, access: { region: 'eu-west-1', session: 'run' } }
  return errorFinding(toActionError(error, where), subject, environment)
}

describe('errors with one cause are one finding', () => {
  test('for a missing permission, with the statement for all affected stacks', () => {
    const stacks = Array.from({ length: 30 }, (_, index) => `shop-preprod-${index}`)
    const merged = mergeCauses(
      stacks.flatMap((stack) => [
        found(denied(stack, 'GetTemplate'), 'GetTemplate', `stack/${stack}`),
        found(denied(stack, 'GetTemplate'), 'GetTemplate', `stack/${stack}`),
      ]),
    )
    expect(merged).toHaveLength(1)
    const [{ title, subject, observed, advice, details }] = merged as [Finding]
    expect(title).toBe('preprod: the role plan may not call cloudformation:GetTemplate in eu-west-1 (30 stacks)')
    expect(subject).toBe('environment/preprod')
    expect(observed).toContain('stack/shop-preprod-0, stack/shop-preprod-1')
    expect(observed).toContain('and 20 more')
    expect(advice).toContain('"Resource":"arn:aws:cloudformation:eu-west-1:1:stack/shop-preprod-*"}')
    expect(details).toMatchObject({ environment: 'preprod', subjects: { length: 30 } })
  })

  test('and two missing permissions are two', () => {
    const merged = mergeCauses([
      found(denied('web', 'GetTemplate'), 'GetTemplate', 'stack/web'),
      found(denied('web', 'GetStackPolicy'), 'GetStackPolicy', 'stack/web'),
    ])
    expect(merged.map(({ subject }) => subject)).toEqual(['stack/web', 'stack/web'])
    expect(merged[0]?.advice).toContain('"Resource":"arn:aws:cloudformation:eu-west-1:1:stack/web/*"}')
  })

  test.each([
    named('ExpiredTokenException', 'expired'),
    named('CredentialsProviderError', 'none'),
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  ])('for any operation, and in both environments: %s', (error) => {
    const merged = mergeCauses([
      found(error, 'DescribeStacks', 'stack/web'),
      found(error, 'GetTemplate', 'stack/db', 'production'),
    ])
    expect(merged).toHaveLength(1)
    expect(merged[0]?.title).toMatch(/^preprod and production: .* \(2 stacks\)$/)
  })

  test('but errors of two services, responses and other findings are not merged', () => {
    const answer: Finding = { code: 'change-set/refused', outcome: 'fail', title: 'no', subject: 'stack/web' }
    const timeout: Finding = { code: 'timeout', outcome: 'error', title: 'waited', subject: 'stack/web' }
    const all = [answer, answer, timeout, timeout]
    expect(mergeCauses(all)).toEqual(all)
  })
})
