import type { Call } from '../../contract.ts'
import { referenceOf } from '../functions/lambda.ts'
import { asText } from '../names.ts'
import type { Need } from './authorize.ts'

type Input = Readonly<Record<string, unknown>>

/** The function, with version or alias where the call names one; code in S3 is read with the rights of the caller. */
export function lambdaNeeds(operation: string, input: Input, { region, account }: Call): readonly Need[] {
  const { name, qualifier } = referenceOf(
    asText(input.FunctionName),
    input.Qualifier === undefined ? undefined : asText(input.Qualifier),
  )
  const place = [
    `arn:aws:lambda:${region}:${account}:function:${name}`,
    ...(qualifier === undefined ? [] : [qualifier]),
  ]
  const own = { action: `lambda:${operation}`, resource: place.join(':') }
  if (operation !== 'UpdateFunctionCode' || input.S3Bucket === undefined) return [own]
  const read = input.S3ObjectVersion === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  return [own, { action: read, resource: `arn:aws:s3:::${asText(input.S3Bucket)}/${asText(input.S3Key)}` }]
}

/** Task definitions have no rights of their own; a service's are in its cluster, and roles of tasks are passed. */
export function ecsNeeds(operation: string, input: Input, { region, account }: Call): readonly Need[] {
  const action = `ecs:${operation}`
  const prefix = `arn:aws:ecs:${region}:${account}`
  if (operation === 'DescribeServices') {
    const cluster = asText(input.cluster, 'default').split('/').at(-1)
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
