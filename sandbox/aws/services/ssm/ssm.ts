import type { Service } from '../../../contract.ts'
import { commandOperations } from './commands.ts'
import type { CommandBackends } from './commands.ts'
import type { ParameterStore } from './parameter-store.ts'
import { parameterOperations } from './parameters.ts'
import { ssmPermissions } from './permissions.ts'

/** Systems Manager: Parameter Store and Run Command. */
export function createSsm(parameters: ParameterStore, backends: CommandBackends): Service {
  return {
    name: 'ssm',
    operations: { ...parameterOperations(parameters), ...commandOperations(backends) },
    permissions: (operation, input, call) => ssmPermissions(operation, input, call, backends.hosts),
  }
}
