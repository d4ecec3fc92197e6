import { pagesOf } from '../../aws/pages.ts'
import type { CloudFormation } from '../client.ts'

/** A failure or warning of CloudFormation's early validation, or of a hook, before anything was executed. */
export interface ValidationResult {
  /** `AWS::EarlyValidation::PropertyValidation`, or the type of the hook. */
  readonly name: string
  /** FAIL blocks the change set; WARN does not. Any other value counts as FAIL. */
  readonly mode: string
  readonly reason: string
  readonly logicalId: string
  /** Path in the template. */
  readonly path: string
  /** The id with which GetHookResult returns the details of a hook's result. */
  readonly resultId?: string
}

/** Early validation results and hook failures of a change set, to the last page. */
export async function readValidationResults(
  cloudformation: Pick<CloudFormation, 'describeEvents'>,
  changeSetArn: string,
): Promise<ValidationResult[]> {
  const found: ValidationResult[] = []
  const pages = pagesOf('NextToken', (next) =>
    cloudformation.describeEvents({ ChangeSetName: changeSetArn, Filters: { FailedEvents: true }, ...next }),
  )
  for await (const page of pages) {
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
  }
  return found
}
