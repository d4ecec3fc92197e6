import { hash } from 'node:crypto'
import type { Properties } from '../../contract.ts'
import { blockOf } from '../services/s3/public-access.ts'
import type { ObjectStore } from '../services/s3/store.ts'
import type { Alarms } from '../services/cloudwatch/alarms.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** AWS::S3::Bucket: a bucket in the sandbox's S3. */
export function bucketKind(store: ObjectStore): Kind {
  const applyVersioning = ({ physicalId, properties }: LiveResource): void => {
    const bucket = store.find(physicalId)
    const versioning = properties.VersioningConfiguration as { Status?: string } | undefined
    if (bucket !== undefined && versioning !== undefined) bucket.versioned = versioning.Status === 'Enabled'
    const block = properties.PublicAccessBlockConfiguration as Properties | undefined
    if (bucket !== undefined && block !== undefined) bucket.publicAccessBlock = blockOf(block)
    const controls = properties.OwnershipControls as { Rules?: readonly { ObjectOwnership?: string }[] } | undefined
    const ownership = controls?.Rules?.[0]?.ObjectOwnership
    if (bucket !== undefined && ownership !== undefined) bucket.ownership = ownership
  }
  return {
    type: 'AWS::S3::Bucket',
    madeByCalls: true,
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
    observe({ physicalId, owner, properties }) {
      const bucket = store.find(physicalId)
      if (bucket?.account !== owner.account) return undefined
      const versioning = bucket.versioned ? 'Enabled' : 'Suspended'
      return {
        ...properties,
        BucketName: physicalId,
        ...((bucket.versioned || properties.VersioningConfiguration !== undefined) && {
          VersioningConfiguration: { Status: versioning },
        }),
        ...(properties.PublicAccessBlockConfiguration !== undefined && {
          PublicAccessBlockConfiguration: bucket.publicAccessBlock ?? blockOf({}),
        }),
      }
    },
  }
}

/** AWS::CloudWatch::Alarm: an alarm that DescribeAlarms and CodeDeploy see. */
export function alarmKind(alarms: Alarms): Kind {
  const put = ({ physicalId, owner, properties }: LiveResource): void => {
    const { AlarmName: _name, Tags: _tags, ...settings } = properties
    alarms.put(owner, physicalId, settings)
  }
  return {
    type: 'AWS::CloudWatch::Alarm',
    madeByCalls: true,
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

/** Types that are records only, with AWS's attributes. */
export const RECORDS: readonly Kind[] = [
  {
    type: 'AWS::DynamoDB::Table',
    identify: (desired, owner) => nameOf(desired.TableName, owner),
    attributes: ({ physicalId, owner, properties }) => ({
      Arn: `arn:aws:dynamodb:${owner.region}:${owner.account}:table/${physicalId}`,
      TableId: tableId(`${owner.account}/${owner.region}/${physicalId}`),
      ...(properties.StreamSpecification !== undefined && {
        StreamArn: `arn:aws:dynamodb:${owner.region}:${owner.account}:table/${physicalId}/stream/2026-01-01T00:00:00.000`,
      }),
    }),
    observe: ({ physicalId, properties }) => ({ ...properties, TableName: physicalId }),
  },
]

/** Of the form of a UUID, and the same as long as the table exists. */
function tableId(table: string): string {
  const digits = hash('sha256', table)
  return [0, 8, 12, 16, 20].map((at, index, all) => digits.slice(at, all[index + 1] ?? 32)).join('-')
}
