import { placeOfEnvironment, type Stack } from '../config/model/environment.ts'
import type { Outputs } from '../config/model/references.ts'
import { changeSetAttempt } from '../cloudformation/change-sets/change-set.ts'
import { readStack, type StackState } from '../cloudformation/stack.ts'
import type { ChangeSetPlan, Plan } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Place } from '../evidence/place.ts'
import { verdictOf } from '../evidence/verdict.ts'
import { makePlan } from './compare.ts'
import type { PlanOptions, StackPlan } from './contract.ts'
import { planStack } from './plan.ts'
import { judgePlans } from './reviewed.ts'
import type { StackSource } from './sources/read-sources.ts'

/** The result of planning again; `plan` is undefined where it must not be executed, and `findings` say why. */
export interface Replanned {
  readonly plan?: ChangeSetPlan
  readonly before: StackState | undefined
  readonly findings: readonly Finding[]
}

/** The reviewed plans of an environment, and what their execution needs. */
export function reviewedStacks(options: Omit<PlanOptions, 'purpose'>, plan: Plan) {
  const { sources, ledger } = options
  return {
    changeSets: plan.changeSets,
    replan: (stack: Stack, reviewed: ChangeSetPlan, outputs: Outputs): Promise<Replanned> =>
      replanStack(options, stack, reviewed, outputs),
    wasReplanned: (stack: Stack, seen: ChangeSetPlan): Promise<boolean> => wasReplanned(options, stack, seen),
    sourceOf: (stack: string): StackSource | undefined => sources.get(stack),
    executing: (changeSetArn: string): void => ledger.forget(changeSetArn),
  }
}

async function wasReplanned(
  { ports, environment, access, run }: Omit<PlanOptions, 'purpose'>,
  { name }: Stack,
  seen: ChangeSetPlan,
): Promise<boolean> {
  if (run.runAttempt <= 1) return false
  const state = await readStack(await ports.connect.cloudformation(access), name)
  const arn = state?.changeSetArn
  if (arn === undefined || arn === seen.changeSetArn) return false
  return changeSetAttempt(arn, 'deploy', environment.name, run.runId) !== undefined
}

/** Plans one stack again with the outputs that exist now, and compares the result with the plan that was reviewed. */
async function replanStack(
  options: Omit<PlanOptions, 'purpose'>,
  stack: Stack,
  reviewed: ChangeSetPlan,
  outputs: Outputs,
): Promise<Replanned> {
  const { ports, environment, access, sources } = options
  const source = sources.get(stack.id)
  if (!source) throw new RangeError(`no source of ${stack.id}`)
  ports.log.info(`${stack.name}: planning again, since all outputs that it needs are known`)
  const cloudformation = await ports.connect.cloudformation(access)
  const resume = options.resume && { ...options.resume, reviewed: [reviewed] }
  const now = await planStack({
    ...options,
    purpose: 'deploy',
    ...(resume && { resume }),
    cloudformation,
    stack,
    source,
    outputs,
  })
  const findings = compared(placeOfEnvironment(environment), reviewed, now)
  const same = now.plan !== undefined && verdictOf(findings) === 'pass'
  return { ...(same && now.plan && { plan: now.plan }), before: now.before, findings }
}

/** Compares the new plan with the reviewed one; a provisional plan cannot be executed. */
function compared(place: Place, reviewed: ChangeSetPlan, now: StackPlan): readonly Finding[] {
  if (!now.plan) return now.findings
  if (now.plan.provisional) {
    return [
      {
        code: 'plan/provisional',
        outcome: 'fail',
        title: `${now.stack.name} needs outputs that do not exist`,
        subject: `stack/${now.stack.id}`,
        expected: 'every output that its parameters name',
        observed: now.parameters?.unknown.join(', ') ?? 'unknown values',
        advice: 'Correct the references in the parameters, or add the outputs to the templates that they name.',
      },
    ]
  }
  const remarks = now.findings.filter(({ code }) => code === 'release/resumed')
  return [...remarks, ...judgePlans(makePlan(place, [reviewed]), makePlan(place, [now.plan]))]
}
