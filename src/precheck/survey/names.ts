import { errorName } from '../../aws/errors.ts'
import type { ClassifiedChange } from '../../cloudformation/change-sets/changes.ts'
import type { ChangeSetFacts } from '../../cloudformation/change-sets/change-set.ts'
import type { DeployedStack } from '../../cloudformation/snapshot.ts'
import { parseTemplate } from '../../cloudformation/template/template.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import type { PlanOptions, StackPlan } from '../../plan/contract.ts'
import type { PlannedName } from '../../policies/contract.ts'
import type { GivenName, NameAnswer } from '../../references/names/contract.ts'
import { givenName, plannedName, type Home } from '../../references/names/given.ts'
import { lookUpName, type NameServices } from '../../references/names/look-up.ts'
import { NAMINGS } from '../../references/names/types.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'
import { accountOf, valuesOf } from './stack-plan-values.ts'

type Options = Pick<PlanOptions, 'ports' | 'access' | 'environment'>
type Owner = NonNullable<PlannedName['owner']>

const READS_AT_ONCE = 8
const RETAINED = /Retain/

/** The names that new and replaced resources are to get, with what their services say about them. */
export async function surveyNames(
  options: Options,
  stacks: readonly StackPlan[],
  deployed: ReadonlyMap<string, DeployedStack>,
): Promise<PlannedName[]> {
  const { ports, access, environment } = options
  const planned = stacks.flatMap((stack, at) => namesOf(stack, at, options, deployed.get(stack.stack.id)))
  if (planned.length === 0) return []
  const account = stacks.map((each) => accountOf(each, environment)).find((each) => each !== undefined)
  const home = { account, region: environment.region }
  const services: NameServices = {
    lookUps: await ports.connect.lookUps(access),
    state: await ports.connect.state(access),
    partition: stacks.map(({ facts }) => facts?.stackArn.split(':')[1]).find(Boolean) ?? 'aws',
    now: ports.clock.now(),
  }
  const cloudformation = await ports.connect.cloudformation(access)
  return mapLimit(planned, READS_AT_ONCE, async ({ at, ...each }): Promise<PlannedName> => {
    if (each.replaces) return { ...each, answer: { state: 'taken', physicalId: undefined } }
    const answer = await answered(each.given, home, services, ports)
    if (answer.state !== 'taken') return { ...each, answer }
    const by = answer.physicalId === undefined ? undefined : removedBefore(stacks, at, answer.physicalId)
    return {
      ...each,
      answer,
      ...(by === undefined ? { owner: await ownerOf(cloudformation, answer.physicalId) } : { removedBy: by }),
    }
  })
}

interface Named extends Omit<PlannedName, 'answer'> {
  /** The index of the stack in the order of the deployment. */
  readonly at: number
}

function namesOf(
  planned: StackPlan,
  at: number,
  { environment }: Options,
  deployed: DeployedStack | undefined,
): Named[] {
  const { stack, source, plan, facts, before } = planned
  const home = { account: accountOf(planned, environment), region: environment.region }
  const values = valuesOf(planned, environment)
  const of = { at, stack: stack.id, stackName: stack.name }
  const add = (given: GivenName | undefined, replaces = false): Named[] =>
    given === undefined ? [] : [{ ...of, given, replaces }]
  // Where no change set could be made, the stack makes what its template of now has not.
  if (plan === undefined) {
    if (before !== undefined && deployed === undefined) return []
    const existing = deployed === undefined ? {} : parseTemplate(deployed.body, stack.name).resources
    return Object.keys(source.template.resources)
      .filter((logicalId) => existing[logicalId] === undefined)
      .flatMap((logicalId) => add(givenName(source.template, values, logicalId, home)))
  }
  if (facts === undefined) return []
  const own = facts.changes.flatMap((each) => {
    const replaces = keepsNameReplaced(each)
    if (each.change.action !== 'Add' && !replaces) return []
    return add(givenName(source.template, values, each.change.logicalId, home), replaces)
  })
  return [
    ...own,
    ...facts.nested.flatMap((nested) =>
      inNested(nested, nested.logicalId, home, planned).map((given) => ({ ...of, given, replaces: false })),
    ),
  ]
}

/** New resources of nested stacks, by what their change sets tell of them; the template line is that of the nested stack. */
function inNested(facts: ChangeSetFacts, path: string, home: Home, planned: StackPlan): GivenName[] {
  const [root = ''] = path.split('/')
  const source = () => planned.source.template.source(['Resources', root])
  const own = facts.changes.flatMap(({ change, after }) => {
    const { Properties = {} } = (after ?? {}) as { readonly Properties?: Readonly<Record<string, unknown>> }
    const { logicalId, type, action } = change
    const given =
      action === 'Add' ? plannedName({ logicalId: `${path}/${logicalId}`, type }, Properties, home, source) : undefined
    return given === undefined ? [] : [given]
  })
  return [...own, ...facts.nested.flatMap((nested) => inNested(nested, `${path}/${nested.logicalId}`, home, planned))]
}

/** CloudFormation replaces by making the new resource before it removes the old one, so that their names must differ. */
function keepsNameReplaced({ change }: ClassifiedChange): boolean {
  const property = NAMINGS[change.type]?.property
  if (property === undefined || change.action !== 'Modify' || change.replacement !== 'True') return false
  return !change.properties.some(({ path }) => path === `/Properties/${property}`)
}

async function answered(
  given: GivenName,
  home: Home,
  services: NameServices,
  ports: Options['ports'],
): Promise<NameAnswer> {
  try {
    return await lookUpName(given, home, services)
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError) || error.code === 'github/identity') throw error
    return { state: 'unknown', why: error.message, advice: error.advice }
  }
}

/** The stack of this release that removes the resource before the stack at `at` is deployed. */
function removedBefore(stacks: readonly StackPlan[], at: number, physicalId: string): string | undefined {
  return stacks
    .slice(0, at)
    .find(({ facts }) =>
      facts?.changes.some(
        ({ change, physicalId: its }) =>
          change.action === 'Remove' && its === physicalId && !RETAINED.test(change.policyAction ?? ''),
      ),
    )?.stack.name
}

async function ownerOf(
  cloudformation: Pick<CloudFormation, 'describeStackResources'>,
  physicalId: string | undefined,
): Promise<Owner> {
  if (physicalId === undefined) return { unknown: 'its physical ID is unknown' }
  try {
    const { StackResources = [] } = await cloudformation.describeStackResources({ PhysicalResourceId: physicalId })
    const found = StackResources.find(({ PhysicalResourceId }) => PhysicalResourceId === physicalId)
    if (found?.StackName === undefined) return { unknown: 'CloudFormation does not return it' }
    return { stack: found.StackName, logicalId: found.LogicalResourceId ?? '' }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    return errorName(error) === 'ValidationError' ? 'none' : { unknown: error.message }
  }
}
