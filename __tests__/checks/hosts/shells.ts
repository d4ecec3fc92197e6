import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../../scripts/install/installed-shells.ts'

/** A shell of this machine, and the programs available to its scripts. */
export interface Shell {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly path: string
}

const WANTED = ['dash', 'bash', 'busybox']

/** The installed shells; busybox uses its own programs in place of those of the system. */
export function installedShells(folder: string): Shell[] {
  const path = process.env['PATH'] ?? ''
  return WANTED.flatMap((name): Shell[] => {
    const program = findProgram(name)
    if (program === undefined) return []
    if (name !== 'busybox') return [{ name, command: [program], path }]
    const applets = join(folder, 'applets')
    mkdirSync(applets)
    execFileSync(program, ['--install', '-s', applets])
    return [{ name, command: [program, 'sh'], path: applets }]
  })
}

/** The reason why some shells are not tested; undefined where all are. */
export function missingShells(shells: readonly Shell[]): string | undefined {
  const missing = WANTED.filter((name) => !shells.some((shell) => shell.name === name))
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')} (npm run install:shells)`
}
