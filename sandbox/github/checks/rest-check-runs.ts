import type { Renderer } from '../render.ts'
import { callerApp, commitOf, invalid, missing, repositoryAt, text } from '../server/requests.ts'
import { jsonOf, paged, Refusal, type Request, type Route } from '../server/router.ts'
import type { Repository, World } from '../world.ts'
import { addCheckRun, checkRunsOf, suiteOf } from './checks.ts'
import { checksOf } from './jobs.ts'
import type { Annotation, CheckRun } from './model.ts'
import { renderAnnotation, renderCheckRun } from './render.ts'

/** Maximum annotations of one request. */
const ANNOTATIONS = 50
/** Maximum characters of a summary or a text. */
const OUTPUT = 65_535
const ROOT = '/repos/:owner/:repo/check-runs'
const READ = { scope: 'checks', level: 'read' } as const
const WRITE = { scope: 'checks', level: 'write' } as const

/** Check runs. */
export function checkRunRoutes(world: World, render: Renderer): Route[] {
  const at = (repository: Repository, request: Request): CheckRun => {
    const found = checksOf(world, repository).find(({ id }) => id === Number(request.parts['check']))
    if (!found) throw new Refusal(404, 'Not Found')
    return found
  }
  return [
    {
      method: 'POST',
      path: ROOT,
      needs: WRITE,
      docs: 'checks/runs#create-a-check-run',
      answer(request) {
        const repository = repositoryAt(world, request)
        const app = demandApp(request)
        const check = checkFrom(world, repository, app, jsonOf(request))
        addCheckRun(repository, check)
        return { status: 201, body: renderCheckRun(render, repository, check) }
      },
    },
    {
      method: 'PATCH',
      path: `${ROOT}/:check`,
      needs: WRITE,
      docs: 'checks/runs#update-a-check-run',
      answer(request) {
        const repository = repositoryAt(world, request)
        const app = demandApp(request)
        const check = at(repository, request)
        if (check.suite.app !== app) {
          throw new Refusal(403, 'Invalid app_id - check run can only be modified by the GitHub App that created it.')
        }
        update(world, check, jsonOf(request))
        return { status: 200, body: renderCheckRun(render, repository, check) }
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/:check`,
      needs: READ,
      docs: 'checks/runs#get-a-check-run',
      answer(request) {
        const repository = repositoryAt(world, request)
        return { status: 200, body: renderCheckRun(render, repository, at(repository, request)) }
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/:check/annotations`,
      needs: READ,
      docs: 'checks/runs#list-check-run-annotations',
      answer(request) {
        const repository = repositoryAt(world, request)
        const check = at(repository, request)
        const { items, headers } = paged(check.annotations, request)
        return { status: 200, headers, body: items.map((one) => renderAnnotation(render, repository, check, one)) }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/commits/:ref/check-runs',
      needs: READ,
      docs: 'checks/runs#list-check-runs-for-a-git-reference',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { sha } = commitOf(repository, request.parts['ref'] ?? '')
        return list(render, repository, request, (check) => check.sha === sha, world)
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/check-suites/:suite/check-runs',
      needs: READ,
      docs: 'checks/runs#list-check-runs-in-a-check-suite',
      answer(request) {
        const repository = repositoryAt(world, request)
        const suite = Number(request.parts['suite'])
        return list(render, repository, request, (check) => check.suite.id === suite, world)
      },
    },
  ]
}

function list(
  render: Renderer,
  repository: Repository,
  request: Request,
  belongs: (check: CheckRun) => boolean,
  world: World,
): ReturnType<Route['answer']> {
  const wanted = request.url.searchParams
  const app = wanted.get('app_id')
  const [name, status] = [wanted.get('check_name'), wanted.get('status')]
  const runs = checksOf(world, repository).filter(
    (check) =>
      belongs(check) &&
      (name === null || check.name === name) &&
      (status === null || check.status === status) &&
      (app === null || render.appId(check.suite.app) === Number(app)),
  )
  const found = checkRunsOf(runs, wanted.get('filter') === 'all' ? 'all' : 'latest')
  const { items, headers } = paged(found, request)
  const check_runs = items.map((check) => renderCheckRun(render, repository, check))
  return { status: 200, headers, body: { total_count: found.length, check_runs } }
}

/** Only Apps make and update check runs; a job is one, by its GITHUB_TOKEN. */
function demandApp(request: Request): string {
  const app = callerApp(request)
  if (app === undefined) throw new Refusal(403, 'You must authenticate via a GitHub App.')
  return app
}

function checkFrom(world: World, repository: Repository, app: string, given: Record<string, unknown>): CheckRun {
  const [name, ref] = [text(given['name']), text(given['head_sha'])]
  if (name === null || ref === null) {
    throw missing(...(name === null ? ['name'] : []), ...(ref === null ? ['head_sha'] : []))
  }
  const { sha } = commitOf(repository, ref)
  const check: CheckRun = {
    id: world.id(),
    suite: suiteOf(world, repository, sha, app),
    sha,
    name,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: 'actions',
    startedAt: world.now(),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
  }
  update(world, check, given)
  return check
}

function update(world: World, check: CheckRun, given: Record<string, unknown>): void {
  const output = (given['output'] ?? {}) as Record<string, unknown>
  const annotations = (output['annotations'] ?? []) as Record<string, unknown>[]
  if (annotations.length > ANNOTATIONS) {
    throw invalid(
      `Invalid request.\n\nNo more than ${ANNOTATIONS} items are allowed; ${annotations.length} were supplied.`,
    )
  }
  for (const part of ['summary', 'text'] as const) {
    const length = text(output[part])?.length ?? 0
    if (length > OUTPUT) {
      throw invalid(`Invalid request.\n\nOnly ${OUTPUT} characters are allowed; ${length} were supplied.`)
    }
  }
  const conclusion = text(given['conclusion'])
  const status = conclusion === null ? text(given['status']) : 'completed'
  if (status === 'completed' && conclusion === null && check.conclusion === null) throw missing('conclusion')
  if (status !== null) {
    check.status = status
    check.conclusion = status === 'completed' ? (conclusion ?? check.conclusion) : null
    check.completedAt = status === 'completed' ? timeOf(given['completed_at'], world.now()) : null
  }
  check.name = text(given['name']) ?? check.name
  check.externalId = text(given['external_id']) ?? check.externalId
  check.detailsUrl = text(given['details_url']) ?? check.detailsUrl
  check.startedAt = timeOf(given['started_at'], check.startedAt)
  for (const part of ['title', 'summary', 'text'] as const)
    check.output[part] = text(output[part]) ?? check.output[part]
  check.annotations.push(...annotations.map(annotationFrom))
}

function timeOf(value: unknown, standard: Date): Date {
  return typeof value === 'string' ? new Date(value) : standard
}

function annotationFrom(given: Record<string, unknown>): Annotation {
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)
  const [path, level, message] = [given['path'], given['annotation_level'], given['message']].map(text)
  const [start, end] = [number(given['start_line']), number(given['end_line'])]
  if (path == null || level == null || message == null || start === null || end === null) {
    throw missing('path', 'start_line', 'end_line', 'annotation_level', 'message')
  }
  return {
    path,
    start_line: start,
    end_line: end,
    // Columns count only where the annotation is on one line.
    start_column: start === end ? number(given['start_column']) : null,
    end_column: start === end ? number(given['end_column']) : null,
    annotation_level: level,
    title: text(given['title']),
    message,
    raw_details: text(given['raw_details']),
  }
}
