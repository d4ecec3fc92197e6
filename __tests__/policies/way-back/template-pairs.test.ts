import { describe, expect, test } from '@jest/globals'
import { ONE_WAY } from '../../../src/policies/way-back/one-way.ts'
import { specOf } from '../../../sandbox/aws/services/cloudformation/template/resource-specification.ts'
import { changeBetween, wayBackOf, type Resource } from './template-pairs.ts'

type Pair = readonly [what: string, before: Resource | undefined, after: Resource | undefined, expected: string]

const of = (type: string, Properties: Resource['Properties'] = {}, policies: Partial<Resource> = {}): Resource => ({
  Type: `AWS::${type}`,
  Properties,
  ...policies,
})
const RETAIN = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }
const SNAPSHOT = { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' }
const table = (key: string, more: Resource['Properties'] = {}, policies: Partial<Resource> = {}): Resource =>
  of('DynamoDB::Table', { KeySchema: [{ AttributeName: key, KeyType: 'HASH' }], ...more }, policies)
const database = (properties: Resource['Properties'], policies: Partial<Resource> = {}): Resource =>
  of('RDS::DBInstance', { Engine: 'postgres', AllocatedStorage: '20', EngineVersion: '15.4', ...properties }, policies)
const domain = (properties: Resource['Properties']): Resource =>
  of('OpenSearchService::Domain', { EngineVersion: 'OpenSearch_2.9', ...properties })

/** `blocks KIND`, `perhaps KIND` where it is undetermined, `noted KIND`; nothing where everything is restored. */
const PAIRS: readonly Pair[] = [
  // Added
  ['a topic added', undefined, of('SNS::Topic'), ''],
  ['a table added', undefined, table('id'), 'noted removed'],
  ['a retained table added', undefined, table('id', {}, RETAIN), 'noted stays'],
  ['a retained table with a name added', undefined, table('id', { TableName: 'orders' }, RETAIN), 'noted stays'],
  ['a database added that leaves a snapshot', undefined, database({}, SNAPSHOT), 'noted stays'],
  ['a bucket added', undefined, of('S3::Bucket'), 'noted stays'],
  ['a repository added that is emptied', undefined, of('ECR::Repository', { EmptyOnDelete: true }), 'noted removed'],
  ['a repository added', undefined, of('ECR::Repository'), 'noted stays'],
  [
    'a table kept except on creation added',
    undefined,
    table('id', {}, { DeletionPolicy: 'RetainExceptOnCreate' }),
    'noted stays',
  ],
  // Removed
  ['a topic removed', of('SNS::Topic'), undefined, ''],
  ['a table removed', table('id'), undefined, 'blocks lost'],
  ['a retained table removed', table('id', {}, RETAIN), undefined, 'blocks lost'],
  ['a retained table with a name removed', table('id', { TableName: 'orders' }, RETAIN), undefined, 'blocks refused'],
  ['a database removed with a snapshot', database({}, SNAPSHOT), undefined, 'blocks lost'],
  [
    'a retained topic with a name removed',
    of('SNS::Topic', { TopicName: 'orders' }, RETAIN),
    undefined,
    'blocks refused',
  ],
  ['a retained topic without a name removed', of('SNS::Topic', {}, RETAIN), undefined, ''],
  ['an API removed', of('ApiGatewayV2::Api', { Name: 'shop' }), undefined, 'noted moved'],
  ['a key removed', of('KMS::Key'), undefined, 'blocks lost'],
  ['an access key removed', of('IAM::AccessKey', { UserName: 'shop' }), undefined, 'noted moved'],
  ['a custom resource removed', { Type: 'Custom::Migration' }, undefined, 'perhaps unknown'],
  // Replaced
  ['the key of a table', table('id'), table('order'), 'blocks lost'],
  ['the key of a retained table', table('id', {}, RETAIN), table('order', {}, RETAIN), 'blocks lost'],
  ['the name of a topic', of('SNS::Topic', { TopicName: 'a' }), of('SNS::Topic', { TopicName: 'b' }), ''],
  [
    'the name of a retained topic',
    of('SNS::Topic', { TopicName: 'a' }, RETAIN),
    of('SNS::Topic', { TopicName: 'b' }, RETAIN),
    'blocks refused',
  ],
  [
    'the name of a topic that only the new template retains',
    of('SNS::Topic', { TopicName: 'a' }),
    of('SNS::Topic', { TopicName: 'b' }, RETAIN),
    'perhaps refused',
  ],
  ['the name of a bucket', of('S3::Bucket', { BucketName: 'a' }), of('S3::Bucket', { BucketName: 'b' }), 'blocks lost'],
  [
    'the encryption of a file system',
    of('EFS::FileSystem', { Encrypted: false }),
    of('EFS::FileSystem', { Encrypted: true }),
    'blocks lost',
  ],
  [
    'the encryption of a database',
    database({ StorageEncrypted: false }),
    database({ StorageEncrypted: true }),
    'blocks lost',
  ],
  ['the kind of a queue', of('SQS::Queue', { FifoQueue: false }), of('SQS::Queue', { FifoQueue: true }), 'blocks lost'],
  [
    'the domain of a certificate',
    of('CertificateManager::Certificate', { DomainName: 'a.shop' }),
    of('CertificateManager::Certificate', { DomainName: 'b.shop' }),
    'blocks lost',
  ],
  [
    'the scheme of a load balancer',
    of('ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }),
    of('ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing' }),
    'noted moved',
  ],
  [
    'the serial of an access key',
    of('IAM::AccessKey', { Serial: 1 }),
    of('IAM::AccessKey', { Serial: 2 }),
    'noted moved',
  ],
  [
    'the image of a task',
    of('ECS::TaskDefinition', { ContainerDefinitions: [{ Name: 'app', Image: 'app:1' }] }),
    of('ECS::TaskDefinition', { ContainerDefinitions: [{ Name: 'app', Image: 'app:2' }] }),
    '',
  ],
  // Updated in place
  ['tags of a table', table('id'), table('id', { Tags: [{ Key: 'a', Value: 'b' }] }), ''],
  [
    'the billing of a table',
    table('id', { BillingMode: 'PROVISIONED' }),
    table('id', { BillingMode: 'PAY_PER_REQUEST' }),
    '',
  ],
  [
    'memory of a function',
    of('Lambda::Function', { MemorySize: 128 }),
    of('Lambda::Function', { MemorySize: 512 }),
    '',
  ],
  [
    'code of a function',
    of('Lambda::Function', { Code: { S3Key: 'a' } }),
    of('Lambda::Function', { Code: { S3Key: 'b' } }),
    '',
  ],
  ['storage of a database grows', database({}), database({ AllocatedStorage: '50' }), 'blocks refused'],
  [
    'storage of a database is a parameter',
    database({}),
    database({ AllocatedStorage: { Ref: 'Size' } }),
    'perhaps refused',
  ],
  ['the engine of a database upgraded', database({}), database({ EngineVersion: '16.1' }), 'blocks refused'],
  [
    'the engine of a database with another word',
    database({}),
    database({ EngineVersion: 'latest' }),
    'perhaps refused',
  ],
  [
    'the class of a database',
    database({ DBInstanceClass: 'db.t4g.small' }),
    database({ DBInstanceClass: 'db.t4g.large' }),
    '',
  ],
  [
    'backups of a database kept for less',
    database({ BackupRetentionPeriod: 14 }),
    database({ BackupRetentionPeriod: 7 }),
    'perhaps lost, noted lost',
  ],
  ['a volume grows', of('EC2::Volume', { Size: 10 }), of('EC2::Volume', { Size: 20 }), 'blocks refused'],
  ['the engine of a domain upgraded', domain({}), domain({ EngineVersion: 'OpenSearch_2.11' }), 'blocks refused'],
  [
    'encryption of a domain enabled',
    domain({ EncryptionAtRestOptions: { Enabled: false } }),
    domain({ EncryptionAtRestOptions: { Enabled: true } }),
    'blocks refused',
  ],
  [
    'storage of brokers grows',
    of('MSK::Cluster', { BrokerNodeGroupInfo: { StorageInfo: { EBSStorageInfo: { VolumeSize: 100 } } } }),
    of('MSK::Cluster', { BrokerNodeGroupInfo: { StorageInfo: { EBSStorageInfo: { VolumeSize: 200 } } } }),
    'blocks refused',
  ],
  [
    'a cluster upgraded',
    of('EKS::Cluster', { Version: '1.31' }),
    of('EKS::Cluster', { Version: '1.32' }),
    'blocks refused',
  ],
  [
    'an attribute of users added',
    of('Cognito::UserPool', { Schema: [{ Name: 'a' }] }),
    of('Cognito::UserPool', { Schema: [{ Name: 'a' }, { Name: 'b' }] }),
    'blocks refused',
  ],
  [
    'a generated secret rotated',
    of('SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 16 } }),
    of('SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 32 } }),
    'blocks lost',
  ],
  [
    'logs kept for less',
    of('Logs::LogGroup', { RetentionInDays: 90 }),
    of('Logs::LogGroup', { RetentionInDays: 7 }),
    'noted lost',
  ],
  ['logs kept for a time', of('Logs::LogGroup'), of('Logs::LogGroup', { RetentionInDays: 7 }), 'noted lost'],
  [
    'logs kept for longer',
    of('Logs::LogGroup', { RetentionInDays: 7 }),
    of('Logs::LogGroup', { RetentionInDays: 90 }),
    '',
  ],
  [
    'messages kept for less',
    of('SQS::Queue', { MessageRetentionPeriod: 1_209_600 }),
    of('SQS::Queue', { MessageRetentionPeriod: 60 }),
    'noted lost',
  ],
  [
    'versions of objects kept',
    of('S3::Bucket'),
    of('S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } }),
    'noted lost',
  ],
  ['objects expire', of('S3::Bucket'), of('S3::Bucket', { LifecycleConfiguration: { Rules: [] } }), 'noted lost'],
  [
    'images expire',
    of('ECR::Repository'),
    of('ECR::Repository', { LifecyclePolicy: { LifecyclePolicyText: '{}' } }),
    'noted lost',
  ],
  [
    'items expire',
    table('id'),
    table('id', { TimeToLiveSpecification: { AttributeName: 'at', Enabled: true } }),
    'noted lost',
  ],
  [
    'a custom resource changed',
    { Type: 'Custom::Migration', Properties: { To: 1 } },
    { Type: 'Custom::Migration', Properties: { To: 2 } },
    'perhaps unknown',
  ],
  [
    'a table that is no longer retained',
    table('id', {}, RETAIN),
    table('id', { Tags: [{ Key: 'a', Value: 'b' }] }, {}),
    'noted policy, noted policy',
  ],
]

describe('changes that a rollback does not restore', () => {
  test('at least 40 pairs of templates are judged', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(40)
    expect(new Set(PAIRS.map(([what]) => what)).size).toBe(PAIRS.length)
  })

  test.each(PAIRS)('%s', (_, before, after, expected) => {
    const { consequences } = wayBackOf(before, after)
    const shown = consequences.map(
      ({ kind, blocks, perhaps }) => `${blocks ? (perhaps ? 'perhaps' : 'blocks') : 'noted'} ${kind}`,
    )
    expect(shown.join(', ')).toBe(expected)
  })

  test.each(PAIRS)('the derived reverse change is that of the swapped templates: %s', (_, before, after) => {
    const swapped = changeBetween(after, before)
    expect(wayBackOf(before, after).reverse).toEqual({
      logicalId: 'R',
      type: swapped?.type,
      action: swapped?.action,
      replacement: swapped?.replacement,
    })
  })
})

describe('the table of one-way updates', () => {
  test.each(ONE_WAY.map(({ type, property }) => [type, property] as const))(
    '%s %s is a property that AWS updates in place, at least sometimes',
    (type, property) => {
      const [name = ''] = property.split('/')
      const known = specOf(type)?.properties
      expect(known).toBeDefined()
      if (name !== '') expect(known?.[name]?.causesReplacement).not.toBe('yes')
    },
  )
})
