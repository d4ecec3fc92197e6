import { branchOf, stateOf, type Renderer } from '../render.ts'
import { repositoryAt } from '../server/requests.ts'
import { paged, Refusal, type Answer, type Request, type Route } from '../server/router.ts'
import type { Job, Run, World } from '../world.ts'

/** The run that a request names. */
export function runAt(world: World, request: Request): Run {
  const run = world.runs.get(Number(request.parts['run']))
  if (!run || run.repository !== repositoryAt(world, request)) throw new Refusal(404, 'Not Found')
  return run
}

export const RUN = '/repos/:owner/:repo/actions/runs/:run'
export const READ_ACTIONS = { scope: 'actions', level: 'read' } as const

/** Runs of workflows, with their attempts and jobs. */
export function runRoutes(world: World, render: Renderer): Route[] {
  const jobsAnswer = (jobs: readonly Job[], request: Request): Answer => {
    const { items, headers } = paged(jobs, request)
    return { status: 200, headers, body: { total_count: jobs.length, jobs: items.map((job) => render.job(job)) } }
  }
  return [
    {
      method: 'GET',
      path: RUN,
      needs: READ_ACTIONS,
      docs: 'actions/workflow-runs#get-a-workflow-run',
      answer: (request) => ({ status: 200, body: render.run(runAt(world, request)) }),
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/actions/workflows/:workflow/runs',
      needs: READ_ACTIONS,
      docs: 'actions/workflow-runs#list-workflow-runs-for-a-workflow',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { workflow } = request.parts
        const runs = [...world.runs.values()].filter(
          (run) =>
            run.repository === repository &&
            (run.workflow.path.endsWith(`/${workflow}`) || String(run.workflow.id) === workflow),
        )
        if (runs.length === 0) throw new Refusal(404, 'Not Found')
        const wanted = (key: string): string | null => request.url.searchParams.get(key)
        const found = runs.toReversed().filter((run) => {
          const { status, conclusion } = stateOf(run, run.attempts.length)
          return (
            [null, branchOf(run)].includes(wanted('branch')) &&
            [null, status, conclusion].includes(wanted('status')) &&
            [null, run.event].includes(wanted('event'))
          )
        })
        const { items, headers } = paged(found, request)
        const body = { total_count: found.length, workflow_runs: items.map((run) => render.run(run)) }
        return { status: 200, headers, body }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/actions/workflows/:workflow',
      needs: READ_ACTIONS,
      docs: 'actions/workflows#get-a-workflow',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { workflow } = request.parts
        const run = [...world.runs.values()].find(
          (each) =>
            each.repository === repository &&
            (each.workflow.path.endsWith(`/${workflow}`) || String(each.workflow.id) === workflow),
        )
        if (!run) throw new Refusal(404, 'Not Found')
        return { status: 200, body: render.workflow(run) }
      },
    },
    {
      method: 'GET',
      path: `${RUN}/attempts/:attempt`,
      needs: READ_ACTIONS,
      docs: 'actions/workflow-runs#get-a-workflow-run-attempt',
      answer(request) {
        const run = runAt(world, request)
        const attempt = Number(request.parts['attempt'])
        if (!run.attempts[attempt - 1]) throw new Refusal(404, 'Not Found')
        return { status: 200, body: render.run(run, attempt) }
      },
    },
    {
      method: 'GET',
      path: `${RUN}/jobs`,
      needs: READ_ACTIONS,
      docs: 'actions/workflow-jobs#list-jobs-for-a-workflow-run',
      answer(request) {
        const run = runAt(world, request)
        const all = request.url.searchParams.get('filter') === 'all'
        return jobsAnswer(
          run.jobs.filter((job) => all || job.attempt === run.attempts.length),
          request,
        )
      },
    },
    {
      method: 'GET',
      path: `${RUN}/attempts/:attempt/jobs`,
      needs: READ_ACTIONS,
      docs: 'actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt',
      answer: (request) =>
        jobsAnswer(
          runAt(world, request).jobs.filter((job) => job.attempt === Number(request.parts['attempt'])),
          request,
        ),
    },
  ]
}
