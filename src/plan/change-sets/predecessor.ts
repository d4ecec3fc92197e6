import type { ChangeSetSummary } from '@aws-sdk/client-cloudformation'
import { changeSetAttempt, changeSetDescription, readChangeSet } from '../../cloudformation/change-sets/change-set.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { errorName } from '../../aws/errors.ts'
import { pagesOf } from '../../aws/pages.ts'
import { isMissingStack, type StackState } from '../../cloudformation/stack.ts'
import { endOf } from '../../cloudformation/update/diagnose.ts'
import { EventTail, isBeginning } from '../../cloudformation/update/events.ts'
import { executionToken } from '../../cloudformation/update/update.ts'
import { placeOfEnvironment } from '../../config/model/environment.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocking } from '../../evidence/verdict.ts'
import { comparePlans, makePlan } from '../compare.ts'
import type { PlanOptions, StackPlan, StackPlanOptions } from '../contract.ts'
import { planFromFacts } from './from-change-set.ts'

/** AWS's statuses of a change set that nothing executes any more, or that may still be executed. */
const EXECUTED = new Set(['EXECUTE_IN_PROGRESS', 'EXECUTE_COMPLETE'])
const DESCRIBE_TIMEOUT_MS = 60_000

/**
 * The plan of a stack that this run has executed itself: the last operation on the stack is the execution of a change set
 * of this run, environment and release, by this run's token, and its changes are those that were reviewed. Undefined
 * where the stack was last changed by anything else, or where that operation failed.
 */
export async function executedByThisRun(
  options: StackPlanOptions,
  before: StackState | undefined,
  secretsOf: () => readonly string[],
): Promise<Pick<StackPlan, 'plan' | 'facts' | 'findings'> | undefined> {
  const { cloudformation, environment, ports, resume, run, stack } = options
  const arn = before?.changeSetArn
  const reviewed = resume?.reviewed.find((plan) => plan.stack === stack.id)
  if (!resume || !before || !reviewed || reviewed.kind === 'none' || arn === undefined) return undefined
  const attempt = changeSetAttempt(arn, 'deploy', environment.name, run.runId)
  if (attempt === undefined || attempt > run.runAttempt) return undefined
  const end = before.status === 'REVIEW_IN_PROGRESS' ? 'unknown' : endOf(before.status)
  if (end === 'failed') {
    ports.log.info(`${stack.name}: run attempt ${attempt} of this run ended as ${before.status}; planning again`)
  }
  if (end !== 'succeeded' && end !== 'running') return undefined
  const [beginning] = await new EventTail(cloudformation, stack.id, before.arn).next(isBeginning)
  if (beginning === undefined || beginning.token !== executionToken(run.runId, arn)) return undefined
  const facts = await readChangeSet(cloudformation, arn, {
    clock: ports.clock,
    signal: ports.cancelled,
    timeout: DESCRIBE_TIMEOUT_MS,
    subject: `stack/${stack.id}`,
  }).catch((error: unknown) => {
    if (isGone(error)) return undefined
    throw error
  })
  const described = changeSetDescription({ runId: run.runId, runAttempt: attempt }, resume.release)
  if (facts?.description !== described || facts.stackArn !== before.arn) return undefined
  const kind = beginning.status === 'CREATE_IN_PROGRESS' ? 'create' : 'update'
  const plan = planFromFacts(stack.id, facts, kind, false, { secrets: secretsOf() })
  const place = placeOfEnvironment(environment)
  if (blocking(comparePlans(makePlan(place, [reviewed]), makePlan(place, [plan]))).length > 0) return undefined
  return { plan, facts, findings: [resumed(stack, attempt, before, arn)] }
}

function isGone(error: unknown): boolean {
  return errorName(error).startsWith('ChangeSetNotFound') || isMissingStack(error)
}

function resumed(stack: StackPlan['stack'], attempt: number, { status }: StackState, arn: string): Finding {
  return {
    code: 'release/resumed',
    outcome: 'noted',
    title: `run attempt ${attempt} of this run has executed the reviewed changes of ${stack.name}; they are not executed again`,
    subject: `stack/${stack.id}`,
    observed: `${status}, by ${arn}`,
  }
}

/**
 * Gives the ledger the change sets that earlier attempts of this run made for the deployment and did not execute, so that
 * they are removed as its own. Those of precheck, of other runs and of persons stay.
 */
export async function takeOver(
  options: Pick<PlanOptions, 'ports' | 'environment' | 'access' | 'run' | 'ledger'>,
): Promise<void> {
  const { ports, environment, access, run, ledger } = options
  if (run.runAttempt <= 1 || environment.stacks.length === 0) return
  const cloudformation = await ports.connect.cloudformation(access)
  const place = { ...placeOfEnvironment(environment), region: environment.region }
  for (const { name } of environment.stacks) {
    for (const { ChangeSetId: arn, StackId: stackArn, ChangeSetName } of await openChangeSets(cloudformation, name)) {
      const attempt = changeSetAttempt(arn ?? '', 'deploy', environment.name, run.runId)
      if (arn === undefined || stackArn === undefined || attempt === undefined || attempt >= run.runAttempt) continue
      ports.log.info(`${name}: run attempt ${attempt} of this run left the change set ${arn}; it is removed`)
      // The empty stack of a creation goes with it, where nothing else is in it.
      ledger.take(cloudformation, { arn, stackArn, name: ChangeSetName ?? arn, shell: true }, place)
    }
  }
}

/** The change sets of a stack that were not executed; none where there is no such stack. */
export async function openChangeSets(
  cloudformation: Pick<CloudFormation, 'listChangeSets'>,
  stack: string,
): Promise<ChangeSetSummary[]> {
  const found: ChangeSetSummary[] = []
  try {
    const pages = pagesOf('NextToken', (next) => cloudformation.listChangeSets({ StackName: stack, ...next }))
    for await (const page of pages) found.push(...(page.Summaries ?? []))
  } catch (error) {
    if (!isMissingStack(error)) throw error
  }
  return found.filter(({ ExecutionStatus }) => !EXECUTED.has(ExecutionStatus ?? ''))
}
