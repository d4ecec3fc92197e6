import { errorName, errorText } from '../../../aws/errors.ts'
import { readTrust } from '../../../aws/trust/document.ts'
import { readRoleArn } from '../../../aws/trust/provider.ts'
import { presentedToken } from '../../../aws/trust/statement.ts'
import { accessTo } from '../../../config/model/environment.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import type { RoleTrust, TrustFacts } from '../../../policies/contract.ts'
import { ActionError } from '../../../support/errors.ts'
import { mapLimit } from '../../../support/limit.ts'

const ROLES_AT_ONCE = 3

/** Reads whom the roles of an environment trust, with the plan-role where it may. A refusal is a fact, not an error. */
export async function surveyRoles({ ports, environment, run }: PlanOptions): Promise<TrustFacts | undefined> {
  const { planRole, verifyRole, deployRole } = environment
  const named = Object.entries({ plan: planRole, verify: verifyRole, deploy: deployRole }).flatMap(([purpose, arn]) =>
    arn === undefined ? [] : [{ purpose: purpose as RoleTrust['purpose'], arn }],
  )
  if (named.length === 0) return undefined
  const identity = await ports.connect.job()
  const roles = await ports.connect.roles(accessTo(environment, 'plan', run.runId))
  return {
    job: identity && presentedToken(identity.claims),
    roles: await mapLimit(named, ROLES_AT_ONCE, async ({ purpose, arn }): Promise<RoleTrust> => {
      const role = readRoleArn(arn)
      if (role === undefined) return { purpose, arn, trust: { kind: 'unread', why: 'it is not an ARN of a role' } }
      if (planRole !== undefined && readRoleArn(planRole)?.account !== role.account) {
        return {
          purpose,
          arn,
          trust: { kind: 'unread', why: `it is in the account ${role.account}, not in that of the plan-role` },
        }
      }
      try {
        const { Role } = await roles.getRole({ RoleName: role.name })
        if (Role?.Arn !== arn) {
          return { purpose, arn, trust: { kind: 'unread', why: `the role that was read is ${Role?.Arn ?? 'unknown'}` } }
        }
        const document = readTrust(Role.AssumeRolePolicyDocument ?? '')
        if (typeof document === 'string') return { purpose, arn, trust: { kind: 'unreadable', why: document } }
        return { purpose, arn, trust: { kind: 'read', document } }
      } catch (error) {
        if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
        if (errorName(error) === 'NoSuchEntityException' || errorName(error) === 'NoSuchEntity') {
          return { purpose, arn, trust: { kind: 'missing' } }
        }
        return { purpose, arn, trust: { kind: 'unread', why: errorText(error) } }
      }
    }),
  }
}
