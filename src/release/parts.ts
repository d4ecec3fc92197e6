import type { Inputs } from '../config/inputs.ts'
import type { Environment } from '../config/resolve.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { ActionError } from '../support/errors.ts'

/**
 * Rejects what a deployment cannot be limited to: names that nothing has, which would leave out in silence what a typing
 * mistake meant, and parts of a fleet, since stacks and deployments have an order.
 */
export function checkParts(environment: Environment, { only, shard }: Pick<Inputs, 'only' | 'shard'>): void {
  const known = [...environment.stacks, ...environment.deployments].map(({ id }) => id)
  const unknown = only.filter((id) => !known.includes(id))
  if (unknown.length > 0) {
    throw new ActionError('config/input', {
      message: `the input \`only\` names ${unknown.join(', ')}, which the configuration does not declare`,
      subject: 'input/only',
      expected: known.join(', ') || 'nothing: the configuration declares no stacks and no deployments',
      observed: only.join(', '),
    })
  }
  if (shard === undefined) return
  throw new ActionError('config/input', {
    message: 'the input `shard` has no meaning for a deployment: stacks and deployments have an order',
    advice: 'Leave `shard` out, and use `only` to deploy some stacks or deployments in a job of their own.',
    subject: 'input/shard',
    expected: 'no shard',
    observed: `${shard.index}/${shard.of}`,
  })
}

/** Observing makes findings harmless, but a job that was to deploy and did not is never green. */
export function recordNotDeployed(
  record: Recorder,
  environment: Pick<Environment, 'key'>,
  mode: Inputs['mode'],
  why: string,
): void {
  if (mode !== 'observe') return
  record.find({
    code: 'release/not-deployed',
    outcome: 'error',
    title: `${environment.key} does not have this release: ${why}`,
    subject: `environment/${environment.key}`,
    expected: 'a release that is deployed',
    observed: why,
    advice:
      'Read the findings above. `mode: observe` lets precheck and checks report without failing; it deploys nothing that they forbid.',
  })
}
