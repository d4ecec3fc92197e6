import { accessTo, type Environment } from '../config/resolve.ts'
import type { Plan, Release } from '../evidence/document.ts'
import { bringRelease } from '../release/bring-release.ts'
import { executeEnvironment } from '../release/execute.ts'
import { ChangeSetLedger } from '../release/ledger.ts'
import { makePlan } from '../release/plan.ts'
import { checkParts, recordNotDeployed } from '../release/parts.ts'
import { describeRelease } from '../release/release.ts'
import { readReviewed } from '../release/reviewed.ts'
import { readSources } from '../release/sources.ts'
import { environmentOf, type Context } from './contract.ts'

/**
 * Brings pre-prod to the release: executes the change sets that precheck made and reviewers saw, then deploys the
 * revisions. It refuses a release that differs from the one that was prechecked.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  const { workspace } = ports.place
  const environment = environmentOf(context, 'preprod')
  checkParts(environment, inputs)
  await bringRelease(context)
  const sources = await readSources(environment, workspace)
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  record.release(release)

  const plan = needsReview(environment, inputs.needs)
    ? await reviewed(context, environment, release)
    : makePlan('preprod', [])
  if (!plan) {
    recordNotDeployed(record, environment, inputs.mode, 'what was reviewed does not allow it')
    return
  }
  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle))
  try {
    const deployed = await executeEnvironment({
      ports,
      record,
      run: origin,
      environment,
      access: accessTo(environment, 'deploy', origin.runId),
      release,
      sources,
      ledger,
      plan,
      only: inputs.only,
      watchAlarms: false,
      checks: config.verify,
    })
    if (!deployed) recordNotDeployed(record, environment, inputs.mode, 'not everything could be deployed')
  } finally {
    await ledger.discardAll()
  }
}

/** On this host alone there is nothing to plan; a job before this one may still have said something about the release. */
function needsReview(environment: Environment, needs: string | undefined): boolean {
  const here = environment.deployments.every((deployment) => deployment.platform === 'local')
  const told = needs !== undefined && needs.trim() !== '' && needs.trim() !== '{}'
  return environment.stacks.length > 0 || !here || told
}

/** The plan that was reviewed; undefined where what was found forbids to go on. */
async function reviewed(context: Context, environment: Environment, release: Release): Promise<Plan | undefined> {
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
  record.find(...findings)
  // Observing, what precheck found does not block; what it was about and whether it is genuine still does.
  const forbids = findings.some(
    ({ code, outcome }) =>
      outcome !== 'pass' && outcome !== 'skipped' && !(inputs.mode === 'observe' && code === 'evidence/not-pass'),
  )
  return forbids ? undefined : plan
}
