import { MASKED } from '../../cloudformation/stack.ts'
import type { DefinitionFacts } from '../../ecs/facts.ts'
import type { PlanOptions, StackPlan } from '../../plan/contract.ts'
import type { StackReference } from '../../policies/contract.ts'
import { collectReferences } from '../../references/collect.ts'
import type { LookedUp, Target } from '../../references/contract.ts'
import { lookUp } from '../../references/look-up.ts'
import { assetsOf, placeOf } from '../../plan/publish/assets.ts'
import { imagesOf, nameOfImage } from '../../plan/publish/images.ts'
import { madeBy, madeKey } from '../../references/made.ts'
import { referencesInTaskDefinition, TASK_DEFINITION_FILE } from '../../references/of-task-definition.ts'
import { accountFault, kindFault, regionFault } from '../../references/place-faults.ts'
import { ActionError } from '../../support/errors.ts'
import { accountOf, valuesOf } from './stack-plan-values.ts'

type Options = Pick<PlanOptions, 'ports' | 'access' | 'environment'>

/**
 * The references of the planned stacks that leave their templates, with what the services say about each target.
 * `arePublished`: the assets of this release have been uploaded, so that one which is missing is no longer pending.
 */
export async function surveyReferences(
  options: Options & { readonly arePublished?: boolean },
  stacks: readonly StackPlan[],
): Promise<StackReference[]> {
  return answered(
    options,
    stacks,
    stacks.flatMap((planned) => referencesOf(planned, options)),
  )
}

/** The same of the task definitions that deployments register after all stacks. */
export async function surveyDefinitionReferences(
  options: Options,
  stacks: readonly StackPlan[],
  definitions: readonly Pick<DefinitionFacts, 'deployment' | 'file' | 'released'>[],
): Promise<StackReference[]> {
  const found = definitions.flatMap(({ deployment, file, released }) =>
    referencesInTaskDefinition(released ?? {}, file).map((reference) => {
      return { stack: deployment, stackName: file, reference, used: true }
    }),
  )
  return answered(options, stacks, found)
}

async function answered(
  options: Options & { readonly arePublished?: boolean },
  stacks: readonly StackPlan[],
  found: readonly Omit<StackReference, 'answer'>[],
): Promise<StackReference[]> {
  const { ports, access, environment } = options
  const targets = new Map<string, Target>()
  for (const { reference } of found) if (reference.target) targets.set(keyOf(reference.target), reference.target)
  const answers = new Map<string, LookedUp>()
  const account = stacks.map((planned) => accountOf(planned, environment)).find((each) => each !== undefined)
  await lookUp([...targets.values()], {
    services: (region) => ports.connect.lookUps({ ...access, region }),
    region: environment.region,
    account,
    now: ports.clock.now(),
    answer: (target, answer) => void answers.set(keyOf(target), answer),
    failed(target, error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      // Without an identity no service was asked.
      if (error.code === 'github/identity') throw error
      const { message: why, code, advice } = error
      answers.set(keyOf(target), { state: 'unknown', why, denied: code === 'aws/denied', advice })
    },
  })
  const made = makersOf(stacks, options)
  // A stack makes what it declares in its own account and region.
  const isElsewhere = (target: Target): boolean =>
    (target.region !== undefined && target.region !== environment.region) ||
    (target.account !== undefined && account !== undefined && target.account !== account)
  return found.map((each): StackReference => {
    const { target } = each.reference
    const answer = target && answers.get(keyOf(target))
    if (target === undefined || answer === undefined) return { ...each, answer }
    const otherKind = kindFault(each.reference)
    if (otherKind) return { ...each, answer: otherKind }
    if (answer.state === 'missing')
      return {
        ...each,
        answer: laterMade(answer, isElsewhere(target) ? undefined : made.get(madeKey(target)), each, stacks),
      }
    const fault = accountFault(each.reference, account) ?? regionFault(each.reference, environment.region)
    return { ...each, answer: fault ?? answer }
  })
}

function referencesOf(planned: StackPlan, { environment }: Options): Omit<StackReference, 'answer'>[] {
  const { plan, source, stack } = planned
  const changing = plan && new Set(plan.changes.map(({ logicalId }) => logicalId))
  // The version of the bootstrap stack is read, not only looked up: a rule of its own judges it.
  const bootstrap = stack.packaged?.bootstrap?.parameter
  const found = collectReferences(source.template, valuesOf(planned, environment), givenOf(planned))
  const others = found.filter(({ target }) => bootstrap === undefined || target?.id !== bootstrap)
  return others.map((reference) => ({
    stack: stack.id,
    stackName: stack.name,
    reference,
    used:
      changing === undefined ||
      (reference.logicalId === undefined ? changing.size > 0 : changing.has(reference.logicalId)),
  }))
}

/** The values that the release gives to parameters, as far as they are known. */
function givenOf({ parameters, before }: StackPlan): Record<string, string> {
  const given = (parameters?.parameters ?? []).flatMap(
    ({ ParameterKey: name, ParameterValue: value, UsePreviousValue }) => {
      const known = UsePreviousValue === true ? before?.parameters[name ?? ''] : value
      return name === undefined || known === undefined || known === MASKED ? [] : [[name, known] as const]
    },
  )
  return Object.fromEntries(given)
}

function keyOf({ kind, id }: Target): string {
  return `${kind} ${id}`
}

/** What a stack makes: the index of the stack in the order of the deployment. */
interface Maker {
  readonly at: number
  readonly by: string
  readonly stack: string
}

function makersOf(
  stacks: readonly StackPlan[],
  { environment, arePublished = false }: Options & { readonly arePublished?: boolean },
): Map<string, Maker> {
  const published = (arePublished ? [] : assetsOf(environment.stacks)).map((asset): [string, Maker] => [
    `s3-object ${placeOf(asset)}`,
    { at: -1, by: 'the assets of this release', stack: '' },
  ])
  const images = (arePublished ? [] : imagesOf(environment.stacks)).map((image): [string, Maker] => [
    `container-image ${nameOfImage(image, environment)}`,
    { at: -1, by: 'the images of this release', stack: '' },
  ])
  return new Map([
    ...published,
    ...images,
    ...stacks.flatMap((planned, at) =>
      madeBy(planned.source.template, valuesOf(planned, environment)).map(({ key, logicalId }): [string, Maker] => [
        key,
        { at, by: `${logicalId} of ${planned.stack.name}`, stack: planned.stack.id },
      ]),
    ),
  ])
}

/** A target that does not exist yet is pending where this release makes it before, or in the same stack. */
function laterMade(
  answer: Extract<LookedUp, { state: 'missing' }>,
  maker: Maker | undefined,
  { stack, reference }: Pick<StackReference, 'stack' | 'reference'>,
  stacks: readonly StackPlan[],
): LookedUp {
  if (maker === undefined) return answer
  const at = stacks.findIndex((planned) => planned.stack.id === stack)
  const isDeployedLast = reference.type === TASK_DEFINITION_FILE
  if (isDeployedLast || maker.at <= at) return { state: 'pending', by: maker.by }
  return {
    ...answer,
    observed: `${answer.observed}; ${maker.by} makes it later`,
    advice: `Add \`depends-on: [${maker.stack}]\` to the stack ${stack}.`,
  }
}
