import { describe, expect, test } from '@jest/globals'
import type { PullReview, TimelineEntry } from '../../../../src/github/reviews.ts'
import type { GateFacts, ReviewFacts } from '../../../../src/policies/gate/contract.ts'
import { namingOf } from '../../../../src/policies/gate/protection/naming.ts'
import { rule } from '../../../../src/policies/gate/protection/reviewed.ts'
import { RELEASE } from '../../../evidence/documents.ts'
import { facts, judged } from '../facts.ts'

/** Reviews of a pull request as the approval. */

const SHA = 'a'.repeat(40)
const AFTER = '2099-01-01T00:00:00Z'
const LATER = '2099-01-02T00:00:00Z'
const NAMED = `ship ${namingOf(facts)}`
const review = (more: Partial<PullReview> = {}): PullReview => ({
  id: 1,
  user: 'bob',
  userType: 'User',
  state: 'APPROVED',
  body: NAMED,
  submittedAt: AFTER,
  ...more,
})
const commit = (committedAt = '2026-11-20T00:00:00Z'): TimelineEntry => ({ kind: 'commit', sha: SHA, committedAt })
const timelineOf = (reviews: readonly PullReview[]): TimelineEntry[] => [
  commit(),
  ...reviews.map(({ id }): TimelineEntry => ({ kind: 'review', id })),
]
const WRITERS = new Map([
  ['bob', 'write'],
  ['eve', 'admin'],
])
const about = (
  reviews: readonly PullReview[],
  more: Partial<ReviewFacts> = {},
  gate: Partial<GateFacts> = {},
): GateFacts => ({
  ...facts,
  where: 'inside',
  channel: 'pull-request-review',
  authors: { logins: ['ann'], unknown: [] },
  reviewed: {
    sha: SHA,
    pulls: [{ number: 7, author: 'ann', headSha: SHA, merged: false }],
    reviews,
    timeline: timelineOf(reviews),
    permissions: WRITERS,
    ...more,
  },
  ...gate,
})
const two = { reviewers: { atLeast: 2, notTrigger: true } }
const changes = review({ id: 2, state: 'CHANGES_REQUESTED' })
const REMARK = 'review-channel noted'

describe('a review', () => {
  test.each<[string, GateFacts, string]>([
    ['that approves', about([review()]), 'approved pass'],
    [
      'of a merged pull request',
      about([review()], { pulls: [{ number: 7, author: 'ann', headSha: 'b', merged: true, mergeSha: SHA }] }),
      'approved pass',
    ],
    ['that does not name the evidence', about([review({ body: 'ship it' })]), 'not-approved fail'],
    ['that names other evidence', about([review({ body: RELEASE })]), 'not-approved fail'],
    ['that is older than the evidence', about([review({ submittedAt: '2020-01-01T00:00:00Z' })]), 'not-approved fail'],
    [
      'without a time',
      about([{ id: 1, user: 'bob', userType: 'User', state: 'APPROVED', body: NAMED }]),
      'not-approved fail',
    ],
    [
      'by a person with read access only',
      about([review()], { permissions: new Map([['bob', 'read']]) }),
      'not-approved fail',
    ],
    ['by a person without access', about([review()], { permissions: new Map() }), 'not-approved fail'],
    [
      'by the author',
      about([review({ user: 'Ann' })], { permissions: new Map([['ann', 'admin']]) }),
      'not-approved fail',
    ],
    [
      'by a co-author',
      about([review()], {}, { authors: { logins: ['ann', 'Bob'], unknown: [] } }),
      'not-approved fail',
    ],
    ['where the authors could not be read', about([review()], {}, { authors: undefined }), 'not-approved fail'],
    ['by the person who re-ran the run', about([review()], {}, { triggers: ['ann', 'bob'] }), 'not-approved fail'],
    [
      'by the person who started it, although the configuration accepts that',
      about([review()], {}, { triggers: ['bob'], reviewers: { atLeast: 1, notTrigger: false } }),
      'not-approved fail',
    ],
    ['by a bot', about([review({ userType: 'Bot' })]), 'not-approved fail'],
    ['by an account of an unknown type', about([review({ userType: 'Mannequin' })]), 'not-approved fail'],
    [
      'by a deleted account',
      about([{ id: 1, state: 'APPROVED', body: NAMED, submittedAt: AFTER }]),
      'not-approved fail',
    ],
    ['that was dismissed', about([review({ state: 'DISMISSED' })]), 'not-approved fail'],
    ['that only comments', about([review({ state: 'COMMENTED' })]), 'not-approved fail'],
    ['of an unknown state', about([review({ state: 'BLESSED' })]), 'not-approved fail'],
    ['that a later review by the same person reverts', about([review(), changes]), 'rejected fail'],
    [
      'after changes were requested by the same person',
      about([{ ...changes, id: 0 }, review({ submittedAt: LATER })]),
      'approved pass',
    ],
    [
      'before changes were requested by the same person, listed after them',
      about([{ ...changes, submittedAt: LATER }, review()]),
      'rejected fail',
    ],
    ['in the second in which changes were requested', about([changes, review()]), 'rejected fail'],
    [
      'before a decision of an unknown kind',
      about([review(), review({ id: 2, state: 'WITHDRAWN', submittedAt: LATER })]),
      'not-approved fail',
    ],
    ['beside changes requested by another person', about([review(), { ...changes, user: 'eve' }]), 'rejected fail'],
    ['beside changes requested by a stranger', about([review(), { ...changes, user: 'zoe' }]), 'approved pass'],
    ['before a push', about([review()], { timeline: [...timelineOf([review()]), commit()] }), 'not-approved fail'],
    [
      'before a commit of a later time',
      about([review()], { timeline: [commit('2099-02-01T00:00:00Z'), { kind: 'review', id: 1 }] }),
      'not-approved fail',
    ],
    [
      'before a forced push',
      about([review()], { timeline: [...timelineOf([review()]), { kind: 'force-push', at: '2099-02-01T00:00:00Z' }] }),
      'not-approved fail',
    ],
    [
      'before a forced push that is listed earlier',
      about([review()], {
        timeline: [commit(), { kind: 'force-push', at: '2099-02-01T00:00:00Z' }, { kind: 'review', id: 1 }],
      }),
      'not-approved fail',
    ],
    ['that the timeline does not contain', about([review()], { timeline: [commit()] }), 'not-approved fail'],
    [
      'where the timeline has no commit',
      about([review()], { timeline: [{ kind: 'review', id: 1 }] }),
      'not-approved fail',
    ],
    [
      'of another commit',
      about([review()], { pulls: [{ number: 7, author: 'ann', headSha: 'b', merged: false, mergeSha: SHA }] }),
      'no-pull-request fail',
    ],
    [
      'where two pull requests have the commit',
      about([review()], { pulls: [7, 8].map((number) => ({ number, author: 'ann', headSha: SHA, merged: false })) }),
      'no-pull-request fail',
    ],
    [
      'beside an author without an account',
      about([review()], {}, { authors: { logins: ['ann'], unknown: ['x@y'] } }),
      'authors-unknown inconclusive',
    ],
    ['where two must approve', about([review()], {}, two), 'too-few-approvals fail'],
    [
      'twice by one person, where two must approve',
      about([review(), review({ id: 2 })], {}, two),
      'too-few-approvals fail',
    ],
    [
      'by two people, where two must approve',
      about([review(), review({ id: 2, user: 'eve' })], {}, two),
      'approved pass',
    ],
  ])('%s', (_, given, expected) => expect(judged(rule, given)).toEqual([REMARK, expected]))

  test('is read only inside the environment, and the page shows its limits', () => {
    expect(judged(rule, about([review()], {}, { where: 'outside' }))).toEqual([REMARK])
    expect(rule.judge(about([]))[0]?.title).toBe(
      'deployments to production are approved by reviews of the pull request, which is weaker than a protected environment',
    )
  })

  test('does not apply where the environment approves', () => {
    expect(judged(rule, about([review()], {}, { channel: 'environment' }))).toEqual([])
  })
})
