import type { Edition } from '../edition.ts'
import { commitAt } from '../repositories/git.ts'
import { fullName, type Commit, type Repository, type World } from '../world.ts'
import { StartupFailure, type CalledWorkflow, type JobFile, type PlannedJob, type Requested } from './model.ts'
import { readWorkflowFile } from './read.ts'

/** Maximum levels of workflows, the caller included. */
const LEVELS = 10
const ORDER = ['none', 'read', 'write']
/** The permissions of a GITHUB_TOKEN where no workflow sets them: the restricted default. */
const DEFAULT: Requested = { contents: 'read', packages: 'read' }

/** A workflow file at a commit. */
interface Place {
  readonly repository: Repository
  readonly commit: Commit
  readonly path: string
  /** The ref by which it was found. */
  readonly ref: string
}

/** Reads a workflow and all that it calls. Throws a StartupFailure where GitHub would not start the run. */
export async function expand(world: World, place: Place, edition: Edition): Promise<CalledWorkflow> {
  return level(world, place, { names: [], depth: 1, edition })
}

interface Caller {
  readonly edition: Edition
  readonly names: readonly string[]
  readonly depth: number
  /** `uses` of the call, and what its job may do. */
  readonly call?: { readonly uses: string; readonly allowed: Requested }
}

async function level(world: World, place: Place, caller: Caller): Promise<CalledWorkflow> {
  const { call, depth, edition, names } = caller
  const content = place.commit.files[place.path]
  if (content === undefined)
    throw new StartupFailure(`error parsing called workflow "${call?.uses ?? place.path}": workflow was not found.`)
  if (depth > LEVELS)
    throw new StartupFailure(`error parsing called workflow "${call?.uses}": more than ${LEVELS} levels`)
  const file = await readWorkflowFile(place.path, content)
  if (edition === 'enterprise-server' && file.concurrency?.queue === 'max') {
    throw new StartupFailure(`The workflow is not valid. ${place.path}: Unexpected value 'queue'`)
  }
  if (call && file.permissions) demand(call.uses, 'The workflow', file.permissions, call.allowed)
  const jobs: PlannedJob[] = []
  for (const job of file.jobs) {
    if (edition === 'enterprise-server') demandOlder(place.path, job)
    if (call && job.permissions) demand(call.uses, `The nested job '${job.key}'`, job.permissions, call.allowed)
    const permissions = job.permissions ?? file.permissions ?? call?.allowed ?? DEFAULT
    const own = [...names, job.key]
    const called =
      job.uses === undefined
        ? undefined
        : await level(world, calledBy(world, place, job.uses), {
            names: own,
            depth: depth + 1,
            edition,
            call: { uses: job.uses, allowed: permissions },
          })
    jobs.push({
      name: own.join(' / '),
      file: job,
      workflowRef: `${fullName(place.repository)}/${place.path}@${place.ref}`,
      permissions,
      env: file.env,
      ...(called && { called }),
    })
  }
  const { defaults, outputs, concurrency } = file
  return { jobs, defaults, outputs, ...(concurrency && { concurrency }) }
}

/** An Enterprise Server has neither queues nor paths that begin with `$/`. */
function demandOlder(path: string, { uses, concurrency }: JobFile): void {
  if (uses?.startsWith('$/')) throw new StartupFailure(`The workflow is not valid. ${path}: Unexpected value '${uses}'`)
  if (concurrency?.queue === 'max')
    throw new StartupFailure(`The workflow is not valid. ${path}: Unexpected value 'queue'`)
}

/** Refuses a permission that the calling job does not have, even where the nested job would be skipped. */
function demand(uses: string, who: string, requested: Requested, allowed: Requested): void {
  for (const [scope, wanted] of Object.entries(requested)) {
    const has = allowed[scope] ?? 'none'
    if (ORDER.indexOf(wanted) <= ORDER.indexOf(has)) continue
    throw new StartupFailure(
      `Error calling workflow '${uses}'. ${who} is requesting '${scope}: ${wanted}', but is only allowed '${scope}: ${has}'.`,
    )
  }
}

/**
 * The workflow that a job calls. `./` and `$/` are paths in the repository and at the commit of the file that contains
 * them; other references name a repository and a ref.
 */
function calledBy(world: World, from: Place, uses: string): Place {
  const own = /^(?:\.|\$)\/(.+)$/.exec(uses)
  if (own?.[1] !== undefined && !own[1].startsWith('/')) return { ...from, path: own[1] }
  const [, owner, name, path, ref] = /^([^/]+)\/([^/]+)\/(.+)@(.+)$/.exec(uses) ?? []
  const repository = world.repositories.get(`${owner}/${name}`)
  const commit = repository && ref !== undefined ? commitAt(repository, ref) : undefined
  if (!repository || !commit || path === undefined || ref === undefined) {
    throw new StartupFailure(`error parsing called workflow "${uses}": workflow was not found.`)
  }
  const kind = repository.branches.has(ref) ? 'refs/heads/' : repository.tags.has(ref) ? 'refs/tags/' : ''
  return { repository, commit, path, ref: `${kind}${ref}` }
}
