import { randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { HandlerName, ResourceSchema } from '../../registry/schemas.ts'

/** Cloud Control's errors, in the words of AWS where they are published. */

export const typeNotFound = (type: string): ServiceError =>
  new ServiceError('TypeNotFoundException', `The type '${type}' cannot be found.`)

export const unsupported = (type: string, action: HandlerName): ServiceError =>
  new ServiceError(
    'UnsupportedActionException',
    `Resource type ${type} does not support ${action.toUpperCase()} action`,
  )

export const invalidIdentifier = ({ primaryIdentifier }: ResourceSchema, given: string): ServiceError =>
  new ServiceError(
    'ValidationException',
    `Identifier ${given} is not valid for identifier [${primaryIdentifier?.join(', ') ?? ''}]`,
  )

/** The error code of a handler, with the name of the exception. */
export type HandlerErrorCode =
  'AccessDenied' | 'NotFound' | 'AlreadyExists' | 'NotUpdatable' | 'GeneralServiceException'

const EXCEPTIONS: Readonly<Record<HandlerErrorCode, string>> = {
  AccessDenied: 'AccessDeniedException',
  AlreadyExists: 'AlreadyExistsException',
  GeneralServiceException: 'GeneralServiceException',
  NotFound: 'ResourceNotFoundException',
  NotUpdatable: 'NotUpdatableException',
}

/** The failure of a resource handler. */
export function handlerFailed(type: string, message: string, code: HandlerErrorCode): ServiceError {
  const why = `(HandlerErrorCode: ${code}, RequestToken: ${randomUUID()})`
  return new ServiceError(EXCEPTIONS[code], `${type} Handler returned status FAILED: ${message} ${why}`)
}

export const notFound = (type: string, identifier: string): ServiceError =>
  handlerFailed(type, `Resource of type '${type}' with identifier '${identifier}' was not found.`, 'NotFound')
