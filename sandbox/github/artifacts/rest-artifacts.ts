import type { Renderer } from '../render.ts'
import { repositoryAt } from '../server/requests.ts'
import { READ_ACTIONS, RUN, runAt } from '../runs/rest-runs.ts'
import { paged, Refusal, type Answer, type Request, type Route } from '../server/router.ts'
import type { Artifact, World } from '../world.ts'
import type { Blobs } from './blobs.ts'

const ROOT = '/repos/:owner/:repo/actions/artifacts'
/** Seconds for which the URL of a download is valid. */
const DOWNLOAD_S = 60

/** Artifacts in the REST API: of a run or a repository. */
export function artifactRoutes(world: World, render: Renderer, blobs: Blobs): Route[] {
  const at = (request: Request): Artifact => {
    const repository = repositoryAt(world, request)
    const found = world.artifacts.find(
      ({ id, run, finalized }) =>
        finalized && run.repository === repository && id === Number(request.parts['artifact']),
    )
    if (!found) throw new Refusal(404, 'Not Found')
    return found
  }
  const list = (request: Request, belongs: (artifact: Artifact) => boolean): Answer => {
    const name = request.url.searchParams.get('name')
    const found = world.artifacts.filter((each) => each.finalized && belongs(each) && (!name || each.name === name))
    const { items, headers } = paged(found, request)
    const artifacts = items.map((artifact) => render.artifact(artifact))
    return { status: 200, headers, body: { total_count: found.length, artifacts } }
  }
  return [
    {
      method: 'GET',
      path: `${RUN}/artifacts`,
      needs: READ_ACTIONS,
      docs: 'actions/artifacts#list-workflow-run-artifacts',
      answer(request) {
        const run = runAt(world, request)
        return list(request, (artifact) => artifact.run === run)
      },
    },
    {
      method: 'GET',
      path: ROOT,
      needs: READ_ACTIONS,
      docs: 'actions/artifacts#list-artifacts-for-a-repository',
      answer(request) {
        const repository = repositoryAt(world, request)
        return list(request, (artifact) => artifact.run.repository === repository)
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/:artifact`,
      needs: READ_ACTIONS,
      docs: 'actions/artifacts#get-an-artifact',
      answer: (request) => ({ status: 200, body: render.artifact(at(request)) }),
    },
    {
      method: 'DELETE',
      path: `${ROOT}/:artifact`,
      needs: { scope: 'actions', level: 'write' },
      docs: 'actions/artifacts#delete-an-artifact',
      answer(request) {
        world.artifacts.splice(world.artifacts.indexOf(at(request)), 1)
        return { status: 204 }
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/:artifact/:format`,
      needs: READ_ACTIONS,
      docs: 'actions/artifacts#download-an-artifact',
      answer(request) {
        const artifact = at(request)
        if (request.parts['format'] !== 'zip') throw new Refusal(404, 'Not Found')
        if (artifact.expiresAt <= world.now()) throw new Refusal(410, 'Artifact has expired')
        return { status: 302, headers: { location: blobs.sign(artifact, false, DOWNLOAD_S) } }
      },
    },
  ]
}
