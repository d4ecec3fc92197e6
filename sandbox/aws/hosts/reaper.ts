import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { endEverything } from '../../../src/codedeploy/agent/index.ts'

/** Loads no code until the sandbox has ended, so that it costs little while it waits. */
const WAIT = `
  const [module, folder] = process.argv.slice(1)
  process.stdin.resume().once('close', () => import(module).then(({ reap }) => reap(folder)))
`

/** Cleans up after a sandbox that was killed. */
export interface Reaper {
  /** Ends the reaper after a regular cleanup; resolves when its process has ended. */
  dismiss(): Promise<void>
}

/**
 * Starts a process that cleans up when the sandbox has ended for any reason, which it notices by the end of the pipe
 * between them.
 */
export function startReaper(folder: string): Reaper {
  const child = spawn(process.execPath, ['--eval', WAIT, import.meta.url, folder], {
    // Outside of the process group that a terminal interrupts.
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
      // Keeps the event loop alive until the reaper has ended.
      child.ref()
      // At the end of the pipe it would load its code, only to find nothing.
      child.kill('SIGKILL')
      return gone
    },
  }
}

/** Ends all processes on the hosts in a sandbox's folder, then removes the folder. */
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
