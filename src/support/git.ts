import { resolve } from 'node:path'
import { outputOf, type Output } from './processes/output.ts'

/**
 * Runs git in a folder to read a repository; changes nothing. `exitCode` is -1 where it could not be started. A repository's
 * own configuration starts no program: a folder of a pull request may hold the files of a bare repository
 * (https://git-scm.com/docs/git-config, `safe.bareRepository`).
 * @param path the variable PATH of the job
 */
export async function git(folder: string, path: string | undefined, args: readonly string[]): Promise<Output> {
  const cwd = resolve(folder)
  const settings = ['safe.directory=*', 'safe.bareRepository=explicit', 'core.fsmonitor=false']
  try {
    // In a container job the checkout belongs to another user; git reads it only with safe.directory.
    return await outputOf('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
      cwd,
      env: { PATH: path ?? '', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1' },
    })
  } catch (error) {
    return { exitCode: -1, stdout: '', stderr: error instanceof Error ? error.message : String(error) }
  }
}
