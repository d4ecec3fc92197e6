import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isInside } from '../../../support/files/folders.ts'
import { InstallError, type Instruction } from './instructions.ts'

/**
 * Refuses permissions that would reach through an installed link: modes, owners and ACLs of a link are those of what it
 * leads to, and that may be any file of the host. What this deployment installs, or what lies below the folder that
 * stands for `/`, may be reached. AWS's agent, which `agent-compatible` follows where nothing stands for `/`, reaches all.
 */
export function linkGuard(
  list: readonly Instruction[],
  root: string | undefined,
  compatible: boolean,
): (file: string) => void {
  if (compatible && root === undefined) return () => undefined
  let installed: ReadonlySet<string> | undefined
  return (file) => {
    if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return
    const real = realOf(file)
    if (real === undefined) return
    installed ??= root === undefined ? installedBy(list) : undefined
    if (root === undefined ? installed?.has(real) : isInside(realpathSync(root), real)) return
    throw new InstallError(
      `The permissions of the link ${file} would be those of ${real}, which is not installed.`,
      file,
    )
  }
}

function installedBy(list: readonly Instruction[]): ReadonlySet<string> {
  const paths = list.flatMap((instruction) => {
    if (instruction.type === 'copy') return [instruction.destination]
    return instruction.type === 'mkdir' ? [instruction.directory] : []
  })
  return new Set(paths.map((path) => join(realOf(dirname(path)) ?? dirname(path), basename(path))))
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    // It leads nowhere, or in a circle: whoever follows it finds nothing to change.
    return undefined
  }
}
