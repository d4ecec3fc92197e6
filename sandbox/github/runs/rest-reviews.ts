import type { Actions } from './actions.ts'
import { renderDeployment } from '../deployments/render.ts'
import { iso } from '../repositories/render.ts'
import type { Renderer } from '../render.ts'
import { callerLogin, invalid } from '../server/requests.ts'
import { READ_ACTIONS, RUN, runAt } from './rest-runs.ts'
import { jsonOf, Refusal, type Answer, type Request, type Route } from '../server/router.ts'
import type { Environment, Job, Run, World } from '../world.ts'

/** Reviews of pending deployments: of required reviewers, and of the Apps behind custom protection rules. */
export function reviewRoutes(world: World, actions: Actions, render: Renderer): Route[] {
  return [
    {
      method: 'GET',
      path: `${RUN}/approvals`,
      needs: READ_ACTIONS,
      docs: 'actions/workflow-runs#get-the-review-history-for-a-workflow-run',
      answer(request) {
        const run = runAt(world, request)
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
      path: `${RUN}/pending_deployments`,
      needs: READ_ACTIONS,
      docs: 'actions/workflow-runs#get-pending-deployments-for-a-workflow-run',
      answer(request) {
        const run = runAt(world, request)
        const body = pending(actions, run).map(({ environment, job }) => ({
          environment: reference(render, run, environment),
          wait_timer: environment.rules.waitTimerMinutes ?? 0,
          wait_timer_started_at: environment.rules.waitTimerMinutes ? iso(job.createdAt) : null,
          current_user_can_approve: mayReview(world, request, run, environment),
          reviewers: render.reviewers(run.repository, environment),
        }))
        return { status: 200, body }
      },
    },
    {
      method: 'POST',
      path: `${RUN}/pending_deployments`,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'actions/workflow-runs#review-pending-deployments-for-a-workflow-run',
      answer: (request) => review(world, actions, render, runAt(world, request), request),
    },
    {
      method: 'POST',
      path: `${RUN}/deployment_protection_rule`,
      needs: { scope: 'deployments', level: 'write' },
      docs: 'actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run',
      answer(request) {
        const run = runAt(world, request)
        if (request.caller?.kind !== 'app') throw new Refusal(403, 'Resource not accessible by integration')
        const { environment_name: environment, state } = jsonOf(request)
        if (typeof environment !== 'string') throw invalid('Invalid request.\n\n"environment_name" wasn\'t supplied.')
        if (state !== 'approved' && state !== 'rejected') return { status: 204 }
        actions.answerRule(run, environment, request.caller.slug, state)
        return { status: 204 }
      },
    },
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

/**
 * Whether the caller is a required reviewer, or a member of a required team
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#required-reviewers). With self-review prevented, who started the run or its attempt may not
 * review.
 */
function mayReview(world: World, request: Request, run: Run, environment: Environment): boolean {
  const { caller } = request
  if (caller?.kind !== 'user') return false
  const { login } = caller.user
  const { reviewers = [], preventSelfReview = false } = environment.rules
  const triggers = [run.actor, run.attempts.at(-1)?.triggeringActor]
  const { owner } = run.repository
  const isRequired = reviewers.some((reviewer) =>
    reviewer.startsWith('team:')
      ? world.teams.get(`${owner.login}/${reviewer.slice('team:'.length)}`)?.members.has(login)
      : reviewer === login,
  )
  return isRequired && !(preventSelfReview && triggers.includes(login))
}

function review(world: World, actions: Actions, render: Renderer, run: Run, request: Request): Answer {
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
    if (!mayReview(world, request, run, environment)) {
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
  const body = jobs.flatMap(({ deployment }) =>
    deployment ? [renderDeployment(render, run.repository, deployment)] : [],
  )
  return { status: 200, body }
}
