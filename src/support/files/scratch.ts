import { writeFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { isInside, makeFolder } from './folders.ts'

/** Calls `body` with a new folder under `parent` and removes the folder afterwards, also on errors. */
export async function withScratchFolder<T>(parent: string, body: (folder: string) => Promise<T>): Promise<T> {
  makeFolder(parent)
  const folder = await mkdtemp(join(parent, 'scratch-'))
  try {
    return await body(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes files by their relative names and returns their absolute paths. Throws for a name that leads out of the folder. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const paths: string[] = []
  for (const [name, bytes] of files) {
    const path = join(folder, name)
    if (!isInside(folder, path)) throw new RangeError(`${name} leads out of the folder`)
    makeFolder(dirname(path))
    await writeFile(path, bytes)
    paths.push(path)
  }
  return paths
}

/**
 * The regular files below the folder with that ending, by relative name with `/`. Symbolic links are left out.
 */
export async function readFiles(folder: string, ending = ''): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(ending)) continue
    const path = join(entry.parentPath, entry.name)
    files.set(relative(folder, path).split(sep).join('/'), await readFile(path))
  }
  return files
}

/**
 * The folder to use without RUNNER_TEMP: `.test-deployments`, which git ignores. Errors of its creation are ignored; a later
 * write fails with them.
 */
export function ownFolder(parent: string): string {
  const folder = join(parent, '.test-deployments')
  try {
    makeFolder(folder)
    writeFileSync(join(folder, '.gitignore'), '*\n')
  } catch {
    // A later write fails with the same error.
  }
  return folder
}
