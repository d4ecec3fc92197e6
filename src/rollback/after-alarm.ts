import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { quoted } from '../checks/hosts/quote.ts'
import { readGroupInfo } from '../codedeploy/group/group.ts'
import { showRevision } from '../codedeploy/revision/location.ts'
import type { DeployContext, OwnDeployment, OwnService } from '../deploy/contract.ts'
import { nameOfArn } from '../ecs/names.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'
import { errorFinding } from '../support/error-finding.ts'
import { ActionError } from '../support/errors.ts'
import { plural } from '../support/text/text.ts'
import { previousFrom, revisionBack } from './previous.ts'
import { walkBack } from './walk-back.ts'

/** A deployment that keeps the release, and why. */
interface Kept {
  readonly why: string
  /** What serves; undefined where it could not be read. */
  readonly serves: RevisionLocation | undefined
  /** What it could go back to; undefined where there is nothing. */
  readonly back?: RevisionLocation
}

/**
 * Goes back with the deployments of this run after an alarm, the last one first, as the rehearsal on pre-prod does. A group
 * that somebody has deployed to since is left as it is. Where one fails, the others keep the release. Rejects only when
 * cancelled.
 */
export async function goBackAfterAlarm(
  given: DeployContext,
  {
    deployments: own,
    services,
  }: { readonly deployments: readonly OwnDeployment[]; readonly services: readonly OwnService[] },
  why: string,
): Promise<Finding[]> {
  const { halt: _halt, deployed: _deployed, watchBeside: _beside, ...context } = given
  const findings: Finding[] = []
  let back = 0
  let broken = false
  for (const one of own.toReversed()) {
    const found = await goBackWith(context, one, broken)
    findings.push(...found)
    if (found.some(blocks)) broken = true
    else back++
  }
  findings.push(...services.map((one) => keptService(context, one)))
  const of = own.length + services.length
  return of === 0 ? findings : [...findings, summary(context, { why, back, of })]
}

async function goBackWith(context: DeployContext, one: OwnDeployment, broken: boolean): Promise<Finding[]> {
  const { ports, access } = context
  const { deployment, deploymentId, before } = one
  let serves: RevisionLocation | undefined
  let back: RevisionLocation | undefined
  const stays = (reason: string): Finding => kept(context, one, { why: reason, serves, ...(back && { back }) })
  try {
    const info = await readGroupInfo(await ports.connect.codedeploy(access), deployment)
    serves = info?.targetRevision
    const last = info?.lastSuccessfulDeployment?.deploymentId
    if (last !== deploymentId)
      return [stays(`${last ?? 'no deployment'} is the last one of its group, and this run did not start it`)]
    const found = await previousFrom(context, deployment, before)
    if (found.kind === 'none') return [stays(found.why)]
    if (found.kind === 'lost') return [stays(found.finding.observed ?? 'its previous revision does not exist')]
    back = revisionBack(found.previous, serves)
    if (broken) return [stays('another deployment could not go back')]
    ports.log.info(`${deployment.id}: goes back from ${deploymentId} to ${found.previous.deploymentId}`)
    const walked = await walkBack(context, deployment, found.previous, {
      alarms: 'ignored',
      // It is not a rehearsal, and its time is none of one.
      measure: 'way back after an alarm',
    })
    return walked.some(blocks) ? [...walked, stays('its way back did not pass')] : walked.map(wentBack)
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    return [errorFinding(error, `deployment/${deployment.id}/rollback`), stays('a call of its way back failed')]
  }
}

/** Pure: what proves a way back in the rehearsal proves nothing for a release that was taken back. */
function wentBack(finding: Finding): Finding {
  return finding.code === 'rollback/recovered'
    ? { ...finding, code: 'rollback/went-back', outcome: 'noted', subject: `${finding.subject}/after-alarm` }
    : finding
}

/** Pure. */
function kept({ environment }: DeployContext, { deployment }: OwnDeployment, { why, serves, back }: Kept): Finding {
  const { id, application, group } = deployment
  const at = `--region ${environment.region} --application-name ${quoted(application)} --deployment-group-name ${quoted(group)}`
  const go = back && `aws deploy create-deployment ${at} --revision ${quoted(JSON.stringify(back))}`
  return {
    code: 'rollback/not-back',
    outcome: 'fail',
    title: `${environment.key}: ${id} did not go back after the alarm: ${why}`,
    subject: `deployment/${id}/rollback/after-alarm`,
    expected: 'the previous version',
    observed: serves ? `the group has ${showRevision(serves)}` : 'the revision of the group is not known',
    advice: go
      ? `See what serves with \`aws deploy get-deployment-group ${at}\`. To go back: \`${go} --override-alarm-configuration enabled=false\`.`
      : `See which deployments there were with \`aws deploy list-deployments ${at} --include-only-statuses Succeeded\`, and deploy a revision that works.`,
  }
}

/** Pure: a service whose deployment has ended keeps the release; ECS rolls back only what runs. */
function keptService({ environment }: DeployContext, { deployment, taskDefinition, before }: OwnService): Finding {
  const { id, cluster, service } = deployment
  const at = `--region ${environment.region} --cluster ${quoted(cluster)} --service ${quoted(service)}`
  return {
    code: 'rollback/not-back',
    outcome: 'fail',
    title: `${environment.key}: ${id} did not go back after the alarm: its deployment by ECS had ended`,
    subject: `deployment/${id}/rollback/after-alarm`,
    expected: 'the previous version',
    observed: `${cluster}/${service} has ${nameOfArn(taskDefinition)}`,
    advice:
      before === undefined
        ? `See the deployments of the service with \`aws ecs list-service-deployments ${at}\`, and update it to a task definition that works.`
        : `To go back: \`aws ecs update-service ${at} --task-definition ${nameOfArn(before)}\`. A bake time of the service lets ECS do it by itself.`,
  }
}

/** Pure. */
function summary(
  { environment }: DeployContext,
  { why, back, of }: { readonly why: string; readonly back: number; readonly of: number },
): Finding {
  const stacks = environment.stacks.length > 0
  return {
    code: 'rollback/after-alarm',
    outcome: 'fail',
    title: `${environment.key}: ${back} of ${plural(of, 'deployment')} went back, because ${why}`,
    subject: `environment/${environment.key}/rollback`,
    expected: 'a release that keeps its alarms quiet until the end of the bake',
    observed: `${back} of ${of} went back${stacks ? '; stacks keep what the release changed' : ''}`,
    advice: `Correct what the alarm or the check shows, then start the release again.${stacks ? ' To take back the stacks, run the release of the earlier commit.' : ''}`,
  }
}
