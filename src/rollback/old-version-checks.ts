import { checksOf, runChecks } from '../checks/engine/run-checks.ts'
import { surroundingsOf } from '../checks/engine/surroundings.ts'
import { accessTo } from '../config/model/environment.ts'
import type { Outputs } from '../config/model/references.ts'
import type { DeployContext } from '../deploy/contract.ts'
import type { Finding } from '../evidence/finding.ts'

/** Runs the checks for a service that has the old version and what the new one wrote. */
export async function checkOldVersion(context: DeployContext, outputs: Outputs): Promise<readonly Finding[]> {
  const { ports, record, environment, run, checks } = context
  const planned = checksOf(checks, ['after-rollback'], environment.words)
  const around = surroundingsOf(environment, outputs, {
    access: accessTo(environment, 'verify', run.runId),
    deployed: undefined,
  })
  if (planned.length > 0) return runChecks({ ports, record, around, outputs }, planned)
  return [
    {
      code: 'rollback/not-checked',
      outcome: 'noted',
      title: 'no check ran with the old version back: it is not known whether it works with what the new one wrote',
      subject: `environment/${environment.key}/rollback/checks`,
      expected: 'checks of the phase after-rollback',
      observed: 'none',
      advice: 'Add checks with `phase: after-rollback` to `verify`.',
    },
  ]
}
