import type { Source } from '../evidence/finding.ts'

/** Names of the kinds of things outside of a template that it can refer to. */
const KINDS = [
  's3-object',
  'bucket',
  'container-image',
  'layer',
  'function',
  'parameter',
  'secret',
  'role',
  'policy',
  'instance-profile',
  'vpc',
  'subnet',
  'security-group',
  'key-pair',
  'machine-image',
  'certificate',
  'topic',
  'queue',
  'key',
  'log-group',
  'load-balancer',
  'target-group',
  'listener',
  'hosted-zone',
  'state-machine',
  'rest-api',
  'http-api',
] as const
export type Kind = (typeof KINDS)[number]

/** What a reference names. `id` identifies it within its kind, and is shown to users: an ARN, an id or a name. */
export interface Target {
  readonly kind: Kind
  readonly id: string
  /** The account and region in an ARN or an image name; undefined where the name has none. */
  readonly account?: string
  readonly region?: string
}

/** A reference in a template to something that the template does not declare. */
export interface Reference {
  readonly kind: Kind
  /** Undefined where it is known only during the deployment. */
  readonly target: Target | undefined
  /** The value as the template writes it. */
  readonly expression: string
  /** Undefined for a parameter of the template. */
  readonly logicalId: string | undefined
  readonly type: string
  /** Path of the property with dots, `VpcConfig.SubnetIds`, or the name of the parameter. */
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
  /** `vpc`: of a subnet or a security group. */
  | { readonly state: 'found'; readonly content?: Content; readonly note?: string; readonly vpc?: string }
  | { readonly state: 'missing'; readonly observed: string; readonly advice: string }
  /** It does not exist, and a resource of this release makes it. */
  | { readonly state: 'pending'; readonly by: string }
  /** It exists, and the deployment would fail with it. */
  | { readonly state: 'unusable'; readonly expected: string; readonly observed: string; readonly advice: string }
  /** `denied`: a permission is missing, which says nothing about the deployment. */
  | { readonly state: 'unknown'; readonly why: string; readonly denied: boolean; readonly advice: string }
