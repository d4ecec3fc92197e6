import type { CloudFormation } from '../../cloudformation/client.ts'
import type { Stack } from '../../config/model/environment.ts'
import type { DeployContext } from '../../deploy/contract.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { ChangeSetLedger } from '../../plan/change-sets/ledger.ts'
import type { StackPlan } from '../../plan/contract.ts'
import { planStack } from '../../plan/plan.ts'
import { holdsWhat } from '../../policies/way-back/identities.ts'
import { listed } from '../../support/text/text.ts'
import { sourceOfBefore, type StackBefore } from './before.ts'
import { lostReferences } from './references-back.ts'

const NAMED = 10
const NESTED = 'AWS::CloudFormation::Stack'
const KEPT = /Retain|Snapshot/

/** Makes the change set back to what a stack was before, and reads it. The ledger has it until it is executed. */
export async function planBack(
  context: DeployContext,
  { stack, before, ledger }: { readonly stack: Stack; readonly before: StackBefore; readonly ledger: ChangeSetLedger },
): Promise<StackPlan> {
  const { ports, environment, access, run } = context
  const cloudformation: CloudFormation = await ports.connect.cloudformation(access)
  const source = sourceOfBefore(stack, before)
  const { role: _role, ...rest } = stack
  const planned = await planStack({
    ports,
    environment,
    access,
    run,
    purpose: 'rollback',
    ledger,
    cloudformation,
    stack: {
      ...rest,
      tags: {},
      capabilities: [...before.capabilities] as Stack['capabilities'],
      ...(before.role !== undefined && { role: before.role }),
    },
    source,
    outputs: {},
  })
  if (planned.plan === undefined) return planned
  const lost = await lostReferences(context, { stack, before, plan: planned.plan, ledger })
  return { ...planned, findings: [...planned.findings, ...lost] }
}

/** Pure: what the change set back would delete, as far as something is in it. */
export function judgeLosses(plan: ChangeSetPlan, environment: string): Finding[] {
  const lost = lossesOf(plan)
  if (lost.length === 0) return []
  return [
    {
      code: 'rollback/loses-state',
      outcome: 'fail',
      title: `${environment}: the change set back of ${plan.stackName} would delete what resources hold`,
      subject: `stack/${plan.stack}/rollback`,
      expected: 'no resource with content is removed or replaced',
      observed: listed(lost, NAMED),
      advice: `Nothing was rolled back. Decide what happens to the content; roll back the other parts with \`only\`.`,
    },
  ]
}

function lossesOf({ stack, changes, nested }: ChangeSetPlan): string[] {
  const own = changes.flatMap(({ logicalId, type, action, replacement, policyAction = '' }) => {
    const held = holdsWhat(type)
    const isReplaced = action !== 'Add' && (type === NESTED ? replacement === 'True' : replacement !== 'False')
    if (held?.kind !== 'content' || (action !== 'Remove' && !isReplaced) || KEPT.test(policyAction)) return []
    const how = action === 'Remove' ? 'removed' : `replaced (${replacement})`
    return [`${stack}/${logicalId} (${type}) is ${how}, with its ${held.what}`]
  })
  return [...own, ...nested.flatMap(lossesOf)]
}
