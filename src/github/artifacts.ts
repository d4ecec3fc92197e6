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
  list(): Promise<readonly StoredArtifact[]>
  /** Rejects with `github/artifact-damaged` when what arrives is not what was uploaded. */
  download(artifact: StoredArtifact): Promise<Files>
}
