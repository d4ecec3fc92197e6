import { extname, join, resolve } from 'node:path'
import type { Evidence, Slot } from '../evidence/document.ts'
import { hasArtifactService, type StoredArtifact } from '../github/artifacts.ts'
import type { Ports } from '../ports.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { withGrace } from '../support/processes/grace.ts'
import { mapLimit } from '../support/limit.ts'
import { readFiles, writeFiles } from '../support/files/scratch.ts'

/** A document as it was found, unread. `name` says where: a path, or artifact and path. */
export interface FoundDocument {
  readonly name: string
  readonly bytes: Uint8Array
  /** The token beside it, unverified. */
  readonly token?: string
}

/** The token that proves which job wrote a document lies beside it, under the same name. */
const TOKEN_SUFFIX = '.jwt'

/** Folds of the log for the lines of the artifact client. */
export const EVIDENCE_FOLDS = ['Evidence of earlier jobs', 'Store the evidence'] as const
const [READING, KEEPING] = EVIDENCE_FOLDS

export const EVIDENCE_PREFIX = 'test-deployments-'
const DOWNLOADS_AT_ONCE = 4

/** `precheck-all`, `verify-preprod-2of5-tests`: the name of a slot in files and artifacts. */
export function slotName(slot: Slot): string {
  return [slot.command, slot.environment, slot.account, slot.region, slot.shard?.replace('/', 'of'), slot.phase]
    .filter((part): part is string => part !== undefined && part !== '')
    .map((part) => part.replaceAll(/[^\w.-]/g, '_'))
    .join('-')
}

/** Absolute path of the folder where evidence is kept: the one that was asked for, or one that ends with the job. */
export function evidenceFolder(ports: Pick<Ports, 'place'>, asked: string | undefined): string {
  return asked === undefined ? join(ports.place.temp, 'test-deployments') : resolve(ports.place.workspace, asked)
}

/**
 * Writes a document and its page into the folder and, where the run has an artifact service or the step names a bucket,
 * stores both there: later jobs run on other machines. Artifacts of a run cannot be overwritten, so the attempt is part of
 * the name, and the number of a later step that fills the same slot.
 * @returns the path of the document
 */
export async function storeEvidence(
  ports: Pick<Ports, 'place' | 'connect' | 'log' | 'cancelled'>,
  folder: string,
  evidence: Evidence,
  files: EvidenceFiles,
): Promise<string> {
  const first = `${slotName(evidence.slot)}-attempt${evidence.origin.runAttempt}`
  let name = first
  try {
    // Two steps of a run may fill one slot: neither document replaces the other, and later steps find both.
    for (let number = 1; ; number++) {
      name = number === 1 ? first : `${first}-step${number}`
      try {
        await storeRemotely(ports, name, filesOf(name, files))
        break
      } catch (error) {
        if (number >= MOST_STEPS || !isTaken(error)) throw error
        ports.log.info(`another step of this run has stored ${name}`)
      }
    }
  } finally {
    await writeLocally(folder, filesOf(name, files))
  }
  return join(folder, `${name}.json`)
}

/** Steps of one run that fill one slot, at most. */
const MOST_STEPS = 20

interface EvidenceFiles {
  readonly json: string
  readonly html: string
  readonly attestable?: ReadonlyMap<string, string>
  readonly token?: string | undefined
}

function filesOf(name: string, { json, html, attestable, token }: EvidenceFiles): ReadonlyMap<string, Buffer> {
  return new Map([
    [`${name}.json`, Buffer.from(json)],
    [`${name}.html`, Buffer.from(html)],
    // Not JSON by their names: what ends so is read as a document.
    ...[...(attestable ?? [])].map(([end, text]) => [`${name}${end}`, Buffer.from(text)] as const),
    ...(token === undefined ? [] : [[`${name}${TOKEN_SUFFIX}`, Buffer.from(token)] as const]),
  ])
}

function isTaken(error: unknown): boolean {
  return error instanceof ActionError && ['github/artifact-exists', 'evidence/exists'].includes(error.code)
}

async function writeLocally(folder: string, written: ReadonlyMap<string, Buffer>): Promise<void> {
  try {
    await writeFiles(folder, written)
  } catch (error) {
    throw new ActionError('evidence/unwritable', {
      message: `the evidence could not be written to ${folder}: ${messageOf(error)}`,
      subject: 'evidence',
      cause: error,
    })
  }
}

/**
 * Into the bucket, and into the artifacts of the run, where they are the record even if the bucket refuses. Rejects where
 * one of them has a document of this name, or did not store it.
 */
async function storeRemotely(
  ports: Pick<Ports, 'place' | 'connect' | 'log' | 'cancelled'>,
  name: string,
  written: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const store = async (): Promise<void> => {
    const bucket = await ports.connect.evidenceBucket()
    for (const [file, bytes] of bucket ? written : []) await bucket?.put(file, bytes, TYPES[extname(file)])
  }
  let refusal: unknown
  try {
    await withGrace(store(), ports.cancelled)
  } catch (error) {
    if (isTaken(error)) throw error
    refusal = error
  }
  if (hasArtifactService(ports.place.env)) {
    const artifacts = await ports.connect.artifacts()
    await ports.log.group(KEEPING, () =>
      withGrace(artifacts.upload(`${EVIDENCE_PREFIX}${name}`, written), ports.cancelled),
    )
  }
  if (refusal !== undefined) throw refusal
}

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.predicate': 'application/json',
  '.html': 'text/html; charset=utf-8',
  '.subjects': 'text/plain; charset=utf-8',
}

/**
 * Stores the page of a document by itself and unpacked, so that reviewers open it from the run. `name`: that of the document,
 * which no other one of the run has.
 * @returns its address, which every reader of the run may open; undefined where the run has no artifact service
 */
export async function storePage(
  ports: Pick<Ports, 'place' | 'connect' | 'log' | 'cancelled'>,
  name: string,
  html: string,
): Promise<string | undefined> {
  const { env } = ports.place
  const [server, repository, run] = [env['GITHUB_SERVER_URL'], env['GITHUB_REPOSITORY'], env['GITHUB_RUN_ID']]
  if (!hasArtifactService(env) || !server || !repository || !run) return undefined
  const artifacts = await ports.connect.artifacts()
  const { id } = await ports.log.group(KEEPING, () =>
    withGrace(artifacts.uploadPage(`${name}.html`, Buffer.from(html)), ports.cancelled),
  )
  return `${server}/${repository}/actions/runs/${run}/artifacts/${id}`
}

/**
 * All documents that earlier jobs of this run left: in the folder, in the artifacts of the run, and in the bucket. They are data until
 * the chain (evidence/chain.ts) has found their digests among those that the jobs named.
 */
export async function collectEvidence(
  ports: Pick<Ports, 'place' | 'connect' | 'log' | 'cancelled'>,
  asked: string | undefined,
): Promise<FoundDocument[]> {
  const found = new Map<string, FoundDocument>()
  const folder = evidenceFolder(ports, asked)
  try {
    const tokens = await readFiles(folder, TOKEN_SUFFIX)
    for (const [name, bytes] of await readFiles(folder, '.json')) {
      found.set(name, { name: join(folder, name), bytes, ...tokenOf(name, tokens) })
    }
  } catch (error) {
    // Without artifacts the folder is the only way; a folder that was named must be there in any case.
    if (asked !== undefined) {
      throw new ActionError('evidence/unreadable', {
        message: `the evidence folder ${folder} cannot be read: ${messageOf(error)}`,
        subject: 'evidence',
        cause: error,
      })
    }
  }
  if (hasArtifactService(ports.place.env)) {
    const store = await ports.connect.artifacts()
    const download = async (): Promise<{ artifact: StoredArtifact; files: ReadonlyMap<string, Uint8Array> }[]> => {
      const ours = (await store.list()).filter((artifact) => artifact.name.startsWith(EVIDENCE_PREFIX))
      return mapLimit(ours, DOWNLOADS_AT_ONCE, async (artifact) => ({
        artifact,
        files: await store.download(artifact),
      }))
    }
    const downloads = await ports.log.group(READING, () => withGrace(download(), ports.cancelled))
    for (const { artifact, files } of downloads) {
      for (const [name, bytes] of files) {
        if (name.endsWith('.json'))
          found.set(`${artifact.id}/${name}`, {
            name: `artifact ${artifact.name}/${name}`,
            bytes,
            ...tokenOf(name, files),
          })
      }
    }
  }
  const bucket = await ports.connect.evidenceBucket()
  if (bucket) {
    const fetch = async (): Promise<void> => {
      const wanted = (name: string): boolean => name.endsWith('.json') || name.endsWith(TOKEN_SUFFIX)
      const names = (await bucket.list()).filter((name) => wanted(name) && !name.includes('/'))
      const files = new Map(
        await mapLimit(names, DOWNLOADS_AT_ONCE, async (name) => [name, await bucket.get(name)] as const),
      )
      for (const [name, bytes] of files) {
        if (!name.endsWith('.json')) continue
        found.set(`s3/${name}`, { name: `${bucket.url}${name}`, bytes, ...tokenOf(name, files) })
      }
    }
    await withGrace(fetch(), ports.cancelled)
  }
  return [...found.values()]
}

/** A token is a few kilobytes; a larger file is none. */
const MOST_TOKEN_BYTES = 64 * 1024

function tokenOf(name: string, files: ReadonlyMap<string, Uint8Array>): { token?: string } {
  const bytes = files.get(name.replace(/\.json$/, TOKEN_SUFFIX))
  return bytes === undefined || bytes.length > MOST_TOKEN_BYTES ? {} : { token: Buffer.from(bytes).toString('utf8') }
}
