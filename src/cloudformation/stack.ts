import type * as sdk from '@aws-sdk/client-cloudformation'
import { errorName, errorText } from '../aws/errors.ts'
import type { CloudFormation } from './client.ts'

/** A stack as CloudFormation describes it. Values of NoEcho parameters are AWS's mask, `****`. */
export interface StackState {
  /** Pins this very stack: a stack that is made again under the same name has another. */
  readonly arn: string
  readonly name: string
  readonly status: string
  readonly statusReason?: string
  readonly detailedStatus?: string
  readonly parameters: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly notificationArns: readonly string[]
  readonly rollback: { readonly alarms: readonly string[]; readonly monitoringMinutes: number }
  readonly role?: string
  readonly terminationProtection: boolean
  readonly disableRollback: boolean
  /** STANDARD or EXPRESS, where AWS tells. */
  readonly deploymentMode?: string
  readonly parent?: string
  readonly changeSetArn?: string
}

/** What AWS writes in place of a NoEcho value. */
export const MASKED = '****'

/** Reads one stack by name or ARN; undefined when there is none. */
export async function readStack(
  cloudformation: Pick<CloudFormation, 'describeStacks'>,
  nameOrArn: string,
): Promise<StackState | undefined> {
  try {
    const answer = await cloudformation.describeStacks({ StackName: nameOrArn })
    const stack = answer.Stacks?.[0]
    return stack === undefined ? undefined : stackState(stack)
  } catch (error) {
    if (isMissingStack(error)) return undefined
    throw error
  }
}

/**
 * Reads the stacks of those names by listing those of the region, until all are found. Where the list would be much
 * longer than that, or may not be read, it has only some of them: the others have to be asked for by name.
 */
export async function listStacks(
  cloudformation: Pick<CloudFormation, 'describeStacks'>,
  names: readonly string[],
): Promise<Map<string, StackState>> {
  const missing = new Set(names)
  const found = new Map<string, StackState>()
  let token: string | undefined
  let pages = 0
  do {
    const page = await cloudformation.describeStacks(token === undefined ? {} : { NextToken: token })
    for (const stack of page.Stacks ?? []) {
      const state = stackState(stack)
      if (missing.delete(state.name)) found.set(state.name, state)
    }
    token = page.NextToken
    pages += 1
  } while (token !== undefined && missing.size > 0 && pages * WORTH_A_PAGE < names.length)
  return found
}

/** A page of other people's stacks is worth it while the names that it spares are more than these. */
const WORTH_A_PAGE = 10

/** CloudFormation has no error of its own for a stack that is not there: only the words tell. */
export function isMissingStack(error: unknown): boolean {
  return errorName(error) === 'ValidationError' && /does not exist/i.test(errorText(error))
}

/** AWS's description of a stack in our terms. */
export function stackState(stack: sdk.Stack): StackState {
  return {
    arn: stack.StackId ?? '',
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? 'UNKNOWN',
    ...(stack.StackStatusReason !== undefined && { statusReason: stack.StackStatusReason }),
    ...(stack.DetailedStatus !== undefined && { detailedStatus: stack.DetailedStatus }),
    parameters: entries(stack.Parameters, 'ParameterKey', 'ParameterValue'),
    outputs: entries(stack.Outputs, 'OutputKey', 'OutputValue'),
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
 * `ready` a change set can be made and executed; `review` there is nothing but a change set that was never executed;
 * `busy` somebody's operation runs; `stuck` a person has to act first; `gone` it was deleted; `unknown` a status that
 * this version does not know, which is never taken for ready.
 */
export interface StackCondition {
  readonly kind: 'ready' | 'review' | 'busy' | 'stuck' | 'gone' | 'unknown'
  readonly explanation: string
  /** The exact next step; empty where there is nothing to do. */
  readonly wayOut: string
}

/** Judges a status; `name` and `region` make the way out a command that can be copied, `mode` is how it was deployed. */
export function stackCondition(status: string, name: string, region: string, mode = 'STANDARD'): StackCondition {
  const aws = (operation: string): string =>
    `aws cloudformation ${operation} --stack-name ${name}${region === '' ? '' : ` --region ${region}`}`
  switch (status) {
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return { kind: 'ready', explanation: 'the stack is settled', wayOut: '' }
    case 'REVIEW_IN_PROGRESS':
      return { kind: 'review', explanation: 'a change set was made for it and never executed', wayOut: '' }
    case 'DELETE_COMPLETE':
      return { kind: 'gone', explanation: 'the stack was deleted', wayOut: '' }
    case 'ROLLBACK_COMPLETE':
      return {
        kind: 'stuck',
        explanation: 'its creation failed and was rolled back; such a stack can only be deleted',
        wayOut: `Check that nothing in it is needed, then run \`${aws('delete-stack')}\` and start the release again; it is never deleted unasked.`,
      }
    case 'CREATE_FAILED':
    case 'ROLLBACK_FAILED':
      return {
        kind: 'stuck',
        explanation: 'its creation failed and it was not rolled back',
        wayOut: `Read \`${aws('describe-stack-events')}\`, then delete it with \`${aws('delete-stack')}\` and start the release again.`,
      }
    case 'UPDATE_FAILED':
      return {
        kind: 'stuck',
        explanation: 'an update failed while rollback was disabled',
        wayOut:
          mode === 'EXPRESS'
            ? `CloudFormation does not go back after EXPRESS mode: bring it to an end with \`${aws('update-stack')} --use-previous-template --deployment-config Mode=EXPRESS,DisableRollback=false\` (with its parameters), then start the release again.`
            : `Go back to the last working state with \`${aws('rollback-stack')}\`, then start the release again.`,
      }
    case 'UPDATE_ROLLBACK_FAILED':
      return {
        kind: 'stuck',
        explanation: 'an update failed, and so did its rollback',
        wayOut: `Mend what the events name, then run \`${aws('continue-update-rollback')}\` and start the release again.`,
      }
    case 'IMPORT_ROLLBACK_FAILED':
      return {
        kind: 'stuck',
        explanation: 'an import failed, and so did its rollback',
        wayOut: `Read \`${aws('describe-stack-events')}\` and repair the imported resources.`,
      }
    case 'DELETE_FAILED':
      return {
        kind: 'stuck',
        explanation: 'its deletion failed',
        wayOut: `Read \`${aws('describe-stack-events')}\`, empty or release what holds it, then run \`${aws('delete-stack')}\` again.`,
      }
    default:
      if (status.endsWith('_IN_PROGRESS')) {
        return {
          kind: 'busy',
          explanation: status.includes('CLEANUP')
            ? 'an update is done and old resources are being removed'
            : "somebody's operation is running on it",
          wayOut: `Wait until \`${aws('describe-stacks')}\` shows a status that ends in COMPLETE, then start again.`,
        }
      }
      return {
        kind: 'unknown',
        explanation: 'this status is not known here',
        wayOut: `Look at \`${aws('describe-stacks')}\` and, if the stack is well, update this action.`,
      }
  }
}

/** What a stack consists of, to the last page, without what is gone. */
export async function stackResources(
  cloudformation: Pick<CloudFormation, 'listStackResources'>,
  arn: string,
): Promise<sdk.StackResourceSummary[]> {
  const found: sdk.StackResourceSummary[] = []
  let token: string | undefined
  do {
    const page = await cloudformation.listStackResources({
      StackName: arn,
      ...(token !== undefined && { NextToken: token }),
    })
    found.push(...(page.StackResourceSummaries ?? []))
    token = page.NextToken
  } while (token !== undefined)
  return found.filter((resource) => resource.ResourceStatus !== 'DELETE_COMPLETE')
}
