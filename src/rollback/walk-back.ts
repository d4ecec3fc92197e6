import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import { endOfDeployment, readDeployment } from '../codedeploy/deployment.ts'
import { readTargets, type TargetState } from '../codedeploy/targets.ts'
import { readAlias } from '../codedeploy/function-version.ts'
import { readGroupInfo } from '../codedeploy/group/group.ts'
import { sameRevision } from '../codedeploy/revision/location.ts'
import { runDeployment } from '../deploy/deployments/codedeploy-deployment.ts'
import { isByEcs, type EcsNativeDeployment } from '../config/model/environment.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { digestOf } from '../evidence/digest.ts'
import type { Finding } from '../evidence/finding.ts'
import { TIME_TO_RECOVER } from '../evidence/recovery.ts'
import { blocking, blocks } from '../evidence/verdict.ts'
import { toSeconds } from '../support/text/rounding.ts'
import { listed } from '../support/text/text.ts'
import { judgeRecovered } from './judge.ts'
import type { PartBack } from './old-version-checks.ts'
import { tasksOf } from './services/walk.ts'
import { lost, revisionBack, ROLLBACK_SUFFIX, type Previous, type RemoteDeployment } from './previous.ts'
import { whyGone } from './revision-gone.ts'

const NAMED = 5

/**
 * Deploys the previous version and proves it on every target. `alarms: 'ignored'`: the alarms of the group do not hold it up,
 * where it is the answer to one of them. `measure` names the time that it took.
 */
export async function walkBack(
  context: DeployContext,
  deployment: RemoteDeployment,
  previous: Previous,
  { alarms, measure = TIME_TO_RECOVER }: { readonly alarms?: 'ignored'; readonly measure?: string } = {},
): Promise<readonly Finding[]> {
  const { ports, record, access } = context
  const { id } = deployment
  // It may have been deleted since the release left it.
  const gone = await whyGone(context, previous.revision)
  if (gone !== undefined) return [lost(deployment, previous, { gone, release: 'stays' })]
  const codedeploy = await ports.connect.codedeploy(access)
  const now = await readGroupInfo(codedeploy, deployment)
  const revision = revisionBack(previous, now?.targetRevision)
  const began = ports.clock.now().getTime()
  let ended = began
  const deployed = (): void => void (ended = ports.clock.now().getTime())
  const findings = await runDeployment(
    { ...context, deployed },
    deployment,
    {
      content: digestOf({ back: previous.shown }),
      describedAs: `${id}${ROLLBACK_SUFFIX}`,
      hooks: 'not-judged',
      goesOn: true,
      ...(alarms && { alarms }),
      isIn: () => Promise.resolve(false),
    },
    () =>
      Promise.resolve({
        revision,
        ...(deployment.platform === 'server' && {
          ...(deployment['file-exists'] !== undefined && { fileExists: deployment['file-exists'] }),
          ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
        }),
      }),
  )
  if (findings.some(blocks)) return failed(context, deployment, findings, now?.targetRevision)
  // Until the previous version is on every target; the watch of alarms after it is not a part of it.
  const seconds = toSeconds(ended - began)
  const recovered = await proveBack(context, deployment, { revision, seconds })
  if (!blocks(recovered)) {
    record.measure({ name: measure, unit: 's', value: seconds, subject: `deployment/${id}` })
  }
  return [recovered]
}

/** The targets of the last deployment in the group that succeeded. */
export async function lastTargets(
  { ports, access }: DeployContext,
  deployment: RemoteDeployment,
): Promise<readonly TargetState[]> {
  const codedeploy = await ports.connect.codedeploy(access)
  const info = await readGroupInfo(codedeploy, deployment)
  const last = info?.lastSuccessfulDeployment?.deploymentId
  return last === undefined ? [] : readTargets(codedeploy, last)
}

/** Deployments that are back, with the ids of their targets. */
export async function targetsBack(
  context: DeployContext,
  deployments: readonly (RemoteDeployment | EcsNativeDeployment)[],
): Promise<PartBack[]> {
  const parts: PartBack[] = []
  for (const deployment of deployments) {
    const ids = isByEcs(deployment)
      ? await tasksOf(context, deployment)
      : (await lastTargets(context, deployment)).filter(({ label }) => label !== 'Blue').map(({ id }) => id)
    parts.push({ part: `deployment/${deployment.id}`, targets: ids })
  }
  return parts
}

/** Reads from CodeDeploy, and from Lambda, whether every target has a version. */
export async function proveBack(
  { ports, access }: DeployContext,
  deployment: RemoteDeployment,
  { revision, seconds }: { readonly revision: RevisionLocation; readonly seconds: number },
): Promise<Finding> {
  const { id } = deployment
  const codedeploy = await ports.connect.codedeploy(access)
  const info = await readGroupInfo(codedeploy, deployment)
  const last = info?.lastSuccessfulDeployment?.deploymentId
  const [name, alias] = aliasOf(revision)
  return judgeRecovered({
    id,
    expected: revision,
    revision: info?.targetRevision,
    targets: last === undefined ? [] : await readTargets(codedeploy, last),
    ...(name !== undefined &&
      alias !== undefined && { alias: await readAlias(await ports.connect.functions(access), { id, name, alias }) }),
    seconds,
  })
}

export function aliasOf(revision: Parameters<typeof propertyOf>[0]): [string | undefined, string | undefined] {
  return [propertyOf(revision, 'Name'), propertyOf(revision, 'Alias')]
}

/**
 * What stands where after a way back that failed. CodeDeploy may have undone it, and so have brought the release again.
 * @param release what the group had before the way back
 */
async function failed(
  { ports, access, environment }: DeployContext,
  deployment: RemoteDeployment,
  findings: readonly Finding[],
  release: RevisionLocation | undefined,
): Promise<Finding[]> {
  const codedeploy = await ports.connect.codedeploy(access)
  const info = await readGroupInfo(codedeploy, deployment)
  const last = info?.lastAttemptedDeployment?.deploymentId
  const state = last === undefined ? undefined : await readDeployment(codedeploy, last)
  const targets = last === undefined ? [] : await readTargets(codedeploy, last)
  const end = state && endOfDeployment(state.status)
  const isUndone =
    end === 'succeeded' && release !== undefined && state?.revision && sameRevision(state.revision, release)
  const where = [...Map.groupBy(targets, ({ status }) => status)].map(([status, list]) => {
    const ids = listed(
      list.map(({ id }) => id),
      NAMED,
    )
    return isUndone && status === 'Succeeded' ? `the release is on ${ids}` : `${status}: ${ids}`
  })
  // What CodeDeploy brought back is the release: the words of a release that was taken back would be false.
  const own = findings.filter(({ code }) => !isUndone || code !== 'deployment/rolled-back')
  const { application, group } = deployment
  return [
    ...own,
    {
      code: 'rollback/failed',
      outcome: 'fail',
      title: `${environment.key}: ${deployment.id} could not be rolled back${isUndone ? ': CodeDeploy brought the release again' : ''}`,
      subject: `deployment/${deployment.id}/rollback`,
      expected: 'the previous version on every target',
      observed: [
        state ? `${state.id} ${state.status}${end === 'running' ? ', which still runs' : ''}` : 'no deployment',
        ...where,
        ...blocking(own)
          .slice(0, NAMED)
          .map(({ title }) => title),
      ].join('; '),
      advice: `${isUndone ? 'The way back does not work' : 'Targets may have either version'}. See \`aws deploy get-deployment-group --region ${environment.region} --application-name ${application} --deployment-group-name ${group}\`, and correct what the finding above names.`,
    },
  ]
}
