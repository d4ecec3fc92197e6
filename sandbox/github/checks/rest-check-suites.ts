import type { Renderer } from '../render.ts'
import { callerApp, commitOf, missing, repositoryAt, text } from '../server/requests.ts'
import { jsonOf, paged, Refusal, type Route } from '../server/router.ts'
import type { World } from '../world.ts'
import { suiteOf } from './checks.ts'
import { checksOf, suitesOf } from './jobs.ts'
import type { CheckSuite } from './model.ts'
import { renderCheckSuite } from './render.ts'
import type { Repository } from '../world.ts'

/** Check suites. */
export function checkSuiteRoutes(world: World, render: Renderer): Route[] {
  const shown = (repository: Repository, suite: CheckSuite): object =>
    renderCheckSuite(
      render,
      repository,
      suite,
      checksOf(world, repository).filter((check) => check.suite.id === suite.id),
    )
  return [
    {
      method: 'GET',
      path: '/repos/:owner/:repo/commits/:ref/check-suites',
      needs: { scope: 'checks', level: 'read' },
      docs: 'checks/suites#list-check-suites-for-a-git-reference',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { sha } = commitOf(repository, request.parts['ref'] ?? '')
        const [app, name] = ['app_id', 'check_name'].map((key) => request.url.searchParams.get(key))
        const found = suitesOf(world, repository).filter(
          (suite) =>
            suite.sha === sha &&
            (app == null || render.appId(suite.app) === Number(app)) &&
            (name == null ||
              checksOf(world, repository).some((check) => check.suite.id === suite.id && check.name === name)),
        )
        const { items, headers } = paged(found, request)
        const check_suites = items.map((suite) => shown(repository, suite))
        return { status: 200, headers, body: { total_count: found.length, check_suites } }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/check-suites/:suite',
      needs: { scope: 'checks', level: 'read' },
      docs: 'checks/suites#get-a-check-suite',
      answer(request) {
        const repository = repositoryAt(world, request)
        const suite = suitesOf(world, repository).find(({ id }) => id === Number(request.parts['suite']))
        if (!suite) throw new Refusal(404, 'Not Found')
        return { status: 200, body: shown(repository, suite) }
      },
    },
    {
      method: 'POST',
      path: '/repos/:owner/:repo/check-suites',
      needs: { scope: 'checks', level: 'write' },
      docs: 'checks/suites#create-a-check-suite',
      answer(request) {
        const repository = repositoryAt(world, request)
        const app = callerApp(request)
        if (app === undefined) throw new Refusal(403, 'You must authenticate via a GitHub App.')
        const ref = text(jsonOf(request)['head_sha'])
        if (ref === null) throw missing('head_sha')
        const { sha } = commitOf(repository, ref)
        const known = suitesOf(world, repository).some((suite) => suite.sha === sha && suite.app === app)
        return { status: known ? 200 : 201, body: shown(repository, suiteOf(world, repository, sha, app)) }
      },
    },
  ]
}
