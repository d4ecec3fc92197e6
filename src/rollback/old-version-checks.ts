import { checksOf, runChecks } from '../checks/engine/run-checks.ts'
import { surroundingsOf } from '../checks/engine/surroundings.ts'
import { accessTo } from '../config/model/environment.ts'
import type { Outputs } from '../config/model/references.ts'
import type { DeployContext } from '../deploy/contract.ts'
import type { Finding } from '../evidence/finding.ts'
import { listed } from '../support/text/text.ts'

/** The stage of the requests while the previous version is back. */
export const WITH_THE_OLD_VERSION = 'with the old version'
const NAMED = 5

/** What has the previous version. */
export interface PartBack {
  /** `deployment/app`, `stack/web`. */
  readonly part: string
  /** Ids of its targets; none where it has none, such as a stack. */
  readonly targets: readonly string[]
}

/**
 * Runs the checks for a service that has the old version and what the new one wrote. Where one fails, a finding names the
 * stage, what was asked, and the targets that answered.
 */
export async function checkOldVersion(
  context: DeployContext,
  outputs: Outputs,
  back: () => Promise<readonly PartBack[]>,
): Promise<readonly Finding[]> {
  const { ports, record, environment, run, checks } = context
  const planned = checksOf(checks, ['after-rollback'], environment.words)
  const surroundings = surroundingsOf(environment, outputs, {
    access: accessTo(environment, 'verify', run.runId),
    deployed: undefined,
  })
  if (planned.length > 0) {
    const findings = await runChecks({ ports, record, surroundings, outputs }, planned)
    const failed = findings.filter(({ outcome }) => outcome === 'fail')
    return failed.length === 0 ? findings : [oneWay(environment.key, failed, await back()), ...findings]
  }
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

/** Pure: what the old version could not do, where, and when. */
function oneWay(environment: string, failed: readonly Finding[], back: readonly PartBack[]): Finding {
  const parts = back.map(({ part, targets }) => (targets.length === 0 ? part : `${part} on ${listed(targets, NAMED)}`))
  const answers = failed.map(({ title, observed }) => (observed === undefined ? title : `${title} (${observed})`))
  return {
    code: 'rollback/one-way',
    outcome: 'fail',
    title: `${environment}: the previous version does not work with what the release left`,
    subject: `environment/${environment}/rollback/one-way`,
    expected: `every check of the phase after-rollback passes ${WITH_THE_OLD_VERSION}`,
    observed: `stage "${WITH_THE_OLD_VERSION}": ${listed(answers, NAMED)}; back were ${listed(parts, NAMED) || 'none'}`,
    advice:
      'Divide the release: first a version that reads both formats, then the one that writes the new format. A release that cannot be undone so is declared under `precheck.one-way`.',
  }
}
