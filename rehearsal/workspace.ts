import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** Holds what the next release changes; it is no part of the repository itself. */
const NEXT = 'next'

/** The shop's repository: two commits, made of the example and of what its next release changes. No git is needed. */
export interface Repository {
  /** Folder that holds the files as of the newest commit. Breaks edit them before anything is committed. */
  readonly folder: string
  /** Replaces text in a file; throws when the text is not there, so that a break which breaks nothing is noticed. */
  edit(path: string, find: string, replace: string): void
  write(path: string, text: string): void
  /** The whole tree as text, by path. */
  files(): Record<string, string>
  /** What actions/checkout does. */
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
