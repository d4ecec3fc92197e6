import { asText } from '../../names.ts'
import type { DefaultsByType } from '../contract.ts'
import { eachFilled, filled, fixed } from './fill.ts'

/** Buckets, tables, file systems, volumes, repositories and secrets. */
export const STORAGE_DEFAULTS: DefaultsByType = {
  'AWS::S3::Bucket': {
    source:
      'S3 user guide: default encryption, blocked encryption types, Object Ownership, Block Public Access, attributes for access control; S3 API reference, GetBucketLifecycleConfiguration',
    complete: (known) => {
      const { BucketEncryption: encryption, LifecycleConfiguration: lifecycle } = known
      const rules = (encryption as { ServerSideEncryptionConfiguration?: unknown } | undefined)
        ?.ServerSideEncryptionConfiguration
      const rule = { BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] }, BucketKeyEnabled: false }
      return filled(
        {
          ...known,
          BucketEncryption: {
            ServerSideEncryptionConfiguration: eachFilled(rules, rule) ?? [
              { ...rule, ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
            ],
          },
        },
        {
          AbacStatus: 'Disabled',
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          ...(lifecycle !== undefined && {
            LifecycleConfiguration: { TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
          }),
        },
      )
    },
  },
  'AWS::DynamoDB::Table': {
    source: 'template reference; DynamoDB developer guide: warm throughput, encryption at rest',
    complete: (known) => {
      const isOnDemand = known['BillingMode'] === 'PAY_PER_REQUEST'
      const provisioned = known['ProvisionedThroughput'] as
        { ReadCapacityUnits?: unknown; WriteCapacityUnits?: unknown } | undefined
      const warm = isOnDemand
        ? { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 }
        : {
            ReadUnitsPerSecond: provisioned?.ReadCapacityUnits ?? 0,
            WriteUnitsPerSecond: provisioned?.WriteCapacityUnits ?? 0,
          }
      const recovery = known['PointInTimeRecoverySpecification'] as { PointInTimeRecoveryEnabled?: unknown } | undefined
      const indexes = eachFilled(known['GlobalSecondaryIndexes'], {
        ContributorInsightsSpecification: { Enabled: false },
        WarmThroughput: warm,
      })
      return filled(
        { ...known, ...(indexes !== undefined && { GlobalSecondaryIndexes: indexes }) },
        {
          BillingMode: 'PROVISIONED',
          ContributorInsightsSpecification: { Enabled: false },
          DeletionProtectionEnabled: false,
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: false,
            ...(recovery?.PointInTimeRecoveryEnabled === true && { RecoveryPeriodInDays: 35 }),
          },
          SSESpecification: { SSEEnabled: false },
          TimeToLiveSpecification: { Enabled: false },
          WarmThroughput: warm,
        },
      )
    },
  },
  'AWS::ECR::Repository': fixed('template reference', {
    EncryptionConfiguration: { EncryptionType: 'AES256' },
    ImageScanningConfiguration: { ScanOnPush: false },
    ImageTagMutability: 'MUTABLE',
  }),
  'AWS::EFS::FileSystem': {
    source:
      'template reference; EFS API reference, CreateFileSystem; backups of One Zone file systems in the EFS user guide',
    complete: (known) =>
      filled(known, {
        BackupPolicy: { Status: known['AvailabilityZoneName'] === undefined ? 'DISABLED' : 'ENABLED' },
        Encrypted: false,
        FileSystemProtection: { ReplicationOverwriteProtection: 'ENABLED' },
        PerformanceMode: 'generalPurpose',
        ThroughputMode: 'bursting',
      }),
  },
  'AWS::EC2::Volume': {
    source: 'template reference; EC2 API reference, CreateVolume',
    complete: (known) => {
      const isGp3 = known['VolumeType'] === 'gp3'
      return filled(known, {
        AutoEnableIO: false,
        Encrypted: false,
        MultiAttachEnabled: false,
        ...(isGp3 && { Iops: 3_000, Throughput: 125 }),
      })
    },
  },
  'AWS::Kinesis::Stream': {
    source: 'template reference; Kinesis developer guide: on-demand streams begin with four shards',
    complete: (known) => {
      const mode = (known['StreamModeDetails'] as { StreamMode?: unknown } | undefined)?.StreamMode
      return filled(known, {
        MaxRecordSizeInKiB: 1_024,
        RetentionPeriodHours: 24,
        WarmThroughputObject: { CurrentMiBps: 0, TargetMiBps: 0 },
        ...(asText(mode) === 'ON_DEMAND' && { ShardCount: 4 }),
      })
    },
  },
  'AWS::SecretsManager::Secret': {
    source: 'template reference: the name is in the ARN, before six random characters',
    complete: (known, { physicalId }) => {
      const replicas = eachFilled(known['ReplicaRegions'], { KmsKeyId: 'alias/aws/secretsmanager' })
      return filled(
        { ...known, ...(replicas !== undefined && { ReplicaRegions: replicas }) },
        { Name: physicalId.replace(/^.*:secret:/, '').replace(/-[^-]{6}$/, '') },
      )
    },
  },
  'AWS::RDS::DBInstance': {
    source:
      'RDS API reference, CreateDBInstance: public in the default VPC; that other subnets have no internet gateway is a guess',
    complete: (known) =>
      filled(known, {
        PubliclyAccessible: known['DBSubnetGroupName'] === undefined && known['DBClusterIdentifier'] === undefined,
      }),
  },
  'AWS::SSM::Parameter': fixed('template reference', { DataType: 'text' }),
}
