import { restoreRelease } from '../handover/restore-release.ts'
import { enforceGate } from '../handover/enforce-gate.ts'
import { placeOfEnvironment } from '../config/model/environment.ts'
import { recordedImages } from '../precheck/state/image-values.ts'
import { stateFacts } from '../precheck/state/record-state.ts'
import { environmentOf, type Context } from './contract.ts'

/**
 * Decides whether production may be opened: outside of the environment's job by the evidence and the environment's
 * rules, inside of it by the approvals too. The document that it leaves is what reviewers see.
 */
export async function run(context: Context): Promise<void> {
  const environment = context.inputs.environment ?? 'production'
  await restoreRelease(context)
  await enforceGate(context, {
    environment,
    mustBeInside: false,
    readState: (key, chain) => {
      const read = environmentOf(context, key)
      return stateFacts(context.ports, read, {
        runId: context.origin.runId,
        drift: key === environment,
        images: recordedImages(chain.links, placeOfEnvironment(read)),
      })
    },
  })
}
