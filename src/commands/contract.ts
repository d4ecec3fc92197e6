import type { Limit } from '../config/model/only.ts'
import type { Inputs } from '../config/model/inputs.ts'
import { resolveEnvironment, type ReleaseEnvironment } from '../config/model/environment.ts'
import type { Config } from '../config/schema/index.ts'
import type { Origin } from '../evidence/document.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Ports } from '../ports.ts'
import type { EnvironmentKey } from '../config/model/environment-keys.ts'
import { regionOf } from '../temporary/context.ts'

/** What a command works with. It answers by what it records; it throws only an ActionError, or when it is cancelled. */
export interface Context {
  readonly ports: Ports
  readonly inputs: Inputs
  readonly config: Config
  readonly origin: Origin
  readonly record: Recorder
}

export interface CommandMeta {
  readonly name: string
  readonly summary: string
  /** The environment of the slot that its evidence fills: fixed, or from the input `environment`. With `temporary`: no slot of a release. */
  readonly environment: (inputs: Inputs) => string
  /** Inputs that not every command supports; others of these are rejected. */
  readonly takes: readonly Limit[]
}

export type Run = (context: Context) => Promise<void>

/**
 * An environment as it is configured; where it names no region, in the job's. Throws an ActionError where there is none,
 * and AWS will be asked.
 */
export function environmentOf(context: Context, key: EnvironmentKey): ReleaseEnvironment {
  return resolveEnvironment(context.config, key, regionOf(context))
}
