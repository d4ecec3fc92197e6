import type { StackState } from '../../../cloudformation/stack.ts'
import type { EcsNativeDeployment } from '../../../config/model/environment.ts'
import { outputReferences } from '../../../config/model/references.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import { fillNames } from './groups.ts'

/** The names of a service, with the outputs that exist; `open` where one does not exist yet. */
export async function fillService(
  options: Pick<PlanOptions, 'environment'>,
  { id, cluster, service }: EcsNativeDeployment,
  readState: (name: string) => Promise<StackState | undefined>,
): Promise<{ readonly cluster: string; readonly service: string; readonly open: boolean }> {
  const { application, group } = await fillNames(options, { id, application: cluster, group: service }, readState)
  return { cluster: application, service: group, open: outputReferences(`${application} ${group}`).length > 0 }
}
