import type { Storage } from '../aws/clients.ts'
import { mapLimit } from '../support/limit.ts'
import type { LookedUp, S3Object, Target } from './contract.ts'
import { lookUpObject } from './kinds/s3-object.ts'

const READS_AT_ONCE = 8

/** Connections to the services that are asked, each made at its first use. */
export interface Services {
  storage(): Promise<Pick<Storage, 'headObject' | 'listObjectsV2'>>
}

export interface LookUpOptions {
  readonly connect: Services
  readonly answer: (target: Target, answer: LookedUp) => void
  /** Called where a service did not answer; an error that it throws ends everything. */
  readonly failed: (target: Target, error: unknown) => void
}

/** Asks the services about targets; each target is given once. */
export async function lookUp(targets: readonly Target[], options: LookUpOptions): Promise<void> {
  const objects = targets.filter((target): target is S3Object => target.kind === 's3-object')
  await mapLimit(objects, READS_AT_ONCE, async (object) => {
    try {
      options.answer(object, await lookUpObject(await options.connect.storage(), object))
    } catch (error) {
      options.failed(object, error)
    }
  })
}
