import type { DriftReport } from '../../cloudformation/drift/drift.ts'
import type { Environment } from '../../config/model/environment.ts'
import type { AwsAccess } from '../../aws/access.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import type { NamedImages } from './image-values.ts'

export interface StateOptions {
  readonly ports: Ports
  readonly environment: Environment
  readonly access: AwsAccess
  /** The job has just called AWS: whether it has credentials is not asked. */
  readonly sure?: boolean
  /** Drift that was detected just now; `detect`: it is detected again; absent: it is not a part of the state. */
  readonly drift?: readonly DriftReport[] | 'detect'
  /** Images of the release that are named by tags; absent: none is known. */
  readonly images?: NamedImages
}

export type Values = Record<string, string | null>

export const AT_ONCE = 8

/** A call that is denied leaves a value unknown; a cancelled job stops. */
export function unknownIfDenied(error: unknown, { ports }: Pick<StateOptions, 'ports'>): null {
  if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
  ports.log.info(`not read: ${error.message}`)
  return null
}
