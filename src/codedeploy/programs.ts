/** Programs of the host that scripts and the agent need. */
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** The path of a program in the standard folders, independent of the PATH of the job. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** The program of a first line `#!/usr/bin/env bash`: `/usr/bin/env`. A CR at its end is part of its name. */
export function interpreterIn(firstLine: string): string | undefined {
  return /^#![ \t]*([^ \t]+)/.exec(firstLine)?.[1]
}
