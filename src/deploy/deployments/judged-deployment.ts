import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { endOfDeployment } from '../../codedeploy/deployment.ts'
import { judgeHooks } from '../../codedeploy/group/declared-hooks.ts'
import { judgeDeploymentEnd, type DeploymentEnd } from '../../codedeploy/diagnose.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { measureDeployment } from './revision-digest.ts'
import { followDeployment, getDeploymentCommand, type Hold } from './follow-deployment.ts'
import { answerBeforeTraffic } from '../traffic/before-traffic.ts'
import { heldByCodeDeploy } from '../traffic/held.ts'
import { guardDeployment, stoppedByAlarm, type Guard } from '../traffic/stop-on-alarm.ts'
import { notHeld } from '../traffic/waiting-checks.ts'
import { watchUnlessBeside } from './watch-group.ts'
import { handleOf, runningOf, watchedAlarms, type About, type Content } from './contract.ts'
import { stop } from './stop-deployment.ts'

/** Follows a deployment to its end, and judges it and its alarms. */
export async function follow(
  about: About,
  {
    deploymentId,
    revision,
    since,
  }: { readonly deploymentId: string; readonly revision: RevisionLocation; readonly since: Date },
): Promise<readonly Finding[]> {
  const { context, codedeploy, deployment, content, settings } = about
  const { ports, record, access, halt } = context
  const running = runningOf(about, deploymentId, revision)
  const handle = handleOf(context, deploymentId)
  handle('running', `It was running; check it with \`${getDeploymentCommand(running)}\`.`)
  let findings: Finding[]
  const before: Finding[] = []
  let isHeld = false
  const guard = guardDeployment(
    {
      ports,
      held: heldByCodeDeploy(codedeploy, running),
      stopCommand: `aws deploy stop-deployment --region ${running.region} --deployment-id ${deploymentId} --auto-rollback-enabled`,
      halt,
      alarms: () => ports.connect.alarms(access),
    },
    watchedAlarms(about),
  )
  const hold: Hold = async (targets) => {
    isHeld = true
    const held = heldByCodeDeploy(codedeploy, running)
    const answered = await answerBeforeTraffic({ ports, held }, about.waiting!.with(settings.info, targets))
    // A stop by an alarm has its own finding.
    before.push(
      ...answered.findings.filter(({ code }) => guard.stopped === undefined || code !== 'traffic/ended-while-checked'),
    )
    return answered.next
  }
  const goOn: Hold = async () => ((await heldByCodeDeploy(codedeploy, running).goOn()) ? 'continued' : 'left')
  try {
    const end = await followDeployment(
      { ports, record, statuses: context.statuses },
      codedeploy,
      running,
      content.goesOn ? goOn : about.waiting && hold,
      () => guard.stopped !== undefined,
    )
    await guard.end()
    handle('kept')
    if (end.rollback) handleOf(context, end.rollback.state.id)(end.rollback.ended ? 'kept' : 'running')
    measureDeployment(context, deployment.id, end.ms)
    const ended = endedBy({ guard, before }, end, judgeDeploymentEnd(end, content.findScript))
    const isReleased = !ended.some(blocks)
    const last = settings.info.lastSuccessfulDeployment?.deploymentId
    if (isReleased) context.deployed?.({ deployment, deploymentId, before: last })
    const judged = content.judgeEnd?.(end, isReleased) ?? []
    // A check that failed on a host is the reason why the deployment failed.
    const reasons = judged.filter(({ outcome }) => outcome === 'fail')
    findings = [
      ...before,
      ...reasons,
      ...ended,
      ...(isReleased ? hooksOf(end, content) : []),
      ...judged.filter((each) => !reasons.includes(each)),
    ]
    if (about.waiting && !isHeld && !ended.some(blocks)) findings.push(notHeld(deployment.id, deploymentId))
  } catch (error) {
    record.find(...before)
    if (ports.cancelled.aborted) await stop(context, codedeploy, running, handle)
    throw error
  } finally {
    await guard.end()
  }
  // The alarms of a deployment that failed, or was rolled back, are about another version.
  if (findings.some(blocks)) return findings
  const alarms = () => Promise.resolve(watchedAlarms(about))
  const watched = { id: deployment.id, alarms, since, limit: deployment.timeout }
  return [...findings, ...(await watchUnlessBeside(context, watched, findings))]
}

/** What the end of a deployment proves, where an alarm or a check before traffic may have stopped it. */
function endedBy(
  { guard: { stopped, trouble }, before }: { readonly guard: Guard; readonly before: readonly Finding[] },
  end: DeploymentEnd,
  findings: readonly Finding[],
): readonly Finding[] {
  if (trouble) return [trouble, ...findings]
  const byAlarm = stopped !== undefined && endOfDeployment(end.state.status) !== 'succeeded'
  const cause = byAlarm ? 'the alarm' : before.some(isStop) ? 'checks before traffic' : undefined
  if (cause === undefined) return findings
  const advice = `See the finding on ${cause}: this job stopped the deployment.`
  const own = findings.map((each) => (each.code === 'deployment/stopped' ? { ...each, advice } : each))
  return byAlarm ? [stoppedByAlarm(end, stopped), ...own] : own
}

const isStop = ({ code }: Finding): boolean => code === 'traffic/stopped'

function hooksOf(end: DeploymentEnd, { hooks }: Content): Finding[] {
  return hooks === 'not-judged' ? [] : judgeHooks(end, hooks)
}
