import { syncBuiltinESMExports } from 'node:module'
import { afterAll } from '@jest/globals'

/**
 * The unit tier starts no process and no server: files that do have the suffix `.process.test.ts` (CONTRIBUTING.md).
 */

const childProcess = process.getBuiltinModule('node:child_process')
const { Server } = process.getBuiltinModule('node:net')
const server = { ...Object.getOwnPropertyDescriptor(Server.prototype, 'listen') }
const STARTERS = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const

const before = STARTERS.map((name) => [name, childProcess[name]] as const)
const started: string[] = []

function refuse(what: string): () => never {
  return () => {
    started.push(what)
    throw new Error(`${what}: the unit tier starts no process and no server; name the file *.process.test.ts`)
  }
}

// Workers run files of all tiers, one after the other, with the same modules.
Object.assign(childProcess, Object.fromEntries(STARTERS.map((name) => [name, refuse(name)])))
Server.prototype.listen = refuse('listen')
syncBuiltinESMExports()

afterAll(() => {
  Object.assign(childProcess, Object.fromEntries(before))
  Object.defineProperty(Server.prototype, 'listen', server)
  syncBuiltinESMExports()
  // Also where the code under test has caught the error.
  if (started.length > 0) throw new Error(`a file of the unit tier called ${[...new Set(started)].join(', ')}`)
})
