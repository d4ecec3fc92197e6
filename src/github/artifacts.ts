import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { UploadArtifactOptions, UploadArtifactResponse } from '@actions/artifact'
import type { RunArtifact } from './approvals.ts'
import type { Clock, Log, Place } from '../support/runtime.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { readFiles, withScratchFolder, writeFiles } from '../support/files/scratch.ts'
import type { UnpackBudget } from '../support/files/unzip.ts'
import { withRetries } from './artifact-retry.ts'
import type { Patience } from './request.ts'

/** An artifact of this run. `digest` is `sha256:` of the stored archive, as computed when it was uploaded. */
export interface StoredArtifact {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly digest?: string
  readonly createdAt?: Date
}

/** File names (no folders upwards) and their contents. */
export type Files = ReadonlyMap<string, Uint8Array>

/**
 * The artifacts of this run, of all its attempts. They cannot be overwritten: names carry attempt, slot and shard.
 * All calls reject with an ActionError only.
 */
export interface ArtifactStore {
  /** Stores the files under a new name, with a number appended where it was retried. Rejects with `github/artifact-exists` when the run has one of that name. */
  upload(name: string, files: Files): Promise<StoredArtifact>
  /** Like `upload`, of the packed files in a folder. GitHub keeps them for that many days, or fewer. */
  uploadFolder(name: string, folder: string, days: number): Promise<StoredArtifact>
  /**
   * Stores one file as it is, so that a browser opens it from the run. The service names the artifact after the file;
   * where the upload was retried, a number stands before the file's ending.
   */
  uploadPage(file: string, bytes: Uint8Array): Promise<StoredArtifact>
  list(): Promise<readonly StoredArtifact[]>
  /** Rejects with `github/artifact-damaged` when the download differs from the upload. */
  download(artifact: StoredArtifact): Promise<Files>
  /** Like `download`, into a folder, for files that are too large for memory. */
  downloadInto(artifact: StoredArtifact, folder: string): Promise<void>
}

/** Whether this job has an artifact service that its client can use; otherwise evidence is in a folder or a bucket. */
export function hasArtifactService(env: Place['env']): boolean {
  return Boolean(env['ACTIONS_RUNTIME_TOKEN'] && env['ACTIONS_RESULTS_URL']) && !isEnterpriseServer(env)
}

/** As the artifact client judges it: neither github.com nor a host of ghe.com. Such a server has no artifacts of version 4. */
export function isEnterpriseServer(env: Place['env']): boolean {
  const url = env['GITHUB_SERVER_URL'] ?? ''
  if (!URL.canParse(url)) return false
  const host = new URL(url).hostname.toLowerCase()
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')
}

/**
 * Connects to the artifact service of this run; `@actions/artifact` is loaded only here. It reads URL and token from the
 * variables of the process. It retries after some responses but not after a reset connection: those are retried here.
 */
export async function connectArtifacts(
  place: Place,
  retrying: { readonly clock: Clock; readonly log: Log },
): Promise<ArtifactStore> {
  if (!hasArtifactService(place.env)) {
    throw new ActionError('github/no-artifacts', {
      message: 'this job has no artifact service (ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set)',
      subject: 'github/artifacts',
    })
  }
  const { DefaultArtifactClient } = await import('@actions/artifact')
  const client = new DefaultArtifactClient()
  // A stored artifact does not change within a run: each is fetched once.
  const fetched = new Map<number, Promise<Files>>()

  const answered = async <T>(what: string, send: (attempt: number) => Promise<T>): Promise<T> => {
    try {
      return await withRetries(what, retrying, send)
    } catch (error) {
      throw refused(what, error)
    }
  }

  const fetchInto = async ({ digest, id, name }: StoredArtifact, folder: string): Promise<void> => {
    const { digestMismatch } = await answered(`fetch the artifact ${name}`, () =>
      client.downloadArtifact(id, { path: folder, ...(digest !== undefined && { expectedHash: digest }) }),
    )
    if (digestMismatch) throw damaged(name, digest ?? 'the digest of the upload', 'another digest')
  }

  const fetchFiles = (artifact: StoredArtifact): Promise<Files> =>
    withScratchFolder(place.temp, async (folder) => {
      await fetchInto(artifact, folder)
      return readFiles(folder)
    })

  const store = async (
    name: string,
    nameOf: (attempt: number) => string,
    send: (used: string) => Promise<UploadArtifactResponse>,
  ): Promise<StoredArtifact> => {
    let used = name
    const stored = await answered(`store the artifact ${name}`, (attempt) => {
      // The service may have created the first one before the connection was lost, and names are unique.
      used = attempt === 1 ? name : nameOf(attempt)
      return send(used)
    })
    if (stored.id === undefined || stored.size === undefined || stored.digest === undefined) {
      throw damaged(name, 'an id, a size and a digest', 'an answer without them')
    }
    return { id: stored.id, name: used, bytes: stored.size, digest: `sha256:${stored.digest}` }
  }

  const storePacked = (
    name: string,
    paths: string[],
    folder: string,
    options?: UploadArtifactOptions,
  ): Promise<StoredArtifact> =>
    store(
      name,
      (attempt) => `${name}-${attempt}`,
      (used) => client.uploadArtifact(used, paths, folder, options),
    )

  return {
    upload: (name, files) =>
      withScratchFolder(place.temp, async (folder) => storePacked(name, await writeFiles(folder, files), folder)),
    uploadPage: (file, bytes) =>
      withScratchFolder(place.temp, (folder) => {
        const { name, ext } = parse(file)
        return store(
          file,
          (attempt) => `${name}-${attempt}${ext}`,
          async (used) =>
            client.uploadArtifact(used, await writeFiles(folder, new Map([[used, bytes]])), folder, {
              skipArchive: true,
            }),
        )
      }),
    async uploadFolder(name, folder, days) {
      const paths = (await readdir(folder)).map((file) => join(folder, file))
      return storePacked(name, paths, folder, { retentionDays: days, compressionLevel: 0 })
    },
    async list() {
      const { artifacts } = await answered('list the artifacts', () => client.listArtifacts())
      return artifacts.map(({ id, name, size, digest, createdAt }) => ({
        id,
        name,
        bytes: size,
        ...(digest && { digest }),
        ...(createdAt && { createdAt }),
      }))
    },
    async download(artifact) {
      const files = fetched.get(artifact.id) ?? fetchFiles(artifact)
      fetched.set(artifact.id, files)
      try {
        return await files
      } catch (error) {
        fetched.delete(artifact.id)
        throw error
      }
    },
    downloadInto: fetchInto,
  }
}

/**
 * Unpacks an artifact of any run of the repository into a folder. Uses the REST API; the token needs `actions: read`. Rejects with an ActionError.
 */
export async function downloadFromRun(
  access: Pick<Patience, 'clock' | 'log'> & { readonly token: string; readonly owner: string; readonly repo: string },
  { id, name, runId, digest }: RunArtifact,
  folder: string,
  budget: UnpackBudget,
): Promise<void> {
  const { DefaultArtifactClient } = await import('@actions/artifact')
  const { token, owner, repo } = access
  const what = `fetch the artifact ${name} of run ${runId ?? 'unknown'}`
  const findBy = { token, workflowRunId: Number(runId), repositoryOwner: owner, repositoryName: repo }
  const archives = await mkdtemp(join(folder, ARCHIVES))
  // The client unpacks whatever it gets; what this one unpacks to is bounded.
  const options = {
    path: archives,
    findBy,
    skipDecompress: true,
    ...(digest !== undefined && { expectedHash: digest }),
  }
  let mismatch: boolean | undefined
  try {
    const answer = await withRetries(what, access, () => new DefaultArtifactClient().downloadArtifact(id, options))
    mismatch = answer.digestMismatch
  } catch (error) {
    throw refused(what, error)
  }
  if (mismatch) throw damaged(name, digest ?? 'the digest of the upload', 'another digest')
  const { unpackZip } = await import('../support/files/unzip.ts')
  for (const file of await readdir(archives)) await unpackZip(join(archives, file), folder, budget)
  await rm(archives, { recursive: true, force: true })
}

/** Where an archive is until it is unpacked. */
const ARCHIVES = '.archive-'

function refused(what: string, error: unknown): ActionError {
  const message = messageOf(error)
  const exists = /\(409\)|already exists/i.test(message)
  return new ActionError(exists ? 'github/artifact-exists' : 'github/service', {
    message: `GitHub's artifact service could not ${what}: ${message}`,
    subject: 'github/artifacts',
    cause: error,
  })
}

function damaged(name: string, expected: string, observed: string): ActionError {
  return new ActionError('github/artifact-damaged', {
    message: `the artifact ${name} differs from what was stored`,
    subject: `github/artifacts/${name}`,
    expected,
    observed,
  })
}
