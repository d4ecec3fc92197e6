import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { CodeDeploy } from '../../codedeploy/client.ts'
import type { GroupSettings } from '../../codedeploy/group/settings.ts'
import type { DeclaredHooks } from '../../codedeploy/group/declared-hooks.ts'
import type { DeploymentEnd, FindScript } from '../../codedeploy/diagnose.ts'
import { computePlatform } from '../../codedeploy/lifecycle.ts'
import type { DeploymentRequest } from '../../codedeploy/start.ts'
import {
  placeOfEnvironment,
  type EcsDeployment,
  type LambdaDeployment,
  type ServerDeployment,
} from '../../config/model/environment.ts'
import type { Handle } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { DeployContext } from '../contract.ts'
import type { RunningDeployment } from './running-deployment.ts'
import type { WaitingChecks, WaitsForChecks } from '../traffic/waiting-checks.ts'

/** What is to be deployed, known before anything is changed. */
export interface Content {
  /** Digest of all that is deployed, for its description. */
  readonly content: string
  readonly findScript?: FindScript
  /** What its AppSpec declares; undefined where it cannot be read. An earlier revision was judged when it was released. */
  readonly hooks: DeclaredHooks | 'not-judged' | undefined
  /** It served before: where it waits before traffic it goes on at once. */
  readonly goesOn?: true
  /** In place of the id of the deployment, in the description by which it is found again. */
  readonly describedAs?: string
  /** What else the end of the deployment proves. `isReleased`: it succeeded, with the requested revision, on all targets. */
  readonly judgeEnd?: (end: DeploymentEnd, isReleased: boolean) => readonly Finding[]
  /** Whether a deployment of an earlier attempt of this run, with this content in its description, deploys it. */
  readonly isIn: (revision: RevisionLocation) => Promise<boolean>
  /** `ignored`: neither before nor during the deployment, which may be the answer to one in ALARM. */
  readonly alarms?: 'ignored'
  /** How its checks before traffic reach the new version; absent where no deployment of the platform waits for them. */
  readonly beforeTraffic?: WaitsForChecks
}

/** What a deployment brings, once it is where CodeDeploy finds it. */
export interface UploadedRevision extends Pick<DeploymentRequest, 'fileExists' | 'ignoreApplicationStopFailures'> {
  readonly revision: RevisionLocation
}

export interface About {
  readonly context: DeployContext
  readonly codedeploy: CodeDeploy
  readonly deployment: ServerDeployment | LambdaDeployment | EcsDeployment
  readonly content: Content
  readonly settings: GroupSettings
  /** Undefined where no check before traffic is about this deployment. */
  readonly waiting: WaitingChecks | undefined
  readonly description: DeploymentRequest['description']
}

/** The names of the alarms of the group that count for this deployment. */
export function watchedAlarms({ content, settings }: About): readonly string[] {
  return content.alarms === 'ignored' ? [] : settings.alarms
}

export function runningOf(
  { context, deployment, settings }: About,
  deploymentId: string,
  revision: RevisionLocation,
): RunningDeployment {
  return {
    id: deployment.id,
    deploymentId,
    group: deployment.group,
    region: context.environment.region,
    timeout: deployment.timeout,
    autoRollback: settings.autoRollback,
    revision,
    platform: computePlatform(deployment.platform),
  }
}

export function handleOf(
  context: DeployContext,
  deploymentId: string,
): (state: Handle['state'], advice?: string) => void {
  const { record, environment } = context
  return (state, advice) =>
    record.handle({
      kind: 'deployment',
      id: deploymentId,
      ...placeOfEnvironment(environment),
      state,
      ...(advice !== undefined && { advice }),
    })
}
