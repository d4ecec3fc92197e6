import type { Renderer } from '../render.ts'
import { repositoryAt } from '../server/requests.ts'
import { paged, Refusal, type Request, type Route } from '../server/router.ts'
import { fullName, type World } from '../world.ts'
import type { Team } from './model.ts'
import { includesRole, permissionOf, roleOf } from './roles.ts'

const MEMBERS = { scope: 'members', level: 'read' } as const

/** Permissions of users in a repository, teams and their members. */
export function peopleRoutes(world: World, render: Renderer): Route[] {
  const teamAt = (request: Request): Team => {
    const team = world.teams.get(`${request.parts['org']}/${request.parts['team']}`)
    if (!team) throw new Refusal(404, 'Not Found')
    return team
  }
  return [
    {
      method: 'GET',
      path: '/repos/:owner/:repo/collaborators/:user/permission',
      needs: { scope: 'metadata', level: 'read' },
      docs: 'collaborators/collaborators#get-repository-permissions-for-a-user',
      answer(request) {
        const repository = repositoryAt(world, request)
        const login = request.parts['user'] ?? ''
        if (!world.users.has(login)) throw new Refusal(404, `${login} is not a user`)
        const role = roleOf(world, repository, login)
        const permissions = {
          admin: role === 'admin',
          maintain: includesRole(role, 'maintain'),
          push: includesRole(role, 'write'),
          triage: includesRole(role, 'triage'),
          pull: includesRole(role, 'read'),
        }
        const user = { ...render.user(login), permissions, role_name: role }
        return { status: 200, body: { permission: permissionOf(role), role_name: role, user } }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/teams',
      needs: { scope: 'administration', level: 'read' },
      docs: 'repos/repos#list-repository-teams',
      answer(request) {
        const repository = repositoryAt(world, request)
        const found = [...world.teams.values()].filter(({ repositories }) => repositories.has(fullName(repository)))
        const { items, headers } = paged(found, request)
        const body = items.map((team) => ({
          ...render.team(team.slug, team.organization),
          permission: team.repositories.get(fullName(repository)),
        }))
        return { status: 200, headers, body }
      },
    },
    {
      method: 'GET',
      path: '/orgs/:org/teams/:team/members',
      needs: MEMBERS,
      docs: 'teams/members#list-team-members',
      answer(request) {
        const role = request.url.searchParams.get('role') ?? 'all'
        const found = [...teamAt(request).members].filter(([, each]) => role === 'all' || each === role)
        const { items, headers } = paged(found, request)
        return { status: 200, headers, body: items.map(([login]) => render.user(login)) }
      },
    },
    {
      method: 'GET',
      path: '/orgs/:org/teams/:team/memberships/:user',
      needs: MEMBERS,
      docs: 'teams/members#get-team-membership-for-a-user',
      answer(request) {
        const team = teamAt(request)
        const login = request.parts['user'] ?? ''
        const role = team.members.get(login)
        if (role === undefined) throw new Refusal(404, 'Not Found')
        const url = `${render.teamUrl(team.slug, team.organization)}/memberships/${login}`
        return { status: 200, body: { url, role, state: 'active' } }
      },
    },
  ]
}
