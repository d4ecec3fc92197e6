import type { CodeTable } from './entry.ts'

/** Files that templates name, and what the CDK needs in an account. */
export const ASSETS = {
  'asset/pending': {
    title: 'Assets will be published by this release',
    meaning: 'The bucket does not have these files yet. They are uploaded before the stacks are deployed.',
    outcomes: ['noted'],
    next: 'Nothing to do.',
  },
  'asset/present': {
    title: 'The bucket has the assets of this release',
    meaning: 'Each asset exists under its key, and a checksum of the whole object is that of the file of this release.',
    outcomes: ['pass'],
  },
  'asset/not-compared': {
    title: 'Assets exist and were not compared',
    meaning:
      'The objects have no SHA-256 of their whole content, as after an upload in parts, or the plan-role may not read it. The deployment compares their content.',
    outcomes: ['noted'],
    next: 'Nothing to do: the deployment compares them before it changes a stack.',
  },
  'asset/published': {
    title: 'The assets of this release are in the bucket',
    meaning:
      'Each was uploaded with its SHA-256, or was there with the same checksum, or as another archive of the same files.',
    outcomes: ['pass'],
  },
  'asset/differs': {
    title: 'An object has the key of an asset and other content',
    meaning:
      'Keys of packagers are digests of sources, and uploads are skipped where the key exists. The content was compared, and it is not that of this release. Nothing is overwritten.',
    outcomes: ['fail'],
    next: 'Find out who wrote the object; change the asset so that its key changes, or delete the object if nothing uses it.',
  },
  'asset/no-bucket': {
    title: 'The bucket for assets does not exist',
    meaning: 'Assets cannot be uploaded, so the stacks would fail.',
    outcomes: ['fail'],
    next: 'Bootstrap the account, or create the bucket.',
  },
  'bootstrap/ready': {
    title: 'The account is bootstrapped for the CDK',
    meaning: 'The version of the bootstrap stack is at least that which the stacks of this release need.',
    outcomes: ['pass'],
  },
  'bootstrap/missing': {
    title: 'The account is not bootstrapped for the CDK',
    meaning: 'The parameter with the version of the bootstrap stack does not exist in the account and region.',
    outcomes: ['fail'],
    next: 'Run `cdk bootstrap aws://ACCOUNT/REGION`.',
  },
  'bootstrap/outdated': {
    title: 'The bootstrap stack of the CDK is too old',
    meaning: 'The stacks of this release need a newer version of the bootstrap stack.',
    outcomes: ['fail'],
    next: 'Run `cdk bootstrap aws://ACCOUNT/REGION` with a recent CDK.',
  },
  'bootstrap/unknown': {
    title: 'Whether the account is bootstrapped is not known',
    meaning: 'The version of the bootstrap stack could not be read, or is not a number.',
    outcomes: ['inconclusive'],
    next: 'Allow ssm:GetParameters on the parameter for the plan-role, or run `cdk bootstrap aws://ACCOUNT/REGION`.',
  },
} as const satisfies CodeTable
