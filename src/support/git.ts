import { resolve } from 'node:path'

/** Reads the repository that the workspace is a checkout of; nothing is changed. */

interface Answer {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A full commit id; anything else is not given to git, where it could be an option. */
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

async function git(workspace: string, path: string | undefined, args: readonly string[]): Promise<Answer> {
  const { getExecOutput } = await import('@actions/exec')
  const folder = resolve(workspace)
  try {
    // In a container job the checkout belongs to another user, which git refuses to read unless it is told.
    return await getExecOutput('git', ['-c', `safe.directory=${folder}`, ...args], {
      cwd: folder,
      silent: true,
      ignoreReturnCode: true,
      env: { PATH: path ?? '', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1' },
    })
  } catch (error) {
    return { exitCode: -1, stdout: '', stderr: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * The first parent of what is checked out; undefined without git, without a repository or without a parent. A shallow
 * clone knows its id, though the commit itself is not there.
 */
export async function parentCommit(workspace: string, path: string | undefined): Promise<string | undefined> {
  const { exitCode, stdout } = await git(workspace, path, ['cat-file', 'commit', 'HEAD'])
  const sha = /^(?:.+\n)*?parent ([0-9a-f]+)\n/.exec(stdout)?.[1]
  return exitCode === 0 && sha !== undefined && COMMIT.test(sha) ? sha : undefined
}

/** A file as it was at a commit. `unknown`: the commit is not here (a shallow clone), or there is no git. */
export async function fileAt(
  workspace: string,
  path: string | undefined,
  sha: string,
  file: string,
): Promise<{ readonly text: string } | 'absent' | 'unknown'> {
  if (!COMMIT.test(sha)) return 'unknown'
  const there = await git(workspace, path, ['cat-file', '-e', `${sha}^{commit}`])
  if (there.exitCode !== 0) return 'unknown'
  const shown = await git(workspace, path, ['show', `${sha}:./${file}`])
  if (shown.exitCode === 0) return { text: shown.stdout }
  return /does not exist|exists on disk, but not in/.test(shown.stderr) ? 'absent' : 'unknown'
}
