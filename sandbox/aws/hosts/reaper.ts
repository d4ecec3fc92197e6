import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { endEverything } from '../../../src/codedeploy/agent/index.ts'

/** Loads nothing until it is needed: while all is well, it costs no more than an idle process. */
const WAIT = `
  const [module, folder] = process.argv.slice(1)
  process.stdin.resume().once('close', () => import(module).then(({ reap }) => reap(folder)))
`

/** Cleans up after a sandbox that could not do it itself, because it was killed. */
export interface Reaper {
  /** The sandbox has cleaned up; resolves when the reaper is gone. */
  dismiss(): Promise<void>
}

/**
 * Starts a process of its own that outlives the sandbox by as long as cleaning takes. It knows that the sandbox is gone
 * when the pipe between them ends, however that came about.
 */
export function startReaper(folder: string): Reaper {
  const child = spawn(process.execPath, ['--eval', WAIT, import.meta.url, folder], {
    // Not in the group that a terminal interrupts.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  child.unref()
  return {
    dismiss() {
      // Whoever waits for it must not run out of work before.
      child.ref()
      child.stdin.end()
      return gone
    },
  }
}

/** Ends all that runs on the hosts of a sandbox's folder, then removes it. */
export async function reap(folder: string): Promise<void> {
  const hosts = join(folder, 'hosts')
  if (existsSync(hosts)) {
    for (const account of await readdir(hosts)) {
      const instances = await readdir(join(hosts, account))
      await Promise.all(instances.map((id) => endEverything(join(hosts, account, id, 'agent'))))
    }
  }
  await rm(folder, { recursive: true, force: true })
}
