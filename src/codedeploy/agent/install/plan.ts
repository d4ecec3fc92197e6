/** Works out what Install does before it does it. */
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { isInside } from '../../../support/files/folders.ts'
import type { Permission, ServerAppSpec } from '../../appspec/types.ts'
import { lstatOf, statOf } from '../files.ts'
import type { Pace } from '../files.ts'
import { InstallError, Instructions } from './instructions.ts'
import type { HostPaths } from './paths.ts'
import { agentPlaces, hostPlaces } from './places.ts'
import type { Places } from './places.ts'
import type { CleanupEntry } from '../state.ts'

/** The host as Install finds it. */
export interface HostView {
  exists(path: string): boolean
  isFolder(path: string): boolean
}

/** The host as it is. `File.exist?` of Ruby: a dangling link does not exist. */
export const hostNow: HostView = { exists: existsSync, isFolder: (path) => statOf(path)?.isDirectory() ?? false }

/** The host as it will be when the previous installation is gone. A dangling link exists: it would be written through. */
export class HostAfterCleanup implements HostView {
  readonly #gone = new Set<string>()

  constructor(cleanup: readonly CleanupEntry[]) {
    for (const { path, context } of cleanup.toReversed()) {
      const stat = context ? undefined : lstatOf(path)
      if (!stat) continue
      const stays = stat.isDirectory() && readdirSync(path).some((name) => !this.#gone.has(join(path, name)))
      if (!stays) this.#gone.add(path)
    }
  }

  exists(path: string): boolean {
    return !this.#gone.has(path) && lstatOf(path) !== undefined
  }

  /** Whether the cleanup removes it: a folder that holds something else stays. */
  removes(path: string): boolean {
    return this.#gone.has(path)
  }

  isFolder(path: string): boolean {
    return !this.#gone.has(path) && (statOf(path)?.isDirectory() ?? false)
  }
}

export interface PlanOptions {
  readonly archive: string
  readonly paths: HostPaths
  /** DISALLOW, OVERWRITE, RETAIN, or what the caller wrote. */
  readonly behavior: string
  readonly view: HostView
  /** As AWS's agent: nothing is read before it is needed. */
  readonly compatible: boolean
  readonly pace: Pace
  /** Takes every file that DISALLOW forbids to replace; without it the first one ends the planning. */
  readonly conflicts?: string[]
}

export interface InstallPlan {
  readonly instructions: Instructions
  /** Files that stay as they are (RETAIN). */
  readonly retained: readonly string[]
  /** Files that are there and are replaced (OVERWRITE). */
  readonly overwritten: ReadonlySet<string>
}

export async function planInstall(spec: ServerAppSpec, options: PlanOptions): Promise<InstallPlan> {
  const planner = new Planner(options)
  for (const entry of spec.files) {
    if (entry.fault !== undefined) throw new InstallError(entry.fault)
    await planner.file(entry.source, entry.destination)
  }
  for (const permission of spec.permissions) {
    planner.permission(permission)
  }
  return planner
}

/** What DISALLOW says of a file that is there, in the words of AWS's agent; `more` were found beside it. */
export function conflictError(path: string, more = 0): InstallError {
  const others = more === 0 ? '' : `, and ${more} more`
  return new InstallError(
    `The deployment failed because a specified file already exists at this location: ${path}${others}`,
    path,
  )
}

class Planner {
  readonly instructions = new Instructions()
  readonly retained: string[] = []
  readonly overwritten = new Set<string>()
  readonly #options: PlanOptions

  readonly #places: Places

  constructor(options: PlanOptions) {
    this.#options = options
    const asWritten = options.compatible && options.paths.root === undefined
    this.#places = asWritten ? agentPlaces(options.paths.workingDirectory) : hostPlaces(options.paths)
  }

  permission(permission: Permission): void {
    const object = this.#places.begin(permission.object)
    this.instructions.permit(permission, this.#places.settle(object), () => this.#isFolder(object))
  }

  async file(source: string, destination: string): Promise<void> {
    const places = this.#places
    const from = places.join(this.#options.archive, source)
    this.#checkSource(source, from)
    const isFolder = hostNow.isFolder(from)
    if (!this.#options.compatible && isFolder && destination === '')
      throw new InstallError(`File exists @ dir_s_mkdir - ${this.#options.paths.workingDirectory}`)
    // An empty destination of a file is the root folder: AWS's agent joins the two with a slash.
    const to = places.begin(destination)
    const target = isFolder ? to : places.join(to, basename(from))
    this.#checkTarget(target)
    this.#ancestors(target)
    if (isFolder) await this.#folder(from, to, [])
    else this.#file(from, target)
  }

  #exists(path: string): boolean {
    return this.#options.view.exists(this.#places.look(path))
  }

  #isFolder(path: string): boolean {
    return this.#options.view.isFolder(this.#places.look(path))
  }

  async #folder(from: string, to: string, above: readonly string[]): Promise<void> {
    const real = realpathSync(from)
    // AWS's agent copies such a loop forty times into itself, or until the host gives up.
    if (above.includes(real)) {
      throw new InstallError(`The link ${from} leads back to a folder above it.`, from)
    }
    if (!this.#isFolder(to)) {
      if (!this.#options.compatible && this.#exists(to)) {
        throw new InstallError(`A folder is to be made where a file is: ${to}`, to)
      }
      this.instructions.mkdir(this.#places.settle(to))
    } else this.#checkTarget(to)
    for (const name of readdirSync(from).toSorted()) {
      const [source, target] = [this.#places.join(from, name), this.#places.join(to, name)]
      if (hostNow.isFolder(source)) {
        this.#checkLink(source)
        await this.#folder(source, target, [...above, real])
      } else this.#file(source, target)
      await this.#options.pace.step()
    }
  }

  #file(source: string, target: string): void {
    const path = this.#places.settle(target)
    if (!this.#exists(target)) {
      this.instructions.copy(source, path)
      return
    }
    const { behavior } = this.#options
    if (behavior === 'RETAIN') this.retained.push(path)
    else if (behavior === 'OVERWRITE') {
      if (!this.#options.compatible && this.#isFolder(target)) {
        throw new InstallError(`A file is to be made where a folder is: ${path}`, path)
      }
      this.overwritten.add(path)
      this.instructions.copy(source, path)
    } else if (behavior === 'DISALLOW') {
      if (this.#options.conflicts) {
        this.#options.conflicts.push(path)
        return
      }
      throw conflictError(target)
    } else {
      throw new InstallError(
        `The deployment failed because an invalid option was specified for fileExistsBehavior: ${behavior}. Valid options include OVERWRITE, RETAIN, and DISALLOW.`,
        path,
      )
    }
  }

  #ancestors(target: string): void {
    const places = this.#places
    const missing: string[] = []
    for (
      let above = places.parent(target);
      !['.', '/'].includes(above) && !this.#exists(above);
      above = places.parent(above)
    ) {
      missing.unshift(above)
    }
    for (const folder of missing) this.instructions.mkdir(places.settle(folder))
  }

  #checkSource(source: string, from: string): void {
    if (this.#options.compatible) return
    if (!isInside(this.#options.archive, from)) {
      throw new InstallError(`The source ${source} lies outside of the revision.`, from)
    }
    if (lstatOf(from) === undefined) throw new InstallError(`The source ${source} is not in the revision.`, from)
    this.#checkLink(from)
  }

  /** A link to a folder is copied as that folder: one that lies elsewhere would bring the host's own files. */
  #checkLink(path: string): void {
    if (this.#options.compatible || !lstatOf(path)?.isSymbolicLink() || !hostNow.isFolder(path)) return
    if (isInside(realpathSync(this.#options.archive), realpathSync(path))) return
    throw new InstallError(`The link ${path} leads to a folder outside of the revision: ${realpathSync(path)}`, path)
  }

  #checkTarget(target: string): void {
    if (!this.#options.paths.leavesRoot(resolve(target))) return
    throw new InstallError(`The destination ${target} leads out of ${this.#options.paths.root}.`, target)
  }
}
