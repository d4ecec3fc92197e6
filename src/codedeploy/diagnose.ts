import type { Finding, Source } from '../evidence/finding.ts'
import { showDuration } from '../support/durations.ts'
import { oneLine, plainLines } from '../support/text.ts'
import { adviceForDeployment, adviceForFunction, adviceForScript, adviceForShift } from './advice.ts'
import {
  endOfDeployment,
  isServerless,
  type DeploymentState,
  type LifecycleState,
  type TargetState,
} from './deployment.ts'

/** How a deployment ended, and what happened on each target. */
export interface DeploymentEnd {
  /** Id in the configuration. */
  readonly id: string
  readonly group: string
  readonly region: string
  readonly state: DeploymentState
  readonly targets: readonly TargetState[]
  /** What CodeDeploy itself did then: the previous revision again. */
  readonly rollback?: { readonly state: DeploymentState; readonly ended: boolean }
  readonly ms: number
}

/** Where a script stands in the AppSpec, where that is known. */
export type FindScript = (event: string, script: string) => Source | undefined

/** Why a deployment failed: on which target, in which event. */
export interface DeploymentCause {
  readonly target: TargetState
  readonly event: LifecycleState
}

const TAIL_LINES = 20
/** Of an instance that never asked for its orders CodeDeploy says this, in the first event that it would have had. */
const UNHEARD = /not able to receive the lifecycle event/i
/** Errors of a whole deployment that can mean that nobody answered; others name what is wrong themselves. */
const MAY_BE_SILENCE = new Set<string | undefined>(['HEALTH_CONSTRAINTS', 'TIMEOUT', 'AGENT_ISSUE', undefined])

/** The event that failed first, on whatever target. Targets that were skipped because of it are consequences. */
export function firstFailure(targets: readonly TargetState[]): DeploymentCause | undefined {
  const failures = targets.flatMap((target) =>
    target.events.filter((event) => event.status === 'Failed').map((event) => ({ target, event })),
  )
  return failures.toSorted((a, b) => {
    const [first, second] = [a.event.endedAt ?? '9999', b.event.endedAt ?? '9999']
    return first < second ? -1 : first > second ? 1 : 0
  })[0]
}

/** Targets on which nothing ever happened: their agent never asked for its orders. */
export function silentTargets(targets: readonly TargetState[]): TargetState[] {
  return targets.filter((target) =>
    target.events.every(
      (event) => UNHEARD.test(event.message ?? '') || (event.startedAt === undefined && isWaiting(event)),
    ),
  )
}

function isWaiting(event: LifecycleState): boolean {
  return event.status === 'Pending' || event.status === 'Skipped' || event.status === 'Unknown'
}

/**
 * Judges the end of a deployment. It passes only when this very deployment succeeded, on at least one target and on all
 * of them; that CodeDeploy could bring the previous revision back makes nothing better.
 */
export function judgeDeploymentEnd(end: DeploymentEnd, findScript: FindScript = () => undefined): Finding[] {
  const { state, targets, id } = end
  const subject = `deployment/${id}`
  // Not every platform counts; the targets themselves always tell.
  const counted = Object.values(state.counts).reduce((sum, each) => sum + each, 0)
  const total = Math.max(counted, targets.length)
  const details = { deploymentId: state.id, status: state.status, counts: { ...state.counts } }
  const outcome = endOfDeployment(state.status)
  const findings: Finding[] = []
  if (outcome === 'succeeded') {
    const succeeded = counted > 0 ? state.counts.succeeded : targets.length
    const elsewhere = targets.filter((target) => target.status !== 'Succeeded')
    if (total > 0 && succeeded === total && elsewhere.length === 0) {
      findings.push({
        code: 'deployment/succeeded',
        outcome: 'pass',
        title: `${state.id} succeeded on ${succeeded} of ${total} ${total === 1 ? 'target' : 'targets'} after ${showDuration(end.ms)}`,
        subject,
        expected: `Succeeded on ${total} of ${total}`,
        observed: `Succeeded on ${succeeded} of ${total}`,
        details,
      })
    } else if (total === 0) {
      findings.push({
        code: 'deployment/no-targets',
        outcome: 'inconclusive',
        title: `${state.id} succeeded, but on nothing: the group ${end.group} has no targets`,
        subject,
        expected: 'at least one target',
        observed: 'none',
        advice: 'Let the tags or Auto Scaling groups of the deployment group name instances that run.',
        details,
      })
    } else {
      findings.push(incomplete(end, total, findScript))
    }
  } else {
    findings.push(failure(end, findScript))
  }
  if (end.rollback) findings.push(rollbackFinding(end, end.rollback))
  return findings
}

/** CodeDeploy calls it a success when enough instances are healthy; a release is on all of them or it is not complete. */
function incomplete(end: DeploymentEnd, total: number, findScript: FindScript): Finding {
  const { state, targets } = end
  const cause = firstFailure(targets)
  const missing = targets
    .filter((target) => target.status !== 'Succeeded')
    .map((target) => `${target.id} ${target.status}`)
  return {
    code: 'deployment/incomplete',
    outcome: state.counts.failed > 0 || cause ? 'fail' : 'inconclusive',
    title: `${state.id} is called Succeeded, but not every target has the release`,
    subject: cause ? causeSubject(end, cause) : `deployment/${end.id}`,
    expected: `Succeeded on ${total} of ${total}`,
    observed: `Succeeded on ${state.counts.succeeded} of ${total}; ${missing.slice(0, 5).join(', ')}${cause ? `; ${showCause(cause)}` : ''}`,
    advice: cause
      ? adviceForScript(cause.event.errorCode, cause.event.name)
      : 'Find out why these targets were skipped, then run the job again.',
    ...sourceOf(cause, findScript),
    details: causeDetails(end, cause),
  }
}

function failure(end: DeploymentEnd, findScript: FindScript): Finding {
  const { state, targets, id } = end
  const cause = firstFailure(targets)
  const stopped = endOfDeployment(state.status) === 'stopped'
  const code = stopped ? 'deployment/stopped' : 'deployment/failed'
  const expected = 'Succeeded on every target'
  if (cause && !UNHEARD.test(cause.event.message ?? '')) {
    const script = cause.event.script ? ` in ${oneLine(cause.event.script, 200)}` : ''
    return {
      code,
      outcome: 'fail',
      title: `${cause.event.name} failed on ${cause.target.id}${script}`,
      subject: causeSubject(end, cause),
      expected,
      observed: `${state.status}: ${showCause(cause)}`,
      advice: adviceFor(state, cause),
      ...sourceOf(cause, findScript),
      details: causeDetails(end, cause),
    }
  }
  const silent = silentTargets(targets)
  const said =
    [state.errorCode, oneLine(state.errorMessage ?? '')].filter(Boolean).join(': ') || 'CodeDeploy gave no reason'
  if (silent.length > 0 && MAY_BE_SILENCE.has(state.errorCode) && !stopped && !isServerless(state)) {
    const names = silent.map((target) => target.id)
    return {
      code: 'deployment/no-answer',
      outcome: 'fail',
      title: `${names.length === 1 ? names[0] : `${names.length} targets`} never answered: nothing was begun there`,
      subject: `deployment/${id}/target/${names[0]}`,
      expected,
      observed: `${state.status}, ${names.slice(0, 5).join(', ')} ${silent[0]?.status}: ${oneLine(cause?.event.message ?? '') || said}`,
      advice: agentHint(end.region),
      details: causeDetails(end, undefined),
    }
  }
  return {
    code,
    outcome: 'fail',
    title: `${state.id} ${stopped ? 'was stopped' : 'failed'}`,
    subject: `deployment/${id}`,
    expected,
    observed: `${state.status}: ${said}`,
    advice: adviceForDeployment(state.errorCode, end.group),
    details: causeDetails(end, undefined),
  }
}

/** Of Lambda and ECS functions decide events, and say why in their own logs only. */
function adviceFor(state: DeploymentState, { event }: DeploymentCause): string {
  if (!isServerless(state)) return adviceForScript(event.errorCode, event.name)
  return event.script === undefined ? adviceForShift(event.name) : adviceForFunction(event.script)
}

/** What to look at on an instance whose agent does not ask for its orders. */
export function agentHint(region: string): string {
  return `Look there whether the CodeDeploy agent runs (\`systemctl status codedeploy-agent\`), what /var/log/aws/codedeploy-agent/codedeploy-agent.log says, and whether the instance has its role and reaches codedeploy-commands.${region}.amazonaws.com.`
}

function rollbackFinding(end: DeploymentEnd, rollback: NonNullable<DeploymentEnd['rollback']>): Finding {
  const { state, ended } = rollback
  const back = endOfDeployment(state.status) === 'succeeded'
  return {
    code: back ? 'deployment/rolled-back' : ended ? 'deployment/rollback-failed' : 'deployment/rollback-running',
    outcome: 'fail',
    title: back
      ? `the previous revision is back on ${end.group}: this release is not deployed`
      : ended
        ? `the rollback of ${end.group} failed as well: what runs there is neither revision for certain`
        : `the rollback of ${end.group} is still running`,
    subject: `deployment/${end.id}`,
    expected: `${end.state.id} Succeeded`,
    observed: `${end.state.id} ${end.state.status}; rollback ${state.id} ${state.status}${state.errorMessage === undefined ? '' : `: ${oneLine(state.errorMessage)}`}`,
    advice: back
      ? 'Correct what made this release fail and start it again.'
      : `Look at it with \`aws deploy get-deployment --region ${end.region} --deployment-id ${state.id}\`.`,
    details: { deploymentId: state.id, status: state.status },
  }
}

function causeSubject(end: DeploymentEnd, { target, event }: DeploymentCause): string {
  return `deployment/${end.id}/target/${target.id}/event/${event.name}`
}

function showCause({ event }: DeploymentCause): string {
  const last = plainLines(event.logTail ?? '').at(-1)
  return [
    event.errorCode ?? 'no error code',
    oneLine(event.message ?? ''),
    last === undefined ? '' : `last line: ${oneLine(last, 200)}`,
  ]
    .filter((part) => part !== '')
    .join('; ')
}

function sourceOf(cause: DeploymentCause | undefined, findScript: FindScript): { source?: Source } {
  const source = cause?.event.script === undefined ? undefined : findScript(cause.event.name, cause.event.script)
  return source ? { source } : {}
}

function causeDetails(end: DeploymentEnd, cause: DeploymentCause | undefined): NonNullable<Finding['details']> {
  const { state } = end
  return {
    deploymentId: state.id,
    status: state.status,
    counts: { ...state.counts },
    ...(state.errorCode !== undefined && { errorCode: state.errorCode }),
    ...(state.errorMessage !== undefined && { errorMessage: oneLine(state.errorMessage) }),
    ...(state.rollbackMessage !== undefined && { rollbackMessage: oneLine(state.rollbackMessage) }),
    ...(cause && {
      target: cause.target.id,
      event: cause.event.name,
      script: oneLine(cause.event.script ?? ''),
      message: oneLine(cause.event.message ?? ''),
      logTail: plainLines(cause.event.logTail ?? '').slice(-TAIL_LINES),
    }),
  }
}
