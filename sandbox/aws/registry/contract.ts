import type { ExistingResource, Properties } from '../../contract.ts'

/** What a service sets where a template says nothing. */
export interface Defaults {
  /** Where AWS says so; the property of a type in the template reference unless another document is named. */
  readonly source: string
  /** The properties that are set, completed. */
  readonly complete: (known: Properties, resource: ExistingResource) => Properties
}

export type DefaultsByType = Readonly<Record<`AWS::${string}`, Defaults>>
