import { accessTo, placeOfEnvironment, type Environment } from '../config/model/environment.ts'
import { unprovenOrigin } from '../evidence/chain/binding.ts'
import { NO_CHAIN, type Chain } from '../evidence/chain/chain.ts'
import type { Plan, Release } from '../evidence/document.ts'
import { blocks } from '../evidence/verdict.ts'
import { enforceProtection } from '../handover/protection.ts'
import { restoreRelease } from '../handover/restore-release.ts'
import { executeEnvironment } from '../deploy/environment.ts'
import { usualDurations } from '../deploy/order/usual-durations.ts'
import { ChangeSetLedger } from '../plan/change-sets/ledger.ts'
import { makePlan } from '../plan/compare.ts'
import { takeOver } from '../plan/change-sets/predecessor.ts'
import { checkOnly } from '../config/model/only.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { goBackAfterAlarm } from '../rollback/after-alarm.ts'
import { deployAndRehearse } from '../rollback/rehearse.ts'
import { describeRelease } from '../handover/release.ts'
import { reviewedStacks } from '../plan/replan.ts'
import { readReviewed } from '../plan/reviewed.ts'
import { readSources } from '../plan/sources/read-sources.ts'
import { referencesAgain } from '../precheck/references-again.ts'
import { recordedImages } from '../precheck/state/image-values.ts'
import { recordState } from '../precheck/state/record-state.ts'
import { deployTemporary } from '../temporary/deploy.ts'
import { environmentOf, type Context } from './contract.ts'
import { recordNotDeployed } from '../deploy/not-deployed.ts'

/**
 * Brings pre-prod to the release: executes the change sets that precheck made and reviewers saw, then deploys the
 * revisions. It refuses a release that differs from the one that was prechecked.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  if (inputs.temporary !== undefined) return deployTemporary(context)
  const { workspace } = ports.place
  const environment = environmentOf(context, 'preprod')
  checkOnly(environment, inputs)
  await restoreRelease(context)
  const sources = await readSources(environment, workspace, config.verify)
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  record.release(release)

  const refuse = (why: string, began = false): void => recordNotDeployed(record, environment, inputs.mode, why, began)
  const { plan, chain } = needsReview(environment, inputs.needs)
    ? await reviewed(context, environment, release)
    : { plan: makePlan(placeOfEnvironment(environment), []), chain: NO_CHAIN }
  if (!plan) return refuse('the reviewed plan does not allow it')
  if ((await isProtected(context, environment)) && !(await enforceProtection(context, { key: 'preprod', chain }))) {
    return refuse('the protection of its GitHub environment does not allow it')
  }
  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle), ports.clock)
  try {
    const access = accessTo(environment, 'deploy', origin.runId)
    const resume = { release: release.digest, reviewed: plan.changeSets }
    const planning = { ports, environment, access, run: origin, sources, ledger, resume }
    await takeOver(planning)
    const deploying = {
      ports,
      record,
      run: origin,
      environment,
      access,
      release,
      checks: config.verify,
      config,
      plannedImages: plan.images ?? [],
      references: referencesAgain(planning),
    }
    const reviewedPlans = reviewedStacks(planning, plan)
    const deploy = (as: DeployContext) =>
      executeEnvironment(as, reviewedPlans, {
        only: inputs.only,
        usual: usualDurations(chain),
        goBack: goBackAfterAlarm,
      })
    const { deployments, stacks, invocations } = config['rehearse-rollback']
    const rehearsing = {
      chain,
      only: inputs.only,
      deployments,
      invocations,
      ...(stacks && { stacks: { reviewed: reviewedPlans, ledger } }),
    }
    const done =
      deployments || stacks ? await deployAndRehearse(deploying, rehearsing, deploy) : await deploy(deploying)
    if (!done) refuse('a stack, a deployment or its rehearsed way back did not pass', true)
    await recordState(context, environment, recordedImages(chain.links, placeOfEnvironment(environment)))
  } finally {
    await ledger.discardAll()
  }
}

/** On this host alone there is nothing to plan; a job before this one may still have said something about the release. */
function needsReview(environment: Environment, needs: string | undefined): boolean {
  const told = needs !== undefined && needs.trim() !== '' && needs.trim() !== '{}'
  return !isLocal(environment) || told
}

function isLocal({ stacks, deployments }: Environment): boolean {
  return stacks.length === 0 && deployments.every(({ platform }) => platform === 'local')
}

/**
 * What is deployed to the host of this job alone changes no environment: it needs no approval, unless the job says by
 * its environment that it does.
 */
async function isProtected({ ports }: Context, environment: Environment): Promise<boolean> {
  if (!isLocal(environment)) return true
  const mayAsk = ports.place.env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined
  const { environment: named } = (mayAsk ? await ports.connect.job() : undefined) ?? {}
  if (named === undefined) ports.log.info('no approval is needed: only the host of this job is deployed to')
  return named !== undefined
}

/** The plan that was reviewed, undefined where what was found forbids to go on, and the evidence that it is from. */
async function reviewed(
  context: Context,
  environment: Environment,
  release: Release,
): Promise<{ readonly plan: Plan | undefined; readonly chain: Chain }> {
  const { ports, inputs, config, origin, record } = context
  const { plan, chain, findings } = await readReviewed({
    ports,
    needs: inputs.needs,
    folder: inputs.evidence,
    origin,
    release,
    environment,
    youngerThan: config.gate['evidence-younger-than'],
  })
  record.builtOn(...chain.links.map(({ digest }) => digest))
  record.find(...findings, ...unprovenOrigin(chain.links))
  // Observing, what precheck found does not block; what it was about and whether it is genuine still does.
  const forbids = findings.some(
    (finding) => blocks(finding) && !(inputs.mode === 'observe' && finding.code === 'evidence/not-passed'),
  )
  return { plan: forbids ? undefined : plan, chain }
}
