import type { PlannedCheck } from '../../checks/engine/select.ts'
import { refersToEndpoint } from '../../checks/engine/test-endpoint.ts'
import type { ServiceFacts } from '../../ecs/facts.ts'
import { CHECK_STAGE, hasTestRoute, waitOfService } from '../../ecs/pause.ts'
import type { Finding } from '../../evidence/finding.ts'
import { showDuration } from '../../support/text/durations.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts } from '../contract.ts'
import { serviceAfter } from '../planned/service.ts'
import { leastMs } from './least-time.ts'

const SHOWN = 5
const MINUTE_MS = 60_000

/** Pure: whether deployments of a service pause for the checks before traffic that are about it. */
export function judgeServicePause(
  service: ServiceFacts,
  environment: EnvironmentFacts,
  checks: readonly PlannedCheck[],
): Finding[] {
  if (checks.length === 0) return []
  const after = serviceAfter(service, environment)
  // Another rule reports a missing service, and one with another controller.
  if (after === undefined || after.controller !== 'ECS') return []
  const { key } = environment.environment
  const named = `${service.cluster}/${service.service}`
  const about = { subject: `deployment/${service.deployment}/service`, details: { environment: key } }
  const names = listed(
    checks.map((check) => JSON.stringify(check.name)),
    SHOWN,
  )
  const open = after.open.find((property) => property === 'DeploymentConfiguration' || property === 'LoadBalancers')
  if (open !== undefined) {
    return [
      {
        ...about,
        code: 'phase/wait-unknown',
        outcome: 'inconclusive',
        title: `${key}: the template does not show whether deployments to ${named} wait before traffic`,
        expected: 'DeploymentConfiguration and LoadBalancers without functions that only the deployment resolves',
        observed: open,
        advice: `Write ${open} of the service without a function around it.`,
      },
    ]
  }
  const wait = waitOfService(after.configuration)
  if (!wait.waits) {
    return [
      {
        ...about,
        code: 'phase/service-does-not-pause',
        outcome: 'fail',
        title: `${key}: ${named} ${wait.why}: ${plural(checks.length, 'check')} before traffic could not run`,
        expected: wait.expected,
        observed: `${wait.observed}; checks: ${names}`,
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
        title: `${key}: ${named} pauses ${showDuration(wait.minutes * MINUTE_MS)}, and its checks before traffic take ${showDuration(least)} at least`,
        expected: `TimeoutInMinutes of more than ${Math.ceil(least / MINUTE_MS)}`,
        observed: `${wait.minutes}`,
        advice: 'Raise TimeoutInMinutes of the PAUSE hook, or shorten the checks of this phase.',
      },
    ]
  }
  if (!hasTestRoute(after.balancers) && checks.some(refersToEndpoint)) {
    return [
      {
        ...about,
        code: 'phase/no-test-route',
        outcome: 'fail',
        title: `${key}: ${named} has no rule for test traffic, to which {test-endpoint} refers`,
        expected: 'a TestListenerRule',
        observed: 'none',
        advice:
          'Add `TestListenerRule: !Ref TestRule` to AdvancedConfiguration of LoadBalancers of the service in its template.',
      },
    ]
  }
  return [
    {
      ...about,
      code: 'phase/service-pauses',
      outcome: 'pass',
      title: `${key}: deployments to ${named} pause for ${plural(checks.length, 'check')} before traffic`,
      expected: `one PAUSE hook at ${CHECK_STAGE} that ends with ROLLBACK`,
      observed: `${wait.minutes} minutes; ${names}`,
    },
  ]
}
