import type { CodeTable } from './entry.ts'

/** Who may approve, when production may be deployed to, and exceptions from the gate. */
export const APPROVALS = {
  'gate/one-approval': {
    title: 'Fewer people approved than `at-least` counts',
    meaning: 'GitHub starts a job of an environment after one approval, so `at-least` counts who could approve.',
    outcomes: ['noted'],
    next: 'Use `approval: pull-request-review` where several people must have approved.',
  },
  'gate/excluded-approver': {
    title: 'The approver may not approve',
    meaning:
      'The only approval is by an account of the type Bot, or by somebody who wrote or co-wrote commits of this release, and the configuration excludes them.',
    outcomes: ['fail'],
    next: 'Let another reviewer approve a new run.',
  },
  'gate/authors-unknown': {
    title: 'Not all authors of the release are known',
    meaning:
      "`not: [authors]` excludes authors and co-authors, and an address in the commits belongs to no account that GitHub names: it may be the approver's.",
    outcomes: ['inconclusive'],
    next: 'Add the address to the account on GitHub, or commit with the address that GitHub gives.',
  },
  'gate/review-channel': {
    title: 'Approval by a review of the pull request',
    meaning:
      'The workflow chose reviews of the pull request as the approval. That is weaker than a protected environment: GitHub holds no job back, other workflows of the repository are not limited, and people with write access can edit the text of a review.',
    outcomes: ['noted'],
    next: 'Use required reviewers of an environment where the plan of the repository has them.',
    prominent: true,
  },
  'gate/no-pull-request': {
    title: 'No single pull request belongs to the commit',
    meaning:
      'The commit of this run is neither the head nor the merge of exactly one pull request, so no review can approve it.',
    outcomes: ['fail'],
    next: 'Release the head of an open pull request, or the commit of its merge.',
  },
  'gate/too-few-approvals': {
    title: 'Too few people approved',
    meaning: 'Fewer people than `at-least` demands gave a review that counts.',
    outcomes: ['fail'],
    next: 'Let more people with write access approve the pull request with the comment that the finding shows, then run the job again.',
  },
  'gate/frozen': {
    title: 'Deployments are frozen',
    meaning: 'The calendar of the gate has a freeze for this day. Before the approval this is a remark.',
    outcomes: ['fail', 'noted'],
    next: 'Wait for the end of the freeze, then run the job again; in an emergency use `break-glass`.',
    prominent: true,
  },
  'gate/outside-window': {
    title: 'The time is outside of the change windows',
    meaning: 'The calendar of the gate opens production at other times. Before the approval this is a remark.',
    outcomes: ['fail', 'noted'],
    next: 'Run the job again in a change window; in an emergency use `break-glass`.',
    prominent: true,
  },
  'gate/floor-raised': {
    title: 'The configuration demands less than the workflow',
    meaning: 'The owner of the workflow set a floor, and a rule of the repository is weaker: the floor counts.',
    outcomes: ['noted'],
    next: 'Raise the rule in the configuration.',
    prominent: true,
  },
  'gate/break-glass': {
    title: 'An emergency was declared (break-glass)',
    meaning:
      'The person who started this run declared an emergency, with a reason and an end. Until then the findings that it names do not block. They are listed as declared risks.',
    outcomes: ['noted'],
    next: 'Review the emergency afterwards.',
    prominent: true,
  },
  'gate/break-glass-refused': {
    title: 'The emergency (break-glass) is not accepted',
    meaning:
      'The emergency is over or would last longer than seven days, the person who declared it is not known, the floor forbids it, or it names a finding about identity, approval, the plan or the authenticity of evidence.',
    outcomes: ['fail'],
    next: 'Correct `break-glass`, or remove it.',
  },
} as const satisfies CodeTable
