import { mkdirSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'

/**
 * Creates a folder and its missing parents. Throws Node's error. One by one, since Node's `recursive` does not end on file
 * systems such as /proc, where a created folder does not exist.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Whether a path is the folder itself or below it, by name. Both are absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way)
}
