import { hash, iso, nodeId, numberOf, RepositoryRenderer } from './repositories/render.ts'
import { fullName, type Artifact, type Environment, type Job, type Repository, type Run } from './world.ts'

/** Environments, runs, jobs and artifacts in the format of GitHub's OpenAPI description. */
export class Renderer extends RepositoryRenderer {
  reviewers(repository: Repository, environment: Environment): object[] {
    return (environment.rules.reviewers ?? []).map((name) =>
      name.startsWith('team:')
        ? { type: 'Team', reviewer: this.team(name.slice('team:'.length), repository.owner.login) }
        : { type: 'User', reviewer: this.user(name) },
    )
  }

  environment(repository: Repository, environment: Environment): object {
    const { rules } = environment
    const gate = (type: string): object => {
      const id = numberOf(`${environment.id} ${type}`)
      return { id, node_id: nodeId('Gate', id), type }
    }
    const { branches } = rules
    return {
      ...this.environmentReference(repository, environment),
      ...(rules.adminsCanBypass !== undefined && { can_admins_bypass: rules.adminsCanBypass }),
      protection_rules: [
        ...(rules.waitTimerMinutes ? [{ ...gate('wait_timer'), wait_timer: rules.waitTimerMinutes }] : []),
        ...(rules.reviewers?.length
          ? [
              {
                ...gate('required_reviewers'),
                prevent_self_review: rules.preventSelfReview ?? false,
                reviewers: this.reviewers(repository, environment),
              },
            ]
          : []),
        ...(branches === undefined ? [] : [gate('branch_policy')]),
      ],
      deployment_branch_policy:
        branches === undefined
          ? null
          : { protected_branches: branches === 'protected', custom_branch_policies: branches !== 'protected' },
    }
  }

  /** An environment as part of other responses. */
  environmentReference(repository: Repository, { id, name, createdAt, updatedAt }: Environment): object {
    const filter = encodeURIComponent(name)
    return {
      id,
      node_id: nodeId('Environment', id),
      name,
      url: `${this.repositoryUrl(repository)}/environments/${filter}`,
      html_url: `${this.base.server}/${fullName(repository)}/deployments/activity_log?environments_filter=${filter}`,
      created_at: iso(createdAt),
      updated_at: iso(updatedAt),
    }
  }

  run(run: Run, attemptNumber = run.attempts.length): object {
    const attempt = run.attempts[attemptNumber - 1]
    if (!attempt) throw new Error(`run ${run.id} has no attempt ${attemptNumber}`)
    const latest = attemptNumber === run.attempts.length
    const { status, conclusion } = stateOf(run, attemptNumber)
    const url = `${this.repositoryUrl(run.repository)}/actions/runs/${run.id}`
    const suite = run.id + 1
    const commit = run.repository.commits.get(run.sha)
    const repository = this.minimalRepository(run.repository)
    return {
      id: run.id,
      name: run.workflow.name,
      node_id: nodeId('WorkflowRun', run.id),
      check_suite_id: suite,
      check_suite_node_id: nodeId('CheckSuite', suite),
      head_branch: branchOf(run),
      head_sha: run.sha,
      path: run.workflow.path,
      run_number: run.number,
      run_attempt: attemptNumber,
      referenced_workflows: [],
      event: run.event,
      status,
      conclusion,
      workflow_id: run.workflow.id,
      url,
      html_url: `${this.base.server}/${fullName(run.repository)}/actions/runs/${run.id}${latest ? '' : `/attempts/${attemptNumber}`}`,
      pull_requests: [],
      created_at: iso(run.createdAt),
      updated_at: iso(this.world.now()),
      actor: this.user(run.actor),
      triggering_actor: this.user(attempt.triggeringActor),
      run_started_at: iso(attempt.startedAt),
      jobs_url: `${url}/jobs`,
      logs_url: `${url}/logs`,
      check_suite_url: `${this.repositoryUrl(run.repository)}/check-suites/${suite}`,
      artifacts_url: `${url}/artifacts`,
      cancel_url: `${url}/cancel`,
      rerun_url: `${url}/rerun`,
      previous_attempt_url: attemptNumber > 1 ? `${url}/attempts/${attemptNumber - 1}` : null,
      workflow_url: `${this.repositoryUrl(run.repository)}/actions/workflows/${run.workflow.id}`,
      display_title: commit?.message ?? run.workflow.name,
      head_commit: commit
        ? {
            id: commit.sha,
            tree_id: hash(`tree ${commit.sha}`),
            message: commit.message,
            timestamp: iso(commit.date),
            author: { name: commit.author, email: `${commit.author}@example.com` },
            committer: { name: commit.author, email: `${commit.author}@example.com` },
          }
        : null,
      repository,
      head_repository: repository,
    }
  }

  /** The workflow of a run. */
  workflow({ repository, workflow, createdAt, sha }: Run): object {
    const { id, name, path } = workflow
    return {
      id,
      node_id: nodeId('Workflow', id),
      name,
      path,
      state: 'active',
      created_at: iso(createdAt),
      updated_at: iso(createdAt),
      url: this.api(repository, `actions/workflows/${id}`),
      html_url: this.page(repository, `blob/${sha}/${path}`),
      badge_url: this.page(repository, `workflows/${encodeURIComponent(name)}/badge.svg`),
    }
  }

  job(job: Job): object {
    const { run } = job
    const repositoryUrl = this.repositoryUrl(run.repository)
    return {
      id: job.id,
      run_id: run.id,
      workflow_name: run.workflow.name,
      head_branch: run.ref.replace(/^refs\/(heads|tags)\//, ''),
      run_url: `${repositoryUrl}/actions/runs/${run.id}`,
      run_attempt: job.attempt,
      node_id: nodeId('CheckRun', job.id),
      head_sha: run.sha,
      url: `${repositoryUrl}/actions/jobs/${job.id}`,
      html_url: `${this.base.server}/${fullName(run.repository)}/actions/runs/${run.id}/job/${job.id}`,
      status: job.status,
      conclusion: job.conclusion ?? null,
      created_at: iso(job.createdAt),
      started_at: iso(job.startedAt ?? job.createdAt),
      completed_at: job.completedAt ? iso(job.completedAt) : null,
      name: job.name,
      steps: [],
      check_run_url: `${repositoryUrl}/check-runs/${job.id}`,
      labels: ['ubuntu-latest'],
      runner_id: job.startedAt ? 1 : null,
      runner_name: job.startedAt ? 'GitHub Actions 1' : null,
      runner_group_id: job.startedAt ? 0 : null,
      runner_group_name: job.startedAt ? 'GitHub Actions' : null,
    }
  }

  artifact(artifact: Artifact): object {
    const url = `${this.repositoryUrl(artifact.run.repository)}/actions/artifacts/${artifact.id}`
    return {
      id: artifact.id,
      node_id: nodeId('Artifact', artifact.id),
      name: artifact.name,
      size_in_bytes: artifact.size,
      url,
      archive_download_url: `${url}/zip`,
      expired: artifact.expiresAt <= this.world.now(),
      created_at: iso(artifact.createdAt),
      updated_at: iso(artifact.createdAt),
      expires_at: iso(artifact.expiresAt),
      digest: artifact.digest ?? null,
      workflow_run: {
        id: artifact.run.id,
        repository_id: artifact.run.repository.id,
        head_repository_id: artifact.run.repository.id,
        head_branch: artifact.run.ref.replace(/^refs\/heads\//, ''),
        head_sha: artifact.run.sha,
      },
    }
  }
}

/** The branch or tag of a run. */
export function branchOf(run: Run): string {
  return run.ref.replace(/^refs\/(heads|tags)\//, '')
}

/** The status and conclusion of an attempt, computed from its jobs. */
export function stateOf(run: Run, attempt: number): { status: string; conclusion: string | null } {
  const { held, conclusion: early, ended } = run.attempts[attempt - 1] ?? {}
  if (early !== undefined) return { status: 'completed', conclusion: early }
  if (held === true) return { status: 'pending', conclusion: null }
  const jobs = run.jobs.filter((job) => job.attempt === attempt)
  if (jobs.some((job) => job.status === 'in_progress')) return { status: 'in_progress', conclusion: null }
  if (jobs.some((job) => job.status === 'waiting')) return { status: 'waiting', conclusion: null }
  if (jobs.some((job) => job.status === 'pending')) return { status: 'pending', conclusion: null }
  for (const conclusion of ['failure', 'cancelled'] as const) {
    if (jobs.some((job) => job.conclusion === conclusion)) return { status: 'completed', conclusion }
  }
  if (ended === true) return { status: 'completed', conclusion: 'success' }
  return jobs.length > 0 ? { status: 'in_progress', conclusion: null } : { status: 'queued', conclusion: null }
}
