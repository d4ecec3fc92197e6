/** Files and folders that are there whole, or not at all. */
import { constants } from 'node:fs'
import { copyFile, lstat, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './folders.ts'

/**
 * Makes a file under another name and gives it its own when `make` is done; what fails leaves nothing.
 * @returns its size in bytes
 */
export async function writeWhole(file: string, make: (part: string) => Promise<void>): Promise<number> {
  const part = `${file}.part`
  await rm(part, { force: true })
  try {
    await make(part)
    const { size } = await stat(part)
    await rename(part, file)
    return size
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** Copies a file; one that is there is not overwritten. Rejects with Node's error. */
export async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL)
}

/** Moves something to a place on the same disk, folders on the way made. Rejects with Node's error. */
export async function moveTo(from: string, to: string): Promise<void> {
  makeFolder(dirname(to))
  await rename(from, to)
}

/** Whether there is anything of that name, be it a link that leads nowhere. */
export async function isAnything(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}
