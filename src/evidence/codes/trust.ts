import type { CodeTable } from './entry.ts'

/** Whom the roles of the environments trust, and which job wrote a document. */
export const TRUST = {
  'trust/confined': {
    title: 'A role trusts the jobs of its environment, and no other job on GitHub',
    meaning:
      'The trust policy was evaluated for tokens of other repositories, environments, branches and pull requests, and admits none of them.',
    outcomes: ['pass'],
  },
  'trust/too-wide': {
    title: 'A role trusts other jobs too',
    meaning:
      'The trust policy admits a job that is none of this environment; the finding shows a token of such a job. For pre-prod, and for a repository that the policy names in full, this is a remark.',
    outcomes: ['fail', 'noted'],
    next: 'Replace the statement by the one that the finding shows.',
  },
  'trust/any-workflow': {
    title: 'A role does not name the workflow file',
    meaning:
      'Each workflow file of the repository whose job names the environment can assume the role, or the named file in the version of any branch.',
    outcomes: ['noted'],
    next: 'Add `job_workflow_ref` to the conditions of the trust policy.',
  },
  'trust/denies': {
    title: 'A role does not trust the jobs of its environment',
    meaning: 'No statement of the trust policy admits the token that the deploying job will present.',
    outcomes: ['fail'],
    next: 'Add the statement that the finding shows to the trust policy.',
  },
  'trust/not-judged': {
    title: 'It is not known whom a role trusts',
    meaning: 'The trust policy cannot be read, or it has conditions that this action does not evaluate.',
    outcomes: ['inconclusive'],
    next: 'Review the trust policy, or write it as docs/iam/trust-policy.json does.',
  },
  'trust/not-read': {
    title: 'The trust policy of a role was not read',
    meaning: 'The plan-role may not read it, or it is in another account.',
    outcomes: ['noted'],
    next: 'Allow iam:GetRole on the role for the plan-role.',
  },
  'trust/role-missing': {
    title: 'A role does not exist',
    meaning: 'The configuration names a role that the account does not have.',
    outcomes: ['fail'],
    next: 'Create the role, or correct its ARN in the configuration.',
  },
  'trust/other-principals': {
    title: 'A role trusts others than GitHub',
    meaning:
      'The trust policy also names users, roles, accounts, services or other providers, which this rule does not judge.',
    outcomes: ['noted'],
    next: 'Remove the principals that do not have to assume the role.',
  },
  'evidence/unbound': {
    title: 'A document is not proven to come from its job',
    meaning:
      'What a job says of AWS counts only with an OIDC token whose audience is the digest of the document: GitHub signed it for this run, run attempt and environment when the step ended. A job without an identity can only say what tests found, and what was built.',
    outcomes: ['fail'],
    next: 'Give the job of the command `permissions: id-token: write`, and no such permission to jobs that run code of the repository; then start a new run.',
  },
  'evidence/origin-unproven': {
    title: 'The origin of the plan was not verified',
    meaning:
      'A job without an identity cannot verify which job wrote the plan of precheck. Such a plan is deployed to pre-prod only where no approval is required. The gate accepts neither this document nor a document of precheck without a token of its job.',
    outcomes: ['noted'],
    next: 'Give the jobs of precheck and deploy-preprod `permissions: id-token: write`.',
  },
  'evidence/other-slot': {
    title: 'One job wrote the evidence of several commands',
    meaning: 'A job fills the slots of its own command only, so that what runs in one job cannot stand in for another.',
    outcomes: ['fail'],
    next: 'Give each command a job of its own.',
  },
} as const satisfies CodeTable
