import type * as sdk from '@aws-sdk/client-codedeploy'
import { errorName, errorText } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import type { CodeDeploy } from '../client.ts'

/** The deployment settings of a group. */
export interface GroupSettings {
  readonly alarms: readonly string[]
  /** Whether CodeDeploy rolls back automatically after a failure. */
  readonly autoRollback: boolean
  readonly config: string
  /** What CodeDeploy answers of the group. */
  readonly info: sdk.DeploymentGroupInfo
}

/** Reads a group. Rejects with `config/reference` where the application or the group does not exist. */
export async function readGroupSettings(
  codedeploy: Pick<CodeDeploy, 'getDeploymentGroup'>,
  group: { readonly id: string; readonly application: string; readonly group: string },
): Promise<GroupSettings> {
  const { deploymentGroupInfo: info } = await describeGroup(codedeploy, group)
  if (info === undefined) {
    throw new ActionError('aws/service', {
      message: `codedeploy:GetDeploymentGroup returned no group for ${group.application}/${group.group}`,
      subject: `deployment/${group.id}`,
      expected: 'a deployment group',
      observed: 'nothing',
    })
  }
  const alarms = info.alarmConfiguration
  return {
    alarms: alarms?.enabled ? (alarms.alarms ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])) : [],
    autoRollback: info.autoRollbackConfiguration?.enabled ?? false,
    config: info.deploymentConfigName ?? '',
    info,
  }
}

async function describeGroup(
  codedeploy: Pick<CodeDeploy, 'getDeploymentGroup'>,
  { id, application, group }: { readonly id: string; readonly application: string; readonly group: string },
): ReturnType<CodeDeploy['getDeploymentGroup']> {
  try {
    return await codedeploy.getDeploymentGroup({ applicationName: application, deploymentGroupName: group })
  } catch (error) {
    if (!/^(Application|DeploymentGroup)DoesNotExistException$/.test(errorName(error))) throw error
    throw new ActionError('config/reference', {
      message: `the deployment group ${group} of the application ${application} does not exist in CodeDeploy`,
      advice: `Correct \`application\` and \`group\` of the deployment ${id}, or create them in one of the stacks.`,
      subject: `deployment/${id}`,
      expected: `${application}/${group}`,
      observed: errorText(error),
      cause: error,
    })
  }
}
