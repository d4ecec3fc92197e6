import type * as sdk from '@aws-sdk/client-cloudformation'
import { createHash } from 'node:crypto'
import { pagesOf } from '../../aws/pages.ts'
import type { Digest } from '../../evidence/digest.ts'
import { ActionError } from '../../support/errors.ts'
import type { Clock, RunKey } from '../../support/runtime.ts'
import { poll, type UsualDuration } from '../../support/poll.ts'
import { classifyChange, mergeChanges, type ClassifiedChange } from './changes.ts'
import type { CloudFormation } from '../client.ts'

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
  /** Shows who made the change set. Tags would become tags of every resource. */
  readonly description: string
  /** True where the stack does not exist, so that CloudFormation creates an empty one in REVIEW_IN_PROGRESS. */
  readonly makesShell: boolean
  /** REVERT_DRIFT makes the change set drift-aware. */
  readonly deploymentMode?: 'REVERT_DRIFT'
}

export interface CreatedChangeSet {
  readonly arn: string
  readonly stackArn: string
  readonly name: string
  /** True where the stack did not exist and CloudFormation created an empty one (REVIEW_IN_PROGRESS). */
  readonly shell: boolean
}

/** A change set that was requested, but whose response was not received. */
export interface LostChangeSet {
  readonly name: string
  readonly stack: string
  readonly shell: boolean
}

/** A finished change set, all pages of it. Where no resource changes, `changes` are of outputs or settings only. */
export interface ChangeSetFacts {
  readonly arn: string
  readonly stackArn: string
  readonly stackName: string
  readonly outcome: 'changes' | 'none' | 'failed'
  readonly status: string
  readonly executionStatus: string
  readonly statusReason: string
  readonly description: string
  readonly changes: readonly ClassifiedChange[]
  readonly nested: readonly (ChangeSetFacts & { readonly logicalId: string })[]
  readonly parameters: readonly sdk.Parameter[]
  readonly deploymentMode?: string
  readonly disableRollback: boolean
  /** Why the description may be incomplete; then an absent change proves nothing. */
  readonly incomplete: readonly string[]
}

/** CloudFormation's limit for the name of a change set. */
const NAME_LENGTH = 128
const FIRST_POLL_MS = 300
const SLOWEST_POLL_MS = 5_000

/** A name that is unique to the run, attempt, environment and time. */
export function changeSetName(purpose: string, environment: string, run: RunKey, now: Date): string {
  const words = ['td', purpose, environment, run.runId, String(run.runAttempt), now.getTime().toString(36)]
  return words
    .join('-')
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .slice(0, NAME_LENGTH)
}

/** The run attempt of the change set that `changeSetName` named for a purpose, environment and run; undefined for others. */
export function changeSetAttempt(arn: string, purpose: string, environment: string, runId: string): number | undefined {
  const name = arn.split('changeSet/')[1]?.split('/')[0] ?? ''
  const [, attempt] = /-(\d+)-[0-9a-z]+$/.exec(name) ?? []
  if (attempt === undefined) return undefined
  const expected = changeSetName(purpose, environment, { runId, runAttempt: Number(attempt) }, new Date(0))
  // The time is the last word; the one of the epoch is `0`.
  return name.startsWith(expected.slice(0, -1)) && name.lastIndexOf('-') === expected.length - 2
    ? Number(attempt)
    : undefined
}

/**
 * Shows whose change set it is. A deployment adds its release, by which a later run attempt recognizes it; a precheck of a
 * pull request that is never executed adds its number, by which a later run removes what a killed one left.
 */
export function changeSetDescription(
  { runId, runAttempt }: RunKey,
  release: Digest | undefined,
  pullRequest?: number,
): string {
  const about = `test-deployments, run ${runId}, attempt ${runAttempt}`
  if (pullRequest !== undefined) return `${about}${ofPullRequest(pullRequest)}`
  return release === undefined ? about : `${about}, release ${release.replace('sha256:', '')}`
}

/** Whether the description is that of a precheck of a pull request, of another run or an earlier attempt than this. */
export function isSuperseded(
  description: string | undefined,
  pullRequest: number,
  { runId, runAttempt }: RunKey,
): boolean {
  const [, run, attempt] =
    /^test-deployments, run (\d+), attempt (\d+), pull request \d+$/.exec(description ?? '') ?? []
  if (run === undefined || !description?.endsWith(ofPullRequest(pullRequest))) return false
  return run !== runId || Number(attempt) < runAttempt
}

function ofPullRequest(number: number): string {
  return `, pull request ${number}`
}

/** Starts the creation of a change set. The token makes a retry after a lost response idempotent. */
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
  const { Id: arn, StackId: stackArn } = answer
  if (arn === undefined || stackArn === undefined) {
    throw new ActionError('aws/service', {
      message: `cloudformation:CreateChangeSet did not return the ${arn === undefined ? 'id' : 'stack'} of the change set ${request.name}`,
      subject: `stack/${request.stack}`,
    })
  }
  return {
    arn,
    stackArn,
    name: request.name,
    shell: request.makesShell,
  }
}

function clientToken(request: ChangeSetRequest): string {
  return createHash('sha256').update(`${request.stack} ${request.name}`).digest('hex')
}

/** Clock, deadline and cancel signal of the wait for a change set. */
export interface ChangeSetWait {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly timeout: number
  readonly subject: string
  /** Timeout of the creation of change sets; for callers that make many. */
  readonly usual?: UsualDuration
}

/** Waits until the change set is complete or has failed, and reads all of it, nested ones to any depth. */
export async function readChangeSet(
  cloudformation: Pick<CloudFormation, 'describeChangeSet'>,
  arn: string,
  wait: ChangeSetWait,
): Promise<ChangeSetFacts> {
  const head = await poll(
    {
      clock: wait.clock,
      signal: wait.signal,
      first: FIRST_POLL_MS,
      slowest: SLOWEST_POLL_MS,
      timeout: wait.timeout,
      ...(wait.usual && { usual: wait.usual }),
      subject: wait.subject,
      waitingFor: `the change set ${arn} to be created`,
      onTimeout: `See \`aws cloudformation describe-change-set --change-set-name ${arn}\`.`,
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
    // The root fails as soon as one child does; other children may still be in progress.
    const child = await readChangeSet(cloudformation, each.nestedChangeSet, wait)
    nested.push({ ...child, logicalId: each.change.logicalId })
  }
  if (head.ChangeSetId !== undefined && arn.startsWith('arn:') && head.ChangeSetId !== arn) {
    throw new ActionError('aws/service', {
      message: `cloudformation:DescribeChangeSet for ${arn} returned another change set`,
      subject: wait.subject,
      expected: arn,
      observed: head.ChangeSetId,
    })
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
    description: head.Description ?? '',
    changes,
    nested,
    parameters: head.Parameters ?? [],
    ...(head.DeploymentConfig?.Mode !== undefined && { deploymentMode: head.DeploymentConfig.Mode }),
    disableRollback: head.DeploymentConfig?.DisableRollback ?? false,
    incomplete,
  }
}

/** The changes of all pages; `first` is the first page where it was read before. */
async function allChanges(
  cloudformation: Pick<CloudFormation, 'describeChangeSet'>,
  arn: string,
  values: boolean,
  first?: sdk.DescribeChangeSetCommandOutput,
): Promise<ClassifiedChange[]> {
  const pages = pagesOf('NextToken', async (next) =>
    first && next.NextToken === undefined
      ? first
      : await cloudformation.describeChangeSet({
          ChangeSetName: arn,
          ...(values && { IncludePropertyValues: true }),
          ...next,
        }),
  )
  const changes: ClassifiedChange[] = []
  for await (const page of pages) changes.push(...(page.Changes ?? []).map(classifyChange))
  return changes
}

/** https://github.com/aws/aws-cdk-cli/issues/1780: with property values, CloudFormation may drop whole changes. */
export function isIncompleteWarning(reason: string | undefined): boolean {
  return reason !== undefined && /^\[WARN\].*incomplete/i.test(reason)
}

/**
 * CloudFormation reports "no changes" as a failure that only the reason text tells apart: two wordings. What a macro answers
 * stands behind "Transform … failed with" and is not CloudFormation's.
 */
export function isNoChangeReason(reason: string): boolean {
  return /^(?:the submitted information didn['’]t contain changes|no updates are to be performed)\b/i.test(
    reason.trim(),
  )
}

/** A finished change set has changes, has none, or has failed; an unknown status is a failure. */
function changeSetOutcome(
  status: string,
  reason: string,
  changes: readonly ClassifiedChange[],
  nested: readonly ChangeSetFacts[],
): ChangeSetFacts['outcome'] {
  if (status === 'CREATE_COMPLETE') {
    const onlyNested = changes.length > 0 && changes.every((each) => each.nestedChangeSet !== undefined)
    // A change set without changes of resources has new outputs or settings, and is executed for them.
    return onlyNested && nested.every((child) => child.outcome === 'none') ? 'none' : 'changes'
  }
  if (status !== 'FAILED') return 'failed'
  if (isNoChangeReason(reason) && changes.length === 0) return 'none'
  const childFailed = /nested change set/i.test(reason)
  const allQuiet = nested.length > 0 && nested.every((child) => child.outcome === 'none')
  return childFailed && allQuiet && changes.every((each) => each.nestedChangeSet !== undefined) ? 'none' : 'failed'
}
