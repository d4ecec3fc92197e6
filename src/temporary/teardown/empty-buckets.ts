import type { AwsAccess } from '../../aws/access.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { stackResources } from '../../cloudformation/stack.ts'
import { STACK_TYPE } from '../../cloudformation/update/events.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { parseDocument } from 'yaml'

const MOST_LEVELS = 5
const FAILED_SHOWN = 3

/** Policies with which a bucket is deleted with its stack. */
const DELETED = new Set<unknown>([undefined, 'Delete'])

/**
 * The buckets that are deleted with a stack and the stacks in it. One that the template keeps is left as it is, with its
 * objects.
 */
export async function bucketsOf(
  cloudformation: Pick<CloudFormation, 'listStackResources' | 'getTemplate'>,
  stackArn: string,
  level = 0,
): Promise<string[]> {
  const resources = await stackResources(cloudformation, stackArn)
  const interesting = resources.filter(({ ResourceType: type }) => type === 'AWS::S3::Bucket' || type === STACK_TYPE)
  if (interesting.length === 0) return []
  const { TemplateBody: body = '' } = await cloudformation.getTemplate({
    StackName: stackArn,
    TemplateStage: 'Processed',
  })
  const declared = resourcesIn(body)
  const found: string[] = []
  for (const { ResourceType: type, PhysicalResourceId: id, LogicalResourceId: logicalId = '' } of interesting) {
    const resource = declared[logicalId]
    const policy = isRecord(resource) ? resource['DeletionPolicy'] : 'unknown'
    if (id === undefined || !DELETED.has(policy)) continue
    if (type !== STACK_TYPE) found.push(id)
    else if (level < MOST_LEVELS) found.push(...(await bucketsOf(cloudformation, id, level + 1)))
  }
  return found
}

function resourcesIn(body: string): Readonly<Record<string, unknown>> {
  const template: unknown = parseDocument(body, { version: '1.1', merge: true, logLevel: 'silent' }).toJS()
  const section = isRecord(template) ? template['Resources'] : undefined
  return isRecord(section) ? section : {}
}

/** Deletes all versions of all objects of a bucket. @returns how many */
export async function emptyBucket(
  ports: Pick<Ports, 'connect' | 'cancelled'>,
  access: AwsAccess,
  bucket: string,
): Promise<number> {
  const objects = await (await ports.connect.temporary(access)).objects()
  let count = 0
  for (;;) {
    ports.cancelled.throwIfAborted()
    // From the start each time: what was listed is deleted.
    const { Versions = [], DeleteMarkers = [] } = await objects.listObjectVersions({ Bucket: bucket })
    const all = [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, ...(VersionId !== undefined && { VersionId }) }],
    )
    if (all.length === 0) return count
    const { Errors = [] } = await objects.deleteObjects({ Bucket: bucket, Delete: { Objects: all, Quiet: true } })
    if (Errors.length > 0) {
      const shown = Errors.slice(0, FAILED_SHOWN).map(({ Key, Code, Message }) => `${Key}: ${Code} ${Message}`)
      throw new ActionError('aws/service', {
        message: `s3:DeleteObjects did not delete ${Errors.length} of ${all.length} objects of ${bucket}: ${shown.join('; ')}`,
        subject: `bucket/${bucket}`,
        expected: 'all objects deleted',
        observed: shown.join('; '),
        advice: 'Objects under Object Lock or a legal hold cannot be deleted before it ends.',
      })
    }
    count += all.length
  }
}
