import type { CodeTable } from './entry.ts'

/** What the gate decides by, besides the evidence itself. */
export const GATE = {
  'gate/evidence-complete': {
    title: 'The evidence is complete',
    meaning:
      'Every step of the release left evidence that passed, and every required kind of check passed on pre-prod.',
    outcomes: ['pass'],
  },
  'gate/step-missing': {
    title: 'Evidence of a step is missing',
    meaning:
      'There is no valid, passing evidence of precheck or of the deployment to pre-prod that covers every stack and deployment.',
    outcomes: ['fail'],
    next: 'Run the whole release again, with every job named in `needs`.',
  },
  'gate/check-missing': {
    title: 'A configured check did not pass for this release',
    meaning: 'No valid evidence holds a pass of the check on pre-prod.',
    outcomes: ['fail'],
    next: 'Let a job with `command: verify` run it (`only` may leave it out), each part of a matrix (`shard`), and name these jobs in `needs`.',
  },
  'gate/kind-missing': {
    title: 'A required kind of check did not pass',
    meaning: '`gate.require` names a kind of which no check passed on pre-prod, and none is configured.',
    outcomes: ['fail'],
    next: 'Configure a check of that kind, or remove it from `gate.require`.',
  },
  'gate/no-checks': {
    title: 'Nothing is checked after the deployment to pre-prod',
    meaning: 'The configuration has no check, and does not declare that none is needed.',
    outcomes: ['fail'],
    next: 'Add a check under `verify`, or declare that none is needed: `gate: { require: [] }`.',
  },
  'gate/in-order': {
    title: 'The steps ran in order',
    meaning: 'Each step started after the steps that it needs had ended, and its evidence names theirs.',
    outcomes: ['pass'],
  },
  'gate/not-built-on': {
    title: 'A step does not build on one that it needs',
    meaning:
      'The evidence of a step does not name the evidence of the deployment or step before it, so it may have tested something else.',
    outcomes: ['fail'],
    next: 'Let the job of the step need the job of the earlier one, pass `needs`, and run it again.',
  },
  'gate/began-early': {
    title: 'A step started before one that it needs had ended',
    meaning: 'The times in the evidence show that a step ran beside a step that it should follow.',
    outcomes: ['fail'],
    next: 'Let the job of the step need the job of the earlier one, and run it again.',
  },
  'gate/deployed-again': {
    title: 'Pre-prod was deployed again during or after the verification',
    meaning:
      'Another deployment of this run ended after the verification had started, so what was verified is not what pre-prod has.',
    outcomes: ['fail'],
    next: 'Name the job of that deployment in `needs` of the verification and of the gate, and run the verification again.',
  },
  'gate/in-environment': {
    title: 'The job runs in the GitHub environment',
    meaning: 'The signed token of the job names the environment that it deploys to.',
    outcomes: ['pass'],
    formerly: ['gate/inside'],
  },
  'gate/not-in-environment': {
    title: 'The job does not run in the GitHub environment',
    meaning:
      'The job is about to deploy, and its signed token names another environment or none, so no protection rule held for it.',
    outcomes: ['fail'],
    next: 'Set `environment:` of the job to the environment that the finding names.',
    formerly: ['gate/outside'],
  },
  'gate/no-identity': {
    title: 'The job cannot prove in which environment it runs',
    meaning: 'The job may not ask for an OIDC token, which is the only signed statement of its environment.',
    outcomes: ['fail'],
    next: 'Give the job `permissions: id-token: write`.',
    formerly: ['gate/identity'],
  },
  'gate/environment-exists': {
    title: 'The GitHub environment exists',
    meaning: 'The repository has the environment that protects pre-prod or production.',
    outcomes: ['pass'],
  },
  'gate/environment-missing': {
    title: 'The GitHub environment does not exist',
    meaning: 'GitHub creates an environment that a job names and that does not exist, without any protection rule.',
    outcomes: ['fail'],
    next: 'Create it with required reviewers (Settings › Environments), or correct `github-environment` in the configuration.',
  },
  'gate/no-approval': {
    title: 'Pre-prod is deployed to without an approval',
    meaning: 'The configuration declares, with a reason, that a deployment to pre-prod needs no approval.',
    outcomes: ['skipped'],
    next: 'Remove `environments.preprod.approval` when the reason no longer holds.',
  },
  'gate/required-reviewers': {
    title: 'The environment requires reviewers',
    meaning: 'Enough people or teams besides the one who started the run can approve a deployment.',
    outcomes: ['pass'],
  },
  'gate/unprotected': {
    title: 'The environment requires no review',
    meaning: 'The environment has no required reviewers, or GitHub did not say what protects it.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Add required reviewers in the settings of the environment.',
  },
  'gate/too-few-reviewers': {
    title: 'Too few people can approve a deployment',
    meaning:
      'The environment has fewer required reviewers than the configuration demands with `at-least`, not counting the one who started the run.',
    outcomes: ['fail'],
    next: 'Add required reviewers in the settings of the environment.',
  },
  'gate/self-review-prevented': {
    title: 'The person who started the run cannot approve it',
    meaning: 'The environment has "Prevent self-review" switched on.',
    outcomes: ['pass'],
  },
  'gate/self-review': {
    title: 'The person who started the run could approve it',
    meaning: 'The environment has "Prevent self-review" switched off, or GitHub did not say.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Switch on "Prevent self-review" in the settings of the environment, or accept it with `not: []` in the configuration.',
  },
  'gate/approved': {
    title: 'A reviewer approved the deployment',
    meaning:
      'GitHub records an approval by a required reviewer other than the one who started the run, and it belongs to this evidence.',
    outcomes: ['pass'],
  },
  'gate/approval-comment': {
    title: 'The comment with which an approval names this evidence',
    meaning:
      'GitHub does not record for which attempt an approval was given. An approval with this comment counts after a re-run too.',
    outcomes: ['noted'],
    prominent: true,
    next: 'After a re-run, approve with the comment that the finding shows.',
  },
  'gate/not-approved': {
    title: 'The job runs without an approval',
    meaning:
      'No approval that counts is on record although GitHub started the job: an administrator bypassed the rules, or the plan of the repository does not enforce them.',
    outcomes: ['fail'],
    next: 'Start a new run and let a required reviewer approve it.',
  },
  'gate/self-approved': {
    title: 'The run was approved by the person who started it',
    meaning: 'The only approval on record is by the person who started the run.',
    outcomes: ['fail'],
    next: 'Let another reviewer approve a new run, and switch on "Prevent self-review".',
  },
  'gate/rejected': {
    title: 'The deployment was rejected',
    meaning: 'A reviewer rejected the deployment of this run, and no approval names a later run attempt.',
    outcomes: ['fail'],
    next: 'Start a new run when the reasons of the rejection are gone, or run the job again and approve it with the comment that the finding shows.',
  },
  'gate/approval-ambiguous': {
    title: 'It is unclear which evidence was approved',
    meaning: 'The run has several attempts or reviews, and no approval names this evidence in its comment.',
    outcomes: ['fail'],
    next: 'Run the job again and approve it with the comment that the finding shows, or start a new run.',
    formerly: ['gate/approval-unclear'],
  },
  'gate/branch-allowed': {
    title: 'The branch or tag may be deployed',
    meaning: 'The ref of the run is a protected branch, or matches a pattern of the environment.',
    outcomes: ['pass'],
  },
  'gate/branch-refused': {
    title: 'The branch or tag may not be deployed',
    meaning: 'The ref of the run matches no pattern of the environment: GitHub would refuse the job.',
    outcomes: ['fail'],
    next: 'Deploy from a branch or tag that the environment allows, or add a pattern in its settings.',
  },
  'gate/branch-unknown': {
    title: 'It is not known which branches may be deployed',
    meaning: 'GitHub did not say how the environment limits branches and tags.',
    outcomes: ['inconclusive'],
    next: 'Check "Deployment branches and tags" in the settings of the environment.',
  },
  'gate/any-branch': {
    title: 'Any branch may be deployed',
    meaning: 'The environment does not limit branches and tags, or the ref is not known to be protected.',
    outcomes: ['noted'],
    next: 'Limit "Deployment branches and tags" in the settings of the environment.',
  },
  'gate/rules-enforced': {
    title: 'GitHub enforces the rules of the environment',
    meaning: 'The repository is public, internal or of GitHub Enterprise, where protection rules are enforced.',
    outcomes: ['pass'],
  },
  'gate/enforcement-unknown': {
    title: 'GitHub may not enforce the rules of the environment',
    meaning:
      'In private repositories required reviewers are enforced with GitHub Enterprise only, and the job cannot see the plan.',
    outcomes: ['noted'],
    next: 'Make sure that the plan of the repository includes required reviewers for private repositories.',
    formerly: ['gate/rules-may-be-ignored'],
  },
  'gate/no-admin-bypass': {
    title: 'Administrators cannot bypass the rules',
    meaning: 'GitHub says that administrators cannot start a waiting job without an approval.',
    outcomes: ['pass'],
  },
  'gate/admin-bypass': {
    title: 'Administrators may bypass the rules',
    meaning:
      'Administrators can start a waiting job without an approval, or GitHub does not say. Without an approval the job then stops.',
    outcomes: ['noted'],
    next: 'Switch off "Allow administrators to bypass configured protection rules" in the settings of the environment.',
  },
  'gate/wait-timer': {
    title: 'The environment has a wait timer',
    meaning: 'GitHub starts the job only after this time.',
    outcomes: ['noted'],
    next: 'Nothing to do: this explains why the job waits.',
  },
  'gate/custom-rule': {
    title: 'A GitHub App must approve too',
    meaning: 'The environment has a custom protection rule. It does not replace a reviewer.',
    outcomes: ['noted'],
    next: 'Nothing to do: this explains why the job waits.',
  },
  'gate/unknown-rule': {
    title: 'The environment has a rule of an unknown kind',
    meaning: 'GitHub names a protection rule that this version does not know. It does not replace a reviewer.',
    outcomes: ['noted'],
    next: 'Use a newer version of this action if the rule matters to you.',
  },
  'gate/rule-failed': {
    title: 'A rule of the gate could not judge',
    meaning: 'A rule failed because of a mistake in this action, so the gate stays closed.',
    outcomes: ['error'],
    next: 'This is a mistake in the action: please report it with the log.',
  },
} as const satisfies CodeTable
