import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Link } from '../evidence/chain/slots.ts'
import { parseEvidence } from '../evidence/parse.ts'
import { messageOf } from '../support/errors.ts'

/** The evidence documents below a folder. */
export interface Documents {
  readonly links: readonly Link[]
  /** Files that say that they are evidence and cannot be read, and folders that may not be listed. */
  readonly unread: readonly { readonly name: string; readonly problem: string }[]
}

/** Larger than any document; a larger file is not evidence. */
const MOST_BYTES = 64 * 1024 * 1024

/** Reads each JSON file of a folder and of the folders in it, links not followed. Other files count for nothing. */
export async function readDocuments(root: string): Promise<Documents> {
  const links = new Map<string, Link>()
  const unread: { name: string; problem: string }[] = []
  const waiting = [root]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      unread.push({ name: relative(root, folder ?? '') || '.', problem: messageOf(error) })
      return []
    })
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      if (!entry.isFile() || !entry.name.endsWith('.json')) continue
      const name = relative(root, path)
      try {
        if ((await stat(path)).size > MOST_BYTES) continue
        const parsed = parseEvidence(await readFile(path))
        if ('evidence' in parsed) links.set(parsed.digest, { name, digest: parsed.digest, evidence: parsed.evidence })
        else if (parsed.claims) unread.push({ name, problem: parsed.problem })
      } catch (error) {
        unread.push({ name, problem: messageOf(error) })
      }
    }
  }
  return { links: [...links.values()], unread }
}
