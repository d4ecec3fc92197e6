import type * as sdk from '@aws-sdk/client-cloudformation'
import { createHash } from 'node:crypto'
import { errorName } from '../aws/errors.ts'
import type { Clock } from '../ports.ts'
import { poll, type UsualDuration } from '../support/poll.ts'
import { classifyChange, mergeChanges, type ClassifiedChange } from './changes.ts'
import type { CloudFormation } from './client.ts'
import { isMissingStack, readStack, stackResources } from './stack.ts'

/** What to make a change set from. Exactly one of `body` and `url` is given. */
export interface ChangeSetRequest {
  /** Name, or ARN where the stack exists. */
  readonly stack: string
  readonly type: 'CREATE' | 'UPDATE'
  readonly template: { readonly body: string } | { readonly url: string }
  readonly parameters: readonly sdk.Parameter[]
  readonly capabilities: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly role?: string
  readonly name: string
  /** Marks it as ours for whoever finds it. Tags cannot: they would become tags of every resource. */
  readonly description: string
  /** True where the stack does not exist, so that CloudFormation makes a shell of it for the change set. */
  readonly makesShell: boolean
  /** REVERT_DRIFT makes the change set drift-aware. */
  readonly deploymentMode?: 'REVERT_DRIFT'
}

export interface CreatedChangeSet {
  readonly arn: string
  readonly stackArn: string
  readonly name: string
  /** True where the stack did not exist and CloudFormation made a shell of it (REVIEW_IN_PROGRESS). */
  readonly shell: boolean
}

/** A change set whose making was asked for, but whose answer never came. */
export interface LostChangeSet {
  readonly name: string
  readonly stack: string
  readonly shell: boolean
}

/** A finished change set, all pages of it. `changes` without a change of a resource: of outputs or settings only. */
export interface ChangeSetFacts {
  readonly arn: string
  readonly stackArn: string
  readonly stackName: string
  readonly outcome: 'changes' | 'none' | 'failed'
  readonly status: string
  readonly executionStatus: string
  readonly statusReason: string
  readonly changes: readonly ClassifiedChange[]
  readonly nested: readonly (ChangeSetFacts & { readonly logicalId: string })[]
  readonly parameters: readonly sdk.Parameter[]
  readonly deploymentMode?: string
  readonly disableRollback: boolean
  /** Why the description may be incomplete; then nothing is proved by what is absent. */
  readonly incomplete: readonly string[]
}

/** CloudFormation's limit for the name of a change set. */
const NAME_LENGTH = 128
const FIRST_LOOK_MS = 300
const SLOWEST_LOOK_MS = 5_000

/** A name that no other run, attempt, environment or moment has. */
export function changeSetName(purpose: string, environment: string, run: RunKey, now: Date): string {
  const words = ['td', purpose, environment, run.runId, String(run.runAttempt), now.getTime().toString(36)]
  return words
    .join('-')
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .slice(0, NAME_LENGTH)
}

export interface RunKey {
  readonly runId: string
  readonly runAttempt: number
}

/** Starts to make a change set. The token makes a repeated request, after a lost answer, the same request. */
export async function createChangeSet(
  cloudformation: Pick<CloudFormation, 'createChangeSet'>,
  request: ChangeSetRequest,
): Promise<CreatedChangeSet> {
  const answer = await cloudformation.createChangeSet({
    StackName: request.stack,
    ChangeSetName: request.name,
    ChangeSetType: request.type,
    ClientToken: clientToken(request),
    Description: request.description,
    ...('body' in request.template ? { TemplateBody: request.template.body } : { TemplateURL: request.template.url }),
    Parameters: [...request.parameters],
    ...(request.capabilities.length > 0 && { Capabilities: request.capabilities as sdk.Capability[] }),
    ...(Object.keys(request.tags).length > 0 && {
      Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
    ...(request.role !== undefined && { RoleARN: request.role }),
    ...(request.deploymentMode !== undefined && { DeploymentMode: request.deploymentMode }),
    IncludeNestedStacks: true,
  })
  return {
    arn: answer.Id ?? '',
    stackArn: answer.StackId ?? '',
    name: request.name,
    shell: request.makesShell,
  }
}

function clientToken(request: ChangeSetRequest): string {
  return createHash('sha256').update(`${request.stack} ${request.name}`).digest('hex')
}

/** How long and on what clock to wait for a change set. */
export interface ChangeSetWait {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly timeout: number
  readonly subject: string
  /** Of the making of change sets; for callers that make many. */
  readonly usual?: UsualDuration
}

/** Waits until the change set is made or has failed, and reads all of it, nested ones to any depth. */
export async function readChangeSet(
  cloudformation: Pick<CloudFormation, 'describeChangeSet'>,
  arn: string,
  wait: ChangeSetWait,
): Promise<ChangeSetFacts> {
  const head = await poll(
    {
      clock: wait.clock,
      signal: wait.signal,
      first: FIRST_LOOK_MS,
      slowest: SLOWEST_LOOK_MS,
      timeout: wait.timeout,
      ...(wait.usual && { usual: wait.usual }),
      subject: wait.subject,
      waitingFor: `the change set ${arn} to be made`,
      onTimeout: `Look at it with \`aws cloudformation describe-change-set --change-set-name ${arn}\`.`,
    },
    async () => {
      const page = await cloudformation.describeChangeSet({ ChangeSetName: arn, IncludePropertyValues: true })
      const status = page.Status ?? '_PENDING'
      return status.endsWith('_PENDING') || status.endsWith('_IN_PROGRESS') ? undefined : page
    },
  )
  return describeAll(cloudformation, head, arn, wait)
}

async function describeAll(
  cloudformation: Pick<CloudFormation, 'describeChangeSet'>,
  head: sdk.DescribeChangeSetCommandOutput,
  arn: string,
  wait: ChangeSetWait,
): Promise<ChangeSetFacts> {
  let changes = await allChanges(cloudformation, arn, true, head)
  const incomplete: string[] = []
  if (isIncompleteWarning(head.StatusReason)) {
    changes = mergeChanges(changes, await allChanges(cloudformation, arn, false))
    incomplete.push(head.StatusReason ?? '')
  }
  const nested: (ChangeSetFacts & { logicalId: string })[] = []
  for (const each of changes) {
    if (each.nestedChangeSet === undefined) continue
    // A root fails as soon as one child does, while others may still be at work.
    const child = await readChangeSet(cloudformation, each.nestedChangeSet, wait)
    nested.push({ ...child, logicalId: each.change.logicalId })
  }
  const reason = head.StatusReason ?? ''
  const outcome = changeSetOutcome(head.Status ?? '', reason, changes, nested)
  return {
    arn: head.ChangeSetId ?? arn,
    stackArn: head.StackId ?? '',
    stackName: head.StackName ?? '',
    outcome,
    status: head.Status ?? 'UNKNOWN',
    executionStatus: head.ExecutionStatus ?? 'UNKNOWN',
    statusReason: reason,
    changes,
    nested,
    parameters: head.Parameters ?? [],
    ...(head.DeploymentConfig?.Mode !== undefined && { deploymentMode: head.DeploymentConfig.Mode }),
    disableRollback: head.DeploymentConfig?.DisableRollback ?? false,
    incomplete,
  }
}

/** The changes of all pages; `first` is the first page where it is there already. */
async function allChanges(
  cloudformation: Pick<CloudFormation, 'describeChangeSet'>,
  arn: string,
  values: boolean,
  first?: sdk.DescribeChangeSetCommandOutput,
): Promise<ClassifiedChange[]> {
  const ask = (token?: string): Promise<sdk.DescribeChangeSetCommandOutput> =>
    cloudformation.describeChangeSet({
      ChangeSetName: arn,
      ...(values && { IncludePropertyValues: true }),
      ...(token !== undefined && { NextToken: token }),
    })
  const changes: ClassifiedChange[] = []
  let page = first ?? (await ask())
  for (;;) {
    for (const change of page.Changes ?? []) {
      const classified = classifyChange(change)
      if (classified !== undefined) changes.push(classified)
    }
    if (page.NextToken === undefined) return changes
    page = await ask(page.NextToken)
  }
}

/** https://github.com/aws/aws-cdk-cli/issues/1780: with property values, CloudFormation may drop whole changes. */
export function isIncompleteWarning(reason: string | undefined): boolean {
  return reason !== undefined && /^\[WARN\].*incomplete/i.test(reason)
}

/** "No change" is a failure to CloudFormation, told only in words: two wordings, and a variant of transforms. */
export function saysNoChange(reason: string): boolean {
  return /didn['’]t contain changes|no updates are to be performed/i.test(reason)
}

/** A finished change set holds changes, none, or has failed; a status that is not known is a failure. */
export function changeSetOutcome(
  status: string,
  reason: string,
  changes: readonly ClassifiedChange[],
  nested: readonly ChangeSetFacts[],
): ChangeSetFacts['outcome'] {
  if (status === 'CREATE_COMPLETE') {
    const onlyNested = changes.length > 0 && changes.every((each) => each.nestedChangeSet !== undefined)
    // Without a change of a resource it holds new outputs or settings, and is executed for them.
    return onlyNested && nested.every((child) => child.outcome === 'none') ? 'none' : 'changes'
  }
  if (status !== 'FAILED') return 'failed'
  if (saysNoChange(reason) && changes.length === 0) return 'none'
  const childFailed = /nested change set/i.test(reason)
  const allQuiet = nested.length > 0 && nested.every((child) => child.outcome === 'none')
  return childFailed && allQuiet && changes.every((each) => each.nestedChangeSet !== undefined) ? 'none' : 'failed'
}

/**
 * Removes a change set, and the shell of a stack that only it had made. The shell is removed only while it is in review,
 * has no resource and no other change set waits in it: what somebody else began is not ours to remove. AWS may answer as
 * things were before, so that one answer is not enough to delete by; and a shell that we know by its ARN and that AWS
 * does not know yet is there.
 */
export async function discardChangeSet(
  cloudformation: Pick<
    CloudFormation,
    'deleteChangeSet' | 'deleteStack' | 'describeStacks' | 'listChangeSets' | 'listStackResources'
  >,
  created: CreatedChangeSet | LostChangeSet,
): Promise<void> {
  const which =
    'arn' in created ? { ChangeSetName: created.arn } : { ChangeSetName: created.name, StackName: created.stack }
  try {
    await cloudformation.deleteChangeSet(which)
  } catch (error) {
    if (errorName(error) !== 'ChangeSetNotFound' && !isMissingStack(error)) throw error
  }
  if (!created.shell) return
  const stack = await readStack(cloudformation, 'arn' in created ? created.stackArn : created.stack)
  const arn = stack?.arn ?? ('arn' in created ? created.stackArn : undefined)
  if (arn === undefined || (stack !== undefined && stack.status !== 'REVIEW_IN_PROGRESS')) return
  const others = await changeSetsOf(cloudformation, arn)
  if (others.some((other) => other.name !== created.name && !('arn' in created && other.arn === created.arn))) return
  if ((await resourcesOf(cloudformation, arn)).length > 0) return
  await cloudformation.deleteStack({ StackName: arn })
}

async function resourcesOf(cloudformation: Pick<CloudFormation, 'listStackResources'>, arn: string) {
  try {
    return await stackResources(cloudformation, arn)
  } catch (error) {
    if (isMissingStack(error)) return []
    throw error
  }
}

async function changeSetsOf(
  cloudformation: Pick<CloudFormation, 'listChangeSets'>,
  stackArn: string,
): Promise<{ arn: string; name: string }[]> {
  const found: { arn: string; name: string }[] = []
  let token: string | undefined
  try {
    do {
      const page = await cloudformation.listChangeSets({
        StackName: stackArn,
        ...(token !== undefined && { NextToken: token }),
      })
      for (const summary of page.Summaries ?? []) {
        const going = summary.Status?.startsWith('DELETE_') ?? false
        if (!going) found.push({ arn: summary.ChangeSetId ?? '', name: summary.ChangeSetName ?? '' })
      }
      token = page.NextToken
    } while (token !== undefined)
  } catch (error) {
    if (!isMissingStack(error)) throw error
  }
  return found
}
