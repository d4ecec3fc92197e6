import { resolve } from 'node:path'
import type { Digest } from '../../evidence/digest.ts'
import { ActionError } from '../../support/errors.ts'
import type { DeploymentInput } from './sections/release.ts'
import { outputReferences } from './references.ts'

/** An object of S3, pinned by its version, by the digest of its bytes, or by both. */
export interface S3Revision {
  readonly kind: 's3'
  readonly bucket: string
  readonly key: string
  readonly version?: string
  readonly sha256?: Digest
}

/** A commit of a repository of github.com; without `commit` it is the commit of the run. */
export interface GitHubRevision {
  readonly kind: 'github'
  readonly repository: string
  readonly commit?: string
}

/** A revision that another process made: it is read, and never uploaded. */
export type ExistingRevision = S3Revision | GitHubRevision

/** A folder or archive of the workspace, by its path, or a revision that exists. */
export type RevisionSource = { readonly kind: 'path'; readonly path: string } | ExistingRevision

/** A deployment with a revision. */
export interface Deployed {
  readonly id: string
  readonly revision: RevisionInput
}

type RevisionInput = Pick<Extract<DeploymentInput, { platform: 'local' }>['revision'], 'directory' | 'archive'> &
  Partial<Pick<Extract<DeploymentInput, { platform: 'server' }>['revision'], 's3' | 'github'>>

const SOURCES = ['directory', 'archive', 's3', 'github'] as const

/** Where the revision of a deployment comes from. Throws `config/revision` where the configuration names none, or several. */
export function revisionSource({ id, revision }: Deployed): RevisionSource {
  const given = SOURCES.filter((source) => revision[source] !== undefined)
  const { directory, archive, s3, github } = revision
  if (given.length === 1) {
    if (github) return { kind: 'github', ...present(github) }
    return s3 ? pinned(id, s3) : { kind: 'path', path: directory ?? archive ?? '' }
  }
  throw new ActionError('config/revision', {
    message: `the deployment ${id} names ${given.length === 0 ? 'no revision' : `${given.length} revisions`}`,
    subject: `deployment/${id}/revision`,
    expected: 'one of `directory`, `archive`, `s3` and `github`',
    observed: given.join(' and ') || 'none of them',
    advice: `Name one of them in \`revision\` of the deployment ${id}.`,
  })
}

/** The folder or archive of a deployment. Throws `config/revision` where it has none. */
export function revisionPath(deployment: Deployed): string {
  const source = revisionSource(deployment)
  if (source.kind === 'path') return source.path
  throw new ActionError('config/revision', {
    message: `the deployment ${deployment.id} takes a revision that exists, where a folder or an archive is needed`,
    subject: `deployment/${deployment.id}/revision`,
    expected: '`directory` or `archive`',
    observed: showSource(source),
  })
}

/** The absolute path of its folder or archive; undefined for one that exists already. */
export function revisionFile(deployment: Deployed, workspace: string): string | undefined {
  const source = revisionSource(deployment)
  return source.kind === 'path' ? resolve(workspace, source.path) : undefined
}

/** How a revision is named in texts: `s3://releases/shop.zip?versionId=…`, `acme/shop@…`. */
export function showSource(source: RevisionSource): string {
  if (source.kind === 'path') return source.path
  if (source.kind === 'github') return `${source.repository}@${source.commit ?? 'the commit of the run'}`
  return `s3://${source.bucket}/${source.key}${source.version === undefined ? '' : `?versionId=${source.version}`}`
}

/** Without a pin the object could change between pre-prod and production. */
function pinned(id: string, s3: NonNullable<RevisionInput['s3']>): S3Revision {
  const { bucket, key, sha256 } = s3
  // The version `null` is what a bucket without versioning overwrites.
  const version = s3.version === 'null' ? undefined : s3.version
  const subject = `deployment/${id}/revision`
  const [reference] = [bucket, key, version ?? ''].flatMap((text) => outputReferences(text))
  if (reference) {
    throw new ActionError('config/revision', {
      message: `the revision of ${id} is an object that exists, and ${reference.written} is known after the stacks only`,
      subject,
      expected: 'a bucket and a key that exist before the release',
      observed: reference.written,
      advice: 'Write the name of the bucket; {environment} and {account} may be part of it.',
    })
  }
  if (version === undefined && sha256 === undefined) {
    throw new ActionError('config/revision', {
      message: `the revision of ${id} is an object without a version and without a checksum: it can change at any time`,
      subject,
      expected: '`version` or `sha256` beside `bucket` and `key`',
      observed: `s3://${bucket}/${key}`,
      advice: `Set \`version\` or \`sha256\` to what \`aws s3api head-object --bucket ${bucket} --key ${key} --checksum-mode ENABLED --query '[VersionId,ChecksumSHA256]'\` shows; an object that has neither is uploaded again with \`aws s3api put-object --checksum-algorithm SHA256\`.`,
    })
  }
  return {
    kind: 's3',
    bucket,
    key,
    ...(version !== undefined && { version }),
    ...(sha256 !== undefined && { sha256: digestOfText(sha256) }),
  }
}

/** Of 64 hexadecimal digits, or of the base64 that S3 shows. */
function digestOfText(sha256: string): Digest {
  return `sha256:${sha256.length === 64 ? sha256 : Buffer.from(sha256, 'base64').toString('hex')}`
}

function present<T extends { readonly commit?: string | undefined }>({ commit, ...others }: T) {
  return { ...others, ...(commit !== undefined && { commit }) }
}
