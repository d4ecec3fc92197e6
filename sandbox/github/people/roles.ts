import { fullName, type Repository, type World } from '../world.ts'
import { ROLES, type Association, type Role } from './model.ts'

/** The highest role that a user has: by being the owner, an administrator, a collaborator, a member, or in a team. */
export function roleOf(world: World, repository: Repository, login: string): Role | 'none' {
  const name = fullName(repository)
  const teams = [...world.teams.values()].filter(({ members }) => members.has(login))
  const given: (Role | undefined)[] = [
    ...(repository.owner.login === login || repository.admins.has(login) ? ['admin' as const] : []),
    repository.collaborators.get(login),
    ...teams.map(({ repositories }) => repositories.get(name)),
    ...(isMember(world, repository, login) || !repository.private ? ['read' as const] : []),
  ]
  return ROLES.findLast((role) => given.includes(role)) ?? 'none'
}

function isMember(world: World, repository: Repository, login: string): boolean {
  return world.members.get(repository.owner.login)?.has(login) ?? false
}

/** How the author of a comment, review or pull request is associated with the repository. */
export function associationOf(world: World, repository: Repository, login: string): Association {
  if (repository.owner.login === login) return 'OWNER'
  if (isMember(world, repository, login)) return 'MEMBER'
  if (repository.collaborators.has(login)) return 'COLLABORATOR'
  const opened = repository.pulls.filter(({ user }) => user === login)
  if (opened.some(({ mergedAt }) => mergedAt !== undefined)) return 'CONTRIBUTOR'
  return opened.length > 0 ? 'FIRST_TIME_CONTRIBUTOR' : 'NONE'
}

/** The permission of a role in responses that know four levels only. */
export function permissionOf(role: Role | 'none'): 'admin' | 'write' | 'read' | 'none' {
  if (role === 'maintain') return 'write'
  return role === 'triage' ? 'read' : role
}

/** Whether a role includes another. */
export function includesRole(role: Role | 'none', needed: Role): boolean {
  return role !== 'none' && ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
