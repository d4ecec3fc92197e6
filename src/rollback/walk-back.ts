import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import { endOfDeployment, readDeployment, readTargets } from '../codedeploy/deployment.ts'
import { readAlias } from '../codedeploy/function-version.ts'
import { readGroupInfo } from '../codedeploy/group/group.ts'
import { runDeployment } from '../deploy/deployments/codedeploy-deployment.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { digestOf } from '../evidence/digest.ts'
import type { Finding } from '../evidence/finding.ts'
import { TIME_TO_RECOVER } from '../evidence/recovery.ts'
import { blocking, blocks } from '../evidence/verdict.ts'
import { toSeconds } from '../support/text/rounding.ts'
import { listed } from '../support/text/text.ts'
import { judgeRecovered } from './judge.ts'
import { revisionBack, ROLLBACK_SUFFIX, type Previous, type RemoteDeployment } from './previous.ts'

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
  const codedeploy = await ports.connect.codedeploy(access)
  const now = await readGroupInfo(codedeploy, deployment)
  const revision = revisionBack(previous, now?.targetRevision)
  const began = ports.clock.now().getTime()
  const findings = await runDeployment(
    context,
    deployment,
    {
      content: digestOf({ back: previous.shown }),
      describedAs: `${id}${ROLLBACK_SUFFIX}`,
      hooks: 'not-judged',
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
  if (findings.some(blocks)) return [...findings, await failed(context, deployment, findings)]
  const seconds = toSeconds(ports.clock.now().getTime() - began)
  const recovered = await proveBack(context, deployment, { revision, seconds })
  if (!blocks(recovered)) {
    record.measure({ name: measure, unit: 's', value: seconds, subject: `deployment/${id}` })
  }
  return [recovered]
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

/** What stands where after a way back that failed. */
async function failed(
  { ports, access, environment }: DeployContext,
  deployment: RemoteDeployment,
  findings: readonly Finding[],
): Promise<Finding> {
  const codedeploy = await ports.connect.codedeploy(access)
  const info = await readGroupInfo(codedeploy, deployment)
  const last = info?.lastAttemptedDeployment?.deploymentId
  const state = last === undefined ? undefined : await readDeployment(codedeploy, last)
  const targets = last === undefined ? [] : await readTargets(codedeploy, last)
  const where = [...Map.groupBy(targets, ({ status }) => status)].map(
    ([status, list]) =>
      `${status}: ${listed(
        list.map((target) => target.id),
        NAMED,
      )}`,
  )
  return {
    code: 'rollback/failed',
    outcome: 'fail',
    title: `${environment.key}: ${deployment.id} could not be rolled back`,
    subject: `deployment/${deployment.id}/rollback`,
    expected: 'the version of before on every target',
    observed: [
      state
        ? `${state.id} ${state.status}${endOfDeployment(state.status) === 'running' ? ', which still runs' : ''}`
        : 'no deployment',
      ...where,
      ...blocking(findings)
        .slice(0, NAMED)
        .map(({ title }) => title),
    ].join('; '),
    advice: `Targets may have either version. Look at \`aws deploy get-deployment-group --region ${environment.region} --application-name ${deployment.application} --deployment-group-name ${deployment.group}\`, correct what the finding above names, and deploy again.`,
  }
}
