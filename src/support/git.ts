import { resolve } from 'node:path'

/** What git answered; `exitCode` -1 where it could not be started. */
export interface GitAnswer {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs git in a folder to read a repository; changes nothing. A repository's own configuration starts no program: a folder of
 * a pull request may hold the files of a bare repository (https://git-scm.com/docs/git-config, `safe.bareRepository`).
 * @param path the variable PATH of the job
 */
export async function git(folder: string, path: string | undefined, args: readonly string[]): Promise<GitAnswer> {
  const { getExecOutput } = await import('@actions/exec')
  const cwd = resolve(folder)
  const settings = ['safe.directory=*', 'safe.bareRepository=explicit', 'core.fsmonitor=false']
  try {
    // In a container job the checkout belongs to another user; git reads it only with safe.directory.
    return await getExecOutput('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
      cwd,
      silent: true,
      ignoreReturnCode: true,
      env: { PATH: path ?? '', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1' },
    })
  } catch (error) {
    return { exitCode: -1, stdout: '', stderr: error instanceof Error ? error.message : String(error) }
  }
}
