import { accessTo } from '../config/model/environment.ts'
import { checkOnly } from '../config/model/only.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { NO_CHAIN } from '../evidence/chain/chain.ts'
import { digestOf } from '../evidence/digest.ts'
import type { Release } from '../evidence/document.ts'
import { blocks } from '../evidence/verdict.ts'
import type { Finding } from '../evidence/finding.ts'
import { enforceProtection } from '../handover/protection.ts'
import { ChangeSetLedger } from '../plan/change-sets/ledger.ts'
import { lastReleaseOf } from '../precheck/last-release.ts'
import { planRollback, walkPlan } from '../rollback/production.ts'
import { environmentOf, type Context } from './contract.ts'

/**
 * Rolls production back to the versions before the last release. What they are is read from CodeDeploy and from the records
 * of stacks, so that neither the run of the release nor what it built need exist. `mode: observe` plans and shows, and
 * changes nothing.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  const environment = environmentOf(context, 'production')
  checkOnly(environment, inputs)
  const observes = inputs.mode === 'observe'
  const isOpen = !observes && (await enforceProtection(context, { key: 'production', chain: NO_CHAIN }))
  if (!observes && !isOpen) return
  const access = accessTo(environment, observes ? 'plan' : 'deploy', origin.runId)
  const lastRelease = await lastReleaseOf({ ports, inputs, config, origin, offline: false })
  const release = nothingOfTheWorkspace(origin.sha)
  const rolling: DeployContext = { ports, record, run: origin, environment, access, release, checks: config.verify }
  const { only } = inputs
  const { repository } = origin
  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle), ports.clock)
  try {
    const plan = await ports.log.group('plan the rollback', () =>
      planRollback(rolling, { only, lastRelease, repository, ledger }),
    )
    record.find(...plan.findings)
    for (const { title } of plan.findings) ports.log.info(title)
    if (!observes && !plan.findings.some(blocks)) await walkPlan(rolling, plan, ledger)
    if (plan.deployments.length + plan.stacks.length === 0) record.find(nothingToWalk())
  } finally {
    await ledger.discardAll()
  }
}

function nothingToWalk(): Finding {
  return {
    code: 'rollback/not-walked',
    outcome: 'fail',
    title: 'nothing of production can be rolled back by this command',
    subject: 'environment/production/rollback',
    expected: 'a deployment or stack of the last release with an earlier version',
    observed: 'none',
    advice: 'Read the findings above: they give the causes and the manual steps.',
  }
}

/** A way back brings what was deployed before, and nothing that this job has built. */
function nothingOfTheWorkspace(sha: string): Release {
  const contents = { sha, templates: [], revisions: [], config: digestOf({}) }
  return { digest: digestOf(contents), ...contents }
}
