import type { Inputs } from '../config/model/inputs.ts'
import type { Environment } from '../config/model/environment.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { blocks } from '../evidence/verdict.ts'

/**
 * A job that was to deploy and did not is never green: neither while observing, nor where no other finding says why.
 * `began`: something was deployed, but not all, or not for good.
 */
export function recordNotDeployed(
  record: Recorder,
  environment: Pick<Environment, 'key'>,
  mode: Inputs['mode'],
  why: string,
  began = false,
): void {
  if (mode !== 'observe' && record.findings.some(blocks)) return
  record.find({
    code: 'release/not-deployed',
    outcome: 'error',
    title: `${began ? `the deployment to ${environment.key} did not pass` : `${environment.key} was not deployed to`}: ${why}`,
    subject: `environment/${environment.key}`,
    expected: 'the release deployed',
    observed: why,
    advice:
      'Read the findings above. `mode: observe` lets precheck and checks report without failing; it does not deploy what they forbid.',
  })
}
