import { git } from '../../support/git.ts'

/** Reads the repository of the workspace; changes nothing. */

/** A full commit id; no other text is passed to git, where it could be an option. */
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

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
