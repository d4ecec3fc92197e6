/** Checks the free disk space before any file is written. */
import { lstatSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ActionError } from '../../support/errors.ts'
import { bytesOnDisk, freeAt, lstatOf, statOf } from './files.ts'
import type { Free, Pace } from './files.ts'
import { InstallError, type Instruction } from './install/instructions.ts'
import type { State } from './state.ts'

/** Left free beside a revision, in bytes. */
export const RESERVE = 64 * 1024 * 1024

/** Needed disk space: `bytes` of content, and the number of files, folders and links. */
export interface Need {
  readonly bytes: number
  readonly entries: number
}

/** What a folder takes, and the proof that there is nothing in it that cannot be deployed. */
export async function needOf(folder: string, pace: Pace): Promise<Need> {
  const need = { bytes: 0, entries: 1 }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const inside = await needOf(path, pace)
      need.bytes += inside.bytes
      need.entries += inside.entries
    } else {
      need.entries += 1
      if (entry.isFile()) need.bytes += bytesOnDisk(lstatSync(path))
      else if (!entry.isSymbolicLink()) throw noFile(path)
    }
    await pace.step()
  }
  return need
}

function noFile(path: string): ActionError {
  return new ActionError('config/revision', {
    message: `the revision cannot be used: ${JSON.stringify(path)} is a device, a pipe or a socket: only files, folders and links can be deployed`,
    advice: 'Remove it from the revision.',
    subject: 'revision',
  })
}

/** Throws where a revision that takes this much does not fit at a path, once `gone` is gone from there. */
export function checkRevisionRoom(
  need: Need,
  path: string,
  gone: Need = { bytes: 0, entries: 0 },
  look = freeAt,
): void {
  const { folder } = placeOf(path)
  const free = look(folder)
  const bytes = free.bytes + gone.bytes
  const entries = free.entries + gone.entries
  const lacks =
    need.bytes + RESERVE > bytes
      ? `${need.bytes} bytes beside the ${RESERVE} that stay free, and ${bytes} are free`
      : need.entries > entries
        ? `room for ${need.entries} files and folders, and there is room (inodes) for ${entries}`
        : undefined
  if (lacks === undefined) return
  throw new ActionError('config/revision', {
    message: `the revision needs ${lacks} at ${folder}`,
    advice: 'Free disk space, or set `root` of the agent to a folder on a larger disk.',
    subject: 'revision',
  })
}

/** What is to be written somewhere besides. */
export interface Beside {
  readonly path: string
  readonly need: Need
}

/**
 * What a revision that a dry run unpacked elsewhere will take of the agent's own disk, beyond what old revisions leave
 * there. Nothing where both lie on one disk: then it lies there already. Throws where it does not fit.
 */
export async function revisionBeside(
  unpacked: string,
  state: State,
  keep: number,
  pace: Pace,
): Promise<Beside | undefined> {
  const path = state.archive
  if (placeOf(unpacked).device === placeOf(path).device) return undefined
  const need = await needOf(unpacked, pace)
  const gone = { bytes: 0, entries: 0 }
  for (const folder of state.surplusArchives(keep)) {
    const { bytes, entries } = await needOf(folder, pace)
    gone.bytes += bytes
    gone.entries += entries
  }
  checkRevisionRoom(need, path, gone)
  return { path, need: { bytes: need.bytes - gone.bytes, entries: need.entries - gone.entries } }
}

/**
 * Throws an InstallError where what is to be made needs more room than there is, once what goes before is gone: found out
 * half way it would leave the host with neither revision. What is replaced counts as gone.
 */
export function checkInstallRoom(
  list: readonly Instruction[],
  gone: readonly string[],
  beside?: Beside,
  look = freeAt,
): void {
  const disks = new Disks(look)
  if (beside) disks.at(beside.path).add(beside.need)
  for (const path of gone) disks.at(dirname(path)).add(takes(path), -1)
  const left = new Set(gone)
  for (const instruction of list) {
    if (instruction.type === 'mkdir') disks.at(dirname(instruction.directory)).add({ bytes: 1, entries: 1 })
    if (instruction.type !== 'copy') continue
    const { source, destination } = instruction
    const disk = disks.at(dirname(destination))
    disk.add(takes(source))
    if (!left.has(destination)) disk.add(takes(destination), -1)
  }
  disks.check()
}

function takes(path: string): Need {
  const stat = lstatOf(path)
  return { bytes: stat?.isFile() ? bytesOnDisk(stat) : 0, entries: stat ? 1 : 0 }
}

class Disks {
  readonly #look: (path: string) => Free
  readonly #places = new Map<string, Disk>()
  readonly #disks = new Map<number, Disk>()

  constructor(look: (path: string) => Free) {
    this.#look = look
  }

  /** The disk of a folder, which need not be there yet. */
  at(path: string): Disk {
    const known = this.#places.get(path)
    if (known) return known
    const { folder, device } = placeOf(path)
    const disk = this.#disks.get(device) ?? new Disk(folder, this.#look(folder))
    this.#disks.set(device, disk)
    this.#places.set(path, disk)
    return disk
  }

  check(): void {
    for (const disk of this.#disks.values()) disk.check()
  }
}

class Disk {
  readonly #folder: string
  readonly #free: Free
  #bytes = 0
  #entries = 0

  constructor(folder: string, free: Free) {
    this.#folder = folder
    this.#free = free
  }

  /** `times` −1: what goes. */
  add({ bytes, entries }: Need, times: 1 | -1 = 1): void {
    this.#bytes += times * Math.ceil(bytes / this.#free.block) * this.#free.block
    this.#entries += times * entries
  }

  check(): void {
    const lacks =
      this.#bytes > this.#free.bytes
        ? `${this.#bytes} bytes more, and ${this.#free.bytes} are free`
        : this.#entries > this.#free.entries
          ? `room for ${this.#entries} files and folders more, and there is room (inodes) for ${this.#free.entries}`
          : undefined
    if (lacks === undefined) return
    throw new InstallError(`The files need ${lacks} at ${this.#folder}.`, this.#folder, undefined, MORE_ROOM)
  }
}

/** The next step where a disk is full. */
export const MORE_ROOM =
  'Free disk space there (see `df -h` and `df -i`), or deploy below a `destination-root` on a larger disk.'

/** The nearest folder above that is there, and the file system that it lies on. */
function placeOf(path: string): { readonly folder: string; readonly device: number } {
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statOf(folder)
    if (stat || folder === dirname(folder)) return { folder, device: stat?.dev ?? 0 }
  }
}
