import type { World } from '../world.ts'
import type { Role, Team } from './model.ts'

export interface TeamOptions {
  readonly members: readonly string[]
  readonly maintainers?: readonly string[]
  /** Roles in repositories, by `OWNER/NAME`. */
  readonly repositories?: Readonly<Record<string, Role>>
}

/** Makes a team, or replaces it; its members become members of the organization. */
export function createTeam(world: World, organization: string, slug: string, given: TeamOptions): Team {
  const roles = [
    ...given.members.map((login) => [login, 'member'] as const),
    ...(given.maintainers ?? []).map((login) => [login, 'maintainer'] as const),
  ]
  const team: Team = {
    id: world.id(),
    slug,
    organization,
    members: new Map(roles),
    repositories: new Map(Object.entries(given.repositories ?? {})),
  }
  world.teams.set(`${organization}/${slug}`, team)
  const members = world.members.get(organization) ?? new Set()
  for (const login of team.members.keys()) members.add(world.user(login).login)
  world.members.set(organization, members)
  return team
}
