import { resolveParameters } from '../cloudformation/template/parameters.ts'
import { readStack, stackCondition } from '../cloudformation/stack.ts'
import { accessTo, type Stack } from '../config/model/environment.ts'
import { fillOutputs, type Outputs } from '../config/model/references.ts'
import type { ChangeSetPlan } from '../evidence/document.ts'
import type { PlanOptions, ReferenceCheck, StackPlan } from '../plan/contract.ts'
import type { StackReference } from '../policies/contract.ts'
import { judgeReferences } from '../policies/precheck/references.ts'
import { mapLimit } from '../support/limit.ts'
import { surveyReferences } from './survey/references.ts'

const READS_AT_ONCE = 4

type Options = Omit<PlanOptions, 'purpose'>

/**
 * Looks up again what the changes of a deployment refer to: all of it before anything is executed, and what the release
 * makes or names itself once more before each stack that needs it. Reads with the plan-role where there is one.
 */
export function referencesAgain(options: Options): ReferenceCheck {
  const { environment, run } = options
  const { planRole, deployRole } = environment
  const asPlanRole = planRole !== undefined && deployRole !== undefined
  const access = asPlanRole ? accessTo(environment, 'plan', run.runId) : options.access
  const open = new Set<string>()

  const survey = async (
    stacks: readonly Stack[],
    plans: readonly ChangeSetPlan[],
    outputs: Outputs,
  ): Promise<StackReference[]> => {
    const planned = await mapLimit(stacks, READS_AT_ONCE, (stack) => plannedStack(options, { stack, plans, outputs }))
    const references = await surveyReferences(
      { ...options, access, arePublished: true },
      planned.flatMap((each) => each ?? []),
    )
    return references.filter(({ used }) => used)
  }

  return {
    async beforeAll(stacks, plans, outputs) {
      // The outputs of a stack that is changed are known after its update.
      const changing = new Set(plans.filter(({ kind }) => kind !== 'none').map(({ stack }) => stack))
      const known = Object.fromEntries(Object.entries(outputs).map(([id, its]) => [id, changing.has(id) ? {} : its]))
      const references = await survey(stacks, plans, known)
      for (const each of references) if (isOpen(each)) open.add(each.stack)
      return judgeReferences(
        environment.key,
        references.filter((each) => !isOpen(each)),
      )
    },
    async before(stack, plan, outputs) {
      if (!open.has(stack.id)) return []
      return judgeReferences(environment.key, await survey([stack], [plan], outputs))
    },
  }
}

/** What this release makes, or names by an output that is known later. */
function isOpen({ reference, answer }: StackReference): boolean {
  return reference.target === undefined || answer?.state === 'pending'
}

/** A stack as it is planned; undefined where nothing is executed, since an earlier attempt has executed it or nothing changes. */
async function plannedStack(
  { ports, environment, access, sources }: Options,
  {
    stack,
    plans,
    outputs,
  }: { readonly stack: Stack; readonly plans: readonly ChangeSetPlan[]; readonly outputs: Outputs },
): Promise<StackPlan | undefined> {
  const source = sources.get(stack.id)
  const plan = plans.find((each) => each.stack === stack.id)
  if (source === undefined || plan === undefined || plan.kind === 'none') return undefined
  const before = await readStack(await ports.connect.cloudformation(access), stack.name)
  const condition = before && stackCondition(before.status, stack.name, environment.region, before.deploymentMode)
  const isNew = before === undefined || condition?.kind === 'review'
  if (!isNew && before.changeSetArn !== undefined && before.changeSetArn === plan.changeSetArn) return undefined
  const subject = `stack/${stack.id}`
  const parameters = resolveParameters({
    template: source.template,
    given: source.parameters,
    existing: isNew ? undefined : before,
    subject,
    fill: (text, unknown) => fillOutputs(text, outputs, subject, unknown),
  })
  for (const secret of parameters.secrets) ports.log.mask(secret)
  return {
    stack,
    source,
    before,
    condition,
    parameters,
    plan,
    facts: undefined,
    hooks: undefined,
    created: undefined,
    findings: [],
  }
}
