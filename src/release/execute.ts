import type { AwsAccess } from '../aws/access.ts'
import { referencedOutputs, type Environment } from '../config/resolve.ts'
import type { Config } from '../config/schema.ts'
import type { RunKey } from '../cloudformation/change-set.ts'
import type { Handle, Plan, Release } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Ports } from '../ports.ts'
import { deployRevisionOf } from './deploy.ts'
import type { ChangeSetLedger } from './ledger.ts'
import { readOutputs } from './outputs.ts'
import type { StackSources } from './sources.ts'
import { executeStack } from './stacks.ts'

/** All that is needed to bring one environment to the release. */
export interface Execution {
  readonly ports: Ports
  readonly record: Recorder
  readonly run: RunKey
  readonly environment: Environment
  readonly access: AwsAccess
  readonly release: Release
  readonly sources: StackSources
  readonly ledger: ChangeSetLedger
  /** What the reviewers saw. Stacks are executed by the ARNs in it. */
  readonly plan: Plan
  /** Ids of stacks and deployments; empty: all. */
  readonly only: readonly string[]
  /** Look at the alarms of deployment groups once more after a deployment. */
  readonly watchAlarms: boolean
  /** Later jobs run these; the outputs that they refer to are recorded. */
  readonly checks: Config['verify']
}

/**
 * Brings an environment to the release: stacks in order, then deployments in order. It stops at the first that is not as
 * it should be; what was not begun is recorded as skipped. Everything found out goes to the record.
 * @returns whether everything passed. Rejects with an ActionError where there is no answer, and when cancelled.
 */
export async function executeEnvironment(execution: Execution): Promise<boolean> {
  const { ports, record, environment, only } = execution
  const asked = <T extends { readonly id: string }>(items: readonly T[]): T[] =>
    items.filter((item) => only.length === 0 || only.includes(item.id))
  const stacks = asked(environment.stacks)
  const deployments = asked(environment.deployments)
  const steps: Step[] = []
  const atStart = await readOutputs(ports, environment, execution.access)
  let outputs = atStart

  for (const stack of stacks) {
    steps.push({
      subject: `stack/${stack.id}`,
      title: `stack ${stack.name}`,
      leaves: changeSetsOf(execution, stack.id),
      act: async () => {
        const cloudformation = await ports.connect.cloudformation(execution.access)
        const done = await executeStack(execution, cloudformation, stack, { atStart, now: outputs })
        if (done.outputs) outputs = { ...outputs, [stack.id]: done.outputs }
        return done.findings
      },
    })
  }
  for (const deployment of deployments) {
    steps.push({
      subject: `deployment/${deployment.id}`,
      title: `deployment ${deployment.id}`,
      leaves: [],
      act: () => deployRevisionOf(execution, deployment, outputs),
    })
  }
  const began = ports.clock.now().getTime()
  let failed: string | undefined
  for (const step of steps) {
    if (failed !== undefined) {
      record.find(notBegun(step, failed))
      for (const handle of step.leaves) record.handle(handle)
      continue
    }
    ports.cancelled.throwIfAborted()
    const findings = await ports.log.group(step.title, step.act)
    record.find(...findings)
    if (findings.length === 0 || findings.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skipped')) {
      failed = step.title
    }
  }
  if (environment.stacks.length > 0) record.outputs(referencedOutputs(execution.checks, outputs))
  const seconds = Math.round((ports.clock.now().getTime() - began) / 100) / 10
  record.measure({ name: 'deployment of the environment', unit: 's', value: seconds, subject: environment.key })
  return failed === undefined && steps.length > 0
}

interface Step {
  readonly subject: string
  readonly title: string
  /** What stays behind where the step is not begun. */
  readonly leaves: readonly Handle[]
  readonly act: () => Promise<readonly Finding[]>
}

/** A reviewed change set that is not executed stays until somebody removes it, or another one is executed. */
function changeSetsOf({ plan, environment }: Execution, stack: string): Handle[] {
  return plan.changeSets.flatMap(({ stack: id, changeSetArn }): Handle[] => {
    if (id !== stack || changeSetArn === undefined) return []
    const { key, region } = environment
    const advice = `aws cloudformation delete-change-set --change-set-name ${changeSetArn} --region ${region}`
    return [{ kind: 'change-set', id: changeSetArn, environment: key, region, state: 'kept', advice }]
  })
}

function notBegun(step: Step, failed: string): Finding {
  return {
    code: 'release/not-begun',
    outcome: 'skipped',
    title: `${step.title} was not begun, because the ${failed} is not as it should be`,
    subject: step.subject,
  }
}
