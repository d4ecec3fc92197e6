import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { tarOfFiles } from '../../aws/services/codedeploy/platforms/github-revision.ts'
import { commitOf, repositoryAt } from '../server/requests.ts'
import { Refusal, type Route } from '../server/router.ts'
import type { Commit, World } from '../world.ts'

/** Minutes for which the link of an archive is valid. */
const VALID_MS = 5 * 60_000

/** Archives of commits: a redirect to a host of its own, which asks for no token but that of the link. */
export function archiveRoutes(world: World, origin: string): Route[] {
  const links = new Map<string, { readonly commit: Commit; readonly folder: string; readonly until: number }>()
  return [
    {
      method: 'GET',
      path: '/repos/:owner/:repo/tarball/:ref',
      needs: { scope: 'contents', level: 'read' },
      docs: 'repos/contents#download-a-repository-archive-tar',
      answer(request) {
        const repository = repositoryAt(world, request)
        const commit = commitOf(repository, request.parts['ref'] ?? '')
        const token = randomBytes(16).toString('hex')
        const folder = `${repository.owner.login}-${repository.name}-${commit.sha.slice(0, 7)}`
        links.set(token, { commit, folder, until: world.now().getTime() + VALID_MS })
        const location = `${origin}/codeload/${repository.owner.login}/${repository.name}/legacy.tar.gz/${commit.sha}?token=${token}`
        return { status: 302, headers: { location } }
      },
    },
    {
      method: 'GET',
      path: '/codeload/:owner/:repo/legacy.tar.gz/:ref',
      docs: '',
      async answer(request) {
        const link = links.get(request.url.searchParams.get('token') ?? '')
        if (!link || link.until < world.now().getTime() || link.commit.sha !== request.parts['ref'])
          throw new Refusal(404, 'Not Found')
        const body = gzipSync(await tarOfFiles(link.folder, link.commit.files))
        return { status: 200, headers: { 'content-type': 'application/x-gzip' }, body }
      },
    },
  ]
}
