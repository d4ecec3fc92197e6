import type { Call, RequiredPermission } from '../../contract.ts'
import { referenceOf } from '../services/functions/lambda.ts'
import { asText } from '../names.ts'

type Input = Readonly<Record<string, unknown>>

/** Permission on the function, or on a version or alias; code in S3 is read with the permissions of the caller. */
export function lambdaPermissions(
  operation: string,
  input: Input,
  { region, account }: Call,
): readonly RequiredPermission[] {
  const { name, qualifier } = referenceOf(
    asText(input.FunctionName),
    input.Qualifier === undefined ? undefined : asText(input.Qualifier),
  )
  const place = [
    `arn:aws:lambda:${region}:${account}:function:${name}`,
    ...(qualifier === undefined ? [] : [qualifier]),
  ]
  // The only operation of these whose permission has another name (service authorization reference, AWS Lambda).
  const own = { action: `lambda:${operation === 'Invoke' ? 'InvokeFunction' : operation}`, resource: place.join(':') }
  if (operation !== 'UpdateFunctionCode' || input.S3Bucket === undefined) return [own]
  const read = input.S3ObjectVersion === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  return [own, { action: read, resource: `arn:aws:s3:::${asText(input.S3Bucket)}/${asText(input.S3Key)}` }]
}

/** Registering a task definition has no resource; it passes the roles of the tasks, and may need ecs:TagResource. */
export function ecsPermissions(
  operation: string,
  input: Input,
  { region, account }: Call,
): readonly RequiredPermission[] {
  const action = `ecs:${operation}`
  const prefix = `arn:aws:ecs:${region}:${account}`
  const cluster = asText(input.cluster, 'default').split('/').at(-1)
  const named = (kind: string, name: unknown): readonly RequiredPermission[] => [
    { action, resource: `${prefix}:${kind}/${cluster}/${asText(name).split('/').at(-1)}` },
  ]
  const listed = (arns: unknown): readonly RequiredPermission[] =>
    ((arns ?? []) as readonly string[]).map((resource) => ({ action, resource }))
  switch (operation) {
    case 'CreateService':
      return named('service', input.serviceName)
    case 'UpdateService':
    case 'DeleteService':
    case 'ListServiceDeployments':
      return named('service', input.service)
    case 'StopTask':
      return named('task', input.task)
    case 'DescribeTasks':
      return ((input.tasks ?? []) as readonly string[]).flatMap((task) => named('task', task))
    case 'StopServiceDeployment':
    case 'ContinueServiceDeployment':
      return listed([input.serviceDeploymentArn])
    case 'DescribeServiceDeployments':
      return listed(input.serviceDeploymentArns)
    case 'DescribeServiceRevisions':
      return listed(input.serviceRevisionArns)
    case 'RunTask':
      return [{ action, resource: definitionArn(prefix, asText(input.taskDefinition)) }]
  }
  if (operation === 'DescribeServices') {
    return ((input.services ?? []) as readonly string[]).map((service) => ({
      action,
      resource: `${prefix}:service/${cluster}/${service.split('/').at(-1)}`,
    }))
  }
  if (operation !== 'RegisterTaskDefinition') return [{ action, resource: '*' }]
  const context = { 'iam:passedtoservice': 'ecs-tasks.amazonaws.com' }
  const roles = [input.taskRoleArn, input.executionRoleArn].filter((role) => typeof role === 'string' && role !== '')
  const tags = Array.isArray(input.tags) && input.tags.length > 0
  return [
    { action, resource: '*' },
    ...(tags ? [{ action: 'ecs:TagResource', resource: `${prefix}:task-definition/${asText(input.family)}:*` }] : []),
    ...roles.map((role) => ({ action: 'iam:PassRole', resource: asText(role), context })),
  ]
}

/** The ARN of a task definition; a family without revision means any. */
function definitionArn(prefix: string, given: string): string {
  if (given.startsWith('arn:')) return given
  return `${prefix}:task-definition/${given.includes(':') ? given : `${given}:*`}`
}
