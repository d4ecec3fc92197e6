import { setTimeout } from 'node:timers/promises'
import { openJobs, REPOSITORY, type Jobs, type PlayedJob } from '../../../__tests__/dist/support/jobs.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import type { EnvironmentRules } from '../../../sandbox/github/index.ts'
import type { Case, Group, Outcome } from './case.ts'
import { CONFIG, FILES, RULES } from './local-world.ts'

/** Attempts and honest cases about the approver of a deployment: each in a run of its own. */

interface ApprovalTry {
  /** Lines of the configuration beside the usual ones. */
  readonly config?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly rules?: EnvironmentRules
  /** Commits of the repository before the release: author and message. */
  readonly commits?: readonly (readonly [author: string, message: string])[]
  /** Runs while the job waits for its approval; `digits` name the evidence. */
  readonly waiting?: (world: Opened) => Promise<void> | void
  /** A pull request from a branch, of which the run is the head. */
  readonly pull?: boolean
  readonly ref?: string
  readonly permissions?: PlayedJob['permissions']
}

interface Opened {
  readonly jobs: Jobs
  /** Digits of the evidence. */
  readonly digits: string
  readonly approve: (comment?: string, user?: string) => Promise<void>
  /** A review of the pull request. */
  readonly review: (user: string, event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT', body?: string) => Promise<void>
  readonly push: (message: string) => void
}

const REVIEW = { approval: 'pull-request-review' } as const
const WITH_PULLS = { contents: 'read', actions: 'read', 'id-token': 'write', 'pull-requests': 'read' } as const
const OPEN: EnvironmentRules = {}
const PEOPLE = { grace: 'write', heidi: 'maintain', rita: 'read', ada: 'write' } as const
/** For a review that names the evidence. */
const byReview = (more: Partial<ApprovalTry>): ApprovalTry => ({
  inputs: REVIEW,
  rules: OPEN,
  pull: true,
  permissions: WITH_PULLS,
  ...more,
})
const reviewers = (text: string): string => `environments: { preprod: { approval: { ${text} } } }\n`

type Row = readonly [name: string, refusedBy: string, given: ApprovalTry]

const ATTEMPTS: readonly Row[] = [
  ['an administrator starts the job', 'gate/not-approved', { waiting: ({ jobs }) => jobs.run.bypass('preprod') }],
  [
    'the person who started the run approves it',
    'gate/self-approved',
    {
      rules: { ...RULES, reviewers: ['ada', 'grace'], preventSelfReview: false },
      waiting: ({ approve }) => approve('', 'ada'),
    },
  ],
  ['a reviewer rejects', 'github', { waiting: ({ jobs }) => jobs.review('preprod', 'rejected') }],
  ['the rules are removed before the job starts', 'gate/unprotected', { rules: OPEN }],
  [
    'the approval does not name the evidence, which is demanded',
    'gate/approval-ambiguous',
    { config: reviewers('digest: always'), waiting: ({ approve }) => approve('fine') },
  ],
  [
    'the approval names other evidence',
    'gate/approval-ambiguous',
    { config: reviewers('digest: always'), waiting: ({ approve }) => approve('0123456789ab') },
  ],
  [
    'the approval names too little of the evidence',
    'gate/approval-ambiguous',
    { config: reviewers('digest: always'), waiting: ({ approve, digits }) => approve(digits.slice(0, 11)) },
  ],
  [
    'the floor demands the digest',
    'gate/approval-ambiguous',
    { inputs: { floor: 'reviewers: { digest: always }' }, waiting: ({ approve }) => approve('fine') },
  ],
  [
    'an author of a commit approves',
    'gate/excluded-approver',
    {
      config: reviewers('not: [trigger, authors]'),
      commits: [['grace', 'a change']],
      waiting: ({ approve }) => approve(),
    },
  ],
  [
    'a co-author of a commit approves',
    'gate/excluded-approver',
    {
      config: reviewers('not: [trigger, authors]'),
      commits: [['zoe', 'a change\n\nCo-authored-by: Grace <7+grace@users.noreply.github.com>']],
      waiting: ({ approve }) => approve(),
    },
  ],
  [
    'a co-author of no account may be the approver',
    'gate/authors-unknown',
    {
      config: reviewers('not: [authors]'),
      commits: [['zoe', 'a change\n\nCo-authored-by: G <grace@private.example>']],
      waiting: ({ approve }) => approve('', 'heidi'),
    },
  ],
  [
    'the configuration says that pre-prod needs no approval, below a floor',
    'gate/unprotected',
    { config: reviewers('none: it is quick'), inputs: { floor: 'preprod-approval: required' }, rules: OPEN },
  ],
  ['nobody reviewed the pull request', 'gate/not-approved', byReview({})],
  ['there is no pull request', 'gate/no-pull-request', byReview({ pull: false })],
  [
    'a review does not name the evidence',
    'gate/not-approved',
    byReview({ waiting: ({ review }) => review('grace', 'APPROVE', 'fine') }),
  ],
  [
    'a review only comments',
    'gate/not-approved',
    byReview({ waiting: ({ review, digits }) => review('grace', 'COMMENT', digits) }),
  ],
  [
    'a reviewer may only read',
    'gate/not-approved',
    byReview({ waiting: ({ review, digits }) => review('rita', 'APPROVE', digits) }),
  ],
  [
    'a stranger reviews',
    'gate/not-approved',
    byReview({ waiting: ({ review, digits }) => review('mallory', 'APPROVE', digits) }),
  ],
  [
    'the person who started the run reviews',
    'gate/not-approved',
    byReview({ waiting: ({ review, digits }) => review('ada', 'APPROVE', digits) }),
  ],
  [
    'an author of the commits reviews',
    'gate/not-approved',
    byReview({ commits: [['grace', 'a change']], waiting: ({ review, digits }) => review('grace', 'APPROVE', digits) }),
  ],
  [
    'a reviewer takes the approval back',
    'gate/rejected',
    byReview({
      waiting: async ({ review, digits }) => {
        await review('grace', 'APPROVE', digits)
        await review('grace', 'REQUEST_CHANGES', 'wait')
      },
    }),
  ],
  [
    'another reviewer requests changes',
    'gate/rejected',
    byReview({
      waiting: async ({ review, digits }) => {
        await review('grace', 'APPROVE', digits)
        await review('heidi', 'REQUEST_CHANGES', 'wait')
      },
    }),
  ],
  [
    'somebody pushes after the review',
    'gate/no-pull-request',
    byReview({
      waiting: async ({ review, digits, push }) => {
        await review('grace', 'APPROVE', digits)
        push('another change')
      },
    }),
  ],
  [
    'two must review, and one does',
    'gate/too-few-approvals',
    byReview({ config: reviewers('at-least: 2'), waiting: ({ review, digits }) => review('grace', 'APPROVE', digits) }),
  ],
  [
    'two must review, and one does it twice',
    'gate/too-few-approvals',
    byReview({
      config: reviewers('at-least: 2'),
      waiting: async ({ review, digits }) => {
        await review('grace', 'APPROVE', digits)
        await review('grace', 'APPROVE', digits)
      },
    }),
  ],
  [
    'the job may not read the reviews',
    'github/denied',
    byReview({
      permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
      waiting: ({ review, digits }) => review('grace', 'APPROVE', digits),
    }),
  ],
  [
    'an approval of the environment, where reviews are demanded',
    'gate/not-approved',
    byReview({
      rules: { reviewers: ['grace'], preventSelfReview: true },
      waiting: ({ approve, digits }) => approve(digits),
    }),
  ],
]

const HONEST: readonly (readonly [name: string, given: ApprovalTry])[] = [
  ['an approval', { waiting: ({ approve }) => approve() }],
  [
    'an approval that names the evidence, which is demanded',
    { config: reviewers('digest: always'), waiting: ({ approve, digits }) => approve(`ship ${digits}`) },
  ],
  [
    'an approval by nobody of the authors',
    { config: reviewers('not: [trigger, authors, bots]'), waiting: ({ approve }) => approve() },
  ],
  [
    'an approval by who started the run, which is accepted',
    {
      config: reviewers('not: []'),
      rules: { ...RULES, reviewers: ['ada'], preventSelfReview: false },
      waiting: ({ approve }) => approve('', 'ada'),
    },
  ],
  [
    'an approval of a tag',
    { ref: 'refs/tags/v1.2.3', rules: { ...RULES, branches: ['tag:v*'] }, waiting: ({ approve }) => approve() },
  ],
  [
    'an approval in a merge queue',
    {
      ref: 'refs/heads/gh-readonly-queue/main/pr-7',
      rules: { ...RULES, branches: ['gh-readonly-queue/main/*'] },
      waiting: ({ approve }) => approve(),
    },
  ],
  ['a pre-prod that needs no approval', { config: reviewers('none: it holds no data'), rules: OPEN }],
  [
    'a review of the pull request',
    byReview({ waiting: ({ review, digits }) => review('grace', 'APPROVE', `ship ${digits}`) }),
  ],
  [
    'a review after changes were requested',
    byReview({
      waiting: async ({ review, digits }) => {
        await review('grace', 'REQUEST_CHANGES', 'wait')
        // GitHub's times are seconds: of two decisions of one second the one that refuses counts.
        await nextSecond()
        await review('grace', 'APPROVE', digits)
      },
    }),
  ],
  [
    'a comment after the review',
    byReview({
      waiting: async ({ review, digits }) => {
        await review('grace', 'APPROVE', digits)
        await review('grace', 'COMMENT', 'thanks')
      },
    }),
  ],
  [
    'two reviews, where two are demanded',
    byReview({
      config: reviewers('at-least: 2'),
      waiting: async ({ review, digits }) => {
        await review('grace', 'APPROVE', digits)
        await review('heidi', 'APPROVE', digits)
      },
    }),
  ],
  [
    'a review beside changes that a stranger requests',
    byReview({
      waiting: async ({ review, digits }) => {
        await review('mallory', 'REQUEST_CHANGES', 'no')
        await review('grace', 'APPROVE', digits)
      },
    }),
  ],
]

async function nextSecond(): Promise<void> {
  await setTimeout(1_000 - (Date.now() % 1_000))
}

async function play(given: ApprovalTry): Promise<Outcome> {
  const files = { ...FILES, '.github/test-deployments.yml': `${CONFIG}${given.config ?? ''}` }
  const jobs = await openJobs(files, {
    collaborators: PEOPLE,
    commits: given.commits ?? [],
    ...(given.ref !== undefined && { ref: given.ref }),
    ...(given.pull && { pull: 'zoe' }),
  })
  try {
    const { github } = jobs
    github.environment(REPOSITORY, 'preprod', { ...(given.rules ?? RULES) })
    const inputs = given.inputs ?? {}
    const permissions = given.permissions ? { permissions: given.permissions } : {}
    // precheck has no floor.
    const { floor: _, ...common } = inputs
    const precheck = await jobs.play({ name: 'precheck', command: 'precheck', inputs: common, ...permissions })
    if (precheck.status !== 0) throw new Error(`precheck is not green: ${precheck.blockers.join(', ')}`)
    const digits = digestOf(precheck.evidence).slice('sha256:'.length, 'sha256:'.length + 12)
    const world: Opened = {
      jobs,
      digits,
      approve: (comment = '', user = 'grace') => jobs.review('preprod', 'approved', comment, user),
      async review(user, event, body = '') {
        const answer = await fetch(`${github.url}/repos/${REPOSITORY}/pulls/1/reviews`, {
          method: 'POST',
          headers: { authorization: `Bearer ${github.tokenOf(user)}` },
          body: JSON.stringify({ event, body }),
        })
        if (!answer.ok) throw new Error(`the review was refused: ${await answer.text()}`)
      },
      push: (message) =>
        void github.commit(REPOSITORY, message, { ...files, 'more.txt': message }, 'zoe', { branch: 'change' }),
    }
    const { status, blockers } = await jobs.play({
      name: 'deploy-preprod',
      command: 'deploy-preprod',
      needs: ['precheck'],
      environment: 'preprod',
      inputs,
      ...permissions,
      waiting: () => given.waiting?.(world),
    })
    return { status, blockers }
  } finally {
    await jobs.close()
  }
}

export function approvalGroup(): Promise<Group> {
  const attempts = ATTEMPTS.map(([name, refusedBy, given]): Case => ({
    name,
    kind: 'attempt',
    refusedBy: [refusedBy],
    play: () => play(given),
  }))
  const honest = HONEST.map(([name, given]): Case => ({ name, kind: 'honest', play: () => play(given) }))
  return Promise.resolve({ name: 'approvals', cases: [...attempts, ...honest], close: () => Promise.resolve() })
}
