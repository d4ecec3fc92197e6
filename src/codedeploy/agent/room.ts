import { dirname } from 'node:path'
import { bytesOnDisk, freeBytes, lstatOf, statOf } from './files.ts'
import { InstallError, type Instruction } from './instructions.ts'

/**
 * Throws an InstallError where the files that are to be copied need more room than there is, once what goes before is
 * gone: found out half way it would leave the host with neither revision. What is replaced counts as gone.
 */
export function checkInstallRoom(list: readonly Instruction[], gone: readonly string[]): void {
  const needed = new Map<number, { bytes: number; folder: string }>()
  const places = new Map<string, ReturnType<typeof placeOf>>()
  const count = (path: string, bytes: number): void => {
    const parent = dirname(path)
    const place = places.get(parent) ?? placeOf(parent)
    places.set(parent, place)
    const sum = (needed.get(place.device)?.bytes ?? 0) + bytes
    needed.set(place.device, { bytes: sum, folder: place.folder })
  }
  const sizeOf = (path: string): number => {
    const stat = lstatOf(path)
    return stat?.isFile() ? bytesOnDisk(stat) : 0
  }
  for (const path of gone) count(path, -sizeOf(path))
  const left = new Set(gone)
  for (const instruction of list) {
    if (instruction.type !== 'copy') continue
    const { source, destination } = instruction
    count(destination, sizeOf(source) - (left.has(destination) ? 0 : sizeOf(destination)))
  }
  for (const { bytes, folder } of needed.values()) {
    const free = freeBytes(folder)
    if (bytes > free) {
      throw new InstallError(`The files need ${bytes} bytes more, and ${free} are free at ${folder}.`, folder)
    }
  }
}

/** The nearest folder above that is there, and the file system that it lies on. */
function placeOf(path: string): { readonly folder: string; readonly device: number } {
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statOf(folder)
    if (stat || folder === dirname(folder)) return { folder, device: stat?.dev ?? 0 }
  }
}
