import type { Source } from '../../evidence/finding.ts'

/** The first word of a scope whose account is not known. */
export const UNKNOWN_ACCOUNT = 'unknown'

/** A name of its own that a resource is to get, or keeps while it is replaced. */
export interface GivenName {
  readonly logicalId: string
  readonly type: string
  readonly property: string
  readonly name: string
  /** Of IAM: the path before the name in the ARN. */
  readonly path?: string
  /** The account and region within which the name is unique, as far as they are known: `111111111111 eu-west-1`. */
  readonly scope: string
  readonly source: Source
}

/** What a service says about a name. */
export type NameAnswer =
  | { readonly state: 'free' }
  /** `physicalId`: CloudFormation's id of it; undefined where it is not known. */
  | { readonly state: 'taken'; readonly physicalId: string | undefined; readonly note?: string }
  | { readonly state: 'unknown'; readonly why: string; readonly advice: string }
