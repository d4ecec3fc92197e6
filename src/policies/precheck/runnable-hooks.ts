import { computePlatform } from '../../codedeploy/lifecycle.ts'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import type { PlacedHook, RevisionHooks } from '../../codedeploy/group/declared-hooks.ts'
import type { Finding } from '../../evidence/finding.ts'
import { plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, Rule } from '../contract.ts'
import { plannedRouting, routingOf, type GroupRouting } from '../phases/group-routing.ts'
import { mayMakeGroups, plannedGroup } from '../planned/group.ts'

/** On servers these events need a load balancer in the group. */
const OF_TRAFFIC: ReadonlySet<string> = new Set([
  'BeforeBlockTraffic',
  'AfterBlockTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
])
const OF_TEST_TRAFFIC = 'AfterAllowTestTraffic'

/** Each hook of an AppSpec has a lifecycle event that a deployment to its group has. */
export const rule: Rule = {
  meta: {
    code: 'deployment/hooks',
    title: 'Each hook of an AppSpec can run in its deployment group',
    docs:
      'CodeDeploy leaves out lifecycle events that a deployment group does not have, and calls the deployment a success. ' +
      'On servers the four events around traffic need a load balancer in the group and WITH_TRAFFIC_CONTROL; on ECS ' +
      'AfterAllowTestTraffic needs a listener for test traffic. A hook that can never run fails. Where AWS does not ' +
      'document whether the event exists, or the settings contradict each other, it is inconclusive. A group that this ' +
      'release makes or changes is judged by what it will be.',
    codes: ['deployment/hook-cannot-run', 'deployment/hook-run-unknown', 'deployment/hooks-can-run'],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) =>
      environment.declaredHooks.flatMap((revision) => {
        const group = environment.groups.find(({ deployment }) => deployment === revision.deployment)
        return group === undefined ? [] : judgeRevision(revision, group, environment)
      }),
    )
  },
}

/** What is known of one event in a group: `needs` is a noun phrase, `change` an imperative. */
type Answer =
  | { readonly runs: 'yes' }
  | { readonly runs: 'never' | 'unknown'; readonly why: string; readonly needs: string; readonly change: string }

function judgeRevision(
  { deployment, platform, hooks }: RevisionHooks,
  group: GroupFacts,
  environment: EnvironmentFacts,
): Finding[] {
  const planned = plannedGroup(group, environment)
  // Other rules tell of a group that is missing, that a stack without a plan may make, or that is not known to be of this platform.
  if (planned === undefined && (group.info === undefined || mayMakeGroups(environment))) return []
  const told = group.info?.computePlatform ?? group.applicationPlatform
  if (group.info !== undefined && told !== computePlatform(platform)) return []
  if (hooks.length === 0) return []
  const routing = planned ? plannedRouting(planned, group.info) : routingOf(group.info ?? {})
  const isNew = group.info === undefined
  const name = environment.environment.key
  const label = `${group.application}/${group.group}`
  const details = { environment: name }
  const problems = hooks.flatMap(({ event, source }): Finding[] => {
    const answer = ANSWERS[platform](event, routing, isNew)
    if (answer.runs === 'yes') return []
    const never = answer.runs === 'never'
    return [
      {
        code: never ? 'deployment/hook-cannot-run' : 'deployment/hook-run-unknown',
        outcome: never ? 'fail' : 'inconclusive',
        title: never
          ? `${name}: ${event} of ${deployment} can never run in ${label}: ${answer.why}`
          : `${name}: it is not known whether ${event} of ${deployment} would run in ${label}: ${answer.why}`,
        subject: `deployment/${deployment}/hook/${event}`,
        expected: answer.needs,
        observed: inWords(routing, platform),
        advice: `${answer.change} (in the template of the group, or with \`aws deploy update-deployment-group --application-name ${group.application} --current-deployment-group-name ${group.group} --region ${environment.environment.region}\`), or remove ${event} from the AppSpec.`,
        source,
        details,
      },
    ]
  })
  if (problems.length > 0) return problems
  return [
    {
      code: 'deployment/hooks-can-run',
      outcome: 'pass',
      title: `${name}: ${plural(hooks.length, 'hook')} of ${deployment} can run in ${label}`,
      subject: `deployment/${deployment}/hooks`,
      expected: namesOf(hooks),
      observed: inWords(routing, platform),
      details,
    },
  ]
}

/** By platform: whether a deployment to a group has the lifecycle event. */
const ANSWERS: Readonly<
  Record<RevisionHooks['platform'], (event: string, routing: GroupRouting, isNew: boolean) => Answer>
> = {
  lambda: () => ({ runs: 'yes' }),
  server: onServers,
  ecs: onEcs,
}

/**
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html has the events of
 * deployments with and without a load balancer; of one that has a load balancer and no traffic control it says nothing.
 */
function onServers(event: string, { type, option, balancers }: GroupRouting, isNew: boolean): Answer {
  if (!OF_TRAFFIC.has(event)) return { runs: 'yes' }
  const more = {
    needs: 'a load balancer in the group, and WITH_TRAFFIC_CONTROL',
    change: 'Give the group a load balancer (LoadBalancerInfo) and DeploymentOption WITH_TRAFFIC_CONTROL',
  }
  if (balancers === undefined) {
    return { runs: 'unknown', why: 'its template sets load balancers by a function', ...more }
  }
  if (balancers === 0) {
    const agrees = option === 'WITHOUT_TRAFFIC_CONTROL' && type === 'IN_PLACE'
    // A group that does not exist yet has what its template declares, and nothing else.
    const plain = isNew && option === undefined && type === undefined
    if (agrees || plain) return { runs: 'never', why: 'the group has no load balancer', ...more }
    return {
      runs: 'unknown',
      why: 'the group names no load balancer, and its deployment style does not agree',
      ...more,
    }
  }
  if (option === 'WITH_TRAFFIC_CONTROL' && (type === 'IN_PLACE' || type === 'BLUE_GREEN')) return { runs: 'yes' }
  const why =
    option === 'WITHOUT_TRAFFIC_CONTROL'
      ? 'the group has a load balancer, and deploys without traffic control'
      : 'the deployment style of the group is unknown'
  return { runs: 'unknown', why, ...more }
}

function onEcs(event: string, { balancers, testListeners }: GroupRouting): Answer {
  if (event === OF_TEST_TRAFFIC) {
    if (testListeners !== undefined && testListeners > 0) return { runs: 'yes' }
    return {
      runs: 'unknown',
      why:
        testListeners === 0
          ? 'the group has no listener for test traffic'
          : 'its template sets test traffic by a function',
      needs: 'a listener for test traffic in the group',
      change: 'Give the group a test listener (LoadBalancerInfo, TargetGroupPairInfoList, TestTrafficRoute)',
    }
  }
  if (balancers !== undefined && balancers > 0) return { runs: 'yes' }
  return {
    runs: 'unknown',
    why: balancers === 0 ? 'the group has no target groups' : 'its template sets target groups by a function',
    needs: 'a target group pair in the group',
    change: 'Give the group its target groups (LoadBalancerInfo, TargetGroupPairInfoList)',
  }
}

function inWords(
  { type, option, balancers, testListeners }: GroupRouting,
  platform: RevisionHooks['platform'],
): string {
  if (platform === 'lambda') return 'Lambda'
  const counted = (count: number | undefined, of: string): string =>
    count === undefined ? `${of}s unknown` : plural(count, of)
  return [
    counted(balancers, platform === 'ecs' ? 'target group pair' : 'load balancer'),
    ...(platform === 'ecs' ? [counted(testListeners, 'test listener')] : []),
    type ?? 'deployment type unknown',
    option ?? 'traffic control unknown',
  ].join(', ')
}

function namesOf(hooks: readonly PlacedHook[]): string {
  return hooks.map(({ event }) => event).join(', ')
}
