import { accessTo, placeOfEnvironment, type Environment } from '../config/model/environment.ts'
import type { Plan } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import { mergeCauses } from '../plan/merge-causes.ts'
import { restoreRelease } from '../handover/restore-release.ts'
import { executeEnvironment } from '../deploy/environment.ts'
import { enforceGate, type GateAnswer } from '../handover/enforce-gate.ts'
import { usualDurations } from '../deploy/order/usual-durations.ts'
import { ChangeSetLedger } from '../plan/change-sets/ledger.ts'
import { checkOnly } from '../config/model/only.ts'
import type { PlanOptions } from '../plan/contract.ts'
import { planEnvironment } from '../plan/plan.ts'
import { makePlan } from '../plan/compare.ts'
import { takeOver } from '../plan/change-sets/predecessor.ts'
import { reviewedStacks } from '../plan/replan.ts'
import { judgePlans, reviewedPlan } from '../plan/reviewed.ts'
import { readSources } from '../plan/sources/read-sources.ts'
import { recordedImages } from '../precheck/state/image-values.ts'
import { judgeRunningImages } from '../policies/comparison/running-images.ts'
import { changedByRun } from '../precheck/state/changed-by-run.ts'
import { referencesAgain } from '../precheck/references-again.ts'
import { recordState, stateFacts } from '../precheck/state/record-state.ts'
import { goBackAfterAlarm } from '../rollback/after-alarm.ts'
import { recordingBefore } from '../rollback/stacks/record-before.ts'
import { environmentOf, type Context } from './contract.ts'
import { recordNotDeployed } from '../deploy/not-deployed.ts'
import { toSeconds } from '../support/text/rounding.ts'

const NOT_REVIEWED: Finding = {
  code: 'plan/missing',
  outcome: 'fail',
  title: 'there is no reviewed plan for production',
  subject: 'environment/production',
  expected: 'the evidence of a precheck of production',
  observed: 'none that is valid',
  advice: 'Run precheck on both environments, then start the release again.',
}

/**
 * Does to production what was rehearsed on pre-prod. It enforces the gate itself, so that no workflow can leave it out;
 * it plans production again, and goes on only when that is what reviewers saw.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  const environment = environmentOf(context, 'production')
  checkOnly(environment, inputs)
  await restoreRelease(context)
  const sources = await readSources(environment, ports.place.workspace, config.verify)
  const { open, chain, release } = await gateOf(context, environment)
  const refuse = (why: string, began = false): void => recordNotDeployed(record, environment, inputs.mode, why, began)
  if (!open) return refuse('the gate is closed')

  const reviewed = reviewedPlan(chain, placeOfEnvironment(environment))
  if (!reviewed) {
    record.find(NOT_REVIEWED)
    return refuse('no plan was reviewed')
  }
  const access = accessTo(environment, 'deploy', origin.runId)
  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle), ports.clock)
  try {
    const planning = {
      ports,
      environment,
      access,
      run: origin,
      purpose: 'deploy' as const,
      sources,
      ledger,
      only: inputs.only,
      resume: { release: release.digest, reviewed: reviewed.changeSets },
    }
    await takeOver(planning)
    const plan = await planAgain(context, planning, reviewed)
    if (!plan) return refuse('the plan is not the reviewed one')
    // Where another job has prechecked pre-prod, its plan alone says which image pre-prod had.
    const rehearsed = reviewedPlan(chain, placeOfEnvironment(environmentOf(context, 'preprod')))
    const plannedImages = [...(reviewed.images ?? []), ...(rehearsed?.images ?? [])]
    const deploying = {
      ports,
      record,
      run: origin,
      environment,
      access,
      release,
      checks: config.verify,
      config,
      plannedImages,
    }
    const beforeChange = config['rehearse-rollback'].stacks ? recordingBefore(deploying, origin.repository) : undefined
    const deployed = await executeEnvironment(
      { ...deploying, references: referencesAgain(planning), ...(beforeChange && { beforeChange }) },
      reviewedStacks(planning, plan),
      { only: inputs.only, usual: usualDurations(chain), goBack: goBackAfterAlarm },
    )
    if (!deployed) refuse('a stack or a deployment did not pass', true)
    const images = recordedImages(chain.links, placeOfEnvironment(environment))
    const state = await recordState(context, environment, images)
    if (deployed && state) record.find(...judgeRunningImages(chain, state))
  } finally {
    await ledger.discardAll()
  }
}

/** Enforces the gate, with the present state of the environments. */
function gateOf(context: Context, environment: Environment): Promise<GateAnswer> {
  const { ports, origin } = context
  return enforceGate(context, {
    environment: 'production',
    mustBeInside: true,
    readState: async (key, chain) => {
      const own = key === 'production'
      const about = environmentOf(context, key)
      const images = recordedImages(chain.links, placeOfEnvironment(about))
      const read = await stateFacts(ports, about, { runId: origin.runId, drift: own, sure: own, images })
      return read && own ? { ...read, ours: await changedByRun(ports, environment, origin) } : read
    },
  })
}

/** The plan that is executed: that of now, where it is the reviewed one. Undefined, and recorded, where it is not. */
async function planAgain(
  { ports, inputs, record }: Context,
  planning: PlanOptions,
  reviewed: Plan,
): Promise<Plan | undefined> {
  const began = ports.clock.now().getTime()
  const now = await ports.log.group('plan production again', async () =>
    planning.environment.stacks.length > 0 ? planEnvironment(planning) : undefined,
  )
  const seconds = toSeconds(ports.clock.now().getTime() - began)
  record.measure({ name: 'planning production', unit: 's', value: seconds })
  if (!now) return reviewed
  // The images are compared when they are published.
  const made = makePlan(now.plan, now.plan.changeSets, reviewed.images)
  record.plan(made)
  const findings = [...mergeCauses(now.findings), ...judgePlans(onlySelected(reviewed, inputs.only), made)]
  record.find(...findings)
  return blocking(findings).length > 0 ? undefined : made
}

/** A job that deploys a part compares that part; the gate counts the parts. */
function onlySelected(plan: Plan, only: readonly string[]): Plan {
  if (only.length === 0) return plan
  return makePlan(
    plan,
    plan.changeSets.filter(({ stack }) => only.includes(stack)),
    plan.images,
  )
}
