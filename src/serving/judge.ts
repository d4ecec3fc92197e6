import type { Finding } from '../evidence/finding.ts'
import { listed, plural } from '../support/text/text.ts'
import { showServing, type Served, type ServingResource, type ServingState } from './contract.ts'
import { pathOfServing } from './find.ts'
import { compareServed, type Compared } from './compare.ts'
import type { ServingFacts } from './environment.ts'

const MOST_NAMED = 10

/** What this run released: only there is a difference a failure; elsewhere it is a remark. */
export interface Released {
  /** The key of the environment. */
  readonly environment: string
  /** Ids of the stacks and deployments that this step brought, as `stack/web` and `deployment/app`. */
  readonly brought: readonly string[]
  /** The types of resources that this step changed in a stack, its nested stacks included. */
  readonly changedTypes: ReadonlyMap<string, ReadonlySet<string>>
}

/** Pure: whether what serves is what was released. */
export function judgeServing({ states, unlisted }: ServingFacts, released: Released): Finding[] {
  return [
    ...unlisted
      .filter(({ stack }) => released.changedTypes.has(`stack/${stack}`))
      .map(({ stack, reason, action }) => unlistedStack(stack, released.environment, reason, action)),
    ...[...Map.groupBy(states, ({ resource }) => resource.of)]
      .filter(([of]) => released.brought.includes(of))
      .flatMap(([of, own]) => judgeOrigin(of, own, released)),
  ]
}

/** Whether another reading may find what was released, as after a change that has just ended. */
export function mayBeLate(findings: readonly Finding[]): boolean {
  return findings.some(({ code, outcome }) => code.startsWith('serving/') && outcome === 'fail')
}

function judgeOrigin(of: string, states: readonly ServingState[], released: Released): Finding[] {
  const judged = states.map((state) => ({
    state,
    isReleased: isReleased(state.resource, released),
    ...judgeOne(state),
  }))
  const equal = judged.filter(({ kind }) => kind === 'equal')
  const findings = judged.flatMap(({ state, isReleased: own, ...compared }): Finding[] =>
    compared.kind === 'equal' ? [] : [findingOf(state, compared, own, released.environment)],
  )
  if (equal.length === 0) return findings
  return [
    ...findings,
    {
      code: 'serving/released',
      outcome: 'pass',
      title: `${released.environment}: what serves of ${of.replace('/', ' ')} is what was released (${equal.length} of ${plural(states.length, 'resource')})`,
      subject: `${of}/serving`,
      expected: 'versions, task definitions, launch templates, API deployments and revisions of the release',
      observed: listed(
        equal.map(({ state, observed }) => `${showServing(state.resource)}: ${observed}`),
        MOST_NAMED,
      ),
    },
  ]
}

function judgeOne({ served, unread, resource }: ServingState): Compared {
  if (served !== undefined) return compareServed(resource, served)
  return {
    kind: 'unknown',
    expected: 'an answer',
    observed: unread?.reason ?? 'it was not read',
    action: unread?.action,
  }
}

/** Types whose change has to show in what a resource serves. */
const FEEDING: Readonly<Record<ServingResource['kind'], RegExp>> = {
  alias: /^AWS::Lambda::(Function|Version|Alias)$/,
  service: /^AWS::ECS::(TaskDefinition|Service|TaskSet)$/,
  'scaling-group': /^AWS::(EC2::LaunchTemplate|AutoScaling::(AutoScalingGroup|LaunchConfiguration))$/,
  stage: /^AWS::ApiGateway(V2)?::/,
  'deployment-group': /^$/,
}

function isReleased({ of, kind }: ServingResource, { changedTypes }: Released): boolean {
  // A deployment does not change the launch template of the groups that it deploys to.
  if (of.startsWith('deployment/')) return kind !== 'scaling-group'
  return [...(changedTypes.get(of) ?? [])].some((type) => FEEDING[kind].test(type))
}

function findingOf(
  { resource }: ServingState,
  { kind, expected, observed, action }: Exclude<Compared, { readonly kind: 'equal' }>,
  isOwn: boolean,
  environment: string,
): Finding {
  const name = showServing(resource)
  const about = {
    subject: `${resource.of}/serving/${pathOfServing(resource)}`,
    expected,
    observed,
    details: { environment },
  }
  switch (kind) {
    case 'differs':
      return {
        ...about,
        code: 'serving/not-released',
        outcome: isOwn ? 'fail' : 'noted',
        title: isOwn
          ? `${environment}: ${name} does not serve what was released, although AWS reports success`
          : `${environment}: ${name} does not serve what its stack has; this release does not change it`,
        advice: ADVICE[resource.kind],
      }
    case 'nothing':
      return {
        ...about,
        code: 'serving/nothing-runs',
        outcome: 'noted',
        title: `${environment}: nothing runs in ${name}, so the release does not serve there`,
        advice: 'Let at least one task or instance run in an environment that proves a release.',
      }
    case 'unknown':
      return {
        ...about,
        code: 'serving/unread',
        outcome: isOwn && !isNeverReadable(resource) ? 'inconclusive' : 'noted',
        title: `${environment}: what ${name} serves is not known`,
        advice:
          action === undefined
            ? 'Check it in the console before you rely on this release.'
            : `Allow ${action} for the role of this step (docs/iam/serving.json).`,
      }
  }
}

function isNeverReadable(resource: ServingResource): boolean {
  return resource.kind === 'stage' && resource.apis.length === 0
}

const ADVICE: Readonly<Record<Served['kind'], string>> = {
  alias:
    'Publish a new version with each change (another logical id of AWS::Lambda::Version), and find in CloudTrail who moved the alias (UpdateAlias).',
  service:
    'Check the events of the service: tasks that do not start, or another deployment in between. Then start the release again.',
  'scaling-group':
    'Start an instance refresh, or give the group an UpdatePolicy that replaces its instances; a new launch template alone replaces none.',
  stage: 'Give the deployment of the API another logical id with each change, and let the stage refer to it.',
  'deployment-group': 'Check the deployments of these instances, then run the deployment again.',
}

function unlistedStack(stack: string, environment: string, reason: string, action: string | undefined): Finding {
  return {
    code: 'serving/unread',
    outcome: 'inconclusive',
    title: `${environment}: what serves of stack ${stack} is not known`,
    subject: `stack/${stack}/serving`,
    expected: 'the resources of the stack',
    observed: reason,
    advice: `Allow ${action ?? 'cloudformation:ListStackResources'} for the role of this step.`,
    details: { environment },
  }
}
