import type { CloudFormation } from './client.ts'

/** What CloudFormation, or a hook, objected to before anything was executed. */
export interface Objection {
  /** `AWS::EarlyValidation::PropertyValidation`, or the type of the hook. */
  readonly name: string
  /** FAIL blocks the change set; WARN does not. Anything else is taken for FAIL. */
  readonly mode: string
  readonly reason: string
  readonly logicalId: string
  /** Where in the template. */
  readonly path: string
  /** Of a hook's answer, by which GetHookResult tells more. */
  readonly resultId?: string
}

/** Early-validation results and hook failures of a change set, to the last page. */
export async function readObjections(
  cloudformation: Pick<CloudFormation, 'describeEvents'>,
  changeSetArn: string,
): Promise<Objection[]> {
  const found: Objection[] = []
  let token: string | undefined
  do {
    const page = await cloudformation.describeEvents({
      ChangeSetName: changeSetArn,
      Filters: { FailedEvents: true },
      ...(token !== undefined && { NextToken: token }),
    })
    for (const event of page.OperationEvents ?? []) {
      const hook = event.EventType === 'HOOK_INVOCATION_ERROR'
      if (!hook && event.EventType !== 'VALIDATION_ERROR') continue
      found.push({
        name: (hook ? event.HookType : event.ValidationName) ?? 'unnamed',
        mode: (hook ? event.HookFailureMode : event.ValidationFailureMode) ?? 'FAIL',
        reason: (hook ? event.HookStatusReason : event.ValidationStatusReason) ?? '',
        logicalId: event.LogicalResourceId ?? '',
        path: event.ValidationPath ?? '',
      })
    }
    token = page.NextToken
  } while (token !== undefined)
  return found
}
