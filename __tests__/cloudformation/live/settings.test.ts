import { expect, test } from '@jest/globals'
import type { StateReads } from '../../../src/aws/clients/state-reads.ts'
import { removal } from '../../../src/policies/drift/removals.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { compared, modelOf, readsOf, stackOf, undeclaredOf } from './live.ts'

async function found(type: string, properties: string, reads: StateReads): Promise<string[]> {
  const stack = stackOf(
    `Parameters: { P: { Type: AWS::SSM::Parameter::Value<String> } }\nResources: { R: { Type: ${type}, Properties: ${properties} } }`,
    {},
  )
  const resource = await compared([stack], 'R', reads)
  return [...undeclaredOf(resource), ...resource.unread.map(({ what, reason }) => `${what} not read: ${reason}`)]
}

const DATABASE = 'AWS::RDS::DBInstance'
const PUBLIC = { PubliclyAccessible: true }
const IN_SUBNETS = 'DBSubnetGroupName: private'

test.each<[string, string, object, string[]]>([
  ['is private', `{ ${IN_SUBNETS} }`, { PubliclyAccessible: false }, []],
  ['is public, and nobody says so', `{ ${IN_SUBNETS} }`, PUBLIC, ['PubliclyAccessible true']],
  ['is public in a cluster, and nobody says so', '{ DBClusterIdentifier: c }', PUBLIC, ['PubliclyAccessible true']],
  ['is public, and its template says private', '{ PubliclyAccessible: false }', PUBLIC, ['PubliclyAccessible true']],
  ['is public, as its template says', `{ ${IN_SUBNETS}, PubliclyAccessible: true }`, PUBLIC, []],
  ['is public, as its template says in a text', `{ ${IN_SUBNETS}, PubliclyAccessible: "true" }`, PUBLIC, []],
  ['is public in the default VPC, which is the default', '{}', PUBLIC, []],
  [
    'is public, and what its template says is not known',
    `{ ${IN_SUBNETS}, PubliclyAccessible: !Ref P }`,
    PUBLIC,
    ['PubliclyAccessible true? its own properties'],
  ],
  [
    'is unknown',
    `{ ${IN_SUBNETS} }`,
    { Engine: 'mysql' },
    ['/PubliclyAccessible not read: AWS answered without PubliclyAccessible'],
  ],
])('a database that %s', async (_, properties, model, expected) => {
  expect(await found(DATABASE, properties, modelOf(model))).toEqual(expected)
})

test.each(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'])('the actions of %s', async (type) => {
  const of = (properties: string, live: unknown): Promise<string[]> =>
    found(type, properties, modelOf({ AlarmName: 'a', ActionsEnabled: live }))
  expect(await of('{}', true)).toEqual([])
  expect(await of('{}', false)).toEqual(['ActionsEnabled false'])
  expect(await of('{}', 'false')).toEqual(['ActionsEnabled false'])
  expect(await of('{ ActionsEnabled: true }', false)).toEqual(['ActionsEnabled false'])
  expect(await of('{ ActionsEnabled: false }', false)).toEqual([])
  expect(await of('{}', undefined)).toEqual(['/ActionsEnabled not read: AWS answered without ActionsEnabled'])
})

const RULE = { ID: 'by-hand', Status: 'Enabled', Expiration: { Days: 1 } }
const none = (name: string) => async (): Promise<never> => {
  throw new ActionError('aws/service', {
    message: name,
    subject: 'aws',
    cause: Object.assign(new Error(name), { name }),
  })
}
const bucketWith = (lifecycle: () => Promise<object>): StateReads =>
  readsOf({
    getBucketPolicy: none('NoSuchBucketPolicy'),
    getPublicAccessBlock: async () => ({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
    getBucketOwnershipControls: none('OwnershipControlsNotFoundError'),
    getBucketLifecycleConfiguration: lifecycle,
  } as unknown as Partial<StateReads>)

test.each<[string, string, () => Promise<object>, string[]]>([
  ['no rule', '{}', none('NoSuchLifecycleConfiguration'), []],
  ['a rule that nobody declares', '{}', async () => ({ Rules: [RULE] }), ['LifecycleConfiguration by-hand']],
  [
    'an answer without its rules',
    '{}',
    async () => ({}),
    ['/LifecycleConfiguration not read: AWS answered without the rules'],
  ],
  [
    'two without a name',
    '{}',
    async () => ({ Rules: [{ Status: 'Enabled' }, { ID: '' }] }),
    ['LifecycleConfiguration rule 1', 'LifecycleConfiguration rule 2'],
  ],
  [
    'rules of the template, which drift detection compares',
    '{ LifecycleConfiguration: { Rules: [{ Status: Enabled, ExpirationInDays: 730 }] } }',
    async () => ({ Rules: [RULE] }),
    [],
  ],
  [
    'rules that may not be read',
    '{}',
    none('AccessDenied'),
    ['/LifecycleConfiguration not read: AccessDenied: AccessDenied'],
  ],
])('a bucket with %s', async (_, properties, lifecycle, expected) => {
  expect(await found('AWS::S3::Bucket', properties, bucketWith(lifecycle))).toEqual(expected)
})

test('the command that takes a setting back is named', () => {
  const of = (type: string, aspect: string): string | undefined =>
    removal({ type, physicalId: 'shop' }, aspect, { key: 'true' }, 'eu-west-1')
  expect(of(DATABASE, '/PubliclyAccessible')).toContain('--no-publicly-accessible')
  expect(of('AWS::CloudWatch::Alarm', '/ActionsEnabled')).toContain('enable-alarm-actions --alarm-names shop')
  expect(of('AWS::S3::Bucket', '/LifecycleConfiguration')).toBeUndefined()
})

test('the ownership controls of a bucket, answered without their rules, are not read', async () => {
  const reads = {
    ...bucketWith(none('NoSuchLifecycleConfiguration')),
    getBucketOwnershipControls: async () => ({ OwnershipControls: {} }),
  } as unknown as StateReads
  expect(await found('AWS::S3::Bucket', '{}', reads)).toEqual([
    '/OwnershipControls not read: AWS answered without the rules',
  ])
})
