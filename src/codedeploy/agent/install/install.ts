/** Removes the previous installation and makes the new one. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { findGroup, findUser } from '../../../support/accounts.ts'
import { messageOf } from '../../../support/errors.ts'
import { readAclEntry, showAclEntry } from '../../appspec/access.ts'
import type { AclEntry, Permission, SelinuxContext } from '../../appspec/types.ts'
import { codeOf, copyContent, copyMetadata, lstatOf } from '../files.ts'
import type { Pace } from '../files.ts'
import { InstallError, showInstructions } from './instructions.ts'
import type { Instruction } from './instructions.ts'
import { MORE_ROOM } from '../disk-space.ts'
import { asRubyRuns } from '../shell.ts'
import type { Command } from '../shell.ts'
import { cleanupLine } from '../state.ts'
import type { CleanupEntry, State } from '../state.ts'

/** Removes the files of the previous deployment of the group, newest first. Folders with other content stay. */
export async function removePrevious(state: State, pace: Pace): Promise<string[]> {
  const removed: string[] = []
  for (const entry of state.installed().toReversed()) {
    if (entry.context) tool(['semanage', 'fcontext', '-d', entry.path])
    else if (remove(entry.path)) removed.push(entry.path)
    await pace.step()
  }
  rmSync(state.cleanupFile, { force: true })
  return removed
}

function remove(path: string): boolean {
  const stat = lstatOf(path)
  if (!stat) return false
  if (!stat.isDirectory()) {
    unlinkSync(path)
    return true
  }
  try {
    rmdirSync(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false
    throw error
  }
}

export interface ExecuteOptions {
  readonly state: State
  readonly compatible: boolean
  /** AWS's agent writes through a link at the destination; otherwise the link itself is replaced. */
  readonly throughLinks: boolean
  /** The ACL list grows from file to file, as in the agent before 2.x. */
  readonly aclsPileUp: boolean
  /** Throws where a permission would reach what must not be touched. */
  readonly guard: (file: string) => void
  readonly pace: Pace
}

/** Carries out instructions in order. Each path is noted for the next deployment's cleanup before or as it is made. */
export async function execute(list: readonly Instruction[], options: ExecuteOptions): Promise<void> {
  const { state, compatible } = options
  const broken = list.find((instruction) => instruction.type === 'semanage' && instruction.context.range === undefined)
  if (compatible && broken) throw new InstallError("undefined method `get_range' for nil:NilClass")
  writeFileSync(state.installFile, showInstructions(list))
  const descriptor = openSync(state.cleanupFile, 'w')
  const note = (entry: CleanupEntry): void => void writeSync(descriptor, cleanupLine(entry, compatible))
  const piles = new Map<Permission, AclEntry[]>()
  try {
    for (const instruction of list) {
      try {
        carryOut(instruction, note, piles, options)
      } catch (error) {
        throw error instanceof InstallError
          ? error
          : new InstallError(explain(error, instruction), pathOf(instruction), error, adviceOn(error))
      }
      await options.pace.step()
    }
  } finally {
    closeSync(descriptor)
  }
}

function carryOut(
  instruction: Instruction,
  note: (entry: CleanupEntry) => void,
  piles: Map<Permission, AclEntry[]>,
  options: ExecuteOptions,
): void {
  if (instruction.type !== 'mkdir' && instruction.type !== 'copy') options.guard(instruction.file)
  switch (instruction.type) {
    case 'mkdir':
      mkdirSync(instruction.directory)
      note({ path: instruction.directory, context: false })
      return
    case 'copy':
      note({ path: instruction.destination, context: false })
      copy(instruction.source, instruction.destination, options)
      return
    case 'chmod':
      chmodSync(instruction.file, Number.parseInt(instruction.mode, 8))
      return
    case 'chown':
      changeOwner(instruction)
      return
    case 'setfacl': {
      const pile = (options.aclsPileUp ? piles.get(instruction.permission) : undefined) ?? []
      piles.set(instruction.permission, pile)
      setAcl(instruction.file, instruction.acl, pile, options.compatible)
      return
    }
    case 'semanage':
      note({ path: setContext(instruction.file, instruction.context), context: true })
  }
}

/** Where a folder is at the destination, AWS's agent copies into it. */
function copy(source: string, destination: string, options: ExecuteOptions): void {
  const { compatible, throughLinks } = options
  const stat = lstatSync(source)
  if (stat.isSymbolicLink()) {
    if (!compatible) rmSync(destination, { force: true })
    symlinkSync(readlinkSync(source), destination)
    return
  }
  if (!stat.isFile()) throw new InstallError(`${source} is a device, a pipe or a socket and cannot be copied.`, source)
  // Before the look for a folder: a link to one may lead out of what stands for `/`.
  if (!throughLinks && lstatSync(destination, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(destination)
  const intoFolder = compatible && statSync(destination, { throwIfNoEntry: false })?.isDirectory()
  const target = intoFolder ? join(destination, basename(source)) : destination
  copyContent(source, target, stat)
  copyMetadata(target, stat)
}

function changeOwner(instruction: Instruction & { type: 'chown' }): void {
  const { owner, group, ownerFault, groupFault } = instruction
  const unchanged = 2 ** 32 - 1
  if (ownerFault !== undefined) throw new InstallError(ownerFault, instruction.file)
  const uid = owner === undefined ? unchanged : findUser(owner)?.uid
  if (uid === undefined) throw new InstallError(`can't find user for ${owner}`, instruction.file)
  if (groupFault !== undefined) throw new InstallError(groupFault, instruction.file)
  const gid = group === undefined ? unchanged : findGroup(group)?.gid
  if (gid === undefined) throw new InstallError(`can't find group for ${group}`, instruction.file)
  chownSync(instruction.file, uid, gid)
}

/** The entries of the AppSpec, and those that an ACL cannot be without, taken from the file's mode. */
function setAcl(file: string, entries: readonly AclEntry[], pile: AclEntry[], compatible: boolean): void {
  const mode = (statSync(file).mode & 0o777).toString(8).padStart(3, '0')
  const [user = '0', group = '0', other = '0'] = mode
  const add = (text: string): void => {
    const entry = readAclEntry(text, true)
    if (typeof entry !== 'string') pile.push(entry)
  }
  const has = (test: (entry: AclEntry) => boolean): boolean => [...entries, ...pile].some(test)
  add(`:${user}`)
  add(`g::${group}`)
  add(`o::${other}`)
  const named = has((entry) => !entry.isDefault && entry.name !== '')
  if (named && !has((entry) => !entry.isDefault && entry.kind === 'mask')) add(`m::${group}`)
  if (has((entry) => entry.isDefault)) {
    const hasDefault = (kind: string): boolean =>
      has((entry) => entry.isDefault && entry.kind === kind && entry.name === '')
    if (!hasDefault('user')) add(`d::${user}`)
    if (!hasDefault('group')) add(`d:g::${group}`)
    if (!hasDefault('other')) add(`d:o:${other}`)
    const defaultGroup = [...entries, ...pile].find(
      (entry) => entry.isDefault && entry.kind === 'group' && entry.name === '',
    )
    if (has((entry) => entry.isDefault && entry.name !== '') && !hasDefault('mask') && defaultGroup) {
      pile.push({ ...defaultGroup, kind: 'mask' })
    }
  }
  const acl = [...entries, ...pile].map(showAclEntry).join(',')
  const failure = tool(compatible ? asRubyRuns(`setfacl --set ${acl} ${file}`) : ['setfacl', '--set', acl, file])
  if (failure !== undefined) {
    throw new InstallError(
      `The deployment failed because of a problem with the acls permission settings in the application specification file for this object: ${file}. Failed command: setfacl --set ${acl} ${file}. Exit code: ${failure}`,
      file,
    )
  }
}

function setContext(file: string, context: SelinuxContext): string {
  const object = realpathSync(file)
  const words = [
    ...(context.user === undefined ? [] : ['-s', context.user]),
    '-t',
    context.type,
    ...(context.range === undefined ? [] : ['-r', context.range]),
  ]
  for (const [name, ...args] of [
    ['semanage', 'fcontext', '-a', ...words, object],
    ['restorecon', '-v', object],
  ] as const) {
    const failure = tool([name, ...args])
    if (failure === undefined) continue
    throw new InstallError(
      `The deployment failed because the application specification file contains an error in the settings for the context parameter. Update the permissions section of the AppSpec file, and then try again. Failed command: ${[name, ...args].join(' ')}. Exit code: ${failure}`,
      file,
    )
  }
  return object
}

/** How long a tool may take, in ms. */
const TOOL_TIMEOUT = 60_000

/** Undefined after success; else what happened. */
function tool([name, ...args]: Command): string | undefined {
  const { status, signal, error } = spawnSync(name, args, { stdio: 'ignore', timeout: TOOL_TIMEOUT })
  if (status === 0) return undefined
  if (error && codeOf(error) === 'ENOENT') return `${name} is not installed on this host`
  return error?.message ?? (signal === null ? `exit ${status}` : `ended by ${signal}`)
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  EDQUOT: 'Disk quota exceeded',
}

const MAY_NOT =
  'Run it as a user who can write there, or set `destination-root` to a folder that this user can write to.'

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: MORE_ROOM,
  EDQUOT: MORE_ROOM,
  EACCES: MAY_NOT,
  EPERM: MAY_NOT,
  EROFS: MAY_NOT,
}

function adviceOn(error: unknown): string | undefined {
  return ADVICE[codeOf(error) ?? '']
}

/** A system error in words, with the path that it is about. */
function explain(error: unknown, instruction: Instruction): string {
  const code = codeOf(error)
  if (code === undefined) return messageOf(error)
  const missing = instruction.type === 'copy' && !lstatOf(instruction.source)
  const path = missing ? instruction.source : pathOf(instruction)
  return `${WORDS[code] ?? code} - ${path} (${instruction.type})`
}

function pathOf(instruction: Instruction): string {
  if (instruction.type === 'mkdir') return instruction.directory
  return instruction.type === 'copy' ? instruction.destination : instruction.file
}
