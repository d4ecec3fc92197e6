import { ServiceError } from '../../contract.ts'
import type { Call } from '../../contract.ts'
import { scopeOf } from '../identity/credentials.ts'
import { operationOf } from '../services/s3/rest.ts'
import { DIALECTS } from './dialects.ts'
import type { Dialect } from './dialects.ts'
import type { HttpRequest } from './http.ts'

/** The protocol, service and operation of a request. */
export type Route =
  | { readonly kind: 's3'; readonly operation: string | undefined }
  | { readonly kind: 'json'; readonly operation: string; readonly dialect: Dialect }
  | { readonly kind: 'query'; readonly operation: string; readonly dialect: Dialect; readonly form: URLSearchParams }
  | { readonly kind: 'rest'; readonly dialect: Dialect }
  | { readonly kind: 'unknown'; readonly service: string }

/**
 * Finds the protocol, service and operation: by X-Amz-Target, by Action, otherwise REST of the service in the
 * credential scope.
 */
export function routeOf(request: HttpRequest): Route {
  const signed = scopeOf(request)?.service
  const target = request.headers['x-amz-target']
  if (target !== undefined) {
    const dot = target.lastIndexOf('.')
    const [prefix, operation] = [target.slice(0, dot), target.slice(dot + 1)]
    const dialect = DIALECTS.find(({ target: known }) => known !== undefined && `.${prefix}`.endsWith(`.${known}`))
    return dialect === undefined ? { kind: 'unknown', service: signed ?? prefix } : { kind: 'json', operation, dialect }
  }
  const form = formOf(request)
  const operation = form?.get('Action')
  if (form !== undefined && operation !== undefined && operation !== null) {
    const dialect = queryDialect(signed, form.get('Version'))
    return dialect === undefined
      ? { kind: 'unknown', service: signed ?? '' }
      : { kind: 'query', operation, dialect, form }
  }
  const rest = restDialect(signed, request.path)
  if (rest !== undefined) return { kind: 'rest', dialect: rest }
  if (signed === undefined || signed === 's3') return { kind: 's3', operation: operationOf(request) }
  return { kind: 'unknown', service: signed }
}

/** The service of a form: by the signing name, and by the version where services share that name. */
function queryDialect(signed: string | undefined, version: string | null): Dialect | undefined {
  const spoken = DIALECTS.filter(
    ({ protocol, queryCompatible }) => protocol === 'query' || protocol === 'ec2' || queryCompatible === true,
  )
  const named = spoken.filter(({ signingName }) => signed === undefined || signingName === signed)
  return (
    named.find((each) => each.version === version) ?? (signed !== undefined && version === null ? named[0] : undefined)
  )
}

/** The REST service of a request: by the signing name, and by the path where services share that name. */
function restDialect(signed: string | undefined, path: string): Dialect | undefined {
  const named = DIALECTS.filter(({ protocol, signingName }) => protocol.startsWith('rest') && signingName === signed)
  return (
    named.find(({ pathPrefix }) => pathPrefix !== undefined && path.startsWith(pathPrefix)) ??
    named.find(({ pathPrefix }) => pathPrefix === undefined)
  )
}

function formOf(request: HttpRequest): URLSearchParams | undefined {
  if ((request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    return new URLSearchParams(request.body.toString('utf8'))
  }
  return request.method === 'GET' && request.query.has('Action') ? request.query : undefined
}

/** The errors of JSON services that name the missing required member. */
const REQUIRED_ERRORS: Readonly<Record<string, [code: string, name: string]>> = {
  applicationName: ['ApplicationNameRequiredException', 'Application name'],
  deploymentGroupName: ['DeploymentGroupNameRequiredException', 'Deployment group name'],
  currentDeploymentGroupName: ['DeploymentGroupNameRequiredException', 'Deployment group name'],
  deploymentConfigName: ['DeploymentConfigNameRequiredException', 'Deployment config name'],
  deploymentId: ['DeploymentIdRequiredException', 'Deployment ID'],
  deploymentIds: ['DeploymentIdRequiredException', 'Deployment ID'],
  targetId: ['DeploymentTargetIdRequiredException', 'Deployment target ID'],
  targetIds: ['DeploymentTargetIdRequiredException', 'Deployment target ID'],
  instanceId: ['InstanceIdRequiredException', 'Instance ID'],
  instanceIds: ['InstanceIdRequiredException', 'Instance ID'],
  instanceName: ['InstanceNameRequiredException', 'Instance name'],
  instanceNames: ['InstanceNameRequiredException', 'Instance name'],
  tags: ['TagRequiredException', 'Tag'],
  revision: ['RevisionRequiredException', 'Revision'],
  serviceRoleArn: ['RoleRequiredException', 'Service role'],
  ResourceArn: ['ResourceArnRequiredException', 'Resource ARN'],
}

/** The error for a missing required member; `path` in the SDK's spelling. */
export function missingError(call: Pick<Call, 'service'>, path: string): ServiceError {
  const required = call.service === 'codedeploy' ? REQUIRED_ERRORS[path] : undefined
  if (call.service === 'ecs') return new ServiceError('ClientException', `${path} can not be null.`)
  if (required !== undefined) return new ServiceError(required[0], `${required[1]} is required`)
  const member = path.replace(/(^|\.)([A-Z])/g, (_, dot: string, first: string) => dot + first.toLowerCase())
  const message = `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`
  const json = call.service === 'codedeploy' || call.service === 'lambda'
  return new ServiceError(json ? 'ValidationException' : 'ValidationError', message)
}
