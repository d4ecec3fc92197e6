import type { DeployForStack, Service } from '../../contract.ts'
import type { ResourceLookup } from '../identity/authorize.ts'
import { applicationOperations } from './applications.ts'
import { deployBlueGreen } from './blue-green.ts'
import { configOperations } from './configs.ts'
import { createLauncher, deploymentOperations } from './deployments.ts'
import type { Launcher } from './deployments.ts'
import type { Outcome, Platform, Workshop } from './engine.ts'
import { deployEcs } from './ecs.ts'
import { groupArn, groupOperations } from './groups.ts'
import { deployLambda } from './lambda.ts'
import { deployInPlace } from './server.ts'
import { deployForStack } from './stack-deployment.ts'
import type { Deployment, Group } from './state.ts'
import { targetOperations } from './targets.ts'

export interface CodeDeploy {
  readonly service: Service
  readonly launcher: Launcher
  readonly deployForStack: DeployForStack
  readonly lookup: ResourceLookup
}

type Deploy = (workshop: Workshop, deployment: Deployment) => Promise<Outcome>

function platform(compute: string | undefined, type: string | undefined): Deploy {
  if (compute === 'Lambda') return deployLambda
  if (compute === 'ECS') return deployEcs
  return type === 'BLUE_GREEN' ? deployBlueGreen : deployInPlace
}

/** CodeDeploy: what is deployed is real, where it is deployed is a folder of this host. */
export function createCodeDeploy(workshop: Workshop): CodeDeploy {
  const { state, clock } = workshop
  const platformOf = ({ application, info }: Group): Platform => {
    const deploy = platform(application.info.computePlatform, info.deploymentStyle?.deploymentType)
    return (deployment) => deploy(workshop, deployment)
  }
  const launcher = createLauncher(workshop, platformOf)
  return {
    launcher,
    deployForStack: (request) => deployForStack(workshop, request),
    service: {
      name: 'codedeploy',
      operations: {
        ...applicationOperations(state, clock),
        ...configOperations(state, clock),
        ...groupOperations(state),
        ...deploymentOperations(workshop, launcher),
        ...targetOperations(state),
      },
    },
    lookup(_operation, input) {
      const id = input.deploymentId
      const deployment = typeof id === 'string' ? state.deployments.get(id) : undefined
      return deployment && groupArn(deployment.group)
    },
  }
}
