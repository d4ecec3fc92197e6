import type { Platform } from '../contract.ts'
import { ECS_NATIVE_PLATFORM, ECS_PLATFORM } from './containers.ts'
import { LAMBDA } from './lambda.ts'
import { STACKS } from './stacks.ts'

const CONFIG = '.github/test-deployments.yml'
const INTENT = '.github/intent.yml'
const TEMPLATE = 'infra/web.yml'

const IN_PLACE = 'DeploymentStyle: { DeploymentType: IN_PLACE, DeploymentOption: WITH_TRAFFIC_CONTROL }'
const BLUE_GREEN = `DeploymentStyle: { DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL }
      BlueGreenDeploymentConfiguration:
        DeploymentReadyOption: { ActionOnTimeout: STOP_DEPLOYMENT, WaitTimeInMinutes: 30 }
        GreenFleetProvisioningOption: { Action: COPY_AUTO_SCALING_GROUP }
        TerminateBlueInstancesOnDeploymentSuccess: { Action: KEEP_ALIVE }`
const CHANGED = 'properties: [/Properties/AlarmConfiguration'

const SERVER_BLUE_GREEN: Platform = {
  name: 'server-blue-green',
  story: 'New instances get the release, wait without traffic until their checks have passed, and then take over.',
  // The orders are on the disks of instances, and new ones have none.
  oldVersion: `  - name: version 1.4.0 lists orders
    kind: recovery
    phase: after-rollback
    http: { url: '{stack.web.outputs.Url}/orders', within: 2s }
`,
  files(repository) {
    repository.edit(TEMPLATE, IN_PLACE, BLUE_GREEN)
    repository.edit(
      INTENT,
      CHANGED,
      `${CHANGED}, /Properties/DeploymentStyle, /Properties/BlueGreenDeploymentConfiguration`,
    )
    repository.edit(
      CONFIG,
      'verify:\n',
      `verify:
  - name: the new version answers before it has traffic
    kind: deployment
    phase: before-traffic
    http: { url: 'http://{test-endpoint}/version', json: { version: 1.5.0 } }
  - name: the new version lists orders before it has traffic
    kind: functional
    phase: before-traffic
    http: 'http://{test-endpoint}/orders'
`,
    )
  },
}

export const PLATFORMS: readonly Platform[] = [SERVER_BLUE_GREEN, LAMBDA, ECS_PLATFORM, ECS_NATIVE_PLATFORM, STACKS]
