import { stackValues } from '../../cloudformation/template/stack-values.ts'
import type { GivenParameters } from '../../cloudformation/template/parameters.ts'
import type { StackState } from '../../cloudformation/stack.ts'
import { ordered, type Deployment, type Environment, type Stack } from '../../config/model/environment.ts'
import { outputReferences } from '../../config/model/references.ts'
import { referringTexts } from '../../plan/sources/referring-texts.ts'
import type { ReviewedStacks } from '../contract.ts'
import { neededByDeployments } from './deployments.ts'
import { neededStacks, type OrderedStack } from './stacks.ts'

/** What is to be brought to the release, in an order in which each can follow the one before. */
export interface Ordered {
  readonly stacks: readonly Stack[]
  readonly deployments: readonly Deployment[]
  /** By subject (`stack/web`): the subjects that must have passed before it. */
  readonly needs: ReadonlyMap<string, readonly string[]>
}

/** Finds out which of the selected stacks and deployments need each other. Reads files of the workspace, and nothing of AWS. */
export async function orderOf(
  environment: Environment,
  selected: Pick<Environment, 'stacks' | 'deployments'>,
  from: {
    readonly workspace: string
    readonly reviewed: ReviewedStacks
    readonly states: ReadonlyMap<string, StackState>
  },
): Promise<Ordered> {
  const ids = new Set(selected.stacks.map(({ id }) => id))
  const facts = ordered(
    selected.stacks.map((stack) => {
      const one = factsOf(environment, stack, from)
      return { ...one, stack, dependsOn: one.dependsOn.filter((id) => ids.has(id)) }
    }),
  )
  const deployments = { stacks: selected.stacks, deployments: selected.deployments }
  const texts = Map.groupBy(
    await referringTexts({ ...environment, ...deployments }, from.workspace, []),
    ({ subject }) => subject.replace('deployment/', ''),
  )
  const byText = new Map([...texts].map(([id, all]) => [id, all.map(({ text }) => text)]))
  return {
    stacks: facts.map(({ stack }) => stack),
    deployments: selected.deployments,
    needs: new Map([
      ...[...neededStacks(facts)].map(
        ([id, needed]) => [`stack/${id}`, needed.map((each) => `stack/${each}`)] as const,
      ),
      ...[...neededByDeployments(deployments, byText)].map(([id, needed]) => [`deployment/${id}`, needed] as const),
    ]),
  }
}

function factsOf(
  { region, words }: Environment,
  stack: Stack,
  { reviewed, states }: { readonly reviewed: ReviewedStacks; readonly states: ReadonlyMap<string, StackState> },
): OrderedStack {
  const source = reviewed.sourceOf(stack.id)
  const before = states.get(stack.id)
  const plan = reviewed.changeSets.find((each) => each.stack === stack.id)
  const values =
    source &&
    stackValues({
      declared: source.template.parameters,
      ...knownParameters(source.parameters),
      before,
      name: stack.name,
      account: (plan?.stackArn ?? before?.arn)?.split(':')[4] ?? words['account'],
      region,
    })
  return {
    id: stack.id,
    dependsOn: source?.dependsOn ?? stack.dependsOn,
    template: source?.template,
    values: values ?? {},
    before,
    changes: plan?.changes ?? [],
  }
}

/** What refers to an output is not known before that stack has ended. */
function knownParameters({ values }: GivenParameters) {
  const given = Object.entries(values)
  const unknown = given.filter(([, each]) => 'value' in each && outputReferences(each.value).length > 0)
  return {
    given: given.map(([ParameterKey, each]) =>
      'value' in each ? { ParameterKey, ParameterValue: each.value } : { ParameterKey, UsePreviousValue: true },
    ),
    unknown: unknown.map(([name]) => name),
  }
}
