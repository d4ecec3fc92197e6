import { numberOf } from './repositories/render.ts'
import type { Renderer } from './render.ts'
import { jsonOf, paged, Refusal, type Request, type Route } from './server/router.ts'
import { repositoryAt, invalid } from './server/requests.ts'
import { rulesAreEnforced, type Environment, type EnvironmentRules, type Repository, type World } from './world.ts'

/** Environments and their protection rules. */
export function environmentRoutes(world: World, render: Renderer): Route[] {
  const root = '/repos/:owner/:repo/environments'
  const one = `${root}/:environment`
  const reading = { scope: 'actions', level: 'read' } as const
  const at = (request: Request): { repository: Repository; environment: Environment } => {
    const repository = repositoryAt(world, request)
    const environment = repository.environments.get(request.parts['environment'] ?? '')
    if (!environment) throw new Refusal(404, 'Not Found')
    return { repository, environment }
  }
  return [
    {
      method: 'GET',
      path: root,
      needs: reading,
      docs: 'deployments/environments#list-environments',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { items, headers } = paged([...repository.environments.values()], request)
        const environments = items.map((environment) => render.environment(repository, environment))
        return { status: 200, headers, body: { total_count: repository.environments.size, environments } }
      },
    },
    {
      method: 'GET',
      path: one,
      needs: reading,
      docs: 'deployments/environments#get-an-environment',
      answer(request) {
        const { repository, environment } = at(request)
        return { status: 200, body: render.environment(repository, environment) }
      },
    },
    {
      method: 'PUT',
      path: one,
      needs: { scope: 'administration', level: 'write' },
      docs: 'deployments/environments#create-or-update-an-environment',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { caller } = request
        if (caller?.kind !== 'user' || !repository.admins.has(caller.user.login)) throw new Refusal(404, 'Not Found')
        const rules = rulesFrom(world, jsonOf(request))
        demandPlan(repository, rules)
        const environment = putEnvironment(world, repository, request.parts['environment'] ?? '', rules)
        return { status: 200, body: render.environment(repository, environment) }
      },
    },
    {
      method: 'GET',
      path: `${one}/deployment-branch-policies`,
      needs: reading,
      docs: 'deployments/branch-policies#list-deployment-branch-policies',
      answer(request) {
        const { branches } = at(request).environment.rules
        const patterns = Array.isArray(branches) ? (branches as readonly string[]) : []
        const { items, headers } = paged(patterns, request)
        const branch_policies = items.map((pattern) => ({
          id: numberOf(pattern),
          node_id: Buffer.from(`Policy:${numberOf(pattern)}`).toString('base64url'),
          name: pattern.replace(/^tag:/, ''),
          type: pattern.startsWith('tag:') ? 'tag' : 'branch',
        }))
        return { status: 200, headers, body: { total_count: patterns.length, branch_policies } }
      },
    },
    {
      method: 'GET',
      path: `${one}/deployment_protection_rules`,
      needs: reading,
      docs: 'deployments/protection-rules#get-all-deployment-protection-rules-for-an-environment',
      answer(request) {
        const { environment } = at(request)
        const rules = (environment.rules.customRules ?? []).map((slug) => {
          const id = numberOf(`${environment.id} ${slug}`)
          const app = {
            id: numberOf(slug),
            slug,
            integration_url: render.page(repositoryAt(world, request), `apps/${slug}`),
          }
          return {
            id,
            node_id: Buffer.from(`Gate:${id}`).toString('base64url'),
            enabled: true,
            app: { ...app, node_id: Buffer.from(`App:${app.id}`).toString('base64url') },
          }
        })
        return { status: 200, body: { total_count: rules.length, custom_deployment_protection_rules: rules } }
      },
    },
  ]
}

/** Required reviewers and wait timers of private repositories need Enterprise. */
function demandPlan(repository: Repository, { reviewers, waitTimerMinutes }: EnvironmentRules): void {
  if (rulesAreEnforced(repository)) return
  const refused = reviewers?.length ? 'required reviewers' : waitTimerMinutes ? 'wait timer' : undefined
  if (refused === undefined) return
  throw invalid(
    `Failed to create the environment protection rule. Please ensure the billing plan supports the ${refused} protection rule.`,
  )
}

/** Creates an environment or replaces its rules. Absent rules are off, as with GitHub's PUT. */
export function putEnvironment(
  world: World,
  repository: Repository,
  name: string,
  rules: EnvironmentRules,
): Environment {
  const known = repository.environments.get(name)
  if (known) {
    known.rules = rules
    known.updatedAt = world.now()
    return known
  }
  const environment = { id: world.id(), name, createdAt: world.now(), updatedAt: world.now(), rules }
  repository.environments.set(name, environment)
  return environment
}

const MAX_REVIEWERS = 6

function rulesFrom(world: World, given: Record<string, unknown>): EnvironmentRules {
  const reviewers = (given['reviewers'] ?? []) as { type: string; id: number }[]
  if (reviewers.length > MAX_REVIEWERS) throw invalid('Validation Failed: too many reviewers')
  const policy = given['deployment_branch_policy'] as { protected_branches: boolean } | null | undefined
  return {
    ...(typeof given['wait_timer'] === 'number' && { waitTimerMinutes: given['wait_timer'] }),
    ...(typeof given['prevent_self_review'] === 'boolean' && { preventSelfReview: given['prevent_self_review'] }),
    reviewers: reviewers.map(({ id }) => {
      const user = [...world.users.values()].find((candidate) => candidate.id === id)
      if (!user) throw invalid('Validation Failed: no such reviewer')
      return user.login
    }),
    ...(policy && { branches: policy.protected_branches ? ('protected' as const) : [] }),
  }
}
