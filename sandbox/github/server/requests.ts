import { commitAt } from '../repositories/git.ts'
import { Refusal, type Request } from './router.ts'
import type { Commit, Repository, World } from '../world.ts'

/** The repository in a request's path. */
export function repositoryAt(world: World, request: Request): Repository {
  const repository = world.repositories.get(`${request.parts['owner']}/${request.parts['repo']}`)
  if (!repository) throw new Refusal(404, 'Not Found')
  return repository
}

/** The commit in a request's path, by SHA, branch or tag. */
export function commitOf(repository: Repository, ref: string): Commit {
  const commit = commitAt(repository, ref)
  if (!commit) throw new Refusal(422, `No commit found for SHA: ${ref}`)
  return commit
}

export function callerLogin({ caller }: Request): string {
  if (caller?.kind === 'user') return caller.user.login
  return caller?.kind === 'app' ? `${caller.slug}[bot]` : 'github-actions[bot]'
}

/** The slug of the calling App; undefined for a user. */
export function callerApp({ caller }: Request): string | undefined {
  if (caller?.kind === 'job') return 'github-actions'
  return caller?.kind === 'app' ? caller.slug : undefined
}

export function invalid(message: string, errors?: readonly unknown[]): Refusal {
  return new Refusal(422, message, errors ? { errors } : {})
}

export function missing(...names: string[]): Refusal {
  return invalid(`Invalid request.\n\n${names.map((name) => `"${name}"`).join(', ')} wasn't supplied.`)
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
