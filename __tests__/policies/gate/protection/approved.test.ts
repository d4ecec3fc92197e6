import { describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../../src/evidence/digest.ts'
import type { ApprovalRecord } from '../../../../src/github/approvals.ts'
import type { GateFacts } from '../../../../src/policies/gate/contract.ts'
import { rule } from '../../../../src/policies/gate/protection/approved.ts'
import { RELEASE } from '../../../evidence/documents.ts'
import { environment, facts, gate, github, judged, linkOf } from '../facts.ts'

const EVIDENCE = digestOf(facts.chain.links.map(({ digest }) => digest).toSorted()).slice('sha256:'.length)

function record(user: string | undefined, more: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    environments: [{ id: 7, name: 'production' }],
    state: 'approved',
    comment: '',
    ...(user !== undefined && { user, userType: 'User' }),
    ...more,
  }
}

function inside(approvals: readonly ApprovalRecord[], more: { attempt?: number } & Partial<GateFacts> = {}): GateFacts {
  const { attempt = 1, ...rest } = more
  return {
    ...facts,
    where: 'inside',
    chain: { ...facts.chain, links: [...facts.chain.links, linkOf(gate)] },
    github: { ...github, approvals, run: { ...github.run, attempt } },
    ...rest,
  }
}

const bob = record('bob')

describe('an approval', () => {
  test.each<[string, GateFacts, string]>([
    ['by a reviewer', inside([bob]), 'approved pass'],
    ['by nobody: the rules were bypassed, or are not enforced', inside([]), 'not-approved fail'],
    [
      'of another environment',
      inside([record('bob', { environments: [{ id: 8, name: 'preprod' }] })]),
      'not-approved fail',
    ],
    ['by the person who started the run', inside([record('ann')]), 'self-approved fail'],
    ['by the person who started it, in capitals', inside([record('Ann')]), 'self-approved fail'],
    ['by the person who re-ran it', inside([bob], { triggers: ['ann', 'bob'] }), 'self-approved fail'],
    [
      'by the trigger, which is accepted',
      inside([bob], { triggers: ['bob'], reviewers: { atLeast: 1, notTrigger: false } }),
      'approved pass',
    ],
    ['by a deleted account', inside([record(undefined)]), 'not-approved fail'],
    ['by a person who is not a reviewer', inside([record('root')]), 'not-approved fail'],
    ['that is a rejection', inside([record('bob', { state: 'rejected' })]), 'rejected fail'],
    ['that is pending', inside([record('bob', { state: 'pending' })]), 'not-approved fail'],
    ['of an unknown state', inside([record('bob', { state: 'waved through' })]), 'not-approved fail'],
    ['after a rejection', inside([record('bob', { state: 'rejected' }), bob]), 'rejected fail'],
    ['of an unknown state, too', inside([record('bob', { state: 'waved through' }), bob]), 'approval-ambiguous fail'],
    ['beside another', inside([bob, record('bob')]), 'approval-ambiguous fail'],
    ['beside one by the trigger, who is the first cause', inside([record('ann'), bob]), 'self-approved fail'],
    ['in a second attempt', inside([bob], { attempt: 2 }), 'approval-ambiguous fail'],
    [
      'that names the evidence',
      inside([bob, record('bob', { comment: `ok ${EVIDENCE.slice(0, 12)}` })], { attempt: 2 }),
      'approved pass',
    ],
    [
      'that names it with the full digest',
      inside([bob, record('bob', { comment: `sha256:${EVIDENCE}` })]),
      'approved pass',
    ],
    [
      'that names it with a digest that is too short',
      inside([bob, record('bob', { comment: EVIDENCE.slice(0, 11) })]),
      'approval-ambiguous fail',
    ],
    ['that names other evidence', inside([bob, record('bob', { comment: RELEASE })]), 'approval-ambiguous fail'],
    [
      'by the trigger that names the evidence',
      inside([record('ann', { comment: EVIDENCE }), bob]),
      'self-approved fail',
    ],
  ])('%s', (_, about, expected) => expect(judged(rule, about)).toEqual([expected]))

  const demands = { atLeast: 1, notTrigger: true, notAuthors: true, notBots: true }
  const authors = { logins: ['ann'], unknown: [] }
  test.each<[string, GateFacts, string[]]>([
    [
      'by an account of an App',
      inside([record('bob', { userType: 'Bot' })], { reviewers: demands, authors }),
      ['excluded-approver fail'],
    ],
    [
      'by an account of an unknown type',
      inside([record('bob', { userType: 'Mannequin' })], { reviewers: demands, authors }),
      ['excluded-approver fail'],
    ],
    [
      'by an account whose type GitHub does not return',
      inside([{ environments: [{ id: 7, name: 'production' }], state: 'approved', user: 'bob', comment: '' }], {
        reviewers: demands,
        authors,
      }),
      ['excluded-approver fail'],
    ],
    ['whose commits were not read', inside([bob], { reviewers: demands }), ['authors-unknown inconclusive']],
    [
      'by an author',
      inside([bob], { reviewers: demands, authors: { logins: ['Bob'], unknown: [] } }),
      ['excluded-approver fail'],
    ],
    [
      'by a person who is not an author',
      inside([bob], { reviewers: demands, authors: { logins: ['ann'], unknown: [] } }),
      ['approved pass'],
    ],
    [
      'beside an author without an account',
      inside([bob], { reviewers: demands, authors: { logins: [], unknown: ['x@y'] } }),
      ['authors-unknown inconclusive'],
    ],
    [
      'without the required digest',
      inside([bob], { reviewers: { ...demands, digestAlways: true }, authors }),
      ['approval-ambiguous fail'],
    ],
    [
      'with the required digest',
      inside([record('bob', { comment: EVIDENCE.slice(0, 12) })], {
        reviewers: { ...demands, digestAlways: true },
        authors,
      }),
      ['approved pass'],
    ],
    [
      'by one person, where two are required and GitHub accepts one',
      inside([bob], { reviewers: { ...demands, atLeast: 2 }, authors }),
      ['approved pass', 'one-approval noted'],
    ],
    ['where reviews approve', inside([bob], { channel: 'pull-request-review' }), []],
  ])('%s', (_, about, expected) => expect(judged(rule, about)).toEqual(expected))

  describe("an approval and a rejection, in any order of GitHub's list", () => {
    const rejected = record('bob', { state: 'rejected' })
    const naming = (attempt?: number): ApprovalRecord =>
      record('bob', { comment: EVIDENCE.slice(0, 12) + (attempt === undefined ? '' : `/${attempt}`) })
    const orders = (...records: ApprovalRecord[]): ApprovalRecord[][] => [records, records.toReversed()]
    const judgedIn = (records: readonly ApprovalRecord[], attempt: number): string[] =>
      judged(rule, inside(records, { attempt }))

    test.each<[string, ApprovalRecord, number, string]>([
      ['the first attempt, then a bypass in the third', naming(), 3, 'rejected fail'],
      ['the first attempt by name, then a bypass in the third', naming(1), 3, 'rejected fail'],
      ['the rejected attempt', naming(2), 3, 'rejected fail'],
      ['this attempt, which is the third', naming(3), 3, 'approved pass'],
      ['no attempt', bob, 2, 'rejected fail'],
      ['the only attempt: either may be the newer one', naming(1), 1, 'rejected fail'],
      ['a future attempt', naming(30), 3, 'rejected fail'],
    ])('of %s', (_, approval, attempt, expected) => {
      for (const records of orders(approval, rejected)) expect(judgedIn(records, attempt)).toEqual([expected])
    })

    test('of this attempt for other evidence does not count', () => {
      const other = record('bob', { comment: `${RELEASE.slice('sha256:'.length, 19)}/3` })
      for (const records of orders(other, rejected)) expect(judgedIn(records, 3)).toEqual(['rejected fail'])
    })

    test('of this attempt by the person who started it does not count', () => {
      const own = { ...naming(2), user: 'ann' }
      for (const records of orders(own, rejected)) expect(judgedIn(records, 2)).toEqual(['self-approved fail'])
    })

    test('the message has the comment with which the next attempt is approved', () => {
      const [finding] = rule.judge(inside([naming(), rejected], { attempt: 2 }))
      expect(finding?.advice).toContain(`"${EVIDENCE.slice(0, 12)}/3"`)
    })
  })

  test('of a single document names it by its own digest', () => {
    const [only] = facts.chain.links
    const about = inside([], { where: 'outside', chain: { links: [only!], others: [], findings: [] } })
    expect(rule.judge(about)[0]?.observed).toBe(`evidence ${only?.digest.slice('sha256:'.length, 19)}`)
  })

  test('by a member of a team cannot be distinguished from others, and counts', () => {
    const rules = [
      { kind: 'required-reviewers' as const, preventSelfReview: true, reviewers: [{ type: 'Team', name: 'ops' }] },
    ]
    const about = inside([record('cem')])
    const withTeam = { ...about, github: { ...about.github!, environment: { ...environment, rules } } }
    expect(judged(rule, withTeam)).toEqual(['approved pass'])
  })

  test('names the same evidence in the gate and inside the environment', () => {
    const [told] = rule.judge({ ...inside([]), where: 'outside', chain: facts.chain })
    expect(told).toMatchObject({ code: 'gate/approval-comment', outcome: 'noted' })
    expect(told?.observed).toBe(`evidence ${EVIDENCE.slice(0, 12)}`)
  })

  test('shows who may approve, who may not, and how long the evidence is recent enough', () => {
    const rules = [
      {
        kind: 'required-reviewers' as const,
        preventSelfReview: true,
        reviewers: [
          { type: 'User' as const, name: 'ANN' },
          { type: 'User' as const, name: 'bob' },
          { type: 'User' as const, name: 'eve' },
          { type: 'Team' as const, name: 'ops' },
        ],
      },
    ]
    const about = inside([], {
      where: 'outside',
      triggers: ['ann'],
      authors: { logins: ['eve', 'ann'], unknown: [] },
      reviewers: { atLeast: 1, notTrigger: true, notAuthors: true },
      validUntil: '2026-11-21T09:00:00.000Z',
    })
    const [told] = rule.judge({ ...about, github: { ...about.github!, environment: { ...environment, rules } } })
    expect(told?.details).toMatchObject({
      approvers: {
        may: ['bob', 'team ops'],
        not: ['ann (started the run)', 'eve (wrote commits)'],
        until: '2026-11-21T09:00:00.000Z',
      },
    })
  })

  test('is not required where GitHub could not be read, or the environment of the job is unknown', () => {
    expect(judged(rule, { ...inside([]), where: 'unknown', github: { ...github, approvals: undefined } })).toEqual([])
    expect(judged(rule, { ...inside([]), github: undefined })).toEqual([])
  })

  test('that is unclear has the text to write as its next step', () => {
    const [finding] = rule.judge(inside([bob], { attempt: 3 }))
    expect(finding).toMatchObject({
      subject: 'environment/production/approval',
      observed: 'approved by bob',
      expected: expect.stringContaining(EVIDENCE.slice(0, 12)),
      advice: expect.stringContaining(EVIDENCE.slice(0, 12)),
      title: expect.stringContaining('attempt 3'),
    })
  })
})
