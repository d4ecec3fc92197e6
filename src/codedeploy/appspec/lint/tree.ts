import { posix } from 'node:path'
import type { RevisionFile, ServerAppSpec, FileEntry } from '../types.ts'

/** A path of the AppSpec as one of the revision: `./src/` → `src`; `` for the whole; undefined where it climbs out. */
export function revisionPath(path: string): string | undefined {
  const normal = posix.normalize(posix.join('.', path)).replace(/\/+$/, '')
  if (normal === '..' || normal.startsWith('../')) return undefined
  return normal === '.' ? '' : normal
}

/** The file that a path leads to, through links; `outside` where a link leads out of the revision. */
export function resolveFile(
  files: ReadonlyMap<string, RevisionFile>,
  path: string,
): RevisionFile | 'outside' | undefined {
  let current = path
  for (let links = 0; links < 40; links++) {
    const parts = current.split('/')
    const at = parts.findIndex((_, index) => files.get(parts.slice(0, index + 1).join('/'))?.type === 'symlink')
    if (at === -1) return files.get(current)
    const link = parts.slice(0, at + 1).join('/')
    const target = files.get(link)?.target ?? ''
    if (posix.isAbsolute(target)) return 'outside'
    const next = revisionPath(posix.join(posix.dirname(link), target, ...parts.slice(at + 1)))
    if (next === undefined) return 'outside'
    current = next
  }
  return undefined
}

/** What an entry of `files` puts where. */
export interface Placement {
  readonly entry: FileEntry
  readonly file: RevisionFile
  readonly target: string
  readonly isFolder: boolean
}

/** All that Install makes, by the AppSpec and the revision alone. Links to folders are not followed. */
export function placementsOf(spec: ServerAppSpec, files: ReadonlyMap<string, RevisionFile>): Placement[] {
  return spec.files.flatMap((entry): Placement[] => {
    const source = revisionPath(entry.source)
    if (source === undefined) return []
    const root = posix.resolve('/', entry.destination)
    const own = files.get(source)
    if (own && own.type !== 'directory') {
      return [{ entry, file: own, target: posix.join(root, posix.basename(source)), isFolder: false }]
    }
    const prefix = source === '' ? '' : `${source}/`
    return [...files.values()]
      .filter(({ path }) => path.startsWith(prefix))
      .map((file) => ({
        entry,
        file,
        target: posix.join(root, file.path.slice(prefix.length)),
        isFolder: file.type === 'directory',
      }))
  })
}
