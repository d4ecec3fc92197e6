/** Brings a revision into the agent's own folder: what the event DownloadBundle does. */
import {
  chmodSync,
  chownSync,
  createWriteStream,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ActionError } from '../../support/errors.ts'
import { detectBundleType, walkArchive } from '../revision/archive.ts'
import type { ArchiveEntry, BundleType } from '../revision/archive.ts'
import { copyContent, freeAt, Pace, setTimes } from './files.ts'
import { checkRevisionRoom, needOf, RESERVE } from './disk-space.ts'

/**
 * Fills `target`, which must not exist, with a revision. What fails leaves no `target`. A single folder at the top of an
 * archive is taken away if it holds an AppSpec, as AWS's agent does.
 */
export async function unpackRevision(
  revision: string,
  target: string,
  options: { type?: BundleType; signal?: AbortSignal } = {},
): Promise<void> {
  const type = options.type ?? detectBundleType(revision)
  const pace = new Pace(options.signal)
  mkdirSync(dirname(target), { recursive: true })
  try {
    if (type === 'directory') await copyTree(revision, target, pace)
    else {
      await extract(revision, type, target, pace)
      stripTop(target)
    }
  } catch (error) {
    rmSync(target, { recursive: true, force: true })
    throw error
  }
}

async function copyTree(source: string, target: string, pace: Pace): Promise<void> {
  checkRevisionRoom(await needOf(source, pace), dirname(target))
  const umask = process.umask()
  const isRoot = process.getuid?.() === 0
  const copy = async (from: string, to: string): Promise<void> => {
    mkdirSync(to)
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [here, there] = [join(from, entry.name), join(to, entry.name)]
      if (entry.isDirectory()) await copy(here, there)
      else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(here), there)
      else {
        const stat = lstatSync(here)
        copyContent(here, there, stat)
        // Who made a revision does not own what is deployed of it. Node copies owners, too.
        if (isRoot && (stat.uid !== 0 || stat.gid !== 0)) chownSync(there, 0, 0)
        chmodSync(there, stat.mode & 0o7777 & ~umask)
      }
      await pace.step()
    }
  }
  await copy(source, target)
}

/**
 * Unpacks an archive into `target`, which must not exist, as it is. What fails leaves a part of it there. Rejects with
 * `config/revision` on what an archive may not hold, or with the signal's reason.
 */
export async function unpackArchive(
  archive: string,
  type: 'zip' | 'tar' | 'tgz',
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  await extract(archive, type, target, new Pace(signal))
}

async function extract(revision: string, type: 'zip' | 'tar' | 'tgz', target: string, pace: Pace): Promise<void> {
  mkdirSync(target)
  const extraction = new Extraction(revision, target, type !== 'zip')
  const free = freeAt(target)
  const room = { bytes: Math.max(0, free.bytes - RESERVE), entries: free.entries, at: target }
  await walkArchive(
    revision,
    type,
    async (entry, content) => {
      await extraction.write(entry, content)
      await pace.step()
    },
    room,
  )
  extraction.finish()
}

/** Writes entries below a folder to which no other process writes. No entry is ever written through a link. */
class Extraction {
  readonly #revision: string
  readonly #target: string
  readonly #owners: boolean
  readonly #bits: number
  readonly #links = new Set<string>()
  readonly #folders = new Map<string, number | undefined>()

  constructor(revision: string, target: string, fromTar: boolean) {
    this.#revision = revision
    this.#target = target
    // `tar -p` as root gives files to the owner that the archive names, and so does AWS's agent.
    this.#owners = fromTar && process.getuid?.() === 0
    // `unzip` leaves out what makes a file run as its owner, and the sticky bit.
    this.#bits = fromTar ? 0o7777 : 0o777
  }

  async write(entry: ArchiveEntry, content: () => Promise<NodeJS.ReadableStream>): Promise<void> {
    const path = join(this.#target, entry.path)
    this.#makeParents(entry.path)
    const there = lstatSync(path, { throwIfNoEntry: false })
    if (entry.type === 'directory') {
      if (there && !there.isDirectory()) throw this.#refuse(entry, 'is a folder and a file at once')
      if (!there) mkdirSync(path)
      if (this.#owners && entry.owner) lchown(path, entry.owner)
      this.#folders.set(entry.path, entry.mode === undefined ? undefined : entry.mode & this.#bits)
      return
    }
    if (there?.isDirectory()) throw this.#refuse(entry, 'is a folder and a file at once')
    if (there) rmSync(path)
    this.#links.delete(entry.path)
    if (entry.type === 'symlink') {
      symlinkSync(entry.target ?? '', path)
      this.#links.add(entry.path)
      if (this.#owners && entry.owner) lchown(path, entry.owner)
      return
    }
    if (entry.hardlink) {
      this.#link(entry, path)
      return
    }
    await pipeline(await content(), createWriteStream(path, { flags: 'wx' }))
    if (this.#owners && entry.owner) lchown(path, entry.owner)
    if (entry.mode !== undefined) chmodSync(path, entry.mode & this.#bits)
    if (entry.mtime) setTimes(path, entry.mtime)
  }

  /** Folders get their bits last: one that may not be written to has to be filled first. */
  finish(): void {
    for (const [path, mode] of [...this.#folders].toReversed()) {
      if (mode !== undefined) chmodSync(join(this.#target, path), mode)
    }
  }

  #makeParents(path: string): void {
    const parts = path.split('/').slice(0, -1)
    for (let length = 1; length <= parts.length; length++) {
      const parent = parts.slice(0, length).join('/')
      if (this.#folders.has(parent)) continue
      if (this.#links.has(parent)) {
        throw refusal(
          `${this.#revision}: the entry ${JSON.stringify(path)} lies behind the link ${JSON.stringify(parent)}`,
        )
      }
      const there = lstatSync(join(this.#target, parent), { throwIfNoEntry: false })
      if (there && !there.isDirectory())
        throw refusal(`${this.#revision}: ${JSON.stringify(parent)} is a file and a folder at once`)
      if (!there) mkdirSync(join(this.#target, parent))
      this.#folders.set(parent, undefined)
    }
  }

  #link(entry: ArchiveEntry, path: string): void {
    const target = entry.target ?? ''
    const throughLink = [...this.#links].some((link) => target === link || target.startsWith(`${link}/`))
    const source = lstatSync(join(this.#target, target), { throwIfNoEntry: false })
    if (throughLink || !source?.isFile())
      throw this.#refuse(entry, `repeats ${JSON.stringify(target)}, which is not a file of the archive`)
    linkSync(join(this.#target, target), path)
  }

  #refuse(entry: ArchiveEntry, why: string): ActionError {
    return refusal(`${this.#revision}: the entry ${JSON.stringify(entry.path)} ${why}`)
  }
}

function lchown(path: string, owner: { readonly uid: number; readonly gid: number }): void {
  // Links keep the owner that made them: nothing that is deployed reads it.
  if (!lstatSync(path).isSymbolicLink()) chownSync(path, owner.uid, owner.gid)
}

function stripTop(target: string): void {
  const [top, second] = readdirSync(target)
  if (top === undefined || second !== undefined) return
  const nested = join(target, top)
  if (!lstatSync(nested).isDirectory()) return
  if (!readdirSync(nested).some((name) => /appspec/i.test(name))) return
  const aside = join(dirname(target), `${basename(target)}-temp`)
  rmSync(aside, { recursive: true, force: true })
  renameSync(target, aside)
  renameSync(join(aside, top), target)
  rmdirSync(aside)
}

function refusal(message: string): ActionError {
  return new ActionError('config/revision', { message: `the revision cannot be used: ${message}`, subject: 'revision' })
}
