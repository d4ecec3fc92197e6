import { ServiceError } from '../../contract.ts'
import type { PolicyText } from '../services/iam/documents.ts'
import type { RoleEntity } from '../services/iam/state.ts'
import { handlerMessage } from './live.ts'

/** The value of a list property; empty when it is absent. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** A document as the property of a template. */
export const written = ({ text }: PolicyText): unknown => JSON.parse(text)

/** Which policies of roles belong to other resources of templates, and so are not in the role's own model. */
export interface Foreign {
  has(role: RoleEntity, policy: string): boolean
  mark(role: RoleEntity, policy: string): void
  unmark(role: RoleEntity, policy: string): void
}

/** Runs a change; an error of IAM becomes the handler's. */
export function made<T>(change: () => T): T {
  try {
    return change()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw handlerMessage(
      `${error.message} (Service: Iam, Status Code: ${error.status})`,
      HANDLER_CODES[error.code] ?? 'InvalidRequest',
    )
  }
}

const HANDLER_CODES: Readonly<Record<string, string>> = {
  NoSuchEntity: 'NotFound',
  EntityAlreadyExists: 'AlreadyExists',
  LimitExceeded: 'ServiceLimitExceeded',
}
