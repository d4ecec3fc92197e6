import { accessSync, constants, lstatSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { codeOf } from './files.ts'
import type { AgentResult } from './types.ts'

/**
 * Why this user cannot run the listed actions of a dry run: a sentence for each line of the AppSpec that needs root, and for
 * each folder or file that is an obstacle, including the agent's own folder `root`. Empty without obstacles. Writes nothing.
 */
export function obstaclesOf(
  root: string,
  { actions, needsRoot }: Pick<AgentResult, 'actions' | 'needsRoot'>,
): string[] {
  const removed = new Set(actions.flatMap((action) => (action.kind === 'remove' ? [action.path] : [])))
  const folders = new Set([root])
  const found = new Set(userInfo().uid === 0 ? [] : needsRoot.map((why) => `${why} needs root`))
  for (const action of actions) {
    if (action.kind === 'remove' || action.kind === 'mkdir' || action.kind === 'copy') folders.add(dirname(action.path))
    if (action.kind === 'copy' && action.overwrites) add(found, fileObstacle(action.path))
  }
  for (const folder of folders) add(found, folderObstacle(folder, removed))
  return [...found]
}

function add(found: Set<string>, obstacle: string | undefined): void {
  if (obstacle !== undefined) found.add(obstacle)
}

/** Looks at the folder, or where it is to be made at the nearest one above that is there. */
function folderObstacle(folder: string, removed: ReadonlySet<string>): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const stat = look(statSync, at)
    if (typeof stat === 'string') return `${at} cannot be looked at by ${me()} (${stat})`
    if (stat?.isDirectory()) return refusal(at, constants.W_OK | constants.X_OK)
    const isLink = stat === undefined && typeof look(lstatSync, at) === 'object'
    if ((stat !== undefined || isLink) && !removed.has(at)) return `${at} is not a folder`
    if (at === dirname(at)) return undefined
  }
}

function fileObstacle(path: string): string | undefined {
  const stat = look(lstatSync, path)
  if (typeof stat !== 'object' || !stat.isFile()) return undefined
  const { uid } = userInfo()
  // Its times and bits are set too, which only its owner may.
  return uid !== 0 && stat.uid !== uid ? `${path} belongs to another user than ${me()}` : refusal(path, constants.W_OK)
}

function look(how: (path: string) => Stats, path: string): Stats | string | undefined {
  try {
    return how(path)
  } catch (error) {
    const code = codeOf(error) ?? 'unknown'
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : code
  }
}

function refusal(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode)
    return undefined
  } catch (error) {
    return `${path} cannot be written to by ${me()} (${codeOf(error) ?? 'unknown'})`
  }
}

function me(): string {
  return userInfo().username
}
