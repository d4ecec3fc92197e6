import type { CodeTable } from './entry.ts'

/** Copies of pre-prod that live as long as a change: whether there can be several, and how they are removed. */
export const TEMPORARY_CODES = {
  'temporary/parallel-safe': {
    title: 'Copies of the stacks do not disturb each other',
    meaning:
      'Each name that the templates give to a resource or an export is another one in a copy, or is listed under `temporary.shared`. The finding counts them.',
    outcomes: ['pass'],
  },
  'temporary/fixed-name': {
    title: 'A resource has the same name in each copy',
    meaning:
      'The template names the resource without the name of the environment or of the stack, so that CloudFormation cannot create it a second time.',
    outcomes: ['fail'],
    next: 'Remove the name, so that CloudFormation makes one, or put the name of the environment or `${AWS::StackName}` into it.',
  },
  'temporary/fixed-export': {
    title: 'An output is exported under the same name in each copy',
    meaning: 'Names of exports are unique in an account and region: the second copy fails.',
    outcomes: ['fail'],
    next: 'Put the name of the environment or `${AWS::StackName}` into the name of the export.',
  },
  'temporary/shared-import': {
    title: 'Copies import what another stack exports',
    meaning:
      'Each copy uses the same resource of the exporting stack, and keeps that stack from removing its export as long as the copy exists.',
    outcomes: ['noted'],
    next: 'Check that the resource may be used by several copies at the same time.',
  },
  'temporary/not-checked': {
    title: 'A part of a stack was not checked for fixed names',
    meaning: 'Templates of nested stacks, modules and resources that macros make are not read.',
    outcomes: ['noted'],
    next: 'Check that no resource in it has a fixed name.',
  },
  'temporary/wrong-job': {
    title: 'The job is not one of temporary environments',
    meaning:
      'Temporary environments are made and removed in jobs of their own GitHub environment only, so that their role can be trusted for these jobs.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Set `environment:` of the job as `environments.preprod.temporary.github-environment` says, and give it `permissions: id-token: write`.',
  },
  'temporary/foreign-stack': {
    title: 'A stack of this name exists and was not made for the temporary environment',
    meaning: 'The record of the environment does not name the id of this stack. It is neither updated nor removed.',
    outcomes: ['fail'],
    next: 'Find out who made the stack, or give temporary environments another name.',
  },
  'temporary/deployed': {
    title: 'A temporary environment has this release',
    meaning: 'The finding names its address and when it expires. It never counts as a deployment to pre-prod.',
    outcomes: ['pass'],
  },
  'temporary/removed': {
    title: 'A temporary environment is removed',
    meaning:
      'CloudFormation reports each recorded stack as deleted, by its id, and the record of the environment is deleted.',
    outcomes: ['pass'],
  },
  'temporary/absent': {
    title: 'There is no such temporary environment',
    meaning: 'It has no record, and none of the stacks that the configuration names for it exists.',
    outcomes: ['pass'],
  },
  'temporary/not-recorded': {
    title: 'A stack of this name exists, and nothing records that it was made for a temporary environment',
    meaning: 'A teardown removes only stacks whose ids were recorded when they were made.',
    outcomes: ['fail'],
    next: 'Find out who made the stack, and remove it as it was made.',
  },
  'temporary/protected': {
    title: 'A stack of a temporary environment is protected',
    meaning: 'It has termination protection or a stack policy. Nothing of the environment was removed.',
    outcomes: ['fail'],
    next: 'Remove the protection if the stack is not needed any more, and run the teardown again.',
  },
  'temporary/not-own': {
    title: 'A recorded stack is not a stack of the temporary environment',
    meaning:
      'Its name, tags, account, region or parent are others than when it was made, or it is named like a stack of pre-prod or production. Nothing of the environment was removed.',
    outcomes: ['fail'],
    next: 'Find out who changed the stack; restore its tags if it is to be removed.',
  },
  'temporary/in-use': {
    title: 'A temporary environment is in use',
    meaning: 'An operation on one of its stacks, or a deployment to it, is in progress. Nothing of it was removed.',
    outcomes: ['fail', 'skipped'],
    next: 'Run the teardown again when the operation has ended.',
  },
  'temporary/delete-failed': {
    title: 'CloudFormation could not delete a stack',
    meaning: 'The finding names the resource that could not be deleted, what holds it, and how to release it.',
    outcomes: ['fail'],
    next: 'Release the resource as the finding says, and run the teardown again: it continues with what remains.',
  },
  'temporary/retained': {
    title: 'Resources remain after their stack was deleted',
    meaning: 'Their DeletionPolicy is Retain, so that CloudFormation left them. The finding lists their ids.',
    outcomes: ['noted'],
    next: 'Remove them by hand if they are not needed, or remove `DeletionPolicy: Retain` where {environment} is temporary.',
  },
  'temporary/expired': {
    title: 'A temporary environment has expired',
    meaning: 'It is listed and not removed, since the step does not have `apply: true`.',
    outcomes: ['skipped'],
    next: 'Set `apply: true` to remove what the list names.',
  },
  'temporary/not-expired': {
    title: 'A temporary environment has not expired',
    meaning: 'A sweep leaves it as it is until then.',
    outcomes: ['skipped'],
    next: 'Nothing to do: it is removed when it has expired, or by `temporary: NAME`.',
  },
  'temporary/none': {
    title: 'No temporary environment is recorded',
    meaning: 'The account has no record of a temporary environment of this repository in this region.',
    outcomes: ['skipped'],
    next: 'Nothing to do, unless temporary environments were made with another role or in another region.',
  },
  'temporary/change-sets-left': {
    title: 'Change sets of a pull request remain',
    meaning:
      'A run of the pull request was killed before it removed the change sets of its precheck, and they cannot be removed now. Nothing executes them.',
    outcomes: ['noted'],
    next: 'Remove them with the command that the finding shows, or allow cloudformation:DeleteChangeSet for the plan-role.',
  },
  'temporary/record-unreadable': {
    title: 'The record of a temporary environment cannot be read',
    meaning:
      'A parameter in the place of the records is not what this action writes. Nothing of the environment was removed.',
    outcomes: ['fail'],
    next: 'Find out who changed the parameter; its history has earlier values.',
  },
} as const satisfies CodeTable
