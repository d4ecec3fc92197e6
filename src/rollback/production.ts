import { isByCodeDeploy, isByEcs, placeOfEnvironment } from '../config/model/environment.ts'
import { fillOutputs } from '../config/model/references.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { readOutputs } from '../deploy/outputs.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'
import type { ChangeSetLedger } from '../plan/change-sets/ledger.ts'
import { makePlan } from '../plan/compare.ts'
import type { LastReleaseAnswer } from '../policies/contract.ts'
import { errorFinding } from '../support/error-finding.ts'
import { ActionError } from '../support/errors.ts'
import { plural } from '../support/text/text.ts'
import type { History } from './history.ts'
import { checkOldVersion, type PartBack } from './old-version-checks.ts'
import { judgePlan, newestRelease, type Planned } from './plan.ts'
import { lost, type RemoteDeployment } from './previous.ts'
import { whyGone } from './revision-gone.ts'
import { readServiceHistory } from './services/history.ts'
import { walkService } from './services/walk.ts'
import type { PlannedStack } from './stacks/judge.ts'
import type { Recorded } from './stacks/record.ts'
import { wayBackRecords } from './stacks/record-before.ts'
import { planStackBack, readStackHistory, walkStack } from './stacks/walk.ts'
import { targetsBack } from './walk-back.ts'
import { previousOf, readHistory, walkDeployment } from './deployments/walk.ts'

/** What is to be done in production, and what forbids it. */
export interface RollbackPlan {
  /** The run of the release; undefined where it is not known. */
  readonly run: string | undefined
  readonly deployments: readonly Planned[]
  readonly stacks: readonly PlannedStack[]
  /** Parts of the release without a way back here: `stack/web`. */
  readonly remaining: readonly string[]
  readonly findings: readonly Finding[]
}

interface Planning {
  readonly only: readonly string[]
  readonly lastRelease: LastReleaseAnswer
  /** Owner and name. */
  readonly repository: string
  /** Has the change sets that are made. */
  readonly ledger: ChangeSetLedger
}

/**
 * Reads the deployments of all groups and the records of all stacks, and plans the way back of the newest release. It makes
 * the change sets back, and changes nothing else.
 */
export async function planRollback(
  context: DeployContext,
  { only, lastRelease, repository, ledger }: Planning,
): Promise<RollbackPlan> {
  const { ports, record, environment, access } = context
  const outputs = await readOutputs(ports, environment, access)
  const found: Planned[] = []
  for (const given of environment.deployments) {
    if (!isByCodeDeploy(given) && !isByEcs(given)) continue
    const deployment = fillOutputs(given, outputs, `deployment/${given.id}`)
    const history = isByEcs(deployment)
      ? await readServiceHistory(context, deployment)
      : await readHistory(context, deployment)
    const to = history.kind === 'back' || history.kind === 'running' ? history.to : undefined
    const gone = to && (await whyGone(context, to.revision))
    const isLost = to !== undefined && gone !== undefined
    found.push({ deployment, history, ...(isLost && { lost: lost(deployment, previousOf(to), { gone }) }) })
  }
  const read: PlannedStack[] = []
  for (const stack of environment.stacks) {
    const recorded = await readRecord(context, repository, stack.name)
    read.push({ stack, history: await readStackHistory(context, stack, recorded) })
  }
  const release = newestRelease(found, read)
  const stacks: PlannedStack[] = []
  for (const planned of read) {
    const { stack, history } = planned
    const isPart = history.kind === 'back' && history.record.run === release?.run
    const isSelected = only.length === 0 || only.includes(stack.id)
    const back = isPart && isSelected ? await planStackBack(context, stack, history.record, ledger) : undefined
    stacks.push({ ...planned, ...(back && { back }) })
  }
  const plans = stacks.flatMap(({ back }) => (back?.plan === undefined ? [] : [back.plan]))
  if (plans.length > 0) record.plan(makePlan(placeOfEnvironment(environment), plans))
  return { run: release?.run, ...judgePlan({ environment, only, lastRelease, found, stacks, release }) }
}

/** A role of a release that records nothing need not be allowed to read records. */
async function readRecord(context: DeployContext, repository: string, stack: string): Promise<Recorded> {
  try {
    return await (await wayBackRecords(context, repository)).read(stack)
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'aws/denied') throw error
    return { kind: 'unreadable', why: `its record could not be read: ${error.message}` }
  }
}

/**
 * Walks the way back of each planned deployment and then of each stack, in the reverse order of a release, until one fails;
 * then the checks for the old version run. A deployment of the release that still runs is stopped first, so that CodeDeploy
 * rolls it back, and an update of a stack is cancelled.
 */
export async function walkPlan(context: DeployContext, plan: RollbackPlan, ledger: ChangeSetLedger): Promise<void> {
  const { ports, record, environment, access } = context
  const steps: Step[] = [
    ...plan.deployments.toReversed().map(({ deployment, history }) => ({
      id: deployment.id,
      part: `deployment/${deployment.id}`,
      walk: () => walkOne(context, deployment, history),
    })),
    ...plan.stacks.toReversed().map((planned) => ({
      id: planned.stack.id,
      part: `stack/${planned.stack.id}`,
      walk: () => walkStack(context, planned, ledger),
    })),
  ]
  const back: string[] = []
  let failed: string | undefined
  for (const step of steps) {
    if (failed !== undefined) {
      record.find(notWalked(step, failed))
      continue
    }
    const findings = await ports.log.group(`roll ${step.id} back`, () => tryOne(context, step))
    record.find(...findings)
    if (findings.some(blocks)) failed = step.id
    else back.push(step.part)
  }
  if (failed === undefined && steps.length > 0) {
    const outputs = await readOutputs(ports, environment, access)
    const parts = async (): Promise<PartBack[]> => [
      ...(await targetsBack(
        context,
        plan.deployments.map(({ deployment }) => deployment),
      )),
      ...plan.stacks.map(({ stack }) => ({ part: `stack/${stack.id}`, targets: [] })),
    ]
    record.find(...(await ports.log.group('check the old version', () => checkOldVersion(context, outputs, parts))))
  }
  const remaining = [...plan.remaining, ...steps.map(({ part }) => part).filter((part) => !back.includes(part))]
  if (plan.run !== undefined && steps.length > 0) record.find(resultOf(environment.key, plan.run, { back, remaining }))
}

interface Step {
  readonly id: string
  /** `stack/web`. */
  readonly part: string
  readonly walk: () => Promise<readonly Finding[]>
}

/** Pure: what later releases read. */
function resultOf(
  environment: string,
  run: string,
  { back, remaining }: { readonly back: readonly string[]; readonly remaining: readonly string[] },
): Finding {
  return {
    code: 'rollback/result',
    outcome: 'noted',
    title: `${environment}: ${back.length} of ${plural(back.length + remaining.length, 'part')} of the release of run ${run} ${back.length === 1 ? 'has' : 'have'} the previous version`,
    subject: `environment/${environment}/rollback/result`,
    expected: [...back, ...remaining].join(', '),
    observed: back.join(', ') || 'none',
    details: { run, back: [...back], remaining: [...remaining] },
  }
}

/** A failed call is a finding, so that the state that it left is reported. Rejects only when cancelled, or for a fault of this action. */
async function tryOne({ ports, environment }: DeployContext, { part, walk }: Step): Promise<readonly Finding[]> {
  try {
    return await walk()
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    return [errorFinding(error, `${part}/rollback`, environment.key)]
  }
}

async function walkOne(
  context: DeployContext,
  deployment: Planned['deployment'],
  planned: History,
): Promise<readonly Finding[]> {
  const walked = isByEcs(deployment)
    ? await walkService(context, deployment, planned)
    : await walkDeployment(context, deployment, planned)
  return 'findings' in walked ? walked.findings : [notReached(deployment, walked.changed)]
}

function notWalked({ id, part }: Step, failed: string): Finding {
  return {
    code: 'rollback/not-walked',
    outcome: 'fail',
    title: `${id} was not rolled back, since the way back of ${failed} failed`,
    subject: `${part}/rollback`,
    expected: 'the previous version',
    observed: 'the version of the release',
    advice: `Correct what the findings of ${failed} say and run the job again, or roll back this one alone with \`only: ${id}\`.`,
  }
}

/** What happened in the group between the plan and the end of what ran. */
function notReached({ id }: Pick<RemoteDeployment, 'id'>, history: History): Finding {
  const observed =
    'state' in history
      ? `${history.state.id} ${history.state.status}`
      : history.kind === 'none'
        ? history.why
        : history.kind
  return {
    code: 'rollback/not-walked',
    outcome: 'fail',
    title: `${id} was not rolled back: its group changed meanwhile`,
    subject: `deployment/${id}/rollback`,
    expected: 'no other deployment in the group',
    observed,
    advice: 'Find out who deploys to the group, and run the job again.',
  }
}
