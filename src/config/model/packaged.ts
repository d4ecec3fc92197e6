import type { Digest } from '../../evidence/digest.ts'
import type { EnvironmentKey } from './environment-keys.ts'
import type { CdkInput, SamInput } from './sections/packaged.ts'
import type { StackInput } from './sections/release.ts'

/** An entry of `stacks` whose stacks or files are known only from what another tool has built. */
export type BuiltInput = CdkInput | SamInput | (StackInput & { readonly 'asset-bucket': string })

/** A file of the release that an environment gets in a bucket. */
export interface StackAsset {
  /** What people call it: `Orders/Code`, `orders/`. */
  readonly name: string
  /** Path of the file from the root of the workspace; the digest is that of its bytes. */
  readonly file: string
  readonly digest: Digest
  readonly bytes: number
  readonly bucket: string
  readonly key: string
  /** True for an archive: another archive with the same content may have other bytes. */
  readonly archive: boolean
  /** True where CloudFormation reads it for a change set: a nested template, or what AWS::Include takes. */
  readonly forPlan: boolean
}

/** A container image of the release that an environment gets in a repository of ECR. */
export interface StackImage {
  /** What people call it: `Api/Image`. */
  readonly name: string
  /** Of its manifest, or of its index: the same in every registry. */
  readonly digest: Digest
  /** Of what is stored of it. */
  readonly bytes: number
  readonly repository: string
  readonly tag: string
  /** Folder with its manifests, configurations and layers by their digests, from the root of the workspace. */
  readonly parts?: string
  /** `HOST/REPOSITORY@sha256:…`, where it is copied from another registry. */
  readonly from?: string
}

/** What a stack that the CDK made needs in its account. */
export interface Bootstrap {
  /** Name of the parameter of Systems Manager with the version of the bootstrap stack. */
  readonly parameter: string
  readonly version: number
}

/** A stack of one environment, as it was packaged. */
export interface PackagedStack {
  readonly name: string
  /** Path of the template that CloudFormation gets, from the root of the workspace. */
  readonly template: string
  /** The file that messages name. */
  readonly source: string
  /** What a person corrects, where another tool wrote the file: `the construct in the CDK app`. */
  readonly correct?: string
  /** Path of a copy of that file, where the template is another text than it. */
  readonly original?: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly capabilities: StackInput['capabilities']
  readonly role?: string
  readonly 'template-bucket'?: string
  readonly assets: readonly StackAsset[]
  /** Absent where there are none. */
  readonly images?: readonly StackImage[]
  readonly bootstrap?: Bootstrap
  /** Undefined where the stack takes it from the environment that it is deployed to. */
  readonly account?: string
}

/** A stack of the configuration; `packaged` where another tool has built it. */
export type ConfiguredStack = StackInput & {
  readonly packaged?: Readonly<Record<EnvironmentKey, PackagedStack>>
}

/** A folder with packaged stacks, which moves with the release. */
export interface PackagedFolder {
  /** `1-cdk.out` */
  readonly id: string
  /** Path from the root of the workspace. */
  readonly path: string
}

export function isCdk(input: BuiltInput): input is CdkInput {
  return 'cdk' in input
}

export function isSam(input: BuiltInput): input is SamInput {
  return 'sam' in input
}

/** Where the packaged stacks of an entry are; the index is that of the entry. */
export function folderOf(input: BuiltInput, index: number): PackagedFolder {
  const from = isCdk(input) ? input.cdk : isSam(input) ? input.sam : input.template
  const id = `${index + 1}-${from.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '')}`
  return { id, path: `.test-deployments/packaged/${id}` }
}
