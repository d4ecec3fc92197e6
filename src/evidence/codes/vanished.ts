import type { CodeTable } from './entry.ts'

const DECLARE =
  'Correct the name, or declare the removal under `precheck.removed` in the configuration, with a reason and an owner.'

/** What the last release had, compared with this one. */
export const VANISHED = {
  'vanished/nothing': {
    title: 'The release has everything that the last release had',
    meaning:
      'Each environment, stack, deployment and check of the last release to production is part of this release, by its name in AWS. The finding names the run that was compared.',
    outcomes: ['pass'],
  },
  'vanished/stack': {
    title: 'A stack of the last release is not part of this release',
    meaning:
      'The last release deployed a stack that this release does not name: it was removed, or its name is mistyped, which creates a second, empty stack.',
    outcomes: ['fail'],
    next: DECLARE,
  },
  'vanished/deployment': {
    title: 'A deployment of the last release is not part of this release',
    meaning:
      'The last release deployed to an application and a deployment group that this release does not name, so they keep the old revision.',
    outcomes: ['fail'],
    next: DECLARE,
  },
  'vanished/check': {
    title: 'A check of the last release is not part of this release',
    meaning: 'The last release was verified by a check that this release does not have.',
    outcomes: ['fail'],
    next: DECLARE,
  },
  'vanished/environment': {
    title: 'An environment is at another place than in the last release',
    meaning:
      'The name, the region or the account of an environment differs from that of the last release, so all its stacks would be created anew.',
    outcomes: ['fail'],
    next: DECLARE,
  },
  'vanished/first-release': {
    title: 'There is no earlier release to compare with',
    meaning:
      'No successful run of this workflow file has released to production. After the first release this finding means that the workflow file was renamed or the runs were deleted.',
    outcomes: ['noted'],
    next: 'Nothing to do for a first release. Otherwise compare the names of stacks, deployments and checks by hand.',
  },
  'vanished/evidence-unavailable': {
    title: 'The evidence of the last release cannot be used',
    meaning:
      'It has expired, was deleted, is of an earlier version, or its origin is not proven. The configuration of the commit that was released is compared instead; accounts are then unknown.',
    outcomes: ['noted'],
    next: 'Nothing to do once; keep artifacts longer (`retention-days` of the repository) where releases are rare.',
  },
  'vanished/not-compared': {
    title: 'The release is not compared with the last one',
    meaning:
      'The step does not run in a workflow of this repository, or the last release had no parts to compare, or `only: offline` was set and GitHub did not answer.',
    outcomes: ['noted'],
    next: 'Nothing to do on a development machine. In a workflow, let GitHub set GITHUB_WORKFLOW_REF.',
  },
  'vanished/last-release-unknown': {
    title: 'The last release could not be found out',
    meaning: 'GitHub did not answer, refused, or the configuration of the released commit cannot be read.',
    outcomes: ['inconclusive'],
    next: 'Give the job of precheck `permissions: { actions: read, contents: read }`, and run it again.',
  },
  'vanished/declaration-unused': {
    title: 'A declared removal does not apply',
    meaning:
      'An entry of `precheck.removed` names nothing that vanished since the last release. `fail`: this release has what the entry says is removed, so it would hide a later mistake.',
    outcomes: ['noted', 'fail'],
    next: 'Remove the entry.',
  },
} as const satisfies CodeTable
