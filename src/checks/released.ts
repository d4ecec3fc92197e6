import { readStack, stackCondition, type StackState } from '../cloudformation/stack.ts'
import { endOfDeployment } from '../codedeploy/deployment.ts'
import { readGroupInfo } from '../codedeploy/group/group.ts'
import { isByCodeDeploy, isByEcs, type Deployment } from '../config/model/environment.ts'
import { fillOutputs, outputReferences, textsIn, type Outputs } from '../config/model/references.ts'
import type { PlaceState } from '../evidence/document.ts'
import { compareServed } from '../serving/compare.ts'
import { showServing, type ServingState } from '../serving/contract.ts'
import {
  readServingOf,
  servingOfService,
  type DeployedService,
  type NamedDeploymentGroup,
  type ServingFacts,
} from '../serving/environment.ts'
import { servingOfGroup, servingOfStack } from '../serving/find.ts'
import { goneFrom, hasChanged } from '../serving/gone.ts'
import { bounded, NONE, valuesOfState } from '../serving/values.ts'
import { mapLimit } from '../support/limit.ts'
import { identifier, oneOrMore } from '../support/option-types.ts'
import { didYouMean } from '../support/text/nearest.ts'
import { listed, oneLine, plural } from '../support/text/text.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'

const TIMEOUT_MS = 2 * 60_000
const READS_AT_ONCE = 4
const NAMED_AT_MOST = 5

interface Options {
  readonly released: readonly string[]
}

interface Facts {
  /** Undefined where this run recorded nothing. */
  readonly recorded: PlaceState | undefined
  /** Ids that are neither of a stack nor of a deployment in AWS. */
  readonly unknown: readonly string[]
  readonly known: readonly string[]
  /** `stack/web`, `deployment/app`: what is checked. */
  readonly checked: readonly string[]
  /** Those of them that AWS does not have. */
  readonly missing: readonly string[]
  /** What runs at this moment, by `stack/web` or `deployment/app`: `the deployment d-1 is running`. */
  readonly running: readonly { readonly of: string; readonly what: string }[]
  readonly resources: readonly ResourceFacts[]
  readonly unlisted: ServingFacts['unlisted']
  /** Recorded values of resources that no stack and no deployment has any more: `alias/mail/live/version`. */
  readonly gone: readonly string[]
}

interface ResourceFacts {
  readonly state: ServingState
  /** What it serves, by paths of the recorded state and in its form. */
  readonly values: Readonly<Record<string, string | null>>
}

export const check = defineCheck({
  meta: {
    name: 'released',
    title: 'What serves is this release',
    docs: 'Reads what serves of stacks and deployments at this moment, and compares it with what the deployment of this run recorded at its end: the version and code behind each alias, the task definition and image digests of running tasks, the revision on each instance, launch templates, and deployments of API stages. Anything else fails, as after a rollback or a deployment by another process, and so does what is in no stack any more. What cannot be read, what does not run or is being changed, and a stack or deployment in which nothing serves is inconclusive, and so is a job that does not get the evidence of the deployment. Needs the permissions of docs/iam/serving.json for the verify-role.',
    kind: 'deployment',
    runsUserCode: false,
  },
  shape: () => ({
    released: oneOrMore(identifier).describe('Ids of stacks and deployments in AWS; an id of both means both.'),
  }),
  nameOf: ({ released }: Options) => `${released.join(' and ')}: what serves is this release`,
  timeoutOf: () => TIMEOUT_MS,
  observe,
  judge,
})

async function observe({ released: ids }: Options, { ports, access, released, signal }: CheckContext): Promise<Facts> {
  const { stacks = [], deployments: all = [], recorded } = released ?? {}
  const deployments = all.filter(({ platform }) => platform !== 'local')
  const known = [...new Set([...stacks, ...deployments].map(({ id }) => id))]
  const unknown = ids.filter((id) => !known.includes(id))
  const checked = [
    ...stacks.filter(({ id }) => ids.includes(id)).map(({ id }) => `stack/${id}`),
    ...deployments.filter(({ id }) => ids.includes(id)).map(({ id }) => `deployment/${id}`),
  ]
  const nothing = { recorded, unknown, known, checked, missing: [], running: [], resources: [], unlisted: [], gone: [] }
  if (recorded === undefined || unknown.length > 0) return nothing

  const cloudformation = await ports.connect.cloudformation(access)
  const codedeploy = () => ports.connect.codedeploy(access)
  const refers = textsIn(deployments).some((text) => outputReferences(text).length > 0)
  const needed = stacks.filter(({ id }) => refers || ids.includes(id))
  const states = new Map(
    await mapLimit(needed, READS_AT_ONCE, async ({ id, name }) => [id, await readStack(cloudformation, name)] as const),
  )
  // What a stack has is of a deployment where one brings it: so those that are not checked are needed, too.
  const filled = deployments.map((deployment) =>
    fillOutputs(deployment, outputsOf(states), `deployment/${deployment.id}`),
  )
  const groups = await mapLimit(filled.filter(isByCodeDeploy), READS_AT_ONCE, async ({ id, application, group }) => {
    const info = await readGroupInfo(await codedeploy(), { id, application, group })
    return { id, application, group, info }
  })
  const checkedOnes = checkedStacks(states, ids)
  const named = groups.flatMap(({ info, ...group }): NamedDeploymentGroup[] => (info ? [{ ...group, info }] : []))
  const services = filled.filter(isByEcs).map((each) => serviceOf(each, recorded))
  const serving = await readServingOf(
    { cloudformation, codedeploy, reads: await ports.connect.state(access) },
    { stacks: checkedOnes, groups: named, services, only: checked },
    signal,
  )
  // Only an update of a stack removes what serves from it.
  const isChanged = checkedOnes.some(({ id }) => hasChanged(id, states.get(id), recorded))
  const ofStacks = await mapLimit(isChanged ? stacks : [], READS_AT_ONCE, async ({ id, name }) => {
    const state = states.get(id) ?? (await readStack(cloudformation, name))
    return state ? await servingOfStack(cloudformation, { id, arn: state.arn }) : []
  })
  const found = [
    ...ofStacks.flat(),
    ...named.flatMap((group) => servingOfGroup(group, group.info)),
    ...services.map(servingOfService),
  ]
  return {
    ...nothing,
    missing: [
      ...[...states].flatMap(([id, state]) => (state === undefined ? [`stack/${id}`] : [])),
      ...groups.flatMap(({ id, info }) => (info === undefined ? [`deployment/${id}`] : [])),
    ].filter((of) => checked.includes(of)),
    running: [
      ...checkedOnes.flatMap(({ id }) => {
        const { status = '', name = '' } = states.get(id) ?? {}
        // In a cleanup, all that serves is that of the new template.
        const runs = stackCondition(status, name, '').kind === 'busy' && !status.includes('_CLEANUP_')
        return runs ? [{ of: `stack/${id}`, what: `its status is ${status}` }] : []
      }),
      ...groups.flatMap(({ id, info }) => {
        const { deploymentId: deployment, status = '' } = info?.lastAttemptedDeployment ?? {}
        const runs = deployment !== undefined && endOfDeployment(status) === 'running'
        return runs && ids.includes(id)
          ? [{ of: `deployment/${id}`, what: `the deployment ${deployment} is running` }]
          : []
      }),
    ],
    resources: serving.states.filter(isOfRelease).map((state) => ({
      state,
      values: Object.fromEntries(
        Object.entries(valuesOfState(state)).map(([path, value]) => [
          path,
          value === null ? null : bounded(ports.secrets.hide(value)),
        ]),
      ),
    })),
    unlisted: serving.unlisted,
    gone: isChanged ? goneFrom(recorded, found) : [],
  }
}

function outputsOf(states: ReadonlyMap<string, StackState | undefined>): Outputs {
  return Object.fromEntries([...states].flatMap(([id, state]) => (state ? [[id, state.outputs]] : [])))
}

function checkedStacks(
  states: ReadonlyMap<string, StackState | undefined>,
  ids: readonly string[],
): { readonly id: string; readonly arn: string }[] {
  return [...states].flatMap(([id, state]) => (state && ids.includes(id) ? [{ id, arn: state.arn }] : []))
}

function serviceOf(
  { id, cluster, service }: Extract<Deployment, { readonly platform: 'ecs-native' }>,
  { values }: PlaceState,
): DeployedService {
  const taskDefinition = values[`deployments/${id}/revision`] ?? undefined
  return { id, cluster, service, ...(taskDefinition !== undefined && { taskDefinition }) }
}

/** A deployment does not bring the launch template of the groups that it deploys to. */
function isOfRelease({ resource: { kind, of } }: ServingState): boolean {
  return !(kind === 'scaling-group' && of.startsWith('deployment/'))
}

type Compared = { readonly kind: 'equal' | 'differs' | 'unknown'; readonly text: string }

function judge(_: Options, facts: Facts): Judgement {
  const { recorded, unknown, known, checked, missing, running, resources, unlisted, gone } = facts
  if (unknown.length > 0) {
    return {
      outcome: 'error',
      title: `${unknown.join(', ')}: neither a stack nor a deployment in AWS${didYouMean(unknown[0] ?? '', known)}`,
      expected: known.join(', ') || 'a stack or a deployment in AWS',
      observed: unknown.join(', '),
      advice: 'Correct `released`: it takes the ids under `stacks` and `deployments`.',
    }
  }
  if (recorded === undefined) {
    return {
      outcome: 'inconclusive',
      title: 'what this run deployed is not known',
      expected: 'the state that the deployment of this run recorded at its end',
      observed: 'no evidence of a deployment with such a state',
      advice:
        'Name the job of the deployment in `needs:` of this job and pass `needs: ${{ toJSON(needs) }}`; the deploy-role needs docs/iam/serving.json.',
    }
  }
  const compared = [
    ...missing.map((of): Compared => ({ kind: 'differs', text: `${of.replace('/', ' ')} does not exist` })),
    ...gone.map((path): Compared => ({ kind: 'differs', text: `no stack has ${path} any more` })),
    ...resources.map((one) => compare(one, recorded)),
    ...running.map(({ of, what }): Compared => ({ kind: 'unknown', text: `${of.replace('/', ' ')}: ${what}` })),
    ...unlisted.map(({ stack, reason }): Compared => ({ kind: 'unknown', text: `stack ${stack}: ${reason}` })),
    ...checked
      .filter((of) => !missing.includes(of) && !unlisted.some(({ stack }) => of === `stack/${stack}`))
      .filter((of) => !resources.some(({ state }) => state.resource.of === of))
      .map((of): Compared => ({ kind: 'unknown', text: `${of.replace('/', ' ')}: nothing that serves was found` })),
  ]
  const texts = (kind: Compared['kind']): string[] =>
    compared.filter((one) => one.kind === kind).map(({ text }) => oneLine(text))
  const [differing, unread, equal] = [texts('differs'), texts('unknown'), texts('equal')]
  const expected = `what the deployment recorded at ${recorded.at}`
  const observed = listed([...differing, ...unread, ...equal], NAMED_AT_MOST)
  if (differing.length > 0) {
    return {
      outcome: 'fail',
      title: `not what this run deployed: ${listed(differing, NAMED_AT_MOST)}`,
      expected,
      observed,
      advice: 'Find who deployed or rolled back since, then run the deployment and its verification again.',
    }
  }
  if (unread.length > 0 || equal.length === 0) {
    const actions = [...resources.map(({ state }) => state.unread), ...unlisted].flatMap((each) => each?.action ?? [])
    return {
      outcome: 'inconclusive',
      title: `not proven for all that serves: ${listed(unread, NAMED_AT_MOST) || 'nothing was checked'}`,
      expected,
      observed: observed || 'nothing',
      advice:
        actions.length > 0
          ? `Allow ${[...new Set(actions)].join(', ')} for the verify-role (docs/iam/serving.json).`
          : 'Let something run there, and name the stack or the deployment that brings it; then run the verification again.',
    }
  }
  return {
    outcome: 'pass',
    title: `what this run deployed serves (${plural(equal.length, 'resource')})`,
    expected,
    observed,
  }
}

function compare({ state, values }: ResourceFacts, { values: recorded }: PlaceState): Compared {
  const { resource, served, unread } = state
  const name = showServing(resource)
  if (served === undefined) return { kind: 'unknown', text: `${name}: ${unread?.reason ?? 'it was not read'}` }
  const own = compareServed(resource, served)
  const paths = Object.entries(values)
  const others = paths.filter(([path, value]) => isKnown(value) && isKnown(recorded[path]) && value !== recorded[path])
  if (others.length > 0) {
    const shown = others.map(([path, value]) => `${path.split('/').at(-1)} ${value} instead of ${recorded[path]}`)
    return { kind: 'differs', text: `${name}: ${shown.join(', ')}` }
  }
  if (own.kind === 'differs') return { kind: 'differs', text: `${name}: ${own.observed} instead of ${own.expected}` }
  if (own.kind === 'nothing') return { kind: 'unknown', text: `${name}: nothing runs` }
  if (own.kind === 'unknown') return { kind: 'unknown', text: `${name}: ${own.observed}, without ${own.expected}` }
  const open = paths.filter(([path, value]) => !isKnown(value) || !isKnown(recorded[path]))
  if (open.length > 0 || paths.length === 0) {
    const shown = open.map(
      ([path, value]) => `${path.split('/').at(-1)} ${isKnown(value) ? 'was not recorded' : 'is unknown'}`,
    )
    return { kind: 'unknown', text: `${name}: ${shown.join(', ') || 'nothing to compare'}` }
  }
  return { kind: 'equal', text: `${name}: ${own.observed}` }
}

/** A resource in which nothing ran says nothing about what it would run. */
function isKnown(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== NONE
}
