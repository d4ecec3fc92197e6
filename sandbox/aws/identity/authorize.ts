import type { Call, RequiredPermission } from '../../contract.ts'
import { dialectOf } from '../wire/dialects.ts'
import { parseS3Url } from '../services/cloudformation/s3-url.ts'
import { asText } from '../names.ts'
import { ecsPermissions, lambdaPermissions } from './compute-permissions.ts'
import type { Principal } from './credentials.ts'
import { evaluate } from './decision.ts'
import type { Kind, Policies } from './decision.ts'
import { factsOf } from './facts.ts'

/** AWS's message why a call is denied; undefined when it is allowed. No policies allow everything. */
export function refusalOf(
  principal: Principal,
  policies: Policies | undefined,
  needs: readonly RequiredPermission[],
  call: Call,
  now: Date,
  bucketOwner: (bucket: string) => string | undefined,
): string | undefined {
  if (policies === undefined) return undefined
  const facts = factsOf(principal, call, now)
  for (const need of needs) {
    const { action, resource } = need
    const context = { ...facts.context, ...ownerOf(need, call, bucketOwner), ...need.context }
    const question = { action, resource, ...facts, context }
    const { decision, by } = evaluate(policies, question, principal)
    if (decision === 'allowed') continue
    const kind = KINDS[by ?? 'identity']
    const why =
      decision === 'explicitDeny'
        ? `with an explicit deny in ${kind.one}`
        : `because no ${kind.none} allows the ${action} action`
    return `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`
  }
  return undefined
}

/** The account of the resource: that of its ARN, which those of buckets have not; else the caller's. */
function ownerOf(
  { action, resource }: RequiredPermission,
  call: Call,
  bucketOwner: (bucket: string) => string | undefined,
): Readonly<Record<string, string>> {
  const [, , , , account = '', name = ''] = resource.split(':')
  const inS3 = action.startsWith('s3:')
  const owner = (inS3 ? bucketOwner(name.split('/')[0] ?? '') : account) || call.account
  return { 'aws:resourceaccount': owner, ...(inS3 && { 's3:resourceaccount': owner }) }
}

const KINDS: Readonly<Record<Kind, { readonly one: string; readonly none: string }>> = {
  identity: { one: 'an identity-based policy', none: 'identity-based policy' },
  boundary: { one: 'a permissions boundary', none: 'permissions boundary' },
  session: { one: 'a session policy', none: 'session policy' },
  control: { one: 'a service control policy', none: 'service control policy' },
  resource: { one: 'a resource-based policy', none: 'resource-based policy' },
}

type Input = Readonly<Record<string, unknown>>

/** The permissions that a call needs, from the service authorization reference. */
export function requiredPermissions(operation: string, input: Input, call: Call): readonly RequiredPermission[] {
  switch (call.service) {
    case 's3':
      return s3Permissions(operation, input)
    case 'cloudformation':
      return cloudFormationPermissions(operation, input, call)
    case 'lambda':
      return lambdaPermissions(operation, input, call)
    case 'ecs':
      return ecsPermissions(operation, input, call)
    case 'sts':
      // GetCallerIdentity and AssumeRoleWithWebIdentity need no permission.
      return operation === 'AssumeRole' ? [{ action: 'sts:AssumeRole', resource: asText(input.RoleArn) }] : []
    default:
      return [{ action: `${dialectOf(call.service)?.actionPrefix ?? call.service}:${operation}`, resource: '*' }]
  }
}

/** CloudFormation operations may need more permissions than their own. */
function cloudFormationPermissions(operation: string, input: Input, call: Call): readonly RequiredPermission[] {
  const stack = stackArn(input, call)
  const need = (action: string, resource = stack): RequiredPermission => ({
    action: `cloudformation:${action}`,
    resource,
  })
  if (operation === 'DetectStackDrift') {
    return [need(operation), need('DetectStackResourceDrift'), need('BatchDescribeTypeConfigurations', '*')]
  }
  const tags = Array.isArray(input.Tags) && input.Tags.length > 0
  return [
    need(operation),
    ...(tags ? [need('TagResource')] : []),
    ...templatePermissions(input.TemplateURL),
    ...passRolePermissions(input.RoleARN),
  ]
}

/** Naming a service role passes it to CloudFormation. */
function passRolePermissions(role: unknown): readonly RequiredPermission[] {
  if (typeof role !== 'string') return []
  const context = { 'iam:passedtoservice': 'cloudformation.amazonaws.com' }
  return [{ action: 'iam:PassRole', resource: role, context }]
}

/** CloudFormation reads a template with the permissions of the caller. */
function templatePermissions(url: unknown): readonly RequiredPermission[] {
  if (typeof url !== 'string') return []
  const { bucket, key } = parseS3Url(url)
  return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` }]
}

function stackArn(input: Input, { region, account }: Call): string {
  const prefix = `arn:aws:cloudformation:${region}:${account}`
  const named = input.StackName ?? input.ChangeSetName
  if (typeof named !== 'string') return '*'
  return named.startsWith('arn:') ? named : `${prefix}:stack/${named}/*`
}

/** S3 operations whose IAM action has another name. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListBuckets: 'ListAllMyBuckets',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  DeleteObjects: 'DeleteObject',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
}

const VERSIONED: ReadonlySet<string> = new Set(['GetObject', 'DeleteObject'])

function s3Permissions(operation: string, input: Input): readonly RequiredPermission[] {
  const { prefix, versionId } = (input.query ?? {}) as { readonly prefix?: string; readonly versionId?: string }
  const named = S3_ACTIONS[operation] ?? operation
  // A version that is named needs a permission of its own (service authorization reference of S3).
  const action = versionId !== undefined && VERSIONED.has(named) ? `${named}Version` : named
  const { Bucket: bucket, Key: key } = input
  if (bucket === undefined) return [{ action: `s3:${action}`, resource: '*' }]
  if (operation === 'DeleteObjects') return deletions(asText(bucket), input)
  return [
    {
      action: `s3:${action}`,
      resource: `arn:aws:s3:::${asText(bucket)}${key === undefined ? '' : `/${asText(key)}`}`,
      ...(operation.startsWith('ListObjects') && prefix !== undefined && { context: { 's3:prefix': prefix } }),
    },
  ]
}

/** Each object needs its own permission; that of a version has another name. */
function deletions(bucket: string, { body }: Input): readonly RequiredPermission[] {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : ''
  const objects = [...text.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = '']) => object)
  return objects.map((object) => ({
    action: object.includes('<VersionId>') ? 's3:DeleteObjectVersion' : 's3:DeleteObject',
    resource: `arn:aws:s3:::${bucket}/${/<Key>([^<]*)</.exec(object)?.[1] ?? ''}`,
  }))
}
