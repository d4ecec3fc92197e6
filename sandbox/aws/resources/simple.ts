import { randomUUID } from 'node:crypto'
import type { ObjectStore } from '../s3/store.ts'
import type { Alarms } from '../cloudwatch/alarms.ts'
import { identifier } from '../identity/credentials.ts'
import { asText } from '../names.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** AWS::S3::Bucket: a bucket of the sandbox's S3. */
export function bucketKind(store: ObjectStore): Kind {
  const applyVersioning = ({ physicalId, properties }: LiveResource): void => {
    const bucket = store.find(physicalId)
    const versioning = properties.VersioningConfiguration as { Status?: string } | undefined
    if (bucket !== undefined && versioning !== undefined) bucket.versioned = versioning.Status === 'Enabled'
  }
  return {
    type: 'AWS::S3::Bucket',
    identify: (desired, owner) => nameOf(desired.BucketName, owner, 63).toLowerCase(),
    attributes: ({ physicalId, owner }) => ({
      Arn: `arn:aws:s3:::${physicalId}`,
      DomainName: `${physicalId}.s3.amazonaws.com`,
      RegionalDomainName: `${physicalId}.s3.${owner.region}.amazonaws.com`,
      DualStackDomainName: `${physicalId}.s3.dualstack.${owner.region}.amazonaws.com`,
      WebsiteURL: `http://${physicalId}.s3-website-${owner.region}.amazonaws.com`,
    }),
    created(resource) {
      store.createBucket(resource.physicalId, resource.owner)
      applyVersioning(resource)
    },
    updated: applyVersioning,
    tampered: applyVersioning,
    removed: ({ physicalId, owner }) => {
      if (store.find(physicalId) !== undefined) store.deleteBucket(physicalId, owner.account)
    },
    observe({ physicalId, properties }) {
      const bucket = store.find(physicalId)
      if (bucket === undefined) return undefined
      const versioning = bucket.versioned ? 'Enabled' : 'Suspended'
      return {
        ...properties,
        BucketName: physicalId,
        ...((bucket.versioned || properties.VersioningConfiguration !== undefined) && {
          VersioningConfiguration: { Status: versioning },
        }),
      }
    },
  }
}

/** AWS::CloudWatch::Alarm: seen by DescribeAlarms and by CodeDeploy. */
export function alarmKind(alarms: Alarms): Kind {
  const put = ({ physicalId, owner, properties }: LiveResource): void => {
    const { AlarmName: _name, Tags: _tags, ...settings } = properties
    alarms.put(owner, physicalId, settings)
  }
  return {
    type: 'AWS::CloudWatch::Alarm',
    identify: (desired, owner) => nameOf(desired.AlarmName, owner),
    attributes: ({ physicalId, owner }) => ({
      Arn: `arn:aws:cloudwatch:${owner.region}:${owner.account}:alarm:${physicalId}`,
    }),
    created: put,
    updated: put,
    tampered: put,
    removed: ({ physicalId, owner }) => alarms.remove(owner, physicalId),
    observe({ physicalId, owner, properties }) {
      const alarm = alarms.find(owner, physicalId)
      if (alarm === undefined) return undefined
      return {
        ...alarm.settings,
        AlarmName: physicalId,
        ...(properties.Tags !== undefined && { Tags: properties.Tags }),
      }
    },
  }
}

/** Types of which the sandbox keeps the record and nothing else. */
export const RECORDS: readonly Kind[] = [
  {
    type: 'AWS::DynamoDB::Table',
    identify: (desired, owner) => nameOf(desired.TableName, owner),
    attributes: ({ physicalId, owner, properties }) => ({
      Arn: `arn:aws:dynamodb:${owner.region}:${owner.account}:table/${physicalId}`,
      TableId: randomUUID(),
      ...(properties.StreamSpecification !== undefined && {
        StreamArn: `arn:aws:dynamodb:${owner.region}:${owner.account}:table/${physicalId}/stream/2026-01-01T00:00:00.000`,
      }),
    }),
    observe: ({ physicalId, properties }) => ({ ...properties, TableName: physicalId }),
  },
  {
    type: 'AWS::IAM::Role',
    identify: (desired, owner) => nameOf(desired.RoleName, owner, 64),
    attributes: ({ physicalId, owner, properties }) => ({
      Arn: `arn:aws:iam::${owner.account}:role${asText(properties.Path, '/')}${physicalId}`,
      RoleId: identifier('AROA', physicalId),
    }),
    observe: ({ physicalId, properties }) => ({ ...properties, RoleName: physicalId }),
  },
  {
    type: 'AWS::SNS::Topic',
    identify: (desired, owner) => `arn:aws:sns:${owner.region}:${owner.account}:${nameOf(desired.TopicName, owner)}`,
    attributes: ({ physicalId }) => ({ TopicArn: physicalId, TopicName: physicalId.split(':').at(-1) }),
    observe: ({ physicalId, properties }) => ({ ...properties, TopicName: physicalId.split(':').at(-1) }),
  },
]
