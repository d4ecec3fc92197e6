import {
  changeSetDescription,
  changeSetName,
  readChangeSet,
  type ChangeSetRequest,
} from '../cloudformation/change-sets/change-set.ts'
import { resolveParameters, type ResolvedParameters } from '../cloudformation/template/parameters.ts'
import { readProcessed } from '../cloudformation/template/processed.ts'
import { readStack, stackCondition, type StackState } from '../cloudformation/stack.ts'
import { unreviewedTransforms } from '../cloudformation/template/transforms.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Place } from '../evidence/place.ts'
import { placeOfEnvironment, type Environment } from '../config/model/environment.ts'
import { ActionError } from '../support/errors.ts'
import { readHookResults, readHooks, stoppedByHooks } from '../cloudformation/change-sets/hooks.ts'
import { readValidationResults } from '../cloudformation/change-sets/validation.ts'
import { makePlan } from './compare.ts'
import { inDependencyOrder } from '../support/dependency-order.ts'
import { errorFinding } from '../support/error-finding.ts'
import { explained } from './change-sets/explain.ts'
import { failedChangeSet, validationFindings, refused, unusable } from './findings.ts'
import {
  hiddenOf,
  hideIn,
  lacksValues,
  outputsAfter,
  planFromFacts,
  planFromTemplate,
  withoutChangeSet,
} from './change-sets/from-change-set.ts'
import { afterCleanup } from './change-sets/after-cleanup.ts'
import { templateLocation } from './change-sets/template-location.ts'
import type { StackSource } from './sources/read-sources.ts'
import { fillOutputs } from '../config/model/references.ts'
import { isRecord } from '../support/records.ts'
import { plural } from '../support/text/text.ts'
import { changedMeanwhile } from './change-sets/changed-meanwhile.ts'
import { executedByThisRun } from './change-sets/predecessor.ts'
import type { EnvironmentPlan, StackPlan, StackPlanOptions, PlanOptions } from './contract.ts'

/** Stacks that are planned at the same time, within CloudFormation's rate limits. */
const WIDTH = 16
const PREVIEW_TAG = { 'test-deployments': 'preview' }
const CHANGE_SET_TIMEOUT_MS = 15 * 60_000

/** Plans all stacks of an environment, each after the stacks that it needs. Executes nothing. */
export async function planEnvironment(options: PlanOptions): Promise<EnvironmentPlan> {
  const { environment, ports, sources } = options
  const cloudformation = await ports.connect.cloudformation(options.access)
  const asked = new Set(options.only?.length ? options.only : environment.stacks.map((stack) => stack.id))
  const nodes = environment.stacks
    .filter((stack) => sources.has(stack.id))
    .map((stack) => ({ id: stack.id, stack, dependsOn: (sources.get(stack.id) as StackSource).dependsOn }))
  const count = nodes.filter(({ id }) => asked.has(id)).length
  let made = 0
  const planned = await inDependencyOrder(nodes, WIDTH, async (node, done: ReadonlyMap<string, Planned>) => {
    ports.cancelled.throwIfAborted()
    const source = sources.get(node.id) as StackSource
    const outputs: Record<string, Readonly<Record<string, string>>> = {}
    for (const [id, other] of done) outputs[id] = other.outputs
    if (!asked.has(node.id)) {
      const before = await (options.readState?.(node.stack.name) ?? readStack(cloudformation, node.stack.name))
      return { outputs: before?.outputs ?? {}, stackPlan: undefined }
    }
    const own = await planStack({ ...options, cloudformation, stack: node.stack, source, outputs })
    const stackPlan = { ...own, findings: own.findings.map((finding) => placed(finding, environment.key)) }
    made += 1
    ports.log.info(`${environment.key}: plan ${made} of ${count}: ${node.stack.name}: ${inShort(stackPlan)}`)
    return { outputs: outputsAfter(stackPlan), stackPlan }
  })
  const stacks = planned.flatMap(({ stackPlan }) => (stackPlan === undefined ? [] : [stackPlan]))
  return {
    plan: makePlan(
      placeOfStacks(environment, stacks),
      stacks.flatMap(({ plan }) => (plan === undefined ? [] : [plan])),
    ),
    stacks,
    findings: stacks.flatMap((stack) => stack.findings),
  }
}

/** The account of a stack's ARN, otherwise that of the roles of the environment. */
function placeOfStacks(environment: Environment, stacks: readonly StackPlan[]): Place {
  const arn = stacks.map(({ before, plan }) => before?.arn ?? plan?.stackArn).find((each) => each !== undefined)
  const account = arn?.split(':')[4]
  return { ...placeOfEnvironment(environment), ...(account && { account }) }
}

/** Details that keep findings of the environments apart. */
function placed(finding: Finding, environment: string): Finding {
  return { ...finding, details: { environment, ...(isRecord(finding.details) && finding.details) } }
}

function inShort({ plan, findings }: StackPlan): string {
  if (plan === undefined) return findings[0]?.title ?? 'not planned'
  if (plan.kind === 'none') return 'no change'
  return `${plan.kind}, ${plural(plan.changes.length, 'change')}`
}

interface Planned {
  readonly outputs: Readonly<Record<string, string>>
  readonly stackPlan: StackPlan | undefined
}

/**
 * Plans one stack: reads its state, creates a change set and reads it. A refusal of CloudFormation is a finding; another
 * ActionError becomes an `error` finding, so that the other stacks are still planned.
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
    const executed = await executedByThisRun(options, before, () => secretsOf(options, before))
    if (executed !== undefined) return { ...soFar, ...executed }
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
    const findings = planned.findings.map((each) =>
      explained(each, { template: source.template, parameters, environment }),
    )
    return { ...planned, findings: hideIn(findings, hiddenOf(parameters)) }
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    const secrets = soFar.parameters ? hiddenOf(soFar.parameters) : []
    const finding =
      (await changedMeanwhile(options, soFar.before, error)) ?? refused(subject, stack, error, environment)
    const told = explained(finding, { template: source.template, parameters: soFar.parameters, environment })
    return { ...soFar, findings: hideIn([...soFar.findings, told], secrets) }
  }
}

async function stateBefore({ readState, cloudformation, stack, ports }: StackPlanOptions) {
  const state = await (readState?.(stack.name) ?? readStack(cloudformation, stack.name))
  return state?.status === 'DELETE_COMPLETE' ? undefined : afterCleanup(cloudformation, ports, state)
}

/** Values that must not be shown, of a stack that was executed before. */
function secretsOf({ source, stack, outputs, ports }: StackPlanOptions, existing: StackState | undefined): string[] {
  const subject = `stack/${stack.id}`
  const { secrets } = resolveParameters({
    template: source.template,
    given: source.parameters,
    existing,
    subject,
    fill: (text, unknown) => fillOutputs(text, outputs, subject, unknown),
  })
  for (const secret of secrets) ports.log.mask(secret)
  return [...secrets]
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
  const place = { ...placeOfEnvironment(environment), region: environment.region }
  const request: ChangeSetRequest = {
    stack: before?.arn ?? stack.name,
    type: existing === undefined ? 'CREATE' : 'UPDATE',
    template: await templateLocation(options),
    parameters: parameters.parameters,
    capabilities: stack.capabilities,
    tags: {
      ...source.parameters.tags,
      ...stack.tags,
      // With this the policy of the plan role can allow the deletion of these empty stacks only.
      ...(options.preview && before === undefined && PREVIEW_TAG),
    },
    ...(stack.role !== undefined && { role: stack.role }),
    name: changeSetName(options.purpose, environment.name, options.run, ports.clock.now()),
    description: changeSetDescription(options.run, options.resume?.release, options.pullRequest),
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
  if (facts.stackArn !== created.stackArn) {
    throw new ActionError('aws/service', {
      message: `cloudformation:DescribeChangeSet for a change set of ${created.stackArn} returned one of ${facts.stackArn || 'no stack'}`,
      subject,
      expected: created.stackArn,
      observed: facts.stackArn || 'no stack',
    })
  }
  if (provisional && facts.outcome === 'failed') {
    // A failed validation of a placeholder for an unknown value says nothing about the release.
    await ledger.discard(created.arn)
    return { ...soFar, plan: planFromTemplate(stack, source, before, existing === undefined ? 'create' : 'update') }
  }
  const results = facts.outcome === 'none' ? [] : await readValidationResults(cloudformation, created.arn)
  const hooks = facts.outcome === 'changes' ? await attempt(options, () => readHooks(cloudformation, facts, wait)) : {}
  const rewritten = source.template.transforms.length > 0 && options.purpose === 'precheck'
  const made =
    rewritten && facts.outcome === 'changes'
      ? await attempt(options, () => readProcessed(cloudformation, facts, source.template))
      : {}
  const asked = facts.outcome === 'changes' || stoppedByHooks(facts) !== undefined
  const answers = asked ? await attempt(options, () => readHookResults(cloudformation, facts, wait)) : {}
  const validation = [...results, ...(answers.found ?? [])]
  const findings =
    facts.outcome === 'failed'
      ? failedChangeSet(subject, facts, source.template, validation, place, answers.error)
      : validationFindings(subject, source.template, validation, place)
  const unread = [hooks.error, made.error].flatMap((error) =>
    error === undefined ? [] : [errorFinding(error, subject, environment.key)],
  )
  // A failure in FAIL mode stops the creation of the change set: only warnings can be unknown here.
  if (answers.error && facts.outcome === 'changes') {
    const { title, ...error } = errorFinding(answers.error, subject, environment.key)
    unread.push({ ...error, outcome: 'noted', title: `Warnings of hooks are unknown: ${title}` })
  }
  const plan = planFromFacts(stack.id, facts, existing === undefined ? 'create' : 'update', provisional, parameters)
  // A provisional change set has placeholders, and one without changes cannot be executed: both are removed.
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

/** An error of an additional read becomes a finding; the plan stays. */
async function attempt<T>({ ports }: StackPlanOptions, read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { found: await read() }
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    return { error }
  }
}
