import type { CodeTable } from './entry.ts'

/** Names and quotas of an account that a deployment would run into. */
export const NAMES = {
  'name/taken': {
    title: 'A new resource is to have a name that exists',
    meaning:
      'A resource of the type has the name in its account and region, or, of buckets, anywhere. Its creation fails.',
    outcomes: ['fail'],
    next: 'Give another name, import the resource into the stack, or remove it from where it is.',
  },
  'name/kept-by-replacement': {
    title: 'A resource is replaced and keeps its name',
    meaning:
      'CloudFormation makes the new resource before it removes the old one, and refuses to replace one with the same name.',
    outcomes: ['fail'],
    next: 'Change the name together with the property that causes the replacement, or leave the name to CloudFormation.',
  },
  'name/given-twice': {
    title: 'A release gives one name to two resources',
    meaning:
      'The name is free; two stacks, or the two environments, are to make it where it is unique. The second creation fails.',
    outcomes: ['fail'],
    next: 'Make the name depend on the environment or on the stack.',
  },
  'name/not-checked': {
    title: 'Names were not checked',
    meaning: 'The plan-role may not look the names up. The finding counts and names them.',
    outcomes: ['noted'],
    next: 'Allow the permission that the finding names.',
  },
  'name/free': {
    title: 'The names of new resources are free',
    meaning: 'No resource of the type has the name, or this release removes it before.',
    outcomes: ['noted'],
    next: 'Nothing to do. A resource of this name can still be made before the deployment.',
  },
  'quota/exceeded': {
    title: 'Planned changes need more than a quota leaves',
    meaning: 'The service tells limit and use of the account; what the release adds is more than what is left.',
    outcomes: ['fail'],
    next: 'Request a higher quota, or remove what is not used.',
  },
  'quota/near': {
    title: 'A quota is nearly used up',
    meaning: 'After the planned changes more than 90 per cent of the quota are in use.',
    outcomes: ['noted'],
    next: 'Request a higher quota in time.',
  },
  'quota/not-read': {
    title: 'Quotas were not read',
    meaning: 'The plan-role may not read limit and use, or the service does not tell them.',
    outcomes: ['noted'],
    next: 'Allow the permission that the finding names.',
  },
  'quota/enough': {
    title: 'Quotas have room for the planned changes',
    meaning: 'Limit and use were read where a planned change takes from them. Other quotas were not examined.',
    outcomes: ['noted'],
    next: 'Nothing to do.',
  },
} as const satisfies CodeTable
