import { randomUUID } from 'node:crypto'
import type { Call, RequiredPermission } from '../../../contract.ts'
import { asText } from '../../names.ts'
import type { HandlerName, ResourceSchema } from '../../registry/schemas.ts'
import { handlerFailed } from './errors.ts'

/** Why IAM denies the actions to the caller, or to the role; undefined when it allows them. */
export type RefusalOf = (
  call: Call,
  role: string | undefined,
  needs: readonly RequiredPermission[],
) => string | undefined

/** Cloud Control's own permissions; those of the handlers are checked when one is called. */
export function ownPermissions(operation: string, input: object, { region, account }: Call): RequiredPermission[] {
  const resource = `arn:aws:cloudformation:${region}:${account}:resource/*`
  const { RoleArn: role } = input as { RoleArn?: unknown }
  const context = { 'iam:passedtoservice': 'cloudformation.amazonaws.com' }
  return [
    { action: `cloudformation:${operation}`, resource },
    ...(typeof role === 'string' ? [{ action: 'iam:PassRole', resource: role, context }] : []),
  ]
}

/** Actions that a handler lists for resources of one kind only: of its own key, or imported from S3. A guess. */
const OF_SOME: Readonly<Record<string, string>> = {
  'AWS::StepFunctions::StateMachine': 'kms:Decrypt',
  'AWS::ApiGatewayV2::Api': 's3:getObject',
}

/** Throws AWS's error for a handler's denied call to its service. */
export function assertHandlerAllowed(
  refusal: RefusalOf,
  { call, role }: { readonly call: Call; readonly role: string | undefined },
  schema: ResourceSchema,
  handler: HandlerName,
  arn: unknown = '*',
): void {
  const needs = (schema.handlers?.[handler]?.permissions ?? [])
    .filter((action) => action !== OF_SOME[schema.typeName])
    .map((action) => ({ action, resource: asText(arn) }))
  const message = refusal(call, role, needs)
  if (message === undefined) return
  const service = schema.typeName.split('::')[1] ?? ''
  const detail = `(Service: ${service}, Status Code: 403, Request ID: ${randomUUID()})`
  throw handlerFailed(schema.typeName, `${message} ${detail}`, 'AccessDenied')
}
