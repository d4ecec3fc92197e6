import { judgeStackEnd } from '../cloudformation/diagnose.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import { cancelUpdate, executionToken, startUpdate, type UpdateRequest } from '../cloudformation/update.ts'
import type { Outputs, Stack } from '../config/resolve.ts'
import { digestOf } from '../evidence/digest.ts'
import type { ChangeSetPlan, Handle } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import { messageOf } from '../support/errors.ts'
import { oneLine } from '../support/text.ts'
import type { Execution } from './execute.ts'
import { describeStackCommand, followStack } from './follow.ts'
import { makePlan, planStack, type StackPlan } from './plan.ts'
import { judgePlans } from './reviewed.ts'
import { withinGrace } from './grace.ts'
import { StackDeployments } from './stack-deployments.ts'

/** What became of one stack: findings, and its outputs when it is as it should be. */
export interface StackDone {
  readonly findings: readonly Finding[]
  readonly outputs?: Readonly<Record<string, string>>
}

/**
 * Brings one stack to the release: executes the change set that was reviewed, or, where the plan could not be final,
 * makes it now and compares it with what the reviewers saw. Whatever differs is a finding, and nothing is executed.
 */
export async function executeStack(
  execution: Execution,
  cloudformation: CloudFormation,
  stack: Stack,
  outputs: { readonly atStart: Outputs; readonly now: Outputs },
): Promise<StackDone> {
  const subject = `stack/${stack.id}`
  const reviewed = execution.plan.changeSets.find((plan) => plan.stack === stack.id)
  if (!reviewed) {
    return {
      findings: [
        {
          code: 'plan/missing',
          outcome: 'fail',
          title: `nobody has reviewed a plan for ${stack.name}`,
          subject,
          expected: `a plan of ${stack.id}`,
          observed: 'none',
          advice: 'Run precheck for all stacks, then deploy.',
        },
      ],
    }
  }
  // A change set holds the values of its parameters as they were; what it was made from must not have moved since.
  const moved = (execution.sources.get(stack.id)?.dependsOn ?? []).some(
    (id) => digestOf(outputs.atStart[id] ?? {}) !== digestOf(outputs.now[id] ?? {}),
  )
  if (isFinal(reviewed) && !moved) return runChangeSet(execution, cloudformation, stack, reviewed)
  const now = await planAgain(execution, cloudformation, stack, outputs.now)
  const differences = compared(execution, reviewed, now)
  if (differences.some((finding) => finding.outcome !== 'pass')) return { findings: differences }
  const plan = now.plan as ChangeSetPlan
  const done = plan.kind === 'none' ? unchanged(stack, now) : await runChangeSet(execution, cloudformation, stack, plan)
  return { ...done, findings: [...differences, ...done.findings] }
}

/** A plan whose very change set can be executed. Without changes there is none; a provisional one was a guess. */
function isFinal(plan: ChangeSetPlan): plan is ChangeSetPlan & { stackArn: string; changeSetArn: string } {
  return !plan.provisional && plan.kind !== 'none' && plan.changeSetArn !== undefined && plan.stackArn !== undefined
}

async function planAgain(
  execution: Execution,
  cloudformation: CloudFormation,
  stack: Stack,
  outputs: Outputs,
): Promise<StackPlan> {
  const source = execution.sources.get(stack.id)
  if (!source) throw new RangeError(`no source of ${stack.id}`)
  execution.ports.log.info(`${stack.name}: planning again, now that everything it needs is known`)
  return planStack({ ...execution, purpose: 'deploy', cloudformation, stack, source, outputs })
}

/** The fresh plan against the reviewed one; a plan that still is a guess cannot be executed. */
function compared(execution: Execution, reviewed: ChangeSetPlan, now: StackPlan): readonly Finding[] {
  if (!now.plan) return now.findings
  if (now.plan.provisional) {
    return [
      {
        code: 'plan/provisional',
        outcome: 'fail',
        title: `${now.stack.name} needs outputs that do not exist`,
        subject: `stack/${now.stack.id}`,
        expected: 'every output that its parameters name',
        observed: now.parameters?.unknown.join(', ') ?? 'unknown values',
        advice: 'Correct the references in the parameters, or add the outputs to the templates that they name.',
      },
    ]
  }
  const key = execution.environment.key
  return judgePlans(makePlan(key, [reviewed]), makePlan(key, [now.plan]))
}

function unchanged(stack: Stack, now: StackPlan): StackDone {
  return {
    findings: [
      {
        code: 'stack/unchanged',
        outcome: 'pass',
        title: `${stack.name} is as the release wants it already`,
        subject: `stack/${stack.id}`,
        expected: 'no changes',
        observed: `no changes, ${now.before?.status ?? 'no stack'}`,
      },
    ],
    outputs: now.before?.outputs ?? {},
  }
}

async function runChangeSet(
  execution: Execution,
  cloudformation: CloudFormation,
  stack: Stack,
  plan: ChangeSetPlan,
): Promise<StackDone> {
  const { ports, record, environment, run } = execution
  const { stackArn = '', changeSetArn = '' } = plan
  const request: UpdateRequest = {
    stack: stack.id,
    stackName: stack.name,
    stackArn,
    changeSetArn,
    region: environment.region,
    token: executionToken(run.runId, changeSetArn),
  }
  const handle = (state: Handle['state'], advice?: string): void =>
    record.handle({
      kind: 'stack',
      id: stackArn,
      environment: environment.key,
      region: environment.region,
      state,
      ...(advice !== undefined && { advice }),
    })
  const world = { cloudformation, clock: ports.clock, log: ports.log, cancelled: ports.cancelled }
  const template = execution.sources.get(stack.id)?.template
  const deployments = new StackDeployments(
    { ports, record },
    cloudformation,
    () => ports.connect.codedeploy(execution.access),
    { stack: stack.id, stackArn, region: environment.region, environment: environment.key, template },
  )
  let begun = false
  execution.ledger.forget(changeSetArn)
  ports.log.info(`${stack.name}: ${plan.kind} with ${plan.changes.length} changes by ${changeSetArn}`)
  try {
    const update = await startUpdate(world, request)
    if (update.kind === 'refused') return { findings: [update.finding] }
    begun = true
    if (update.kind === 'running') handle('running', `Look at it with \`${describeStackCommand(request)}\`.`)
    const end =
      update.kind === 'done'
        ? { stack: stack.id, region: environment.region, state: update.state, events: update.events }
        : await followStack({ ports, record }, cloudformation, request, update, stack.timeout, deployments)
    handle('kept')
    record.handle({
      kind: 'change-set',
      id: changeSetArn,
      environment: environment.key,
      region: environment.region,
      state: 'removed',
    })
    if (end.ms !== undefined)
      record.measure({
        name: 'stack update',
        unit: 's',
        value: Math.round(end.ms / 100) / 10,
        subject: `stack/${stack.id}`,
      })
    const findings = judgeStackEnd(
      end,
      (logicalId) => template?.resources[logicalId]?.source,
      (event) => deployments.causeOf(event),
    )
    if (blocking(findings).length > 0) return { findings }
    return { findings, outputs: end.state.outputs }
  } catch (error) {
    if (begun && ports.cancelled.aborted) await cancelStack(execution, cloudformation, request, deployments, handle)
    throw error
  }
}

/** The job ends in a few seconds: what can be stopped is stopped, and the rest is said. Never throws. */
async function cancelStack(
  { ports }: Execution,
  cloudformation: CloudFormation,
  request: UpdateRequest,
  deployments: StackDeployments,
  handle: (state: Handle['state'], advice?: string) => void,
): Promise<void> {
  // A deployment that has just begun is found now or by nobody.
  const found = withinGrace(ports.clock, deployments.look()).catch(() => undefined)
  const look = `look at it with \`${describeStackCommand(request)}\``
  try {
    const result = await withinGrace(ports.clock, cancelUpdate(cloudformation, request))
    switch (result.kind) {
      case 'cancelling':
        ports.log.warning(`${request.stackName}: the update is cancelled and rolls back`)
        return handle('running', `It was cancelled and rolls back; ${look}.`)
      case 'running':
        ports.log.warning(`${request.stackName} is ${result.status}, which cannot be cancelled; it goes on`)
        return handle('running', `It was ${result.status}, which cannot be cancelled; ${look}.`)
      case 'ended':
        ports.log.warning(`${request.stackName} had ended as ${result.status}`)
        return handle('kept', `It had ended as ${result.status}.`)
    }
  } catch (error) {
    ports.log.warning(`${request.stackName} could not be cancelled: ${oneLine(messageOf(error))}`)
    handle('unknown', `It may still be updated; ${look}.`)
  } finally {
    await found
  }
}
