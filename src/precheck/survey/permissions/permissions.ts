import { environmentsBefore } from '../../../config/model/environment-keys.ts'
import type { Need } from '../../../cloudformation/permissions/needed.ts'
import { simulate, type Decision } from '../../../cloudformation/permissions/simulate.ts'
import type { PlanOptions, StackPlan } from '../../../plan/contract.ts'
import type { RoleNeed } from '../../../policies/contract.ts'
import { ActionError } from '../../../support/errors.ts'
import { mapLimit } from '../../../support/limit.ts'
import { valuesOf } from '../stack-plan-values.ts'

type Options = Pick<PlanOptions, 'ports' | 'access' | 'environment'>

const SIMULATIONS_AT_ONCE = 4
/** Needs with the same role, type and actions differ in their names only; of each this number is simulated. */
const MOST_ALIKE = 3

/**
 * What IAM decides about the planned changes of an environment that another one is rehearsed before. Changes are made with
 * the service role of the stack, or else with the deploy-role. Undefined where neither is configured.
 */
export async function surveyPermissions(
  options: Options,
  stacks: readonly StackPlan[],
): Promise<RoleNeed[] | undefined> {
  const { environment, ports, access } = options
  if (environmentsBefore(environment.key).length === 0) return undefined
  const roles = new Map(
    stacks.flatMap(({ stack }) =>
      roleOf(stack.role, environment) ? [[stack.id, roleOf(stack.role, environment) ?? '']] : [],
    ),
  )
  if (roles.size === 0) return undefined
  const { neededActions } = await import('../../../cloudformation/permissions/needed.ts')
  const needs = stacks.flatMap((planned) => {
    const { stack, source, plan, facts } = planned
    const role = roles.get(stack.id)
    if (role === undefined || plan === undefined) return []
    const { template } = source
    const values = valuesOf(planned, environment)
    const physicalIds = new Map(
      (facts?.changes ?? []).flatMap(({ change: { logicalId }, physicalId }) =>
        physicalId === undefined ? [] : [[logicalId, physicalId] as const],
      ),
    )
    return neededActions(plan.changes, { template, values, stackName: stack.name, physicalIds }).map((need) => ({
      stack: stack.id,
      stackName: stack.name,
      role,
      need,
      source: template.resources[need.logicalId]?.source,
    }))
  })
  const alike = [...Map.groupBy(needs, keyOf).values()].flatMap((group) => group.slice(0, MOST_ALIKE))
  let refused: ActionError | undefined
  return mapLimit(alike, SIMULATIONS_AT_ONCE, async (each): Promise<RoleNeed> => {
    if (refused !== undefined) return { ...each, decisions: undefined, unknown: unknownBy(refused) }
    try {
      const iam = await (await ports.connect.lookUps(access)).permissions()
      return { ...each, decisions: await decisionsOf(iam, each.role, each.need, environment.region) }
    } catch (error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      if (error.code === 'aws/denied') refused = error
      return { ...each, decisions: undefined, unknown: unknownBy(error) }
    }
  })
}

function roleOf(service: string | undefined, { deployRole }: PlanOptions['environment']): string | undefined {
  return service ?? deployRole
}

function keyOf({ role, stack, need }: Omit<RoleNeed, 'decisions'>): string {
  return JSON.stringify([role, stack, need.type, need.essential, need.others, need.arn === undefined])
}

/** Services with one endpoint for all regions: the region of their requests is not that of the stack. */
const GLOBAL =
  /^(iam|route53|cloudfront|organizations|budgets|ce|cur|globalaccelerator|shield|support|waf|sts|networkmanager|health):/

function decisionsOf(
  iam: Parameters<typeof simulate>[0],
  role: string,
  need: Need,
  region: string,
): Promise<Decision[]> {
  const actions = [...need.essential, ...need.others]
  // Many organizations deny by the region of the request.
  const context = actions.some((action) => GLOBAL.test(action)) ? {} : { 'aws:RequestedRegion': region }
  return simulate(iam, { role, actions, arn: need.arn ?? '*', context })
}

function unknownBy({ message: why, advice }: ActionError): NonNullable<RoleNeed['unknown']> {
  return { why, advice }
}
