import { mkdirSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'

/**
 * Makes a folder and those above it that are missing. Throws Node's error. One at a time: `recursive` never ends where
 * the file system says that what it was just told to make is not there, as /proc does.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Whether a path is the folder itself or lies below it, by their names. Both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way)
}
