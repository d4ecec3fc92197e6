import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findGroup, findUser } from '../../../src/support/accounts.ts'
import { hasTool, RECORDED_DEST } from './host.ts'
import type { Place } from './host.ts'
import type { TreeEntry } from './recorded.ts'

/** The files below `dest`, except those in `without`, in the format of the recordings. */
export function treeOf(dest: string, without: readonly string[]): TreeEntry[] {
  const entries: TreeEntry[] = []
  const walk = (path: string): void => {
    for (const name of readdirSync(path).toSorted()) {
      const here = join(path, name)
      if (without.includes(relative(dest, here))) continue
      const stat = lstatSync(here)
      const common = {
        path: `@DEST@/${relative(dest, here)}`,
        mode: (stat.mode & 0o7777).toString(8).padStart(4, '0'),
        owner: findUser(stat.uid)?.name ?? String(stat.uid),
        group: findGroup(stat.gid)?.name ?? String(stat.gid),
      }
      if (stat.isSymbolicLink()) entries.push({ ...common, type: 'link', target: readlinkSync(here) })
      else if (stat.isDirectory()) {
        entries.push({ ...common, type: 'dir' })
        walk(here)
      } else {
        const content = Buffer.from(readFileSync(here, 'latin1').replaceAll(dest, RECORDED_DEST), 'latin1')
        const sha256 = createHash('sha256').update(content).digest('hex').slice(0, 16)
        entries.push({ ...common, type: 'file', size: content.length, sha256 })
      }
    }
  }
  walk(dest)
  return entries
}

export function compareTree(recorded: readonly TreeEntry[], got: readonly TreeEntry[]): string[] {
  const show = ({ path, type, mode, owner, group, sha256, target }: TreeEntry): string => {
    if (type.includes('link')) return `${path} link ${target ?? ''}`
    return [path, type, mode, `${owner}:${group}`, sha256].filter((part) => part !== undefined).join(' ')
  }
  const expected = recorded.map(show).toSorted()
  const found = got.map(show).toSorted()
  return [
    ...expected.filter((line) => !found.includes(line)).map((line) => `tree: expected ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `tree: got      ${line}`),
  ]
}

export function compareAcl(entry: TreeEntry, place: Place): string[] {
  if (!entry.acl || !hasTool('getfacl')) return []
  const { stdout } = spawnSync('getfacl', ['-c', '-E', '-p', place.fill(entry.path)], { encoding: 'utf8' })
  const got = stdout
    .split('\n')
    .filter((line) => line !== '')
    .toSorted()
    .join()
  return entry.acl.toSorted().join() === got ? [] : [`acl of ${entry.path}: ${entry.acl.join()}, got ${got}`]
}

/** Compares the content of the file behind a link that the deployment has written through. */
export function compareLinked(recorded: string | null | undefined, place: Place): string[] {
  if (recorded === null || recorded === undefined) return []
  const contents = treeOf(place.dest, [])
    .filter(({ type }) => type === 'link')
    .map(({ path }) => place.fill(path))
    .filter((path) => existsSync(path) && lstatSync(realpathSync(path)).isFile())
    .map((path) => readFileSync(path, 'utf8').trim())
  return contents.includes(place.fill(recorded).trim())
    ? []
    : [`linked content ${recorded}, got ${contents.join(', ')}`]
}
