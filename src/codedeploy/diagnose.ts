import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { digestOfBytes } from '../evidence/digest.ts'
import type { Finding, Source } from '../evidence/finding.ts'
import { showDuration } from '../support/text/durations.ts'
import { oneLine, plainLines, plural } from '../support/text/text.ts'
import { adviceForDeployment, adviceForFunction, adviceForScript, adviceForShift } from './advice.ts'
import { endOfDeployment, type DeploymentState } from './deployment.ts'
import { isServerless, type LifecycleState, type TargetState } from './targets.ts'

/** The end of a deployment, with its targets. */
export interface DeploymentEnd {
  /** Id in the configuration. */
  readonly id: string
  readonly group: string
  readonly region: string
  readonly state: DeploymentState
  readonly targets: readonly TargetState[]
  /** The requested revision; absent where CloudFormation started the deployment. */
  readonly revision?: RevisionLocation
  /** The requested platform: Server, Lambda or ECS; absent where CloudFormation started the deployment. */
  readonly platform?: string | undefined
  /** The automatic rollback by CodeDeploy. */
  readonly rollback?: { readonly state: DeploymentState; readonly ended: boolean }
  readonly ms: number
}

/** The line of a script in the AppSpec; undefined where it is unknown. */
export type FindScript = (event: string, script: string) => Source | undefined

/** The first failure of a deployment: target and event. */
export interface DeploymentCause {
  readonly target: TargetState
  readonly event: LifecycleState
}

const TAIL_LINES = 20
/** CodeDeploy's message, in the first event, for an instance whose agent never polled. */
const UNHEARD = /not able to receive the lifecycle event/i
/** Errors of a deployment that can mean that no agent responded; others name their cause. */
const MAY_BE_SILENCE = new Set<string | undefined>(['HEALTH_CONSTRAINTS', 'TIMEOUT', 'AGENT_ISSUE', undefined])

/** The first failed event on any target. Targets that were skipped because of it are consequences. */
function firstFailure(targets: readonly TargetState[]): DeploymentCause | undefined {
  const failures = targets.flatMap((target) =>
    target.events.filter((event) => event.status === 'Failed').map((event) => ({ target, event })),
  )
  return failures.toSorted((a, b) => {
    const [first, second] = [a.event.endedAt ?? '9999', b.event.endedAt ?? '9999']
    return first < second ? -1 : first > second ? 1 : 0
  })[0]
}

/** Targets without any event: their agent never polled. */
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

/** How many listed targets succeeded. */
function succeededTargets(targets: readonly TargetState[]): number {
  return targets.filter(({ status }) => status === 'Succeeded').length
}

/**
 * Whether the counts of a deployment agree with the list of its targets; true where CodeDeploy does not count, as on platforms
 * without agents. For blue/green the counts may omit the original instances.
 */
export function countsAgree({ state, targets }: Pick<DeploymentEnd, 'state' | 'targets'>): boolean {
  const { counts } = state
  const counted = sumOf(state)
  if (counts === undefined || (counted === 0 && isServerless(state))) return true
  const lists = [targets, ...(state.isBlueGreen ? [targets.filter(({ label }) => label !== 'Blue')] : [])]
  return lists.some((list) => list.length === counted && succeededTargets(list) === counts.succeeded)
}

/**
 * A deployment may be told to ignore the failure of these events, which run from the previous revision
 * (https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html).
 */
const IGNORABLE: ReadonlySet<string> = new Set(['ApplicationStop', 'BeforeBlockTraffic', 'AfterBlockTraffic'])

/** Whether an event failed that no deployment ignores: that contradicts the status Succeeded of its target. */
function hasFailedEvent({ events }: TargetState): boolean {
  return events.some(({ name, status }) => status === 'Failed' && !IGNORABLE.has(name))
}

function sumOf({ counts }: DeploymentState): number {
  return counts === undefined ? 0 : Object.values(counts).reduce((sum, each) => sum + each, 0)
}

/** The difference between the requested and the deployed group, platform or revision; what is not answered is unknown. */
function difference({
  state,
  group,
  platform,
  revision,
}: DeploymentEnd): { expected: string; observed: string } | undefined {
  // CloudFormation names no group.
  if (state.group !== group && (state.group !== undefined || revision !== undefined)) {
    return { expected: `the group ${group}`, observed: `the group ${state.group ?? '(none)'}` }
  }
  if (platform !== undefined && state.platform !== platform) {
    return { expected: `the platform ${platform}`, observed: `the platform ${state.platform ?? '(none)'}` }
  }
  if (revision === undefined) return undefined
  const [asked, told] = [placeOf(revision), placeOf(state.revision)]
  const same = asked.every(([name, value]) => told.some(([other, its]) => other === name && its === value))
  const show = (place: typeof asked): string =>
    place.length === 0 ? 'no revision' : place.map(([name, value]) => `${name} ${value}`).join(', ')
  return same ? undefined : { expected: show(asked), observed: show(told) }
}

/** What identifies a revision: its object, its commit, or the digest of its AppSpec. Members that are absent say nothing. */
function placeOf(revision: RevisionLocation | undefined): (readonly [name: string, value: string])[] {
  const { s3Location: object, gitHubLocation: commit } = revision ?? {}
  const text = revision?.appSpecContent?.content ?? revision?.string?.content
  const members = {
    bucket: object?.bucket,
    key: object?.key,
    eTag: object?.eTag,
    version: object?.version,
    repository: commit?.repository,
    commit: commit?.commitId,
    AppSpec: text === undefined ? undefined : digestOfBytes(text),
  }
  return Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

/**
 * Judges the end of a deployment. It passes only if the requested deployment succeeded on all of at least one target, and its
 * counts agree with its list of targets. A successful rollback is a failure of the release.
 */
export function judgeDeploymentEnd(end: DeploymentEnd, findScript: FindScript = () => undefined): Finding[] {
  const { state } = end
  const findings = [endOfDeployment(state.status) === 'succeeded' ? success(end, findScript) : failure(end, findScript)]
  if (end.rollback) findings.push(rollbackFinding(end, end.rollback))
  return findings
}

function success(end: DeploymentEnd, findScript: FindScript): Finding {
  const { state, targets, id } = end
  const total = targets.length
  const succeeded = succeededTargets(targets)
  const about = {
    subject: `deployment/${id}`,
    details: { deploymentId: state.id, status: state.status, ...(state.counts && { counts: { ...state.counts } }) },
  }
  if (total > 0 && (succeeded < total || targets.some(hasFailedEvent))) return incomplete(end, findScript)
  if (!countsAgree(end)) {
    return {
      ...about,
      code: 'deployment/counts-differ',
      outcome: 'inconclusive',
      title: `${state.id} has the status Succeeded, but CodeDeploy's counts differ from its list of targets`,
      expected: `${total} listed, ${succeeded} of them Succeeded`,
      observed: `${sumOf(state)} counted, ${state.counts?.succeeded ?? 0} of them Succeeded`,
      advice: `See \`aws deploy list-deployment-targets --region ${end.region} --deployment-id ${state.id}\` and run the job again.`,
    }
  }
  if (targets.every(({ label }) => label === 'Blue')) {
    return {
      ...about,
      code: 'deployment/no-targets',
      outcome: 'inconclusive',
      title:
        total === 0
          ? `${state.id} succeeded without a target: the group ${end.group} selects none`
          : `${state.id} succeeded without a new instance: it lists the original ones only`,
      expected: 'at least one target with the release',
      observed: total === 0 ? 'none' : `${plural(total, 'target')}, all with the label Blue`,
      advice: 'Change the tags or Auto Scaling groups of the deployment group so that they select running instances.',
    }
  }
  const other = difference(end)
  if (other !== undefined) {
    return {
      ...about,
      ...other,
      code: 'deployment/other-release',
      outcome: 'inconclusive',
      title: `${state.id} succeeded, but it is not the requested deployment`,
      advice: 'Find in CloudTrail who started it (CreateDeployment), and run the job again.',
    }
  }
  return {
    ...about,
    code: 'deployment/succeeded',
    outcome: 'pass',
    title: `${state.id} succeeded on ${succeeded} of ${plural(total, 'target')} after ${showDuration(end.ms)}`,
    expected: `Succeeded on ${total} of ${total}`,
    observed: `Succeeded on ${succeeded} of ${total}`,
  }
}

/** For CodeDeploy enough healthy instances are a success; a complete release is on all of them. */
function incomplete(end: DeploymentEnd, findScript: FindScript): Finding {
  const { state, targets } = end
  const cause = firstFailure(targets)
  const missing = targets
    .filter((target) => target.status !== 'Succeeded')
    .map((target) => `${target.id} ${target.status}`)
  const failed = (state.counts?.failed ?? 0) > 0 || targets.some(({ status }) => status === 'Failed')
  return {
    code: 'deployment/incomplete',
    outcome: failed || cause ? 'fail' : 'inconclusive',
    title: `${state.id} has the status Succeeded, but not every target has the release`,
    subject: cause ? causeSubject(end, cause) : `deployment/${end.id}`,
    expected: `Succeeded on ${targets.length} of ${targets.length}`,
    observed: [
      `Succeeded on ${succeededTargets(targets)} of ${targets.length}`,
      ...(missing.length > 0 ? [missing.slice(0, 5).join(', ')] : []),
      ...(cause ? [`${cause.event.name}: ${showCause(cause)}`] : []),
    ].join('; '),
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
    [state.errorCode, oneLine(state.errorMessage ?? '')].filter(Boolean).join(': ') ||
    'CodeDeploy did not give a reason'
  if (silent.length > 0 && MAY_BE_SILENCE.has(state.errorCode) && !stopped && !isServerless(state)) {
    const names = silent.map((target) => target.id)
    return {
      code: 'deployment/agent-not-responding',
      outcome: 'fail',
      title: `${names.length === 1 ? names[0] : `${names.length} targets`} never responded: no lifecycle event started there`,
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

/** Lambda and ECS: hook functions decide events, and their reasons are in their own logs. */
function adviceFor(state: DeploymentState, { event }: DeploymentCause): string {
  if (!isServerless(state)) return adviceForScript(event.errorCode, event.name)
  return event.script === undefined ? adviceForShift(event.name) : adviceForFunction(event.script)
}

/** The next step for an instance whose agent does not poll. */
export function agentHint(region: string): string {
  return `Check there whether the CodeDeploy agent runs (\`systemctl status codedeploy-agent\`), read /var/log/aws/codedeploy-agent/codedeploy-agent.log, and check whether the instance has its role and reaches codedeploy-commands.${region}.amazonaws.com.`
}

function rollbackFinding(end: DeploymentEnd, rollback: NonNullable<DeploymentEnd['rollback']>): Finding {
  const { state, ended } = rollback
  const back = endOfDeployment(state.status) === 'succeeded'
  return {
    code: back ? 'deployment/rolled-back' : ended ? 'deployment/rollback-failed' : 'deployment/rollback-running',
    outcome: 'fail',
    title: back
      ? `${end.group} has the previous revision again: this release is not deployed`
      : ended
        ? `the rollback of ${end.group} failed too: it is unknown which revision runs there`
        : `the rollback of ${end.group} is still running`,
    subject: `deployment/${end.id}`,
    expected: `${end.state.id} Succeeded`,
    observed: `${end.state.id} ${end.state.status}; rollback ${state.id} ${state.status}${state.errorMessage === undefined ? '' : `: ${oneLine(state.errorMessage)}`}`,
    advice: back
      ? 'Correct the cause of the failure and start the release again.'
      : `See \`aws deploy get-deployment --region ${end.region} --deployment-id ${state.id}\`.`,
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
    ...(state.counts && { counts: { ...state.counts } }),
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
