import { checksOf } from '../checks/engine/run-checks.ts'
import { surroundingsOf } from '../checks/engine/surroundings.ts'
import { accessTo, placeOfEnvironment } from '../config/model/environment.ts'
import { EXECUTION_STARTED } from '../evidence/execution.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'
import { recordAddress } from './address.ts'
import { preparationsOf } from './preparations.ts'
import { deploymentStep, stackStep, type EnvironmentStep, type Made } from './steps.ts'
import { outputsOf, readStates } from './outputs.ts'
import { orderOf } from './order/environment.ts'
import { runSteps, type Step } from './order/side-by-side.ts'
import { proveServing } from './prove-serving.ts'
import { SharedStatuses } from './deployments/shared-statuses.ts'
import { referencedOutputs } from '../config/model/references.ts'
import type { DeployContext, OwnDeployment, OwnService, ReviewedStacks } from './contract.ts'
import { showDuration } from '../support/text/durations.ts'
import { listed } from '../support/text/text.ts'
import { toSeconds } from '../support/text/rounding.ts'
import { checkDuring } from './traffic/during.ts'
import { Halt } from './traffic/halt.ts'
import { Stages } from './traffic/stages.ts'

export interface ExecutionOptions {
  /** Ids of stacks and deployments; empty: all. */
  readonly only: readonly string[]
  /** Milliseconds that each stack and deployment took in the last release, by subject. */
  readonly usual?: ReadonlyMap<string, number>
  /** Goes back with the deployments that had ended when an alarm spoke against the release. Absent: they stay. */
  readonly goBack?: (
    context: DeployContext,
    own: { readonly deployments: readonly OwnDeployment[]; readonly services: readonly OwnService[] },
    why: string,
  ) => Promise<readonly Finding[]>
}

/**
 * Brings an environment to the release: each stack and deployment as soon as those that it needs have passed, side by side
 * where they do not need each other. After the first that does not pass it starts nothing more, lets those that run end,
 * and records the others as skipped. Where an alarm speaks against the release while it is deployed or bakes, deployments
 * that run are stopped, and what had ended goes back. All findings go to the record.
 * @returns whether everything passed. Rejects with an ActionError where a call did not complete, and when cancelled.
 */
export async function executeEnvironment(
  given: DeployContext,
  reviewed: ReviewedStacks,
  { only, usual, goBack }: ExecutionOptions,
): Promise<boolean> {
  const { context, halt, own, ownServices, watches } = collecting(given)
  const { ports, record, environment, access, checks } = context
  const selected = <T extends { readonly id: string }>(items: readonly T[]): T[] =>
    items.filter((item) => only.length === 0 || only.includes(item.id))
  const states = await readStates(ports, environment, access)
  const atStart = outputsOf(states)
  const { stacks, deployments, needs } = await orderOf(
    environment,
    { stacks: selected(environment.stacks), deployments: selected(environment.deployments) },
    { workspace: ports.place.workspace, reviewed, states },
  )
  const made: Made = { atStart, outputs: atStart, plans: [] }
  const about = (subject: string) => ({ subject, needs: needs.get(subject) ?? [], usual: usual?.get(subject) })
  const steps: readonly EnvironmentStep[] = [
    ...stacks.map((stack) => ({
      ...about(`stack/${stack.id}`),
      ...stackStep(context, reviewed, stack, made),
    })),
    ...deployments.map((deployment) => ({
      ...about(`deployment/${deployment.id}`),
      ...deploymentStep(context, deployment, made),
    })),
  ]
  const began = ports.clock.now().getTime()
  let failed: string | undefined
  if (steps.length > 0) record.happened({ subject: `environment/${environment.key}`, event: EXECUTION_STARTED })
  const stages = new Stages(
    () => ports.clock.now().getTime(),
    () => record.timeline,
  )
  stages.begin('before the first change')
  let isBack = false
  const back = async (): Promise<void> => {
    const { why } = halt
    if (why === undefined || isBack) return
    isBack = true
    failed ??= why
    stages.begin('the way back')
    if (own.length + ownServices.length === 0) return
    ports.log.warning(`the release does not stay, because ${why}`)
    const brought = { deployments: own, services: ownServices }
    if (goBack) record.find(...(await ports.log.group('the way back', () => goBack(context, brought, why))))
  }
  const act = async (): Promise<void> => {
    for (const { title, act: prepare, otherwise } of preparationsOf(context, stacks, reviewed, atStart)) {
      if (failed !== undefined) break
      stages.begin(title)
      const found = await ports.log.group(title, prepare)
      record.find(...found)
      if (found.some(blocks)) failed = otherwise
    }
    const done = await runSteps(steps, {
      ...ports,
      stopped: () => failed ?? halt.why,
      running: (now) => {
        if (now.length > 0) stages.begin(stageOf(now), now.length === 1 ? now[0]?.subject.split('/')[0] : undefined)
      },
      ended: (_, findings) => record.find(...findings),
    })
    failed = done.failed
    for (const step of steps) {
      if (failed === undefined || ports.cancelled.aborted || !done.left.includes(step)) continue
      record.find(notStarted(step, failed))
      for (const handle of step.leaves) record.handle(handle)
    }
    stages.begin('the bake')
    if (failed === undefined && steps.length > 0) await bake(context, ports.clock.now().getTime(), halt.signal)
    const others = Promise.all(watches)
    const watched = (await (context.onlyWatching?.(others) ?? others)).flat()
    record.find(...watched)
    if (watched.some(blocks)) failed ??= 'an alarm is not proven OK'
    await back()
    if (done.error) throw done.error.reason
    if (failed === undefined && steps.length > 0) {
      const serving = await ports.log.group('what serves', () =>
        proveServing(context, { stacks, deployments, ...made, own, ownServices }),
      )
      record.find(...serving)
      if (serving.some(blocks)) failed = 'what serves'
    }
  }
  if (steps.length > 0) {
    const { findings } = await checkDuring(
      {
        ports,
        record,
        outputs: atStart,
        surroundings: surroundingsOf(environment, atStart, surroundingsDuring(context)),
      },
      checksOf(checks, ['during'], environment.words),
      {
        outputs: () => made.outputs,
        stageAt: (time) => stages.nameAt(time),
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
    record.outputs({ ...placeOfEnvironment(environment), stacks: referencedOutputs(checks, made.outputs) })
  if (failed === undefined && steps.length > 0) recordAddress(record, environment, made.outputs)
  const seconds = toSeconds(ports.clock.now().getTime() - began)
  record.measure({ name: 'deployment of the environment', unit: 's', value: seconds, subject: environment.key })
  return failed === undefined && steps.length > 0
}

/** The context of an execution, and what arrives by it while it runs. */
function collecting(given: DeployContext) {
  const halt = new Halt()
  const own: OwnDeployment[] = []
  const ownServices: OwnService[] = []
  const watches: Promise<readonly Finding[]>[] = []
  const context: DeployContext = {
    ...given,
    halt,
    statuses: new SharedStatuses(given.ports.clock, given.ports.log),
    deployed: (one) => own.push(one),
    watchBeside: (watch) => {
      watches.push(watch)
      // It is awaited at the end; a cancellation is reported by then.
      watch.catch(() => undefined)
    },
    deployedService: (one) => ownServices.push(one),
  }
  return { context, halt, own, ownServices, watches }
}

function surroundingsDuring({ environment, run }: DeployContext) {
  return { access: accessTo(environment, 'verify', run.runId), deployed: undefined }
}

/** The steps that run: `deployment app`, `stack web-preprod, stack db-preprod and 8 more`. */
function stageOf(running: readonly Step[]): string {
  return listed(
    running.map(({ title }) => title),
    SHOWN,
  )
}

/** Waits for the rest of the bake of the environment; the alarms of deployments have been watched for as long. */
async function bake({ ports, record, environment }: DeployContext, now: number, stop: AbortSignal): Promise<void> {
  const ended = record.latest?.at
  const rest = (ended === undefined ? now : Date.parse(ended)) + environment.bake - now
  if (environment.bake === 0 || rest <= 0) return
  ports.log.info(`bakes for ${showDuration(rest)} more`)
  await ports.clock.sleep(rest, AbortSignal.any([ports.cancelled, stop])).catch(() => ports.cancelled.throwIfAborted())
}

/** Titles of steps that run side by side, in the name of a stage. */
const SHOWN = 2

function notStarted(step: Step, failed: string): Finding {
  return {
    code: 'release/not-started',
    outcome: 'skipped',
    title: `${step.title} was not started, because ${failed}`,
    subject: step.subject,
  }
}
