import { describe, expect, test } from '@jest/globals'
import type { OperationEvent } from '../../src/cloudformation/update/events.ts'
import { ActionError } from '../../src/support/errors.ts'
import { explain } from '../../src/temporary/teardown/explain.ts'

/** The cause of a failed deletion, and the next step. */

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

interface Account {
  readonly interfaces?: () => Promise<object>
  readonly groups?: (input: { Filters: { Name: string }[] }) => Promise<object>
  readonly images?: () => Promise<object>
  readonly versions?: () => Promise<object>
}

async function holder(
  failed: readonly OperationEvent[],
  { interfaces = refused, groups = refused, images = refused, versions = refused }: Account = {},
  reason = '',
) {
  const world = {
    access: { region: 'eu-west-1', session: 'test' },
    cloudformation: { listImports: () => Promise.resolve({ Imports: ['other', 'third'] }) },
    ports: {
      cancelled: new AbortController().signal,
      connect: {
        temporary: () =>
          Promise.resolve({
            network: () => Promise.resolve({ describeNetworkInterfaces: interfaces, describeSecurityGroups: groups }),
            images: () => Promise.resolve({ listImages: images }),
            objects: () => Promise.resolve({ listObjectVersions: versions }),
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

  test('is blocked by network interfaces, which are listed', async () => {
    const found = {
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          Status: 'in-use',
          InterfaceType: 'lambda',
          Description: 'AWS Lambda VPC ENI-shop',
        },
      ],
    }
    const finding = await holder([group], { interfaces: () => Promise.resolve(found) })
    expect(finding).toMatchObject({
      subject: 'stack/web/Inner/resource/Group',
      title:
        'Group (AWS::EC2::SecurityGroup) of shop-pr-12 was not deleted: eni-1 (in-use, of lambda, AWS Lambda VPC ENI-shop) uses it',
    })
    expect(finding?.advice).toContain('--filters Name=group-id,Values=sg-1 --region eu-west-1')
    expect(finding?.advice).toContain('45 minutes')
  })

  test('is not reported as blocked by interfaces that do not exist, or could not be read', async () => {
    const none = { interfaces: () => Promise.resolve({ NetworkInterfaces: [] }) }
    expect((await holder([group], none))?.title).toContain('another resource refers to it')
    expect((await holder([group]))?.title).toContain('not listed: the role may not read them')
  })
})

test('a security group is blocked by the groups whose rules name it', async () => {
  const group = event('AWS::EC2::SecurityGroup', 'sg-1', 'resource sg-1 has a dependent object')
  const finding = await holder([group], {
    interfaces: () => Promise.resolve({ NetworkInterfaces: [] }),
    groups: ({ Filters: [filter] }) =>
      Promise.resolve({
        SecurityGroups: filter?.Name.startsWith('egress')
          ? [{ GroupId: 'sg-3', GroupName: 'proxy' }]
          : [
              { GroupId: 'sg-1', GroupName: 'itself' },
              { GroupId: 'sg-2', GroupName: 'db' },
            ],
      }),
  })
  expect(finding?.title).toMatch(/was not deleted: rules of sg-2 \(db\), sg-3 \(proxy\) refer to it$/)
  expect(finding?.advice).toContain('Values=sg-2,sg-3')
})

test('an instance with an interface is reported as its owner', async () => {
  const subnet = event('AWS::EC2::Subnet', 'subnet-1', 'The subnet has dependencies and cannot be deleted.')
  const NetworkInterfaces = [
    { NetworkInterfaceId: 'eni-2', Status: 'in-use', InterfaceType: 'interface', Attachment: { InstanceId: 'i-1' } },
    { NetworkInterfaceId: 'eni-3', InterfaceType: 'interface', RequesterId: 'amazon-elb', Description: 'ELB app/shop' },
  ]
  const finding = await holder([subnet], { interfaces: () => Promise.resolve({ NetworkInterfaces }) })
  expect(finding?.title).toContain('eni-2 (in-use, of i-1), eni-3 (of amazon-elb, ELB app/shop) use it')
})

test('a repository is blocked by its images, and a bucket by versions and delete markers', async () => {
  const repository = event('AWS::ECR::Repository', 'shop', 'The repository cannot be deleted: it still contains images')
  const imageIds = [{ imageTag: '1.4.0', imageDigest: 'sha256:1' }, { imageDigest: 'sha256:2' }]
  const images = await holder([repository], { images: () => Promise.resolve({ imageIds }) })
  expect(images?.title).toMatch(/it holds the images 1\.4\.0, sha256:2$/)
  expect(images?.advice).toContain('delete-repository --repository-name shop --force')
  const bucket = event('AWS::S3::Bucket', 'store', 'The bucket you tried to delete is not empty')
  const held = { Versions: [{ Key: 'a', IsLatest: false }], DeleteMarkers: [{ Key: 'b' }] }
  expect((await holder([bucket], { versions: () => Promise.resolve(held) }))?.title).toContain(
    'it holds a (an older version), b (delete marker)',
  )
})

test.each([
  ['AWS::S3::Bucket', 'The bucket you tried to delete is not empty', 'it holds objects (not listed'],
  ['AWS::ECR::Repository', 'The repository is not empty', 'it holds images (not listed: the role may not read them)'],
  [
    'AWS::DynamoDB::Table',
    'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    'deletion protection',
  ],
  [
    'AWS::EC2::Instance',
    "The instance 'i-1' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
    'termination protection',
  ],
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

test('a stack is blocked by the stacks that import its export, all of which are listed', async () => {
  const finding = await holder([], {}, 'Export shop-url cannot be deleted as it is in use by other')
  expect(finding?.title).toBe('shop-pr-12 was not deleted: its export shop-url is in use by other, third')
})
