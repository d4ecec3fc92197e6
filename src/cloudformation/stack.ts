import type * as sdk from '@aws-sdk/client-cloudformation'
import { errorName, errorText } from '../aws/errors.ts'
import { pagesOf } from '../aws/pages.ts'
import { ActionError } from '../support/errors.ts'
import type { CloudFormation } from './client.ts'

/** A stack as CloudFormation describes it. Values of NoEcho parameters are masked by AWS: `****`. */
export interface StackState {
  /** Identifies the stack: one that is created again with the same name has another ARN. */
  readonly arn: string
  readonly name: string
  readonly status: string
  readonly statusReason?: string
  readonly detailedStatus?: string
  readonly parameters: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  /** Names of exports, by the key of the output. */
  readonly exports: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly notificationArns: readonly string[]
  readonly rollback: { readonly alarms: readonly string[]; readonly monitoringMinutes: number }
  readonly role?: string
  readonly terminationProtection: boolean
  readonly disableRollback: boolean
  /** STANDARD or EXPRESS; absent where AWS does not say. */
  readonly deploymentMode?: string
  readonly parent?: string
  readonly changeSetArn?: string
  /** When it was updated last, or created: ISO 8601, UTC. */
  readonly updatedAt?: string
}

/** What AWS writes in place of a NoEcho value. */
export const MASKED = '****'

/** Reads one stack by name or ARN; undefined where it does not exist. */
export async function readStack(
  cloudformation: Pick<CloudFormation, 'describeStacks'>,
  nameOrArn: string,
): Promise<StackState | undefined> {
  try {
    const answer = await cloudformation.describeStacks({ StackName: nameOrArn })
    const state = answer.Stacks?.[0] && stackState(answer.Stacks[0])
    // An answer without a stack and without an error, or about another stack, proves nothing.
    if (state === undefined || state.arn === '' || ![state.arn, state.name].includes(nameOrArn)) {
      throw new ActionError('aws/service', {
        message: `cloudformation:DescribeStacks for ${nameOrArn} returned ${state?.name || 'no stack'}`,
        subject: `stack/${nameOrArn}`,
        expected: nameOrArn,
        observed: state === undefined ? 'nothing' : `${state.name} ${state.arn}`,
      })
    }
    return state
  } catch (error) {
    if (isMissingStack(error)) return undefined
    throw error
  }
}

/**
 * Reads stacks by their names from the list of the region, until all are found. Where the list is much longer, or AWS denies
 * it, the result has only some of them; the caller reads the others by name.
 */
export async function listStacks(
  cloudformation: Pick<CloudFormation, 'describeStacks'>,
  names: readonly string[],
): Promise<Map<string, StackState>> {
  const missing = new Set(names)
  const found = new Map<string, StackState>()
  let pages = 0
  for await (const page of pagesOf('NextToken', (next) => cloudformation.describeStacks(next))) {
    for (const stack of page.Stacks ?? []) {
      const state = stackState(stack)
      if (missing.delete(state.name)) found.set(state.name, state)
    }
    pages += 1
    if (missing.size === 0 || pages * WORTH_A_PAGE >= names.length) break
  }
  return found
}

/** The next page is read only while more names than these are missing. */
const WORTH_A_PAGE = 10

/** CloudFormation has no error name for a stack that does not exist: only the message tells. */
export function isMissingStack(error: unknown): boolean {
  return errorName(error) === 'ValidationError' && /does not exist/i.test(errorText(error))
}

/** Converts AWS's description of a stack. */
export function stackState(stack: sdk.Stack): StackState {
  const updated = stack.LastUpdatedTime ?? stack.CreationTime
  return {
    arn: stack.StackId ?? '',
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? 'UNKNOWN',
    ...(stack.StackStatusReason !== undefined && { statusReason: stack.StackStatusReason }),
    ...(stack.DetailedStatus !== undefined && { detailedStatus: stack.DetailedStatus }),
    parameters: entries(stack.Parameters, 'ParameterKey', 'ParameterValue'),
    outputs: entries(stack.Outputs, 'OutputKey', 'OutputValue'),
    exports: Object.fromEntries(
      (stack.Outputs ?? []).flatMap(({ OutputKey, ExportName }) =>
        OutputKey === undefined || ExportName === undefined ? [] : [[OutputKey, ExportName] as const],
      ),
    ),
    tags: entries(stack.Tags, 'Key', 'Value'),
    capabilities: stack.Capabilities ?? [],
    notificationArns: stack.NotificationARNs ?? [],
    rollback: {
      alarms: (stack.RollbackConfiguration?.RollbackTriggers ?? []).map((trigger) => trigger.Arn ?? ''),
      monitoringMinutes: stack.RollbackConfiguration?.MonitoringTimeInMinutes ?? 0,
    },
    ...(stack.RoleARN !== undefined && { role: stack.RoleARN }),
    terminationProtection: stack.EnableTerminationProtection ?? false,
    disableRollback: stack.DeploymentConfig?.DisableRollback ?? stack.DisableRollback ?? false,
    ...(stack.DeploymentConfig?.Mode !== undefined && { deploymentMode: stack.DeploymentConfig.Mode }),
    ...(stack.ParentId !== undefined && { parent: stack.ParentId }),
    ...(stack.ChangeSetId !== undefined && { changeSetArn: stack.ChangeSetId }),
    ...(updated !== undefined && { updatedAt: updated.toISOString() }),
  }
}

function entries<T extends object>(
  list: readonly T[] | undefined,
  key: keyof T,
  value: keyof T,
): Readonly<Record<string, string>> {
  return Object.fromEntries((list ?? []).map((item) => [String(item[key] ?? ''), String(item[value] ?? '')]))
}

/**
 * What a stack's status means for a release:
 * `ready` a change set can be created and executed; `review` the stack has nothing but a change set that was not executed;
 * `busy` an operation is in progress; `stuck` a person has to act first; `gone` it was deleted; `unknown` a status that this
 * version does not know, which is never treated as ready.
 */
export interface StackCondition {
  readonly kind: 'ready' | 'review' | 'busy' | 'stuck' | 'gone' | 'unknown'
  readonly explanation: string
  /** The exact next step; empty where none is needed. */
  readonly nextStep: string
}

/** Judges a status. `name` and `region` are for the commands in the next step; `mode` is that of the last deployment. */
export function stackCondition(status: string, name: string, region: string, mode = 'STANDARD'): StackCondition {
  const aws = (operation: string): string =>
    `aws cloudformation ${operation} --stack-name ${name}${region === '' ? '' : ` --region ${region}`}`
  switch (status) {
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return { kind: 'ready', explanation: 'no operation is in progress', nextStep: '' }
    case 'REVIEW_IN_PROGRESS':
      return { kind: 'review', explanation: 'its only change set was not executed', nextStep: '' }
    case 'DELETE_COMPLETE':
      return { kind: 'gone', explanation: 'the stack was deleted', nextStep: '' }
    case 'ROLLBACK_COMPLETE':
      return {
        kind: 'stuck',
        explanation: 'its creation failed and was rolled back; it can only be deleted',
        nextStep: `Check that nothing in it is needed, then run \`${aws('delete-stack')}\` and start the release again; this action does not delete it.`,
      }
    case 'CREATE_FAILED':
    case 'ROLLBACK_FAILED':
      return {
        kind: 'stuck',
        explanation: 'its creation failed and was not rolled back',
        nextStep: `Read \`${aws('describe-stack-events')}\`, then delete it with \`${aws('delete-stack')}\` and start the release again.`,
      }
    case 'UPDATE_FAILED':
      return {
        kind: 'stuck',
        explanation: 'an update failed while rollback was disabled',
        nextStep:
          mode === 'EXPRESS'
            ? `CloudFormation cannot roll back after EXPRESS mode: complete the update with \`${aws('update-stack')} --use-previous-template --deployment-config Mode=EXPRESS,DisableRollback=false\` (with its parameters), then start the release again.`
            : `Roll back to the last working state with \`${aws('rollback-stack')}\`, then start the release again.`,
      }
    case 'UPDATE_ROLLBACK_FAILED':
      return {
        kind: 'stuck',
        explanation: 'an update failed, and so did its rollback',
        nextStep: `Fix the cause that the events name, then run \`${aws('continue-update-rollback')}\` and start the release again.`,
      }
    case 'IMPORT_ROLLBACK_FAILED':
      return {
        kind: 'stuck',
        explanation: 'an import failed, and so did its rollback',
        nextStep: `Read \`${aws('describe-stack-events')}\` and repair the imported resources, then start the release again.`,
      }
    case 'DELETE_FAILED':
      return {
        kind: 'stuck',
        explanation: 'its deletion failed',
        nextStep: `Read \`${aws('describe-stack-events')}\`, empty or detach the resource that could not be deleted, then run \`${aws('delete-stack')}\` again.`,
      }
    default:
      if (status.endsWith('_IN_PROGRESS')) {
        return {
          kind: 'busy',
          explanation: status.includes('CLEANUP')
            ? 'an update is complete and old resources are being removed'
            : 'another operation is in progress',
          nextStep: `Wait until \`${aws('describe-stacks')}\` shows a status that ends in COMPLETE, then start the release again.`,
        }
      }
      return {
        kind: 'unknown',
        explanation: 'this version does not know the status',
        nextStep: `See \`${aws('describe-stacks')}\`; if the stack is healthy, update this action to a version that knows the status.`,
      }
  }
}

/** Statuses of resources that are listed and no longer belong to the stack. */
const GONE = new Set<string | undefined>(['DELETE_COMPLETE', 'DELETE_SKIPPED'])

/** The resources of a stack, to the last page, without deleted ones. */
export async function stackResources(
  cloudformation: Pick<CloudFormation, 'listStackResources'>,
  arn: string,
): Promise<sdk.StackResourceSummary[]> {
  const found: sdk.StackResourceSummary[] = []
  const pages = pagesOf('NextToken', (next) => cloudformation.listStackResources({ StackName: arn, ...next }))
  for await (const page of pages) found.push(...(page.StackResourceSummaries ?? []))
  return found.filter((resource) => !GONE.has(resource.ResourceStatus))
}
