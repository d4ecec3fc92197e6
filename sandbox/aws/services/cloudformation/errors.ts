import { ServiceError } from '../../../contract.ts'

/** A ValidationError, CloudFormation's error for most invalid requests. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message)
}

export function alreadyExists(name: string): ServiceError {
  return new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`)
}

export function changeSetNotFound(name: string): ServiceError {
  return new ServiceError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404)
}

export function insufficientCapabilities(missing: readonly string[]): ServiceError {
  return new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`)
}

/** The error of a request member that violates a constraint of the service model. */
export function constraint(value: string, member: string, rule: string): ServiceError {
  return invalid(`1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`)
}

/** A failed operation on a resource; the message becomes the resource's status reason. */
export class ResourceFailure extends Error {
  readonly cancelled: boolean

  constructor(message: string, cancelled = false) {
    super(message)
    this.name = 'ResourceFailure'
    this.cancelled = cancelled
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
