import { accessTo } from '../config/model/environment.ts'
import { checkOnly } from '../config/model/only.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { NO_CHAIN } from '../evidence/chain.ts'
import { digestOf } from '../evidence/digest.ts'
import type { Release } from '../evidence/document.ts'
import { blocks } from '../evidence/verdict.ts'
import { enforceProtection } from '../handover/protection.ts'
import { lastReleaseOf } from '../precheck/last-release.ts'
import { planRollback, walkPlan } from '../rollback/production.ts'
import { environmentOf, type Context } from './contract.ts'

/**
 * Rolls production back to the versions before the last release. What they are is read from CodeDeploy, so that neither
 * the run of the release nor what it built need exist. `mode: observe` plans and shows, and changes nothing.
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
  const plan = await ports.log.group('plan the rollback', () =>
    planRollback(rolling, { only: inputs.only, lastRelease }),
  )
  record.find(...plan.findings)
  if (!observes && !plan.findings.some(blocks)) await walkPlan(rolling, plan.deployments)
  if (plan.deployments.length === 0) {
    record.find({
      code: 'rollback/not-walked',
      outcome: 'fail',
      title: 'nothing of production can be rolled back by this command',
      subject: 'environment/production/rollback',
      expected: 'a deployment of the last release with an earlier version',
      observed: 'none',
      advice: 'Read the findings above: they say why, and what is done by hand.',
    })
  }
}

/** A way back brings what was deployed before, and nothing that this job has built. */
function nothingOfTheWorkspace(sha: string): Release {
  const contents = { sha, templates: [], revisions: [], config: digestOf({}) }
  return { digest: digestOf(contents), ...contents }
}
