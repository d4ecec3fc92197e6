import { closeSync, fstatSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isSecretName } from './names.ts'

/**
 * Every process of the same user can read under /proc the environment with which a process was started, also after variables
 * were removed. So before this process runs commands of the user, it replaces itself (exec) by one that was started without
 * secrets and reads them from an unnamed file.
 */

/** The variable with the id of the process that replaced itself. */
const MARK = 'TEST_DEPLOYMENTS_REPLACED'
const POWERFUL = /^(AWS|ACTIONS|INPUT)_|OIDC/
const STDIN = 0
const OWNER_ONLY = 0o600

/**
 * Replaces this process by one without secrets in its start environment, if it runs commands. In the new process, makes them
 * variables again. Without effect where the system cannot replace a process.
 */
export function hideEnvironment(runsCommands: boolean, temp: string): void {
  if (process.env[MARK] === String(process.pid)) {
    restore()
    return
  }
  if (!runsCommands) return
  // Older versions of Node and other systems do not have this function, although its type is defined.
  const { execve } = process as { readonly execve?: typeof process.execve }
  const secret = Object.entries(process.env).filter(([name]) => POWERFUL.test(name.toUpperCase()) || isSecretName(name))
  if (process.platform !== 'linux' || !execve || secret.length === 0) return
  if (!store(JSON.stringify(Object.fromEntries(secret)), temp)) return
  const names = new Set(secret.map(([name]) => name))
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.has(name)))
  const argv = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  // Node warns that the function is experimental.
  process.emitWarning = () => undefined
  execve.call(process, process.execPath, argv, { ...kept, [MARK]: String(process.pid) })
}

/** Makes an unnamed file the standard input: of all open files only that stays open in the new process. */
function store(text: string, temp: string): boolean {
  for (const folder of ['/dev/shm', temp]) {
    try {
      closeSync(STDIN)
    } catch {
      // Already closed.
    }
    try {
      const path = join(folder, `test-deployments-${randomUUID()}`)
      const file = openSync(path, 'wx+', OWNER_ONLY)
      unlinkSync(path)
      writeSync(file, text)
      if (file === STDIN) return true
      closeSync(file)
    } catch {
      // The folder is not writable: try the next one.
    }
  }
  openSync('/dev/null', 'r')
  return false
}

function restore(): void {
  const content = Buffer.alloc(fstatSync(STDIN).size)
  readSync(STDIN, content, 0, content.length, 0)
  ftruncateSync(STDIN)
  closeSync(STDIN)
  openSync('/dev/null', 'r')
  Object.assign(process.env, JSON.parse(content.toString('utf8')))
  delete process.env[MARK]
}
