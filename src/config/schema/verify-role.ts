import type { z } from 'zod'
import { CHECKS } from '../../checks/index.ts'
import type { CheckInput } from '../../checks/common-options.ts'
import { AFTER_DEPLOYMENT, type Phase } from '../../evidence/phase.ts'
import { ENVIRONMENT_KEYS, type EnvironmentKey } from '../model/environment-keys.ts'
import type { EnvironmentsInput } from '../model/sections/environments.ts'

/** Where the checks of a phase run on one environment only. */
const ON_ONE: Partial<Record<Phase, EnvironmentKey>> = { [AFTER_DEPLOYMENT]: 'preprod', production: 'production' }

/** Jobs of every branch may take the plan-role: what invokes functions or sends commands to hosts has a role of its own. */
export function demandVerifyRole(
  config: { readonly verify: readonly CheckInput[]; readonly environments: EnvironmentsInput },
  context: z.RefinementCtx,
): void {
  for (const key of ENVIRONMENT_KEYS) {
    const { 'plan-role': planRole, 'verify-role': verifyRole } = config.environments[key]
    if (planRole === undefined || (verifyRole !== undefined && verifyRole !== planRole)) continue
    const acting = config.verify.find((input) => (ON_ONE[input.phase] ?? key) === key && acts(input))
    if (acting === undefined) continue
    context.addIssue({
      code: 'custom',
      path: ['environments', key, 'verify-role'],
      message: `${verifyRole === undefined ? 'expected a role' : 'expected another role than the plan-role'} for the check ${named(acting)}, which acts in the account, and the plan-role may be taken by jobs of every branch`,
    })
  }
}

function acts(input: CheckInput): boolean {
  return (
    input.through !== undefined || Object.values(CHECKS).some(({ meta }) => meta.acts && input[meta.name] !== undefined)
  )
}

function named(input: CheckInput): string {
  const what = Object.keys(CHECKS).find((key) => input[key] !== undefined)
  return typeof input['name'] === 'string' ? input['name'] : `\`${what}\``
}
