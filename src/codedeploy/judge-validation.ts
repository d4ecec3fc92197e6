import type { Finding } from '../evidence/finding.ts'
import { listed, plural } from '../support/text/text.ts'
import { ownHooks, type DeclaredHooks } from './group/declared-hooks.ts'
import { endOfDeployment } from './deployment.ts'
import { type TargetState } from './targets.ts'
import type { DeploymentEnd } from './diagnose.ts'

/** Events of the new revision between its start and its traffic. */
const VALIDATING = ['ValidateService', 'BeforeAllowTraffic']
const TRAFFIC = 'AllowTraffic'
/** AWS may round times to seconds. */
const ROUNDED_MS = 1_000
const NAMED = 5

/**
 * Pure: whether each host of a deployment that succeeded was validated by a hook of this revision before its load balancer
 * sent it traffic again, by the lifecycle events of each target.
 */
export function judgeValidation(end: DeploymentEnd, declared: DeclaredHooks | undefined): Finding[] {
  const targets = end.targets.filter(({ label }) => label !== 'Blue')
  if (endOfDeployment(end.state.status) !== 'succeeded' || targets.length === 0 || declared === undefined) return []
  const hooks = ownHooks(declared).filter((event) => VALIDATING.includes(event))
  const balanced = targets.filter(({ events }) => events.some(({ name }) => name === TRAFFIC))
  const about = { subject: `deployment/${end.id}/validation`, expected: `a hook of ${VALIDATING.join(' or ')}` }
  if (hooks.length === 0) {
    return [
      {
        ...about,
        code: balanced.length > 0 ? 'deployment/not-validated' : 'deployment/no-health-proof',
        outcome: balanced.length > 0 ? 'inconclusive' : 'noted',
        title:
          balanced.length > 0
            ? `nothing proved that the hosts of ${end.id} were healthy before they got traffic`
            : `nothing in the deployment of ${end.id} proves that its hosts are healthy`,
        observed: 'no such hook in the AppSpec',
        advice:
          'Add a `service` check with `on: hosts`, or a ValidateService hook that fails where the service is not healthy.',
      },
    ]
  }
  if (balanced.length === 0) return []
  const early = balanced.filter((target) => !isValidated(target, hooks))
  if (early.length === 0) {
    return [
      {
        ...about,
        code: 'deployment/validated-before-traffic',
        outcome: 'pass',
        title: `${hooks.join(' and ')} succeeded before ${TRAFFIC} on ${plural(balanced.length, 'target')}`,
        observed: `${hooks.join(', ')} Succeeded, then ${TRAFFIC}, on ${balanced.length} of ${targets.length}`,
      },
    ]
  }
  return [
    {
      ...about,
      code: 'deployment/not-validated',
      outcome: 'fail',
      title: `${plural(early.length, 'target')} of ${end.id} got traffic before ${hooks.join(' or ')} had succeeded`,
      observed: listed(
        early.map(({ id }) => id),
        NAMED,
      ),
      advice: `Look at \`aws deploy batch-get-deployment-targets --region ${end.region} --deployment-id ${end.state.id} --target-ids ${early[0]?.id ?? 'ID'}\`.`,
    },
  ]
}

/** Times that are missing or invalid prove nothing. */
function isValidated({ events }: TargetState, hooks: readonly string[]): boolean {
  const began = Date.parse(events.find(({ name }) => name === TRAFFIC)?.startedAt ?? '')
  return events.some(
    ({ name, status, endedAt }) =>
      hooks.includes(name) && status === 'Succeeded' && Date.parse(endedAt ?? '') <= began + ROUNDED_MS,
  )
}
