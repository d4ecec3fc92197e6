import * as z from 'zod'
import { ActionError } from '../support/errors.ts'
import type { GitHubAccess } from './client.ts'
import { patiently, statusOf, toActionError } from './request.ts'
import { read } from './shapes.ts'

/** New files, to be added to a branch by a pull request. */
export interface Proposal {
  /** The commit and the branch to which the files are added. */
  readonly commit: string
  readonly base: string
  /** The branch that the commit with the files gets; it must not exist. */
  readonly branch: string
  readonly title: string
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>
  /** The text of the pull request. `refused`: files that the token may not add. */
  readonly body: (refused: readonly string[]) => string
}

export interface Proposed {
  readonly url: string
  readonly refused: readonly string[]
}

const WORKFLOWS = '.github/workflows/'
const LONGEST_ANSWER_MS = 30_000
const SETTING =
  'Turn on "Allow GitHub Actions to create and approve pull requests" in Settings, Actions, General, or open the pull request of the branch yourself: '

/**
 * Adds the files in one commit on a branch of its own, and opens a pull request. A file that exists is an error, before
 * anything is written. A token without the permission `workflows`, as every token of a job, cannot add a workflow: GitHub
 * refuses the tree (github/docs#11490), and the others are added without it. Rejects with an ActionError.
 */
export async function propose(
  access: GitHubAccess & { readonly serverUrl: string },
  proposal: Proposal,
): Promise<Proposed> {
  const { token, repository, serverUrl } = access
  const { commit, base, branch, title, files, body } = proposal
  if (!token) throw new ActionError('github/no-token', { message: 'no token for GitHub is set', subject: 'github' })
  access.log.mask(token)
  const [owner = '', repo = ''] = repository.split('/')
  const { getOctokit } = await import('@actions/github')
  const octokit = getOctokit(token, { baseUrl: access.apiUrl })
  const send = async <T>(route: string, parameters: object, shape: z.ZodType<T>, what: string): Promise<T> => {
    const signal = AbortSignal.any([access.signal, AbortSignal.timeout(LONGEST_ANSWER_MS)])
    const { data } = await octokit.request(route, { owner, repo, ...parameters, request: { signal } })
    return read(shape, data, what)
  }
  /** For requests that change nothing when they are repeated: git names its objects by their contents. */
  const ask = async <T>(what: string, route: string, parameters: object, shape: z.ZodType<T>): Promise<T> =>
    patiently(access, what, () => send(route, parameters, shape, what))
  const change = async <T>(what: string, route: string, parameters: object, shape: z.ZodType<T>): Promise<T> =>
    send(route, parameters, shape, what).catch((error: unknown) => {
      throw toActionError(error, what)
    })

  for (const path of Object.keys(files)) {
    const known = ask(`read ${path}`, 'GET /repos/{owner}/{repo}/contents/{path}', { path, ref: commit }, z.unknown())
    const exists = await known.then(
      () => true,
      (error: unknown) => {
        if (error instanceof ActionError && statusOf(error.cause) === 404) return false
        throw error
      },
    )
    if (exists)
      throw new ActionError('config/input', {
        message: `${path} exists at ${commit}, and no file is overwritten`,
        subject: 'files',
        advice: 'Run the whole workflow again, so that the repository is read at its present commit.',
      })
  }

  const made = z.object({ sha: z.string() })
  const { commit: before } = await ask(
    `read the commit ${commit}`,
    'GET /repos/{owner}/{repo}/commits/{ref}',
    { ref: commit },
    z.object({ commit: z.object({ tree: made }) }),
  )
  const treeOf = async (paths: readonly string[]): Promise<string> => {
    const tree = paths.map((path) => ({ path, mode: '100644', type: 'blob', content: files[path] ?? '' }))
    const parameters = { base_tree: before.tree.sha, tree }
    return (await ask('write the files', 'POST /repos/{owner}/{repo}/git/trees', parameters, made)).sha
  }
  const all = Object.keys(files)
  const others = all.filter((path) => !path.startsWith(WORKFLOWS))
  let refused: readonly string[] = []
  const tree = await treeOf(all).catch(async (error: unknown) => {
    // A user's token without the scope gets 404.
    const denied = error instanceof ActionError && [403, 404].includes(statusOf(error.cause) ?? 0)
    if (!denied || others.length === all.length || others.length === 0) throw error
    refused = all.filter((path) => !others.includes(path))
    return treeOf(others)
  })
  const parameters = { message: title, tree, parents: [commit] }
  const { sha } = await ask('make the commit', 'POST /repos/{owner}/{repo}/git/commits', parameters, made)
  await change(
    `make the branch ${branch}`,
    'POST /repos/{owner}/{repo}/git/refs',
    { ref: `refs/heads/${branch}`, sha },
    z.unknown(),
  ).catch((error: unknown) => {
    if (!(error instanceof ActionError) || statusOf(error.cause) !== 422) throw error
    throw new ActionError('github/service', {
      message: error.message,
      subject: error.subject,
      cause: error,
      advice: `Where the branch ${branch} is of an earlier run, close its pull request, delete the branch, and run the workflow again.`,
    })
  })
  const compare = `${serverUrl}/${repository}/compare/${encodeURI(base)}...${branch}?quick_pull=1`
  const shape = z.object({ html_url: z.string() })
  const { html_url: url } = await change(
    'open the pull request',
    'POST /repos/{owner}/{repo}/pulls',
    { title, head: branch, base, body: body(refused) },
    shape,
  ).catch((error: unknown) => {
    if (!(error instanceof ActionError) || error.code !== 'github/denied') throw error
    throw new ActionError('github/denied', {
      message: `${error.message} The branch ${branch} has the files`,
      subject: error.subject,
      cause: error,
      advice: SETTING + compare,
    })
  })
  return { url, refused }
}
