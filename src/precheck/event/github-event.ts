import { readFile } from 'node:fs/promises'

/** The event that started the workflow run, from GITHUB_EVENT_PATH; undefined without one. */
export async function readEvent(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === '') return undefined
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown
  } catch {
    return undefined
  }
}
