import type { AwsAccess } from '../aws/access.ts'
import {
  changeSetName,
  readChangeSet,
  type ChangeSetFacts,
  type ChangeSetRequest,
  type CreatedChangeSet,
  type RunKey,
} from '../cloudformation/change-set.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import { resolveParameters, type ResolvedParameters } from '../cloudformation/parameters.ts'
import { readProcessed } from '../cloudformation/processed.ts'
import { readStack, stackCondition, type StackCondition, type StackState } from '../cloudformation/stack.ts'
import { isRecord } from '../cloudformation/template.ts'
import { unreviewedTransforms } from '../cloudformation/transforms.ts'
import { fillOutputs, type Environment, type Outputs, type Stack } from '../config/resolve.ts'
import type { ChangeSetPlan, Plan } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import type { UsualDuration } from '../support/poll.ts'
import { readHookResults, readHooks, refusedByHooks, type HookPlan } from '../cloudformation/hooks.ts'
import { readObjections } from '../cloudformation/validation.ts'
import { makePlan } from './compare.ts'
import { inDependencyOrder } from './graph.ts'
import type { ChangeSetLedger } from './ledger.ts'
import { errorFinding } from './error-finding.ts'
import { failedChangeSet, objectionFindings, refused, unusable } from './plan-findings.ts'
import { hideIn, lacksValues, outputsAfter, planFromFacts, planFromTemplate, withoutChangeSet } from './plan-shape.ts'
import { afterCleanup, changedMeanwhile } from './settled.ts'
import { templateLocation } from './upload.ts'
import type { StackSource, StackSources } from './sources.ts'

export { comparePlans, makePlan, planDigest } from './compare.ts'

/** Stacks that are planned side by side; every call keeps the pace that CloudFormation's rate limits allow. */
const WIDTH = 16
const PREVIEW_TAG = { 'test-deployments': 'preview' }
const CHANGE_SET_TIMEOUT_MS = 15 * 60_000

export interface PlanOptions {
  readonly ports: Ports
  readonly environment: Environment
  readonly access: AwsAccess
  readonly run: RunKey
  /** Part of the names of change sets: which step made them. */
  readonly purpose: 'precheck' | 'deploy'
  readonly sources: StackSources
  /** What is made is only looked at and never executed. */
  readonly preview?: boolean
  /** Remembers what is made; the caller discards or keeps. */
  readonly ledger: ChangeSetLedger
  /** Reads a stack by name; for callers that have read it already. Default: asks CloudFormation. */
  readonly readState?: (name: string) => Promise<StackState | undefined>
  /** Of the making of change sets; for callers that have many made. */
  readonly usual?: UsualDuration
  /** Macros that may run while a change set is made; undefined: any, as for a release that was checked before. */
  readonly transforms?: readonly string[]
  /** Ids of stacks; empty: all. Outputs of the others are read all the same. */
  readonly only?: readonly string[]
}

/** One stack's plan and all that was learned on the way. */
export interface StackPlan {
  readonly stack: Stack
  /** Its template is, where a change set was made of it, as the transforms have made it. */
  readonly source: StackSource
  /** The stack as it was before; undefined where there is none. */
  readonly before: StackState | undefined
  readonly condition: StackCondition | undefined
  readonly parameters: ResolvedParameters | undefined
  /** Undefined where no plan could be made; `findings` say why. */
  readonly plan: ChangeSetPlan | undefined
  readonly facts: ChangeSetFacts | undefined
  /** Undefined where there is nothing to ask hooks about, or where a finding says why it could not be read. */
  readonly hooks: HookPlan | undefined
  /** The change set that waits to be executed; undefined where there is nothing to execute. */
  readonly created: CreatedChangeSet | undefined
  readonly findings: readonly Finding[]
}

export interface EnvironmentPlan {
  readonly plan: Plan
  readonly stacks: readonly StackPlan[]
  readonly findings: readonly Finding[]
}

/** Plans all stacks of an environment, each as soon as those that it needs are planned. Executes nothing. */
export async function planEnvironment(options: PlanOptions): Promise<EnvironmentPlan> {
  const { environment, ports, sources } = options
  const cloudformation = await ports.connect.cloudformation(options.access)
  const asked = new Set(options.only?.length ? options.only : environment.stacks.map((stack) => stack.id))
  const nodes = environment.stacks
    .filter((stack) => sources.has(stack.id))
    .map((stack) => ({ id: stack.id, stack, dependsOn: (sources.get(stack.id) as StackSource).dependsOn }))
  const planned = await inDependencyOrder(nodes, WIDTH, async (node, done: ReadonlyMap<string, Planned>) => {
    ports.cancelled.throwIfAborted()
    const source = sources.get(node.id) as StackSource
    const outputs: Record<string, Readonly<Record<string, string>>> = {}
    for (const [id, other] of done) outputs[id] = other.outputs
    if (!asked.has(node.id)) {
      const before = await (options.readState?.(node.stack.name) ?? readStack(cloudformation, node.stack.name))
      return { outputs: before?.outputs ?? {}, stackPlan: undefined }
    }
    const made = await planStack({ ...options, cloudformation, stack: node.stack, source, outputs })
    const stackPlan = { ...made, findings: made.findings.map((finding) => placed(finding, environment.key)) }
    ports.log.info(`${environment.key}: ${node.stack.name}: ${inShort(stackPlan)}`)
    return { outputs: outputsAfter(stackPlan), stackPlan }
  })
  const stacks = planned.flatMap(({ stackPlan }) => (stackPlan === undefined ? [] : [stackPlan]))
  return {
    plan: makePlan(
      environment.key,
      stacks.flatMap(({ plan }) => (plan === undefined ? [] : [plan])),
    ),
    stacks,
    findings: stacks.flatMap((stack) => stack.findings),
  }
}

/** The same of the other environment is another finding. */
function placed(finding: Finding, environment: string): Finding {
  return { ...finding, details: { environment, ...(isRecord(finding.details) && finding.details) } }
}

function inShort({ plan, findings }: StackPlan): string {
  if (plan === undefined) return findings[0]?.title ?? 'not planned'
  if (plan.kind === 'none') return 'no change'
  return `${plan.kind}, ${plan.changes.length} ${plan.changes.length === 1 ? 'change' : 'changes'}`
}

interface Planned {
  readonly outputs: Readonly<Record<string, string>>
  readonly stackPlan: StackPlan | undefined
}

export interface StackPlanOptions extends Omit<PlanOptions, 'sources' | 'only'> {
  readonly cloudformation: CloudFormation
  readonly stack: Stack
  readonly source: StackSource
  /** Outputs of other stacks, as far as they are known. */
  readonly outputs: Outputs
}

/**
 * Plans one stack: reads its state, makes a change set for it and reads all of that. What CloudFormation refuses is a
 * finding; an ActionError of another kind becomes an `error` finding, so that the other stacks are still planned.
 */
export async function planStack(options: StackPlanOptions): Promise<StackPlan> {
  const { stack, source, environment, ports } = options
  const subject = `stack/${stack.id}`
  const base: StackPlan = {
    stack,
    source,
    before: undefined,
    condition: undefined,
    parameters: undefined,
    plan: undefined,
    facts: undefined,
    hooks: undefined,
    created: undefined,
    findings: [],
  }
  let soFar = base
  try {
    const macros = options.transforms && unreviewedTransforms(source.template.transforms, options.transforms)
    if (macros !== undefined && macros.length > 0) return base
    const before = await stateBefore(options)
    const condition = before && stackCondition(before.status, stack.name, environment.region, before.deploymentMode)
    soFar = { ...base, before, condition }
    if (before !== undefined && condition !== undefined && condition.kind !== 'ready' && condition.kind !== 'review') {
      return { ...soFar, findings: [unusable(subject, before, condition)] }
    }
    const existing = condition?.kind === 'ready' ? before : undefined
    const parameters = resolveParameters({
      template: source.template,
      given: source.parameters,
      existing,
      subject,
      fill: (text, unknown) => fillOutputs(text, options.outputs, subject, unknown),
    })
    soFar = { ...soFar, parameters }
    for (const secret of parameters.secrets) ports.log.mask(secret)
    if (parameters.findings.length > 0) return { ...soFar, findings: parameters.findings }
    const provisional = parameters.unknown.length > 0
    if (provisional && lacksValues(source, parameters)) {
      return { ...soFar, plan: planFromTemplate(stack, source, before, existing === undefined ? 'create' : 'update') }
    }
    const planned = await planByChangeSet(options, { ...soFar, parameters }, existing, provisional)
    return { ...planned, findings: hideIn(planned.findings, parameters.secrets) }
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    const secrets = soFar.parameters?.secrets ?? []
    const finding =
      (await changedMeanwhile(options, soFar.before, error)) ?? refused(subject, stack, error, environment.key)
    return { ...soFar, findings: hideIn([...soFar.findings, finding], secrets) }
  }
}

async function stateBefore({ readState, cloudformation, stack, ports }: StackPlanOptions) {
  const state = await (readState?.(stack.name) ?? readStack(cloudformation, stack.name))
  return state?.status === 'DELETE_COMPLETE' ? undefined : afterCleanup(cloudformation, ports, state)
}

async function planByChangeSet(
  options: StackPlanOptions,
  soFar: StackPlan & { readonly parameters: ResolvedParameters },
  existing: StackState | undefined,
  provisional: boolean,
): Promise<StackPlan> {
  const { stack, source, environment, ports, ledger, cloudformation } = options
  const { parameters, before } = soFar
  const subject = `stack/${stack.id}`
  const place = { environment: environment.key, region: environment.region }
  const request: ChangeSetRequest = {
    stack: before?.arn ?? stack.name,
    type: existing === undefined ? 'CREATE' : 'UPDATE',
    template: await templateLocation(options),
    parameters: parameters.parameters,
    capabilities: stack.capabilities,
    tags: {
      ...source.parameters.tags,
      ...stack.tags,
      // Lets the plan role's policy allow the removal of such shells and of nothing else.
      ...(options.preview && before === undefined && PREVIEW_TAG),
    },
    ...(stack.role !== undefined && { role: stack.role }),
    name: changeSetName(options.purpose, environment.name, options.run, ports.clock.now()),
    description: `test-deployments, run ${options.run.runId}, attempt ${options.run.runAttempt}`,
    makesShell: before === undefined,
  }
  ports.cancelled.throwIfAborted()
  const created = await ledger.create(cloudformation, request, place)
  const wait = { clock: ports.clock, signal: ports.cancelled, subject }
  const facts = await readChangeSet(cloudformation, created.arn, {
    ...wait,
    timeout: CHANGE_SET_TIMEOUT_MS,
    ...(options.usual && { usual: options.usual }),
  })
  if (provisional && facts.outcome === 'failed') {
    // What CloudFormation holds against a stand-in for an unknown value says nothing about the release.
    await ledger.discard(created.arn)
    return { ...soFar, plan: planFromTemplate(stack, source, before, existing === undefined ? 'create' : 'update') }
  }
  const objections = facts.outcome === 'none' ? [] : await readObjections(cloudformation, created.arn)
  const hooks = facts.outcome === 'changes' ? await attempt(options, () => readHooks(cloudformation, facts, wait)) : {}
  const rewritten = source.template.transforms.length > 0 && options.purpose === 'precheck'
  const made =
    rewritten && facts.outcome === 'changes'
      ? await attempt(options, () => readProcessed(cloudformation, facts, source.template))
      : {}
  const asked = facts.outcome === 'changes' || refusedByHooks(facts) !== undefined
  const answers = asked ? await attempt(options, () => readHookResults(cloudformation, facts, wait)) : {}
  const objected = [...objections, ...(answers.found ?? [])]
  const findings =
    facts.outcome === 'failed'
      ? failedChangeSet(subject, facts, source.template, objected, place, answers.error)
      : objectionFindings(subject, source.template, objected, place)
  const unread = [hooks.error, made.error].flatMap((error) =>
    error === undefined ? [] : [errorFinding(error, subject, environment.key)],
  )
  // An objection that counts keeps the change set from being made: only warnings are missed.
  if (answers.error && facts.outcome === 'changes') {
    const { title, ...error } = errorFinding(answers.error, subject, environment.key)
    unread.push({ ...error, outcome: 'skipped', title: `What hooks warn about is not known: ${title}` })
  }
  const plan = planFromFacts(stack.id, facts, existing === undefined ? 'create' : 'update', provisional, parameters)
  // A provisional change set is made of guesses, and one without changes cannot be executed: neither is kept.
  const keep = facts.outcome === 'changes' && !provisional
  if (!keep) await ledger.discard(created.arn)
  const pinned = keep ? plan : withoutChangeSet(plan)
  return {
    ...soFar,
    ...(made.found && { source: { ...source, template: made.found } }),
    facts,
    hooks: hooks.found,
    plan: facts.outcome === 'failed' ? undefined : pinned,
    created: keep ? created : undefined,
    findings: [...findings, ...unread],
  }
}

interface Attempt<T> {
  readonly found?: T
  readonly error?: ActionError
}

/** What cannot be read beside a plan does not take the plan away. */
async function attempt<T>({ ports }: StackPlanOptions, read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { found: await read() }
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    return { error }
  }
}
