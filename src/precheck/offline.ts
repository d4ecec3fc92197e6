import type { Environment } from '../config/model/environment.ts'
import type { Finding } from '../evidence/finding.ts'
import type { StackSources } from '../plan/sources/read-sources.ts'
import { plural } from '../support/text/text.ts'

/** The findings of a precheck without AWS calls: files that cannot be read are errors before. */
export function offlineFindings(
  prepared: readonly { readonly environment: Environment; readonly sources: StackSources }[],
): Finding[] {
  const stacks = new Set(prepared.flatMap(({ sources }) => [...sources.keys()]))
  const notCounted: Finding = {
    code: 'precheck/offline',
    outcome: 'skipped',
    title: 'only the checks without an AWS account ran: no drift, no change set, no parity',
    subject: 'precheck',
    expected: 'a precheck that reads from AWS',
    observed: 'only: offline',
    advice: 'The gate does not count this precheck: a release needs one without `only: offline`.',
  }
  if (stacks.size === 0) return [notCounted]
  return [
    notCounted,
    {
      code: 'precheck/sources-valid',
      outcome: 'pass',
      title: 'templates and parameters are readable and within the limits of CloudFormation',
      subject: 'precheck',
      expected: 'templates and parameters of every stack',
      observed: `${plural(stacks.size, 'stack')} in ${plural(prepared.length, 'environment')}: ${[...stacks].join(', ')}`,
    },
  ]
}

/** Whether an environment needs an account; local deployments alone do not. */
export function needsAccount({ stacks, deployments }: Environment): boolean {
  return stacks.length > 0 || deployments.some(({ platform }) => platform !== 'local')
}
