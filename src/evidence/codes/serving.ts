import type { CodeTable } from './entry.ts'

/** What served while it was verified, and what serves when production is opened. */
export const SERVING = {
  'gate/state-unchanged': {
    title: 'Production is as it was when the reviewed page was written',
    meaning:
      'The last deployment of each group, versions, updates of stacks, definitions of alarms and drift are those that the newest evidence before the approval recorded. Skipped before a first release: nothing serves, and nothing did.',
    outcomes: ['pass', 'skipped'],
    next: 'Nothing to do where this is the first release.',
  },
  'gate/state-changed': {
    title: 'Production was changed after the reviewed page was written',
    meaning:
      'A stack, deployment, version, alarm or drifted property of production has another value than in the evidence that reviewers approved, and this run did not change it.',
    outcomes: ['fail'],
    next: 'Find in CloudTrail who changed it. Undo the change, or start the release again from precheck, so that reviewers see it.',
  },
  'gate/state-unknown': {
    title: 'What serves could not be compared',
    meaning:
      'What serves, or a value of it, could not be read, or no evidence recorded it. Before the approval this is a remark: the deployment reads it again.',
    outcomes: ['inconclusive', 'noted'],
    next: 'Give the job credentials that may read the environment (its plan-role), then run it again.',
  },
  'gate/verified-state': {
    title: 'What was verified is what was deployed',
    meaning:
      'During each verification pre-prod served what the deployment of this run left there: no other deployment came in between.',
    outcomes: ['pass'],
  },
  'gate/deployed-meanwhile': {
    title: 'Something else served during the verification',
    meaning: 'Pre-prod was changed after the deployment of this run, and this run did not record the change.',
    outcomes: ['fail'],
    next: 'Run the deployment to pre-prod and its verification again, and keep other runs away with a `concurrency` group.',
  },
  'gate/redeployed': {
    title: 'The same revision was deployed again',
    meaning:
      'The last deployment of the group is another one, of the same revision, as when an Auto Scaling group starts an instance.',
    outcomes: ['noted'],
    next: 'Nothing to do, unless nobody expected a deployment.',
  },
  'verify/deployed-meanwhile': {
    title: 'Pre-prod was changed while it was verified',
    meaning:
      'Before or after its checks the verification found another deployment, stack update, version or alarm than the deployment of this run had left.',
    outcomes: ['fail'],
    next: 'Run the deployment to pre-prod and its verification again, and keep other runs away with a `concurrency` group.',
  },
  'verify/same-state': {
    title: 'Pre-prod stayed the same while it was verified',
    meaning: 'What served before and after the checks is what the deployment of this run left.',
    outcomes: ['pass'],
  },
  'verify/state-unknown': {
    title: 'Whether pre-prod stayed the same is not known',
    meaning:
      'A value of what served before or after the checks could not be read, or the deployment left nothing that can be compared.',
    outcomes: ['inconclusive'],
    next: 'Give the plan-role the permission to read it; the log names the call that was denied. Then run the verification again.',
  },
  'serving/released': {
    title: 'What serves is what was released',
    meaning:
      'After everything had ended, the version behind each alias, the task definition and the images of running tasks, the launch template of instances in service, the deployment of API stages and the revision on each instance were read, and are those of the release.',
    outcomes: ['pass'],
  },
  'serving/other-image': {
    title: 'Production runs another image than the one that was tested',
    meaning:
      'The tasks of a service run images by their digests. Those of production differ from those that pre-prod ran: a tag was pushed again in between.',
    outcomes: ['fail'],
    next: 'Deploy the previous release, or test this image; name images by digests.',
  },
  'serving/not-released': {
    title: 'What serves is not what was released',
    meaning:
      'AWS reports success, and an alias leads to another version, tasks or instances run something else, a stage serves another deployment of its API, or an instance lacks the revision. Where this release did not change it, it is a remark.',
    outcomes: ['fail', 'noted'],
    next: 'See what the finding names; usually nothing replaced what runs, or something else was deployed in between.',
  },
  'serving/nothing-runs': {
    title: 'Nothing runs of what was released',
    meaning: 'A service wants no tasks, or a group selects or wants no instances: the release is not proven there.',
    outcomes: ['noted'],
    next: 'Let at least one task or instance run where a release is to be proven.',
  },
  'serving/unread': {
    title: 'What serves is not known',
    meaning:
      'The service denied the call or did not state what serves. Where this release changed it, that is inconclusive; elsewhere it is a remark.',
    outcomes: ['inconclusive', 'noted'],
    next: 'Give the deploy-role the permissions of docs/iam/serving.json.',
  },
  'deploy/state-unread': {
    title: 'What serves after the deployment could not be recorded',
    meaning: 'The verification and the gate cannot compare what serves with what was deployed.',
    outcomes: ['noted'],
    next: 'Give the deploy-role the permissions to read that the message names; otherwise the gate stays closed.',
  },
} as const satisfies CodeTable
