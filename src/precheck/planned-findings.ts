import type { DriftReport } from '../cloudformation/drift/drift.ts'
import { isLoop } from '../cloudformation/template/for-each.ts'
import type { Finding } from '../evidence/finding.ts'
import { isModule } from '../cloudformation/template/template.ts'
import { plural } from '../support/text/text.ts'
import { unlistedChanges } from './unlisted-changes.ts'
import type { StackPlan } from '../plan/contract.ts'
import type { Survey } from './survey/index.ts'

const MOST_NAMED = 10

/** What planning proved for each stack. */
export function plannedFindings(survey: Survey): Finding[] {
  const { planned } = survey
  const { environment } = planned.plan
  return planned.stacks.flatMap((each): Finding[] => {
    const { plan, stack, facts } = each
    if (plan === undefined) return []
    const count = plural(plan.changes.length, 'change')
    const about = {
      subject: `stack/${stack.id}`,
      expected: 'a change set that CloudFormation can create',
      details: { environment },
    }
    if (facts === undefined) {
      return [
        {
          ...about,
          code: 'change-set/provisional',
          outcome: 'noted',
          title: `${environment}: the changes of ${stack.name} are known only after the stacks that it needs are deployed`,
          observed: `${count} from its template alone, since outputs of other stacks are unknown`,
        },
      ]
    }
    const contradictions = planGaps(each, survey)
    if (contradictions.length > 0) {
      return [
        {
          ...about,
          code: 'change-set/incomplete',
          outcome: 'inconclusive',
          title: `${environment}: the change set of ${stack.name} omits changes of its template`,
          expected: 'a change for each new, removed or different resource of the template',
          observed: `${count}; ${shown(contradictions)}`,
          advice: `Run precheck again. If the result is the same, compare the change set in the CloudFormation console with ${each.source.template.file}.`,
        },
      ]
    }
    if (facts.outcome === 'changes' && facts.executionStatus !== 'AVAILABLE') {
      return [
        {
          ...about,
          code: 'change-set/not-executable',
          outcome: 'fail',
          title: `${environment}: the change set of ${stack.name} cannot be executed`,
          expected: 'AVAILABLE',
          observed: `${facts.status}, ${facts.executionStatus}`,
          advice: 'Run precheck again; another update of the stack may have made it obsolete.',
        },
      ]
    }
    return [
      {
        ...about,
        code:
          plan.kind === 'none'
            ? 'change-set/no-changes'
            : plan.provisional
              ? 'change-set/provisional'
              : 'change-set/created',
        outcome: plan.provisional ? 'noted' : 'pass',
        title:
          plan.kind === 'none'
            ? `${environment}: ${stack.name} would not change`
            : plan.changes.length === 0
              ? `${environment}: ${stack.name} would be updated in its outputs or settings only`
              : `${environment}: ${stack.name} would be ${plan.kind === 'create' ? 'created' : 'updated'} with ${count}`,
        observed: plan.provisional ? `${count}, provisional until outputs of other stacks are known` : count,
      },
    ]
  })
}

/** Pure: the changes that the change set of a stack omits; empty where that is unknown. */
export function planGaps(each: StackPlan, { drift, deployed }: Pick<Survey, 'drift' | 'deployed'>): string[] {
  const { stack, plan, facts } = each
  if (plan === undefined || facts === undefined) return []
  const report = drift.find((one) => one.stack === stack.id)
  const body = deployed.get(stack.id)?.body
  return [...contradictionsOf(each, report), ...(plan.kind === 'create' ? [] : unlistedChanges(each, body))]
}

/**
 * Resources that the template declares unconditionally, and that neither the stack has nor the change set adds; and resources
 * of the stack that are neither declared nor removed. Empty where the processed template or the stack's resources are unknown.
 */
function contradictionsOf({ plan, facts, source: { template } }: StackPlan, report: DriftReport | undefined): string[] {
  if (plan === undefined || facts === undefined) return []
  const creates = plan.kind === 'create'
  const isProcessed = template.transforms.length === 0 || facts.outcome === 'changes'
  if (!isProcessed || (!creates && report === undefined)) return []
  const declared = Object.entries(template.resources)
  const isOpen = ([id, { type }]: (typeof declared)[number]): boolean =>
    isLoop(id) || type === 'Fn::Transform' || isModule(type)
  if (declared.some(isOpen)) return creates && plan.changes.length === 0 ? ['a new stack without a resource'] : []
  const there = creates || report === undefined ? new Set<string>() : namesIn(report)
  const changes = new Map(plan.changes.map((change) => [change.logicalId, change.action]))
  const lacking = declared.filter(
    ([id, { condition }]) => condition === undefined && !there.has(id) && !changes.has(id),
  )
  const kept = [...there].filter((id) => !Object.hasOwn(template.resources, id) && !changes.has(id))
  return [
    ...lacking.map(([id]) => `${id} is declared, is not in the stack, and would not be added`),
    ...kept.map((id) => `${id} is in the stack, is not declared, and would not be removed`),
  ]
}

function namesIn({ resources, nested }: DriftReport): Set<string> {
  return new Set([
    ...resources.map(({ logicalId }) => logicalId),
    ...nested.map(({ stack }) => stack.split('/').at(-1) ?? ''),
  ])
}

function shown(list: readonly string[]): string {
  const more = list.length - MOST_NAMED
  return [...list.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join('; ')
}
