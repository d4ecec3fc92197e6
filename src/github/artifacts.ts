import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadArtifactOptions } from '@actions/artifact'
import type { Place } from '../ports.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { readFiles, withScratchFolder, writeFiles } from '../support/scratch.ts'

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
  /** Stores the files under a new name. Rejects with `github/artifact-exists` when the run has one of that name. */
  upload(name: string, files: Files): Promise<StoredArtifact>
  /** Like `upload`, of the files in a folder, as they are: packed already. GitHub keeps them that many days, or fewer. */
  uploadFolder(name: string, folder: string, days: number): Promise<StoredArtifact>
  list(): Promise<readonly StoredArtifact[]>
  /** Rejects with `github/artifact-damaged` when what arrives is not what was uploaded. */
  download(artifact: StoredArtifact): Promise<Files>
  /** Like `download`, into a folder, for what is too large for memory. */
  downloadInto(artifact: StoredArtifact, folder: string): Promise<void>
}

/** Whether this job has an artifact service; elsewhere evidence travels in a folder only. */
export function hasArtifactService(env: Place['env']): boolean {
  return Boolean(env['ACTIONS_RUNTIME_TOKEN'] && env['ACTIONS_RESULTS_URL'])
}

/**
 * Connects to the artifact service of this run; `@actions/artifact` is loaded here and not before. It takes its
 * address and token from the process's own variables and repeats requests by itself.
 */
export async function connectArtifacts(place: Place): Promise<ArtifactStore> {
  if (!hasArtifactService(place.env)) {
    throw new ActionError('github/no-artifacts', {
      message: 'this job has no artifact service (ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set)',
      subject: 'github/artifacts',
    })
  }
  const { DefaultArtifactClient } = await import('@actions/artifact')
  const client = new DefaultArtifactClient()
  // What was stored cannot change within a run: each artifact is fetched once.
  const fetched = new Map<number, Promise<Files>>()

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
    paths: string[],
    folder: string,
    options?: UploadArtifactOptions,
  ): Promise<StoredArtifact> => {
    const stored = await answered(`store the artifact ${name}`, () =>
      client.uploadArtifact(name, paths, folder, options),
    )
    if (stored.id === undefined || stored.size === undefined || stored.digest === undefined) {
      throw damaged(name, 'an id, a size and a digest', 'an answer without them')
    }
    return { id: stored.id, name, bytes: stored.size, digest: `sha256:${stored.digest}` }
  }

  return {
    upload: (name, files) =>
      withScratchFolder(place.temp, async (folder) => store(name, await writeFiles(folder, files), folder)),
    async uploadFolder(name, folder, days) {
      const paths = (await readdir(folder)).map((file) => join(folder, file))
      return store(name, paths, folder, { retentionDays: days, compressionLevel: 0 })
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

async function answered<T>(what: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    const message = messageOf(error)
    const exists = /\(409\)|already exists/i.test(message)
    throw new ActionError(exists ? 'github/artifact-exists' : 'github/service', {
      message: `GitHub's artifact service could not ${what}: ${message}`,
      subject: 'github/artifacts',
      cause: error,
    })
  }
}

function damaged(name: string, expected: string, observed: string): ActionError {
  return new ActionError('github/artifact-damaged', {
    message: `the artifact ${name} arrived otherwise than it was stored`,
    subject: `github/artifacts/${name}`,
    expected,
    observed,
  })
}
