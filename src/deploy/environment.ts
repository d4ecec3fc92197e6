import { checksOf } from '../checks/engine/run-checks.ts'
import { surroundingsOf } from '../checks/engine/surroundings.ts'
import { accessTo, placeOfEnvironment } from '../config/model/environment.ts'
import type { ChangeSetPlan, Handle, TimelineEntry } from '../evidence/document.ts'
import { EXECUTION_STARTED } from '../evidence/execution.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks, verdictOf } from '../evidence/verdict.ts'
import { deployRevision } from './platforms/index.ts'
import { readOutputs } from './outputs.ts'
import { proveServing } from './prove-serving.ts'
import { executeStack } from './stack.ts'
import { referencedOutputs } from '../config/model/references.ts'
import type { DeployContext, OwnDeployment, ReviewedStacks } from './contract.ts'
import { showDuration } from '../support/text/durations.ts'
import { toSeconds } from '../support/text/rounding.ts'
import { checkDuring } from './traffic/during.ts'
import { Halt } from './traffic/halt.ts'

export interface ExecutionOptions {
  /** Ids of stacks and deployments; empty: all. */
  readonly only: readonly string[]
  /** Goes back with the deployments that had ended when an alarm spoke against the release. Absent: they stay. */
  readonly goBack?: (context: DeployContext, own: readonly OwnDeployment[], why: string) => Promise<readonly Finding[]>
}

/**
 * Brings an environment to the release: stacks in order, then deployments in order. It stops at the first that does not
 * pass, and records the later ones as skipped. Where an alarm speaks against the release while it is deployed or bakes, what
 * runs is stopped, and what had ended goes back. All findings go to the record.
 * @returns whether everything passed. Rejects with an ActionError where a call did not complete, and when cancelled.
 */
export async function executeEnvironment(
  given: DeployContext,
  reviewed: ReviewedStacks,
  { only, goBack }: ExecutionOptions,
): Promise<boolean> {
  const halt = new Halt()
  const own: OwnDeployment[] = []
  const context: DeployContext = { ...given, halt, deployed: (one) => own.push(one) }
  const { ports, record, environment, access, checks } = context
  const selected = <T extends { readonly id: string }>(items: readonly T[]): T[] =>
    items.filter((item) => only.length === 0 || only.includes(item.id))
  const stacks = selected(environment.stacks)
  const deployments = selected(environment.deployments)
  const steps: Step[] = []
  const plans: ChangeSetPlan[] = []
  const atStart = await readOutputs(ports, environment, access)
  let outputs = atStart

  for (const stack of stacks) {
    steps.push({
      subject: `stack/${stack.id}`,
      title: `stack ${stack.name}`,
      leaves: changeSetsOf(context, reviewed, stack.id),
      act: async () => {
        const done = await executeStack(context, reviewed, stack, { atStart, now: outputs })
        if (done.outputs) outputs = { ...outputs, [stack.id]: done.outputs }
        if (done.executed) plans.push(done.executed)
        return done.findings
      },
    })
  }
  for (const deployment of deployments) {
    steps.push({
      subject: `deployment/${deployment.id}`,
      title: `deployment ${deployment.id}`,
      leaves: [],
      act: () => deployRevision(context, deployment, outputs),
    })
  }
  const began = ports.clock.now().getTime()
  let failed: string | undefined
  if (steps.length > 0) record.happened({ subject: `environment/${environment.key}`, event: EXECUTION_STARTED })
  let stage = 'before the first change'
  let isBack = false
  const back = async (): Promise<void> => {
    const { why } = halt
    if (why === undefined || isBack) return
    isBack = true
    failed ??= why
    stage = 'the way back'
    if (own.length > 0) ports.log.warning(`the release does not stay, because ${why}`)
    if (goBack && own.length > 0)
      record.find(...(await ports.log.group('the way back', () => goBack(context, own, why))))
  }
  const act = async (): Promise<void> => {
    for (const step of steps) {
      failed ??= halt.why
      if (failed !== undefined) {
        record.find(notStarted(step, failed))
        for (const handle of step.leaves) record.handle(handle)
        continue
      }
      ports.cancelled.throwIfAborted()
      stage = step.title
      const findings = await ports.log.group(step.title, step.act)
      record.find(...findings)
      if (verdictOf(findings) !== 'pass') failed = `${step.title} failed`
    }
    stage = 'the bake'
    if (failed === undefined && steps.length > 0) await bake(context, ports.clock.now().getTime(), halt.signal)
    await back()
    if (failed === undefined && steps.length > 0) {
      const serving = await ports.log.group('what serves', () =>
        proveServing(context, { stacks, deployments, outputs, plans, own }),
      )
      record.find(...serving)
      if (serving.some(blocks)) failed = 'what serves'
    }
  }
  if (steps.length > 0) {
    const { findings } = await checkDuring(
      { ports, record, outputs: atStart, around: surroundingsOf(environment, atStart, aroundDuring(context)) },
      checksOf(checks, ['during'], environment.words),
      {
        outputs: () => outputs,
        stage: () => stageOf(stage, record.latest),
        halt: (why) => halt.request(why),
        failed: () => failed !== undefined,
      },
      act,
    )
    record.find(...findings)
    // The last attempt of a check may end after everything else.
    await back()
  }
  if (environment.stacks.length > 0)
    record.outputs({ ...placeOfEnvironment(environment), stacks: referencedOutputs(checks, outputs) })
  const seconds = toSeconds(ports.clock.now().getTime() - began)
  record.measure({ name: 'deployment of the environment', unit: 's', value: seconds, subject: environment.key })
  return failed === undefined && steps.length > 0
}

function aroundDuring({ environment, run }: DeployContext) {
  return { access: accessTo(environment, 'verify', run.runId), deployed: undefined }
}

/** A step, and the last event of it: `deployment app: BlockTraffic Succeeded`. */
function stageOf(step: string, latest: TimelineEntry | undefined): string {
  const [kind] = step.split(' ')
  const isOfStep = latest?.subject.startsWith(`${kind}/`) === true
  return isOfStep ? `${step}: ${latest.event}` : step
}

/** Waits for the rest of the bake of the environment; the alarms of deployments have been watched for as long. */
async function bake({ ports, record, environment }: DeployContext, now: number, stop: AbortSignal): Promise<void> {
  const ended = record.latest?.at
  const rest = (ended === undefined ? now : Date.parse(ended)) + environment.bake - now
  if (environment.bake === 0 || rest <= 0) return
  ports.log.info(`bakes for ${showDuration(rest)} more`)
  await ports.clock.sleep(rest, AbortSignal.any([ports.cancelled, stop])).catch(() => ports.cancelled.throwIfAborted())
}

interface Step {
  readonly subject: string
  readonly title: string
  /** What remains where the step is not started. */
  readonly leaves: readonly Handle[]
  readonly act: () => Promise<readonly Finding[]>
}

/** A reviewed change set that is not executed stays until somebody removes it, or another one is executed. */
function changeSetsOf({ environment }: DeployContext, reviewed: ReviewedStacks, stack: string): Handle[] {
  return reviewed.changeSets.flatMap(({ stack: id, changeSetArn }): Handle[] => {
    if (id !== stack || changeSetArn === undefined) return []
    const place = placeOfEnvironment(environment)
    const advice = `aws cloudformation delete-change-set --change-set-name ${changeSetArn} --region ${environment.region}`
    return [{ kind: 'change-set', id: changeSetArn, ...place, state: 'kept', advice }]
  })
}

function notStarted(step: Step, failed: string): Finding {
  return {
    code: 'release/not-started',
    outcome: 'skipped',
    title: `${step.title} was not started, because ${failed}`,
    subject: step.subject,
  }
}
