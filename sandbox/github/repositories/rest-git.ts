import type { Renderer } from '../render.ts'
import { treeSha } from './render.ts'
import { callerLogin, invalid, missing, repositoryAt, text, texts } from '../server/requests.ts'
import { moveBranch } from './repositories.ts'
import { jsonOf, Refusal, type Request, type Route } from '../server/router.ts'
import { fullName, type Repository, type World } from '../world.ts'

type Files = Readonly<Record<string, string>>

const WRITE = { scope: 'contents', level: 'write' } as const
const GIT = '/repos/:owner/:repo/git'

/** Trees, commits and branches that a client makes of git's own objects. */
export function gitRoutes(world: World, render: Renderer): Route[] {
  return [
    {
      method: 'POST',
      path: `${GIT}/trees`,
      needs: WRITE,
      docs: 'git/trees#create-a-tree',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { base_tree: base, tree } = jsonOf(request)
        if (!Array.isArray(tree)) throw missing('tree')
        const added = Object.fromEntries(tree.map((entry: unknown) => fileOf(entry)))
        refuseWorkflows(request, Object.keys(added))
        const files = { ...(base === undefined ? {} : treeOf(repository, text(base))), ...added }
        const sha = treeSha(files)
        repository.trees.set(sha, files)
        const entries = Object.entries(files).map(([path, content]) => ({
          path,
          mode: '100644',
          type: 'blob',
          sha: treeSha({ '': content }),
          size: Buffer.byteLength(content),
        }))
        return {
          status: 201,
          body: { sha, url: render.api(repository, `git/trees/${sha}`), tree: entries, truncated: false },
        }
      },
    },
    {
      method: 'POST',
      path: `${GIT}/commits`,
      needs: WRITE,
      docs: 'git/commits#create-a-commit',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { message, tree, parents } = jsonOf(request)
        if (text(message) === null || text(tree) === null) throw missing('message', 'tree')
        const [parent, merged] = texts(parents)
        for (const sha of texts(parents))
          if (!repository.commits.has(sha)) throw invalid('Parent SHA does not exist or is not a commit object')
        const sha = world.commit(repository, {
          message: String(message),
          author: callerLogin(request),
          files: treeOf(repository, text(tree)),
          ...(parent !== undefined && { parent }),
          ...(merged !== undefined && { merged }),
        })
        return { status: 201, body: render.gitCommit(repository, repository.commits.get(sha)!) }
      },
    },
    {
      method: 'POST',
      path: `${GIT}/refs`,
      needs: WRITE,
      docs: 'git/refs#create-a-reference',
      answer(request) {
        const repository = repositoryAt(world, request)
        const given = jsonOf(request)
        const [ref, sha] = [text(given['ref']), text(given['sha'])]
        if (ref === null || sha === null) throw missing('ref', 'sha')
        const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
        if (branch === undefined) throw invalid('Reference name must start with refs/heads/ here')
        if (repository.branches.has(branch)) throw invalid('Reference already exists')
        if (!repository.commits.has(sha)) throw invalid('Object does not exist')
        moveBranch(world, repository, branch, sha, callerLogin(request))
        return {
          status: 201,
          body: {
            ref,
            node_id: Buffer.from(`Ref:${fullName(repository)}:${ref}`).toString('base64url'),
            url: render.api(repository, `git/${ref}`),
            object: { type: 'commit', sha, url: render.api(repository, `git/commits/${sha}`) },
          },
        }
      },
    },
  ]
}

function fileOf(entry: unknown): readonly [path: string, content: string] {
  const { path, content } = entry as { readonly path?: unknown; readonly content?: unknown }
  if (text(path) === null || text(content) === null)
    throw invalid('tree.path and tree.content are the form that is played')
  return [String(path), String(content)]
}

function treeOf(repository: Repository, sha: string | null): Files {
  const made = repository.trees.get(sha ?? '')
  const commit = [...repository.commits.values()].find(({ files }) => treeSha(files) === sha)
  const files = made ?? commit?.files
  if (files === undefined) throw invalid('The tree parameter must be a valid tree object ID')
  return files
}

/** A GITHUB_TOKEN cannot have the permission `workflows`. */
function refuseWorkflows({ caller }: Request, paths: readonly string[]): void {
  if (caller?.kind === 'job' && paths.some((path) => path.startsWith('.github/workflows/')))
    throw new Refusal(403, 'Resource not accessible by integration')
}
