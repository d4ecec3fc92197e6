import type { CloudFormation } from '../../cloudformation/client.ts'
import { readStack } from '../../cloudformation/stack.ts'
import { cancelUpdate, executionToken } from '../../cloudformation/update/update.ts'
import { placeOfEnvironment, type Stack } from '../../config/model/environment.ts'
import type { DeployContext, ReviewedStacks } from '../../deploy/contract.ts'
import { executeStack } from '../../deploy/stacks/stack.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { TIME_TO_RECOVER } from '../../evidence/recovery.ts'
import { blocks } from '../../evidence/verdict.ts'
import { makePlan } from '../../plan/compare.ts'
import type { ChangeSetLedger } from '../../plan/change-sets/ledger.ts'
import { poll } from '../../support/poll.ts'
import { toSeconds } from '../../support/text/rounding.ts'
import { readStackBefore, sourceOfBefore, type StackBefore } from './before.ts'
import { judgeStackHistory, type Recoverable, type StackHistory } from './history.ts'
import { judgeStackRecovered, showPlan, type PlannedStack } from './judge.ts'
import { judgeLosses, planBack } from './plan-back.ts'
import type { Recorded } from './record.ts'

const FIRST_PAUSE_MS = 1_000
const SLOWEST_PAUSE_MS = 5_000

/** Reads what the stack is, and judges it with its record. */
export async function readStackHistory(
  { ports, access, environment }: DeployContext,
  stack: Stack,
  recorded: Recorded,
): Promise<StackHistory> {
  const cloudformation = await ports.connect.cloudformation(access)
  const state = await readStack(cloudformation, stack.name)
  const isSettled = state !== undefined && !state.status.endsWith('_IN_PROGRESS')
  const now = isSettled && recorded.kind === 'found' ? await readStackBefore(cloudformation, state) : undefined
  return judgeStackHistory(recorded, state, now, environment.region)
}

/** Makes the change set back and judges what it would lose. */
export async function planStackBack(
  context: DeployContext,
  stack: Stack,
  { before }: Recoverable,
  ledger: ChangeSetLedger,
): Promise<NonNullable<PlannedStack['back']>> {
  const { plan, findings } = await planBack(context, { stack, before, ledger })
  if (plan === undefined) return { findings }
  return { plan, findings: [...findings, ...judgeLosses(plan, context.environment.key)] }
}

/** Goes back with one stack, as it was planned, and proves it. */
export async function walkStack(
  context: DeployContext,
  { stack, history, back }: PlannedStack,
  ledger: ChangeSetLedger,
): Promise<readonly Finding[]> {
  switch (history.kind) {
    case 'there':
      return [await proveStack(context, stack, history.record.before)]
    case 'back':
      return back?.plan === undefined
        ? [changedMeanwhile(stack, 'no change set')]
        : executeBack(context, stack, { plan: back.plan, before: history.record.before, ledger })
    case 'running': {
      const now = await settle(context, stack, history.record)
      if (now.kind === 'there') return [await proveStack(context, stack, history.record.before)]
      if (now.kind !== 'back') return [changedMeanwhile(stack, now.kind)]
      // It had ended before it could be cancelled: the change set back is made, shown and judged now.
      const made = await planStackBack(context, stack, now.record, ledger)
      if (made.plan === undefined || made.findings.some(blocks)) return made.findings
      context.record.plan(makePlan(placeOfEnvironment(context.environment), [made.plan]))
      context.record.find(showPlan(stack, made.plan), ...made.findings)
      return executeBack(context, stack, { plan: made.plan, before: now.record.before, ledger })
    }
    default:
      return [changedMeanwhile(stack, history.kind)]
  }
}

/** Executes the change set back. */
export async function executeBack(
  context: DeployContext,
  stack: Stack,
  {
    plan,
    before,
    ledger,
    measure = TIME_TO_RECOVER,
  }: {
    readonly plan: ChangeSetPlan
    readonly before: StackBefore
    readonly ledger: ChangeSetLedger
    readonly measure?: string
  },
): Promise<readonly Finding[]> {
  const { ports, record } = context
  const began = ports.clock.now().getTime()
  const { beforeChange: _recorded, ...going } = context
  const { findings } = await executeStack(going, onlyThis(context, stack, { plan, before, ledger }), stack, NOTHING)
  if (findings.some(blocks)) return [...findings, await failed(context, stack)]
  const seconds = toSeconds(ports.clock.now().getTime() - began)
  const proof = await proveStack(context, stack, before, seconds)
  if (!blocks(proof)) record.measure({ name: measure, unit: 's', value: seconds, subject: `stack/${stack.id}` })
  return [...findings, proof]
}

const NOTHING = { atStart: {}, now: {} }

/** The change set back is executed as a reviewed one: it, and nothing that is planned again. */
function onlyThis(
  { ports, access }: DeployContext,
  stack: Stack,
  {
    plan,
    before,
    ledger,
  }: { readonly plan: ChangeSetPlan; readonly before: StackBefore; readonly ledger: ChangeSetLedger },
): ReviewedStacks {
  return {
    changeSets: [plan],
    replan: async () => ({
      ...(plan.kind === 'none' && { plan }),
      before: await readStack(await ports.connect.cloudformation(access), stack.name),
      findings: plan.kind === 'none' ? [] : [changedMeanwhile(stack, 'another state')],
    }),
    wasReplanned: () => Promise.resolve(false),
    sourceOf: () => sourceOfBefore(stack, before),
    executing: (arn) => ledger.forget(arn),
  }
}

async function proveStack(
  { ports, access }: DeployContext,
  stack: Stack,
  before: StackBefore,
  seconds?: number,
): Promise<Finding> {
  const cloudformation = await ports.connect.cloudformation(access)
  const state = await readStack(cloudformation, stack.name)
  const now = state && (await readStackBefore(cloudformation, state))
  return judgeStackRecovered({
    stack,
    before,
    now,
    status: state?.status ?? 'no such stack',
    ...(seconds !== undefined && { seconds }),
  })
}

/** Cancels the update of the release, and waits for the end of what runs. */
async function settle(context: DeployContext, stack: Stack, record: Recoverable): Promise<StackHistory> {
  const { ports, access, environment } = context
  const cloudformation: CloudFormation = await ports.connect.cloudformation(access)
  const { kind, status } = await cancelUpdate(cloudformation, {
    stack: stack.id,
    stackName: stack.name,
    stackArn: record.stackArn,
    changeSetArn: record.changeSetArn,
    region: environment.region,
    token: executionToken(context.run.runId, record.changeSetArn),
  })
  ports.log.info(
    `${stack.name} was ${status}${kind === 'cancelling' ? '; its update is cancelled and rolls back' : ''}`,
  )
  await poll(
    {
      clock: ports.clock,
      signal: ports.cancelled,
      first: FIRST_PAUSE_MS,
      slowest: SLOWEST_PAUSE_MS,
      timeout: stack.timeout,
      subject: `stack/${stack.id}/rollback`,
      waitingFor: `the end of the operation on ${stack.name}`,
      onTimeout: `It still runs. Look at it with \`aws cloudformation describe-stacks --region ${environment.region} --stack-name ${stack.name}\`, and run the job again when it has ended.`,
    },
    async () => {
      const now = await readStack(cloudformation, record.stackArn)
      return now?.status.endsWith('_IN_PROGRESS') === true ? undefined : true
    },
  )
  return readStackHistory(context, stack, { kind: 'found', record })
}

/** What stands where after a way back that failed. */
async function failed({ ports, access, environment }: DeployContext, stack: Stack): Promise<Finding> {
  const state = await readStack(await ports.connect.cloudformation(access), stack.name)
  return {
    code: 'rollback/failed',
    outcome: 'fail',
    title: `${environment.key}: ${stack.name} could not be rolled back`,
    subject: `stack/${stack.id}/rollback`,
    expected: 'the previous template and parameters',
    observed: state === undefined ? 'no such stack' : `${state.status}, by ${state.changeSetArn ?? 'no change set'}`,
    advice: `See \`aws cloudformation describe-stack-events --region ${environment.region} --stack-name ${stack.name}\`, correct what the finding above names, and run the job again.`,
  }
}

function changedMeanwhile({ id, name }: Stack, observed: string): Finding {
  return {
    code: 'rollback/not-walked',
    outcome: 'fail',
    title: `${name} was not rolled back: it changed meanwhile`,
    subject: `stack/${id}/rollback`,
    expected: 'the state in which it was planned',
    observed,
    advice: 'Find out who changes the stack, and run the job again.',
  }
}
