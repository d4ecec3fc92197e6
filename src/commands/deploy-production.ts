import { accessTo } from '../config/resolve.ts'
import type { Plan } from '../evidence/document.ts'
import { blocking } from '../evidence/verdict.ts'
import { mergeCauses } from '../release/shared-causes.ts'
import { bringRelease } from '../release/bring-release.ts'
import { executeEnvironment } from '../release/execute.ts'
import { enforceGate } from '../release/gate.ts'
import { ChangeSetLedger } from '../release/ledger.ts'
import { checkParts, recordNotDeployed } from '../release/parts.ts'
import { makePlan, planEnvironment } from '../release/plan.ts'
import { judgePlans, reviewedPlan } from '../release/reviewed.ts'
import { readSources } from '../release/sources.ts'
import { environmentOf, type Context } from './contract.ts'

/**
 * Does to production what was rehearsed on pre-prod. It enforces the gate itself, so that no workflow can leave it out;
 * it plans production again, and goes on only when that is what reviewers saw.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  const environment = environmentOf(context, 'production')
  checkParts(environment, inputs)
  await bringRelease(context)
  const sources = await readSources(environment, ports.place.workspace)
  const gate = await enforceGate(context, { environment: 'production', mustBeInside: true })
  const refuse = (why: string): void => recordNotDeployed(record, environment, inputs.mode, why)
  if (!gate.open) return refuse('the gate is closed')

  const reviewed = reviewedPlan(gate.chain, 'production')
  if (!reviewed) {
    record.find({
      code: 'plan/missing',
      outcome: 'fail',
      title: 'there is no reviewed plan for production',
      subject: 'environment/production',
      expected: 'the evidence of a precheck of production',
      observed: 'none that is valid',
      advice: 'Let precheck look at both environments, then start the release again.',
    })
    return refuse('nobody has reviewed a plan')
  }
  const access = accessTo(environment, 'deploy', origin.runId)
  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle))
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
    }
    const began = ports.clock.now().getTime()
    const now = await ports.log.group('plan production again', async () =>
      environment.stacks.length > 0 ? planEnvironment(planning) : undefined,
    )
    const seconds = Math.round((ports.clock.now().getTime() - began) / 100) / 10
    record.measure({ name: 'planning production', unit: 's', value: seconds })
    let plan: Plan = reviewed
    if (now) {
      record.plan(now.plan)
      const findings = [...mergeCauses(now.findings), ...judgePlans(onlyAsked(reviewed, inputs.only), now.plan)]
      record.find(...findings)
      if (blocking(findings).length > 0) return refuse('the plan is not the reviewed one')
      plan = now.plan
    }
    const deployed = await executeEnvironment({
      ports,
      record,
      run: origin,
      environment,
      access,
      release: gate.release,
      sources,
      ledger,
      plan,
      only: inputs.only,
      watchAlarms: true,
      checks: config.verify,
    })
    if (!deployed) refuse('not everything could be deployed')
  } finally {
    await ledger.discardAll()
  }
}

/** A job that deploys a part compares that part; the gate counts the parts. */
function onlyAsked(plan: Plan, only: readonly string[]): Plan {
  if (only.length === 0) return plan
  return makePlan(
    plan.environment,
    plan.changeSets.filter(({ stack }) => only.includes(stack)),
  )
}
