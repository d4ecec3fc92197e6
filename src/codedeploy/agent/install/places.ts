/** How the paths of an AppSpec are put together, looked at, and named. */
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { homeOf } from '../../../support/accounts.ts'
import { InstallError } from './instructions.ts'
import type { HostPaths } from './paths.ts'

export interface Places {
  /** A destination, as `join`, `parent`, `look` and `settle` take it. */
  begin(path: string): string
  join(folder: string, name: string): string
  parent(path: string): string
  /** Where the host is asked whether something is there. */
  look(path: string): string
  /** The absolute path that is made, and noted for the cleanup. Throws InstallError where there is none. */
  settle(path: string): string
}

/** Every path is an absolute one without `.` and `..` from the beginning. */
export function hostPlaces(paths: HostPaths): Places {
  return {
    begin: (path) => paths.onHost(path === '' ? '/' : path),
    join,
    parent: dirname,
    look: (path) => path,
    settle: (path) => path,
  }
}

/**
 * AWS's agent asks the host for paths as they are written and makes them as Ruby's `File.expand_path` has them: `x/../y`
 * is not there as long as `x` is not, and `~` is looked for by that name but stands for a home.
 */
export function agentPlaces(workingDirectory: string): Places {
  return {
    begin: (path) => path,
    join: (folder, name) => `${folder.replace(/\/+$/, '')}/${name.replace(/^\/+/, '')}`,
    parent: dirname,
    look: (path) => (path === '' || isAbsolute(path) ? path : `${workingDirectory}/${path}`),
    settle: (path) => {
      const [, user, rest = ''] = /^~([^/]*)(.*)$/s.exec(path) ?? []
      if (user === undefined) return resolve(workingDirectory, path)
      const home = homeOf(user)
      if (home === undefined) throw new InstallError(`user ${user} doesn't exist`)
      return join(home, rest)
    },
  }
}
