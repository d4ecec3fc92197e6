import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Inputs } from '../config/model/inputs.ts'
import type { Config } from '../config/schema/index.ts'
import type { Digest } from '../evidence/digest.ts'
import type { Item, Origin, Release } from '../evidence/document.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { RunBucket } from '../aws/run-bucket.ts'
import { hasArtifactService } from '../github/artifacts.ts'
import type { Ports } from '../ports.ts'
import { showDuration } from '../support/text/durations.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { makeFolder } from '../support/files/folders.ts'
import { withGrace } from '../support/processes/grace.ts'
import { readFiles, withScratchFolder } from '../support/files/scratch.ts'
import { digestOfFile, kindOfPath } from '../support/files/tree.ts'
import { copyWhole, writeAtomically } from '../support/files/atomic-files.ts'
import { evidenceFolder, slotName } from './evidence-store.ts'
import { partsHandedOn, type Part } from './release.ts'

/** What the storing and the fetching of a release need of the command. */
export interface HandingOn {
  readonly ports: Pick<Ports, 'place' | 'connect' | 'clock' | 'log' | 'cancelled' | 'secrets'>
  readonly inputs: Pick<Inputs, 'command' | 'environment' | 'shard' | 'only' | 'evidence' | 'needs'>
  readonly config: Config
  readonly origin: Origin
  readonly record: Pick<Recorder, 'happened'>
}

/** Folds of the log for the lines of the artifact client. */
export const RELEASE_FOLDS = ['Store the release', 'Restore the release'] as const
export const [KEEPING, BRINGING] = RELEASE_FOLDS

const DAY_MS = 86_400_000
/** Not the prefix of the evidence: every job reads all of that, and of this what it misses. */
const PREFIX = 'test-deployments.release'
/** Names are read by people; what is fetched is compared by its whole digest. */
const NAME_DIGITS = 16

/** Artifacts that hold this release, whichever job stored it: `test-deployments.release-4dab15226abcbfbf-precheck-all-attempt2`. */
export function releasePrefix(release: Pick<Release, 'digest'>): string {
  return `${PREFIX}-${hexOf(release.digest).slice(0, NAME_DIGITS)}-`
}

/** Where a release lies that has no artifact service, in the folder of the evidence. */
export function releaseFolder({ ports, inputs }: Pick<HandingOn, 'ports' | 'inputs'>): string {
  return join(evidenceFolder(ports, inputs.evidence), 'release')
}

/** Where the parts of releases are, below the objects of the run. */
export const RELEASE_IN_BUCKET = 'release/'

/** A part as it is stored, named by its content: a folder is packed, a file is what it is. */
export function storedNames(digest: Digest): { readonly folder: string; readonly file: string } {
  return { folder: `${hexOf(digest)}.tgz`, file: `${hexOf(digest)}.file` }
}

/** The item of a release that a part of the configuration is. */
export function itemOf(release: Release, { kind, id }: Part): Item | undefined {
  return [...release.templates, ...release.revisions].find((item) => item.kind === kind && item.id === id)
}

/**
 * Stores what moves with the release for the jobs after this one, each content once: as an artifact of the run or,
 * where there are none, in the folder of the evidence if one was asked for. What another job of the run has stored is not
 * stored again. Rejects with `release/store-failed`, or what GitHub's artifact service had to say.
 * @returns whether there was a place for it
 */
export async function storeRelease(handing: HandingOn, release: Release): Promise<boolean> {
  const { ports, inputs, origin } = handing
  // A release of objects and commits alone has no files.
  if (partsHandedOn(handing.config).length === 0) return true
  const artifacts = hasArtifactService(ports.place.env) ? await ports.connect.artifacts() : undefined
  const bucket = await ports.connect.evidenceBucket()
  if (artifacts === undefined && inputs.evidence === undefined && bucket === undefined) return false
  if (bucket) await storeInBucket(handing, release, bucket)
  if (artifacts === undefined && inputs.evidence === undefined) return true
  const began = ports.clock.now()
  const prefix = releasePrefix(release)
  const own = ownName(inputs)
  if (!artifacts) {
    const folder = releaseFolder(handing)
    tell(handing, `${await packInto(handing, release, folder)} bytes stored in ${folder}`, began)
    return true
  }
  const stored = await ports.log.group(KEEPING, () => withGrace(artifacts.list(), ports.cancelled))
  const theirs = stored.find(({ name }) => name.startsWith(prefix) && !name.startsWith(`${prefix}${own}-`))
  if (theirs) {
    tell(handing, `the artifact ${theirs.name} already has it`, began)
    return true
  }
  await withScratchFolder(ports.place.temp, async (folder) => {
    const bytes = await packInto(handing, release, folder)
    // A release of nothing; the artifact client takes no empty folder.
    if ((await readdir(folder)).length === 0) return
    const name = `${prefix}${own}-attempt${origin.runAttempt}`
    const upload = () => withGrace(artifacts.uploadFolder(name, folder, daysToKeep(handing)), ports.cancelled)
    const artifact = await ports.log.group(KEEPING, upload)
    tell(handing, `${bytes} bytes stored as the artifact ${artifact.name}`, began)
  })
  return true
}

/** Each part is an object of its own, named by its content: what another job has stored is not sent again. */
async function storeInBucket(handing: HandingOn, release: Release, bucket: RunBucket): Promise<void> {
  const { ports } = handing
  const began = ports.clock.now()
  await withScratchFolder(ports.place.temp, async (folder) => {
    const bytes = await packInto(handing, release, folder)
    const stored = new Set(await withGrace(bucket.list(), ports.cancelled))
    for (const [file, content] of await readFiles(folder)) {
      const name = `${RELEASE_IN_BUCKET}${file}`
      if (!stored.has(name)) await withGrace(bucket.put(name, content), ports.cancelled)
    }
    tell(handing, `${bytes} bytes stored in ${bucket.url}${RELEASE_IN_BUCKET}`, began)
  })
}

/** As the evidence of the job is called. */
function ownName({ command, environment, shard, only }: HandingOn['inputs']): string {
  return slotName({
    command,
    environment: environment ?? 'all',
    ...(shard && { shard: `${shard.index}/${shard.of}` }),
    ...(only.length > 0 && { phase: only.join('+') }),
  })
}

/** Older evidence does not open the gate, so its files are not needed. */
function daysToKeep({ config }: HandingOn): number {
  return Math.ceil(config.gate['evidence-younger-than'] / DAY_MS) + 1
}

/** @returns the bytes that were written */
async function packInto({ ports, config }: HandingOn, release: Release, target: string): Promise<number> {
  const { packTgzFile } = await import('../codedeploy/revision/pack.ts')
  const { workspace } = ports.place
  let bytes = 0
  makeFolder(target)
  for (const part of partsHandedOn(config)) {
    const digest = itemOf(release, part)?.digest
    if (digest === undefined) continue
    const path = resolve(workspace, part.path)
    const isFolder = (await kindOfPath(path)) === 'directory'
    const file = join(target, storedNames(digest)[isFolder ? 'folder' : 'file'])
    // Both environments use it, or an earlier attempt has stored it.
    if ((await kindOfPath(file)) !== undefined) continue
    try {
      bytes += await writeAtomically(file, async (unfinished) => {
        if (!isFolder) await copyWhole(path, unfinished)
        const packed = isFolder
          ? await packTgzFile(path, unfinished, ports.cancelled)
          : await digestOfFile(unfinished, ports.cancelled)
        if (packed !== digest) throw new Error(`it changed from ${digest} to ${packed} while it was packed`)
      })
    } catch (error) {
      ports.cancelled.throwIfAborted()
      throw unkept(part, error)
    }
  }
  return bytes
}

function unkept({ path, subject }: Part, cause: unknown): ActionError {
  return new ActionError('release/store-failed', {
    message: `${path} cannot be stored for later jobs: ${messageOf(cause)}`,
    subject,
    expected: 'files, folders and links that do not change',
    observed: messageOf(cause),
    cause,
  })
}

/** In the log, and in the evidence. */
function tell({ ports, record }: HandingOn, what: string, began: Date): void {
  const ms = ports.clock.now().getTime() - began.getTime()
  ports.log.info(`the release: ${what} in ${showDuration(ms)}`)
  record.happened({ at: began.toISOString(), subject: 'release', event: 'stored for later jobs', detail: what, ms })
}

function hexOf(digest: Digest): string {
  return digest.replace('sha256:', '')
}
