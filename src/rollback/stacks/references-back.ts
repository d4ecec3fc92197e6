import type { Stack } from '../../config/model/environment.ts'
import type { DeployContext } from '../../deploy/contract.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { ChangeSetLedger } from '../../plan/change-sets/ledger.ts'
import { referencesAgain } from '../../precheck/references-again.ts'
import { sourceOfBefore, type StackBefore } from './before.ts'

/**
 * What the way back of a stack needs and does not exist any more: code in S3, images, layers that the previous template
 * names. `plan` says which resources change. What could not be read does not hold a way back up.
 */
export async function lostReferences(
  { ports, environment, access, run }: DeployContext,
  {
    stack,
    before,
    plan,
    ledger,
  }: {
    readonly stack: Stack
    readonly before: StackBefore
    readonly plan: ChangeSetPlan
    readonly ledger: ChangeSetLedger
  },
): Promise<Finding[]> {
  // The job of a way back may not be one of those that the plan-role trusts.
  const { planRole: _, ...own } = environment
  const sources = new Map([[stack.id, sourceOfBefore(stack, before)]])
  const check = referencesAgain({ ports, environment: own, access, run, sources, ledger })
  // The change set that made the stack what it is would count as executed already.
  const { changeSetArn: __, ...changes } = plan
  const found = await check.beforeAll([stack], [changes], {})
  return found.filter(({ outcome }) => outcome === 'fail').map((finding) => lost(stack, finding))
}

function lost({ id, name }: Stack, { title, expected, observed, advice }: Finding): Finding {
  return {
    code: 'rollback/lost-revision',
    outcome: 'fail',
    title: `the stack ${name} cannot be rolled back: ${title}`,
    subject: `stack/${id}/rollback`,
    ...(expected !== undefined && { expected }),
    ...(observed !== undefined && { observed }),
    advice: `The stack was not changed. ${advice ?? 'Restore it.'} Keep what the last two releases refer to.`,
  }
}
