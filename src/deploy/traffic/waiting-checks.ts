import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import type { Traffic } from '../../aws/clients/traffic.ts'
import { checksOf } from '../../checks/engine/run-checks.ts'
import { surroundingsOf } from '../../checks/engine/surroundings.ts'
import { checksFor } from '../../checks/engine/test-endpoint.ts'
import type { TargetState } from '../../codedeploy/targets.ts'
import { waitOf } from '../../codedeploy/ready-wait.ts'
import { accessTo, type EcsDeployment, type ServerDeployment } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { DeployContext } from '../contract.ts'
import type { BeforeTraffic } from './before-traffic.ts'
import type { Endpoints } from './endpoints.ts'

/** How the checks before traffic of a platform reach the new version. */
export interface WaitsForChecks {
  readonly outputs: Outputs
  readonly endpoints: (
    traffic: Traffic,
    about: { readonly id: string; readonly group: DeploymentGroupInfo; readonly targets: readonly TargetState[] },
  ) => Promise<Endpoints>
}

/** The checks that a deployment has to pass before traffic. */
export interface WaitingChecks {
  readonly platform: 'server' | 'ecs'
  readonly with: (group: DeploymentGroupInfo, targets: readonly TargetState[]) => BeforeTraffic
}

/** Undefined where no check before traffic is about the deployment. */
export function waitingChecks(
  context: DeployContext,
  { id, platform }: Pick<ServerDeployment | EcsDeployment, 'id'> & { readonly platform: string },
  { outputs, endpoints }: WaitsForChecks,
): WaitingChecks | undefined {
  const { ports, record, environment, access, run } = context
  const checks = checksFor(checksOf(context.checks, ['before-traffic'], environment.words), id)
  if (checks.length === 0 || platform === 'lambda') return undefined
  const surroundings = surroundingsOf(environment, outputs, {
    access: accessTo(environment, 'verify', run.runId),
    deployed: undefined,
  })
  return {
    platform: platform === 'ecs' ? 'ecs' : 'server',
    with: (group, targets) => ({
      checks,
      run: { ports, record, surroundings, outputs },
      endpoints: async () => endpoints(await ports.connect.traffic(access), { id, group, targets }),
    }),
  }
}

/** A group that cannot wait would move the traffic without the checks: nothing is deployed to it. */
export function judgeWait(
  waiting: WaitingChecks | undefined,
  info: DeploymentGroupInfo,
  { id, group }: { readonly id: string; readonly group: string },
): Finding | undefined {
  const wait = waiting && waitOf(waiting.platform, info)
  if (wait === undefined || wait.waits) return undefined
  return {
    code: 'phase/group-does-not-wait',
    outcome: 'fail',
    title: `${group} ${wait.why}: the checks before traffic could not run, and nothing was deployed`,
    subject: `deployment/${id}/group`,
    expected: wait.expected,
    observed: group,
    advice: `${wait.change}, or give the checks another \`phase\`.`,
  }
}

/** The deployment succeeded, and was never seen to wait. */
export function notHeld(id: string, deploymentId: string): Finding {
  return {
    code: 'traffic/not-checked',
    outcome: 'inconclusive',
    title: `${deploymentId} was not seen to wait before traffic: its checks of this phase did not run`,
    subject: `deployment/${id}/before-traffic`,
    expected: 'the status Ready, before the traffic moves',
    observed: 'the traffic moved without a wait, or an earlier attempt of this job let it go on',
    advice: 'Find in CloudTrail who called ContinueDeployment or changed the group, and deploy again.',
  }
}
