import { writeFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { isInside, makeFolder } from './folders.ts'

/** Gives `body` a fresh folder under `parent` and removes it afterwards, in every ending. */
export async function withScratchFolder<T>(parent: string, body: (folder: string) => Promise<T>): Promise<T> {
  makeFolder(parent)
  const folder = await mkdtemp(join(parent, 'scratch-'))
  try {
    return await body(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes files by their relative names and gives their absolute paths. A name that leads out of the folder throws. */
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
 * The regular files under the folder whose names end so, by relative name with `/`. Symbolic links are left out: they may
 * lead anywhere.
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
 * Where there is no RUNNER_TEMP: `.test-deployments` below the folder, which version control does not see. Made here as
 * far as that can be done; who writes to it later finds out that it cannot.
 */
export function ownFolder(parent: string): string {
  const folder = join(parent, '.test-deployments')
  try {
    makeFolder(folder)
    writeFileSync(join(folder, '.gitignore'), '*\n')
  } catch {
    // As said.
  }
  return folder
}
