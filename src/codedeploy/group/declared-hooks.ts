import type { Finding, Source } from '../../evidence/finding.ts'
import { oneLine, plural } from '../../support/text/text.ts'
import type { AppSpec, Platform } from '../appspec/types.ts'
import type { LifecycleState, TargetState } from '../targets.ts'
import type { DeploymentEnd } from '../diagnose.ts'
import { LIFECYCLES } from '../lifecycle.ts'

/** The lifecycle events for which a revision declares hooks. */
export interface DeclaredHooks {
  readonly platform: Platform
  readonly events: readonly string[]
  /** The configuration accepts a failed ApplicationStop. */
  readonly ignoresStop?: boolean
}

/** On servers the agent runs these from the previous revision: they prove nothing about this one. */
const OF_PREVIOUS: ReadonlySet<string> = new Set(['BeforeBlockTraffic', 'AfterBlockTraffic', 'ApplicationStop'])
/** AWS may round times to seconds. */
const ROUNDED_MS = 1_000
const MOST_NAMED = 10

/** The events with hooks in an AppSpec. A hook without a script does not count. */
export function declaredHooks(spec: AppSpec): DeclaredHooks {
  const events =
    spec.platform === 'server'
      ? spec.hooks.filter(({ scripts }) => scripts.length > 0).map(({ event }) => event)
      : spec.hooks.map(({ event }) => event)
  return { platform: spec.platform, events: [...new Set(events)] }
}

/** A declared hook with its line. */
export interface PlacedHook {
  readonly event: string
  readonly source: Source
}

/** The declared hooks of a deployment's revision. */
export interface RevisionHooks {
  /** Id of the deployment in the configuration. */
  readonly deployment: string
  readonly platform: Platform
  readonly hooks: readonly PlacedHook[]
}

/** The hooks of the AppSpec of a deployment; `file` is its path in the workspace. */
export function placedHooks(deployment: string, spec: AppSpec, file: string): RevisionHooks {
  const places =
    spec.platform === 'server'
      ? spec.hooks.map(({ event, at }) => ({ event, at }))
      : spec.hooks.map((hook) => ({ event: hook.event, at: hook }))
  const hooks = declaredHooks(spec).events.flatMap((event): PlacedHook[] => {
    const at = places.find((place) => place.event === event)?.at
    return at === undefined ? [] : [{ event, source: { file, line: at.line, column: at.column } }]
  })
  return { deployment, platform: spec.platform, hooks }
}

/** The declared hooks that run from this revision. */
export function ownHooks({ platform, events }: DeclaredHooks): string[] {
  return events.filter((event) => platform !== 'server' || !OF_PREVIOUS.has(event))
}

/**
 * Pure: whether each declared hook of this revision ran on each target of a deployment that succeeded, in the order of
 * the lifecycle and within this deployment. `declared` is undefined where the AppSpec could not be read.
 */
export function judgeHooks(end: DeploymentEnd, declared: DeclaredHooks | undefined): Finding[] {
  const subject = `deployment/${end.id}/hooks`
  const look = `Look at \`aws deploy batch-get-deployment-targets --region ${end.region} --deployment-id ${end.state.id} --target-ids ${end.targets[0]?.id ?? 'ID'}\`.`
  if (declared === undefined) {
    return [
      {
        code: 'deployment/hooks-unknown',
        outcome: 'inconclusive',
        title: `the required hooks of ${end.state.id} are unknown: its AppSpec cannot be read`,
        subject,
        expected: 'an AppSpec',
        observed: 'no readable AppSpec',
        advice: 'Correct the AppSpec as the findings of precheck say, and start the release again.',
      },
    ]
  }
  const wanted = ownHooks(declared)
  const forgiven = declared.ignoresStop ? stopFailures(end) : []
  if (wanted.length === 0) return forgiven
  const targets = end.targets.filter(({ label }) => label !== 'Blue')
  const problems = targets.flatMap((target) => problemsOf(target, declared, end.state.createdAt))
  if (targets.length === 0) problems.push({ text: 'no target with this revision', proved: false })
  if (problems.length === 0) {
    return [
      ...forgiven,
      {
        code: 'deployment/hooks-ran',
        outcome: 'pass',
        title: `${plural(wanted.length, 'declared hook')} ran in order on ${plural(targets.length, 'target')}`,
        subject,
        expected: wanted.join(', '),
        observed: `${wanted.join(', ')}: Succeeded on ${targets.length} of ${targets.length}`,
      },
    ]
  }
  const more = problems.length - MOST_NAMED
  const texts = problems.slice(0, MOST_NAMED).map(({ text }) => text)
  return [
    ...forgiven,
    {
      code: 'deployment/hook-not-run',
      outcome: problems.some(({ proved }) => proved) ? 'fail' : 'inconclusive',
      title: `${end.state.id} succeeded, but not every declared hook of this revision is confirmed to have run`,
      subject,
      expected: `${wanted.join(', ')}: Succeeded, in this order, on each target`,
      observed: [...texts, ...(more > 0 ? [`${more} more`] : [])].join('; '),
      advice: look,
    },
  ]
}

/** `proved`: CodeDeploy reports that the hook did not run correctly; otherwise it is unknown. */
interface Problem {
  readonly text: string
  readonly proved: boolean
}

function problemsOf({ id, events }: TargetState, declared: DeclaredHooks, createdAt: string): Problem[] {
  const order = LIFECYCLES[declared.platform]
  const wanted = ownHooks(declared)
  const single = wanted.flatMap((name): Problem[] => {
    const found = events.filter((event) => event.name === name)
    if (found.length === 0) return [{ text: `${id}: ${name} is not among its lifecycle events`, proved: false }]
    return found.flatMap((event) => {
      const problem = problemOf(event, createdAt)
      return problem === undefined ? [] : [{ ...problem, text: `${id}: ${name} ${problem.text}` }]
    })
  })
  const timed = events
    .filter(({ name, startedAt }) => order.includes(name) && startedAt !== undefined)
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  const disorder = timed.flatMap((event, index): Problem[] => {
    const next = timed[index + 1]
    if (next === undefined || !(wanted.includes(event.name) || wanted.includes(next.name))) return []
    const early = timeOf(event.startedAt) - timeOf(next.startedAt) > ROUNDED_MS
    return early ? [{ text: `${id}: ${next.name} began before ${event.name}`, proved: true }] : []
  })
  return [...single, ...disorder]
}

function problemOf({ status, startedAt }: LifecycleState, createdAt: string): Problem | undefined {
  if (status !== 'Succeeded')
    return { text: `is ${oneLine(status)}`, proved: status === 'Skipped' || status === 'Failed' }
  if (startedAt === undefined) return { text: 'is Succeeded without a start time', proved: false }
  // Invalid times are unknown.
  if (!(timeOf(createdAt) - timeOf(startedAt) <= ROUNDED_MS))
    return { text: `ran at ${oneLine(startedAt)}, before this deployment`, proved: false }
  return undefined
}

function timeOf(iso: string | undefined): number {
  return Date.parse(iso ?? '')
}

/** A failure that the configuration accepts is noted. */
function stopFailures({ id, state, targets }: DeploymentEnd): Finding[] {
  const failed = targets.filter(({ events }) =>
    events.some(({ name, status }) => name === 'ApplicationStop' && status === 'Failed'),
  )
  if (failed.length === 0) return []
  const names = failed.map((target) => target.id)
  return [
    {
      code: 'deployment/stop-failure-ignored',
      outcome: 'noted',
      title: `ApplicationStop of the previous revision failed on ${plural(failed.length, 'target')}, which the configuration accepts`,
      subject: `deployment/${id}`,
      expected: 'Succeeded',
      observed: `${state.id}: ${names.slice(0, MOST_NAMED).join(', ')}`,
      advice: 'Remove `ignore-application-stop-failures` from the deployment once this revision is installed.',
    },
  ]
}
