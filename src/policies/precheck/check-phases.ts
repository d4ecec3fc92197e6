import { checksFor, namedDeployments, refersToEndpoint } from '../../checks/engine/test-endpoint.ts'
import { planChecks, type PlannedCheck } from '../../checks/engine/select.ts'
import { apiValue, GROUP_MEMBERS } from '../../codedeploy/group/properties.ts'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import { waitOf } from '../../codedeploy/ready-wait.ts'
import { isByCodeDeploy } from '../../config/model/environment.ts'
import type { Config } from '../../config/schema/index.ts'
import { AFTER_DEPLOYMENT, type Phase } from '../../evidence/phase.ts'
import type { Finding } from '../../evidence/finding.ts'
import { showDuration } from '../../support/text/durations.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, Rule } from '../contract.ts'
import { plannedRouting, routingOf } from '../phases/group-routing.ts'
import { judgeServicePause } from '../phases/service-pause.ts'
import { leastMs } from '../phases/least-time.ts'
import { findPlannedGroup, isOpen, mayMakeGroups } from '../planned/group.ts'
import type { PlannedResource } from '../planned/resource.ts'

const SHOWN = 5
const MINUTE_MS = 60_000
/** Platforms whose deployments have a place for checks before traffic. */
const CHECKED_BEFORE: ReadonlySet<string> = new Set(['server', 'ecs', 'ecs-native', 'lambda'])

/** A check whose phase never comes proves nothing. */
export const rule: Rule = {
  meta: {
    code: 'check/phases',
    title: 'Every check can run in its phase',
    docs:
      'Checks of the phases before-traffic, during and after-rollback run in a deployment. Where no deployment of the ' +
      'configuration has the phase, such a check would never run: it fails here, before anything is changed. A group of ' +
      'servers or of ECS has a place for checks before traffic only if it is blue/green and its DeploymentReadyOption is ' +
      'STOP_DEPLOYMENT with a wait time, so that AWS stops the deployment where nobody answers; a group that this release ' +
      'makes or changes is judged by what it will be. A service that ECS itself deploys needs one PAUSE hook at ' +
      'POST_TEST_TRAFFIC_SHIFT that ends with ROLLBACK.',
    codes: [
      'phase/not-runnable',
      'phase/runnable',
      'phase/unknown-endpoint',
      'phase/group-does-not-wait',
      'phase/wait-too-short',
      'phase/no-test-route',
      'phase/wait-unknown',
      'phase/group-waits',
      'phase/service-does-not-pause',
      'phase/service-pauses',
    ],
  },
  judge({ config, environments }) {
    const planned = planChecks(config.verify)
    const phases = Map.groupBy(planned, ({ phase }) => phase)
    phases.delete(AFTER_DEPLOYMENT)
    phases.delete('approval')
    // Hosts make theirs in ValidateService, which every deployment to servers has.
    const before = (phases.get('before-traffic') ?? []).filter(({ on }) => on === 'runner')
    return [
      ...[...phases].map(([phase, checks]) => judgePhase(phase, checks, config)),
      ...planned.flatMap((check) => judgeEndpoint(check, config)),
      ...environments.flatMap((environment) =>
        environment.groups.flatMap((group) => judgeGroup(group, environment, checksFor(before, group.deployment))),
      ),
      ...environments.flatMap((environment) =>
        (environment.services ?? []).flatMap((service) =>
          judgeServicePause(service, environment, checksFor(before, service.deployment)),
        ),
      ),
    ]
  },
}

/** What a configuration needs, so that its checks of a phase run; the phases that `verify` runs need nothing. */
const NEEDS: Readonly<
  Partial<Record<Phase, { readonly is: (config: Config) => boolean; readonly what: string; readonly change: string }>>
> = {
  'before-traffic': {
    is: ({ deployments }) => deployments.some(({ platform }) => CHECKED_BEFORE.has(platform)),
    what: 'a deployment to servers, to ECS or to Lambda',
    change: 'no deployment of the configuration waits before traffic',
  },
  during: {
    is: ({ stacks, deployments }) => stacks.length + deployments.length > 0,
    what: 'a stack or a deployment',
    change: 'nothing is deployed',
  },
  'after-rollback': {
    is: ({ 'rehearse-rollback': rehearsed, stacks, deployments }) =>
      (rehearsed.stacks && stacks.length > 0) || (rehearsed.deployments && deployments.some(isByCodeDeploy)),
    what: 'a rehearsed rollback of a stack, or of a deployment by CodeDeploy',
    change: 'no rehearsal of a rollback is configured',
  },
}

function judgePhase(phase: Phase, checks: readonly PlannedCheck[], config: Config): Finding {
  const names = listed(
    checks.map(({ name }) => JSON.stringify(name)),
    SHOWN,
  )
  const needs = NEEDS[phase]
  const about = { subject: `config/verify/phase/${phase}`, observed: names }
  if (needs === undefined || needs.is(config)) {
    return {
      ...about,
      code: 'phase/runnable',
      outcome: 'pass',
      title: `${plural(checks.length, 'check')} of the phase ${phase} can run`,
      ...(needs && { expected: needs.what }),
    }
  }
  return {
    ...about,
    code: 'phase/not-runnable',
    outcome: 'fail',
    title: `nothing runs the ${plural(checks.length, 'check')} of the phase ${phase}: ${needs.change}`,
    expected: needs.what,
    advice: `Give ${checks.length === 1 ? 'the check' : 'these checks'} another \`phase\`, such as ${AFTER_DEPLOYMENT}.`,
  }
}

function judgeEndpoint(check: PlannedCheck, { deployments }: Config): Finding[] {
  if (!refersToEndpoint(check)) return []
  const about = {
    code: 'phase/unknown-endpoint',
    outcome: 'fail',
    subject: `check/${check.name}`,
  } as const
  if (check.phase !== 'before-traffic') {
    return [
      {
        ...about,
        title: `the check "${check.name}" refers to {test-endpoint} in the phase ${check.phase}`,
        expected: 'phase: before-traffic',
        observed: check.phase,
        advice: 'Set `phase: before-traffic`, or write the address of the service.',
      },
    ]
  }
  const ids = deployments.filter(({ platform }) => CHECKED_BEFORE.has(platform)).map(({ id = 'app' }) => id)
  const unknown = namedDeployments(check).filter((id) => !ids.includes(id))
  if (unknown.length === 0) return []
  return [
    {
      ...about,
      title: `the check "${check.name}" refers to the test endpoint of ${unknown.join(', ')}, which has none`,
      expected: ids.join(', ') || 'a deployment that waits before traffic',
      observed: unknown.join(', '),
      advice: 'Correct the id in `{test-endpoint.ID}`.',
    },
  ]
}

/** Whether a group waits for the checks before traffic that are about its deployment. */
function judgeGroup(group: GroupFacts, environment: EnvironmentFacts, checks: readonly PlannedCheck[]): Finding[] {
  const { platform } = group
  if (checks.length === 0 || (platform !== 'server' && platform !== 'ecs')) return []
  const found = findPlannedGroup(group, environment)
  // Other rules report a missing group, and several candidates.
  if (found === 'perhaps' || (found === undefined && (group.info === undefined || mayMakeGroups(environment))))
    return []
  const name = environment.environment.key
  const label = `${group.application}/${group.group}`
  const source = found && sourceOf(found)
  const about = {
    subject: `deployment/${group.deployment}/group`,
    details: { environment: name },
    ...(source && { source }),
  }
  const properties = found && Object.fromEntries([...found.properties].map(([key, { value }]) => [key, value]))
  const style = settingAfter('DeploymentStyle', properties, group)
  const blueGreen = settingAfter('BlueGreenDeploymentConfiguration', properties, group)
  if (style === UNKNOWN || blueGreen === UNKNOWN) {
    return [
      {
        ...about,
        code: 'phase/wait-unknown',
        outcome: 'inconclusive',
        title: `${name}: the template does not show whether deployments to ${label} wait before traffic`,
        expected: 'DeploymentStyle and BlueGreenDeploymentConfiguration without functions',
        observed: JSON.stringify(
          properties?.[style === UNKNOWN ? 'DeploymentStyle' : 'BlueGreenDeploymentConfiguration'],
        ),
        advice: 'Write the settings of the group without a function around them.',
      },
    ]
  }
  const wait = waitOf(platform, {
    deploymentStyle: style as never,
    blueGreenDeploymentConfiguration: blueGreen as never,
  })
  const names = listed(
    checks.map((check) => JSON.stringify(check.name)),
    SHOWN,
  )
  if (!wait.waits) {
    return [
      {
        ...about,
        code: 'phase/group-does-not-wait',
        outcome: 'fail',
        title: `${name}: ${label} ${wait.why}, so ${plural(checks.length, 'check')} before traffic could not run`,
        expected: wait.expected,
        observed: `${JSON.stringify({ DeploymentStyle: style, BlueGreenDeploymentConfiguration: blueGreen })}; checks: ${names}`,
        advice: `${wait.change}; or name the deployments that wait: \`{test-endpoint.ID}\`.`,
      },
    ]
  }
  const least = checks.reduce((sum, { sampling }) => sum + leastMs(sampling), 0)
  if (least > wait.minutes * MINUTE_MS) {
    return [
      {
        ...about,
        code: 'phase/wait-too-short',
        outcome: 'fail',
        title: `${name}: ${label} waits ${showDuration(wait.minutes * MINUTE_MS)}, and its checks before traffic take ${showDuration(least)} at least`,
        expected: `WaitTimeInMinutes of more than ${Math.ceil(least / MINUTE_MS)}`,
        observed: `${wait.minutes}`,
        advice: 'Raise WaitTimeInMinutes of the group, or shorten the checks of this phase.',
      },
    ]
  }
  const routing = properties ? plannedRouting(properties, group.info) : routingOf(group.info ?? {})
  if (platform === 'ecs' && routing.testListeners === 0 && checks.some(refersToEndpoint)) {
    return [
      {
        ...about,
        code: 'phase/no-test-route',
        outcome: 'fail',
        title: `${name}: ${label} has no listener for test traffic, to which {test-endpoint} refers`,
        expected: 'a TestTrafficRoute with a listener',
        observed: 'none',
        advice:
          'Add `TestTrafficRoute: { ListenerArns: [!Ref TestListener] }` to TargetGroupPairInfoList of the group in its template.',
      },
    ]
  }
  return [
    {
      ...about,
      code: 'phase/group-waits',
      outcome: 'pass',
      title: `${name}: deployments to ${label} wait for ${plural(checks.length, 'check')} before traffic`,
      expected: 'STOP_DEPLOYMENT, and a wait time',
      observed: `${wait.minutes} minutes; ${names}`,
    },
  ]
}

const UNKNOWN = Symbol('unknown')

/** A setting of the group as the release makes it, in the form of the API; what a template does not name stays as it is. */
function settingAfter(
  name: 'DeploymentStyle' | 'BlueGreenDeploymentConfiguration',
  properties: Readonly<Record<string, unknown>> | undefined,
  { info }: GroupFacts,
): unknown {
  const declared = properties?.[name]
  if (declared === undefined) return info?.[GROUP_MEMBERS[name]]
  return isOpen(declared) || Object.values(declared as object).some(isOpen) ? UNKNOWN : apiValue(name, declared)
}

function sourceOf({ placed }: PlannedResource): Finding['source'] {
  const { stack, change, subject } = placed
  if (subject !== `stack/${stack.stack.id}/resource/${change.logicalId}`) return undefined
  return stack.source.template.resources[change.logicalId]?.source
}
