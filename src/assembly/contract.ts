import type { EnvironmentKey } from '../config/model/environment-keys.ts'
import type { Words } from '../config/model/references.ts'

/** An environment, as far as it is known without asking AWS. */
export interface PackagedPlace {
  readonly key: EnvironmentKey
  readonly name: string
  readonly words: Words
  /** Undefined where the configuration names neither. */
  readonly region?: string
  readonly account?: string
}

export interface PackageContext {
  readonly workspace: string
  readonly places: Readonly<Record<EnvironmentKey, PackagedPlace>>
  readonly signal?: AbortSignal
  /** Runs a command that makes an asset, and resolves to what it printed; absent where none may run. */
  readonly execute?: (command: readonly string[], directory: string, name: string) => Promise<string>
  /** Runs docker, or what CDK_DOCKER names in its place; absent where no command may run. `variables`: of the job, for the build. */
  readonly docker?: (
    args: readonly string[],
    about: { readonly directory: string; readonly name: string; readonly variables: readonly string[] },
  ) => Promise<void>
}
