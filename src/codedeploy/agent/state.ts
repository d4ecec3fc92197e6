/** The agent's own folder: laid out as AWS's agent does, so that people and tools find what they know. */
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { ActionError, messageOf } from '../../support/errors.ts'
import { makeFolder } from '../../support/files/folders.ts'
import { strip } from '../appspec/values.ts'
import { codeOf } from './files.ts'

/** Paths below the root for one deployment. */
export class State {
  readonly root: string
  readonly group: string
  readonly deploymentId: string
  /** `<root>/<group>/<deployment>` */
  readonly folder: string
  readonly archive: string
  readonly log: string
  readonly instructions: string

  constructor(root: string, group: string, deploymentId: string) {
    this.root = resolve(root)
    this.group = checkName('deploymentGroupId', group)
    this.deploymentId = checkName('deploymentId', deploymentId)
    this.folder = join(this.root, this.group, this.deploymentId)
    this.archive = join(this.folder, 'deployment-archive')
    this.log = join(this.folder, 'logs', 'scripts.log')
    this.instructions = join(this.root, 'deployment-instructions')
  }

  get cleanupFile(): string {
    return join(this.instructions, `${this.group}-cleanup`)
  }

  get installFile(): string {
    return join(this.instructions, `${this.group}-install.json`)
  }

  /** Makes the folders, and keeps other deployments of the group away until `release`. */
  prepare(): void {
    try {
      makeFolder(this.folder)
      makeFolder(this.instructions)
    } catch (error) {
      throw new ActionError('config/revision', {
        message: `the agent's folder ${this.root} cannot be written to: ${messageOf(error)}`,
        advice: 'Set `root` to a folder that this user can write to, such as one below RUNNER_TEMP.',
        cause: error,
      })
    }
    this.#lock()
  }

  release(): void {
    rmSync(this.#lockFile, { force: true })
  }

  get #lockFile(): string {
    return join(this.instructions, `${this.group}-lock`)
  }

  #lock(): void {
    for (;;) {
      try {
        writeFileSync(this.#lockFile, String(process.pid), { flag: 'wx' })
        return
      } catch (error) {
        const holder = existsSync(this.#lockFile) ? Number(readFileSync(this.#lockFile, 'utf8')) : 0
        if (isRunning(holder)) {
          throw new ActionError('config/revision', {
            message: `another deployment of ${this.group} is in progress under ${this.root} (process ${holder})`,
            advice:
              'Run the job again when it has ended: simultaneous deployments would remove the files of each other.',
            cause: error,
          })
        }
        // The process that held the lock ended without releasing it.
        rmSync(this.#lockFile, { force: true })
      }
    }
  }

  /** Folder of the deployment whose revision is installed. */
  lastSuccessful(): string | undefined {
    return this.#read('last_successful_install')
  }

  setLastSuccessful(folder: string | undefined): void {
    this.#write('last_successful_install', folder)
  }

  mostRecent(): string | undefined {
    return this.#read('most_recent_install')
  }

  setMostRecent(): void {
    this.#write('most_recent_install', this.folder)
  }

  /** Remembers which revision counted as installed before this one, in case that this one fails later. */
  rememberPrevious(): void {
    writeFileSync(join(this.folder, 'previous-install'), this.lastSuccessful() ?? '')
  }

  /** A deployment that failed after Install never becomes the one whose ApplicationStop runs next. */
  restorePrevious(): void {
    const remembered = join(this.folder, 'previous-install')
    if (this.lastSuccessful() !== this.folder || !existsSync(remembered)) return
    const previous = readFileSync(remembered, 'utf8')
    this.setLastSuccessful(previous !== '' && existsSync(previous) ? previous : undefined)
  }

  #read(name: string): string | undefined {
    const path = join(this.instructions, `${this.group}_${name}`)
    return existsSync(path) ? readFileSync(path, 'utf8').replace(/\r?\n$/, '') : undefined
  }

  #write(name: string, folder: string | undefined): void {
    const path = join(this.instructions, `${this.group}_${name}`)
    if (folder === undefined) rmSync(path, { force: true })
    else writeFileSync(path, folder)
  }

  /** Paths of the previous installation, in the order in which they were made. */
  installed(): CleanupEntry[] {
    return existsSync(this.cleanupFile) ? readCleanup(readFileSync(this.cleanupFile, 'utf8')) : []
  }

  /** Removes the oldest archives, so that with this deployment `keep` remain; never the installed one. */
  pruneArchives(keep: number): void {
    for (const path of this.surplusArchives(keep)) rmSync(path, { recursive: true, force: true })
  }

  /** The folders of deployments that `pruneArchives` removes. */
  surplusArchives(keep: number): string[] {
    const group = join(this.root, this.group)
    const others = (existsSync(group) ? readdirSync(group) : [])
      .map((name) => join(group, name))
      .filter((path) => path !== this.folder)
    const surplus = Math.max(0, others.length - keep + 1)
    return others
      .filter((path) => path !== this.lastSuccessful())
      .map((path) => ({ path, time: lstatSync(path).mtimeMs }))
      .toSorted((a, b) => a.time - b.time)
      .slice(0, surplus)
      .map(({ path }) => path)
  }
}

/** `context`: not a file to remove, but its SELinux rule. */
export interface CleanupEntry {
  readonly path: string
  readonly context: boolean
}

const CONTEXT = 'semanage\0'

/**
 * A line of the cleanup file. Paths with line breaks or white space at their ends, which AWS's agent loses, are written
 * as JSON texts, unless it is to be as compatible; every other line is what AWS's agent writes.
 */
export function cleanupLine(entry: CleanupEntry, compatible: boolean): string {
  const fragile = !compatible && (/[\r\n]/.test(entry.path) || strip(entry.path) !== entry.path)
  return `${entry.context ? CONTEXT : ''}${fragile ? JSON.stringify(entry.path) : entry.path}\n`
}

/**
 * An unfinished last line (the host went down while it was written) does not count, nor does what is no whole path: the
 * rest of one with a line break in it.
 */
export function readCleanup(text: string): CleanupEntry[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const context = line.startsWith(CONTEXT)
      const written = strip(context ? line.slice(CONTEXT.length) : line)
      return { context, path: written.startsWith('"') ? (JSON.parse(written) as string) : written }
    })
    .filter((entry) => isAbsolute(entry.path))
}

function isRunning(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function checkName(what: string, name: string): string {
  if (/^[^./\s\0][^/\n\0]{0,199}$/.test(name) && name !== 'deployment-instructions') return name
  throw new ActionError('config/revision', {
    message: `${what} ${JSON.stringify(name)} cannot be the name of a folder`,
    advice: 'Use a name without slashes that begins with a letter or digit.',
    observed: name,
  })
}
