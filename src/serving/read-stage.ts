import { errorName } from '../aws/errors.ts'
import type { StateReads } from '../aws/clients/state-reads.ts'
import { readModel } from '../cloudformation/live/read.ts'
import { ActionError } from '../support/errors.ts'
import { textAt } from '../support/records.ts'
import type { ServedByStage, ServingResource } from './contract.ts'

/** The deployment that a stage serves, asked of each API of the stack. */
export async function readStage(
  reads: Pick<StateReads, 'getResource'>,
  { type, apis, stage }: Extract<ServingResource, { readonly kind: 'stage' }>,
): Promise<ServedByStage> {
  const stages: ServedByStage['stages'][number][] = []
  for (const api of apis) {
    try {
      const model = await readModel(reads, type, `${api}|${stage}`)
      stages.push({ api, deployment: textAt(model, 'DeploymentId'), isAutomatic: model['AutoDeploy'] === true })
    } catch (error) {
      if (errorName(error) !== 'ResourceNotFoundException') throw error
    }
  }
  if (stages.length > 0) return { kind: 'stage', stages }
  throw new ActionError('aws/service', {
    message:
      apis.length === 0
        ? `the API of the stage ${stage} is not in its stack`
        : `none of the ${apis.length} APIs of its stack has a stage ${stage}`,
    subject: `stage/${stage}`,
    expected: 'an API of the stack with this stage',
    observed: 'none',
  })
}
