import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './provide.ts'

/** Where `npm run install:shells` keeps programs. */
export const SHELL_CACHE = cacheFolder('shells')

/** Path of a program of this machine: in PATH, or in the cache. */
export function findProgram(name: string, path = `${process.env['PATH'] ?? ''}:${SHELL_CACHE}`): string | undefined {
  return path
    .split(':')
    .map((folder) => join(folder, name))
    .find((candidate) => {
      try {
        accessSync(candidate, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
