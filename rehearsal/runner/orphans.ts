import { readdir, readFile } from 'node:fs/promises'

/**
 * Ends the processes that a step left running, found by RUNNER_TRACKING_ID as in the runner. Works only where /proc
 * exists. @returns the IDs of the processes that were running
 */
export async function endOrphans(tracking: string): Promise<number[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    ids.map(async (id) => {
      const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')
      return environment.split('\0').includes(`RUNNER_TRACKING_ID=${tracking}`) ? [id] : []
    }),
  )
  return found.flat().filter((id) => {
    try {
      return process.kill(id, 'SIGKILL')
    } catch {
      // The process has already ended.
      return false
    }
  })
}
