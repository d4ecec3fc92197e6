import type { Job, Repository, World } from '../world.ts'
import type { CheckRun, CheckSuite } from './model.ts'

const ACTIONS = 'github-actions'

/** The check runs of a commit: those that Apps have made, and the newest attempt of each job of its workflow runs. */
export function checksOf(world: World, repository: Repository): CheckRun[] {
  const jobs = [...world.runs.values()]
    .filter((run) => run.repository === repository)
    .flatMap((run) => run.jobs.filter((job) => job === run.jobs.findLast(({ name }) => name === job.name)))
  return [...jobs.map(checkOf), ...repository.checkRuns]
}

/** The check suites of a repository, those of workflow runs included. */
export function suitesOf(world: World, repository: Repository): CheckSuite[] {
  const runs = [...world.runs.values()].filter((run) => run.repository === repository)
  return [...runs.map(suiteOfRun), ...repository.checkSuites]
}

function suiteOfRun({ id, sha, createdAt }: Job['run']): CheckSuite {
  return { id: id + 1, sha, app: ACTIONS, createdAt }
}

function checkOf(job: Job): CheckRun {
  const { annotation, run } = job
  return {
    id: job.id,
    suite: suiteOfRun(run),
    sha: run.sha,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion ?? null,
    externalId: job.backendId,
    detailsUrl: `actions/runs/${run.id}/job/${job.id}`,
    startedAt: job.startedAt ?? job.createdAt,
    completedAt: job.completedAt ?? null,
    output: { title: null, summary: null, text: null },
    annotations: annotation === undefined ? [] : [failure(annotation)],
  }
}

function failure(message: string): CheckRun['annotations'][number] {
  return {
    path: '.github',
    start_line: 1,
    end_line: 1,
    start_column: null,
    end_column: null,
    annotation_level: 'failure',
    title: null,
    message,
    raw_details: null,
  }
}
