import type { DeployForStack, Service } from '../../../contract.ts'
import { applicationOperations } from './applications.ts'
import { configOperations } from './configs.ts'
import type { DeployContext, Outcome, Platform } from './contract.ts'
import { createLauncher, deploymentOperations } from './deployments.ts'
import type { Launcher } from './deployments.ts'
import { groupArn, groupOperations } from './groups.ts'
import { onPremisesOperations } from './on-premises.ts'
import { codeDeployPermissions } from './permissions.ts'
import { deployBlueGreen } from './platforms/blue-green.ts'
import { deployEcs } from './platforms/ecs.ts'
import { deployInPlace } from './platforms/in-place.ts'
import { deployLambda } from './platforms/lambda.ts'
import { deployForStack } from './platforms/stack-deployment.ts'
import { createScalingHooks } from './scaling-hooks.ts'
import type { Deployment } from './state.ts'
import { targetOperations } from './targets.ts'

export interface CodeDeploy {
  readonly service: Service
  readonly launcher: Launcher
  readonly deployForStack: DeployForStack
}

type Deploy = (context: DeployContext, deployment: Deployment) => Promise<Outcome>

function platform(compute: string | undefined, type: string | undefined): Deploy {
  if (compute === 'Lambda') return deployLambda
  if (compute === 'ECS') return deployEcs
  return type === 'BLUE_GREEN' ? deployBlueGreen : deployInPlace
}

/** CodeDeploy. Deployments to instances run the real host agent, in folders of this machine. */
export function createCodeDeploy(context: DeployContext): CodeDeploy {
  const { state, clock } = context
  const platformOf = ({ group: { application, info }, only }: Deployment): Platform => {
    // An instance that is launched gets an in-place deployment, for any other setting of the group.
    const type = only === undefined ? info.deploymentStyle?.deploymentType : 'IN_PLACE'
    const deploy = platform(application.info.computePlatform, type)
    return (deployment) => deploy(context, deployment)
  }
  const launcher = createLauncher(context, platformOf)
  state.scalingHooks = createScalingHooks(context, launcher)
  return {
    launcher,
    deployForStack: (request) => deployForStack(context, request),
    service: {
      name: 'codedeploy',
      operations: {
        ...applicationOperations(state, clock),
        ...configOperations(state, clock),
        ...groupOperations(state),
        ...deploymentOperations(context, launcher),
        ...targetOperations(state),
        ...onPremisesOperations(context),
      },
      permissions(operation, input, call) {
        const { deploymentId, deploymentIds = [deploymentId] } = input
        const groups = (Array.isArray(deploymentIds) ? deploymentIds : []).flatMap((id: unknown) => {
          const deployment = typeof id === 'string' ? state.deployments.get(id) : undefined
          return deployment ? [groupArn(deployment.group)] : []
        })
        if (groups.length === 0) return codeDeployPermissions(operation, input, call)
        return [...new Set(groups)].flatMap((group) => codeDeployPermissions(operation, input, call, group))
      },
    },
  }
}
