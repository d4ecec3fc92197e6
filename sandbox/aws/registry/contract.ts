import type { ExistingResource, Properties } from '../../contract.ts'

/** Values that a service sets where a template has none. */
export interface Defaults {
  /**
   * The source in AWS's documentation; the property of a type in the template reference unless another document is
   * named.
   */
  readonly source: string
  /** The properties that are set, completed. */
  readonly complete: (known: Properties, resource: ExistingResource) => Properties
}

export type DefaultsByType = Readonly<Record<`AWS::${string}`, Defaults>>
