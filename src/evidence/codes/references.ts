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
  'reference/pending': {
    title: 'A reference is to what this release makes',
    meaning:
      'The target does not exist yet; a resource of this stack, or of a stack that is deployed before, makes it by that name.',
    outcomes: ['noted'],
    next: 'Nothing to do. Refer to a resource of the same template with Ref or Fn::GetAtt, so that CloudFormation keeps the order.',
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
  'permission/denied': {
    title: 'Production would not permit a planned change',
    meaning:
      'By the policies of the role that CloudFormation uses in production, its boundary and the service control policies, IAM denies an action without which the planned change fails. `noted`: none of several actions is allowed, and which of them the change needs is not published.',
    outcomes: ['fail', 'noted'],
    next: 'Allow the action for the role, or change the policy that denies it, before the release.',
  },
  'permission/perhaps-missing': {
    title: 'Production might not permit all of a planned change',
    meaning: 'IAM denies actions that the handler of the type calls only where the resource has the property for it.',
    outcomes: ['noted'],
    next: 'Compare the actions with the properties of the resource, and allow those that it needs.',
  },
  'permission/not-simulated': {
    title: 'Permissions of production were not simulated',
    meaning:
      'The plan-role may not simulate the role, the ARN of the resource is not known before the deployment, a condition has a key without a value, or the type has no published list of actions. Policies of resources are never simulated.',
    outcomes: ['noted'],
    next: 'Allow iam:SimulatePrincipalPolicy on the role for the plan-role of production.',
  },
  'permission/allowed': {
    title: 'The policies of production permit the planned changes',
    meaning:
      'IAM allows the actions without which the planned changes fail, by the policies of the role, its boundary and the service control policies. Policies of resources are not simulated.',
    outcomes: ['noted'],
    next: 'Nothing to do. A simulation is not proof: the deployment shows it.',
  },
  'content/differs': {
    title: 'The environments would get different content under one reference',
    meaning:
      'The object or image that production would get has another size or digest than the one that pre-prod gets. CloudFormation compares names only. `noted`: this release changes the resource in neither environment.',
    outcomes: ['fail', 'noted'],
    next: 'Publish the same file to both accounts, under a name that has its digest.',
  },
  'content/not-compared': {
    title: 'Whether both environments get the same content is not known',
    meaning:
      'The services did not return a common digest of the two objects or images, or they may not be looked up. The finding names them.',
    outcomes: ['noted'],
    next: 'Allow s3:GetObject on the objects for the plan-role, and upload them with a checksum (`--checksum-algorithm SHA256`).',
  },
  'content/same': {
    title: 'Both environments get the same content',
    meaning:
      'Size and a digest of the whole content of each compared object or image are the same in both environments.',
    outcomes: ['pass'],
  },
} as const satisfies CodeTable
