import { branchOf } from '../render.ts'
import { fullName, type Job, type Run, type World } from '../world.ts'

/** The value of `toJSON(needs)`, before it is text. */
export function needsOf(run: Run, jobs: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    jobs.map((name) => {
      const job = run.jobs.findLast((candidate) => candidate.name === name)
      return [name, { result: job?.conclusion ?? 'skipped', outputs: job?.outputs ?? {} }]
    }),
  )
}

/** GITHUB_* and RUNNER_* variables of a job, without those of files and folders. */
export function variablesOf(job: Job, api: string, server: string, world: World): Record<string, string> {
  const { run } = job
  const { repository } = run
  const name = fullName(repository)
  const refName = branchOf(run)
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: api,
    GITHUB_SERVER_URL: server,
    GITHUB_GRAPHQL_URL: `${api}/graphql`,
    GITHUB_REPOSITORY: name,
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner.login,
    GITHUB_REPOSITORY_OWNER_ID: String(repository.owner.id),
    GITHUB_SHA: run.sha,
    GITHUB_REF: run.ref,
    GITHUB_REF_NAME: refName,
    GITHUB_REF_TYPE: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: String(repository.protectedBranches.has(refName)),
    GITHUB_BASE_REF: '',
    GITHUB_HEAD_REF: '',
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: String(job.attempt),
    GITHUB_RETENTION_DAYS: String(repository.retentionDays),
    GITHUB_ACTOR: run.actor,
    GITHUB_ACTOR_ID: String(world.user(run.actor).id),
    GITHUB_TRIGGERING_ACTOR: run.attempts[job.attempt - 1]?.triggeringActor ?? run.actor,
    GITHUB_JOB: jobIdOf(job.name),
    GITHUB_ACTION: '__self',
    GITHUB_WORKFLOW: run.workflow.name,
    GITHUB_WORKFLOW_REF: `${name}/${run.workflow.path}@${run.ref}`,
    GITHUB_WORKFLOW_SHA: run.sha,
    GITHUB_EVENT_NAME: run.event,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_ENVIRONMENT: 'github-hosted',
  }
}

/**
 * The key of a job in its own workflow file, which is what GITHUB_JOB has: the name that the run shows for a job of a called
 * workflow begins with the jobs that call it, and that of a matrix ends with its values. `release / pre-prod / verify (1, 2)`
 * is the job `verify`.
 */
function jobIdOf(name: string): string {
  return (name.split(' / ').at(-1) ?? name).replace(/ \([^()]*\)$/, '')
}
