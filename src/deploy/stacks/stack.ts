import { endOf, judgeStackEnd } from '../../cloudformation/update/diagnose.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { isReported } from '../../cloudformation/update/outcome.ts'
import { finalResources } from '../../cloudformation/update/final-resources.ts'
import { cancelUpdate, executionToken, startUpdate, type UpdateRequest } from '../../cloudformation/update/update.ts'
import { readGroupSettings } from '../../codedeploy/group/settings.ts'
import { placeOfEnvironment, type Stack } from '../../config/model/environment.ts'
import { digestOf } from '../../evidence/digest.ts'
import type { ChangeSetPlan, Handle } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocking } from '../../evidence/verdict.ts'
import { messageOf } from '../../support/errors.ts'
import { cleanUp } from '../../support/processes/grace.ts'
import { toSeconds } from '../../support/text/rounding.ts'
import { oneLine } from '../../support/text/text.ts'
import { describeStackCommand, followStack, type Companion } from './follow-stack.ts'
import { readBack } from './read-back.ts'
import { StackDeployments } from './stack-deployments.ts'
import { StackServices } from './stack-services.ts'
import { judgeStackHooks } from './stack-hooks.ts'
import { watchUnlessBeside } from '../deployments/watch-group.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { DeployContext, ReviewedStacks } from '../contract.ts'
import type { StackState } from '../../cloudformation/stack.ts'

/** What became of one stack: findings, and its outputs when it is as it should be. */
export interface StackDone {
  readonly findings: readonly Finding[]
  readonly outputs?: Readonly<Record<string, string>>
  /** The plan that was executed. */
  readonly executed?: ChangeSetPlan
  /** An earlier attempt of this run had started the update, and it was rolled back: the stack is as it was reviewed. */
  readonly undone?: true
}

/**
 * Brings one stack to the release: executes the change set that was reviewed, or, where the plan could not be final,
 * makes it now and compares it with what the reviewers saw. Whatever differs is a finding, and nothing is executed.
 */
export async function executeStack(
  context: DeployContext,
  reviewed: ReviewedStacks,
  stack: Stack,
  outputs: { readonly atStart: Outputs; readonly now: Outputs },
): Promise<StackDone> {
  const subject = `stack/${stack.id}`
  const seen = reviewed.changeSets.find((plan) => plan.stack === stack.id)
  if (!seen) {
    return {
      findings: [
        {
          code: 'plan/missing',
          outcome: 'fail',
          title: `no plan for ${stack.name} was reviewed`,
          subject,
          expected: `a plan of ${stack.id}`,
          observed: 'none',
          advice: 'Run precheck for all stacks, then deploy.',
        },
      ],
    }
  }
  // A change set holds the values of its parameters as they were; what it was made from must not have moved since.
  const moved = (reviewed.sourceOf(stack.id)?.dependsOn ?? []).some(
    (id) => digestOf(outputs.atStart[id] ?? {}) !== digestOf(outputs.now[id] ?? {}),
  )
  if (isFinal(seen) && !moved && !(await reviewed.wasReplanned(stack, seen))) {
    const done = await runChangeSet(context, reviewed, stack, { plan: seen, outputs: outputs.now })
    if (done.undone !== true) return done
  }
  const done = await replanned(context, reviewed, stack, { seen, outputs: outputs.now })
  return done.undone === true ? replanned(context, reviewed, stack, { seen, outputs: outputs.now }) : done
}

/** Makes the plan again with the outputs that exist now, compares it with the reviewed one, and executes it. */
async function replanned(
  context: DeployContext,
  reviewed: ReviewedStacks,
  stack: Stack,
  { seen, outputs }: { readonly seen: ChangeSetPlan; readonly outputs: Outputs },
): Promise<StackDone> {
  const { plan, before, findings } = await reviewed.replan(stack, seen, outputs)
  if (!plan) return { findings }
  const done =
    plan.kind === 'none' ? unchanged(stack, before) : await runChangeSet(context, reviewed, stack, { plan, outputs })
  return { ...done, findings: [...findings, ...done.findings] }
}

/** Statuses of a stack that is again as it was before the operation, and can be updated. */
const UNDONE = new Set(['UPDATE_ROLLBACK_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'])

/** A plan whose very change set can be executed. Without changes there is none; a provisional one was a guess. */
function isFinal(plan: ChangeSetPlan): plan is ChangeSetPlan & { stackArn: string; changeSetArn: string } {
  return !plan.provisional && plan.kind !== 'none' && plan.changeSetArn !== undefined && plan.stackArn !== undefined
}

function unchanged(stack: Stack, before: StackState | undefined): StackDone {
  const about = { subject: `stack/${stack.id}`, expected: 'no changes' }
  if (before === undefined) {
    return {
      findings: [
        {
          ...about,
          code: 'stack/unchanged',
          outcome: 'inconclusive',
          title: `CloudFormation plans no change of ${stack.name}, and the stack does not exist`,
          observed: 'no changes, no stack',
          advice: 'Run the release again from precheck.',
        },
      ],
    }
  }
  return {
    findings: [
      {
        ...about,
        code: 'stack/unchanged',
        outcome: 'pass',
        title: `${stack.name} already has the state that this release declares`,
        observed: `no changes, ${before.status}`,
      },
    ],
    outputs: before.outputs,
  }
}

async function runChangeSet(
  context: DeployContext,
  reviewed: ReviewedStacks,
  stack: Stack,
  { plan, outputs }: { readonly plan: ChangeSetPlan; readonly outputs: Outputs },
): Promise<StackDone> {
  const { ports, record, environment, access, run } = context
  const referred = (await context.references?.before(stack, plan, outputs)) ?? []
  if (blocking(referred).length > 0) return { findings: referred }
  const cloudformation = await ports.connect.cloudformation(access)
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
      ...placeOfEnvironment(environment),
      state,
      ...(advice !== undefined && { advice }),
    })
  const world = { cloudformation, clock: ports.clock, log: ports.log, cancelled: ports.cancelled }
  const template = reviewed.sourceOf(stack.id)?.template
  const deployments = new StackDeployments({ ports, record }, cloudformation, () => ports.connect.codedeploy(access), {
    stack: stack.id,
    stackArn,
    ...placeOfEnvironment(environment),
    region: environment.region,
    template,
  })
  const services = new StackServices(
    { ports, record },
    async () => ({ containers: await ports.connect.containers(access), reads: await ports.connect.state(access) }),
    { stack: stack.id, ...placeOfEnvironment(environment), region: environment.region },
  )
  const beside: Companion = {
    notice(events) {
      deployments.notice(events)
      services.notice(events)
    },
    async look() {
      await deployments.look()
      await services.look()
    },
  }
  let begun = false
  const since = ports.clock.now()
  let done: StackDone
  await context.beforeChange?.(stack, stackArn, changeSetArn)
  reviewed.executing(changeSetArn)
  ports.log.info(`${stack.name}: ${plan.kind} with ${plan.changes.length} changes by ${changeSetArn}`)
  try {
    const update = await startUpdate(world, request, () => {
      begun = true
      handle('unknown', `Its update was requested; check it with \`${describeStackCommand(request)}\`.`)
    })
    if (update.kind === 'refused') return { findings: [update.finding] }
    begun = true
    if (update.kind === 'done') {
      beside.notice(update.events)
      await beside.look()
    }
    if (update.kind === 'running') handle('running', `Look at it with \`${describeStackCommand(request)}\`.`)
    const end =
      update.kind === 'done'
        ? { stack: stack.id, region: environment.region, state: update.state, events: update.events }
        : await followStack({ ports, record, statuses: context.statuses }, cloudformation, request, update, {
            timeout: stack.timeout,
            isTold: (events) => isReported(plan, events),
            beside,
          })
    handle('kept')
    record.handle({
      kind: 'change-set',
      id: changeSetArn,
      ...placeOfEnvironment(environment),
      state: 'removed',
    })
    if (end.ms !== undefined)
      record.measure({
        name: 'stack update',
        unit: 's',
        value: toSeconds(end.ms),
        subject: `stack/${stack.id}`,
      })
    const succeeded = endOf(end.state.status) === 'succeeded'
    const resources = succeeded ? await finalResources(cloudformation, stack.id, stackArn) : undefined
    const findings = judgeStackEnd(
      { ...end, ...(resources && { planned: { plan, resources } }) },
      (logicalId) => template?.resources[logicalId]?.source,
      (event) => deployments.causeOf(event) ?? services.causeOf(event),
    )
    const resumed = update.kind === 'done' || update.resumed
    if (resumed && UNDONE.has(end.state.status)) {
      ports.log.info(`${stack.name}: what an earlier attempt of this run executed was rolled back; planning again`)
      return { findings, undone: true }
    }
    if (blocking(findings).length > 0) return { findings }
    const hooks = judgeStackHooks(deployments.started, plan, template)
    const values = resources ? await readBack(context, plan, resources) : []
    done = { findings: [...referred, ...findings, ...values, ...hooks], outputs: end.state.outputs, executed: plan }
  } catch (error) {
    if (begun && ports.cancelled.aborted) await cancelStack(context, cloudformation, request, beside, handle)
    throw error
  }
  const watched = await watchGroups(context, stack, deployments, since, done.findings)
  return { ...done, findings: [...done.findings, ...watched] }
}

/** The alarms of the groups by which the update of the stack deployed. */
async function watchGroups(
  context: DeployContext,
  { timeout }: Stack,
  { groups }: StackDeployments,
  since: Date,
  sofar: readonly Finding[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const group of groups) {
    const alarms = async (): Promise<readonly string[]> => {
      const codedeploy = await context.ports.connect.codedeploy(context.access)
      return (await readGroupSettings(codedeploy, group)).alarms
    }
    findings.push(...(await watchUnlessBeside(context, { id: group.id, alarms, since, limit: timeout }, sofar)))
  }
  return findings
}

/** The job ends in a few seconds: what can be stopped is stopped, and the rest is said. Never throws. */
async function cancelStack(
  { ports }: DeployContext,
  cloudformation: CloudFormation,
  request: UpdateRequest,
  beside: Companion,
  handle: (state: Handle['state'], advice?: string) => void,
): Promise<void> {
  // A deployment that has just begun is not found later.
  const found = cleanUp(beside.look()).catch(() => undefined)
  const look = `check it with \`${describeStackCommand(request)}\``
  try {
    const result = await cleanUp(cancelUpdate(cloudformation, request))
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
    const why = oneLine(messageOf(error))
    ports.log.warning(`${request.stackName} could not be cancelled: ${why}`)
    handle('unknown', `It may still be updated, since it could not be cancelled (${why}); ${look}.`)
  } finally {
    await found
  }
}
