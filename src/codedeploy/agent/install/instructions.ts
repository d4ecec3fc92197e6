import { showAclEntry } from '../../appspec/access.ts'
import type { AclEntry, Permission, SelinuxContext } from '../../appspec/types.ts'
import { matchesGlob } from '../../appspec/glob.ts'

/** What Install does, one step each, in order. Paths are absolute paths of this host. */
export type Instruction =
  | { readonly type: 'mkdir'; readonly directory: string }
  | { readonly type: 'copy'; readonly source: string; readonly destination: string }
  | { readonly type: 'chmod'; readonly file: string; readonly mode: string }
  | {
      readonly type: 'setfacl'
      readonly file: string
      readonly acl: readonly AclEntry[]
      readonly permission: Permission
    }
  | { readonly type: 'semanage'; readonly file: string; readonly context: SelinuxContext }
  | {
      readonly type: 'chown'
      readonly file: string
      readonly owner?: string
      readonly group?: string
      readonly ownerFault?: string
      readonly groupFault?: string
    }

/** Install cannot go on. The message is AWS's agent's own where it has one. */
export class InstallError extends Error {
  readonly path: string | undefined
  /** The next step, where it is known better than by the event. */
  readonly advice: string | undefined
  constructor(message: string, path?: string, cause?: unknown, advice?: string) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'InstallError'
    this.path = path
    this.advice = advice
  }
}

const UPDATE = 'Update the files section of the AppSpec file, and then try again.'

/** Collects instructions and refuses those that contradict each other, as the agent does. */
export class Instructions {
  readonly list: Instruction[] = []
  readonly #copies = new Map<string, string>()
  readonly #folders = new Set<string>()
  readonly #permitted = new Set<string>()

  copy(source: string, destination: string): void {
    const other = this.#copies.get(destination)
    if (other !== undefined) {
      throw new InstallError(
        `The deployment failed because the application specification file specifies two source files named ${source} and ${other} for the same destination (${destination}). Remove one of the source file paths from the AppSpec file, and then try again.`,
        destination,
      )
    }
    if (this.#folders.has(destination)) {
      throw new InstallError(
        `The deployment failed because the application specification file calls for installing the file ${source}, but a file with that name already exists at the location (${destination}). Update your AppSpec file or directory structure, and then try again.`,
        destination,
      )
    }
    this.list.push({ type: 'copy', source, destination })
    this.#copies.set(destination, source)
  }

  mkdir(directory: string): void {
    const source = this.#copies.get(directory)
    if (source !== undefined) {
      throw new InstallError(
        `The deployment failed because the application specification file includes an mkdir command more than once for the same destination path (${directory}) from (${source}). ${UPDATE}`,
        directory,
      )
    }
    if (!this.#folders.has(directory)) this.list.push({ type: 'mkdir', directory })
    this.#folders.add(directory)
  }

  copies(path: string): boolean {
    return this.#copies.has(path)
  }

  makes(path: string): boolean {
    return this.#folders.has(path)
  }

  /** Applies a permission to what this installation makes; `isFolder` tells whether the object is one on the host. */
  permit(permission: Permission, object: string, isFolder: () => boolean): void {
    if (this.copies(object)) {
      if (!permission.types.includes('file')) return
      this.#checkFileObject(permission)
      this.#set(object, permission)
    } else if (this.makes(object) || isFolder()) {
      for (const match of this.#matches(permission, object)) this.#set(match, permission)
    }
  }

  #checkFileObject(permission: Permission): void {
    if (permission.pattern !== '**') {
      throw new InstallError(
        `The deployment failed because the application specification file includes an object (${permission.object}) with an invalid pattern (${permission.pattern}), such as a pattern for a file applied to a directory. Correct the permissions section of the AppSpec file, and then try again.`,
      )
    }
    if (permission.except.length > 0) {
      throw new InstallError(
        `The deployment failed because the except parameter for a pattern in the permissions section ([${permission.except.map((pattern) => JSON.stringify(pattern)).join(', ')}]) for the object named ${permission.object} contains an invalid format. Update the AppSpec file, and then try again.`,
      )
    }
    refuseDefaultAcl(permission)
  }

  #matches(permission: Permission, object: string): string[] {
    const base = object.endsWith('/') ? object : `${object}/`
    const matches = (path: string): boolean => {
      if (!path.startsWith(base)) return false
      if (permission.fault !== undefined) throw new InstallError(permission.fault)
      const name = path.slice(base.length)
      const wanted = permission.pattern === '**' || matchesGlob(name, permission.pattern)
      return wanted && !permission.except.some((pattern) => matchesGlob(name, pattern))
    }
    const files = permission.types.includes('file') ? [...this.#copies.keys()].filter(matches) : []
    if (files.length > 0) refuseDefaultAcl(permission)
    const folders = permission.types.includes('directory') ? [...this.#folders].filter(matches) : []
    return [...files, ...folders]
  }

  #set(file: string, permission: Permission): void {
    if (this.#permitted.has(file)) {
      throw new InstallError(
        `The deployment failed because the permissions setting for (${file}) is specified more than once in the application specification file. ${UPDATE}`,
        file,
      )
    }
    this.#permitted.add(file)
    const { mode, acls, context, owner, group, ownerFault, groupFault } = permission
    if (mode !== undefined) this.list.push({ type: 'chmod', file, mode })
    if (acls !== undefined) this.list.push({ type: 'setfacl', file, acl: acls, permission })
    if (context !== undefined) this.list.push({ type: 'semanage', file, context })
    if (owner !== undefined || group !== undefined) {
      this.list.push({
        type: 'chown',
        file,
        ...(owner !== undefined && { owner }),
        ...(group !== undefined && { group }),
        ...(ownerFault !== undefined && { ownerFault }),
        ...(groupFault !== undefined && { groupFault }),
      })
    }
  }
}

function refuseDefaultAcl(permission: Permission): void {
  if (!permission.acls?.some((entry) => entry.isDefault)) return
  throw new InstallError(
    'The deployment failed because the -d parameter has been specified to apply an acl setting to a file. This parameter is supported for directories only. Update the AppSpec file, and then try again.',
  )
}

/** As `<group>-install.json` holds it. */
export function showInstructions(list: readonly Instruction[]): string {
  const plain = list.map((instruction) => {
    if (instruction.type === 'setfacl')
      return { type: 'setfacl', acl: instruction.acl.map(showAclEntry), file: instruction.file }
    if (instruction.type === 'semanage') {
      const { user = null, type, range } = instruction.context
      return { type: 'semanage', context: { user, role: null, type, range }, file: instruction.file }
    }
    return instruction
  })
  return JSON.stringify({ instructions: plain })
}
