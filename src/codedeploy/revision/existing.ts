import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { Storage } from '../../aws/clients/services.ts'
import { errorName, httpStatus } from '../../aws/errors.ts'
import {
  showSource,
  type ExistingRevision,
  type GitHubRevision,
  type S3Revision,
} from '../../config/model/revision-source.ts'
import { digestOf, type Digest } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { GitHub } from '../../github/client.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { plural } from '../../support/text/text.ts'

/** What reads revisions that exist; each connection is made at its first use. */
export interface RevisionReaders {
  readonly storage: () => Promise<Pick<Storage, 'getObject'>>
  readonly github: () => Promise<Pick<GitHub, 'repository' | 'isOnDefaultBranch' | 'downloadCommit'>>
  readonly signal: AbortSignal
  /** GITHUB_SERVER_URL of the job. */
  readonly server: string | undefined
}

/** A revision that was read, and is what the configuration pins. */
export interface ReadRevision {
  /** Its archive, in the given folder. */
  readonly file: string
  /** For CodeDeploy: with all that was seen of its version. */
  readonly location: RevisionLocation
  readonly finding: Finding
}

/**
 * Reads a revision into a file of a folder and compares it with its pin. A finding where it does not exist, is another one or
 * cannot be deployed; rejects with an ActionError where that is not known.
 */
export async function readExisting(
  readers: RevisionReaders,
  {
    id,
    source,
    sha,
  }: { readonly id: string; readonly source: ExistingRevision; /** Commit of the run. */ readonly sha: string },
  folder: string,
): Promise<ReadRevision | Finding> {
  return source.kind === 's3' ? readObject(readers, id, source, folder) : readCommit(readers, id, source, sha, folder)
}

async function readObject(
  { storage, signal }: RevisionReaders,
  id: string,
  source: S3Revision,
  folder: string,
): Promise<ReadRevision | Finding> {
  const { bucket, key, version, sha256 } = source
  const place = showSource(source)
  const file = join(folder, 'object')
  let answer: Awaited<ReturnType<Storage['getObject']>>
  try {
    answer = await (
      await storage()
    ).getObject({
      Bucket: bucket,
      Key: key,
      ChecksumMode: 'ENABLED',
      ...(version !== undefined && { VersionId: version }),
    })
  } catch (error) {
    const absent = whyAbsent(error, source)
    if (absent === undefined) throw error
    return failed(id, {
      expected: place,
      observed: absent.observed,
      advice: absent.advice,
      title: `the revision of ${id} does not exist`,
    })
  }
  const { Body: body, VersionId: seen, ETag: eTag } = answer
  if (body === undefined) throw unread(id, place, 'S3 answered without a body')
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await pipeline(
      body as Readable,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          bytes += chunk.length
          yield chunk
        }
      },
      createWriteStream(file),
      { signal },
    )
  } catch (error) {
    signal.throwIfAborted()
    throw unread(id, place, messageOf(error), error)
  }
  if (answer.ContentLength !== undefined && answer.ContentLength !== bytes)
    throw unread(id, place, `${bytes} of ${answer.ContentLength} bytes arrived`)
  const digest: Digest = `sha256:${hash.digest('hex')}`
  if (sha256 !== undefined && sha256 !== digest) {
    return failed(id, {
      title: `the object of the revision of ${id} is not the one that the configuration names`,
      expected: `${sha256} in ${place}`,
      observed: `${digest}, ${seenOf(seen, eTag)}`,
      advice: `Find out who stored it; then set \`sha256\` of \`revision.s3\` to the digest of what is to be released, which is another release.`,
    })
  }
  if (version !== undefined && seen !== version) throw unread(id, place, `S3 answered with version ${seen ?? 'none'}`)
  const { detectBundleType } = await import('./archive.ts')
  let bundleType: ReturnType<typeof detectBundleType>
  try {
    bundleType = detectBundleType(file)
  } catch (error) {
    return failed(id, {
      title: `the object of the revision of ${id} is no archive`,
      expected: 'a zip, tar or tgz',
      observed: messageOf(error).replace(`the revision ${file} cannot be used: `, ''),
      advice: 'Store an archive with an appspec.yml at its top, and name its version or digest.',
    })
  }
  const own = seen === undefined || seen === 'null' ? undefined : seen
  // Without either, CodeDeploy would take whatever has the key when its agent reads it.
  if (own === undefined && eTag === undefined) throw unread(id, place, 'S3 answered with neither a version nor an ETag')
  return {
    file,
    location: {
      revisionType: 'S3',
      s3Location: {
        bucket,
        key,
        bundleType: bundleType === 'directory' ? 'tgz' : bundleType,
        ...(own !== undefined && { version: own }),
        ...(eTag !== undefined && { eTag: eTag.replaceAll('"', '') }),
      },
    },
    finding: {
      code: 'release/revision-read',
      outcome: 'pass',
      title: `the revision of ${id} exists, and is the one that the configuration names`,
      subject: `deployment/${id}/revision`,
      expected:
        sha256 === undefined ? `version ${version}` : `${sha256}${version === undefined ? '' : `, version ${version}`}`,
      observed: `${digest}, ${seenOf(seen, eTag)}, ${plural(bytes, 'byte')}`,
    },
  }
}

function seenOf(version: string | undefined, eTag: string | undefined): string {
  return `${version === undefined ? 'no version' : `version ${version}`}, ETag ${eTag?.replaceAll('"', '') ?? 'unknown'}`
}

/** Why an object cannot be had, where S3 says so; undefined where it is not known whether it exists. */
function whyAbsent(error: unknown, { bucket, key }: S3Revision): { observed: string; advice: string } | undefined {
  const name = errorName(error)
  const observed = messageOf((error as { readonly cause?: unknown }).cause ?? error)
  if (name === 'InvalidObjectState') {
    return {
      observed,
      advice: `Restore it with \`aws s3api restore-object --bucket ${bucket} --key ${key} --restore-request Days=7\`, or store it again.`,
    }
  }
  const absent = ['NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'MethodNotAllowed'].includes(name)
  if (!absent && !(httpStatus(error) === 400 && /version id/i.test(observed))) return undefined
  return {
    observed,
    advice: `Correct \`revision.s3\`: \`aws s3api list-object-versions --bucket ${bucket} --prefix ${key}\` lists what there is.`,
  }
}

function unread(id: string, place: string, why: string, cause?: unknown): ActionError {
  return new ActionError('config/revision', {
    message: `the revision of ${id} could not be read from ${place}: ${why}`,
    subject: `deployment/${id}/revision`,
    advice: 'Run the job again.',
    ...(cause !== undefined && { cause }),
  })
}

async function readCommit(
  { github, server }: RevisionReaders,
  id: string,
  source: GitHubRevision,
  sha: string,
  folder: string,
): Promise<ReadRevision | Finding> {
  const { repository } = source
  if (isOtherServer(server)) {
    return failed(id, {
      title: `the revision of ${id} is a commit of GitHub, and this job runs for another server`,
      expected: 'a repository of github.com, which is what CodeDeploy fetches from',
      observed: server ?? '',
      advice: 'Release a folder, an archive or an object of S3.',
    })
  }
  const commit = source.commit ?? sha
  const client = await github()
  const place = `${repository}@${commit}`
  // GitHub answers for commits of forks, too, under the name of the original. The commit of the run is GitHub's own word.
  const isOfRun = commit === sha && repository.toLowerCase() === client.repository.toLowerCase()
  const merged = isOfRun || (await client.isOnDefaultBranch(commit, repository))
  if (merged === false) {
    return failed(id, {
      title: `the commit of the revision of ${id} is not on the default branch of ${repository}`,
      expected: `a commit that the default branch of ${repository} has`,
      observed: commit,
      advice:
        'Merge the commit, or name one that is merged: a commit of a fork is found under the name of the original, too.',
    })
  }
  const archive = merged === undefined ? undefined : await client.downloadCommit(repository, commit)
  if (archive === undefined) {
    return failed(id, {
      title: `the commit of the revision of ${id} cannot be read from GitHub`,
      expected: place,
      observed: merged === undefined ? `no repository ${repository} that the token reads` : `no commit ${commit}`,
      advice: 'Correct `revision.github`, or pass a `github-token` that reads the contents of that repository.',
    })
  }
  const file = join(folder, 'commit')
  await writeFile(file, archive)
  return {
    file,
    location: { revisionType: 'GitHub', gitHubLocation: { repository, commitId: commit } },
    finding: {
      code: 'release/revision-read',
      outcome: 'pass',
      title: `the revision of ${id} is a commit that GitHub has`,
      subject: `deployment/${id}/revision`,
      expected: place,
      // The bytes of GitHub's archives are not stable; the commit is.
      observed: `${place}${isOfRun ? ', the commit of the run' : ', on the default branch'}, archive of ${plural(archive.length, 'byte')}`,
    },
  }
}

/** CodeDeploy fetches from github.com alone: what another server has under the same name is another commit. */
export function isOtherServer(server = 'https://github.com'): boolean {
  const host = URL.canParse(server) ? new URL(server).hostname.toLowerCase() : ''
  return host !== 'github.com' && !host.endsWith('.localhost')
}

function failed(
  id: string,
  said: Pick<Finding, 'title'> & { readonly expected: string; readonly observed: string; readonly advice: string },
): Finding {
  return { code: 'release/revision-read', outcome: 'fail', subject: `deployment/${id}/revision`, ...said }
}

/** What the digest of the release is made of: the bytes where their digest is named, otherwise what cannot change. */
export function digestOfExisting(source: ExistingRevision, sha: string): Digest {
  if (source.kind === 'github') return digestOf({ github: source.repository, commit: source.commit ?? sha })
  return source.sha256 ?? digestOf({ s3: source.bucket, key: source.key, version: source.version })
}
