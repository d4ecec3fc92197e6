import type { Finding } from '../evidence/finding.ts'

/** Who can correct what a finding says. */

const ADMINISTRATOR = 'an administrator of the repository, in its settings'
const REVIEWER = 'a required reviewer who did not start the run'
const ROLES = 'the administrator of the IAM roles of the account'
const ACCOUNT = 'a person with permission to change that account'
const ANYBODY = 'anybody who may re-run the job'
const WORKFLOW = 'the maintainer of the workflow'
const COMMIT = 'the author, with a commit'
const DRIFT = 'the author, with a commit to the template; or a person with permission to change that account'

/** By code, or by its first part. What depends on the cause is in neither. */
const WHO: Readonly<Record<string, string>> = {
  appspec: COMMIT,
  'task-definition': COMMIT,
  template: COMMIT,
  'rules/weakened': COMMIT,
  'rule/unknown': COMMIT,
  'rule/off-expired': COMMIT,
  'change/undeclared': COMMIT,
  'change/forbidden': COMMIT,
  'change/expected-absent': COMMIT,
  'change/replaces-state': COMMIT,
  'change/removes-state': COMMIT,
  'change/broadens-access': COMMIT,
  'change/new-access': COMMIT,
  'change/no-effect': COMMIT,
  'vanished/stack': COMMIT,
  'vanished/deployment': COMMIT,
  'vanished/check': COMMIT,
  'vanished/environment': COMMIT,
  config: COMMIT,
  'name/taken': COMMIT,
  'name/given-twice': COMMIT,
  'name/kept-by-replacement': COMMIT,
  'exports/in-use': COMMIT,
  'config/system': WORKFLOW,
  'gate/environment-missing': ADMINISTRATOR,
  'gate/unprotected': ADMINISTRATOR,
  'gate/too-few-reviewers': ADMINISTRATOR,
  'gate/self-review': ADMINISTRATOR,
  'gate/branch-refused': ADMINISTRATOR,
  'gate/branch-unknown': ADMINISTRATOR,
  'gate/not-approved': REVIEWER,
  'gate/self-approved': REVIEWER,
  'gate/excluded-approver': REVIEWER,
  'gate/too-few-approvals': REVIEWER,
  'gate/frozen': ANYBODY,
  'gate/outside-window': ANYBODY,
  'gate/check-missing': COMMIT,
  'gate/kind-missing': COMMIT,
  'gate/no-checks': COMMIT,
  'gate/not-in-environment': WORKFLOW,
  'gate/no-identity': WORKFLOW,
  'gate/not-built-on': WORKFLOW,
  'gate/began-early': WORKFLOW,
  'precheck/no-identity': WORKFLOW,
  permission: ROLES,
  trust: ROLES,
  'aws/denied': ROLES,
  'aws/no-credentials': WORKFLOW,
  'github/no-token': WORKFLOW,
  'github/denied': WORKFLOW,
  'github/identity': WORKFLOW,
  'aws/expired': ANYBODY,
  'aws/throttled': ANYBODY,
  'aws/unreachable': ANYBODY,
  'aws/service': ANYBODY,
  'github/throttled': ANYBODY,
  'github/unreachable': ANYBODY,
  'github/service': ANYBODY,
  'evidence/stale': ANYBODY,
  cancelled: ANYBODY,
  bootstrap: ACCOUNT,
  'quota/exceeded': ACCOUNT,
  'asset/no-bucket': ACCOUNT,
  'drift/property-differs': DRIFT,
  'drift/resource-deleted': DRIFT,
  'drift/undeclared': DRIFT,
  'drift/differs-undeclared': DRIFT,
  'drift/on-many-resources': DRIFT,
  'drift/other-content': DRIFT,
  'drift/ignore-expired': COMMIT,
  'drift/ignore-unused': COMMIT,
  'drift/coverage': COMMIT,
  'drift/throttled': ANYBODY,
  'parity/allowance-expired': COMMIT,
  'parity/allowance-unused': COMMIT,
  'parity/differs': 'the author, with a commit that aligns the environments or declares the difference',
  internal: 'the maintainers of this action: open an issue with the debug log',
}

/** In one line; undefined where it depends on the cause. */
export function whoCan({ code }: Pick<Finding, 'code'>): string | undefined {
  return WHO[code] ?? WHO[code.split('/', 1)[0] ?? '']
}
