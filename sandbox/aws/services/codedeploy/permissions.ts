import type { Call, RequiredPermission } from '../../../contract.ts'
import { asText } from '../../names.ts'

/** Permission on the group, the application or the configuration; `deployed` is the ARN of a deployment's group. */
export function codeDeployPermissions(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  call: Call,
  deployed?: string,
): readonly RequiredPermission[] {
  const prefix = `arn:aws:codedeploy:${call.region}:${call.account}`
  const { applicationName, deploymentGroupName, currentDeploymentGroupName, deploymentConfigName } = input
  const group = deploymentGroupName ?? currentDeploymentGroupName
  const config = `${prefix}:deploymentconfig:${asText(deploymentConfigName, '*')}`
  const resource =
    deployed ??
    (applicationName !== undefined && group !== undefined
      ? `${prefix}:deploymentgroup:${asText(applicationName)}/${asText(group)}`
      : applicationName !== undefined
        ? `${prefix}:application:${asText(applicationName)}`
        : operation.endsWith('DeploymentConfig')
          ? config
          : '*')
  const need = { action: `codedeploy:${operation}`, resource }
  if (operation !== 'CreateDeployment') return [need]
  const application = `${prefix}:application:${asText(applicationName)}`
  return [
    need,
    { action: 'codedeploy:GetDeploymentConfig', resource: config },
    { action: 'codedeploy:GetApplicationRevision', resource: application },
    { action: 'codedeploy:RegisterApplicationRevision', resource: application },
  ]
}
