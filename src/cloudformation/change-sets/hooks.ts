import type { HookResultSummary } from '@aws-sdk/client-cloudformation'
import { errorName } from '../../aws/errors.ts'
import { pagesOf } from '../../aws/pages.ts'
import { poll } from '../../support/poll.ts'
import type { ChangeSetFacts, ChangeSetWait } from './change-set.ts'
import type { CloudFormation } from '../client.ts'
import type { ValidationResult } from './validation.ts'

/** A hook that will be invoked when the change set is executed. */
export interface PlannedHook {
  /** `Acme::Security::Encryption` */
  readonly name: string
  /** FAIL stops the resource; WARN does not. Any other value counts as FAIL. */
  readonly mode: string
  /** In a nested stack with the path to it, `Database/Table`. */
  readonly logicalId: string
}

/** Which hooks a change set will invoke, as far as CloudFormation reports it. */
export interface HookPlan {
  /** PLANNED where the list is complete; UNAVAILABLE, or an unknown value, where it is not. */
  readonly status: string
  readonly hooks: readonly PlannedHook[]
}

const PLANNED = 'PLANNED'
const TIMEOUT_MS = 60_000
const FIRST_POLL_MS = 300
const SLOWEST_POLL_MS = 3_000

/** Whether the list of hooks can be relied on. */
export const isPlanned = (plan: HookPlan): boolean => plan.status === PLANNED

/** Waits until CloudFormation has planned the hooks of a change set and of its nested ones, and reads them. */
export async function readHooks(
  cloudformation: Pick<CloudFormation, 'describeChangeSetHooks'>,
  facts: ChangeSetFacts,
  wait: Omit<ChangeSetWait, 'timeout'>,
  path = '',
): Promise<HookPlan> {
  const own = await poll(
    {
      ...wait,
      first: FIRST_POLL_MS,
      slowest: SLOWEST_POLL_MS,
      timeout: TIMEOUT_MS,
      waitingFor: `the hooks of the change set ${facts.arn} to be planned`,
      onTimeout: `See \`aws cloudformation describe-change-set-hooks --change-set-name ${facts.arn}\`.`,
    },
    async () => {
      const plan = await readOwn(cloudformation, facts.arn, path)
      return plan.status === 'PLANNING' ? undefined : plan
    },
  )
  const plans = [own]
  for (const child of facts.nested) {
    if (child.outcome === 'changes') {
      plans.push(await readHooks(cloudformation, child, wait, `${path}${child.logicalId}/`))
    }
  }
  return {
    status: plans.find((plan) => !isPlanned(plan))?.status ?? PLANNED,
    hooks: plans.flatMap(({ hooks }) => hooks),
  }
}

async function readOwn(
  cloudformation: Pick<CloudFormation, 'describeChangeSetHooks'>,
  arn: string,
  path: string,
): Promise<HookPlan> {
  const hooks: PlannedHook[] = []
  let status = 'UNKNOWN'
  const pages = pagesOf('NextToken', (next) => cloudformation.describeChangeSetHooks({ ChangeSetName: arn, ...next }))
  for await (const page of pages) {
    for (const hook of page.Hooks ?? []) {
      hooks.push({
        name: hook.TypeName ?? 'unnamed',
        mode: hook.FailureMode ?? 'FAIL',
        logicalId: `${path}${hook.TargetDetails?.ResourceTargetDetails?.LogicalResourceId ?? ''}`,
      })
    }
    status = page.Status ?? 'UNKNOWN'
  }
  return { status, hooks }
}

/** The types of the failed hooks, from the status reason of a change set or of a resource. */
export function failedHooks(reason: string): string[] {
  const named = /following hook\(s\)(?:\/validation)? failed: \[([^\]]*)\]/i.exec(reason)?.[1] ?? ''
  return named.split(/,\s*/).filter((name) => name !== '' && !name.startsWith('AWS::EarlyValidation::'))
}

/** The change set, this one or a nested one, whose creation a hook stopped. */
export function stoppedByHooks(facts: ChangeSetFacts): ChangeSetFacts | undefined {
  if (facts.outcome === 'failed' && failedHooks(facts.statusReason).length > 0) return facts
  return facts.nested.map(stoppedByHooks).find((found) => found !== undefined)
}

/**
 * Failed hook results of the creation of a change set and of its nested ones, to the last page; no event contains them.
 * Waits for hooks that still run. Rejects with an ActionError, also on a timeout.
 */
export async function readHookResults(
  cloudformation: Pick<CloudFormation, 'listHookResults'>,
  facts: Pick<ChangeSetFacts, 'arn' | 'nested'>,
  wait: Omit<ChangeSetWait, 'timeout'>,
): Promise<ValidationResult[]> {
  const results = await poll(
    {
      ...wait,
      first: FIRST_POLL_MS,
      slowest: SLOWEST_POLL_MS,
      timeout: TIMEOUT_MS,
      waitingFor: `the hooks of the change set ${facts.arn} to complete`,
      onTimeout: `See \`aws cloudformation list-hook-results --target-type CHANGE_SET --target-id ${facts.arn}\`.`,
    },
    async () => {
      const now = await resultsOf(cloudformation, facts.arn)
      return now.some(({ Status }) => Status === 'HOOK_IN_PROGRESS') ? undefined : now
    },
  )
  const found = results.flatMap((result): ValidationResult[] =>
    result.Status === 'HOOK_COMPLETE_SUCCEEDED'
      ? []
      : [
          {
            name: result.TypeName ?? 'unnamed',
            mode: result.FailureMode ?? 'FAIL',
            reason: result.HookStatusReason ?? result.Status ?? '',
            logicalId: '',
            path: '',
            ...(result.HookResultId !== undefined && { resultId: result.HookResultId }),
          },
        ],
  )
  for (const child of facts.nested) {
    if (child.outcome !== 'none') found.push(...(await readHookResults(cloudformation, child, wait)))
  }
  return found
}

async function resultsOf(
  cloudformation: Pick<CloudFormation, 'listHookResults'>,
  changeSetArn: string,
): Promise<HookResultSummary[]> {
  const found: HookResultSummary[] = []
  const pages = pagesOf('NextToken', (next) =>
    cloudformation.listHookResults({ TargetType: 'CHANGE_SET', TargetId: changeSetArn, ...next }),
  )
  try {
    for await (const page of pages) found.push(...(page.HookResults ?? []))
  } catch (error) {
    if (errorName(error) !== 'HookResultNotFound' && errorName(error) !== 'HookResultNotFoundException') throw error
  }
  return found
}
