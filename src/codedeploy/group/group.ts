import type * as sdk from '@aws-sdk/client-codedeploy'
import { readAlarms, type AlarmFacts } from '../../alarms/read.ts'
import { errorName } from '../../aws/errors.ts'
import type { Alarms } from '../../aws/clients/services.ts'
import { ActionError } from '../../support/errors.ts'
import type { LambdaAppSpec } from '../appspec/index.ts'
import type { CodeDeploy } from '../client.ts'
import { endOfDeployment, listDeployments } from '../deployment.ts'
import type { AliasState } from '../function-version.ts'

/** An alias as the AppSpec names it; `state` is undefined where it does not exist, or where `unknown` makes its name unknown. */
export interface AliasFacts extends Pick<LambdaAppSpec, 'name' | 'alias' | 'currentVersion'> {
  readonly state?: AliasState
  /** A reference to an output that does not exist yet: `{stack.web.outputs.Function}`. */
  readonly unknown?: string
  /** The version that the AppSpec names, where Lambda does not have it. */
  readonly missingVersion?: string
}

/** A deployment group before any change. */
export interface GroupFacts {
  /** Id of the deployment in the configuration. */
  readonly deployment: string
  readonly application: string
  readonly group: string
  /** The output that the configuration names the group by, where that output is not known yet. */
  readonly reference?: { readonly stack: string; readonly output: string }
  /** Platform in the configuration; undefined where only a template has the group. */
  readonly platform?: string
  /** Lambda: the alias that the deployment moves, with its versions. */
  readonly alias?: AliasFacts
  /** The platform of the application, as AWS writes it: Server, Lambda, ECS. Undefined where AWS does not say. */
  readonly applicationPlatform?: string
  /** Undefined where the application or the group does not exist (yet). */
  readonly info: sdk.DeploymentGroupInfo | undefined
  readonly config: sdk.DeploymentConfigInfo | undefined
  readonly alarms: readonly AlarmFacts[]
  /** Deployments of the group that have not ended. */
  readonly running: readonly string[]
}

/** Every status of a deployment that has not ended; Baking and Ready belong to blue/green. */
const ABSENT = new Set(['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException'])

/** Reads a group, its configuration, its alarms and its running deployments. */
export async function readGroup(
  calls: { readonly codedeploy: CodeDeploy; readonly alarms: Alarms },
  deployment: {
    readonly id: string
    readonly application: string
    readonly group: string
    readonly platform?: string
  },
): Promise<GroupFacts> {
  const { id, application, group, platform } = deployment
  const base = { deployment: id, application, group, ...(platform !== undefined && { platform }) }
  const info = await readGroupInfo(calls.codedeploy, deployment)
  if (info === undefined) return { ...base, info, config: undefined, alarms: [], running: [] }
  const names = (info.alarmConfiguration?.alarms ?? []).flatMap((alarm) => (alarm.name ? [alarm.name] : []))
  const [told, config, alarms, running] = await Promise.all([
    ifThere(() => calls.codedeploy.getApplication({ applicationName: application })),
    readConfig(calls.codedeploy, info.deploymentConfigName),
    readAlarms(calls.alarms, names),
    listDeployments(calls.codedeploy, { application, group }, 'active'),
  ])
  const applicationPlatform = told?.application?.computePlatform
  const { deploymentId: last, status = '' } = info.lastAttemptedDeployment ?? {}
  // The group and the list of deployments are separate answers: one with a running deployment suffices.
  const lastRuns = last !== undefined && endOfDeployment(status) === 'running'
  return {
    ...base,
    ...(applicationPlatform !== undefined && { applicationPlatform }),
    info,
    config,
    alarms,
    running: lastRuns ? [...new Set([...running, last])] : running,
  }
}

/** Reads a group alone; undefined where it or its application does not exist. */
export async function readGroupInfo(
  codedeploy: Pick<CodeDeploy, 'getDeploymentGroup'>,
  { id, application, group }: { readonly id: string; readonly application: string; readonly group: string },
): Promise<sdk.DeploymentGroupInfo | undefined> {
  const info = await ifThere(async () => {
    const answer = await codedeploy.getDeploymentGroup({ applicationName: application, deploymentGroupName: group })
    return answer.deploymentGroupInfo ?? saysNothing('GetDeploymentGroup', id)
  })
  if (info?.deploymentGroupName !== undefined && info.deploymentGroupName !== group) {
    throw new ActionError('aws/service', {
      message: `codedeploy:GetDeploymentGroup for ${application}/${group} returned another group`,
      subject: `deployment/${id}`,
      expected: group,
      observed: info.deploymentGroupName,
    })
  }
  return info
}

/** Undefined where CodeDeploy says that the application or the group does not exist. */
async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (ABSENT.has(errorName(error))) return undefined
    throw error
  }
}

/** An empty answer proves neither that the group exists nor that it does not. */
function saysNothing(operation: string, id: string): never {
  throw new ActionError('aws/service', {
    message: `codedeploy:${operation} returned nothing about the group of ${id}`,
    subject: `deployment/${id}`,
    expected: 'a deployment group',
    observed: 'nothing',
  })
}

export async function readConfig(
  codedeploy: CodeDeploy,
  name: string | undefined,
): Promise<sdk.DeploymentConfigInfo | undefined> {
  if (name === undefined) return undefined
  return (await codedeploy.getDeploymentConfig({ deploymentConfigName: name })).deploymentConfigInfo
}
