import type { Service } from '../../contract.ts'
import type { ResourceLookup } from '../identity/authorize.ts'
import { applicationOperations } from './applications.ts'
import { configOperations } from './configs.ts'
import { createLauncher, deploymentOperations } from './deployments.ts'
import type { Launcher } from './deployments.ts'
import type { Platform, Workshop } from './engine.ts'
import { groupArn, groupOperations } from './groups.ts'
import { deployInPlace } from './server.ts'
import type { Group } from './state.ts'
import { targetOperations } from './targets.ts'

export interface CodeDeploy {
  readonly service: Service
  readonly launcher: Launcher
  readonly lookup: ResourceLookup
}

/** CodeDeploy: what is deployed is real, where it is deployed is a folder of this host. */
export function createCodeDeploy(workshop: Workshop): CodeDeploy {
  const { state, clock } = workshop
  const platformOf =
    (_group: Group): Platform =>
    (deployment) =>
      deployInPlace(workshop, deployment)
  const launcher = createLauncher(workshop, platformOf)
  return {
    launcher,
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
