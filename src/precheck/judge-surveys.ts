import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { withoutExplained } from '../plan/explain.ts'
import { mergeCauses } from '../plan/merge-causes.ts'
import type { Facts } from '../policies/contract.ts'
import { judgeAll } from '../policies/index.ts'
import { environmentFacts } from './facts.ts'
import { measurementsOf } from './measurements.ts'
import { plannedFindings } from './planned-findings.ts'
import type { Prepared } from './prepare.ts'
import type { LintedRevisions } from './revisions/lint.ts'
import type { Survey } from './survey/index.ts'

/** What is judged, by the environments in the same order. */
interface Surveyed extends Omit<Facts, 'environments'> {
  readonly prepared: readonly Prepared[]
  readonly surveys: readonly Survey[]
  readonly hooks: LintedRevisions['hooks']
  readonly only: readonly string[]
}

/** The findings about the plans, of the surveys and of all rules. Records plans, snapshots and measurements. */
export function judgeSurveys({ prepared, surveys, hooks, only, ...given }: Surveyed, record: Recorder): Finding[] {
  const environments = surveys.map((each, index) => {
    const own = prepared[index] as Prepared
    const declaredHooks = hooks.get(own.environment.key) ?? []
    return environmentFacts(own, each, { config: given.config, only, declaredHooks })
  })
  for (const { snapshot } of environments) if (snapshot) record.snapshot(snapshot)
  for (const each of surveys) {
    record.plan(each.planned.plan)
    record.measure(...measurementsOf(each))
  }
  const judged = judgeAll({ ...given, environments })
  const told = surveys.flatMap((each) => withoutExplained(each.findings, judged, each.planned.plan.environment))
  return [...surveys.flatMap(plannedFindings), ...mergeCauses(told), ...judged]
}
