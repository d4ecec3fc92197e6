import type { Actions } from './actions.ts'
import { iso } from './render-repository.ts'
import { branchOf, stateOf, type Renderer } from './render.ts'
import { jsonOf, paged, Refusal, type Answer, type Request, type Route } from './router.ts'
import { callerLogin, invalid, repositoryAt } from './rest-repository.ts'
import { fullName, type Deployment, type Environment, type Job, type Run, type World } from './world.ts'

/** Runs, their jobs, who let them pass, and deployments. */
export function runRoutes(world: World, actions: Actions, render: Renderer): Route[] {
  const one = '/repos/:owner/:repo/actions/runs/:run'
  const reading = { scope: 'actions', level: 'read' } as const
  const runAt = (request: Request): Run => {
    const run = world.runs.get(Number(request.parts['run']))
    if (!run || run.repository !== repositoryAt(world, request)) throw new Refusal(404, 'Not Found')
    return run
  }
  const jobsAnswer = (jobs: readonly Job[], request: Request): Answer => {
    const { items, headers } = paged(jobs, request)
    return { status: 200, headers, body: { total_count: jobs.length, jobs: items.map((job) => render.job(job)) } }
  }
  return [
    {
      method: 'GET',
      path: one,
      needs: reading,
      docs: 'actions/workflow-runs#get-a-workflow-run',
      answer: (request) => ({ status: 200, body: render.run(runAt(request)) }),
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/actions/workflows/:workflow/runs',
      needs: reading,
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
      path: `${one}/attempts/:attempt`,
      needs: reading,
      docs: 'actions/workflow-runs#get-a-workflow-run-attempt',
      answer(request) {
        const run = runAt(request)
        const attempt = Number(request.parts['attempt'])
        if (!run.attempts[attempt - 1]) throw new Refusal(404, 'Not Found')
        return { status: 200, body: render.run(run, attempt) }
      },
    },
    {
      method: 'GET',
      path: `${one}/jobs`,
      needs: reading,
      docs: 'actions/workflow-jobs#list-jobs-for-a-workflow-run',
      answer(request) {
        const run = runAt(request)
        const all = request.url.searchParams.get('filter') === 'all'
        return jobsAnswer(
          run.jobs.filter((job) => all || job.attempt === run.attempts.length),
          request,
        )
      },
    },
    {
      method: 'GET',
      path: `${one}/attempts/:attempt/jobs`,
      needs: reading,
      docs: 'actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt',
      answer: (request) =>
        jobsAnswer(
          runAt(request).jobs.filter((job) => job.attempt === Number(request.parts['attempt'])),
          request,
        ),
    },
    {
      method: 'GET',
      path: `${one}/artifacts`,
      needs: reading,
      docs: 'actions/artifacts#list-workflow-run-artifacts',
      answer(request) {
        const run = runAt(request)
        const name = request.url.searchParams.get('name')
        const found = world.artifacts.filter(
          (each) => each.run === run && each.finalized && (!name || each.name === name),
        )
        const { items, headers } = paged(found, request)
        const artifacts = items.map((artifact) => render.artifact(artifact))
        return { status: 200, headers, body: { total_count: found.length, artifacts } }
      },
    },
    {
      method: 'GET',
      path: `${one}/approvals`,
      needs: reading,
      docs: 'actions/workflow-runs#get-the-review-history-for-a-workflow-run',
      answer(request) {
        const run = runAt(request)
        const body = run.reviews.map(({ environments, state, user, comment }) => ({
          state,
          comment,
          environments: environments.map((environment) => render.environmentReference(run.repository, environment)),
          user: render.user(user),
        }))
        return { status: 200, body }
      },
    },
    {
      method: 'GET',
      path: `${one}/pending_deployments`,
      needs: reading,
      docs: 'actions/workflow-runs#get-pending-deployments-for-a-workflow-run',
      answer(request) {
        const run = runAt(request)
        const body = pending(actions, run).map(({ environment, job }) => ({
          environment: reference(render, run, environment),
          wait_timer: environment.rules.waitTimerMinutes ?? 0,
          wait_timer_started_at: environment.rules.waitTimerMinutes ? iso(job.createdAt) : null,
          current_user_can_approve: mayReview(request, run, environment),
          reviewers: render.reviewers(run.repository, environment),
        }))
        return { status: 200, body }
      },
    },
    {
      method: 'POST',
      path: `${one}/pending_deployments`,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'actions/workflow-runs#review-pending-deployments-for-a-workflow-run',
      answer: (request) => review(actions, render, runAt(request), request),
    },
    {
      method: 'POST',
      path: `${one}/deployment_protection_rule`,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run',
      answer(request) {
        const run = runAt(request)
        if (request.caller?.kind !== 'app') throw new Refusal(403, 'Resource not accessible by integration')
        const { environment_name: environment, state } = jsonOf(request)
        if (typeof environment !== 'string') throw invalid('Invalid request.\n\n"environment_name" wasn\'t supplied.')
        if (state !== 'approved' && state !== 'rejected') return { status: 204 }
        actions.answerRule(run, environment, request.caller.slug, state)
        return { status: 204 }
      },
    },
    ...deploymentRoutes(world, render),
  ]
}

function pending(actions: Actions, run: Run): { environment: Environment; job: Job }[] {
  const waiting = run.jobs.filter((job) => actions.waitsForReview(job) || actions.waitsForTimer(job))
  const byName = new Map(waiting.map((job) => [job.environment ?? '', job]))
  return [...byName].flatMap(([name, job]) => {
    const environment = run.repository.environments.get(name)
    return environment ? [{ environment, job }] : []
  })
}

function reference(render: Renderer, run: Run, environment: Environment): object {
  const { id, node_id, name, url, html_url } = render.environmentReference(run.repository, environment) as Record<
    string,
    unknown
  >
  return { id, node_id, name, url, html_url }
}

/** Only required reviewers may review; not who started the run or this attempt of it, where self-review is prevented. */
function mayReview(request: Request, run: Run, environment: Environment): boolean {
  const { caller } = request
  if (caller?.kind !== 'user') return false
  const { login } = caller.user
  const { reviewers = [], preventSelfReview = false } = environment.rules
  const triggers = [run.actor, run.attempts.at(-1)?.triggeringActor]
  return reviewers.includes(login) && !(preventSelfReview && triggers.includes(login))
}

function review(actions: Actions, render: Renderer, run: Run, request: Request): Answer {
  const { environment_ids: ids, state, comment } = jsonOf(request)
  if (!Array.isArray(ids) || typeof comment !== 'string') {
    throw invalid('Invalid request.\n\n"environment_ids", "state", "comment" weren\'t supplied.')
  }
  if (state !== 'approved' && state !== 'rejected') {
    throw invalid(`Invalid request.\n\n${String(state)} is not a member of ["approved", "rejected"].`)
  }
  const waiting = pending(actions, run).filter(({ environment }) => ids.includes(environment.id))
  if (waiting.length < ids.length)
    throw invalid('There are no pending deployment requests to approve or reject for the environments.')
  for (const { environment } of waiting) {
    if (!mayReview(request, run, environment)) {
      throw new Refusal(422, 'Validation Failed', {
        errors: [`The user does not have permission to review the deployment to ${environment.name}.`],
      })
    }
  }
  const jobs = actions.review(
    run,
    waiting.map(({ environment }) => environment),
    state,
    callerLogin(request),
    comment,
  )
  return { status: 200, body: jobs.flatMap(({ deployment }) => (deployment ? [render.deployment(deployment)] : [])) }
}

function deploymentRoutes(world: World, render: Renderer): Route[] {
  const root = '/repos/:owner/:repo/deployments'
  const at = (request: Request): Deployment => {
    const repository = repositoryAt(world, request)
    const id = Number(request.parts['deployment'])
    const found = world.deployments.find((deployment) => deployment.id === id && deployment.repository === repository)
    if (!found) throw new Refusal(404, 'Not Found')
    return found
  }
  return [
    {
      method: 'GET',
      path: root,
      needs: { scope: 'deployments', level: 'read' },
      docs: 'deployments/deployments#list-deployments',
      answer(request) {
        const repository = repositoryAt(world, request)
        const wanted = request.url.searchParams
        const found = world.deployments
          .filter((deployment) => deployment.repository === repository)
          .filter((deployment) =>
            (['sha', 'ref', 'environment'] as const).every(
              (key) => !wanted.get(key) || wanted.get(key) === deployment[key],
            ),
          )
          .toReversed()
        const { items, headers } = paged(found, request)
        return { status: 200, headers, body: items.map((deployment) => render.deployment(deployment)) }
      },
    },
    {
      method: 'POST',
      path: root,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'deployments/deployments#create-a-deployment',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { ref, environment = 'production', description = null } = jsonOf(request)
        if (typeof ref !== 'string') throw invalid('Invalid request.\n\n"ref" wasn\'t supplied.')
        const commit = repository.commits.get(ref) ?? [...repository.commits.values()].at(-1)
        if (!commit) throw new Refusal(409, `No ref found for: ${ref}`)
        const deployment: Deployment = {
          id: world.id(),
          repository,
          sha: commit.sha,
          ref,
          environment: String(environment),
          creator: callerLogin(request),
          description: typeof description === 'string' ? description : null,
          createdAt: world.now(),
          statuses: [],
        }
        world.deployments.push(deployment)
        return { status: 201, body: render.deployment(deployment) }
      },
    },
    {
      method: 'GET',
      path: `${root}/:deployment/statuses`,
      needs: { scope: 'deployments', level: 'read' },
      docs: 'deployments/statuses#list-deployment-statuses',
      answer(request) {
        const deployment = at(request)
        const { items, headers } = paged(deployment.statuses.toReversed(), request)
        return { status: 200, headers, body: items.map((status) => render.deploymentStatus(deployment, status)) }
      },
    },
    {
      method: 'POST',
      path: `${root}/:deployment/statuses`,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'deployments/statuses#create-a-deployment-status',
      answer(request) {
        const deployment = at(request)
        const { state, description = '' } = jsonOf(request)
        const states = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']
        if (!states.includes(String(state)))
          throw invalid(`Validation Failed: state of ${fullName(deployment.repository)}`)
        const status = { id: world.id(), state: String(state), description: String(description), at: world.now() }
        deployment.statuses.push(status)
        return { status: 201, body: render.deploymentStatus(deployment, status) }
      },
    },
  ]
}
