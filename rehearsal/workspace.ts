import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** The folder with the changes of the next release, which is not part of the repository. */
const NEXT = 'next'
/** Bytes of the list of files that git prints. */
const MOST_LISTED = 64 * 1024 * 1024

/** The files of the shop's repository, without git: of the installed or of the next release. */
export interface Repository {
  /** The folder with the files of the newest commit. Breaks edit them before the commit. */
  readonly folder: string
  /** Replaces text in a file; throws when the file does not contain it, so that each break has an effect. */
  edit(path: string, find: string, replace: string): void
  write(path: string, text: string): void
  /** The contents of all files, by path. */
  files(): Record<string, string>
  /** Copies the files, as actions/checkout does. */
  checkout(into: string): void
}

/** Copies one version of the example into `folder`. */
export function layOut(example: string, folder: string, version: 'installed' | 'next'): Repository {
  rmSync(folder, { recursive: true, force: true })
  cpSync(example, folder, {
    recursive: true,
    filter: (source) =>
      !['node_modules', 'reports', 'state', 'build'].includes(relative(example, source).split(sep).at(-1) ?? ''),
  })
  if (version === 'next') cpSync(join(example, NEXT), folder, { recursive: true })
  rmSync(join(folder, NEXT), { recursive: true, force: true })
  return repositoryIn(folder)
}

/**
 * Copies a repository of the user's as a commit of all changes has it: what git does not ignore. Without git, everything
 * but node_modules.
 */
export function layOutRepository(source: string, folder: string): Repository {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: source,
    encoding: 'utf8',
    maxBuffer: MOST_LISTED,
  })
  // Where there is no git, there is no output either.
  const listed = ((stdout as string | null) ?? '')
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(source, path)))
  if (listed.length === 0) {
    const isLeftOut = (path: string): boolean =>
      relative(source, path)
        .split(sep)
        .some((part) => part === 'node_modules' || part === '.git')
    cpSync(source, folder, { recursive: true, verbatimSymlinks: true, filter: (path) => !isLeftOut(path) })
  }
  for (const path of listed) cpSync(join(source, path), join(folder, path), { recursive: true, verbatimSymlinks: true })
  return repositoryIn(folder)
}

function repositoryIn(folder: string): Repository {
  return {
    folder,
    edit(path, find, replace) {
      const text = readFileSync(join(folder, path), 'utf8')
      if (!text.includes(find)) throw new Error(`${path} does not contain ${JSON.stringify(find)}`)
      writeFileSync(
        join(folder, path),
        text.replace(find, () => replace),
      )
    },
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      const executable = /hooks\/\w+$/.test(path)
      writeFileSync(join(folder, path), text)
      if (executable) chmodSync(join(folder, path), 0o755)
    },
    files: () => filesIn(folder),
    checkout: (into) => cpSync(folder, into, { recursive: true }),
  }
}

function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  return Object.fromEntries(
    entries.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  )
}
