import { reverseDifferences } from '../../cloudformation/change-sets/reverse.ts'
import { readStack } from '../../cloudformation/stack.ts'
import type { Stack } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { DeployContext, ReviewedStacks } from '../../deploy/contract.ts'
import { executeStack } from '../../deploy/stacks/stack.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import type { ChangeSetLedger } from '../../plan/change-sets/ledger.ts'
import { listed, plural } from '../../support/text/text.ts'
import { readStackBefore, type StackBefore } from './before.ts'
import { judgeLosses, planBack } from './plan-back.ts'
import { lostReferences } from './references-back.ts'
import { executeBack } from './walk.ts'

const NAMED = 10

/** A stack that the release changes, and what it was before. */
export interface StackWay {
  readonly stack: Stack
  readonly forward: ChangeSetPlan
  readonly before: StackBefore
}

/** What the rehearsal of stacks needs beside the environment. */
export interface StackRehearsal {
  readonly reviewed: ReviewedStacks
  readonly ledger: ChangeSetLedger
}

/** The stacks that are rehearsed, and findings for those that have no way back, or had one. */
export interface StackWays {
  readonly ways: readonly StackWay[]
  readonly none: readonly Finding[]
  /** What the previous template refers to does not exist any more. */
  readonly lost: readonly Finding[]
}

/** Reads what the stacks are that the release changes, before it does. */
export async function stackWays(
  context: DeployContext,
  { reviewed, ledger }: StackRehearsal,
  only: readonly string[],
): Promise<StackWays> {
  const { ports, environment, access } = context
  const cloudformation = await ports.connect.cloudformation(access)
  const ways: StackWay[] = []
  const none: Finding[] = []
  const lost: Finding[] = []
  for (const stack of environment.stacks) {
    const forward = reviewed.changeSets.find((plan) => plan.stack === stack.id)
    if (forward === undefined || forward.kind === 'none' || (only.length > 0 && !only.includes(stack.id))) continue
    const state = await readStack(cloudformation, stack.name)
    const before = state && (await readStackBefore(cloudformation, state))
    if (before === undefined) {
      none.push(noWayBack(stack))
      continue
    }
    ways.push({ stack, forward, before })
    lost.push(...(await lostReferences(context, { stack, before, plan: forward, ledger })))
  }
  if (ways.length + none.length === 0 && environment.stacks.length > 0) none.push(nothingChanges(environment.key))
  return { ways, none, lost }
}

/**
 * Makes the real change set back, compares it with what precheck derived, executes it and proves the stack. `isBack`:
 * the stack has the previous state. One whose change set back would delete content is left, as production would be.
 */
export async function rehearseBack(
  context: DeployContext,
  { stack, forward, before }: StackWay,
  { ledger }: StackRehearsal,
): Promise<{ readonly findings: readonly Finding[]; readonly isBack: boolean }> {
  const { plan, findings } = await planBack(context, { stack, before, ledger })
  if (plan === undefined || findings.some(blocks)) return { findings, isBack: false }
  const losses = judgeLosses(plan, context.environment.key)
  if (losses.length > 0) return { findings: [...findings, ...losses.map(notRehearsed)], isBack: false }
  const compared = compareWithDerived(stack, forward, plan)
  const done = await executeBack(context, stack, { plan, before, ledger })
  return { findings: [...findings, ...compared, ...done], isBack: !done.some(blocks) }
}

/** Plans the release of the stack again, compares it with what was reviewed, and executes it. */
export async function rehearseAgain(
  context: DeployContext,
  { stack }: StackWay,
  { reviewed }: StackRehearsal,
  outputs: Outputs,
): Promise<{ readonly findings: readonly Finding[]; readonly executed?: ChangeSetPlan }> {
  // The reviewed change set was executed: the same change is made once more.
  const again = { ...reviewed, wasReplanned: () => Promise.resolve(true) }
  return executeStack(context, again, stack, { atStart: outputs, now: outputs })
}

/** Pure. What was not final when precheck derived the way back cannot be compared. */
export function compareWithDerived({ id, name }: Stack, forward: ChangeSetPlan, back: ChangeSetPlan): Finding[] {
  if (forward.provisional) return []
  const differing = reverseDifferences(forward, back)
  const about = {
    subject: `stack/${id}/rollback/change-set`,
    expected: 'the changes that precheck derived from the reviewed change set',
  }
  if (differing.length === 0) {
    return [
      {
        ...about,
        code: 'rollback/as-derived',
        outcome: 'pass',
        title: `the change set back of ${name} has the changes that precheck derived`,
        observed: `${plural(back.changes.length, 'change')}, as derived`,
      },
    ]
  }
  return [
    {
      ...about,
      code: 'rollback/not-as-derived',
      outcome: 'fail',
      title: `the change set back of ${name} differs from what precheck derived`,
      observed: listed(differing, NAMED),
      advice:
        'What the reviewers saw of the way back is not what happens. Find the cause in the changes above; a release that cannot be undone so is declared under `precheck.one-way`.',
    },
  ]
}

function notRehearsed(loss: Finding): Finding {
  return {
    ...loss,
    outcome: 'noted',
    title: `the way back was not rehearsed: ${loss.title}`,
    advice: 'In production this command would refuse it too: decide beforehand what happens to the content.',
  }
}

function noWayBack({ id, name }: Stack): Finding {
  return {
    code: 'rollback/none',
    outcome: 'noted',
    title: `the way back of ${name} was not rehearsed, since the release creates it`,
    subject: `stack/${id}`,
    expected: 'an earlier state of the stack',
    observed: 'no stack',
  }
}

function nothingChanges(environment: string): Finding {
  return {
    code: 'rollback/none',
    outcome: 'noted',
    title: `no way back of a stack was rehearsed on ${environment}, since the release changes none`,
    subject: `environment/${environment}/rollback/stacks`,
    expected: 'a planned change of a stack',
    observed: 'none',
  }
}
