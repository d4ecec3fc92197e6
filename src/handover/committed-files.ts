import { statSync } from 'node:fs'
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path'
import { climbs, isOutside } from '../support/files/files.ts'
import { git } from '../support/git.ts'
import type { Place } from '../support/runtime.ts'

/** More files than a step can annotate; each costs a start of git. */
const MOST_FILES = 40

/**
 * Paths of files from the root of their repository, by the paths that findings have from the workspace. A file that is not in
 * the commit, such as one that a build made, has none. Where git cannot tell, the path stays as it is.
 */
export async function committedFiles(
  { workspace, env }: Pick<Place, 'workspace' | 'env'>,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const file of [...new Set(files)].slice(0, MOST_FILES)) {
    const path = await committedFile(workspace, env['PATH'], file)
    if (path !== undefined) found.set(file, path)
  }
  return found
}

async function committedFile(workspace: string, path: string | undefined, file: string): Promise<string | undefined> {
  const full = resolve(workspace, file)
  if (isAbsolute(file) ? isOutside(relative(workspace, full)) : climbs(file)) return undefined
  if (statSync(full, { throwIfNoEntry: false })?.isFile() !== true) return undefined
  const listing = ['--literal-pathspecs', 'ls-files', '--full-name', '-z', '--', basename(full)]
  const { exitCode, stdout } = await git(dirname(full), path, listing)
  if (exitCode !== 0) return file
  // A folder is listed by the files in it.
  const [only, ...more] = stdout.split('\0').filter(Boolean)
  return more.length === 0 && only !== undefined && basename(only) === basename(full) ? only : undefined
}
