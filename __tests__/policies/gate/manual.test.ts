import { describe, expect, test } from '@jest/globals'
import type { ApprovalRecord } from '../../../src/github/approvals.ts'
import type { Reviewer } from '../../../src/github/environment.ts'
import type { GateFacts } from '../../../src/policies/gate/contract.ts'
import { rule as complete } from '../../../src/policies/gate/evidence-complete.ts'
import { rule } from '../../../src/policies/gate/manual.ts'
import { environment, facts, github, judged } from './facts.ts'

const QUALITY: Reviewer = { type: 'Team', name: 'quality' }
const BOB: Reviewer = { type: 'User', name: 'bob' }
const RECEIPT = {
  name: 'receipt',
  kind: 'acceptance',
  dryRun: false,
  phase: 'approval',
  manual: { what: 'the receipt prints', by: 'quality' },
} as const

const approval = (user: string | undefined, more: Partial<ApprovalRecord> = {}): ApprovalRecord => ({
  environments: [{ id: 7, name: 'production' }],
  state: 'approved',
  comment: 'printed two',
  userType: 'User',
  ...(user !== undefined && { user }),
  ...more,
})

function release(reviewers: readonly Reviewer[] | undefined, more: Partial<GateFacts> = {}): GateFacts {
  const { rules: _, ...rest } = environment
  const rules = reviewers && [{ kind: 'required-reviewers' as const, preventSelfReview: true, reviewers }]
  return {
    ...facts,
    checks: [...facts.checks, RECEIPT],
    github: { ...github, environment: { ...rest, ...(rules && { rules }) } },
    ...more,
  }
}

function deploying(
  reviewers: readonly Reviewer[],
  approvals: readonly ApprovalRecord[],
  more: Partial<GateFacts> = {},
) {
  const about = release(reviewers, { where: 'inside', mustBeInside: true, ...more })
  return { ...about, github: { ...about.github!, approvals } }
}

describe('a manual test', () => {
  test('waits for its team at the gate', () => {
    const [finding] = rule.judge(release([QUALITY]))
    expect(finding).toMatchObject({ code: 'check/manual', outcome: 'noted', title: 'receipt: waits for quality' })
    expect(finding?.advice).toContain('the receipt prints')
  })

  test('is confirmed by the approval of a member, with the name, the comment and the time', () => {
    const [finding] = rule.judge(deploying([QUALITY, BOB], [approval('carol')]))
    expect(finding).toMatchObject({
      outcome: 'pass',
      title: 'receipt: carol of quality confirmed it with the approval of production',
      observed: 'approved by carol before 2026-11-22T12:00:00.000Z: printed two',
      details: { kind: 'acceptance', check: 'receipt', by: 'quality' },
    })
  })

  test.each<[string, GateFacts]>([
    ['by nobody', deploying([QUALITY], [])],
    ['by a deleted account', deploying([QUALITY], [approval(undefined)])],
    ['by the person who started the run', deploying([QUALITY], [approval('ann')])],
    ['by a person who is a required reviewer', deploying([QUALITY, BOB], [approval('Bob')])],
    [
      'of another environment',
      deploying([QUALITY], [approval('carol', { environments: [{ id: 8, name: 'preprod' }] })]),
    ],
    ['that was a rejection', deploying([QUALITY], [approval('carol', { state: 'rejected' })])],
    ['beside a rejection', deploying([QUALITY], [approval('carol'), approval('dave', { state: 'rejected' })])],
    [
      'of an earlier run attempt',
      {
        ...deploying([QUALITY], []),
        github: { ...release([QUALITY]).github!, approvals: [approval('carol')], run: { ...github.run, attempt: 2 } },
      },
    ],
    [
      'where authors of the commits are unknown',
      deploying([QUALITY], [approval('carol')], { reviewers: { atLeast: 1, notTrigger: true, notAuthors: true } }),
    ],
    ['where another team may approve too', deploying([QUALITY, { type: 'Team', name: 'ops' }], [approval('carol')])],
    [
      'where a reviewer of an unknown type may approve',
      deploying([QUALITY, { type: 'App', name: 'x' }], [approval('carol')]),
    ],
    ['where the team is not required', deploying([{ type: 'Team', name: 'ops' }], [approval('carol')])],
    ['by review of a pull request', deploying([QUALITY], [approval('carol')], { channel: 'pull-request-review' })],
    ['where no approval is required', deploying([QUALITY], [approval('carol')], { reviewers: { none: 'a sandbox' } })],
    ['in a job outside the environment', deploying([QUALITY], [approval('carol')], { where: 'outside' })],
    ['where the environment of the job is unknown', deploying([QUALITY], [approval('carol')], { where: 'unknown' })],
  ])('is not confirmed by an approval %s', (_, about) => {
    expect(rule.judge(about).map(({ outcome }) => outcome)).toEqual(['inconclusive'])
  })

  test.each<[string, GateFacts]>([
    ['the team is not required', release([BOB])],
    ['GitHub did not return the reviewers', release(undefined)],
    ['GitHub could not be read', { ...release([QUALITY]), github: undefined }],
  ])('is inconclusive already at the gate where %s', (_, about) => {
    expect(rule.judge(about).map(({ outcome }) => outcome)).toEqual(['inconclusive'])
  })

  test('does not apply to pre-prod, and no other check is one', () => {
    expect(rule.judge(release([QUALITY], { key: 'preprod' }))).toEqual([])
    expect(rule.judge(facts)).toEqual([])
  })

  test('proves the required kind, which is not claimed before', () => {
    const about = release([QUALITY], { require: ['functional', 'acceptance'] })
    expect(judged(complete, about)).toEqual(['evidence-complete pass'])
    expect(complete.judge(about)[0]?.expected).not.toContain('acceptance')
    expect(judged(complete, { ...about, checks: facts.checks })).toEqual(['kind-missing fail'])
  })
})
