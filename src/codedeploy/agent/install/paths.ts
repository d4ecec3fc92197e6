import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { ActionError, messageOf } from '../../../support/errors.ts'
import { isInside, makeFolder } from '../../../support/files/folders.ts'

/** Where the paths of an AppSpec lie on this host: as they stand, or below a folder that stands for `/`. */
export class HostPaths {
  readonly root: string | undefined
  readonly workingDirectory: string

  constructor(destinationRoot: string | undefined, workingDirectory: string | undefined) {
    this.root = destinationRoot === undefined ? undefined : resolve(destinationRoot)
    this.workingDirectory = resolve(workingDirectory ?? this.root ?? '/')
  }

  /** Makes what must be there before anything else. Throws `config/revision` where it cannot be made. */
  prepare(): void {
    if (this.root === undefined) return
    try {
      makeFolder(this.root)
    } catch (error) {
      throw new ActionError('config/revision', {
        message: `the folder ${this.root}, which replaces /, cannot be made: ${messageOf(error)}`,
        advice: 'Give a `destination-root` below a folder that this user may write to.',
        cause: error,
      })
    }
  }

  /** An AppSpec's path as an absolute one of this host. */
  onHost(path: string): string {
    if (this.root === undefined) return resolve(this.workingDirectory, path)
    return isAbsolute(path) ? join(this.root, resolve('/', path)) : resolve(this.workingDirectory, path)
  }

  /** The first existing part of a path leads out of the folder that stands for `/`, by `..` or through a link. */
  leavesRoot(path: string): boolean {
    if (this.root === undefined || !existsSync(this.root)) return false
    let existing = path
    while (!existsSync(existing) && existing !== dirname(existing)) existing = dirname(existing)
    return !isInside(realpathSync(this.root), realpathSync(existing))
  }
}
