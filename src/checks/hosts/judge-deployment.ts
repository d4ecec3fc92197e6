import type { LifecycleState, TargetState } from '../../codedeploy/targets.ts'
import type { DeploymentEnd } from '../../codedeploy/diagnose.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, oneLine, plural } from '../../support/text/text.ts'
import type { PlannedCheck } from '../engine/select.ts'
import { readHostLog } from './log.ts'
import { HOOK, SCRIPT_PATH, type AddedChecks } from './revision.ts'

/** The result of a check on one target. */
interface TargetResult {
  readonly target: string
  readonly verdict: 'pass' | 'fail' | 'unknown'
  readonly said: string
  /** The script did not begin there. */
  readonly notRun?: boolean
}

const NAMED = 5

/**
 * Pure: the result of each check on hosts on every target of a deployment. The agent reports the log of a script only where
 * it fails. A script that succeeded has passed every check, since it does so only after its last one; it is known to be the
 * one of this release where the deployment brought the requested revision (`isReleased`).
 */
export function judgeHostChecks(end: DeploymentEnd, added: AddedChecks, isReleased: boolean): Finding[] {
  const targets = end.targets.filter(({ label }) => label !== 'Blue')
  return added.checks.map((check, index) =>
    judgeCheck(
      end,
      check,
      targets.map((target) => resultOn(target, index + 1, end, added, isReleased)),
      added,
    ),
  )
}

function resultOn(
  target: TargetState,
  number: number,
  end: DeploymentEnd,
  { script, checks }: AddedChecks,
  isReleased: boolean,
): TargetResult {
  const unknown = (said: string, notRun = false): TargetResult => ({
    target: target.id,
    verdict: 'unknown',
    said,
    notRun,
  })
  const event = target.events.find(({ name }) => name === HOOK)
  if (event === undefined) return unknown(`${HOOK} is not among its lifecycle events`, true)
  if (event.status === 'Succeeded') return succeeded(target.id, event, end, isReleased)
  if (event.status !== 'Failed') return unknown(`${HOOK} is ${oneLine(event.status)}`, true)
  const log = readHostLog(event.logTail ?? '', script.mark)
  if (log.unknownGroup !== undefined)
    return unknown(`the script lists no deployment group ${oneLine(log.unknownGroup, 100)}`)
  const failed = oneLine(event.script ?? '')
  if (failed !== '' && !failed.endsWith(SCRIPT_PATH) && log.results.size === 0)
    return unknown(`${failed} failed before it`, true)
  const result = log.results.get(number)
  // A pass is read only from a log with its end.
  if (result === undefined || (result.verdict === 'pass' && log.end?.total !== checks.length))
    return unknown(`its result is not in the log (${event.errorCode ?? 'no error code'})`)
  return { target: target.id, verdict: result.verdict, said: withoutName(oneLine(result.said), checks[number - 1]) }
}

function succeeded(target: string, event: LifecycleState, { state }: DeploymentEnd, isReleased: boolean): TargetResult {
  const began = Date.parse(event.startedAt ?? '')
  const isOurs = began >= Date.parse(state.createdAt) - 1_000
  if (!isOurs) return { target, verdict: 'unknown', said: `${HOOK} did not run in this deployment`, notRun: true }
  return isReleased || state.status !== 'Succeeded'
    ? { target, verdict: 'pass', said: `${HOOK} Succeeded` }
    : { target, verdict: 'unknown', said: 'it is not certain that the target has this revision' }
}

/** The line in the log begins with the name, which the finding has too. */
function withoutName(said: string, check: PlannedCheck | undefined): string {
  const name = oneLine(check?.name ?? '', 80)
  return said.startsWith(`${name}: `) ? said.slice(name.length + 2) : said || 'did not pass'
}

function judgeCheck(
  end: DeploymentEnd,
  { name, key, kind, check, options }: PlannedCheck,
  results: readonly TargetResult[],
  { checks }: AddedChecks,
): Finding {
  const of = (verdict: TargetResult['verdict']): TargetResult[] => results.filter((each) => each.verdict === verdict)
  const [passed, failed, unknown] = [of('pass'), of('fail'), of('unknown')]
  const about = {
    code: `check/${key}`,
    subject: `check/${name}`,
    expected: check.onHost?.(options as never).expected ?? name,
    details: {
      kind,
      check: name,
      key,
      phase: 'before-traffic',
      deployment: end.id,
      looks: results.length,
      passed: passed.length,
      failed: failed.length,
      unanswered: unknown.length,
    },
  } as const
  const hosts = plural(results.length, 'host')
  if (failed.length > 0) {
    return {
      ...about,
      outcome: 'fail',
      title: `${name}: ${failed[0]?.said ?? ''} on ${listed(
        failed.map(({ target }) => target),
        NAMED,
      )}`,
      observed: show([...failed, ...unknown]),
      advice: 'Correct the revision or the host: before it gets traffic, each host must be as expected.',
    }
  }
  if (unknown.length === 0 && passed.length > 0) {
    return {
      ...about,
      outcome: 'pass',
      title: `${name}: passed on ${passed.length} of ${hosts} of ${end.id}, before traffic`,
      observed: `${HOOK} Succeeded on ${passed.length} of ${results.length}; its last script ends so only after ${plural(checks.length, 'check')}`,
    }
  }
  const notMade = results.every(({ notRun }) => notRun)
  return {
    ...about,
    outcome: notMade && end.state.status !== 'Succeeded' ? 'skipped' : 'inconclusive',
    title: notMade
      ? `${name}: was made on no host of ${end.id}`
      : `${name}: is known of ${passed.length} of ${hosts} of ${end.id} only`,
    observed: show(unknown) || 'no target',
    advice: `Correct what else the findings of ${end.id} say, and deploy again.`,
  }
}

function show(results: readonly TargetResult[]): string {
  const more = results.length - NAMED
  return [
    ...results.slice(0, NAMED).map(({ target, said }) => `${target}: ${said}`),
    ...(more > 0 ? [`${more} more`] : []),
  ].join('\n')
}
