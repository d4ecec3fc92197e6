import { readdir, readFile } from 'node:fs/promises'

/**
 * Ends what a step left running, found by RUNNER_TRACKING_ID as the runner does. Reads /proc: where there is none
 * (macOS, Windows) nothing is found.
 * @returns ids of the processes that were still there
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
      // It ended by itself in the meantime.
      return false
    }
  })
}
