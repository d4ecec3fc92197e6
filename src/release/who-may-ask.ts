import type { AwsAccess } from '../aws/access.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Place } from '../ports.ts'

/** Whether this job may ask AWS about a pull request; a finding says why it does not. */
export function whyNotAsk(event: unknown, env: Place['env'], accesses: readonly AwsAccess[]): Finding | undefined {
  const pull = member(event, 'pull_request')
  if (pull === undefined) return undefined
  const from = text(pull, 'head', 'repo', 'full_name')
  const own = env['GITHUB_REPOSITORY']
  if (from !== own) {
    return skipped(
      'precheck/fork',
      'The pull request comes from a fork: AWS is not asked with its code',
      `a branch of ${own ?? 'this repository'}`,
      from ?? 'a repository that is gone',
    )
  }
  const hasToken = env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined
  const hasKeys = env['AWS_ACCESS_KEY_ID'] !== undefined
  if (hasToken || hasKeys || accesses.length === 0) return undefined
  return skipped(
    'precheck/no-identity',
    'The job has no identity, so only what needs no account was checked',
    'permissions: id-token: write, or AWS credentials',
    'neither',
  )
}

function skipped(code: string, title: string, expected: string, observed: string): Finding {
  return {
    code,
    outcome: 'skipped',
    title,
    subject: 'precheck',
    expected,
    observed,
    advice: 'Drift, change sets and parity are checked when the release runs.',
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

function text(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce(member, value)
  return typeof found === 'string' ? found : undefined
}
