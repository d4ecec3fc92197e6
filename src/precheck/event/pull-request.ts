import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Finding } from '../../evidence/finding.ts'
import { recordOf, textAt } from '../../support/records.ts'
import type { Place } from '../../support/runtime.ts'

/**
 * Whether this job calls AWS for a pull request; otherwise a finding with the reason. It is an error: a precheck without AWS
 * calls must not satisfy a required status check.
 */
export function reasonNotToAsk(event: unknown, env: Place['env']): Finding | undefined {
  const { pull_request: pull, number } = recordOf(event)
  const own = env['GITHUB_REPOSITORY']
  const branch = `a branch of ${own ?? 'this repository'}`
  if (pull === undefined) {
    if (!(env['GITHUB_EVENT_NAME'] ?? '').startsWith('pull_request')) return undefined
    return notCalled(
      'precheck/fork',
      'The repository of the pull request is unknown: AWS was not called',
      branch,
      'no event',
      number,
    )
  }
  const from = textAt(pull, 'head', 'repo', 'full_name')
  if (from !== own) {
    const title = 'The pull request comes from a fork: AWS was not called'
    return notCalled('precheck/fork', title, branch, from ?? 'a deleted repository', number)
  }
  const hasToken = env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined
  const hasKeys = env['AWS_ACCESS_KEY_ID'] !== undefined
  if (hasToken || hasKeys) return undefined
  return {
    ...notCalled('precheck/no-identity', 'The job has no identity: AWS was not called', '', 'neither', number),
    expected: 'permissions: id-token: write, or AWS credentials',
    advice: `Give the job \`permissions: id-token: write\`. ${OFFLINE_ONLY}`,
  }
}

const OFFLINE_ONLY = 'For the checks without an account set `only: offline`.'

function notCalled(code: FindingCode, title: string, expected: string, observed: string, number: unknown): Finding {
  // The event is untrusted input: only a number is put into a command.
  const pull = typeof number === 'number' && Number.isSafeInteger(number) ? String(number) : 'NUMBER'
  return {
    code,
    outcome: 'error',
    title,
    subject: 'precheck',
    expected,
    observed,
    advice: `A maintainer reviews the changes and runs precheck on a branch of this repository: \`gh pr checkout ${pull} && git push origin HEAD:refs/heads/review-${pull}\`, then opens a pull request from it. ${OFFLINE_ONLY}`,
  }
}
