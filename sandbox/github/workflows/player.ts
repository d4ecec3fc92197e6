import type { Actions, RunOptions } from '../runs/actions.ts'
import type { Edition } from '../edition.ts'
import { branchOf } from '../render.ts'
import { fullName, type World } from '../world.ts'
import { ConcurrencyGroups } from './concurrency.ts'
import { StartupFailure } from './model.ts'
import type { PlayedRun } from './played-run.ts'

export interface WorkflowOptions extends Omit<RunOptions, 'workflow'> {
  /** `.github/workflows/release.yml`, in the commit. */
  readonly path: string
  readonly inputs?: Readonly<Record<string, string>>
  /** The webhook payload of the event: `github.event`. */
  readonly payload?: Readonly<Record<string, unknown>>
}

/** Executes workflow files of repositories. */
export class WorkflowPlayer {
  readonly #world: World
  readonly #actions: Actions
  readonly #edition: Edition
  readonly #groups = new Map<string, ConcurrencyGroups>()

  constructor(world: World, actions: Actions, edition: Edition) {
    this.#world = world
    this.#actions = actions
    this.#edition = edition
  }

  groupsOf(repository: string): ConcurrencyGroups {
    const groups = this.#groups.get(repository) ?? new ConcurrencyGroups(this.#world.now)
    this.#groups.set(repository, groups)
    return groups
  }

  async play({ path, inputs = {}, payload = {}, ...options }: WorkflowOptions): Promise<PlayedRun> {
    // GitHub's parser and evaluator are loaded when a workflow is played.
    const [{ PlayedRun }, { expand }] = await Promise.all([import('./played-run.ts'), import('./expand.ts')])
    const run = this.#actions.startRun({ ...options, workflow: { name: path, path } })
    const { repository, sha, ref } = run
    const github = {
      workflow: path,
      ref,
      ref_name: branchOf(run),
      sha,
      repository: fullName(repository),
      run_id: String(run.id),
      event_name: run.event,
      event: payload,
      actor: run.actor,
    }
    const played = new PlayedRun(this.#actions, this.groupsOf(options.repository), run, github)
    const commit = repository.commits.get(sha)
    if (!commit) throw new Error(`there is no commit ${sha}`)
    try {
      played.start(await expand(this.#world, { repository, commit, path, ref }, this.#edition), inputs)
    } catch (error) {
      if (!(error instanceof StartupFailure)) throw error
      const attempt = run.attempts[0]
      if (attempt) Object.assign(attempt, { ended: true, conclusion: 'startup_failure', annotation: error.message })
      played.failure = error.message
    }
    return played
  }
}
