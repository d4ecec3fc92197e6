import type { PlanOptions, StackPlan } from '../plan/contract.ts'
import type { StackReference } from '../policies/contract.ts'
import { collectReferences } from '../references/collect.ts'
import type { LookedUp, Target } from '../references/contract.ts'
import { lookUp } from '../references/look-up.ts'
import { ActionError } from '../support/errors.ts'
import { valuesOf } from './stack-plan-values.ts'

type Options = Pick<PlanOptions, 'ports' | 'access' | 'environment'>

/** The references of the planned stacks that leave their templates, with what the services say about each target. */
export async function surveyReferences(options: Options, stacks: readonly StackPlan[]): Promise<StackReference[]> {
  const found = stacks.flatMap((planned) => {
    const changing = planned.plan && new Set(planned.plan.changes.map(({ logicalId }) => logicalId))
    const references = collectReferences(planned.source.template, valuesOf(planned, options.environment))
    return references.map((reference) => ({
      stack: planned.stack.id,
      stackName: planned.stack.name,
      reference,
      used: changing?.has(reference.logicalId) ?? true,
    }))
  })
  const targets = new Map<string, Target>()
  for (const { reference } of found) if (reference.target) targets.set(keyOf(reference.target), reference.target)
  const answers = new Map<string, LookedUp>()
  await lookUp([...targets.values()], {
    connect: {
      storage: () => options.ports.connect.storage(options.access),
    },
    answer: (target, answer) => void answers.set(keyOf(target), answer),
    failed(target, error) {
      if (options.ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      answers.set(keyOf(target), unknown(error))
    },
  })
  return found.map((each) => ({
    ...each,
    answer: each.reference.target && answers.get(keyOf(each.reference.target)),
  }))
}

function keyOf({ kind, id }: Target): string {
  return `${kind} ${id}`
}

function unknown(error: ActionError): LookedUp {
  return {
    state: 'unknown',
    why: error.message,
    denied: error.code === 'aws/denied',
    advice: error.advice,
  }
}
