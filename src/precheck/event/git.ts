import { resolve } from 'node:path'

/** Reads the repository of the workspace; changes nothing. */

interface Answer {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A full commit id; no other text is passed to git, where it could be an option. */
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

async function git(workspace: string, path: string | undefined, args: readonly string[]): Promise<Answer> {
  const { getExecOutput } = await import('@actions/exec')
  const folder = resolve(workspace)
  try {
    // In a container job the checkout belongs to another user; git reads it only with safe.directory.
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
 * The first parent of the checked-out commit; undefined without git, repository or parent. A shallow clone has the id of the
 * parent without the commit.
 */
export async function parentCommit(workspace: string, path: string | undefined): Promise<string | undefined> {
  const { exitCode, stdout } = await git(workspace, path, ['cat-file', 'commit', 'HEAD'])
  const sha = /^(?:.+\n)*?parent ([0-9a-f]+)\n/.exec(stdout)?.[1]
  return exitCode === 0 && sha !== undefined && COMMIT.test(sha) ? sha : undefined
}

/** A file as it was at a commit. `unknown`: the repository does not have the commit (a shallow clone), or git is missing. */
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
