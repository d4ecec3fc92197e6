import {
  IAM_TYPES,
  readFunctionQuotas,
  readIamQuotas,
  readStackQuota,
  type Quota,
} from '../../cloudformation/quotas.ts'
import type { ClassifiedChange } from '../../cloudformation/change-sets/changes.ts'
import type { ChangeSetFacts } from '../../cloudformation/change-sets/change-set.ts'
import type { PlanOptions, StackPlan } from '../../plan/contract.ts'
import type { PlannedQuota } from '../../policies/contract.ts'
import { ActionError } from '../../support/errors.ts'

type Options = Pick<PlanOptions, 'ports' | 'access'>

const NESTED = 'AWS::CloudFormation::Stack'
const FUNCTION = 'AWS::Lambda::Function'
const CODE = [FUNCTION, 'AWS::Lambda::Version', 'AWS::Lambda::LayerVersion']

/** A planned change with the stack that it belongs to: `web/Inner/Fn`. */
interface Placed extends ClassifiedChange {
  readonly path: string
}

/** The quotas that the planned changes of an environment take from; each service is asked only where a change needs it. */
export async function surveyQuotas(options: Options, stacks: readonly StackPlan[]): Promise<PlannedQuota[]> {
  const { ports, access } = options
  const changes = stacks.flatMap(({ stack, facts }) => (facts === undefined ? [] : placed(facts, stack.id)))
  const ofType = (type: string, action: 'Add' | 'Remove'): string[] =>
    changes.filter(({ change }) => change.type === type && change.action === action).map(({ path }) => path)
  const attempt = async (service: string, read: () => Promise<PlannedQuota[]>): Promise<PlannedQuota[]> => {
    try {
      return await read()
    } catch (error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError) || error.code === 'github/identity') throw error
      return [{ service, unknown: { why: error.message, advice: error.advice } }]
    }
  }
  const made = [
    ...stacks.filter(({ plan }) => plan?.kind === 'create').map(({ stack }) => stack.id),
    ...ofType(NESTED, 'Add'),
  ]
  const ofIam = IAM_TYPES.filter((type) => ofType(type, 'Add').length > 0)
  const reserving = changes.flatMap((each) => reservedBy(each))
  const code = changes.filter(({ change }) => CODE.includes(change.type) && change.action !== 'Remove')
  const read = await Promise.all([
    made.length === 0
      ? []
      : attempt('CloudFormation', async () => {
          const quota = await readStackQuota(await ports.connect.cloudformation(access))
          // The preview of a stack that does not exist has made it already.
          const shells = stacks.filter(({ plan, facts }) => plan?.kind === 'create' && facts !== undefined).length
          return taken(
            'CloudFormation',
            quota && { ...quota, used: quota.used - shells },
            made,
            ofType(NESTED, 'Remove'),
          )
        }),
    ofIam.length === 0
      ? []
      : attempt('IAM', async () => {
          const quotas = await readIamQuotas(await (await ports.connect.lookUps(access)).permissions())
          return ofIam.flatMap((type) => taken('IAM', quotas.get(type), ofType(type, 'Add'), ofType(type, 'Remove')))
        }),
    reserving.length + code.length === 0
      ? []
      : attempt('Lambda', async () => {
          const quotas = await readFunctionQuotas(await (await ports.connect.lookUps(access)).functions())
          const sum = reserving.reduce((total, { amount }) => total + amount, 0)
          return [
            ...(sum > 0
              ? taken(
                  'Lambda',
                  quotas.concurrency,
                  reserving.map(({ path }) => path),
                  [],
                  sum,
                )
              : []),
            ...(code.length > 0
              ? taken(
                  'Lambda',
                  quotas.code,
                  code.map(({ path }) => path),
                  [],
                  0,
                )
              : []),
          ]
        }),
  ])
  return read.flat()
}

function placed(facts: ChangeSetFacts, path: string): Placed[] {
  return [
    ...facts.changes.map((each) => ({ ...each, path: `${path}/${each.change.logicalId}` })),
    ...facts.nested.flatMap((nested) => placed(nested, `${path}/${nested.logicalId}`)),
  ]
}

/** `amount`: what is needed more than now; 0 where it is not known beforehand, as of code. */
function taken(
  service: string,
  quota: Quota | undefined,
  by: readonly string[],
  removed: readonly string[],
  amount = by.length,
): PlannedQuota[] {
  if (quota !== undefined) return [{ service, ...quota, by, amount, freed: removed.length }]
  return [{ service, unknown: { why: `${service} does not return the quota`, advice: 'Run precheck again.' } }]
}

/** How many concurrent executions a function reserves more than now. */
function reservedBy({ change, before, after, path }: Placed): { readonly path: string; readonly amount: number }[] {
  if (change.type !== FUNCTION || change.action === 'Remove') return []
  const of = (state: unknown): number => {
    const { Properties = {} } = (state ?? {}) as { readonly Properties?: Readonly<Record<string, unknown>> }
    return Number(Properties.ReservedConcurrentExecutions ?? 0)
  }
  const amount = of(after) - (change.action === 'Add' ? 0 : of(before))
  return amount > 0 ? [{ path, amount }] : []
}
