import { join, resolve } from 'node:path'
import { linkEvidence, type Chain } from '../evidence/chain/chain.ts'
import type { Digest } from '../evidence/digest.ts'
import type { Release } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { readNeeds } from '../evidence/chain/needs.ts'
import { parseEvidence } from '../evidence/parse.ts'
import { blocking } from '../evidence/verdict.ts'
import type { RunBucket } from '../aws/run-bucket.ts'
import { hasArtifactService, type ArtifactStore, type StoredArtifact } from '../github/artifacts.ts'
import { showDuration } from '../support/text/durations.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { isInside } from '../support/files/folders.ts'
import { withGrace } from '../support/processes/grace.ts'
import { withScratchFolder, writeFiles } from '../support/files/scratch.ts'
import { digestOfFile, digestOfTree, kindOfPath, staysBelow } from '../support/files/tree.ts'
import { copyWhole, isAnything, moveTo } from '../support/files/atomic-files.ts'
import { endpointsOf } from './endpoints.ts'
import { collectEvidence } from './evidence-store.ts'
import {
  BRINGING,
  itemOf,
  RELEASE_IN_BUCKET,
  releaseFolder,
  releasePrefix,
  storedNames,
  type HandingOn,
} from './store-release.ts'
import { partsHandedOn, type Part } from './release.ts'

/** Commands whose evidence says what the release is. */
const DESCRIBE: readonly string[] = ['package', 'precheck']
/** What evidence that is valid may still have: the release that it is about is what is looked for, and it may not pass. */
const ABOUT_OTHERS: readonly string[] = ['evidence/other-release', 'evidence/not-passed', 'evidence/job-failed']

interface Wanted extends Part {
  readonly digest: Digest
}

/**
 * Brings what the release consists of and the workspace does not have, from where an earlier job stored it: into its
 * place, whole, and only if it is by its digest what that job's evidence names. What is in the workspace stays as it is.
 * Does nothing where nothing is missing, or where no earlier job is needed. Rejects with `release/restore-failed`.
 */
export async function restoreRelease(handing: HandingOn): Promise<void> {
  const { ports, inputs, config } = handing
  const { workspace } = ports.place
  const missing: Part[] = []
  for (const part of partsHandedOn(config)) {
    if (!missing.some(({ path }) => path === part.path) && !(await isAnything(resolve(workspace, part.path))))
      missing.push(part)
  }
  const [first] = missing
  const needs = readNeeds(inputs.needs)
  if (first === undefined || needs.named.length === 0) return

  const release = await namedRelease(handing, first)
  const wanted = missing
    .flatMap((part): Wanted[] => {
      const digest = itemOf(release, part)?.digest
      return digest === undefined ? [] : [{ ...part, digest }]
    })
    // A folder before what is in it: that may come with the folder.
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  await bringAll(handing, release, wanted)
}

/** The release that the evidence of an earlier job is about; of several the newest. */
async function namedRelease({ ports, inputs, origin }: HandingOn, first: Part): Promise<Release> {
  const found = await collectEvidence(ports, inputs.evidence)
  const named = new Set(readNeeds(inputs.needs).named.map(({ digest }) => digest))
  const releases = found.flatMap(({ bytes }) => {
    const parsed = parseEvidence(bytes)
    const { evidence, digest } = 'evidence' in parsed ? parsed : {}
    return evidence?.release !== undefined && digest !== undefined && named.has(digest)
      ? [{ release: evidence.release, at: evidence.finishedAt, digest }]
      : []
  })
  const endpoints = await endpointsOf(ports.place.env)
  const link = (release: string): Chain =>
    linkEvidence({
      needs: inputs.needs,
      found,
      origin,
      release: release as Digest,
      endpoints,
      now: ports.clock.now(),
      // What it says of the release does not age; who builds on what was found out judges that.
      youngerThan: Infinity,
    })
  const newestFirst = releases.toSorted((a, b) => (a.at < b.at ? 1 : -1))
  for (const { release, digest } of newestFirst) {
    const valid = link(release.digest).links.find((each) => each.digest === digest)
    if (valid && DESCRIBE.includes(valid.evidence.slot.command)) return release
  }
  const problems = blocking(link(newestFirst[0]?.release.digest ?? 'none').findings)
  throw notHandedOn(
    first,
    'no valid evidence says what it was',
    problems.filter(({ code }) => !ABOUT_OTHERS.includes(code)),
  )
}

type Source = { readonly name: string; readonly open: (folder: string) => Promise<string> }

async function bringAll(handing: HandingOn, release: Release, wanted: readonly Wanted[]): Promise<void> {
  const { ports } = handing
  const { workspace } = ports.place
  const refusals: string[] = []
  let left = wanted
  for (const source of await sourcesOf(handing, release)) {
    if (left.length === 0) break
    left = await withScratchFolder(ports.place.temp, async (scratch) => {
      const began = ports.clock.now()
      const folder = await opened(source, scratch, refusals)
      const still: Wanted[] = []
      for (const part of folder === undefined ? [] : left) {
        const within = still.some(({ path }) => isInside(resolve(workspace, path), resolve(workspace, part.path)))
        // What lies in a folder that was refused would be all that is there of it.
        const refused = within ? '' : await bring(handing, part, folder ?? '', source.name, began)
        if (refused === undefined) continue
        if (!within) refusals.push(`${part.path} in ${source.name}: ${refused}`)
        still.push(part)
      }
      return folder === undefined ? left : still
    })
  }
  const [first] = left
  if (first) throw notHandedOn(first, refusals.length > 0 ? refusals.join('; ') : 'no job of this run has stored it')
}

/** Where this release may lie: the artifacts of the run that hold it, newest first; and the folder of the evidence. */
async function sourcesOf(handing: HandingOn, release: Release): Promise<Source[]> {
  const { ports, inputs } = handing
  const folder = releaseFolder(handing)
  const sources: Source[] = inputs.evidence === undefined ? [] : [{ name: folder, open: () => Promise.resolve(folder) }]
  const bucket = await ports.connect.evidenceBucket()
  if (bucket) sources.push(inBucket(handing, release, bucket))
  if (!hasArtifactService(ports.place.env)) return sources
  const store = await ports.connect.artifacts()
  const stored = await ports.log.group(BRINGING, () => withGrace(store.list(), ports.cancelled))
  const ours = stored.filter(({ name }) => name.startsWith(releasePrefix(release)))
  return [...ours.toSorted((a, b) => b.id - a.id).map((artifact) => inArtifact(handing, store, artifact)), ...sources]
}

function inArtifact({ ports }: HandingOn, store: ArtifactStore, artifact: StoredArtifact): Source {
  return {
    name: `the artifact ${artifact.name}`,
    open: async (folder) => {
      const began = ports.clock.now().getTime()
      await ports.log.group(BRINGING, () => withGrace(store.downloadInto(artifact, folder), ports.cancelled))
      const took = showDuration(ports.clock.now().getTime() - began)
      ports.log.info(`the release: ${artifact.bytes} bytes fetched from the artifact ${artifact.name} in ${took}`)
      return folder
    },
  }
}

/** Its parts are compared by their digests when they are used, as those of any source. */
function inBucket({ ports, config }: HandingOn, release: Release, bucket: RunBucket): Source {
  return {
    name: `${bucket.url}${RELEASE_IN_BUCKET}`,
    open: async (folder) => {
      const digests = partsHandedOn(config).flatMap((part) => itemOf(release, part)?.digest ?? [])
      const wanted = new Set(digests.flatMap((digest) => Object.values(storedNames(digest))))
      const fetch = async (): Promise<void> => {
        for (const name of await bucket.list()) {
          const file = name.startsWith(RELEASE_IN_BUCKET) ? name.slice(RELEASE_IN_BUCKET.length) : ''
          if (wanted.has(file)) await writeFiles(folder, new Map([[file, await bucket.get(name)]]))
        }
      }
      await ports.log.group(BRINGING, () => withGrace(fetch(), ports.cancelled))
      return folder
    },
  }
}

/** The folder with what was stored; undefined where it did not arrive as it was stored, and the reason is noted. */
async function opened({ name, open }: Source, scratch: string, refusals: string[]): Promise<string | undefined> {
  try {
    return await open(scratch)
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'github/artifact-damaged') throw error
    refusals.push(`${name}: ${messageOf(error)}`)
    return undefined
  }
}

/** @returns why it could not be used */
async function bring(
  { ports, record }: HandingOn,
  { path, subject, digest }: Wanted,
  folder: string,
  from: string,
  began: Date,
): Promise<string | undefined> {
  const { workspace } = ports.place
  const target = resolve(workspace, path)
  // It came with the folder that it lies in; describing the release compares it.
  if (await isAnything(target)) return undefined
  if (!(await leadsInto(workspace, target))) return 'its path leads out of the workspace'
  const names = storedNames(digest)
  const archive = join(folder, names.folder)
  const file = join(folder, names.file)
  const isFolder = (await kindOfPath(archive)) === 'file'
  if (!isFolder && (await kindOfPath(file)) !== 'file') return 'it does not exist'
  // Beside its place, on the same disk: what is moved there is whole and was compared.
  return await withScratchFolder(workspace, async (scratch) => {
    const whole = join(scratch, 'whole')
    try {
      if (isFolder) {
        const { unpackArchive } = await import('../codedeploy/agent/bundle.ts')
        await unpackArchive(archive, 'tgz', whole, ports.cancelled)
      } else await copyWhole(file, whole)
    } catch (error) {
      ports.cancelled.throwIfAborted()
      return messageOf(error).replace(`the revision ${archive} cannot be used: `, '')
    }
    const observed = await (isFolder ? digestOfTree : digestOfFile)(whole, ports.cancelled)
    if (observed !== digest) return `its digest is ${observed}, expected ${digest}`
    ports.cancelled.throwIfAborted()
    await moveTo(whole, target)
    const ms = ports.clock.now().getTime() - began.getTime()
    ports.log.info(`the release: ${path} is the one in ${from} (${digest})`)
    record.happened({ at: began.toISOString(), subject, event: 'restored from an earlier job', detail: from, ms })
    return undefined
  })
}

/** Whether the nearest folder above that exists, its links followed, is in the workspace. */
async function leadsInto(workspace: string, target: string): Promise<boolean> {
  let above = resolve(target, '..')
  while (!(await isAnything(above))) above = resolve(above, '..')
  return staysBelow(workspace, above)
}

function notHandedOn({ path, subject }: Part, why: string, findings: readonly Finding[] = []): ActionError {
  const title = `${path} is not in the workspace, and cannot be taken from an earlier job`
  const expected = 'what precheck, or the job before it, stored'
  const details = { subject, expected, observed: why }
  const error = new ActionError('release/restore-failed', { message: title, ...details })
  if (findings.length === 0) return error
  const { code, advice } = error
  return new ActionError('release/restore-failed', {
    message: title,
    findings: [...findings, { code, outcome: 'error', title, ...details, advice }],
  })
}
