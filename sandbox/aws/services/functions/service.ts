import type { Service } from '../../../contract.ts'
import type { World } from '../../world.ts'
import { functionPoliciesOf } from './function-policies.ts'
import { functionPolicyOperations } from './function-policy-operations.ts'
import { createLambda } from './lambda.ts'
import { layerOperations, layerPermissions } from './layers.ts'
import { settingsOperations } from './settings.ts'

const UPDATE_MS = 2_000

/** Lambda: functions with their code, versions and aliases, resource policies and URLs. */
export function createLambdaService(world: World): Service {
  const { functions, runtime, objects, metrics, scenario, clock } = world
  const service = createLambda({
    functions,
    objects,
    metrics,
    updateMs: scenario.durations.lambda?.update ?? UPDATE_MS,
    runtime,
    busy: (work) => clock.busy(work),
  })
  const policies = functionPolicyOperations(functions, functionPoliciesOf(world))
  return {
    ...service,
    operations: { ...service.operations, ...policies, ...layerOperations(world), ...settingsOperations(world) },
    permissions: (operation, input, call) =>
      operation === 'GetLayerVersionByArn'
        ? layerPermissions(input.Arn)
        : operation === 'GetAccountSettings'
          ? [{ action: 'lambda:GetAccountSettings', resource: '*' }]
          : service.permissions?.(operation, input, call),
  }
}
