import type { Finding } from '../../evidence/finding.ts'
import { oneLine, plural } from '../../support/text/text.ts'
import type { AgentResult } from '../agent/types.ts'
import type { ServerAppSpec } from '../appspec/types.ts'
import { declaredHooks, ownHooks } from '../group/declared-hooks.ts'
import type { LocalRequest } from './local-request.ts'

/**
 * Pure: whether each script of each declared hook of this revision ran in a successful local deployment.
 * `spec` is undefined where the AppSpec could not be read.
 */
export function judgeLocalHooks(
  { id }: Pick<LocalRequest, 'id'>,
  result: AgentResult,
  spec: ServerAppSpec | undefined,
): Finding[] {
  if (result.outcome !== 'succeeded') return []
  const subject = `deployment/${id}/hooks`
  if (spec === undefined) {
    return [
      {
        code: 'deployment/hooks-unknown',
        outcome: 'inconclusive',
        title: `the required hooks of ${result.deploymentId} are unknown: its AppSpec cannot be read`,
        subject,
        expected: 'an AppSpec',
        observed: 'no readable AppSpec',
        advice: 'Correct the AppSpec as the findings of precheck say, and start the release again.',
      },
    ]
  }
  const wanted = ownHooks(declaredHooks(spec))
  const ignored = stopFailure(id, result)
  if (wanted.length === 0) return ignored
  const problems = wanted.flatMap((event) => problemsOf(event, spec, result))
  const common = { subject, expected: `${wanted.join(', ')}: each script, with exit code 0` }
  if (problems.length > 0) {
    return [
      ...ignored,
      {
        ...common,
        code: 'deployment/hook-not-run',
        outcome: 'fail',
        title: `${result.deploymentId} succeeded, but not every declared hook of this revision ran`,
        observed: problems.join('; '),
        advice: `Read ${result.log}, and run the deployment again.`,
      },
    ]
  }
  const inOrder = result.events.map(({ event }) => event).filter((event) => wanted.includes(event))
  return [
    ...ignored,
    {
      ...common,
      code: 'deployment/hooks-ran',
      outcome: 'pass',
      title: `${plural(wanted.length, 'declared hook')} ran on this host`,
      observed: inOrder.map((event) => `${event}: ${scriptsOf(event, spec).join(', ')}`).join('; '),
    },
  ]
}

function scriptsOf(event: string, spec: ServerAppSpec): string[] {
  return spec.hooks
    .filter((hook) => hook.event === event)
    .flatMap(({ scripts }) => scripts.map((each) => each.location))
}

function problemsOf(event: string, spec: ServerAppSpec, { events }: AgentResult): string[] {
  const found = events.filter((each) => each.event === event)
  if (found.length === 0) return [`${event} is not among the lifecycle events of this host`]
  const ran = found.flatMap(({ scripts }) =>
    scripts.filter(({ exitCode }) => exitCode === 0).map((each) => each.location),
  )
  const missing = scriptsOf(event, spec).filter((location) => !ran.includes(location))
  return [
    ...found
      .filter(({ status }) => status !== 'succeeded')
      .map(({ status, reason }) => `${event} is ${status}${reason === undefined ? '' : ` (${oneLine(reason)})`}`),
    ...missing.map((location) => `${event}: ${oneLine(location)} did not end with exit code 0`),
  ]
}

/** A failure that the configuration accepts is noted. */
function stopFailure(id: string, { events, deploymentId }: AgentResult): Finding[] {
  if (!events.some(({ event, status }) => event === 'ApplicationStop' && status === 'failed')) return []
  return [
    {
      code: 'deployment/stop-failure-ignored',
      outcome: 'noted',
      title: 'ApplicationStop of the previous revision failed on this host, which the configuration accepts',
      subject: `deployment/${id}`,
      expected: 'succeeded',
      observed: `${deploymentId}: failed`,
      advice: 'Remove `ignore-application-stop-failures` from the deployment once this revision is installed.',
    },
  ]
}
