import type { Call } from '../../contract.ts'
import { parseS3Url } from '../cloudformation/requests.ts'
import { asText } from '../names.ts'
import { ecsNeeds, lambdaNeeds } from './compute-needs.ts'
import type { Principal } from './credentials.ts'
import { decide } from './policy.ts'

/** One IAM action on one resource that a call needs. */
export interface Need {
  readonly action: string
  readonly resource: string
  /** Condition keys that only this action has, in lower case. */
  readonly context?: Readonly<Record<string, string>>
}

/** Finds the ARNs that only a service knows: of the group that a deployment belongs to, for example. */
export type ResourceLookup = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  call: Call,
) => string | undefined

/** Why a call is not allowed, in AWS's words; undefined when it is. */
export function refusalOf(principal: Principal, needs: readonly Need[], call: Call): string | undefined {
  if (principal.policies === undefined) return undefined
  const context = {
    'aws:requestedregion': call.region,
    'aws:principalaccount': principal.account,
    'aws:principalarn': principal.arn,
  }
  for (const need of needs) {
    const decision = decide(principal.policies, { ...need, context: { ...context, ...need.context } })
    if (decision === 'allowed') continue
    const why =
      decision === 'denied'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${need.action} action`
    return `User: ${principal.arn} is not authorized to perform: ${need.action} on resource: ${need.resource} ${why}`
  }
  return undefined
}

type Input = Readonly<Record<string, unknown>>

/** What IAM asks for before a call runs, from the service authorization reference. */
export function needsOf(operation: string, input: Input, call: Call, lookup?: ResourceLookup): readonly Need[] {
  switch (call.service) {
    case 's3':
      return s3Needs(operation, input)
    case 'cloudformation':
      return cloudFormationNeeds(operation, input, call)
    case 'codedeploy':
      return codeDeployNeeds(operation, input, call, lookup)
    case 'lambda':
      return lambdaNeeds(operation, input, call)
    case 'ecs':
      return ecsNeeds(operation, input, call)
    case 'sts':
      // Everybody may ask who they are, and a web token is its own permission.
      return operation === 'AssumeRole' ? [{ action: 'sts:AssumeRole', resource: asText(input.RoleArn) }] : []
    default:
      return [{ action: `${call.service}:${operation}`, resource: '*' }]
  }
}

/** Calls that need the right to more than themselves. */
function cloudFormationNeeds(operation: string, input: Input, call: Call): readonly Need[] {
  const stack = stackArn(input, call)
  const need = (action: string, resource = stack): Need => ({ action: `cloudformation:${action}`, resource })
  if (operation === 'DetectStackDrift') {
    return [need(operation), need('DetectStackResourceDrift'), need('BatchDescribeTypeConfigurations', '*')]
  }
  const tags = Array.isArray(input.Tags) && input.Tags.length > 0
  return [
    need(operation),
    ...(tags ? [need('TagResource')] : []),
    ...templateNeeds(input.TemplateURL),
    ...roleNeeds(input.RoleARN),
  ]
}

/** Who names a service role passes it to CloudFormation. */
function roleNeeds(role: unknown): readonly Need[] {
  if (typeof role !== 'string') return []
  const context = { 'iam:passedtoservice': 'cloudformation.amazonaws.com' }
  return [{ action: 'iam:PassRole', resource: role, context }]
}

/** CloudFormation reads a template with the rights of who names it. */
function templateNeeds(url: unknown): readonly Need[] {
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

/** S3's operations and IAM's actions have different names. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListBuckets: 'ListAllMyBuckets',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  DeleteObjects: 'DeleteObject',
}

function s3Needs(operation: string, input: Input): readonly Need[] {
  const action = S3_ACTIONS[operation] ?? operation
  const { Bucket: bucket, Key: key } = input
  if (bucket === undefined) return [{ action: `s3:${action}`, resource: '*' }]
  return [
    { action: `s3:${action}`, resource: `arn:aws:s3:::${asText(bucket)}${key === undefined ? '' : `/${asText(key)}`}` },
  ]
}

function codeDeployNeeds(operation: string, input: Input, call: Call, lookup?: ResourceLookup): readonly Need[] {
  const prefix = `arn:aws:codedeploy:${call.region}:${call.account}`
  const { applicationName, deploymentGroupName, currentDeploymentGroupName, deploymentConfigName } = input
  const group = deploymentGroupName ?? currentDeploymentGroupName
  const config = `${prefix}:deploymentconfig:${asText(deploymentConfigName, '*')}`
  const resource =
    lookup?.(operation, input, call) ??
    (applicationName !== undefined && group !== undefined
      ? `${prefix}:deploymentgroup:${asText(applicationName)}/${asText(group)}`
      : applicationName !== undefined
        ? `${prefix}:application:${asText(applicationName)}`
        : operation.endsWith('DeploymentConfig')
          ? config
          : '*')
  const need = { action: `codedeploy:${operation}`, resource }
  if (operation !== 'CreateDeployment') return [need]
  const application = `${prefix}:application:${asText(applicationName)}`
  return [
    need,
    { action: 'codedeploy:GetDeploymentConfig', resource: config },
    { action: 'codedeploy:GetApplicationRevision', resource: application },
    { action: 'codedeploy:RegisterApplicationRevision', resource: application },
  ]
}
