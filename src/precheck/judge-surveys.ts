import { resolveEnvironment } from '../config/model/environment.ts'
import { environmentsBefore } from '../config/model/environment-keys.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { makePlan } from '../plan/compare.ts'
import { withoutExplained } from '../plan/change-sets/explain.ts'
import { mergeCauses } from '../plan/merge-causes.ts'
import { releaseImages, type TaggedEnvironment } from '../plan/publish/release-images.ts'
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
    const images = releaseImages(taggedUpTo(own, { prepared, surveys, config: given.config }))
    return environmentFacts(own, each, { config: given.config, only, declaredHooks, images })
  })
  for (const { snapshot } of environments) if (snapshot) record.snapshot(snapshot)
  for (const [index, each] of surveys.entries()) {
    const { plan } = each.planned
    const images = environments[index]?.images ?? []
    record.plan(
      makePlan(
        plan,
        plan.changeSets,
        images.flatMap(({ planned }) => planned ?? []),
      ),
    )
    record.measure(...measurementsOf(each))
  }
  const judged = judgeAll({ ...given, environments })
  const told = surveys.flatMap((each) => withoutExplained(each.findings, judged, each.planned.plan.environment))
  return [...surveys.flatMap(plannedFindings), ...mergeCauses(told), ...judged]
}

/** The environments of a release up to one, with what was looked up: a step may look at one of them alone. */
function taggedUpTo(
  { environment }: Prepared,
  { prepared, surveys, config }: Pick<Surveyed, 'prepared' | 'surveys' | 'config'>,
): TaggedEnvironment[] {
  const before = environmentsBefore(environment.key).map((key) => {
    const seen = prepared.find((each) => each.environment.key === key)?.environment
    return seen ?? resolveEnvironment(config, key, environment.region)
  })
  return [...before, environment].map((each) => {
    const index = prepared.findIndex((one) => one.environment.key === each.key)
    return { environment: each, tags: surveys[index]?.images }
  })
}
