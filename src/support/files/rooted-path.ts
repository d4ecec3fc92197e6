import { lstat, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** The number of links that Linux follows. */
const MOST_LINKS = 40

export interface RootedPath {
  /** The resolved path: each of its folders is a real one below the root. */
  readonly path: string
  /** True where the last part is a broken link. */
  readonly dangling: boolean
}

/**
 * Resolves a path in a folder that is the root, as after chroot: an absolute link starts at the root, and `..` does not leave
 * it. Undefined where the path does not exist. Rejects with Node's error, and with ELOOP on too many links.
 */
export async function followBelow(root: string, path: string): Promise<RootedPath | undefined> {
  let here: string[] = []
  const left = partsOf(path)
  let link: string[] | undefined
  let links = 0
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    if (part === '..') {
      here = here.slice(0, -1)
      continue
    }
    const next = [...here, part]
    const found = await look(join(root, ...next))
    if (!found) return link && { path: join(root, ...link), dangling: true }
    if (!found.isSymbolicLink()) {
      here = next
      continue
    }
    links += 1
    if (links > MOST_LINKS) throw Object.assign(new Error(`too many links lead to ${path}`), { code: 'ELOOP' })
    const target = await readlink(join(root, ...next))
    if (target.startsWith('/')) here = []
    // A broken link is a result only as the last part.
    if (left.length === 0) link = next
    left.unshift(...partsOf(target))
  }
  return { path: join(root, ...here), dangling: false }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.')
}

async function look(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
