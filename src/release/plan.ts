import type * as sdk from '@aws-sdk/client-cloudformation'
import type { AwsAccess } from '../aws/access.ts'
import { errorText } from '../aws/errors.ts'
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
import { readStack, stackCondition, type StackCondition, type StackState } from '../cloudformation/stack.ts'
import { fillOutputs, type Environment, type Outputs, type Stack } from '../config/resolve.ts'
import type { ChangeSetPlan, Plan } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { poll } from '../support/poll.ts'
import { makePlan } from './compare.ts'
import { inDependencyOrder } from './graph.ts'
import type { ChangeSetLedger } from './ledger.ts'
import { templateLocation } from './upload.ts'
import type { StackSource, StackSources } from './sources.ts'

export { comparePlans, makePlan, planDigest } from './compare.ts'

/** Stacks that are planned side by side; CloudFormation's rate limits are met by the SDK's adaptive retries. */
const WIDTH = 8
const CHANGE_SET_TIMEOUT_MS = 15 * 60_000
const CLEANUP_TIMEOUT_MS = 10 * 60_000

export interface PlanOptions {
  readonly ports: Ports
  readonly environment: Environment
  readonly access: AwsAccess
  readonly run: RunKey
  /** Part of the names of change sets: which step made them. */
  readonly purpose: 'precheck' | 'deploy'
  readonly sources: StackSources
  /** Remembers what is made; the caller discards or keeps. */
  readonly ledger: ChangeSetLedger
  /** Ids of stacks; empty: all. Outputs of the others are read all the same. */
  readonly only?: readonly string[]
}

/** One stack's plan and all that was learned on the way. */
export interface StackPlan {
  readonly stack: Stack
  readonly source: StackSource
  /** The stack as it was before; undefined where there is none. */
  readonly before: StackState | undefined
  readonly condition: StackCondition | undefined
  readonly parameters: ResolvedParameters | undefined
  /** Undefined where no plan could be made; `findings` say why. */
  readonly plan: ChangeSetPlan | undefined
  readonly facts: ChangeSetFacts | undefined
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
      const before = await readStack(cloudformation, node.stack.name)
      return { outputs: before?.outputs ?? {}, stackPlan: undefined }
    }
    const stackPlan = await planStack({ ...options, cloudformation, stack: node.stack, source, outputs })
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
    created: undefined,
    findings: [],
  }
  let soFar = base
  try {
    const before = await settled(options, subject)
    const condition = before && stackCondition(before.status, stack.name, environment.region)
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
    return await planByChangeSet(options, { ...soFar, parameters }, existing, provisional)
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    return { ...soFar, findings: [...soFar.findings, refused(subject, stack, error)] }
  }
}

/** Removing old resources is the end of an update: it is waited for. Somebody's operation is not. */
async function settled(options: StackPlanOptions, subject: string): Promise<StackState | undefined> {
  const { cloudformation, stack, ports } = options
  const first = await readStack(cloudformation, stack.name)
  if (first === undefined || first.status === 'DELETE_COMPLETE') return undefined
  if (!first.status.endsWith('CLEANUP_IN_PROGRESS')) return first
  ports.log.info(`${stack.name} is ${first.status}; waiting until old resources are removed`)
  return poll(
    {
      clock: ports.clock,
      signal: ports.cancelled,
      first: 1_000,
      slowest: 5_000,
      timeout: CLEANUP_TIMEOUT_MS,
      subject,
      waitingFor: `the stack ${stack.name} to remove its old resources`,
      onTimeout: `Look at it with \`aws cloudformation describe-stacks --stack-name ${stack.name}\`.`,
    },
    async () => {
      const now = await readStack(cloudformation, first.arn)
      return now?.status.endsWith('_IN_PROGRESS') ? undefined : (now ?? first)
    },
  )
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
    tags: { ...source.parameters.tags, ...stack.tags },
    ...(stack.role !== undefined && { role: stack.role }),
    name: changeSetName(options.purpose, environment.name, options.run, ports.clock.now()),
    description: `test-deployments, run ${options.run.runId}, attempt ${options.run.runAttempt}`,
    makesShell: before === undefined,
  }
  ports.cancelled.throwIfAborted()
  const created = await ledger.create(cloudformation, request, place)
  const facts = await readChangeSet(cloudformation, created.arn, {
    clock: ports.clock,
    signal: ports.cancelled,
    timeout: CHANGE_SET_TIMEOUT_MS,
    subject,
  })
  const plan = planFromFacts(stack.id, facts, existing === undefined ? 'create' : 'update', provisional, parameters)
  // A provisional change set is made of guesses, and one without changes cannot be executed: neither is kept.
  const keep = facts.outcome === 'changes' && !provisional
  if (!keep) await ledger.discard(created.arn)
  const pinned = keep ? plan : withoutChangeSet(plan)
  return {
    ...soFar,
    facts,
    plan: facts.outcome === 'failed' ? undefined : pinned,
    created: keep ? created : undefined,
    findings: facts.outcome === 'failed' ? [failedChangeSet(subject, facts)] : [],
  }
}

function withoutChangeSet(plan: ChangeSetPlan): ChangeSetPlan {
  const pinned: { -readonly [K in keyof ChangeSetPlan]: ChangeSetPlan[K] } = { ...plan }
  delete pinned.changeSetArn
  return { ...pinned, nested: plan.nested.map(withoutChangeSet) }
}

/** A read change set as a plan; values that must not be shown are masked. */
export function planFromFacts(
  id: string,
  facts: ChangeSetFacts,
  kind: 'create' | 'update',
  provisional: boolean,
  hidden: Pick<ResolvedParameters, 'secrets'>,
): ChangeSetPlan {
  const secrets = hidden.secrets.filter((secret) => secret !== '')
  const redact = (text: string): string => secrets.reduce((shown, secret) => shown.replaceAll(secret, '****'), text)
  return {
    stack: id,
    stackName: facts.stackName,
    stackArn: facts.stackArn,
    changeSetArn: facts.arn,
    kind: facts.outcome === 'none' ? 'none' : kind,
    provisional,
    changes:
      facts.outcome === 'none'
        ? []
        : facts.changes.map(({ change }) => ({
            ...change,
            properties: change.properties.map((property) => ({
              ...property,
              ...(property.before !== undefined && { before: redact(property.before) }),
              ...(property.after !== undefined && { after: redact(property.after) }),
            })),
          })),
    nested: facts.nested.map((child) => planFromFacts(`${id}/${child.logicalId}`, child, kind, provisional, hidden)),
  }
}

/** True where a value is unknown and there is no earlier one to plan with. */
function lacksValues(source: StackSource, parameters: ResolvedParameters): boolean {
  const given = new Set(parameters.parameters.map((parameter: sdk.Parameter) => parameter.ParameterKey))
  return parameters.unknown.some((name) => !given.has(name) && source.template.parameters[name]?.default === undefined)
}

/** The plan of a stack that cannot be asked for yet: what its template declares. */
function planFromTemplate(
  stack: Stack,
  source: StackSource,
  before: StackState | undefined,
  kind: 'create' | 'update',
): ChangeSetPlan {
  return {
    stack: stack.id,
    stackName: stack.name,
    ...(before !== undefined && { stackArn: before.arn }),
    kind,
    provisional: true,
    changes: Object.entries(source.template.resources).map(([logicalId, { type }]) => ({
      logicalId,
      type,
      action: kind === 'create' ? 'Add' : 'Dynamic',
      replacement: kind === 'create' ? 'False' : 'Conditional',
      properties: [],
    })),
    nested: [],
  }
}

/** Outputs that the next stacks may count on: those that the stack has, unless what they name is about to be replaced. */
function outputsAfter({ before, plan, source }: StackPlan): Readonly<Record<string, string>> {
  const moving = new Set(
    (plan?.changes ?? []).filter((change) => change.replacement !== 'False').map((change) => change.logicalId),
  )
  return Object.fromEntries(
    Object.entries(before?.outputs ?? {}).filter(
      ([name]) => ![...namesIn(source.template.outputs[name])].some((id) => moving.has(id)),
    ),
  )
}

/** Logical ids that an expression refers to by Ref, GetAtt or Sub. */
function namesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) namesIn(item, found)
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) namesIn(member, found)
  else if (typeof value === 'string') {
    found.add(value)
    for (const [, name] of value.matchAll(/\$\{([A-Za-z0-9]+)/g)) found.add(name ?? '')
  }
  return found
}

function unusable(subject: string, before: StackState, condition: StackCondition): Finding {
  return {
    code:
      condition.kind === 'busy' ? 'stack/busy' : condition.kind === 'unknown' ? 'stack/unknown-state' : 'stack/stuck',
    outcome: condition.kind === 'unknown' ? 'inconclusive' : 'fail',
    title: `${before.name} cannot be updated: ${condition.explanation}`,
    subject,
    expected: 'a settled stack, such as UPDATE_COMPLETE',
    observed: before.statusReason === undefined ? before.status : `${before.status}: ${before.statusReason}`,
    advice: condition.wayOut,
  }
}

function failedChangeSet(subject: string, facts: ChangeSetFacts): Finding {
  const reasons = [facts, ...allNested(facts)].filter((each) => each.outcome === 'failed' && each.statusReason !== '')
  const deepest = reasons.at(-1)?.statusReason ?? `status ${facts.status}`
  return {
    code: 'change-set/failed',
    outcome: 'fail',
    title: `CloudFormation cannot plan the update of ${facts.stackName}`,
    subject,
    expected: 'a change set that can be executed',
    observed: deepest,
    advice:
      'Correct the template or the parameters as the reason says; validate with `aws cloudformation validate-template`.',
  }
}

function allNested(facts: ChangeSetFacts): ChangeSetFacts[] {
  return facts.nested.flatMap((child) => [child, ...allNested(child)])
}

/** AWS's refusals of this very request; all else (rights, network) says nothing about the deployment. */
const REFUSALS = new Set([
  'ValidationError',
  'InsufficientCapabilitiesException',
  'InsufficientCapabilities',
  'LimitExceededException',
  'LimitExceeded',
  'AlreadyExistsException',
])

function refused(subject: string, stack: Stack, error: ActionError): Finding {
  const name = error.cause instanceof Error ? error.cause.name : ''
  const said = errorText(error)
  const capability = /requires capabilities\s*:?\s*\[([^\]]*)\]/i.exec(said)?.[1]
  if (error.code === 'aws/service' && REFUSALS.has(name)) {
    return {
      code: 'change-set/refused',
      outcome: 'fail',
      title: `CloudFormation refuses the change set for ${stack.name}`,
      subject,
      expected: 'a change set',
      observed: `${name}: ${said}`,
      advice:
        capability === undefined
          ? `Correct ${stack.template} or its parameters as the message says.`
          : `Set \`capabilities: [${capability}]\` for the stack ${stack.id}.`,
    }
  }
  return {
    code: error.code,
    outcome: 'error',
    title: error.message,
    subject,
    advice: error.advice,
    ...(error.details.expected !== undefined && { expected: error.details.expected }),
    ...(error.details.observed !== undefined && { observed: error.details.observed }),
  }
}
