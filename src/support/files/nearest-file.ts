import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { nearestName } from '../text/nearest.ts'

/** `.yaml` for `.yml` is a usual mistake, and too far for a typing mistake. */
const SAME_KIND = [['.yml', '.yaml', '.json', '.template']]

/** The path of an existing file that was probably meant, from the root of the workspace; undefined where none is similar. */
export async function nearestFile(workspace: string, path: string): Promise<string | undefined> {
  const root = resolve(workspace)
  let folder = root
  const found: string[] = []
  for (const part of path.split('/').filter((each) => each !== '.' && each !== '')) {
    if (part === '..') return undefined
    const names = await readdir(folder).catch((): string[] => [])
    const next = names.includes(part) ? part : (otherKind(part, names) ?? nearestName(part, names))
    if (next === undefined) return undefined
    found.push(next)
    folder = join(folder, next)
  }
  const near = found.join('/')
  return near === path ? undefined : near
}

/** The file of the same name with another ending for the same kind of file. */
function otherKind(name: string, names: readonly string[]): string | undefined {
  for (const kinds of SAME_KIND) {
    const ending = kinds.find((each) => name.endsWith(each))
    if (ending === undefined) continue
    const stem = name.slice(0, -ending.length)
    const other = kinds.map((each) => stem + each).find((each) => names.includes(each))
    if (other !== undefined) return other
  }
  return undefined
}
