import { describe, expect, test } from '@jest/globals'
import type { OperationEvent } from '../../src/cloudformation/update/events.ts'
import { ActionError } from '../../src/support/errors.ts'
import { explain } from '../../src/temporary/teardown/explain.ts'

/** What holds a resource that could not be deleted, and the way out. */

const stack = {
  version: 1 as const,
  id: 'web',
  stackArn: 'arn:aws:cloudformation:eu-west-1:111111111111:stack/shop-pr-12/0a1b',
  dependsOn: [],
  runId: '7',
}
const event = (type: string, physicalId: string, reason: string): OperationEvent => ({
  id: '1',
  at: '2026-11-01T12:00:00Z',
  stack: 'web/Inner',
  stackArn: stack.stackArn,
  logicalId: 'Group',
  physicalId,
  type,
  status: 'DELETE_FAILED',
  reason,
  ofStack: false,
})
const refused = () => Promise.reject(new ActionError('aws/denied', { message: 'the role may not read them' }))

async function holder(failed: readonly OperationEvent[], interfaces: () => Promise<object> = refused, reason = '') {
  const world = {
    access: { region: 'eu-west-1', session: 'test' },
    cloudformation: { listImports: () => Promise.resolve({ Imports: ['other', 'third'] }) },
    ports: {
      cancelled: new AbortController().signal,
      connect: {
        temporary: () =>
          Promise.resolve({
            network: () => Promise.resolve({ describeNetworkInterfaces: interfaces }),
            objects: () => Promise.resolve({ listObjectVersions: refused }),
          }),
      },
    },
  }
  const end = { kind: 'failed' as const, reason, failed, retained: [] }
  const [finding] = await explain(world as never, 'pr-12', stack, end)
  return finding
}

describe('a security group', () => {
  const group = event('AWS::EC2::SecurityGroup', 'sg-1', 'resource sg-1 has a dependent object')

  test('is held by network interfaces, which are named', async () => {
    const found = {
      NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Status: 'in-use', Description: 'AWS Lambda VPC ENI-shop' }],
    }
    const finding = await holder([group], () => Promise.resolve(found))
    expect(finding).toMatchObject({
      subject: 'stack/web/Inner/resource/Group',
      title:
        'Group (AWS::EC2::SecurityGroup) of shop-pr-12 was not deleted: eni-1 (in-use, AWS Lambda VPC ENI-shop) uses it',
    })
    expect(finding?.advice).toContain('--filters Name=group-id,Values=sg-1 --region eu-west-1')
    expect(finding?.advice).toContain('45 minutes')
  })

  test('is not said to be held by interfaces that are not there, or could not be read', async () => {
    expect((await holder([group], () => Promise.resolve({ NetworkInterfaces: [] })))?.title).toContain(
      'another resource refers to it',
    )
    expect((await holder([group]))?.title).toContain('not listed: the role may not read them')
  })
})

test.each([
  ['AWS::S3::Bucket', 'The bucket you tried to delete is not empty', 'it holds objects (not listed'],
  ['AWS::ECR::Repository', 'The repository is not empty', 'it holds images'],
  [
    'AWS::RDS::DBInstance',
    'Cannot delete protected DB Instance, please disable deletion protection',
    'deletion protection',
  ],
  ['AWS::IAM::Role', 'Cannot delete entity, must detach all policies first.', 'another process attached'],
  [
    'AWS::SNS::Topic',
    'User: arn:aws:sts::1:assumed-role/shop-cfn/x is not authorized to perform: SNS:DeleteTopic on resource: arn:t',
    'the role shop-cfn may not call SNS:DeleteTopic',
  ],
])('%s', async (type, reason, by) => {
  const finding = await holder([event(type, 'id', reason)])
  expect(finding?.title).toContain(by)
  expect(finding).toMatchObject({ observed: `id: ${reason}` })
})

test('a stack is held by the stacks that import its export, all of which are named', async () => {
  const finding = await holder([], refused, 'Export shop-url cannot be deleted as it is in use by other')
  expect(finding?.title).toBe('shop-pr-12 was not deleted: its export shop-url is in use by other, third')
})
