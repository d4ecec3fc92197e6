import type { CodeTable } from './entry.ts'

/** What templates refer to and do not declare. */
export const REFERENCES = {
  'reference/missing': {
    title: 'A template refers to something that does not exist',
    meaning:
      'The service of the resource would not find what the property names, and the deployment would fail. `noted`: this release does not change the resource, so nothing reads it now.',
    outcomes: ['fail', 'noted'],
    next: 'Create or publish it in the account before the release, or correct the property or parameter.',
  },
  'reference/unusable': {
    title: 'A template refers to something that exists and cannot be used',
    meaning:
      'What the property names exists, but its state, region or account does not permit the use. `noted`: this release does not change the resource.',
    outcomes: ['fail', 'noted'],
    next: 'Do what the finding says before the release.',
  },
  'reference/not-checked': {
    title: 'References were not checked',
    meaning:
      'The plan-role may not look the targets up, or their names are only known during the deployment. The finding counts and names them.',
    outcomes: ['noted'],
    next: 'Allow the permission that the finding names, and write names that depend on parameters and pseudo parameters only.',
  },
  'reference/unknown': {
    title: 'A reference could not be looked up',
    meaning: 'The service did not answer the question whether the target exists.',
    outcomes: ['inconclusive'],
    next: 'Run precheck again.',
  },
  'reference/found': {
    title: 'Everything that the template refers to exists',
    meaning:
      'Each target that is known before the deployment and may be looked up exists in the account and can be used. The finding counts them by kind.',
    outcomes: ['pass'],
  },
  'content/differs': {
    title: 'The environments would get other bytes under one reference',
    meaning:
      'The object or image that production would get has another size or digest than the one that pre-prod is rehearsed with. CloudFormation compares names only. `noted`: this release changes the resource in neither environment.',
    outcomes: ['fail', 'noted'],
    next: 'Publish the same file to both accounts, under a name that has its digest.',
  },
  'content/not-compared': {
    title: 'Whether both environments get the same bytes is not known',
    meaning:
      'The services do not tell a common digest of the two objects or images, or they may not be looked up. The finding names them.',
    outcomes: ['noted'],
    next: 'Allow s3:GetObject on the objects for the plan-role, and upload them with a checksum (`--checksum-algorithm SHA256`).',
  },
  'content/same': {
    title: 'Both environments get the same bytes',
    meaning:
      'Size and a digest of the whole content of each compared object or image are the same in both environments.',
    outcomes: ['pass'],
  },
} as const satisfies CodeTable
