import type { Source } from '../evidence/finding.ts'

/** Names of the kinds of things outside of a template that it can refer to. */
export type KindName = 's3-object'

/** What a reference names, by kind. `id` identifies it within its kind, account and region, and is shown to users. */
export interface Target {
  readonly kind: KindName
  readonly id: string
  /** The account in an ARN or an image name; undefined where the name has none. */
  readonly account?: string
}

export interface S3Object extends Target {
  readonly kind: 's3-object'
  readonly bucket: string
  readonly key: string
  readonly version?: string
}

/** A reference in a template to something that the template does not declare. */
export interface Reference<T extends Target = Target> {
  readonly kind: KindName
  /** Undefined where it is known only during the deployment. */
  readonly target: T | undefined
  /** The value as the template writes it. */
  readonly expression: string
  readonly logicalId: string
  /** Path of the property with dots: `Code`, `VpcConfig.SubnetIds`. */
  readonly property: string
  readonly source: Source
}

/** The content of an object or image, as far as the service tells it without the content being read. */
export interface Content {
  readonly bytes?: number
  /** Digests of the whole content by algorithm, in the order of preference. */
  readonly digests: Readonly<Record<string, string>>
}

/** What a service answered about a target. */
export type LookedUp =
  | { readonly state: 'found'; readonly content?: Content; readonly note?: string }
  | { readonly state: 'missing'; readonly observed: string; readonly advice: string }
  /** It exists, and the deployment would fail with it. */
  | { readonly state: 'unusable'; readonly expected: string; readonly observed: string; readonly advice: string }
  /** `denied`: a permission is missing, which says nothing about the deployment. */
  | { readonly state: 'unknown'; readonly why: string; readonly denied: boolean; readonly advice: string }
