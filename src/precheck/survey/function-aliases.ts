import { markedPagesOf } from '../../aws/pages.ts'
import type { LookUps } from '../../aws/clients/look-ups.ts'
import { allReports, type DriftReport } from '../../cloudformation/drift/drift.ts'
import { whyUnread } from '../../cloudformation/live/read.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { PlanOptions, StackPlan } from '../../plan/contract.ts'
import type { FunctionAliases } from '../../policies/contract.ts'
import { changesVersion } from '../../policies/effects/functions.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'

const READS_AT_ONCE = 4

type Functions = Awaited<ReturnType<LookUps['functions']>>

/** Of functions that are changed in place: the aliases that no stack of the release has and that serve the present code. */
export async function surveyFunctionAliases(
  { ports, access }: Pick<PlanOptions, 'ports' | 'access'>,
  { planned, drift }: { readonly planned: readonly StackPlan[]; readonly drift: readonly DriftReport[] },
): Promise<FunctionAliases[]> {
  const resources = drift
    .flatMap(allReports)
    .flatMap(({ stack, resources: all }) => all.map((each) => ({ stack, ...each })))
  const declared = new Set(
    resources.flatMap(({ type, physicalId }) => (type === 'AWS::Lambda::Alias' ? [physicalId] : [])),
  )
  const changed = planned
    .flatMap(({ plan }) => (plan === undefined ? [] : allPlans(plan)))
    .flatMap(({ stack, changes }) =>
      changes.filter(changesVersion).flatMap(({ logicalId }) => {
        const found = resources.find((each) => each.stack === stack && each.logicalId === logicalId)
        return found === undefined ? [] : [{ stack, logicalId, functionName: found.physicalId }]
      }),
    )
  if (changed.length === 0) return []
  const functions = await (await ports.connect.lookUps(access)).functions()
  return mapLimit(changed, READS_AT_ONCE, async (one): Promise<FunctionAliases> => {
    try {
      return { ...one, serving: await servingPresentCode(functions, one.functionName, declared) }
    } catch (error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      return { ...one, unread: whyUnread(error) }
    }
  })
}

async function servingPresentCode(
  functions: Functions,
  FunctionName: string,
  declared: ReadonlySet<string>,
): Promise<NonNullable<FunctionAliases['serving']>> {
  const others: { readonly name: string; readonly version: string }[] = []
  for await (const { Aliases = [] } of markedPagesOf((next) => functions.listAliases({ FunctionName, ...next })))
    for (const { AliasArn = '', Name: name = '', FunctionVersion: version = '' } of Aliases)
      if (!declared.has(AliasArn) && version !== '$LATEST') others.push({ name, version })
  if (others.length === 0) return []
  const codeOf = async (Qualifier?: string): Promise<string | undefined> =>
    (await functions.getFunctionConfiguration({ FunctionName, ...(Qualifier !== undefined && { Qualifier }) }))
      .CodeSha256
  const present = await codeOf()
  const codes = await mapLimit(others, READS_AT_ONCE, ({ version }) => codeOf(version))
  // An alias of other code was left behind before: it keeps an old version on purpose. An unknown digest is no difference.
  return others.filter((_, index) => present === undefined || codes[index] === undefined || codes[index] === present)
}

function allPlans(plan: ChangeSetPlan): ChangeSetPlan[] {
  return [plan, ...plan.nested.flatMap(allPlans)]
}
