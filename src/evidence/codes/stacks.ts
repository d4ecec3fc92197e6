import type { CodeTable } from './entry.ts'

/** Stacks and their change sets. */
export const STACKS = {
  'stack/updated': {
    title: 'The stack has the release',
    meaning:
      'CloudFormation executed the reviewed change set and the stack reached a complete state; each planned change was reported and has its final state, and nothing else changed.',
    outcomes: ['pass'],
  },
  'stack/unchanged': {
    title: 'The stack has the release already',
    meaning:
      'The plan that was made before the deployment has no changes. It is inconclusive where there is no stack that could be unchanged.',
    outcomes: ['pass', 'inconclusive'],
    next: 'Start the release again from precheck.',
  },
  'stack/left-behind': {
    title: 'A resource could not be removed',
    meaning:
      'CloudFormation could not remove the resource, and reports the update as complete. The resource exists outside of the stack.',
    outcomes: ['fail'],
    next: 'Release what the reason names, then remove the resource with the command of the finding.',
  },
  'stack/not-as-planned': {
    title: 'Planned changes are not confirmed',
    meaning:
      'CloudFormation calls the update complete, but its events do not report a planned change, or the stack does not have its final state.',
    outcomes: ['inconclusive'],
    next: 'Check the resources of the stack, and start the release again from precheck.',
  },
  'stack/values-applied': {
    title: 'Resources have the planned values',
    meaning:
      'After the update the changed properties were read from the resources by Cloud Control, and have the values of the plan. The finding says how many of how many.',
    outcomes: ['pass'],
  },
  'stack/value-not-applied': {
    title: 'A property still has its old value',
    meaning: 'CloudFormation reports the update as complete, and the resource has the value from before the update.',
    outcomes: ['fail'],
    next: 'Check the resource in the console; change the property by itself, or replace the resource.',
  },
  'stack/values-not-read': {
    title: 'Planned values could not be compared with the resources',
    meaning:
      'The role may not read the resources, or the service does not return the values, returns them in another form, or the plan does not state them.',
    outcomes: ['noted'],
    next: 'Give the deploy-role the permissions that the finding names; test other values by a check of the release.',
  },
  'stack/unplanned-change': {
    title: 'More changed than was planned',
    meaning: 'The update changed resources that the plan which reviewers saw does not name.',
    outcomes: ['inconclusive'],
    next: 'Check the events of the stack for what changed them, and whether it was meant.',
  },
  'stack/unsettled': {
    title: 'A resource is in no final state',
    meaning: 'CloudFormation calls the update complete, but a resource of the stack is not.',
    outcomes: ['fail'],
    next: 'Read the events of the resource, and bring it to an end before the next release.',
  },
  'stack/update-failed': {
    title: 'The update of a stack failed',
    meaning:
      'The stack did not reach a complete state. The finding names the resource that failed first and why; a rollback that succeeded does not make it a pass.',
    outcomes: ['fail'],
    next: 'Correct what made the resource fail, and start the release again.',
  },
  'stack/rollback-failed': {
    title: 'The rollback of a stack failed',
    meaning: 'The stack is neither in its old nor in its new state.',
    outcomes: ['fail'],
    next: 'Continue the rollback as the finding says; skip only resources that you have checked.',
  },
  'stack/hook-warned': {
    title: 'A hook warned about a resource',
    meaning: 'A CloudFormation Hook in mode WARN objected while the stack was updated, and let the resource pass.',
    outcomes: ['noted'],
    next: "Correct the resource before the hook's mode becomes FAIL.",
  },
  'stack/parameter': {
    title: 'A parameter of a stack has no valid value',
    meaning:
      'A parameter has no value, cannot keep a previous one, or would be set to the mask with which AWS shows secrets.',
    outcomes: ['fail'],
    next: 'Give the parameter a value in the parameters of the stack.',
  },
  'stack/busy': {
    title: 'An operation on the stack is in progress',
    meaning: 'The stack can neither be planned nor updated until the operation has ended.',
    outcomes: ['fail'],
    next: 'Wait until the operation has ended, then run the job again.',
  },
  'stack/not-ready': {
    title: 'The stack is in a state in which it cannot be updated',
    meaning:
      'An earlier operation left the stack in a failed state, or the reviewed change set cannot be executed in this state.',
    outcomes: ['fail'],
    next: 'Bring the stack into a settled state as the finding says, then run the job again.',
    formerly: ['stack/stuck'],
  },
  'stack/unknown-state': {
    title: 'The stack is in an unknown state',
    meaning: 'CloudFormation reports a status that this version does not know.',
    outcomes: ['inconclusive'],
    next: 'Check the stack in the CloudFormation console; use a newer version of this action if there is one.',
  },
  'stack/gone': {
    title: 'The reviewed stack no longer exists',
    meaning: 'The stack was deleted after the review.',
    outcomes: ['fail'],
    next: 'Start the release again from precheck.',
  },
  'stack/changed-since-review': {
    title: 'The stack was changed after the review',
    meaning: 'The last operation on the stack is not the execution of the reviewed change set by this run.',
    outcomes: ['fail'],
    next: 'Start the release again from precheck.',
  },
  'stack/changed-concurrently': {
    title: 'The stack changed while it was planned',
    meaning: 'Another process updated, created or deleted the stack during precheck or the deployment.',
    outcomes: ['fail'],
    next: 'Find out who works on the stack, and start again when that has ended.',
    formerly: ['stack/changed-meanwhile'],
  },
  'stack/shared': {
    title: 'A stack belongs to both environments',
    meaning: 'Pre-prod and production name the same stack: a rehearsal on it would be a deployment to production.',
    outcomes: ['fail'],
    next: 'Put {environment} into the name of the stack, or give the environments other accounts or regions.',
  },
  'stack/other-account': {
    title: 'The stacks are in another account than the role',
    meaning: 'The account in which the stacks were read is not the account of the configured role.',
    outcomes: ['fail'],
    next: 'Correct the roles of the environment: plan-role and deploy-role are of one account.',
  },
  'stack/none-exist': {
    title: 'None of the stacks of an environment exists',
    meaning:
      'All stacks of one environment would be created, while the other environment has all of its own. This is right for a first release only.',
    outcomes: ['noted'],
    prominent: true,
    next: 'Check the role and the region of the environment, unless this is its first release.',
    formerly: ['stack/none-here'],
  },
  'stack/in-other-region': {
    title: 'A stack of this name exists in another region',
    meaning: 'The stack would be created in the configured region although a stack of this name exists in another one.',
    outcomes: ['noted'],
    prominent: true,
    next: 'Correct `region` of the environment if the other stack is meant.',
    formerly: ['stack/elsewhere'],
  },
  'stack/policy-not-set': {
    title: 'A stack does not have the stack policy of its parameter file',
    meaning:
      'The parameter file gives a stack policy, and the stack has another one or none. This action does not set stack policies.',
    outcomes: ['noted'],
    next: 'Set it with `aws cloudformation set-stack-policy`.',
  },
  'stack/express-mode': {
    title: 'A stack would be updated without waiting until resources are stable',
    meaning: 'The deployment mode of the stack is not STANDARD, so that its completion proves nothing.',
    outcomes: ['fail'],
    next: 'Deploy the stack once with `--deployment-config Mode=STANDARD`.',
  },
  'stack/rollback-disabled': {
    title: 'A failed update would not be rolled back',
    meaning: 'Rollback is disabled for the stack, so a failed update leaves it between two states.',
    outcomes: ['fail'],
    next: 'Enable it with `aws cloudformation update-stack --no-disable-rollback`.',
  },
  'stack/shell-not-removed': {
    title: 'An empty stack of precheck remains',
    meaning:
      'To plan a new stack CloudFormation creates an empty one, which the plan role may not delete. It cannot be executed.',
    outcomes: ['noted'],
    next: 'Delete it, or leave it: the deployment creates its stack from it.',
    formerly: ['stack/shell-left'],
  },
  'change-set/created': {
    title: 'CloudFormation can make the change set',
    meaning: 'CloudFormation planned the update of the stack; the changes are in the plan.',
    outcomes: ['pass'],
    formerly: ['change-set/made'],
  },
  'change-set/no-changes': {
    title: 'The stack would not change',
    meaning: 'CloudFormation planned the update of the stack and found no changes.',
    outcomes: ['pass'],
    formerly: ['change-set/none'],
  },
  'change-set/incomplete': {
    title: 'A change set leaves out what its template says',
    meaning:
      'The template declares a resource that the stack does not have and that the change set does not add, or the stack has one that is neither declared nor removed.',
    outcomes: ['inconclusive'],
    next: 'Run precheck again; if it stays so, check the change set in the CloudFormation console.',
  },
  'change-set/provisional': {
    title: 'The plan of a stack is provisional',
    meaning:
      'The stack needs outputs of other stacks that do not exist yet, so its plan is made again and compared when it is deployed.',
    outcomes: ['noted'],
    next: 'Nothing to do. The deployment stops where the final plan differs from the reviewed one.',
  },
  'change-set/failed': {
    title: 'CloudFormation cannot plan the update of a stack',
    meaning: 'The creation of the change set failed; the finding has the reason of the innermost stack.',
    outcomes: ['fail'],
    next: 'Correct the template or the parameters as the reason says.',
  },
  'change-set/refused': {
    title: 'CloudFormation refuses to make a change set',
    meaning: 'The request itself is not valid, such as a missing capability or a name that is taken.',
    outcomes: ['fail'],
    next: 'Correct the template, its parameters or `capabilities` as the message says.',
  },
  'change-set/validation-failed': {
    title: 'A hook or a validation objects to the change set',
    meaning:
      'A CloudFormation Hook or the validation before deployment found a fault in the planned changes. In mode WARN it does not stop the deployment.',
    outcomes: ['fail', 'noted'],
    next: 'Correct the resource as the reason says.',
    formerly: ['change-set/objection'],
  },
  'change-set/hook': {
    title: 'A hook will be invoked during the deployment',
    meaning:
      'A CloudFormation Hook of the account will be invoked for the changes. Its result is known only when they are deployed.',
    outcomes: ['noted'],
    next: 'Nothing to do: this names the hooks that can stop the deployment.',
  },
  'change-set/hooks-unknown': {
    title: 'It is not known which hooks will be invoked',
    meaning: 'CloudFormation did not say which hooks it will invoke for the changes.',
    outcomes: ['inconclusive'],
    next: 'Run precheck again; if it stays so, list the hooks of the account and accept the finding with a reason.',
  },
  'change-set/not-removed': {
    title: 'A change set of precheck remains',
    meaning: 'A change set that was made only to plan could not be deleted, and could still be executed.',
    outcomes: ['fail'],
    next: 'Delete it with the command of the finding, and allow the plan role to delete change sets.',
    formerly: ['change-set/left'],
  },
  'change-set/gone': {
    title: 'The reviewed change set no longer exists',
    meaning: 'The change set was deleted, or removed because another one was executed.',
    outcomes: ['fail'],
    next: 'Start the release again from precheck.',
  },
  'change-set/other-stack': {
    title: 'The change set belongs to another stack',
    meaning: 'The change set in the evidence is of another stack than the one that was reviewed.',
    outcomes: ['fail'],
    next: 'Start the release again from precheck.',
    formerly: ['change-set/foreign'],
  },
  'change-set/obsolete': {
    title: 'The reviewed change set no longer fits',
    meaning: 'The stack was changed after the review, so CloudFormation marked the change set as obsolete.',
    outcomes: ['fail'],
    next: 'Start the release again from precheck.',
  },
  'change-set/not-executable': {
    title: 'The reviewed change set cannot be executed',
    meaning: 'The status of the change set does not allow its execution.',
    outcomes: ['fail'],
    next: 'Start the release again from precheck.',
  },
  'change-set/not-executed': {
    title: 'CloudFormation did not start the update',
    meaning: 'The execution of the change set failed before anything happened to the stack.',
    outcomes: ['fail'],
    next: 'Check the events of the change set, which name hooks and validations that failed.',
  },
} as const satisfies CodeTable
